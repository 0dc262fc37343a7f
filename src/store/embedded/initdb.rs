//! Makes a cluster: beside its place first, then renamed, so that a killed `initdb` never leaves
//! half a cluster behind.

use super::binaries::Binaries;
use super::error::{At, EmbeddedError, ErrorKind, Result};
use super::layout::Layout;
use super::process::{SYNCS_AS_A_WHOLE, die_with_parent, sync_file_system};
use super::run_as::RunAs;
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Stdio;

/// Name of the database superuser, who can only be reached through the socket.
pub const SUPERUSER: &str = "stance";

/// From this version on, PostgreSQL brings a locale of its own that is the same everywhere.
const BUILTIN_LOCALE_SINCE: u32 = 17;

/// Makes the data folder for `binaries`. The caller holds the gate.
pub fn make_cluster(
    layout: &Layout,
    binaries: &Binaries,
    run_as: &RunAs,
    durable: bool,
) -> Result<()> {
    clear_leftovers(layout)?;
    let data = layout.data(binaries.major);
    let new = layout
        .root()
        .join(format!("pg{}.new-{}", binaries.major, std::process::id()));
    let mut refused = String::new();
    for locale in locales(binaries.major) {
        DirBuilder::new().mode(0o700).create(&new).at(&new)?;
        run_as.own(&new).at(&new)?;
        match initdb(&new, binaries, run_as, durable, locale)? {
            Ok(()) => {
                if durable && SYNCS_AS_A_WHOLE {
                    sync_file_system(&new).at(&new)?;
                }
                fs::rename(&new, &data).at(&data)?;
                return File::open(layout.root())
                    .and_then(|f| f.sync_all())
                    .at(layout.root());
            }
            Err(output) => refused = output,
        }
        fs::remove_dir_all(&new).at(&new)?;
    }
    Err(EmbeddedError::new(
        ErrorKind::Initdb {
            folder: data,
            output: refused,
        },
        "mend what initdb says, or choose other server programs with STANCE_PG_BIN",
    ))
}

/// Runs `initdb` once; the inner error is what it printed.
fn initdb(
    new: &Path,
    binaries: &Binaries,
    run_as: &RunAs,
    durable: bool,
    locale: &[&str],
) -> Result<std::result::Result<(), String>> {
    let mut command = binaries.command("initdb");
    command
        .arg("-D")
        .arg(new)
        .args(["-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]);
    command
        .args(["--data-checksums", "--no-instructions"])
        .args(locale);
    if !durable || SYNCS_AS_A_WHOLE {
        command.arg("--no-sync");
    }
    run_as.apply(command.stdin(Stdio::null()), new);
    die_with_parent(&mut command, libc::SIGKILL);
    let output = command
        .output()
        .map_err(|e| EmbeddedError::program(&binaries.bin.join("initdb"), e))?;
    if output.status.success() {
        return Ok(Ok(()));
    }
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).trim().replace('\n', " | ");
    Ok(Err(if text.is_empty() {
        output.status.to_string()
    } else {
        text
    }))
}

/// Arguments for the locale, best first: characters of all languages known to `lower()`, and an
/// order by code point, which does not change when the system's libraries are upgraded.
fn locales(major: u32) -> &'static [&'static [&'static str]] {
    const BUILTIN: &[&str] = &[
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ];
    const FROM_SYSTEM: &[&[&str]] = &[
        &["--locale=C.UTF-8"],
        &["--locale=C", "--lc-ctype=en_US.UTF-8"],
        &["--locale=C"],
    ];
    if major >= BUILTIN_LOCALE_SINCE {
        &[BUILTIN]
    } else {
        FROM_SYSTEM
    }
}

/// Removes what killed runs left behind; we hold the gate, so nobody is at work there.
fn clear_leftovers(layout: &Layout) -> Result<()> {
    for entry in fs::read_dir(layout.root()).at(layout.root())?.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with("pg") && name.contains(".new-") {
            fs::remove_dir_all(entry.path()).at(&entry.path())?;
        }
    }
    Ok(())
}
