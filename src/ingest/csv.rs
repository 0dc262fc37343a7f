//! CSV with a header: comma, semicolon or tab, quoted fields with line ends in them.

use std::sync::Arc;

use encoding_rs::Encoding;
use serde_json::{Map, Value};

use super::Options;
use super::columns::Columns;
use super::date::{DayOrder, Reading};
use super::detect::Format;
use super::encoding;
use super::lines::{Flaw, Lines};
use super::order::Ordered;
use super::piece::{Cut, Kind, Raw, Stream};
use super::record;
use super::refused::{Fault, Place, Record};

/// What the first row says about the others.
#[derive(Clone, Debug)]
pub(super) struct Header {
    columns: Vec<String>,
    delimiter: u8,
    /// The row as it stands in the file.
    raw: Vec<u8>,
    /// Encoding of the file, where it is not UTF-8.
    encoding: Option<&'static Encoding>,
    /// Whether rows name articles by their addresses, and have no texts.
    is_list: bool,
    /// How dates are written that can be read two ways, where other rows tell.
    order: Option<DayOrder>,
}

pub(super) const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Reads the header and cuts the rest into rows; blank lines are passed over.
pub(super) fn cut(
    stream: Stream,
    encoding: Option<&'static Encoding>,
    options: &Options,
) -> Result<Cut, Fault> {
    let limit = options.max_bytes;
    let mut lines = Lines::new(stream, limit);
    let first = loop {
        match lines.next(None)? {
            Some(line) if line.flaw == Some(Flaw::TooLong) => {
                return Err(Fault::too_long("the header", limit).at(Place::Line(line.number)));
            }
            Some(line) if is_passed_over(&line.bytes) => {}
            Some(line) => break line.bytes,
            None => return Err(Fault::new("the file is empty", "check how it was saved")),
        }
    };
    let header = Arc::new(Header::read(&first, encoding, &options.columns)?);
    if header.is_list && !options.fetches_lists {
        let fault = Fault::new(
            "it is a list of addresses without texts, and nothing is fetched here",
            "give it to stance ingest or stance extract without --no-fetch, or save the pages and ingest those",
        );
        return Err(fault.at(Place::Line(1)));
    }
    let dated = options.date_order.is_none() && header.is_dated();
    let of_rows = Arc::clone(&header);
    let mut ended = false;
    let rows: Cut = Box::new(std::iter::from_fn(move || {
        while !ended {
            let row = match lines.next(Some(header.delimiter)) {
                Ok(row) => row?,
                Err(error) => {
                    ended = true;
                    return Some(Err(error.into()));
                }
            };
            let place = Place::Line(row.number);
            let fault = match row.flaw {
                Some(Flaw::TooLong) => Fault::too_long("the row", limit),
                Some(Flaw::OpenQuote) => Fault {
                    record: Some(Box::new(header.apart(&row.bytes))),
                    ..Fault::new(
                        "a quoted field opens in this row and never closes",
                        "close it; a quote inside a quoted field is written twice",
                    )
                },
                None if row.bytes.trim_ascii().is_empty() => continue,
                None => {
                    return Some(Ok(Raw {
                        bytes: row.bytes,
                        place: Some(place),
                        kind: Header::kind(&header),
                    }));
                }
            };
            return Some(Err(fault.at(place)));
        }
        None
    }));
    Ok(match dated {
        true => Box::new(Ordered::new(rows, of_rows)),
        false => rows,
    })
}

/// A blank line, or "sep=;", which tells a spreadsheet what stands between its columns.
fn is_passed_over(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let told = line
        .get(..4)
        .is_some_and(|name| name.eq_ignore_ascii_case(b"sep="));
    line.is_empty() || told && line.len() <= 5
}

/// Whether the first line of an unnamed stream names columns that articles have.
pub(super) fn is_article_header(start: &[u8]) -> bool {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or(start);
    line.len() < 2000
        && Header::read(line, None, &Columns::default())
            .is_ok_and(|header| header.columns.len() > 1)
}

