//! An embedded PostgreSQL: a private cluster in a folder, made and run by whatever server programs
//! the machine has, and shared by all processes that use the folder.
//!
//! ```text
//! Cluster::ensure ──▶ attach: the server runs (pidfile, server)
//!         │
//!         └─ gate ──▶ binaries ▸ initdb ▸ supervisor process ──▶ postgres
//! ```
//!
//! | room | what it knows |
//! | --- | --- |
//! | `config` | what the caller decides, and where programs are looked for |
//! | `layout` | the folders and files, and that nobody else put them there |
//! | `binaries`, `install` | finding server programs, and getting them |
//! | `run_as`, `process` | users and processes of the operating system |
//! | `lock` | the three file locks by which processes agree |
//! | `initdb`, `settings` | making a cluster, and how the server runs |
//! | `pidfile`, `server`, `supervisor` | which server runs; starting, stopping, watching it |
//! | `client` | the few things that need a connection |
//! | `cluster` | all of it together, for the rest of the program |
//!
//! What holds:
//! - Data is made whole or not at all, by the first of any number of starters.
//! - A server that anybody uses (by a lock or a connection) is not stopped for idleness; one that
//!   nobody uses is.
//! - A kill of any of our processes at any moment leaves nothing that the next start does not mend.
//! - It listens on no network, unless asked to, and then on 127.0.0.1 with passwords only.
//! - No environment variable is read, apart from `PATH` by [`Search::system`].

mod config;
mod error;

#[cfg(unix)]
mod binaries;
#[cfg(unix)]
mod client;
#[cfg(unix)]
mod cluster;
#[cfg(unix)]
mod initdb;
#[cfg(unix)]
mod install;
#[cfg(unix)]
mod layout;
#[cfg(unix)]
mod lock;
#[cfg(unix)]
mod pidfile;
#[cfg(unix)]
mod process;
#[cfg(unix)]
mod run_as;
#[cfg(unix)]
mod server;
#[cfg(unix)]
mod settings;
#[cfg(unix)]
mod supervisor;
#[cfg(not(unix))]
mod unsupported;

pub use config::{Config, Search, Status};
pub use error::{EmbeddedError, ErrorKind, Result};

#[cfg(not(unix))]
pub use unsupported::{Cluster, Lease, SUPERVISE_VERB, default_root, install, supervise};
#[cfg(unix)]
pub use {
    cluster::{Cluster, Lease},
    install::install,
    layout::default_root,
    supervisor::{SUPERVISE_VERB, supervise},
};
