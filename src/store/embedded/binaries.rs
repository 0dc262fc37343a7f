//! Finds the server programs: `postgres` and `initdb` of one major version, in one folder.

use super::config::Config;
use super::error::{EmbeddedError, ErrorKind, Result};
use super::install;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest PostgreSQL that the schema is written for.
pub const OLDEST_MAJOR: u32 = 15;

/// Server programs that were seen to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    /// Major version, such as 15.
    pub major: u32,
    /// The folder of `postgres` and `initdb`.
    pub bin: PathBuf,
    /// Folders of shared libraries that were installed beside them, and which the system's loader
    /// does not know.
    libraries: Vec<PathBuf>,
}

impl Binaries {
    /// The programs in `bin`, if both are there and `postgres --version` runs (it does not where
    /// the machine's C library is too old) and is new enough.
    pub fn in_folder(bin: &Path) -> Option<Binaries> {
        // The link of the file is followed, not that of the folder: /usr/local/bin/postgres often
        // leads to a folder that has all programs, while /usr/local/bin has a few.
        let postgres = bin.join("postgres").canonicalize().ok()?;
        let bin = postgres.parent()?.to_owned();
        if !bin.join("initdb").is_file() {
            return None;
        }
        let libraries = install::libraries(&bin);
        let mut found = Binaries {
            major: 0,
            bin,
            libraries,
        };
        let output = found.command("postgres").arg("--version").output().ok()?;
        found.major = major_in(&String::from_utf8_lossy(&output.stdout))?;
        (output.status.success() && found.major >= OLDEST_MAJOR).then_some(found)
    }

    /// A command that runs `program` of these binaries, untouched by the user's PostgreSQL
    /// variables and language.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.env("LC_ALL", "C");
        for name in [
            "PGDATA",
            "PGHOST",
            "PGPORT",
            "PGUSER",
            "PGDATABASE",
            "PGOPTIONS",
            "TZ",
        ] {
            command.env_remove(name);
        }
        if let Ok(path) = std::env::join_paths(&self.libraries)
            && !path.is_empty()
        {
            command.env("LD_LIBRARY_PATH", path);
        }
        command
    }
}

/// The major version in the output of `postgres --version`.
fn major_in(version: &str) -> Option<u32> {
    version.split_whitespace().find_map(|word| {
        let digits = word.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    })
}

/// All server programs that `config` allows, newest first; those installed into the data folder
/// come before the system's of the same major, because nobody else upgrades them.
pub fn find(config: &Config) -> Vec<Binaries> {
    let mut found: Vec<Binaries> = Vec::new();
    for folder in candidates(config) {
        if let Some(binaries) = Binaries::in_folder(&folder)
            && !found.iter().any(|other| other.bin == binaries.bin)
        {
            found.push(binaries);
        }
    }
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    found
}

fn candidates(config: &Config) -> Vec<PathBuf> {
    if let Some(bin) = &config.pg_bin {
        return vec![bin.clone()];
    }
    let mut folders = install::installed_folders(&config.root);
    folders.extend(config.search.path.iter().cloned());
    folders.extend(bindir_of_pg_config(config));
    for pattern in &config.search.patterns {
        if let Ok(paths) = glob::glob(pattern) {
            folders.extend(paths.flatten());
        }
    }
    let mut seen = std::collections::HashSet::new();
    folders.retain(|folder| {
        let real = fs::canonicalize(folder.join("postgres"));
        folder.is_dir() && real.is_ok_and(|file| seen.insert(file))
    });
    folders
}

fn bindir_of_pg_config(config: &Config) -> Option<PathBuf> {
    let output = Command::new(config.search.program("pg_config")?)
        .arg("--bindir")
        .output()
        .ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    output
        .status
        .success()
        .then(|| PathBuf::from(folder.trim()))
}

/// The binaries for a cluster: of the major version that made its data, else the newest.
pub fn choose(config: &Config, made_by: Option<(u32, &Path)>) -> Result<Binaries> {
    let found = find(config);
    let chosen = match made_by {
        Some((major, _)) => found.iter().find(|binaries| binaries.major == major),
        None => found.first(),
    };
    if let Some(binaries) = chosen {
        return Ok(binaries.clone());
    }
    let (place, hint) = match &config.pg_bin {
        Some(bin) => (
            format!("in {}", bin.display()),
            "name a folder with fitting ones in STANCE_PG_BIN, or unset it".to_owned(),
        ),
        None => (
            "on this machine".to_owned(),
            install::advice(config, made_by.map(|(major, _)| major)),
        ),
    };
    let kind = match made_by {
        Some((major, folder)) => ErrorKind::MajorGone {
            folder: folder.to_owned(),
            major,
            found: in_words(&found),
        },
        None => ErrorKind::NoBinaries {
            oldest: OLDEST_MAJOR,
            place,
        },
    };
    Err(EmbeddedError::new(kind, hint))
}

fn in_words(found: &[Binaries]) -> String {
    let majors: Vec<String> = found.iter().map(|b| b.major.to_string()).collect();
    if majors.is_empty() {
        "none".into()
    } else {
        majors.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_releases_packages_and_betas() {
        assert_eq!(
            major_in("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_in("postgres (PostgreSQL) 18.4\n"), Some(18));
        assert_eq!(major_in("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(major_in("command not found"), None);
    }
}
