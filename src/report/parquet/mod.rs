//! Parquet: the report's rows in typed columns, for data frames and columnar databases.
//!
//! A column has the narrowest type that all its values have: booleans, INT64, DOUBLE, DATE, TIMESTAMP (microseconds,
//! UTC), else text; lists are lists. A column without any value has the type that says so (`UNKNOWN`, the null type of
//! data frames), so that it joins with the same column of another file, whatever its type is there.
//!
//! The format: <https://github.com/apache/parquet-format>. A page a column and group of rows, values one behind the
//! other, compressed as gzip does, is what every reader reads. The crate that writes all there is to the format
//! would be a tenth of the program; the tests read with it.

mod column;
mod thrift;

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value};

use super::block::Report;
use super::safe::shown_cell;
use column::{Column, Kind};
use thrift::{Fields, write};

/// What a file begins and ends with.
const MAGIC: &[u8] = b"PAR1";
/// Rows that stand together: what a reader can take at once.
const GROUP: usize = 100_000;
/// Of the format's enumerations: how values are written, and how pages are compressed.
const PLAIN: i32 = 0;
const RLE: i32 = 3;
const GZIP: i32 = 2;
/// Whether there is a value: perhaps one, or any number.
const OPTIONAL: i32 = 1;
const REPEATED: i32 = 2;

/// The report's rows; texts as in CSV, but none is taken for a formula anywhere.
///
/// # Errors
/// Where a page is longer than 2 GB.
pub fn render(report: &Report) -> io::Result<Vec<u8>> {
    let rows = report.flat.as_ref().unwrap_or(&report.rows);
    let columns = report.columns.iter();
    let columns: Vec<Column> = columns.map(|name| Column::of(name, rows)).collect();
    let mut out = MAGIC.to_vec();
    let mut groups = Vec::new();
    for part in rows.chunks(GROUP) {
        let chunks = columns.iter().map(|column| chunk(&mut out, column, part));
        groups.push((part.len(), chunks.collect::<io::Result<Vec<_>>>()?));
    }
    let begins = out.len();
    let about = [
        ("report", report.kind.to_owned()),
        ("title", report.title.to_plain()),
        ("rests on", report.basis.line().to_plain()),
    ];
    write(&mut out, |file| {
        file.int(1, 1);
        file.each(2, &elements(&columns), |element, fields| {
            element.write(fields)
        });
        file.long(3, rows.len());
        file.each(4, &groups, |(rows, chunks), group| {
            group.each(1, chunks, |chunk, fields| chunk.write(fields));
            group.long(2, chunks.iter().map(|chunk| chunk.whole).sum());
            group.long(3, *rows);
        });
        file.each(5, &about, |(key, value), fields| {
            fields.text(1, key);
            fields.text(2, &shown_cell(value));
        });
        file.text(6, concat!("stance ", env!("CARGO_PKG_VERSION")));
    });
    let long = size(out.len() - begins)?;
    out.extend(long.to_le_bytes());
    out.extend(MAGIC);
    Ok(out)
}

/// The values of a column in a group of rows, as the metadata tell of them.
struct Chunk<'a> {
    column: &'a Column<'a>,
    values: usize,
    /// Where its page begins.
    at: usize,
    /// Bytes of its page with its head, and what they were before they were compressed.
    packed: usize,
    whole: usize,
}

/// Writes a column's page.
fn chunk<'a>(
    out: &mut Vec<u8>,
    column: &'a Column,
    rows: &[Map<String, Value>],
) -> io::Result<Chunk<'a>> {
    let (page, values) = column.page(rows);
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&page)?;
    let packed = packer.finish()?;
    let (page_size, packed_size, count) = (size(page.len())?, size(packed.len())?, size(values)?);
    let at = out.len();
    write(out, |head| {
        head.int(1, 0);
        head.int(2, page_size);
        head.int(3, packed_size);
        head.inside(5, |data| {
            data.int(1, count);
            data.int(2, PLAIN);
            data.int(3, RLE);
            data.int(4, RLE);
        });
    });
    let head = out.len() - at;
    out.extend(&packed);
    let (packed, whole) = (head + packed.len(), head + page.len());
    Ok(Chunk {
        column,
        values,
        at,
        packed,
        whole,
    })
}

impl Chunk<'_> {
    fn write(&self, fields: &mut Fields) {
        let name = self.column.name.as_str();
        fields.long(2, self.at);
        fields.inside(3, |about| {
            about.int(1, physical(self.column.kind));
            about.ints(2, &[PLAIN, RLE]);
            match self.column.listed {
                true => about.texts(3, &[name, "list", "element"]),
                false => about.texts(3, &[name]),
            }
            about.int(4, GZIP);
            about.long(5, self.values);
            about.long(6, self.whole);
            about.long(7, self.packed);
            about.long(9, self.at);
        });
    }
}

/// An element of the schema, which is written as a tree in depth-first order.
enum Element<'a> {
    Root(usize),
    Value(&'a str, Kind),
    List(&'a str),
    Items,
}

fn elements<'a>(columns: &'a [Column]) -> Vec<Element<'a>> {
    let mut all = vec![Element::Root(columns.len())];
    for column in columns {
        match column.listed {
            true => all.extend([
                Element::List(&column.name),
                Element::Items,
                Element::Value("element", column.kind),
            ]),
            false => all.push(Element::Value(&column.name, column.kind)),
        }
    }
    all
}

impl Element<'_> {
    fn write(&self, fields: &mut Fields) {
        match self {
            Self::Root(children) => {
                fields.text(4, "rows");
                fields.int(5, *children as i32);
            }
            Self::List(name) => {
                fields.int(3, OPTIONAL);
                fields.text(4, name);
                fields.int(5, 1);
                fields.int(6, 3);
                fields.inside(10, |logical| logical.inside(3, |_| {}));
            }
            Self::Items => {
                fields.int(3, REPEATED);
                fields.text(4, "list");
                fields.int(5, 1);
            }
            Self::Value(name, kind) => {
                fields.int(1, physical(*kind));
                fields.int(3, OPTIONAL);
                fields.text(4, name);
                logical(*kind, fields);
            }
        }
    }
}

/// The type that values are stored in.
fn physical(kind: Kind) -> i32 {
    match kind {
        Kind::Flag => 0,
        Kind::Nothing | Kind::Day => 1,
        Kind::Whole | Kind::Moment => 2,
        Kind::Fraction => 5,
        Kind::Text => 6,
    }
}

/// What the stored values mean, in the older notation (field 6) and the newer one (field 10).
fn logical(kind: Kind, fields: &mut Fields) {
    match kind {
        Kind::Flag | Kind::Whole | Kind::Fraction => {}
        Kind::Nothing => fields.inside(10, |logical| logical.inside(11, |_| {})),
        Kind::Text => {
            fields.int(6, 0);
            fields.inside(10, |logical| logical.inside(1, |_| {}));
        }
        Kind::Day => {
            fields.int(6, 6);
            fields.inside(10, |logical| logical.inside(6, |_| {}));
        }
        Kind::Moment => {
            fields.int(6, 10);
            fields.inside(10, |logical| {
                logical.inside(8, |time| {
                    time.flag(1, true);
                    time.inside(2, |unit| unit.inside(2, |_| {}));
                });
            });
        }
    }
}

fn size(bytes: usize) -> io::Result<i32> {
    let long = || io::Error::other(format!("{bytes} bytes in one column of {GROUP} rows"));
    bytes.try_into().map_err(|_| long())
}
