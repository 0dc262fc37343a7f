//! Starting, finding and stopping the server of a data folder.

use super::error::{At, EmbeddedError, ErrorKind, Result};
use super::layout::Layout;
use super::pidfile::{Running, State, clear_stale, state};
use super::process::{detach, signal};
use super::supervisor::{Orders, SUPERVISE_VERB};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a start may take: recovery after a crash of the machine reads up to `max_wal_size`.
const START_WITHIN: Duration = Duration::from_secs(120);
/// How long a fast shutdown may take: it writes all changed pages.
const STOP_WITHIN: Duration = Duration::from_secs(60);
/// How long the server may take to answer whether it is there.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(10);
/// A log that is longer than this is put aside before the next start.
const LONGEST_LOG: u64 = 1 << 20;

/// The server that runs on `data`, if it takes connections.
pub fn accepting(layout: &Layout, data: &Path) -> Option<Running> {
    let State::Running(running) = state(data) else {
        return None;
    };
    let socket = layout
        .socket_folder()
        .join(format!(".s.PGSQL.{}", running.port));
    (running.ready && answers(&socket).is_ok()).then_some(running)
}

/// Succeeds if the server answers the protocol's shortest question, whether it speaks TLS. That a
/// connection can be opened says less: the kernel queues it for a server that is just dying.
fn answers(socket: &Path) -> std::io::Result<()> {
    const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    stream.write_all(&SSL_REQUEST)?;
    stream.read_exact(&mut [0])
}

/// Starts a supervisor, and so the server, and waits until it takes connections. If one is just
/// starting, waits for that. The caller holds the gate.
pub fn start(layout: &Layout, data: &Path, supervisor: &Path, orders: &Orders) -> Result<Running> {
    let since = Instant::now();
    let mut spawned: Option<Spawned> = None;
    while since.elapsed() < START_WITHIN {
        if let Some(running) = accepting(layout, data) {
            if let Some(spawned) = spawned {
                spawned.reap_in_background();
            }
            return Ok(running);
        }
        match &mut spawned {
            Some(spawned) => {
                if let Some(reason) = spawned.ended()? {
                    return Err(failed(layout, data, reason));
                }
            }
            None => match state(data) {
                // It is starting, or stopping, for somebody who was killed before it was done.
                State::Running(_) => {}
                State::Stale if !clear_stale(data) => {
                    let reason = "processes of a killed server still hold its memory";
                    return Err(failed(layout, data, reason.into()));
                }
                State::Stale | State::Stopped => {
                    spawned = Some(Spawned::new(layout, supervisor, orders)?);
                }
            },
        }
        std::thread::sleep(POLL);
    }
    let reason = format!("not ready after {} seconds", START_WITHIN.as_secs());
    Err(failed(layout, data, reason))
}

fn failed(layout: &Layout, data: &Path, reason: String) -> EmbeddedError {
    let hint = format!(
        "see {}, mend what it says and try again",
        layout.log().display()
    );
    EmbeddedError::new(
        ErrorKind::Start {
            folder: data.to_owned(),
            reason,
        },
        hint,
    )
}

/// Stops the server, if one runs, by a fast shutdown: connections are cut, commits are kept.
/// Says whether one ran. The caller holds the gate.
pub fn stop(data: &Path) -> Result<bool> {
    let State::Running(running) = state(data) else {
        return Ok(false);
    };
    let failed = |reason: String| {
        let hint = "look into postgres.log beside the data folder";
        EmbeddedError::new(
            ErrorKind::Stop {
                folder: data.to_owned(),
                reason,
            },
            hint,
        )
    };
    if let Err(error) = signal(running.pid, libc::SIGINT) {
        return Err(failed(error.to_string()));
    }
    let since = Instant::now();
    while matches!(state(data), State::Running(now) if now.pid == running.pid) {
        if since.elapsed() > STOP_WITHIN {
            return Err(failed(format!(
                "it still runs after {} seconds",
                STOP_WITHIN.as_secs()
            )));
        }
        std::thread::sleep(POLL);
    }
    Ok(true)
}

