//! A private cluster, as the rest of the program sees it.

use super::binaries::{self, Binaries};
use super::client;
use super::config::{Config, Status};
use super::error::{EmbeddedError, ErrorKind, Result};
use super::initdb::{SUPERUSER, make_cluster};
use super::layout::Layout;
use super::lock::{Held, LockFile};
use super::pidfile::{Running, State, state};
use super::run_as::RunAs;
use super::server;
use super::settings::Mode;
use super::supervisor::Orders;
use sqlx::postgres::PgConnectOptions;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// A private cluster in a folder. Nothing runs until [`Cluster::ensure`].
///
/// The methods that are not `async` block: call them from `spawn_blocking`.
#[derive(Debug)]
pub struct Cluster {
    config: Config,
    layout: Layout,
}

/// "I use the server": it stays up while any process holds one of these.
#[derive(Debug)]
#[must_use = "the server may stop as soon as the lease is dropped"]
pub struct Lease {
    _users: Held,
}

impl Cluster {
    /// The cluster under `config.root`, which is created if need be; no cluster is made yet.
    ///
    /// # Errors
    /// Fails if the folder cannot be made or entered, or belongs to somebody else.
    pub fn open(config: Config) -> Result<Cluster> {
        let layout = Layout::open(&config.root)?;
        Ok(Cluster { config, layout })
    }

    /// Makes the cluster if there is none, starts the server if it does not run, and keeps it up
    /// while the lease lives. Any number of processes may call this at once.
    ///
    /// # Errors
    /// Fails if there are no fitting server programs, if the server's user cannot enter the
    /// folder, or if `initdb` or the server fails, with what they said.
    pub fn ensure(&self) -> Result<Lease> {
        // The lease comes first: from here on the supervisor does not stop the server.
        let users = LockFile::users(&self.layout)?.shared()?;
        if self.accepting()?.is_none() {
            let _gate = LockFile::gate(&self.layout)?.alone()?;
            if self.accepting()?.is_none() {
                self.start(None)?;
            }
        }
        Ok(Lease { _users: users })
    }

    /// Like [`Cluster::ensure`], and the server also listens on 127.0.0.1, `port`, until it stops.
    /// Only users with a password get in there, see [`Cluster::set_password`].
    ///
    /// # Errors
    /// As [`Cluster::ensure`]; and if the port is taken, or if the server runs without listening
    /// there and somebody uses it, since it must then be restarted.
    pub fn ensure_tcp(&self, port: u16) -> Result<Lease> {
        let _gate = LockFile::gate(&self.layout)?.alone()?;
        if self
            .accepting()?
            .is_some_and(|running| running.tcp && running.port == port)
        {
            return Ok(Lease {
                _users: LockFile::users(&self.layout)?.shared()?,
            });
        }
        let data = self.data().unwrap_or_else(|| self.layout.root().to_owned());
        let Ok(users) = LockFile::users(&self.layout)?.try_alone()? else {
            return Err(client::busy(&data));
        };
        // Tried before the running server is stopped for it.
        TcpListener::bind(("127.0.0.1", port)).map_err(|source| {
            let kind = ErrorKind::Port { port, source };
            EmbeddedError::new(kind, "name another port with --port")
        })?;
        if self.accepting()?.is_some() {
            if client::connections(&self.layout, &data)? > 0 {
                return Err(client::busy(&data));
            }
            server::stop(&data)?;
        }
        if !self.start(Some(port))?.tcp {
            // It was just starting, without the port, for somebody who was killed meanwhile.
            return Err(client::busy(&data));
        }
        Ok(Lease {
            _users: users.share()?,
        })
    }