impl Header {
    fn read(
        line: &[u8],
        encoding: Option<&'static Encoding>,
        map: &Columns,
    ) -> Result<Self, Fault> {
        let text = encoding::decode(line, encoding)?.text;
        let (delimiter, columns) = DELIMITERS
            .map(|delimiter| (delimiter, fields(&text, delimiter)))
            .into_iter()
            .max_by_key(|(delimiter, columns)| (columns.len(), *delimiter == b','))
            .unwrap_or((b',', Vec::new()));
        let only = || record::listed(columns.iter().map(String::as_str));
        if let Some((field, column)) = map.missing(&columns) {
            let fault = Fault::new(
                format!("no column \"{column}\" in the header, only {}", only()),
                format!("give the column with the article's {field} in --map"),
            );
            return Err(fault.at(Place::Line(1)));
        }
        let named: Vec<String> = columns.iter().map(|column| map.name(column)).collect();
        let has_text = named.iter().any(|column| record::is_text_key(column));
        let is_list = !has_text && is_list(&columns, &named, map);
        if !has_text && !is_list {
            let fault = Fault::new(
                format!(
                    "no column \"text\" or \"html\" in the header, only {}",
                    only()
                ),
                match named.iter().any(|column| record::is_url_key(column)) {
                    true => {
                        "name the column with the article's text, as in --map text=body, or have the articles \
                         fetched with --map url=url"
                    }
                    false => "name the column with the article's text, as in --map text=body",
                },
            );
            return Err(fault.at(Place::Line(1)));
        }
        Ok(Self {
            is_list,
            columns: named,
            raw: line.to_vec(),
            delimiter,
            encoding,
            order: None,
        })
    }

    /// The row as a record; empty fields are left out, as they say nothing, unless it is the text that is missing.
    pub(super) fn record(&self, row: &str) -> Result<Map<String, Value>, Fault> {
        let values = fields(row, self.delimiter);
        if values.len() != self.columns.len() {
            return Err(Fault::new(
                format!(
                    "the row has {} fields, the header {}",
                    values.len(),
                    self.columns.len()
                ),
                "quote fields that hold the delimiter or a line end",
            ));
        }
        Ok(self
            .columns
            .iter()
            .zip(values)
            .filter(|(column, value)| !value.is_empty() || record::is_text_key(column))
            .map(|(column, value)| (column.clone(), Value::String(value)))
            .collect())
    }

    /// A row of the table, to be mended apart from it.
    pub(super) fn apart(&self, row: &[u8]) -> Record {
        Record {
            format: Format::Csv,
            head: encoding::to_utf8(&self.raw, self.encoding),
            bytes: encoding::to_utf8(row, self.encoding),
        }
    }

    /// What rows of it are.
    pub(super) fn kind(header: &Arc<Self>) -> Kind {
        match header.is_list {
            true => Kind::Listed(Arc::clone(header)),
            false => Kind::Csv(Arc::clone(header)),
        }
    }

    /// Whether a column holds when articles were published.
    fn is_dated(&self) -> bool {
        self.columns.iter().any(|name| record::is_date_key(name))
    }

    /// When an article was published, as its row says.
    pub(super) fn dates(&self, row: &[u8]) -> Vec<String> {
        let values = fields(&String::from_utf8_lossy(row), self.delimiter);
        self.columns
            .iter()
            .zip(values)
            .filter(|(name, _)| record::is_date_key(name))
            .map(|(_, value)| value)
            .collect()
    }

    /// The header of rows whose dates are written in this order.
    pub(super) fn ordered(&self, order: Option<DayOrder>) -> Self {
        Self {
            order,
            ..self.clone()
        }
    }

    /// How dates are read here.
    pub(super) fn reading(&self, given: Reading) -> Reading {
        Reading {
            order: given.order.or(self.order),
            ..given
        }
    }

    pub(super) fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding
    }
}

/// Whether a table without texts is one of addresses: it has nothing but what is known of articles, as MediaCloud's
/// has, or the caller named the column. A table that has more may hold the text under a name of its own.
fn is_list(columns: &[String], named: &[String], map: &Columns) -> bool {
    let Some(url) = named.iter().position(|name| record::is_url_key(name)) else {
        return false;
    };
    let of_media_cloud = || columns.iter().any(|column| column == "media_name");
    let all_known = || named.iter().all(|name| record::is_known_key(name));
    map.names(&columns[url]) || of_media_cloud() || named.len() > 1 && all_known()
}

pub(super) fn fields(row: &str, delimiter: u8) -> Vec<String> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(row.as_bytes());
    let mut fields = ::csv::StringRecord::new();
    // The row is valid UTF-8 and any number of fields will do, so that nothing can go wrong.
    let _ = reader.read_record(&mut fields);
    fields.iter().map(str::to_owned).collect()
}
