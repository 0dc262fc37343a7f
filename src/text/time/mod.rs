//! Time: calendar expressions with their values, and which of them dates a saying.
//!
//! [`find`] cuts the article's text into small pieces (`lex`) and starts a hand-written grammar
//! (`grammar`) at every word that can begin an expression. What it says (`meaning`) is resolved
//! against the article's day, the tense of the nearest verb (`tense`) and what was mentioned before
//! (`resolve`). The words are data: `lexicon/time.toml`.
//!
//! [`said_all`] asks for each attribution which expression goes with the clause of its cue
//! (`governs`), whether it was said at an occasion dated before (`occasions`), and whether its
//! speaker goes on from a dated saying or deed (`threads`, `deeds`). Its words: `lexicon/time-said.toml`.

mod calendar;
mod deeds;
mod governs;
mod grammar;
mod holiday;
mod intervals;
mod lex;
mod meaning;
mod occasions;
mod resolve;
mod roles;
mod said;
mod scene;
mod setting;
mod shape;
mod tense;
mod threads;
mod word;
mod words;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::document::{Document, TimeFind};
use grammar::Grammar;
use lex::{CHUNK, Chunks, Kind, Piece};
use meaning::{Meaning, Parsed};
use resolve::Resolver;
use word::Word;

pub use said::{said, said_all};

/// The time expressions of an article in text order.
///
/// `document_day` is the day it was published; without one, only absolute expressions get a value.
/// Lengths of time ("for two years") and habits ("every Tuesday") are left out. An expression
/// without a calendar value of its own, such as a season, has days only.
pub fn find(document: &Document, document_day: Option<NaiveDate>) -> Vec<TimeFind> {
    let mut resolver = Resolver::new(document_day);
    let mut finds = Vec::new();
    let mut chunks = Chunks::new(document);
    // There are about as many as tokens.
    let mut pieces = Vec::with_capacity(document.tokens.len().min(CHUNK));
    while chunks.next(&mut pieces) {
        let grammar = Grammar {
            text: document.text,
            pieces: &pieces,
            names: names(&pieces),
        };
        let mut at = 0;
        while at < pieces.len() {
            let Some(parsed) = read_unparted(&grammar, at) else {
                at += 1;
                continue;
            };
            at = parsed.last;
            if parsed.meaning == Meaning::Nothing {
                continue;
            }
            let tense = grammar.tense(parsed.first, parsed.last);
            let sentence = pieces[parsed.first].sentence;
            let (value, days) = resolver.resolve(&parsed, tense, sentence);
            let (first, last) = (&pieces[parsed.first], &pieces[parsed.last - 1]);
            finds.push(TimeFind {
                range: first.start as usize..last.end as usize,
                value,
                days,
            });
        }
    }
    finds
}

/// The expression that begins at piece `at`, read up to the next blank line at the most: what closes
/// a title or a paragraph and what opens the next are no one expression. A single line end may be
/// that of a wrapped line.
fn read_unparted(grammar: &Grammar, at: usize) -> Option<Parsed> {
    let parsed = grammar.read(at)?;
    let blank_before = |pair: &[Piece]| {
        let between = &grammar.text[pair[0].end as usize..pair[1].start as usize];
        between
            .bytes()
            .filter(|byte| *byte == b'\n')
            .nth(1)
            .is_some()
    };
    let parting = grammar.pieces[parsed.first..parsed.last]
        .windows(2)
        .position(blank_before);
    let Some(parting) = parting else {
        return Some(parsed);
    };
    let before = Grammar {
        pieces: &grammar.pieces[..=parsed.first + parting],
        ..*grammar
    };
    before.read(at)
}

/// The months that these pieces of the article also use as a name: behind another capital word ("Theresa May").
fn names(pieces: &[Piece]) -> u16 {
    let mut names = 0;
    for pair in pieces.windows(2) {
        if let (Kind::Other(_), Kind::Word(Word::Month(month, false))) =
            (pair[0].kind, pair[1].kind)
            && pair[0].capital
            && pair[1].capital
            && pair[0].sentence == pair[1].sentence
        {
            names |= 1 << month;
        }
    }
    names
}
