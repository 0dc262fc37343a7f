//! The folders and files of a cluster, and who may get at them.
//!
//! ```text
//! ROOT/pg15/           data of PostgreSQL 15 (owned by the server's user, 0700)
//! ROOT/s/              the socket (the same), unless its path would be too long
//! ROOT/bin-18/         server programs from `stance db install`
//! ROOT/postgres.log    the server's log; postgres.log.old is the one before
//! ROOT/pg_hba.conf     who may connect, written at each start
//! ROOT/*.lock          see `lock`
//! ```

use super::error::{At, EmbeddedError, ErrorKind, Result};
use super::run_as::{RunAs, me};
use etcetera::BaseStrategy;
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The port in the name of the socket file; nothing listens on it unless asked to.
pub const SOCKET_PORT: u16 = 5432;

/// Socket paths longer than this do not fit into `sockaddr_un` (104 bytes on macOS).
const LONGEST_SOCKET_PATH: usize = 99;

/// Where the socket goes if the data folder's path is too long. Not the `TMPDIR` of the moment:
/// all processes must come to the same folder.
const SHORT_FOLDER: &str = "/tmp";

/// The user's data folder for stance, and for root, whose home others cannot enter, a folder of
/// the system's; `None` if the user has no home.
pub fn default_root() -> Option<PathBuf> {
    if me() == 0 {
        return Some("/var/lib/stance".into());
    }
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(strategy.data_dir().join("stance"))
}

/// Where everything of one cluster lies.
#[derive(Clone, Debug)]
pub struct Layout {
    root: PathBuf,
    owner: u32,
}

