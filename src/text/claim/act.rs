//! What the actor did by uttering.

use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::model::Act;
use crate::text::document::Find;
use crate::text::hash::Table;

const SOURCE: &str = include_str!("../lexicon/act.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    refusal: Vec<Refusal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    cue: Vec<String>,
    then: Vec<String>,
    #[serde(rename = "examples")]
    _examples: IgnoredAny,
    #[serde(rename = "counter")]
    _counter: IgnoredAny,
}

/// The set phrases of refusal, found by the first word of their cue.
#[derive(Default)]
struct Refusals {
    all: Vec<Refusal>,
    /// By that word: the number of an entry and of its cue.
    by_first: Table<String, Vec<(usize, usize)>>,
}

impl Refusals {
    /// The lexicon that the program was built with.
    fn embedded() -> &'static Self {
        static REFUSALS: OnceLock<Refusals> = OnceLock::new();
        // A test reads the same file, so that this cannot fail in a build that passed.
        REFUSALS.get_or_init(|| {
            toml::from_str(SOURCE).map_or_else(|_| Self::default(), |file: File| file.into())
        })
    }

    /// The entries with a cue in `said`, and the first byte behind it.
    fn begun<'s>(&'s self, said: &'s str) -> impl Iterator<Item = (&'s Refusal, usize)> {
        words(said).flat_map(move |(at, word)| {
            let entries = self.by_first.get(word).into_iter().flatten();
            entries.filter_map(move |&(entry, cue)| {
                let entry = &self.all[entry];
                let cue = &entry.cue[cue];
                starts(&said[at..], cue).then_some((entry, at + cue.len()))
            })
        })
    }
}

impl From<File> for Refusals {
    fn from(file: File) -> Self {
        let mut refusals = Self {
            all: file.refusal,
            ..Self::default()
        };
        for (number, entry) in refusals.all.iter().enumerate() {
            for (cue, written) in entry.cue.iter().enumerate() {
                let first = words(written).next().map_or("", |(_, word)| word);
                let entries = refusals.by_first.entry(first.to_owned()).or_default();
                entries.push((number, cue));
            }
        }
        refusals
    }
}

/// The runs of letters and digits of `text` with their first bytes.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let runs = text.split(|c: char| !c.is_alphanumeric());
    let placed = runs.map(|run| (run.as_ptr().addr() - text.as_ptr().addr(), run));
    placed.filter(|(_, run)| !run.is_empty())
}

/// The act of an attribution, by its cue and the beginning of its content. `named` gives the act
/// that a single cue word names, where the cue lexicon has it.
pub(crate) fn act(text: &str, find: &Find, named: impl Fn(&str) -> Option<Act>) -> Act {
    if is_refusal(text, find) {
        return Act::Refusal;
    }
    // The last word of "has voted", "plans to vote" and "called for" that the lexicon knows counts,
    // but an attitude ("wants to vote") stays one.
    let mut act = None;
    for range in &find.cue {
        for (_, word) in words(&text[range.clone()]) {
            let Some(found) = named(&word.to_lowercase()) else {
                continue;
            };
            if act.is_none_or(|act| act == Act::Statement) && found != Act::Refusal {
                act = Some(found);
            }
        }
    }
    act.unwrap_or_default()
}

fn is_refusal(text: &str, find: &Find) -> bool {
    let Some(cue) = find.cue.first() else {
        return false;
    };
    let end = find
        .cue
        .last()
        .map_or(cue.end, |last| last.end)
        .max(cue.end);
    let said = &text[cue.start..end.min(text.len())];
    // Long cues are no set phrases; the cut keeps this linear whatever the model hands on.
    if said.len() > 120 {
        return false;
    }
    let said = plain(said);
    let behind = |range: Option<Range<usize>>| {
        range.map_or_else(String::new, |range| plain(head(text, range)))
    };
    Refusals::embedded().begun(&said).any(|(entry, at)| {
        let rest = without_time(&said[at..]);
        let content = format!("{rest} {}", behind(find.content.first().cloned()));
        let next = format!("{rest} {}", behind(Some(end..text.len())));
        let mut then = entry.then.iter();
        then.any(|then| then.is_empty() || starts(&content, then) || starts(&next, then))
    })
}

/// What follows words for when and how often: "declined on Monday to say".
fn without_time(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let (word, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        if !TIMES.contains(&word.trim_end_matches(',')) {
            return rest;
        }
        rest = behind.trim_start();
    }
}

/// Words that may stand inside a set phrase of refusal.
const TIMES: [&str; 16] = [
    "on",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "today",
    "again",
    "repeatedly",
    "publicly",
    "also",
    "twice",
    "so",
];

/// The first words of `range`.
fn head(text: &str, range: Range<usize>) -> &str {
    let end = text.floor_char_boundary(range.end.min(range.start + 60));
    &text[range.start..end.max(range.start)]
}

fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether `text` begins with `phrase` as whole words.
fn starts(text: &str, phrase: &str) -> bool {
    let behind = text.trim_start().strip_prefix(phrase);
    behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::attribution::act_of;

    /// Reads "<source> *cue* content".
    fn marked(example: &str) -> (String, Find) {
        let mut text = String::new();
        let mut places = Vec::new();
        for c in example.chars() {
            match c {
                '<' | '>' | '*' => places.push(text.len()),
                _ => text.push(c),
            }
        }
        let [source, source_end, cue, cue_end] = places[..] else {
            panic!("“{example}” is not “<source> *cue* content”");
        };
        let content = cue_end + 1..text.trim_end_matches('.').len();
        let (source, cue) = (source..source_end, cue..cue_end);
        let find = Find {
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            confidence: 1.0,
            ..Find::default()
        };
        (text, find)
    }

    fn strings(value: &toml::Value, key: &str) -> Vec<String> {
        let list = value.get(key).and_then(|v| v.as_array());
        let list = list.expect("every entry has examples and counter-examples");
        list.iter()
            .map(|v| v.as_str().expect("a sentence").to_owned())
            .collect()
    }

    #[test]
    fn every_entry_finds_its_refusals_and_leaves_its_counter_examples() {
        let value: toml::Value = toml::from_str(SOURCE).expect("the lexicon is TOML");
        let _: File = toml::from_str(SOURCE).expect("the lexicon has the right keys");
        for entry in value["refusal"].as_array().expect("entries") {
            for (key, refuses) in [("examples", true), ("counter", false)] {
                for example in strings(entry, key) {
                    let (text, find) = marked(&example);
                    let found = act(&text, &find, act_of);
                    assert_eq!(found == Act::Refusal, refuses, "{example}: {found:?}");
                }
            }
        }
    }

    #[test]
    fn the_cue_names_the_act() {
        for (example, expected) in [
            ("<The board> *voted* to close it", Act::Vote),
            ("<The board> *said* it would close", Act::Statement),
            ("<The board> *believes* it can wait", Act::Belief),
        ] {
            let (text, find) = marked(example);
            assert_eq!(act(&text, &find, act_of), expected, "{example}");
        }
    }
}
