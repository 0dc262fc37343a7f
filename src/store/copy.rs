//! Rows for `COPY … FROM STDIN` in binary format: taking numbers apart again that were put together as text was a third of
//! what a claim's row cost the server.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{AssertSqlSafe, PgConnection, SqlSafeStr};

use super::StoreError;
use crate::model::Span;

/// A value as a column of its type takes it.
pub(super) trait Field {
    /// Appends it.
    fn put(&self, buffer: &mut Vec<u8>);
}

/// `smallint`, `int`, `bigint` and `real`.
macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Field for $number {
            fn put(&self, buffer: &mut Vec<u8>) {
                buffer.extend_from_slice(&self.to_be_bytes());
            }
        })*
    };
}
numbers!(i16, i32, i64, f32);

impl Field for bool {
    fn put(&self, buffer: &mut Vec<u8>) {
        buffer.push(u8::from(*self));
    }
}

impl<F: Field + ?Sized> Field for &F {
    fn put(&self, buffer: &mut Vec<u8>) {
        (**self).put(buffer);
    }
}

/// `text`, which cannot hold U+0000.
impl Field for str {
    fn put(&self, buffer: &mut Vec<u8>) {
        let text = match self.contains('\0') {
            true => Cow::Owned(self.replace('\0', "\u{FFFD}")),
            false => Cow::Borrowed(self),
        };
        buffer.extend_from_slice(text.as_bytes());
    }
}

impl Field for String {
    fn put(&self, buffer: &mut Vec<u8>) {
        self.as_str().put(buffer);
    }
}

/// `bytea`.
impl Field for [u8] {
    fn put(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(self);
    }
}

/// `date`: days since 2000.
impl Field for NaiveDate {
    fn put(&self, buffer: &mut Vec<u8>) {
        let epoch = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
        let days = self.signed_duration_since(epoch).num_days();
        (days as i32).put(buffer);
    }
}

/// `timestamptz`: microseconds since 2000.
impl Field for DateTime<Utc> {
    fn put(&self, buffer: &mut Vec<u8>) {
        const EPOCH: i64 = 946_684_800_000_000;
        (self.timestamp_micros() - EPOCH).put(buffer);
    }
}

/// `int4range`, half-open.
impl Field for Span {
    fn put(&self, buffer: &mut Vec<u8>) {
        const LOWER_INCLUSIVE: u8 = 2;
        buffer.push(LOWER_INCLUSIVE);
        for bound in [self.start, self.end] {
            put_with_length(buffer, &(bound as i32));
        }
    }
}

/// `int4multirange`.
impl Field for [Span] {
    fn put(&self, buffer: &mut Vec<u8>) {
        let spans = || self.iter().filter(|span| !span.is_empty());
        (spans().count() as i32).put(buffer);
        spans().for_each(|span| put_with_length(buffer, span));
    }
}

/// `int[]`.
impl Field for [i32] {
    fn put(&self, buffer: &mut Vec<u8>) {
        const INT4: i32 = 23;
        put_array(buffer, INT4, self);
    }
}

/// `text[]`.
impl Field for [String] {
    fn put(&self, buffer: &mut Vec<u8>) {
        const TEXT: i32 = 25;
        put_array(buffer, TEXT, self);
    }
}

/// `jsonb`.
impl Field for serde_json::Map<String, serde_json::Value> {
    fn put(&self, buffer: &mut Vec<u8>) {
        const VERSION: u8 = 1;
        buffer.push(VERSION);
        serde_json::to_writer(buffer, self).expect("memory is written without error");
    }
}

/// An array of one dimension, whose elements are of the type with this number.
fn put_array(buffer: &mut Vec<u8>, element: i32, values: &[impl Field]) {
    let dimensions = i32::from(!values.is_empty());
    for number in [dimensions, 0, element] {
        number.put(buffer);
    }
    if dimensions > 0 {
        for number in [values.len() as i32, 1] {
            number.put(buffer);
        }
    }
    for value in values {
        put_with_length(buffer, value);
    }
}

