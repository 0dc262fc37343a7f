//! What somebody did on a day that the text names, told by the reporter: "In May, Holt appeared on the
//! quay. She called the levy a mistake."
//!
//! A story in the past goes on at the time that it began with, until it names another.

use std::ops::Range;

use chrono::NaiveDate;

use super::governs::stands_free;
use super::shape::is_past;
use crate::text::document::{Document, TimeFind};

/// How many sentences later the story still goes on.
const GOES_ON: usize = 3;

/// How many sentences later, where the time is longer than a week: "In 2003 he voted for it" says
/// little of when he calls it a mistake.
const LONG_GOES_ON: usize = 2;

/// How many words of a sentence are looked at: keeps a text without full stops linear.
const SENTENCE: usize = 80;

/// A sentence that tells what was done at a time.
struct Deed<'a> {
    sentence: usize,
    paragraph: usize,
    time: usize,
    is_short: bool,
    /// The capitalised words of the sentence outside what somebody says: who did it is among them.
    names: Vec<&'a str>,
}

/// The dated deeds of an article, in text order.
pub(super) struct Deeds<'a>(Vec<Deed<'a>>);

impl<'a> Deeds<'a> {
    /// Those that stand outside quotations and outside what somebody says: `contents`, in order of their starts.
    pub(super) fn of(
        document: &Document<'a>,
        contents: &[Range<usize>],
        times: &[TimeFind],
        today: Option<NaiveDate>,
    ) -> Self {
        let told = |byte: usize| {
            let n = contents.partition_point(|content| content.start <= byte);
            let near = &contents[n.saturating_sub(8)..n];
            near.iter().any(|content| byte < content.end)
        };
        let deed = |(number, time): (usize, &TimeFind)| {
            let (from, to) = time.days?;
            let past = today.is_none_or(|today| from <= today);
            let outside = !told(time.range.start) && document.quote_at(time.range.start).is_none();
            let at = document.sentence_at(time.range.start);
            let sentence = document.sentences.get(at)?;
            let tokens = document.tokens_in(&time.range);
            let words =
                sentence.tokens.start..sentence.tokens.end.min(sentence.tokens.start + SENTENCE);
            let started = |at: &usize| !told(document.tokens[*at].start as usize);
            let acts = words
                .clone()
                .filter(&started)
                .any(|at| is_past(document.word(at)));
            let free = !tokens.is_empty()
                && stands_free(document, &tokens, &sentence.tokens)
                && !is_relative(document, &tokens, sentence.tokens.start);
            (past && outside && acts && free).then(|| Deed {
                sentence: at,
                paragraph: sentence.paragraph,
                time: number,
                is_short: (to - from).num_days() < 7,
                names: words
                    .filter(started)
                    .map(|at| document.word(at))
                    .filter(|word| word.starts_with(char::is_uppercase))
                    .collect(),
            })
        };
        Self(times.iter().enumerate().filter_map(deed).collect())
    }

    /// The time at which `speaker` speaks in a sentence, where the last deed before it is theirs. `tells`
    /// says that the cue tells of a deed rather than of words, which may be of today.
    pub(super) fn dating(
        &self,
        speaker: &str,
        sentence: usize,
        paragraph: usize,
        tells: bool,
    ) -> Option<usize> {
        let n = self.0.partition_point(|deed| deed.sentence < sentence);
        let last = self.0[..n].last()?;
        let apart = sentence - last.sentence;
        let near = match last.is_short {
            true => apart <= GOES_ON && paragraph - last.paragraph.min(paragraph) <= 1,
            false => {
                tells && (apart <= 1 || (apart <= LONG_GOES_ON && paragraph == last.paragraph))
            }
        };
        // Of two times in one sentence neither is the one.
        let alone = n < 2 || self.0[n - 2].sentence != last.sentence;
        (near && alone && last.names.contains(&speaker)).then_some(last.time)
    }
}

/// Whether the expression stands in a clause that explains a noun: "the firm that she bought in 2001".
fn is_relative(document: &Document, tokens: &Range<usize>, first: usize) -> bool {
    let low = first.max(tokens.start.saturating_sub(SENTENCE));
    (low..tokens.start)
        .rev()
        .map(|at| document.word(at))
        .take_while(|word| *word != ",")
        .any(|word| matches!(word, "who" | "which" | "that" | "whose" | "whom"))
}
