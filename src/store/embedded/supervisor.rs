//! The supervisor: a small process of its own that is the server's parent and stops it when
//! nobody uses it. It runs this program's hidden verb, detached from the terminal.
//!
//! It is the parent so that a killed server is reaped and its pid not mistaken for a living one;
//! and so that, if the supervisor itself is killed, the kernel tells the server to shut down.

use super::binaries::Binaries;
use super::client;
use super::error::{At, EmbeddedError, ErrorKind, Result};
use super::layout::Layout;
use super::lock::LockFile;
use super::process::{adopt_orphans, die_with_parent, on_main_thread, reap_all, signal};
use super::run_as::RunAs;
use super::settings::{Mode, write_hba};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// The hidden verb under which the supervisor's executable must call [`supervise`].
pub const SUPERVISE_VERB: &str = "__supervise";

/// The shortest time between two looks at a server that has connections but no lock.
const SHORTEST_IDLE: Duration = Duration::from_millis(100);

/// What a starter tells the supervisor, as arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orders {
    /// The cluster's root folder.
    pub root: PathBuf,
    /// The folder of the server programs.
    pub bin: PathBuf,
    /// How long the server stays up unused.
    pub idle: Duration,
    /// How the server is to run.
    pub mode: Mode,
}

impl Orders {
    /// The arguments after the verb.
    pub fn to_args(&self) -> Vec<OsString> {
        vec![
            self.root.clone().into(),
            self.bin.clone().into(),
            self.idle.as_millis().to_string().into(),
            self.mode.max_connections.to_string().into(),
            if self.mode.durable {
                "durable"
            } else {
                "throw-away"
            }
            .into(),
            self.mode
                .tcp
                .map_or("socket".into(), |port| port.to_string().into()),
        ]
    }

    /// The inverse of [`Orders::to_args`].
    pub fn from_args(args: impl IntoIterator<Item = OsString>) -> Result<Orders> {
        let args: Vec<OsString> = args.into_iter().collect();
        let [root, bin, idle, max_connections, durability, tcp] = args.as_slice() else {
            return Err(wrong(format!("{} arguments instead of 6", args.len())));
        };
        let durable = match durability.to_str() {
            Some("durable") => true,
            Some("throw-away") => false,
            _ => return Err(wrong(format!("durability {durability:?}"))),
        };
        let tcp = if tcp == "socket" {
            None
        } else {
            Some(number(tcp)?)
        };
        Ok(Orders {
            root: root.into(),
            bin: bin.into(),
            idle: Duration::from_millis(number(idle)?),
            mode: Mode {
                durable,
                max_connections: number(max_connections)?,
                tcp,
            },
        })
    }
}

fn number<N: std::str::FromStr>(argument: &OsString) -> Result<N> {
    let parsed = argument.to_str().and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| wrong(format!("{argument:?} is no number in range")))
}

fn wrong(what: String) -> EmbeddedError {
    EmbeddedError::new(
        ErrorKind::Orders(what),
        "this verb is for stance itself; use `stance db up`",
    )
}

/// Runs the server until it ends, and ends it when nobody has used it for a while.
///
/// `args` are the arguments after [`SUPERVISE_VERB`]. It must be called on the main thread: the
/// kernel would take the end of any other thread that started the server for our own end, and
/// tell the server to stop.
///
/// # Errors
/// Fails if it was called wrongly or cannot run the server. The starter reads the message in the
/// server's log, to which its standard error leads.
pub fn supervise(args: impl IntoIterator<Item = OsString>) -> Result<()> {
    if !on_main_thread() {
        return Err(wrong("not on the main thread".into()));
    }
    let orders = Orders::from_args(args)?;
    let layout = Layout::open(&orders.root)?;
    let binaries = Binaries::in_folder(&orders.bin)
        .ok_or_else(|| wrong(format!("no server programs in {}", orders.bin.display())))?;
    let data = layout.data(binaries.major);
    let run_as = RunAs::of(Some(&data))?;
    let socket_folder = layout.make_socket_folder(&run_as)?;
    write_hba(&layout)?;

    adopt_orphans();
    let mut postgres = binaries.command("postgres");
    postgres.args(orders.mode.arguments(&data, &socket_folder, &layout.hba()));
    run_as.apply(postgres.stdin(Stdio::null()), &data);
    // SIGINT is the fast shutdown: connections are cut, commits are kept.
    die_with_parent(&mut postgres, libc::SIGINT);
    let mut server = postgres
        .spawn()
        .map_err(|e| EmbeddedError::program(&binaries.bin.join("postgres"), e))?;

    let pid = server.id() as i32;
    std::thread::spawn(move || {
        // Without its locks (somebody removed the folder) the server is of no use to anybody.
        if let Err(error) = stop_when_idle(&layout, &data, orders.idle, pid) {
            eprintln!("stance: the supervisor stops the server: {error}");
            let _ = signal(pid, libc::SIGINT);
        }
    });
    server.wait().at(Path::new("postgres"))?;
    reap_all();
    Ok(())
}

/// Returns only with an error; the main thread ends the process when the server has ended.
fn stop_when_idle(layout: &Layout, data: &Path, idle: Duration, server: i32) -> Result<()> {
    let unused = || client::connections(layout, data).is_ok_and(|count| count == 0);
    loop {
        // Waits while anybody holds the users' lock.
        drop(LockFile::users(layout)?.alone()?);
        std::thread::sleep(idle.max(SHORTEST_IDLE));
        // A notebook or psql holds no lock, but a connection.
        if !unused() {
            continue;
        }
        let _gate = LockFile::gate(layout)?.alone()?;
        let Ok(_users) = LockFile::users(layout)?.try_alone()? else {
            continue;
        };
        if unused() {
            signal(server, libc::SIGINT).at(data)?;
            // Both locks stay held until the server is gone, so that whoever comes now waits for
            // that and starts a new one.
            loop {
                std::thread::park();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_survive_the_command_line_and_wrong_ones_are_refused() {
        let mut orders = Orders {
            root: "/home/somebody/a folder".into(),
            bin: "/usr/lib/postgresql/15/bin".into(),
            idle: Duration::from_millis(1500),
            mode: Mode {
                durable: true,
                max_connections: 24,
                tcp: None,
            },
        };
        assert_eq!(Orders::from_args(orders.to_args()).unwrap(), orders);
        orders.mode = Mode {
            durable: false,
            max_connections: 100,
            tcp: Some(5433),
        };
        assert_eq!(Orders::from_args(orders.to_args()).unwrap(), orders);

        let mut args = orders.to_args();
        args[5] = "70000".into();
        let error = Orders::from_args(args).unwrap_err().to_string();
        assert!(error.contains("\"70000\" is no number in range"), "{error}");
        assert!(Orders::from_args([]).is_err());
    }

    #[test]
    fn only_the_main_thread_may_supervise() {
        let error = supervise([]).unwrap_err().to_string();
        let expected = if cfg!(target_os = "linux") {
            "not on the main thread"
        } else {
            "6"
        };
        assert!(error.contains(expected), "{error}");
    }
}
