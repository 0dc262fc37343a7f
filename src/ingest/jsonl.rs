//! JSON Lines: one object a line, the contract for whole corpora.

use super::lines::{Flaw, Lines};
use super::piece::{Cut, Kind, Raw, Stream};
use super::refused::{Fault, Place};

/// Cuts the stream into its lines; blank ones are passed over.
pub(super) fn cut(stream: Stream, limit: usize) -> Cut {
    let mut lines = Lines::new(stream, limit);
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        while !ended {
            let line = match lines.next(None) {
                Ok(line) => line?,
                Err(error) => {
                    ended = true;
                    return Some(Err(error.into()));
                }
            };
            let place = Place::Line(line.number);
            if line.flaw == Some(Flaw::TooLong) {
                return Some(Err(Fault::too_long("the line", limit).at(place)));
            }
            if !line.bytes.trim_ascii().is_empty() {
                return Some(Ok(Raw {
                    bytes: line.bytes,
                    place: Some(place),
                    kind: Kind::Json,
                }));
            }
        }
        None
    }))
}