/// A supervisor that we started.
struct Spawned {
    child: Child,
    log: File,
    /// Length of the log before it.
    before: u64,
}

impl Spawned {
    fn new(layout: &Layout, supervisor: &Path, orders: &Orders) -> Result<Spawned> {
        let log = open_log(layout)?;
        let before = log.metadata().at(&layout.log())?.len();
        let mut command = Command::new(std::path::absolute(supervisor).at(supervisor)?);
        command
            .arg(SUPERVISE_VERB)
            .args(orders.to_args())
            .current_dir("/");
        command.stdin(Stdio::null());
        command.stdout(log.try_clone().at(&layout.log())?);
        command.stderr(log.try_clone().at(&layout.log())?);
        detach(&mut command);
        let child = command.spawn().map_err(|source| {
            let path = supervisor.to_owned();
            EmbeddedError::new(
                ErrorKind::Io { path, source },
                "run stance again: its program file was moved or replaced",
            )
        })?;
        Ok(Spawned { child, log, before })
    }

    /// What the log says, if the supervisor has ended.
    fn ended(&mut self) -> Result<Option<String>> {
        use std::os::unix::fs::FileExt;
        let Some(status) = self.child.try_wait().at(Path::new(SUPERVISE_VERB))? else {
            return Ok(None);
        };
        let length = self
            .log
            .metadata()
            .map_or(0, |m| m.size())
            .saturating_sub(self.before);
        let mut text = vec![0; length.min(LONGEST_LOG) as usize];
        let read = self.log.read_at(&mut text, self.before).unwrap_or(0);
        let text = complaint(&String::from_utf8_lossy(&text[..read]));
        Ok(Some(if text.is_empty() {
            format!("supervisor: {status}")
        } else {
            text
        }))
    }

    /// Lets the supervisor outlive this value, without leaving a zombie in a long-lived process.
    fn reap_in_background(mut self) {
        std::thread::spawn(move || self.child.wait());
    }
}

/// What a failed start wrote into the log, without times and process ids, and without what every
/// start writes.
fn complaint(log: &str) -> String {
    const LEVELS: [&str; 6] = ["LOG:", "WARNING:", "ERROR:", "FATAL:", "PANIC:", "HINT:"];
    const ALWAYS: [&str; 3] = [
        "starting PostgreSQL",
        "listening on",
        "database system is shut down",
    ];
    let text_of = |line| {
        LEVELS
            .iter()
            .find_map(|level| Some(str::split_once(line, level)?.1))
    };
    log.lines()
        .map(|line| text_of(line).unwrap_or(line).trim())
        .filter(|text| !text.is_empty() && !ALWAYS.iter().any(|known| text.starts_with(known)))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The log, opened to append; an overlong one is put aside first.
fn open_log(layout: &Layout) -> Result<File> {
    let path = layout.log();
    if fs::metadata(&path).is_ok_and(|meta| meta.len() > LONGEST_LOG) {
        fs::rename(&path, path.with_extension("log.old")).at(&path)?;
    }
    let mut options = OpenOptions::new();
    options
        .create(true)
        .append(true)
        .read(true)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW);
    let log = options.open(&path).at(&path)?;
    if super::run_as::me() == 0 {
        std::os::unix::fs::fchown(&log, Some(layout.owner()), None).at(&path)?;
    }
    Ok(log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_failed_start_the_complaint_is_told_and_not_the_routine() {
        let log = "2026-01-01 10:00:00.000 UTC [7] LOG:  starting PostgreSQL 15.18 on x86_64\n\
                   2026-01-01 10:00:00.001 UTC [7] FATAL:  lock file \"x\" already exists\n\
                   2026-01-01 10:00:00.001 UTC [7] HINT:  Is another postmaster running?\n\
                   2026-01-01 10:00:00.002 UTC [7] LOG:  database system is shut down\n";
        let told = "lock file \"x\" already exists; Is another postmaster running?";
        assert_eq!(complaint(log), told);
        assert_eq!(
            complaint("stance: no such folder\n"),
            "stance: no such folder"
        );
    }
}
