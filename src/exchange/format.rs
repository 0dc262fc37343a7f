//! Which format a file is in: by its name on the way out, by its first bytes on the way in.

/// A format that the record leaves in or comes back from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Everything, lossless: JSON Lines.
    Whole,
    /// Claims as a table that can be edited.
    Table,
}

impl Format {
    /// The names that the command line takes.
    pub const NAMES: [&'static str; 2] = ["jsonl", "csv"];

    /// The format of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "jsonl" => Some(Self::Whole),
            "csv" => Some(Self::Table),
            _ => None,
        }
    }

    /// The format of a file's name, packed or not.
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let (_, ending) = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?;
        match ending {
            "ndjson" => Some(Self::Whole),
            "tsv" => Some(Self::Table),
            ending => Self::of_name(ending),
        }
    }

    /// The format of a file's first bytes, unpacked. What is none of the others is read as a table.
    pub fn of_bytes(head: &[u8]) -> Self {
        let text = String::from_utf8_lossy(head);
        let begins = text.trim_start_matches('\u{feff}').trim_start();
        match begins {
            _ if begins.starts_with('{') => Self::Whole,
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
        assert_eq!(Format::of_file("claims"), None);
        assert_eq!(
            Format::of_bytes(b"\xef\xbb\xbf{\"stance_export\":1}"),
            Format::Whole
        );
        assert_eq!(Format::of_bytes(b"claim;version"), Format::Table);
    }
}
