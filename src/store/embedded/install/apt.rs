//! Server programs from Debian's and Ubuntu's packages: downloaded and unpacked into a folder of
//! ours. Installing them would make a system cluster and start a service.

use super::run;
use crate::store::embedded::binaries::OLDEST_MAJOR;
use crate::store::embedded::config::Config;
use crate::store::embedded::run_as::me;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The time zones' home, which Debian's server reads in place.
const TIME_ZONES: &str = "/usr/share/zoneinfo/UTC";

/// See [`Way`](super::Way).
pub fn fetch(config: &Config, major: Option<u32>, scratch: &Path) -> Result<PathBuf, String> {
    let tool = |name: &str| {
        config
            .search
            .program(name)
            .ok_or(format!("there is no {name}"))
    };
    let (apt_get, apt_cache, dpkg_deb) = (tool("apt-get")?, tool("apt-cache")?, tool("dpkg-deb")?);
    if !Path::new(TIME_ZONES).exists() {
        return Err("the time zones are missing: sudo apt-get install tzdata".into());
    }
    let mut offered = offered_major(&apt_cache, major);
    if offered.is_err() && me() == 0 {
        // A fresh container has no lists yet.
        run(Command::new(&apt_get).args(["-qq", "update"]))?;
        offered = offered_major(&apt_cache, major);
    }
    let major = offered?;

    let server = format!("postgresql-{major}");
    let plan = run(Command::new(&apt_get).args([
        "-s",
        "-qq",
        "--no-install-recommends",
        "install",
        &server,
    ]))?;
    let mut packages = vec![server, format!("postgresql-client-{major}")];
    packages.extend(missing_libraries(&plan));
    run(Command::new(&apt_get)
        .args(["-qq", "download"])
        .args(packages)
        .current_dir(scratch))?;

    let tree = scratch.join("tree");
    let entries = fs::read_dir(scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    let archives = entries.flatten().map(|entry| entry.path());
    for archive in archives.filter(|path| path.extension().is_some_and(|e| e == "deb")) {
        run(Command::new(&dpkg_deb).arg("-x").arg(archive).arg(&tree))?;
    }
    Ok(tree)
}

/// The wanted major version, if the lists have it, or the newest that they have.
fn offered_major(apt_cache: &Path, wanted: Option<u32>) -> Result<u32, String> {
    let names =
        run(Command::new(apt_cache).args(["--names-only", "search", "^postgresql-[0-9]+$"]))?;
    let offered = majors(&names);
    let fitting = offered.filter(|major| wanted.map_or(*major >= OLDEST_MAJOR, |w| w == *major));
    fitting.max().ok_or_else(|| match wanted {
        Some(major) => format!("the package lists have no postgresql-{major}"),
        None => "the package lists have no postgresql (try: sudo apt-get update)".into(),
    })
}

/// The versions in lines such as `postgresql-15 - object-relational SQL database`.
fn majors(listing: &str) -> impl Iterator<Item = u32> {
    listing.lines().filter_map(|line| {
        line.split_whitespace()
            .next()?
            .strip_prefix("postgresql-")?
            .parse()
            .ok()
    })
}

/// The shared libraries among what an installation would bring, from lines such as
/// `Inst libicu72 (72.1-3 Debian:12/stable [amd64])`. Left out are the compiler of queries, which
/// is large and which we switch off, and what the packages' own scripts would need.
fn missing_libraries(plan: &str) -> Vec<String> {
    let installs = plan
        .lines()
        .filter_map(|line| line.strip_prefix("Inst ")?.split(' ').next());
    let library = |name: &&str| {
        let left_out =
            name.starts_with("libllvm") || name.contains("perl") || name.starts_with("libc6");
        name.starts_with("lib") && !left_out
    };
    installs.filter(library).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_package_lists() {
        let listing = "postgresql-15 - object-relational SQL database\n\
                       postgresql-17 - The World's Most Advanced Open Source Relational Database\n\
                       postgresql-15-cron - Run periodic jobs\n";
        assert_eq!(majors(listing).collect::<Vec<_>>(), [15, 17]);
    }

    #[test]
    fn of_a_plan_only_the_libraries_that_the_server_needs_are_taken() {
        let plan = "NOTE: This is only a simulation!\n\
                    Inst libjson-perl (4.10000-1 Debian:12.1/stable [all])\n\
                    Inst libicu72 (72.1-3+deb12u1 Debian:12.1/stable [amd64])\n\
                    Inst libllvm14 (1:14.0.6-12 Debian:12.1/stable [amd64])\n\
                    Inst postgresql-common (248+deb12u1 Debian:12.1/stable [all])\n\
                    Conf libicu72 (72.1-3+deb12u1 Debian:12.1/stable [amd64])\n";
        assert_eq!(missing_libraries(plan), ["libicu72"]);
    }
}