impl Layout {
    /// The layout under `root`, which is created if need be and must belong to us (or, when we
    /// are root, to the user who runs the server).
    pub fn open(root: &Path) -> Result<Layout> {
        if let Some(parent) = root.parent() {
            fs::create_dir_all(parent).at(parent)?;
        }
        // Root's server user passes through the folder to the data, and sees nothing else there.
        let mode = if me() == 0 { 0o711 } else { 0o700 };
        match DirBuilder::new().mode(mode).create(root) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e).at(root),
            _ => {}
        }
        let root = root.canonicalize().at(root)?;
        let meta = fs::metadata(&root).at(&root)?;
        let mut layout = Layout {
            root,
            owner: meta.uid(),
        };
        if !meta.is_dir() {
            return Err(layout.not_safe("it is not a folder"));
        }
        if layout.root.to_str().is_none() {
            return Err(layout.not_safe("its name is not valid UTF-8"));
        }
        let run_as = RunAs::of(layout.newest_data().as_deref())?;
        if meta.uid() != me() && meta.uid() != run_as.uid() {
            return Err(layout.not_safe("it belongs to somebody else"));
        }
        if fs::read_dir(&layout.root).is_err() {
            return Err(EmbeddedError::new(
                ErrorKind::NotEnterable {
                    folder: layout.root.clone(),
                    user: "you".into(),
                    blocked: layout.root.clone(),
                },
                "choose another data folder with STANCE_HOME",
            ));
        }
        layout.owner = meta.uid();
        Ok(layout)
    }

    fn not_safe(&self, reason: &str) -> EmbeddedError {
        EmbeddedError::new(
            ErrorKind::Unsafe {
                folder: self.root.clone(),
                reason: reason.into(),
            },
            "choose a data folder of your own with STANCE_HOME",
        )
    }

    /// The root folder, links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// User id of the root folder's owner.
    pub fn owner(&self) -> u32 {
        self.owner
    }

    /// Data folder of a cluster that PostgreSQL `major` made or will make.
    pub fn data(&self, major: u32) -> PathBuf {
        self.root.join(format!("pg{major}"))
    }

    /// The newest major version that made data here.
    pub fn made_by(&self) -> Option<u32> {
        let entries = fs::read_dir(&self.root).ok()?;
        let majors = entries.flatten().filter_map(|entry| {
            let major = entry
                .file_name()
                .to_str()?
                .strip_prefix("pg")?
                .parse()
                .ok()?;
            // As root we may look into the server's folder; everybody else owns it.
            entry.path().join("PG_VERSION").is_file().then_some(major)
        });
        majors.max()
    }

    fn newest_data(&self) -> Option<PathBuf> {
        self.made_by().map(|major| self.data(major))
    }

    /// The server's log.
    pub fn log(&self) -> PathBuf {
        self.root.join("postgres.log")
    }

    /// The rules of who may connect.
    pub fn hba(&self) -> PathBuf {
        self.root.join("pg_hba.conf")
    }

    /// See [`LockFile::users`](super::lock::LockFile::users).
    pub fn users_lock(&self) -> PathBuf {
        self.root.join("users.lock")
    }

    /// See [`LockFile::gate`](super::lock::LockFile::gate).
    pub fn gate_lock(&self) -> PathBuf {
        self.root.join("gate.lock")
    }

    /// See [`LockFile::install`](super::lock::LockFile::install).
    pub fn install_lock(&self) -> PathBuf {
        self.root.join("install.lock")
    }

    /// Folder of the socket: in the root, or, if its path is too long for a socket, in a short
    /// place under a name made from the root's path.
    pub fn socket_folder(&self) -> PathBuf {
        let folder = self.root.join("s");
        // The lock file beside the socket has the longest name; its port may have five digits.
        if folder.join(".s.PGSQL.65535.lock").as_os_str().len() <= LONGEST_SOCKET_PATH {
            return folder;
        }
        let digest = Sha256::digest(self.root.as_os_str().as_encoded_bytes());
        let name: String = digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Path::new(SHORT_FOLDER).join(format!("stance-{name}"))
    }

    /// Makes the socket folder for the server's user, or checks the one that is there and clears
    /// what a killed server left in it: PostgreSQL would take a zombie's lock on the socket, too,
    /// for that of a living server. No server runs when this is called.
    pub fn make_socket_folder(&self, run_as: &RunAs) -> Result<PathBuf> {
        let folder = self.socket_folder();
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => run_as.own(&folder).at(&folder)?,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e).at(&folder),
        }
        self.check_socket_folder(run_as)?;
        for entry in fs::read_dir(&folder).at(&folder)?.flatten() {
            if entry
                .file_name()
                .as_encoded_bytes()
                .starts_with(b".s.PGSQL.")
            {
                fs::remove_file(entry.path()).at(&entry.path())?;
            }
        }
        Ok(folder)
    }

    /// Fails if somebody else could have put a socket there: the short folder lies where
    /// everybody may make folders and links.
    pub fn check_socket_folder(&self, run_as: &RunAs) -> Result<()> {
        let folder = self.socket_folder();
        let meta = fs::symlink_metadata(&folder).at(&folder)?;
        let reason = if !meta.is_dir() {
            "it is not a folder".to_owned()
        } else if meta.uid() != run_as.uid() {
            format!("it belongs to user id {}, not {}", meta.uid(), run_as.uid())
        } else if meta.permissions().mode() & 0o077 != 0 {
            format!(
                "others may enter it (mode {:o})",
                meta.permissions().mode() & 0o7777
            )
        } else {
            return Ok(());
        };
        Err(EmbeddedError::new(
            ErrorKind::Unsafe { folder, reason },
            "remove it, or choose a data folder with a shorter path with STANCE_HOME",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_gets_a_short_socket_folder_of_its_own() {
        let scratch = tempfile::tempdir().unwrap();
        let layout = |name: &str| Layout::open(&scratch.path().join(name)).unwrap();
        let short = layout("short");
        assert_eq!(short.socket_folder(), short.root().join("s"));
        let (one, other) = (layout(&"a".repeat(120)), layout(&"b".repeat(120)));
        assert!(one.socket_folder().as_os_str().len() < 40);
        assert_ne!(one.socket_folder(), other.socket_folder());
        assert_eq!(one.socket_folder(), one.clone().socket_folder());
    }

    #[test]
    fn a_socket_folder_that_others_may_enter_or_that_is_a_link_is_refused() {
        let scratch = tempfile::tempdir().unwrap();
        let layout = Layout::open(&scratch.path().join("home")).unwrap();
        let run_as = RunAs::of(None).unwrap();
        let folder = layout.make_socket_folder(&run_as).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let error = layout.make_socket_folder(&run_as).unwrap_err().to_string();
        assert!(error.contains("others may enter it (mode 755)"), "{error}");

        fs::remove_dir(&folder).unwrap();
        std::os::unix::fs::symlink("/", &folder).unwrap();
        let error = layout.make_socket_folder(&run_as).unwrap_err().to_string();
        assert!(error.contains("it is not a folder"), "{error}");
    }

    #[test]
    fn data_is_what_has_a_version_and_the_newest_counts() {
        let scratch = tempfile::tempdir().unwrap();
        let layout = Layout::open(scratch.path()).unwrap();
        for name in ["pg15", "pg17", "pg18.new-4711", "pgx"] {
            fs::create_dir(layout.root().join(name)).unwrap();
        }
        assert_eq!(layout.made_by(), None);
        for name in ["pg15", "pg17", "pg18.new-4711"] {
            fs::write(layout.root().join(name).join("PG_VERSION"), "").unwrap();
        }
        assert_eq!(layout.made_by(), Some(17));
    }
}
