//! Who speaks on: sayings without a time of their own that belong to a dated one.
//!
//! A story comes back to the same speech for paragraphs ("she added", "Lund said"), and its headline
//! and first sentence tell what a later one dates ("In a speech Tuesday, Lund …"). Both hold for one
//! speaker only, and end where the text names another occasion.

use super::roles::{Role, Roles};
use super::said::{Story, place};
use super::scene::Scene;
use crate::model::Said;
use crate::text::hash::KeyedTable;

/// How many sentences and paragraphs later a speaker still speaks on.
const SENTENCES_ON: usize = 12;
const PARAGRAPHS_ON: usize = 4;

/// How many sentences later somebody "continued".
const GOES_ON: usize = 3;

/// How many paragraphs open a story, and how many later their date may stand.
const OPENING: usize = 3;
const DATED_WITHIN: usize = 2;

/// How many attributions on either side may tell of other times.
const NEAR: usize = 4;

/// How many words of a sentence are looked at: keeps a text without full stops linear.
const SENTENCE: usize = 80;

/// Where a saying stands, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Turn<'a> {
    /// The last name word of the source, or of the one that "she" stands for; empty for nobody's.
    speaker: &'a str,
    sentence: usize,
    paragraph: usize,
}

/// Dates the sayings that have no date yet and go on from one that has, or open the story of one.
pub(super) fn run(story: &Story, turns: &[Option<Turn>], said: &mut [Option<Said>]) {
    forward(story, turns, said);
    backward(story, turns, said);
}

fn forward(story: &Story, turns: &[Option<Turn>], said: &mut [Option<Said>]) {
    let mut open: KeyedTable<&str, (Turn, usize)> = KeyedTable::default();
    let mut dated: KeyedTable<&str, (Turn, usize)> = KeyedTable::default();
    for at in 0..turns.len() {
        let Some(turn) = turns[at].filter(|turn| !turn.speaker.is_empty()) else {
            continue;
        };
        if said[at].is_some() {
            dated.insert(turn.speaker, (turn, at));
        }
        if said[at].as_ref().is_some_and(is_short) {
            open.insert(turn.speaker, (turn, at));
            continue;
        }
        if said[at].is_some() {
            open.remove(turn.speaker);
            continue;
        }
        let other = elsewhere(story, at, turn.sentence);
        if other == Some(Elsewhere::Occasion) {
            open.remove(turn.speaker);
            continue;
        }
        if other.is_some() || !story.is_told(at) {
            continue;
        }
        let last = open.get_mut(turn.speaker).filter(|(last, _)| {
            turn.sentence.abs_diff(last.sentence) <= SENTENCES_ON
                && turn.paragraph.abs_diff(last.paragraph) <= PARAGRAPHS_ON
        });
        if let Some((last, dated)) = last {
            *last = turn;
            said[at] = said[*dated].clone();
        } else if let Some(before) = at.checked_sub(1)
            && goes_on(story, at)
            && turns[before].is_some_and(|last| {
                last.speaker == turn.speaker && turn.sentence.abs_diff(last.sentence) <= GOES_ON
            })
        {
            said[at] = said[before].clone();
        } else if let Some((last, then)) = dated.get(turn.speaker)
            && turn.paragraph == last.paragraph
            && turn.sentence.abs_diff(last.sentence) <= 1
            && (adds(story, at) || said[*then].as_ref().is_some_and(is_of_a_month))
        {
            said[at] = said[*then].clone();
        } else if !story.is_dated_otherwise(at, turn.sentence)
            && let Some(time) = story.deeds.dating(
                turn.speaker,
                turn.sentence,
                turn.paragraph,
                !is_plain(story, at),
            )
        {
            let then = story.by_time(&story.times[time]);
            if is_short(&then) {
                open.insert(turn.speaker, (turn, at));
            }
            said[at] = Some(then);
        }
    }
}

/// Whether the cue is a plain word of saying or of silence, which may be of another time than what is
/// told around it.
fn is_plain(story: &Story, at: usize) -> bool {
    let plain = |word| Roles::get().has(word, Role::Plain) || matches!(word, "not" | "declined");
    story.finds[at].cue.is_empty() || story.cue_words(at).any(plain)
}

/// Whether the cue says that this goes with what was said right before.
fn adds(story: &Story, at: usize) -> bool {
    let mut words = story.cue_words(at);
    words.any(|word| Roles::get().has(word, Role::Adds))
}

/// Whether the cue says that the speaker goes on.
fn goes_on(story: &Story, at: usize) -> bool {
    let mut words = story.cue_words(at);
    words.any(|word| Roles::get().has(word, Role::GoesOn))
}

