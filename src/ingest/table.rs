//! A table of a caller's own columns: its delimiter and encoding told as for articles.

use encoding_rs::Encoding;

use super::csv::{DELIMITERS, fields};
use super::encoding;
use super::refused::{Place, Refused};

/// A CSV file with a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Names of the columns, in lower case.
    pub header: Vec<String>,
    /// Rows with the lines that they begin in; fields may be missing or too many.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// Reads a whole table; `origin` is the file as the user named it.
///
/// # Errors
/// An encoding that nothing explains, with the place of its first byte, and a quote that never closes.
pub fn table(origin: &str, bytes: &[u8]) -> Result<Table, Refused> {
    let refused = |reason: String, remedy: &str| Refused::new(origin, reason, remedy);
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => {
            encoding::decode(bytes, None)
                .map_err(|fault| refused(fault.reason, &fault.remedy))?
                .text
        }
    };
    let first = text.lines().next().unwrap_or_default();
    let delimiter = DELIMITERS
        .into_iter()
        .max_by_key(|&delimiter| (fields(first, delimiter).len(), delimiter == b','))
        .unwrap_or(b',');
    // Outside of quotes a quote stands twice or not at all.
    if text.matches('"').count() % 2 == 1 {
        let line = open_quote(&text);
        return Err(Refused {
            place: Some(Place::Line(line)),
            ..refused(
                "a quoted field opens here and never closes".into(),
                "close it; a quote inside a quoted field is written twice",
            )
        });
    }
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut at, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.map_err(|error| refused(error.to_string(), "mend it"))?;
        // A record's place is behind the \r of the line before, whose \n is still to come.
        let from = record.position().map_or(at, |p| p.byte() as usize);
        let begins = text[from..]
            .find(|c| c != '\r' && c != '\n')
            .map_or(from, |ends| from + ends);
        line += text[at..begins].matches('\n').count() as u64;
        at = begins;
        rows.push((line, record.iter().map(|f| f.trim().to_owned()).collect()));
    }
    let header: Vec<String> = match rows.is_empty() {
        true => {
            return Err(refused(
                "the file is empty".into(),
                "check how it was saved",
            ));
        }
        false => rows.remove(0).1,
    };
    Ok(Table {
        header: header.iter().map(|name| name.to_lowercase()).collect(),
        rows,
    })
}

/// The line of the last quote that is opened, where one stays open.
fn open_quote(text: &str) -> u64 {
    let (mut line, mut open, mut opened) = (1, false, 1);
    for c in text.chars() {
        match c {
            '\n' => line += 1,
            '"' => {
                open = !open;
                opened = if open { line } else { opened };
            }
            _ => {}
        }
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_whatever_program_saved_them() {
        let wanted = Table {
            header: vec!["actor".into(), "text".into()],
            rows: vec![(2, vec!["Zoë Lind".into(), "No; \"never\".".into()])],
        };
        let plain = "Actor,Text\nZoë Lind,\"No; \"\"never\"\".\"\n";
        let semicolons = "Actor;Text\r\nZoë Lind;\"No; \"\"never\"\".\"\r\n";
        let utf16: Vec<u8> = "\u{FEFF}"
            .chars()
            .chain(plain.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [
            plain.as_bytes().to_vec(),
            semicolons.as_bytes().to_vec(),
            plain.replace(',', "\t").into_bytes(),
            [b"\xef\xbb\xbf", plain.as_bytes()].concat(),
            encoding_rs::WINDOWS_1252.encode(plain).0.into_owned(),
            utf16,
        ] {
            assert_eq!(table("t.csv", &bytes).unwrap(), wanted);
        }
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_place() {
        for (bytes, told) in [
            (&b""[..], "t.csv: the file is empty; check how it was saved"),
            (
                b"actor,text\nA,b\nC,\"d\nE,f\n",
                "t.csv:3: a quoted field opens here and never closes; close it; a quote inside a quoted field is written twice",
            ),
            (
                b"actor,text\nZo\xc3\xab,a\nZo\xff,b\n",
                "t.csv: not valid UTF-8 at byte 20 (0xff), nor any other likely encoding; save it as UTF-8",
            ),
        ] {
            assert_eq!(table("t.csv", bytes).unwrap_err().to_string(), told);
        }
    }
}
