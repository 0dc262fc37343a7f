//! The server's settings. They go on its command line, so that those of this program's version
//! hold whatever an older version wrote; `postgresql.conf` stays the user's for everything else.

use super::error::{At, Result};
use super::initdb::SUPERUSER;
use super::layout::{Layout, SOCKET_PORT};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// What differs from start to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Commits survive a crash of the machine.
    pub durable: bool,
    /// `max_connections`.
    pub max_connections: u16,
    /// Port on 127.0.0.1 to listen on besides the socket.
    pub tcp: Option<u16>,
}

const ALWAYS: [(&str, &str); 9] = [
    ("unix_socket_permissions", "0700"),
    // No replicas: `copy` into a table of the same transaction then needs no write-ahead log.
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
    ("max_logical_replication_workers", "0"),
    // Compiling a query takes longer than the small queries here do.
    ("jit", "off"),
    ("logging_collector", "off"),
    ("log_min_messages", "warning"),
    ("log_checkpoints", "off"),
    ("timezone", "UTC"),
];

/// After a crash, syncs the file system once instead of opening every file: half a second for
/// several.
#[cfg(target_os = "linux")]
const RECOVERY: &[(&str, &str)] = &[("recovery_init_sync_method", "syncfs")];
#[cfg(not(target_os = "linux"))]
const RECOVERY: &[(&str, &str)] = &[];

const DURABLE: &[(&str, &str)] = &[
    ("fsync", "on"),
    ("full_page_writes", "on"),
    // After each checkpoint every page is logged whole when it is first written to, which in a run over all tables is
    // half as much again as what is written. More would take long to be read after a crash.
    ("max_wal_size", "2GB"),
];
const THROW_AWAY: &[(&str, &str)] = &[
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    ("checkpoint_timeout", "1h"),
    ("max_wal_size", "1GB"),
];

/// Least and most of `shared_buffers` (MB).
const BUFFERS: (u64, u64) = (256, 1024);

/// The memory of the machine in MB; none where it does not tell.
fn memory() -> Option<u64> {
    // SAFETY: sysconf has no preconditions; what it does not know is −1.
    let asked = |what| u64::try_from(unsafe { libc::sysconf(what) }).ok();
    let (pages, size) = (asked(libc::_SC_PHYS_PAGES)?, asked(libc::_SC_PAGESIZE)?);
    Some(pages.checked_mul(size)? / (1024 * 1024))
}

impl Mode {
    /// What the server holds of its tables in memory (MB): a sixteenth of the machine's, as it is not there for the
    /// server alone. Where it holds too few, a run over many articles writes the pages that it goes on filling again
    /// and again.
    fn shared_buffers(&self) -> u64 {
        let (least, most) = BUFFERS;
        match self.durable {
            true => (memory().unwrap_or_default() / 16).clamp(least, most),
            false => least,
        }
    }

    /// The arguments of `postgres`, the data folder included.
    pub fn arguments(&self, data: &Path, socket_folder: &Path, hba: &Path) -> Vec<String> {
        let durability = if self.durable { DURABLE } else { THROW_AWAY };
        let mut settings: Vec<(&str, String)> = [&ALWAYS[..], RECOVERY, durability]
            .concat()
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        settings.push(("shared_buffers", format!("{}MB", self.shared_buffers())));
        settings.push(("max_connections", self.max_connections.to_string()));
        settings.push(("port", self.tcp.unwrap_or(SOCKET_PORT).to_string()));
        settings.push((
            "listen_addresses",
            self.tcp.map_or("", |_| "127.0.0.1").to_owned(),
        ));
        settings.push(("unix_socket_directories", quoted(socket_folder)));
        settings.push(("hba_file", hba.to_string_lossy().into_owned()));
        let mut arguments = vec!["-D".to_owned(), data.to_string_lossy().into_owned()];
        for (name, value) in settings {
            arguments.extend(["-c".to_owned(), format!("{name}={value}")]);
        }
        arguments
    }
}

/// A folder in a setting that is a list, where a comma would separate two.
fn quoted(folder: &Path) -> String {
    format!("\"{}\"", folder.to_string_lossy().replace('"', "\"\""))
}

/// Writes who may connect: whoever can enter the socket folder, as anybody; and over TCP, if the
/// server listens there at all, users with a password, but never the superuser.
pub fn write_hba(layout: &Layout) -> Result<()> {
    let path = layout.hba();
    let rules = format!(
        "# Written by stance at each start.\n\
         local all all trust\n\
         host all {SUPERUSER} 127.0.0.1/32 reject\n\
         host all all 127.0.0.1/32 scram-sha-256\n"
    );
    // Removed first, since root may have written the last one into a user's folder.
    let _ = fs::remove_file(&path);
    fs::write(&path, rules).at(&path)?;
    // The umask may have kept it from the user who runs the server.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).at(&path)
}
