//! `postmaster.pid`: PostgreSQL's own note of the server that runs on a data folder.
//!
//! PostgreSQL itself only asks whether *some* process has the number in it, and then refuses to
//! start for ever if that is a zombie (after a `kill -9` in a container whose process 1 does not
//! reap) or a process that got the number after a restart of the machine. So we look closer.

use super::process::{attached_to_shared_memory, command_line};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long the orphans of a killed server get to end; they notice at once.
const ORPHANS_END: Duration = Duration::from_secs(15);

/// What the pid file says about the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Process id of the server's first process.
    pub pid: i32,
    /// Port in the socket's name, and on 127.0.0.1 if `tcp`.
    pub port: u16,
    /// Whether it also listens on 127.0.0.1.
    pub tcp: bool,
    /// Whether it takes connections (rather than starting or stopping).
    pub ready: bool,
}

/// The state of a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// No server, and no note of one.
    Stopped,
    /// A note of a server that is no more.
    Stale,
    /// A server runs.
    Running(Running),
}

/// Reads the pid file of `data` and checks that the process in it is the server.
pub fn state(data: &Path) -> State {
    let Ok(text) = fs::read_to_string(pid_file(data)) else {
        return State::Stopped;
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let Some(pid) = lines.first().and_then(|line| line.parse().ok()) else {
        // Just created, not yet written; or cut off by a full disk, which its writer will clear.
        return State::Stale;
    };
    if !is_server(pid, data) {
        return State::Stale;
    }
    State::Running(Running {
        pid,
        port: lines
            .get(3)
            .and_then(|line| line.parse().ok())
            .unwrap_or(super::layout::SOCKET_PORT),
        tcp: lines.get(5).is_some_and(|address| !address.is_empty()),
        ready: lines.get(7).is_some_and(|status| *status == "ready"),
    })
}

/// Whether `pid` is a living server on `data`: we always start it with the folder as an argument.
fn is_server(pid: i32, data: &Path) -> bool {
    command_line(pid).is_some_and(|line| {
        let data = data.to_string_lossy();
        line.split('\0').any(|argument| argument == data) || line.ends_with(&format!(" {data}"))
    })
}

/// Removes a stale pid file, after the killed server's orphans have let go of its memory; says
/// whether it could.
pub fn clear_stale(data: &Path) -> bool {
    let file = pid_file(data);
    let text = fs::read_to_string(&file).unwrap_or_default();
    // The seventh line: key and id of the shared memory.
    let memory = text
        .lines()
        .nth(6)
        .and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    let since = Instant::now();
    while memory.is_some_and(|id| attached_to_shared_memory(id) > 0) {
        if since.elapsed() > ORPHANS_END {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    fs::remove_file(&file).is_ok() || !file.exists()
}

fn pid_file(data: &Path) -> PathBuf {
    data.join("postmaster.pid")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data_with(pid: u32) -> tempfile::TempDir {
        let data = tempfile::tempdir().unwrap();
        let text = format!("{pid}\n/data\n1700000000\n5432\n/s\n\n 1 -1\nready   \n");
        fs::write(pid_file(data.path()), text).unwrap();
        data
    }

    #[test]
    fn a_foreign_process_under_the_noted_number_is_no_server() {
        let data = data_with(std::process::id());
        assert_eq!(state(data.path()), State::Stale);
        assert!(clear_stale(data.path()));
        assert_eq!(state(data.path()), State::Stopped);
    }

    #[test]
    fn a_zombie_is_no_server() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let data = data_with(child.id());
        while command_line(child.id() as i32).is_some() {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(state(data.path()), State::Stale);
        child.wait().unwrap();
    }

    #[test]
    fn a_living_process_with_the_folder_as_its_argument_is_the_server() {
        let data = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new("sh")
            .args(["-c", "read forever", "-D"])
            .arg(data.path())
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let text = format!(
            "{}\n/d\n17\n5433\n/s\n127.0.0.1\n 1 -1\nready   \n",
            child.id()
        );
        fs::write(pid_file(data.path()), text).unwrap();
        let expected = Running {
            pid: child.id() as i32,
            port: 5433,
            tcp: true,
            ready: true,
        };
        // The arguments change when the new process has replaced the copy of this one.
        let since = Instant::now();
        while state(data.path()) == State::Stale && since.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let found = state(data.path());
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(found, State::Running(expected));
    }
}