fn backward(story: &Story, turns: &[Option<Turn>], said: &mut [Option<Said>]) {
    let mut ahead: KeyedTable<&str, (Turn, usize)> = KeyedTable::default();
    let opening = turns
        .partition_point(|turn| turn.is_none_or(|turn| turn.paragraph < OPENING + DATED_WITHIN));
    for at in (0..opening).rev() {
        let Some(turn) = turns[at].filter(|turn| !turn.speaker.is_empty()) else {
            continue;
        };
        if said[at].as_ref().is_some_and(is_short) {
            ahead.insert(turn.speaker, (turn, at));
        } else if let Some((later, dated)) = ahead.get(turn.speaker)
            && said[at].is_none()
            && turn.paragraph < OPENING
            && later.paragraph - turn.paragraph.min(later.paragraph) <= DATED_WITHIN
            && (turn.paragraph == 0 || story.is_told(at))
            && elsewhere(story, at, turn.sentence).is_none()
        {
            said[at] = said[*dated].clone();
        }
    }
}

/// Whose turn each attribution is.
pub(super) fn turns<'d>(story: &Story<'d, '_>) -> Vec<Option<Turn<'d>>> {
    let mut last: Option<Turn> = None;
    (0..story.finds.len())
        .map(|at| {
            let find = &story.finds[at];
            let sentence = story.document.sentence_at(place(find)?.start);
            let paragraph = story.document.sentences.get(sentence)?.paragraph;
            let by_words = || match find.source.first() {
                Some(source) => named(story, source),
                // "…, adding that …"
                None => last
                    .filter(|last| last.sentence == sentence)
                    .map(|last| last.speaker)
                    .or(Some("")),
            };
            let speaker = story
                .speaker(at)
                .or_else(by_words)
                .or(last.map(|last| last.speaker))
                .unwrap_or_default();
            let turn = Turn {
                speaker,
                sentence,
                paragraph,
            };
            last = Some(turn);
            Some(turn)
        })
        .collect()
}

/// The last name word of a source before what is added to it ("Lund, mayor of Bergen"), empty where it has none; none for a pronoun.
fn named<'d>(story: &Story<'d, '_>, source: &std::ops::Range<usize>) -> Option<&'d str> {
    let tokens = story.document.tokens_in(source);
    let words = tokens.map(|at| story.document.word(at));
    if words.len() == 1
        && words
            .clone()
            .all(|word| Roles::get().has(word, Role::Pronoun))
    {
        return None;
    }
    let head = words.take_while(|word| !matches!(*word, "," | "(" | "who" | "—" | "–"));
    let names = head.filter(|word| word.starts_with(char::is_uppercase));
    Some(names.last().unwrap_or_default())
}

/// Dates what those said who were at the event that the article reports.
pub(super) fn at_scene(
    story: &Story,
    turns: &[Option<Turn>],
    scene: &Scene,
    said: &mut [Option<Said>],
) {
    let then = story.by_time(&story.times[scene.time]);
    for (at, turn) in turns.iter().enumerate() {
        let there = turn.is_some_and(|turn| scene.has(turn.speaker));
        if said[at].is_none() && there && story.is_of_scene(at, scene) {
            said[at] = Some(then.clone());
        }
    }
}

/// Whether nothing in its sentence puts a saying to another time or occasion.
pub(super) fn is_on(story: &Story, at: usize, sentence: usize) -> bool {
    elsewhere(story, at, sentence).is_none()
}

/// What sets a saying apart from the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Elsewhere {
    /// Another time, in passing: "she has long opposed".
    Time,
    /// An occasion of its own, at which the speaker goes on: "in a statement".
    Occasion,
}

/// Whether the find's sentence puts it to a time or occasion of its own.
fn elsewhere(story: &Story, at: usize, sentence: usize) -> Option<Elsewhere> {
    let near = at.saturating_sub(NEAR)..story.finds.len().min(at + NEAR);
    let cue = story.finds[at]
        .cue
        .first()
        .map_or(usize::MAX, |cue| cue.start);
    // What another attribution tells is not of this one, unless this one stands in it.
    let told: Vec<&std::ops::Range<usize>> = story.finds[near]
        .iter()
        .flat_map(|find| &find.content)
        .filter(|span| !span.contains(&cue))
        .collect();
    let inside = |at: usize| {
        let start = story.document.tokens[at].start as usize;
        told.iter().any(|span| span.contains(&start))
    };
    let mut before = "";
    let mut found = None;
    for at in story.document.sentences[sentence]
        .tokens
        .clone()
        .take(SENTENCE)
    {
        if inside(at) {
            before = "";
            continue;
        }
        let word = story.document.word(at);
        let determined = matches!(word, "a" | "an" | "another");
        if determined && matches!(before, "In" | "At" | "During" | "in" | "at" | "during") {
            return Some(Elsewhere::Occasion);
        }
        if Roles::get().has(word, Role::Elsewhere) {
            found = Some(Elsewhere::Time);
        }
        before = word;
    }
    found
}

/// Whether a saying is dated to a week at most: "he" who spoke in 2013 speaks today in the next
/// sentence.
fn is_short(said: &Said) -> bool {
    days(said).is_some_and(|days| days <= 7)
}

/// Whether it is dated to a month at most.
fn is_of_a_month(said: &Said) -> bool {
    days(said).is_some_and(|days| days <= 31)
}

fn days(said: &Said) -> Option<i64> {
    Some((said.to? - said.from?).num_days() + 1)
}
