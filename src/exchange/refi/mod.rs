//! REFI-QDA (qdasoftware.org, 2019): codebooks (`.qdc`) and projects (`.qdpx`) of programs for qualitative
//! analysis.
//!
//! The standard knows codes and coded passages and nothing else. So a topic is a code with a code below it
//! for each place on the scale, an actor is a code below "Actors", and a passage carries one of each. Places are
//! counted in Unicode code points.

mod back;
mod out;

use sha2::{Digest, Sha256};

pub use back::{Brought, codebook_of, project_of};
pub use out::{Topics, codebook, project};

/// The code above all actors.
const ACTORS: &str = "Actors";

/// What an article without a headline is called, before its id: a source has a name.
const UNTITLED: &str = "Article ";

/// An identifier made of what it stands for, so that the same record gives the same file: a UUID of version 8
/// (RFC 9562) over a SHA-256.
fn guid(kind: &str, of: impl std::fmt::Display) -> String {
    let digest = Sha256::digest(format!("stance:{kind}:{of}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// What a code's description ends with: the id of its topic or actor, which the standard has no place for.
fn with_id(description: &str, id: &str) -> String {
    format!("{description} [stance id: {id}]")
}

/// A description without the id that it ends with, and that id.
fn id_of(description: &str) -> (&str, Option<&str>) {
    let found = description
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once("[stance id: "));
    match found {
        Some((before, id)) if !id.is_empty() => (before.trim(), Some(id)),
        _ => (description, None),
    }
}

/// The name of the code for a place on a topic's scale: some programs know no hierarchy, and ask for one
/// name a code.
fn stance_name(topic: &str, label: &str) -> String {
    format!("{topic}: {label}")
}

#[cfg(test)]
mod tests;
