//! Rows for `COPY … FROM STDIN` in text format.

use std::fmt::{Display, Write};

use sqlx::{AssertSqlSafe, PgConnection, SqlSafeStr};

use super::StoreError;
use crate::model::Span;

/// Rows collected in memory and sent in one go.
pub(super) struct CopyRows {
    statement: String,
    buffer: String,
    fresh: bool,
    rows: usize,
}

impl CopyRows {
    /// Rows for `table` with these columns, in the order in which the fields will come.
    pub(super) fn new(table: &str, columns: &[&str]) -> Self {
        Self {
            statement: format!("copy {table} ({}) from stdin", columns.join(", ")),
            buffer: String::new(),
            fresh: true,
            rows: 0,
        }
    }

    /// A field whose text holds nothing to escape: a number, a date, a word of ours.
    pub(super) fn plain(&mut self, value: impl Display) -> &mut Self {
        self.separate();
        // Writing to a String cannot fail.
        let _ = write!(self.buffer, "{value}");
        self
    }

    /// A field of any text.
    pub(super) fn text(&mut self, value: &str) -> &mut Self {
        self.separate();
        let mut rest = value;
        while let Some(at) = rest.find(['\\', '\t', '\n', '\r', '\0']) {
            self.buffer.push_str(&rest[..at]);
            self.buffer.push_str(match rest.as_bytes()[at] {
                b'\\' => "\\\\",
                b'\t' => "\\t",
                b'\n' => "\\n",
                b'\r' => "\\r",
                _ => "\u{FFFD}",
            });
            rest = &rest[at + 1..];
        }
        self.buffer.push_str(rest);
        self
    }

    /// A plain field that may be null.
    pub(super) fn plain_or_null(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.plain(value),
            None => self.null(),
        }
    }

    /// A text field that may be null.
    pub(super) fn text_or_null(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    /// Bytes, as `bytea` in hexadecimal.
    pub(super) fn bytes(&mut self, value: &[u8]) -> &mut Self {
        self.separate();
        self.buffer.push_str("\\\\x");
        for byte in value {
            let _ = write!(self.buffer, "{byte:02x}");
        }
        self
    }

    /// An `int[]`.
    pub(super) fn integers(&mut self, values: &[i32]) -> &mut Self {
        self.separate();
        self.buffer.push('{');
        for (at, value) in values.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(self.buffer, "{comma}{value}");
        }
        self.buffer.push('}');
        self
    }

    /// Spans as `int4multirange`.
    pub(super) fn spans(&mut self, spans: &[Span]) -> &mut Self {
        self.separate();
        self.buffer.push_str(&multirange(spans));
        self
    }

    fn null(&mut self) -> &mut Self {
        self.separate();
        self.buffer.push_str("\\N");
        self
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        self.buffer.push('\n');
        self.fresh = true;
        self.rows += 1;
    }

    fn separate(&mut self) {
        if !self.fresh {
            self.buffer.push('\t');
        }
        self.fresh = false;
    }

    /// Sends the rows; nothing is asked of the server where there are none.
    pub(super) async fn send(self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut copy = connection
            .copy_in_raw(AssertSqlSafe(self.statement).into_sql_str().as_str())
            .await?;
        copy.send(self.buffer.as_bytes()).await?;
        copy.finish().await?;
        Ok(())
    }
}

/// Spans in PostgreSQL's notation for `int4multirange`.
pub(super) fn multirange(spans: &[Span]) -> String {
    let ranges: Vec<String> = spans
        .iter()
        .filter(|s| !s.is_empty())
        .map(|s| format!("[{},{})", s.start, s.end))
        .collect();
    format!("{{{}}}", ranges.join(","))
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

    #[test]
    fn fields_are_escaped() {
        let mut rows = CopyRows::new("t", &["a", "b", "c", "d"]);
        rows.text("a\tb\\c\nd")
            .plain(7)
            .text_or_null(None)
            .bytes(&[0, 255])
            .end();
        assert_eq!(rows.buffer, "a\\tb\\\\c\\nd\t7\t\\N\t\\\\x00ff\n");
    }

    #[test]
    fn spans_go_there_and_back() {
        let there = vec![Span::new(3, 9), Span::new(12, 40)];
        assert_eq!(multirange(&there), "{[3,9),[12,40)}");
        assert_eq!(spans(&multirange(&there)), there);
        assert_eq!(spans("{}"), []);
    }
}
