//! File locks, by which processes that share a cluster agree. The kernel lets go of them when
//! their holder ends, however it ends.
//!
//! - **users**: everybody who uses the server holds it shared; the supervisor stops the server
//!   only while it holds it alone.
//! - **gate**: held alone by whoever makes, starts or stops the cluster.
//! - **install**: held alone by whoever gets server programs.

use super::error::{At, Result};
use super::layout::Layout;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::{OpenOptionsExt, fchown};
use std::path::PathBuf;

/// One of the lock files, opened but not locked.
#[derive(Debug)]
pub struct LockFile {
    file: File,
    path: PathBuf,
}

impl LockFile {
    /// Opens the lock file at `path`, making it if need be. It belongs to `owner`, so that one
    /// `sudo stance` does not lock the user out of their own folder.
    fn open(path: PathBuf, owner: u32) -> Result<LockFile> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW)
            .open(&path)
            .at(&path)?;
        if super::run_as::me() == 0 {
            fchown(&file, Some(owner), None).at(&path)?;
        }
        Ok(LockFile { file, path })
    }

    /// The lock of those who use the server.
    pub fn users(layout: &Layout) -> Result<LockFile> {
        LockFile::open(layout.users_lock(), layout.owner())
    }

    /// The lock of those who make, start and stop the cluster.
    pub fn gate(layout: &Layout) -> Result<LockFile> {
        LockFile::open(layout.gate_lock(), layout.owner())
    }

    /// The lock of those who install server programs.
    pub fn install(layout: &Layout) -> Result<LockFile> {
        LockFile::open(layout.install_lock(), layout.owner())
    }

    /// Waits until nobody holds the lock alone, then shares it.
    pub fn shared(self) -> Result<Held> {
        self.file.lock_shared().at(&self.path)?;
        Ok(Held(self))
    }

    /// Waits until nobody holds the lock at all, then holds it alone.
    pub fn alone(self) -> Result<Held> {
        self.file.lock().at(&self.path)?;
        Ok(Held(self))
    }

    /// Holds the lock alone if that needs no waiting, else gives it back.
    pub fn try_alone(self) -> Result<std::result::Result<Held, LockFile>> {
        match self.file.try_lock() {
            Ok(()) => Ok(Ok(Held(self))),
            Err(TryLockError::WouldBlock) => Ok(Err(self)),
            Err(TryLockError::Error(e)) => Err(e).at(&self.path),
        }
    }
}

/// A lock that is held until this value is dropped.
#[derive(Debug)]
pub struct Held(LockFile);

impl Held {
    /// Turns a lock held alone into a shared one.
    pub fn share(self) -> Result<Held> {
        self.0.shared()
    }
}