fn put_with_length(buffer: &mut Vec<u8>, value: &(impl Field + ?Sized)) {
    let at = buffer.len();
    buffer.extend_from_slice(&[0; 4]);
    value.put(buffer);
    let length = (buffer.len() - at - 4) as i32;
    buffer[at..at + 4].copy_from_slice(&length.to_be_bytes());
}

/// Signature, flags, and the length of what follows of the header.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// Rows collected in memory and sent in one go.
pub(super) struct CopyRows {
    statement: String,
    columns: i16,
    buffer: Vec<u8>,
    fresh: bool,
    rows: usize,
}

impl CopyRows {
    /// Rows for `table` with these columns, in the order in which the fields will come.
    pub(super) fn new(table: &str, columns: &[&str]) -> Self {
        let named = columns.join(", ");
        Self {
            statement: format!("copy {table} ({named}) from stdin (format binary)"),
            columns: columns.len() as i16,
            buffer: HEADER.to_vec(),
            fresh: true,
            rows: 0,
        }
    }

    /// The next field, of the type of its column.
    pub(super) fn field(&mut self, value: impl Field) -> &mut Self {
        self.begin();
        put_with_length(&mut self.buffer, &value);
        self
    }

    /// The next field, which may be null.
    pub(super) fn or_null(&mut self, value: Option<impl Field>) -> &mut Self {
        match value {
            Some(value) => self.field(value),
            None => {
                self.begin();
                (-1_i32).put(&mut self.buffer);
                self
            }
        }
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        self.fresh = true;
        self.rows += 1;
    }

    fn begin(&mut self) {
        if self.fresh {
            self.columns.put(&mut self.buffer);
        }
        self.fresh = false;
    }

    /// Sends the rows; nothing is asked of the server where there are none.
    pub(super) async fn send(mut self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.rows == 0 {
            return Ok(());
        }
        (-1_i16).put(&mut self.buffer);
        let mut copy = connection
            .copy_in_raw(AssertSqlSafe(self.statement).into_sql_str().as_str())
            .await?;
        copy.send(self.buffer).await?;
        copy.finish().await?;
        Ok(())
    }
}

/// Reads PostgreSQL's notation for `int4multirange`, which it always gives half-open.
pub(super) fn spans(multirange: &str) -> Vec<Span> {
    let numbers: Vec<u32> = multirange
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|n| n.parse().ok())
        .collect();
    numbers
        .chunks_exact(2)
        .map(|pair| Span::new(pair[0], pair[1]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(value: &(impl Field + ?Sized)) -> Vec<u8> {
        let mut buffer = Vec::new();
        value.put(&mut buffer);
        buffer
    }

    #[test]
    fn a_row_is_its_fields_with_their_lengths() {
        let mut rows = CopyRows::new("t", &["a", "b", "c"]);
        rows.field("a\0b").or_null(None::<i64>).field(7_i16).end();
        let (header, row) = rows.buffer.split_at(HEADER.len());
        assert_eq!(header, HEADER);
        let b = "a\u{FFFD}b".as_bytes();
        assert_eq!(
            row,
            [&[0, 3, 0, 0, 0, 5], b, &[255; 4], &[0, 0, 0, 2, 0, 7]].concat()
        );
    }

    #[test]
    fn days_and_times_count_from_2000() {
        let day = |text: &str| bytes(&text.parse::<NaiveDate>().unwrap());
        assert_eq!(day("2000-01-02"), [0, 0, 0, 1]);
        assert_eq!(day("1999-12-31"), [255; 4]);
        let at = "2000-01-01T00:00:00.000258Z".parse::<DateTime<Utc>>();
        assert_eq!(bytes(&at.unwrap()), [0, 0, 0, 0, 0, 0, 1, 2]);
    }

    #[test]
    fn empty_spans_are_left_out() {
        let given = [Span::new(3, 9), Span::new(4, 4)];
        let range = [2, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 9];
        assert_eq!(
            bytes(&given[..]),
            [&[0, 0, 0, 1, 0, 0, 0, 17], &range[..]].concat()
        );
    }

    #[test]
    fn spans_are_read() {
        let there = vec![Span::new(3, 9), Span::new(12, 40)];
        assert_eq!(spans("{[3,9),[12,40)}"), there);
        assert_eq!(spans("{}"), []);
    }
}
