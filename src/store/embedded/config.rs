//! What the caller decides (where the cluster lies, what runs it, and for how long) and is told.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

/// How to run an embedded cluster. No environment variable is read for it, apart from `PATH` by
/// [`Search::system`]: overrides are the caller's business.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder that holds the cluster, its log, its locks and installed server programs.
    pub root: PathBuf,
    /// Folder of `postgres` and `initdb` that the user insists on; nothing else is searched then.
    pub pg_bin: Option<PathBuf>,
    /// Where to look for server programs otherwise.
    pub search: Search,
    /// Program whose hidden verb [`SUPERVISE_VERB`](super::SUPERVISE_VERB) ends in
    /// [`supervise`](super::supervise): normally `stance` itself. It is not taken from
    /// `current_exe()`, which inside a test is the test harness.
    pub supervisor: PathBuf,
    /// How long the server stays up when nobody uses it.
    pub idle: Duration,
    /// Whether commits survive a crash of the machine (`fsync`). Off for tests only.
    pub durable: bool,
    /// The server's `max_connections`.
    pub max_connections: u16,
}

impl Config {
    /// A durable cluster for one user's daily work under `root`.
    pub fn new(root: impl Into<PathBuf>, supervisor: impl Into<PathBuf>) -> Self {
        Config {
            root: root.into(),
            pg_bin: None,
            search: Search::system(),
            supervisor: supervisor.into(),
            idle: Duration::from_secs(60),
            durable: true,
            // Of forty programs at once, four each. A connection that nobody takes costs 45 KB of memory.
            max_connections: 200,
        }
    }
}

/// Where programs are looked for. A parameter, so that a test can be on a machine without
/// PostgreSQL.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Folders searched for `postgres`, `pg_config`, `npm` and `apt-get`, as in `PATH`.
    pub path: Vec<PathBuf>,
    /// Glob patterns of `bin` folders where packages put server programs outside `PATH`.
    pub patterns: Vec<String>,
}

/// Where Debian, Red Hat, Homebrew, Postgres.app and the makers' own packages put their servers.
const PATTERNS: [&str; 10] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/lib/postgresql*/bin",
    "/usr/libexec/postgresql*",
    "/usr/lib64/pgsql*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/local/lib/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
];

impl Search {
    /// `PATH` and the places where packages put PostgreSQL.
    pub fn system() -> Self {
        Search {
            path: env::var_os("PATH")
                .map(|p| env::split_paths(&p).collect())
                .unwrap_or_default(),
            patterns: PATTERNS.map(String::from).to_vec(),
        }
    }

    /// The first file called `program` in the search path.
    #[cfg(unix)]
    pub(super) fn program(&self, program: &str) -> Option<PathBuf> {
        self.path
            .iter()
            .map(|folder| folder.join(program))
            .find(|file| file.is_file())
    }
}

/// What is known about a cluster without starting it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The root folder.
    pub root: PathBuf,
    /// The data folder, once there is data.
    pub data: Option<PathBuf>,
    /// Major version of the PostgreSQL that made the data.
    pub major: Option<u32>,
    /// Folder of the server programs that the next start will use, if there are any that fit.
    pub programs: Option<PathBuf>,
    /// Process id of the running server.
    pub pid: Option<i32>,
    /// Whether the running server takes connections.
    pub accepting: bool,
    /// Folder of the socket.
    pub socket_folder: PathBuf,
    /// Port on 127.0.0.1, if the running server listens there.
    pub tcp: Option<u16>,
}
