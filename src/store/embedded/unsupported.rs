//! Stands in for the cluster where there is none, so that the rest of the program needs no
//! conditions: there never is a [`Cluster`] to call these methods on.

use super::config::{Config, Status};
use super::error::{EmbeddedError, ErrorKind, Result};
use sqlx::postgres::PgConnectOptions;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The hidden verb, which always fails here.
pub const SUPERVISE_VERB: &str = "__supervise";

/// No value of this type exists on this operating system.
#[derive(Debug)]
pub enum Cluster {}

/// No value of this type exists on this operating system.
#[derive(Debug)]
pub enum Lease {}

fn unsupported() -> EmbeddedError {
    EmbeddedError::new(
        ErrorKind::Unsupported,
        "name a server with --database postgres://USER:PASSWORD@HOST/DATABASE",
    )
}

/// Always fails: there is no private cluster on this operating system.
pub fn supervise(_args: impl IntoIterator<Item = OsString>) -> Result<()> {
    Err(unsupported())
}

/// Always fails: there is no private cluster on this operating system.
pub fn install(_config: &Config, _announce: &mut dyn FnMut(&str)) -> Result<PathBuf> {
    Err(unsupported())
}

/// There is no default data folder on this operating system.
pub fn default_root() -> Option<PathBuf> {
    None
}

#[allow(
    missing_docs,
    reason = "they cannot be called; see the real ones in `cluster`"
)]
impl Cluster {
    /// Always fails: there is no private cluster on this operating system.
    pub fn open(_config: Config) -> Result<Cluster> {
        Err(unsupported())
    }

    pub fn ensure(&self) -> Result<Lease> {
        match *self {}
    }

    pub fn ensure_tcp(&self, _port: u16) -> Result<Lease> {
        match *self {}
    }

    pub fn connect_options(&self, _database: &str) -> PgConnectOptions {
        match *self {}
    }

    pub fn url(&self, _database: &str) -> String {
        match *self {}
    }

    pub async fn create_database(&self, _database: &str) -> Result<bool> {
        match *self {}
    }

    pub async fn databases(&self) -> Result<Vec<String>> {
        match *self {}
    }

    pub async fn set_password(&self, _role: &str, _password: &str) -> Result<()> {
        match *self {}
    }

    pub fn status(&self) -> Status {
        match *self {}
    }

    pub fn stop(&self) -> Result<bool> {
        match *self {}
    }

    pub fn root(&self) -> &Path {
        match *self {}
    }
}