    /// Starts the server, and makes the cluster before if need be. The caller holds the gate.
    fn start(&self, tcp: Option<u16>) -> Result<Running> {
        let Config {
            durable,
            max_connections,
            idle,
            ..
        } = self.config;
        let data = self.data();
        let binaries = self.binaries()?;
        let run_as = RunAs::of(data.as_deref())?;
        run_as.check_enterable(self.layout.root())?;
        if data.is_none() {
            make_cluster(&self.layout, &binaries, &run_as, durable)?;
        }
        let orders = Orders {
            root: self.layout.root().to_owned(),
            bin: binaries.bin,
            idle,
            mode: Mode {
                durable,
                max_connections,
                tcp,
            },
        };
        let data = self.layout.data(binaries.major);
        server::start(&self.layout, &data, &self.config.supervisor, &orders)
    }

    /// The running server, if it takes connections and its socket is where only its user can
    /// have put it.
    fn accepting(&self) -> Result<Option<Running>> {
        let Some(data) = self.data() else {
            return Ok(None);
        };
        let running = server::accepting(&self.layout, &data);
        if running.is_some() {
            self.layout.check_socket_folder(&RunAs::of(Some(&data))?)?;
        }
        Ok(running)
    }

    fn binaries(&self) -> Result<Binaries> {
        let data = self.data();
        binaries::choose(&self.config, self.layout.made_by().zip(data.as_deref()))
    }

    fn data(&self) -> Option<PathBuf> {
        self.layout.made_by().map(|major| self.layout.data(major))
    }

    /// How to connect to `database` through the socket as the cluster's superuser. Ask for it
    /// while holding a lease, since the next server may have another port in its socket's name.
    pub fn connect_options(&self, database: &str) -> PgConnectOptions {
        client::options(&self.layout, self.data().as_deref(), database)
    }

    /// The same as a URL for `psql` and other programs that use libpq.
    pub fn url(&self, database: &str) -> String {
        let encode = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        format!(
            "postgresql:///{}?host={}&port={}&user={SUPERUSER}",
            encode(database),
            encode(&self.layout.socket_folder().to_string_lossy()),
            client::port(self.data().as_deref()),
        )
    }

    /// Makes `database` unless it exists, and says whether it made it. Needs a lease.
    ///
    /// # Errors
    /// Fails if the server cannot be reached or refuses.
    pub async fn create_database(&self, database: &str) -> Result<bool> {
        client::create_database(self.connect_options(database), database).await
    }

    /// The databases that were made in it, by name. Needs a lease.
    ///
    /// # Errors
    /// Fails if the server cannot be reached.
    pub async fn databases(&self) -> Result<Vec<String>> {
        client::databases(self.connect_options("postgres")).await
    }

    /// Lets the existing `role` log in with `password`, which is how it gets in over TCP. Needs a
    /// lease.
    ///
    /// # Errors
    /// Fails if the server cannot be reached, or there is no such role.
    pub async fn set_password(&self, role: &str, password: &str) -> Result<()> {
        client::set_password(self.connect_options("postgres"), role, password).await
    }

    /// What is known about the cluster; starts nothing.
    pub fn status(&self) -> Status {
        let data = self.data();
        let running = match data.as_deref().map(state) {
            Some(State::Running(running)) => Some(running),
            _ => None,
        };
        let accepting = data
            .as_deref()
            .is_some_and(|data| server::accepting(&self.layout, data).is_some());
        Status {
            root: self.layout.root().to_owned(),
            major: self.layout.made_by(),
            programs: self.binaries().ok().map(|binaries| binaries.bin),
            pid: running.as_ref().map(|running| running.pid),
            accepting,
            socket_folder: self.layout.socket_folder(),
            tcp: running
                .filter(|running| running.tcp)
                .map(|running| running.port),
            data,
        }
    }

    /// Stops the server, whoever uses it, and says whether one ran. Commits are kept.
    ///
    /// # Errors
    /// Fails if the server belongs to somebody else or does not stop within a minute.
    pub fn stop(&self) -> Result<bool> {
        let _gate = LockFile::gate(&self.layout)?.alone()?;
        self.data().map_or(Ok(false), |data| server::stop(&data))
    }

    /// The root folder, links resolved.
    pub fn root(&self) -> &Path {
        self.layout.root()
    }
}
