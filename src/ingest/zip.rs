//! Zip archives: their members one by one, each opened like a file of a folder.

use std::io::{self, BufReader, Read, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use ::zip::result::ZipError;
use ::zip::{CompressionMethod, ZipArchive};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::detect::Format;
use super::piece::Counted;
use super::refused::Fault;
use super::unpack::{Budget, Bytes, ReadSeek};

/// An archive that is not looked into beyond its list of members.
pub(super) struct Archive {
    bytes: Bytes,
    members: ZipArchive<Box<dyn ReadSeek>>,
    /// Counts the packed bytes that are read.
    read: Option<Arc<AtomicU64>>,
}

/// A member, to be opened like a file of this name.
pub(super) struct Member {
    pub name: String,
    pub stream: Result<Box<dyn Read + Send>, Fault>,
}

impl Archive {
    pub(super) fn open(bytes: Bytes, read: Option<Arc<AtomicU64>>) -> Result<Self, Fault> {
        let mut members = ZipArchive::new(bytes.open()?).map_err(fault)?;
        // Members that share their bytes are how a small archive holds a thousand times its size.
        // One member's damage is no reason to refuse the others.
        if members.has_overlapping_files().unwrap_or(false) {
            return Err(Fault::new(
                "its members overlap, as no archiver packs them",
                "look at it with care before you unpack it",
            ));
        }
        Ok(Self {
            bytes,
            members,
            read,
        })
    }

    /// What the archive is, where it is the package of a document: the format that reads it, or a word
    /// for what is not read. None for an archive of files.
    pub(super) fn document(&self) -> Option<Result<Format, Fault>> {
        let has = |name: &str| self.members.index_for_name(name).is_some();
        let what = if has("word/document.xml") {
            return Some(Ok(Format::Docx));
        } else if has("xl/workbook.xml") {
            ("a spreadsheet", "save its sheet as CSV")
        } else if has("ppt/presentation.xml") {
            ("a presentation", "save its text and ingest that")
        } else if has("META-INF/container.xml") {
            ("an EPUB book", "save its text or pages as HTML")
        } else if has("META-INF/manifest.xml") && has("content.xml") {
            (
                "an OpenDocument file (ODT)",
                "save it as DOCX, text or HTML",
            )
        } else {
            return None;
        };
        Some(Err(Fault::new(format!("it is {}", what.0), what.1)))
    }

    /// Whether some member is an article's file, going by its name.
    pub(super) fn may_hold_articles(&self) -> bool {
        (0..self.members.len()).any(|index| is_wanted(&self.name(index)))
    }

    /// The member's name; what is no UTF-8 in it is replaced.
    fn name(&self, index: usize) -> String {
        match self.members.name_for_index(index) {
            Some(Ok(name)) => name.replace('\\', "/"),
            _ => format!("member {}", index + 1),
        }
    }

    /// The unpacked bytes of one member, if it is there.
    pub(super) fn read(&mut self, name: &str, limit: usize) -> Result<Option<Vec<u8>>, Fault> {
        let Some(index) = self.members.index_for_name(name) else {
            return Ok(None);
        };
        let stream = self.stream(index, None)?;
        let mut bytes = Vec::new();
        stream.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(Fault::too_long("the document", limit));
        }
        Ok(Some(bytes))
    }

    /// The member's bytes as they are unpacked, its checksum compared at their end.
    fn stream(
        &mut self,
        index: usize,
        budget: Option<&Budget>,
    ) -> Result<Box<dyn Read + Send>, Fault> {
        let member = self.members.by_index_raw(index).map_err(fault)?;
        if member.encrypted() {
            return Err(Fault::new(
                "it is encrypted",
                "unpack it with its password and ingest what comes out",
            ));
        }
        let (method, packed, sum) = (
            member.compression(),
            member.compressed_size(),
            member.crc32(),
        );
        let start = member
            .data_start()
            .ok_or_else(|| Fault::new("the archive does not say where it is", REMEDY))?;
        drop(member);
        let mut bytes = self.bytes.open()?;
        bytes.seek(SeekFrom::Start(start))?;
        let packed = Counted {
            inner: Box::new(bytes.take(packed)),
            counts: [self.read.clone().unwrap_or_default()],
        };
        let bytes = BufReader::new(packed);
        let stream: Box<dyn Read + Send> = match method {
            CompressionMethod::Stored => Box::new(bytes),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(bytes)),
            other => {
                return Err(Fault::new(
                    format!("it is packed by a method that is not read ({other})"),
                    "unpack the archive and ingest what comes out",
                ));
            }
        };
        let stream = Summed {
            stream,
            found: Crc::new(),
            stated: sum,
        };
        Ok(match budget {
            Some(budget) => budget.guard(stream),
            None => Box::new(stream),
        })
    }

    /// The members that may hold articles, in the order of the archive.
    pub(super) fn members(mut self, budget: Budget) -> impl Iterator<Item = Member> + Send {
        let mut index = 0;
        std::iter::from_fn(move || {
            while index < self.members.len() && !budget.is_spent() {
                index += 1;
                let name = self.name(index - 1);
                if !is_wanted(&name) {
                    continue;
                }
                let stream = self.stream(index - 1, Some(&budget));
                return Some(Member { name, stream });
            }
            None
        })
    }
}

/// Whether a member is opened: no folder, nothing hidden, nothing that is no article by its name.
fn is_wanted(name: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
    !name.ends_with('/')
        && !name.split('/').any(hidden)
        && Format::may_hold_articles(Path::new(name))
}

const REMEDY: &str = "check that it was copied whole";

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::Io(error) => error.into(),
        other => Fault::new(format!("it is a damaged zip archive ({other})"), REMEDY),
    }
}

/// Unpacked bytes whose checksum must be the one that the archive states.
struct Summed {
    stream: Box<dyn Read + Send>,
    found: Crc,
    stated: u32,
}

impl Read for Summed {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(out)?;
        self.found.update(&out[..read]);
        if read == 0 && !out.is_empty() && self.found.sum() != self.stated {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "its checksum does not fit",
            ));
        }
        Ok(read)
    }
}
