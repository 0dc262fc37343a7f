//! Claims as a table that people edit in a spreadsheet and read back.
//!
//! A row carries a version: a hash of what it said when it was written. By it a row is told that nobody
//! edited, and a claim that has changed in the database meanwhile.

mod cell;
mod change;
mod day;

use std::io::Write;

use sha2::{Digest, Sha256};

use crate::model::Statement;

pub use cell::{defused, restored};
pub use change::{Change, Fault, Outcome, Verdict, decide};
pub use day::Order;

/// The columns: first what says which claim it is, then what is edited, then what is only there to read.
pub const COLUMNS: [&str; 25] = [
    "claim",
    "version",
    "verdict",
    "note",
    "actor",
    "actor_id",
    "topic",
    "stance",
    "said_from",
    "said_to",
    "act",
    "link",
    "status",
    "reviewed_by",
    "evidence",
    "outlet",
    "published",
    "title",
    "url",
    "article",
    "form",
    "basis",
    "on_behalf_of",
    "ascribed_by",
    "confidence",
];

/// Those that must be there when a table is read back.
const NEEDED: [&str; 2] = ["claim", "version"];

/// Writes the header. What begins with a byte order mark is UTF-8 to every spreadsheet.
///
/// # Errors
/// Those of `out`.
pub fn begin<W: Write>(mut out: W) -> std::io::Result<csv::Writer<W>> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    Ok(writer)
}

/// Writes a row.
///
/// # Errors
/// Those of the writer.
pub fn row<W: Write>(writer: &mut csv::Writer<W>, claim: &Statement) -> std::io::Result<()> {
    let text = |value: &Option<String>| defused(value.as_deref().unwrap_or_default());
    let number = |value: Option<i16>| value.map(|value| value.to_string()).unwrap_or_default();
    let day =
        |value: Option<chrono::NaiveDate>| value.map(|value| value.to_string()).unwrap_or_default();
    writer.write_record([
        claim.claim_id.to_string(),
        version(claim),
        String::new(),
        String::new(),
        text(&claim.actor),
        text(&claim.actor_key),
        text(&claim.topic),
        number(claim.stance),
        day(claim.said_from),
        day(claim.said_to),
        claim.act.clone(),
        text(&claim.link),
        claim.status.clone(),
        text(&claim.reviewed_by),
        defused(&claim.evidence),
        text(&claim.outlet),
        day(claim.published_day),
        text(&claim.title),
        text(&claim.url),
        claim.article_id.to_string(),
        claim.form.clone(),
        claim.basis.clone(),
        text(&claim.on_behalf_of),
        text(&claim.ascribed_by),
        format!("{:.3}", claim.confidence),
    ])?;
    Ok(())
}

/// What a row says, by which it is recognised.
pub fn version(claim: &Statement) -> String {
    Said::of(claim).version()
}

/// The cells that the version is made of, each in one notation.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    claim: i64,
    actor: String,
    topic: String,
    stance: Option<i16>,
    from: Option<chrono::NaiveDate>,
    to: Option<chrono::NaiveDate>,
    act: String,
    link: String,
    status: String,
}

impl Said {
    fn of(claim: &Statement) -> Self {
        let text = |value: &Option<String>| cell::plain(value.as_deref().unwrap_or_default());
        Self {
            claim: claim.claim_id,
            actor: text(&claim.actor),
            topic: text(&claim.topic),
            stance: claim.stance,
            from: claim.said_from,
            to: claim.said_to,
            act: claim.act.clone(),
            link: text(&claim.link),
            status: claim.status.clone(),
        }
    }

    /// Begins with a letter, so that no spreadsheet takes it for a number.
    fn version(&self) -> String {
        let day =
            |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let said = [
            self.claim.to_string(),
            self.actor.clone(),
            self.topic.clone(),
            self.stance
                .map(|stance| stance.to_string())
                .unwrap_or_default(),
            day(self.from),
            day(self.to),
            self.act.clone(),
            self.link.clone(),
            self.status.clone(),
        ];
        let digest = Sha256::digest(said.join("\u{1f}"));
        let hex: String = digest
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("v{hex}")
    }
}

/// A row as it was read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line that it begins in.
    pub line: u64,
    /// The claim.
    pub claim: i64,
    /// What it said when it was written.
    pub version: String,
    /// The cells by column, without those that are empty.
    cells: Vec<(&'static str, String)>,
    /// Columns that the file has.
    there: Vec<&'static str>,
}

impl Row {
    /// Why, in the reviewer's words.
    pub fn note(&self) -> Option<&str> {
        self.cell("note")
    }

    /// The cell of a column; none where it is empty.
    fn cell(&self, column: &str) -> Option<&str> {
        let cell = self.cells.iter().find(|(name, _)| *name == column);
        cell.map(|(_, value)| value.as_str())
    }
}

/// Reads rows back: `header` in lower case, `rows` with the lines that they begin in.
///
/// # Errors
/// Where the header is not one of these tables: what is wrong, and what to do. Rows that are no rows are
/// among the faults.
pub fn read(
    header: &[String],
    rows: Vec<(u64, Vec<String>)>,
) -> Result<(Vec<Row>, Vec<Fault>), Fault> {
    for needed in NEEDED {
        if !header.iter().any(|name| name == needed) {
            return Err(Fault::of(
                1,
                needed,
                "no such column",
                "take a table that stance export -o claims.csv wrote, and leave it in: it says which claim a row is",
            ));
        }
    }
    let mut columns = Vec::with_capacity(header.len());
    for name in header {
        let known = COLUMNS.into_iter().find(|column| column == name);
        if known.is_none() && !name.is_empty() {
            return Err(Fault::of(1, name, "unknown column", "take it out"));
        }
        if known.is_some() && columns.contains(&known) {
            return Err(Fault::of(
                1,
                name,
                "the column is there twice",
                "take one out",
            ));
        }
        columns.push(known);
    }
    let there: Vec<&'static str> = columns.iter().flatten().copied().collect();
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for (line, cells) in rows {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if let Some(extra) = cells
            .get(columns.len()..)
            .and_then(|rest| rest.iter().find(|c| !c.is_empty()))
        {
            faults.push(Fault::of(
                line,
                "",
                &format!("\"{extra}\" is behind the last column"),
                "look for a delimiter in a cell without quotes",
            ));
            continue;
        }
        let cells: Vec<(&'static str, String)> = columns
            .iter()
            .zip(&cells)
            .filter_map(|(column, cell)| Some(((*column)?, restored(cell))))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        let value = |name: &str| {
            cells
                .iter()
                .find(|(column, _)| *column == name)
                .map(|(_, cell)| cell.clone())
        };
        let claim = value("claim").unwrap_or_default();
        match (claim.parse(), value("version")) {
            (Ok(claim), Some(version)) => read.push(Row {
                line,
                claim,
                version,
                cells,
                there: there.clone(),
            }),
            (Err(_), _) => faults.push(Fault::of(
                line,
                "claim",
                &format!("\"{claim}\" is no claim's id"),
                "take it from the export; new claims come in with stance record",
            )),
            (_, None) => faults.push(Fault::of(
                line,
                "version",
                "it is empty",
                "take it from the export",
            )),
        }
    }
    Ok((read, faults))
}

#[cfg(test)]
mod tests;
