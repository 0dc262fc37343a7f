//! Which format a file is in: by its name on the way out, by its first bytes on the way in.

/// A format that the record leaves in or comes back from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Everything, lossless: JSON Lines.
    Whole,
    /// Claims as a table that can be edited.
    Table,
    /// W3C Web Annotation.
    Annotations,
    /// schema.org `Claim` and `Quotation`; only out.
    SchemaOrg,
    /// Discourse Network Analyzer 3.
    Dna,
    /// REFI-QDA codebook.
    Qdc,
    /// REFI-QDA project.
    Qdpx,
}

/// The formats with their names, each in the order in which `Format::NAMES` has them.
const NAMED: [(&str, Format); 7] = [
    ("jsonl", Format::Whole),
    ("csv", Format::Table),
    ("annotations", Format::Annotations),
    ("schema-org", Format::SchemaOrg),
    ("dna", Format::Dna),
    ("qdc", Format::Qdc),
    ("qdpx", Format::Qdpx),
];

impl Format {
    /// The names that the command line takes.
    pub const NAMES: [&'static str; 7] = [
        NAMED[0].0, NAMED[1].0, NAMED[2].0, NAMED[3].0, NAMED[4].0, NAMED[5].0, NAMED[6].0,
    ];

    /// The format of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        let named = NAMED.into_iter().find(|(known, _)| *known == name);
        named.map(|(_, format)| format)
    }

    /// The format of a file's name, packed or not.
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let (unpacked, packed) = match name.strip_suffix(".gz") {
            Some(unpacked) => (unpacked, true),
            None => (name.as_str(), false),
        };
        let (_, ending) = unpacked.rsplit_once('.')?;
        match ending {
            // A database and an archive are not packed again.
            "dna" | "qdpx" if packed => None,
            "ndjson" => Some(Self::Whole),
            "jsonld" => Some(Self::Annotations),
            "annotations" | "schema-org" => None,
            ending => Self::of_name(ending),
        }
    }

    /// The format of a file's first bytes, unpacked. What is none of the others is read as a table.
    pub fn of_bytes(head: &[u8]) -> Self {
        if head.starts_with(b"SQLite format 3\0") {
            return Self::Dna;
        }
        if head.starts_with(b"PK\x03\x04") {
            return Self::Qdpx;
        }
        let text = String::from_utf8_lossy(head);
        let begins = text.trim_start_matches('\u{feff}').trim_start();
        match begins {
            _ if begins.starts_with('<') => Self::Qdc,
            // JSON Lines says on its first line what it is; everything else in JSON is one value.
            _ if begins.starts_with("{\"stance_export\"") => Self::Whole,
            _ if begins.starts_with(['{', '[']) => Self::Annotations,
            _ => Self::Table,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_and_its_bytes() {
        assert_eq!(Format::of_file("a.b/whole.JSONL.gz"), Some(Format::Whole));
        assert_eq!(Format::of_file("claims.csv"), Some(Format::Table));
        assert_eq!(Format::of_file("claims.jsonld"), Some(Format::Annotations));
        assert_eq!(Format::of_file("claims"), None);
        assert_eq!(Format::of_file("project.dna.gz"), None);
        for (bytes, format) in [
            (&b"\xef\xbb\xbf{\"stance_export\":1}"[..], Format::Whole),
            (b"{\"@context\": []}", Format::Annotations),
            (b"[{}]", Format::Annotations),
            (b"SQLite format 3\0", Format::Dna),
            (b"PK\x03\x04", Format::Qdpx),
            (b"\xef\xbb\xbf<?xml version=\"1.0\"?>", Format::Qdc),
            (b"claim;version", Format::Table),
        ] {
            assert_eq!(Format::of_bytes(bytes), format);
        }
        for name in Format::NAMES {
            assert!(Format::of_name(name).is_some());
        }
    }
}
