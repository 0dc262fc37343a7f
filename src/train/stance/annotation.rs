//! Annotated positions: the sets beside this file, and the corpus that they point into.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::super::corpus;
use crate::eval::position::Match;
use crate::model::{Codebook, Span, TextIndex};
use crate::text::codebook;

/// An article of the corpus.
#[derive(Debug, Deserialize)]
pub struct Article {
    /// Its id.
    pub id: String,
    /// Day of publication, with or without a time; TimeBank calls it the document's creation time.
    #[serde(default, alias = "dct")]
    pub date: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its text.
    pub text: String,
}

impl Article {
    /// Its day.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        self.date.get(..10).and_then(|day| day.parse().ok())
    }
}

/// Reads the corpora, JSONL files, as one.
///
/// # Errors
/// If a file cannot be read or a line is no article; the message names the line.
pub fn articles<P: AsRef<Path>>(paths: &[P]) -> std::io::Result<Vec<Article>> {
    let mut articles = Vec::new();
    for path in paths {
        articles.extend(corpus::lines(path.as_ref())?);
    }
    Ok(articles)
}

/// A codebook with the positions noted on its topics.
pub(super) struct Set {
    pub name: &'static str,
    pub codebook: Codebook,
    /// By article; an article that was read and has none is there, too.
    pub articles: BTreeMap<String, Vec<Noted>>,
}

/// A position that an annotator noted.
pub(super) struct Noted {
    pub topic: String,
    pub stance: i16,
    /// Somebody else says that the actor holds it.
    pub by_other: bool,
    /// Code points of the article's text that show it.
    pub span: Span,
    matched: Match,
}

impl Noted {
    /// Whether `name` means the actor.
    pub fn is_of(&self, name: &str) -> bool {
        self.matched.is_of(name)
    }

    /// Whether `passage` is the one that shows it.
    pub fn is_at(&self, passage: &str) -> bool {
        self.matched.is_at(passage)
    }
}

#[derive(Deserialize)]
struct Line {
    article: String,
    topic: Option<String>,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    actor_kind: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    stance: i16,
    #[serde(default)]
    evidence: (u32, u32),
    #[serde(default)]
    by_other: bool,
}

macro_rules! sets {
    ($($name:literal),*) => {
        [$((
            $name,
            include_str!(concat!("annotations/", $name, ".toml")),
            include_str!(concat!("annotations/", $name, ".jsonl")),
        )),*]
    };
}

/// The sets that the project trains on, for the articles of `corpus`.
///
/// # Errors
/// If one does not parse, or names an article that the corpus does not have.
pub(super) fn sets(corpus: &[Article]) -> Result<Vec<Set>, String> {
    let sets = sets![
        "policies",
        "security",
        "campaign",
        "inquiries",
        "parties",
        "conventions",
        "businesses",
        "records",
        "unity",
        "scandals",
        "nominees",
        "rivals",
        "measures",
        "accords",
        "claims",
        "voters",
        "lawsuits",
        "swaps",
        "courts",
        "energy",
        "health",
        "nineties",
        "trade",
        "firms",
        "guns",
        "rights",
        "warpeace",
        "schools",
        "border",
        "cities",
        "defense",
        "secrecy",
        "world",
        "economy",
        "markets",
        "justice",
        "ballots",
        "briefs",
        "columns",
        "desks",
        "forums",
        "guides",
        "issues",
        "agendas",
        "debates",
        "dockets",
        "hearings",
        "motions",
        "platforms",
        "sessions"
    ];
    parse(&sets, corpus)
}

/// Reads sets of a name, a codebook and lines.
fn parse(sets: &[(&'static str, &str, &str)], corpus: &[Article]) -> Result<Vec<Set>, String> {
    sets.iter()
        .map(|&(name, toml, lines)| {
            let codebook = codebook::parse(name, toml).map_err(|error| error.to_string())?;
            let mut articles: BTreeMap<String, Vec<Noted>> = BTreeMap::new();
            for (n, line) in lines.lines().enumerate() {
                let place = || format!("{name}.jsonl:{}", n + 1);
                let line: Line =
                    serde_json::from_str(line).map_err(|error| format!("{}: {error}", place()))?;
                let article = corpus
                    .iter()
                    .find(|article| article.id == line.article)
                    .ok_or_else(|| format!("{}: {} is not in the corpus", place(), line.article))?;
                let noted = articles.entry(line.article).or_default();
                if let Some(topic) = line.topic {
                    let span = Span::new(line.evidence.0, line.evidence.1);
                    let bytes = TextIndex::new(&article.text).range(span);
                    let person = line.actor_kind == "person";
                    noted.push(Noted {
                        topic,
                        stance: line.stance,
                        by_other: line.by_other,
                        span,
                        matched: Match::new(&line.actor, &line.names, person, &article.text[bytes]),
                    });
                }
            }
            Ok(Set {
                name,
                codebook,
                articles,
            })
        })
        .collect()
}
