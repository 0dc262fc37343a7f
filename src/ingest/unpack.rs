//! Packed bytes: gzip, and what keeps an archive made to explode from doing so.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

/// How many times its packed size something may unpack to. Prose packs to a third or a fifth, tables
/// and repetitive records to a fiftieth.
const MOST: u64 = 200;

/// Unpacked bytes that are free of that, since a page of spaces does no harm.
const FREE: u64 = 10_000_000;

/// What one source may unpack to, counted over all that is packed in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Budget {
    packed: Arc<AtomicU64>,
    unpacked: Arc<AtomicU64>,
}

impl Budget {
    /// For a source of which so many packed bytes have been read; more may be counted later.
    pub(super) fn of(packed: Arc<AtomicU64>) -> Self {
        Self {
            packed,
            unpacked: Arc::default(),
        }
    }

    /// Whether more was unpacked than is allowed, so that what is left is not to be looked at.
    pub(super) fn is_spent(&self) -> bool {
        let packed = self.packed.load(Ordering::Relaxed);
        self.unpacked.load(Ordering::Relaxed) > packed.saturating_mul(MOST).max(FREE)
    }

    /// A stream of unpacked bytes that fails once the budget is spent.
    pub(super) fn guard(&self, stream: impl Read + Send + 'static) -> Box<dyn Read + Send> {
        Box::new(Guarded {
            stream,
            budget: self.clone(),
        })
    }
}

struct Guarded<R> {
    stream: R,
    budget: Budget,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(out)?;
        self.budget
            .unpacked
            .fetch_add(read as u64, Ordering::Relaxed);
        if self.budget.is_spent() {
            return Err(io::Error::other(Bomb));
        }
        Ok(read)
    }
}

/// More comes out than any text packs into.
#[derive(Debug)]
pub(super) struct Bomb;

impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "it unpacks to more than {MOST} times its size")
    }
}

impl std::error::Error for Bomb {}

/// What a gzip stream holds, of several members too, as web archives have them.
pub(super) fn gunzip(stream: impl Read + Send + 'static, budget: &Budget) -> Box<dyn Read + Send> {
    budget.guard(MultiGzDecoder::new(BufReader::new(stream)))
}

/// Bytes that can be read from any place, more than once.
#[derive(Clone, Debug)]
pub(super) enum Bytes {
    /// Those of a file.
    File(PathBuf),
    /// Those of a stream, read into memory.
    Memory(Arc<[u8]>),
}

/// Reads and seeks.
pub(super) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Bytes {
    /// A reader of its own, at the start.
    pub(super) fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}
