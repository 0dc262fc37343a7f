//! What could not be read, said so that a user can mend it.

use std::fmt;
use std::io;

use super::detect::Format;
use super::unpack::Bomb;

/// An input, or one record of it, that did not become an article.
///
/// Printed as `file:line: reason; remedy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file as the user named it, or `standard input`.
    pub origin: String,
    /// Where in the file; none for the whole of it.
    pub place: Option<Place>,
    /// What is wrong.
    pub reason: String,
    /// What the user can do about it.
    pub remedy: String,
    /// The record itself, where it is one of many in its file.
    pub record: Option<Box<Record>>,
}

/// A record that was refused, so that it can be mended apart from the file that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The format of a file of such records: JSON, JSON Lines, CSV, or what a press service gives out.
    pub format: Format,
    /// What stands before the records in a file of them: the header of a table.
    pub head: Vec<u8>,
    /// The record, in UTF-8 unless nobody can tell what it is in.
    pub bytes: Vec<u8>,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Line, counted from 1.
    Line(u64),
    /// Record of a JSON array, counted from 1.
    Record(u64),
    /// Byte, counted from 0.
    Byte(u64),
}

impl Refused {
    /// A refusal of `origin` as a whole.
    pub fn new(
        origin: impl Into<String>,
        reason: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            origin: origin.into(),
            place: None,
            reason: reason.into(),
            remedy: remedy.into(),
            record: None,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.origin)?;
        match self.place {
            Some(Place::Line(line)) => write!(f, ":{line}")?,
            Some(Place::Record(record)) => write!(f, ": record {record}")?,
            Some(Place::Byte(byte)) => write!(f, ": byte {byte}")?,
            None => {}
        }
        write!(f, ": {}; {}", self.reason, self.remedy)
    }
}

impl std::error::Error for Refused {}

/// Why something is no article, before it is known in which file it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub reason: String,
    /// What the user can do about it.
    pub remedy: String,
    /// Where, if that is more exact than the place of the record.
    pub place: Option<Place>,
    /// The record, if it is one.
    pub record: Option<Box<Record>>,
}

impl Fault {
    pub(super) fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            remedy: remedy.into(),
            place: None,
            record: None,
        }
    }

    pub(super) fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// An article, a line or a record past the limit (bytes).
    pub(super) fn too_long(what: &str, limit: usize) -> Self {
        Self::new(
            format!("{what} is longer than {}", megabytes(limit)),
            "split it into articles",
        )
    }

    /// The same as a refusal of `origin`, at `place` unless the fault knows better.
    pub(super) fn in_file(self, origin: &str, place: Option<Place>) -> Refused {
        Refused {
            origin: origin.to_owned(),
            place: self.place.or(place),
            reason: self.reason,
            remedy: self.remedy,
            record: self.record,
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if let Some(bomb) = error.get_ref().and_then(|e| e.downcast_ref::<Bomb>()) {
            return Self::new(
                format!("{bomb}, as no text does"),
                "look at it with care before you unpack it",
            );
        }
        if matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
        ) {
            return Self::new(
                format!("it is damaged ({error})"),
                "check that it was copied whole",
            );
        }
        let remedy = match error.kind() {
            io::ErrorKind::PermissionDenied => "give yourself the right to read it",
            io::ErrorKind::NotFound => "it was there a moment ago; run again",
            _ => "check the disk or the program that writes it",
        };
        Self::new(format!("cannot be read ({error})"), remedy)
    }
}

/// A size for people: "20 MB", "52.4 MB".
fn megabytes(bytes: usize) -> String {
    format!("{} MB", (bytes as f64 / 1e5).round() / 10.0)
}
