//! The one report model that every renderer reads.

use serde_json::{Map, Value};

use super::basis::Basis;
use super::chart::Chart;
use super::line::Line;

/// A report: what people read in `blocks`, what programs read in `rows`.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Which report, as in JSON's `report` key: "history", "shifts", …
    pub kind: &'static str,
    /// Headline.
    pub title: Line,
    /// What a stance agrees or disagrees with, or another line under the headline; may be empty.
    pub subtitle: Line,
    /// How many statements, articles and outlets stand behind it, and over which period.
    pub basis: Basis,
    /// The body, in reading order.
    pub blocks: Vec<Block>,
    /// Further keys of the JSON object, before its rows.
    pub extra: Map<String, Value>,
    /// The rows: for JSON as they are, for JSONL one a line. Keys are the view's column names.
    pub rows: Vec<Map<String, Value>>,
    /// The rows as JSONL, where that alone is wanted of thousands of them: an object of each takes longer than its line.
    pub lines: Option<String>,
    /// The rows for CSV where those of JSON hold rows of their own.
    pub flat: Option<Vec<Map<String, Value>>>,
    /// The columns of CSV in order, known even where there is no row.
    pub columns: Vec<String>,
    /// The report as files for programs that draw and measure networks, where it is one.
    pub graph: Option<Box<GraphFiles>>,
}

/// A network in the formats of its field.
#[derive(Clone, Debug, Default)]
pub struct GraphFiles {
    /// GraphML.
    pub graphml: String,
    /// GEXF.
    pub gexf: String,
}

impl Report {
    /// Says which command lists the articles that the report calls searched, those of an actor on a topic.
    pub fn opens_searched(
        &mut self,
        actor: Option<i64>,
        topic: Option<&str>,
        as_recorded: Option<&str>,
    ) {
        let actor = actor.map(|id| format!(" --actor {id}"));
        let topic = topic.map(|topic| format!(" --topic {topic}"));
        let then = as_recorded.map(|then| format!(" --as-recorded \"{then}\""));
        let narrowed: Vec<String> = [actor, topic, then].into_iter().flatten().collect();
        self.opens_searched_by(&format!(
            "stance article list --searched{}",
            narrowed.concat()
        ));
    }

    /// The same of a report on several actors and topics, each of which the command is to be given.
    pub fn opens_each_searched(&mut self) {
        self.opens_searched_by("stance article list --searched --actor ACTOR --topic TOPIC");
    }

    /// Says which command lists the statements of a network, with their claims.
    pub fn opens_statements(&mut self) {
        let line = Line::plain("the statements: ")
            .code("stance sql \"select actor, topic, stance, claim_ids from network_statement\"");
        self.blocks.push(Block::Note(line));
    }

    fn opens_searched_by(&mut self, command: &str) {
        self.extra
            .insert("searched_articles".into(), command.into());
        let line = Line::plain("the articles searched: ").code(command);
        self.blocks.push(Block::Note(line));
    }

    /// Says in its title what window its rows were narrowed to.
    pub fn narrowed(mut self, window: Option<&str>) -> Self {
        if let Some(window) = window {
            self.title = self.title.text(format!(" · {window}"));
        }
        self
    }
}

/// A part of a report's body.
#[derive(Clone, Debug)]
pub enum Block {
    /// The start of a section.
    Heading(Line),
    /// A paragraph.
    Paragraph(Line),
    /// An aside: legends, what was left out and how to see it.
    Note(Line),
    /// A table.
    Table(Table),
    /// One utterance on a timeline, or one claim in a list.
    Entry(Entry),
    /// What changed between the entry before and the entry after.
    Change(Line),
    /// A shift with both its passages.
    Pair(Box<Pair>),
    /// The text of an article, its claims marked, line breaks kept.
    Prose(Prose),
    /// What is known of one thing: a name and a value a line.
    Facts(Vec<(&'static str, Line)>),
    /// Commands to type, each with what it does.
    Commands(Vec<(String, String)>),
    /// A picture.
    Chart(Chart),
    /// What a page says besides, and a terminal in other words.
    Page(Vec<Block>),
}

/// A dated item with its passage.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Its id on a page: "claim-31".
    pub anchor: Option<String>,
    /// The day or days, for people.
    pub when: String,
    /// What it is, in one line.
    pub head: Line,
    /// The passage as printed, with what stands before and behind it in the article.
    pub passage: Option<Passage>,
    /// Source, ids, reasons: one line each.
    pub details: Vec<Line>,
}

/// A passage as printed.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// The words before it in the article; mostly empty.
    pub lead: String,
    /// The passage.
    pub text: String,
    /// The words behind it; mostly empty.
    pub trail: String,
}

/// Two passages, before and after.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    /// Its id on a page: "shift-7-1-2".
    pub anchor: Option<String>,
    /// Its number in the picture above it.
    pub number: Option<usize>,
    /// Who, and what kind of change.
    pub head: Line,
    /// What qualifies it, and the command that opens it.
    pub notes: Vec<Line>,
    /// The earlier end.
    pub before: Entry,
    /// The later end.
    pub after: Entry,
}

/// A text with claims marked in it.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// The text, cut where claims begin and end.
    pub pieces: Vec<Piece>,
    /// The stance of each claim by its number less one; none where it has none or several.
    pub stances: Vec<Option<i16>>,
}

/// A part of an article's text between two places where claims begin or end.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Claims begin here, by their number in the list below the text.
    Open(Vec<usize>),
    /// Text, and how many claims cover it.
    Text(String, usize),
    /// Claims end here.
    Close(Vec<usize>),
}

/// A table; cells are lines.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell a column.
    pub rows: Vec<Vec<Line>>,
    /// Where it is too wide, whether to repeat the first column over several tables (a matrix).
    pub split: bool,
}

/// A column of a table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether its cells stand at the right (numbers).
    pub right: bool,
    /// Whether its cells may be wrapped where the table is too wide.
    pub wraps: bool,
}

impl Column {
    /// A column that keeps its width.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Self {
            right: true,
            ..Self::new(title)
        }
    }

    /// A column whose cells may be wrapped.
    pub fn wrapping(title: impl Into<String>) -> Self {
        Self {
            wraps: true,
            ..Self::new(title)
        }
    }
}
