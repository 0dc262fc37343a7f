//! Rules for what a field over one cue's window cannot see: whose a quotation is that no cue claims,
//! and that "The plant" alone is no statement.

use super::assemble::Draft;
use super::atom::{Atom, Joint, QuotePlace, Shape};
use super::lexicon::is_certain;
use crate::text::document::Document;

/// Fewest tokens of a quotation, marks included, that must be somebody's; shorter ones are titles and
/// single words.
const SHORTEST: usize = 5;

/// Confidence from which on an attribution is taken if it is the only one to claim a quotation, or if
/// its cue does nothing but attribute.
const LAST_RESORT: f32 = 0.05;

/// Lets speakers go on: a quotation that nobody claims and that follows an attribution in the same
/// paragraph, or runs on from it over the next ones, is the same speaker's.
pub(crate) fn run_on(document: &Document<'_>, atoms: &[Atom], finds: &mut [(Draft, f32)]) {
    let mut claimed = claimed(atoms.len(), finds.iter().map(|f| &f.0));
    for (draft, _) in finds {
        let Some(&last) = draft.content.last() else {
            continue;
        };
        let cue = draft.cue.last().copied().unwrap_or(last);
        let mut at = last as usize;
        // Inside a quotation that goes on over the end of the sentence.
        let own = document.tokens[at].sentence as usize;
        if atoms[at].quote == QuotePlace::Inside && at + 1 == document.sentences[own].tokens.end {
            while at + 1 < atoms.len() && is_inside(&atoms[at + 1]) && !claimed[at + 1] {
                at += 1;
                claimed[at] = true;
                draft.content.push(at as u32);
            }
        }
        let mut sentence = document.tokens[at.max(cue as usize)].sentence as usize + 1;
        while let Some(next) = document.sentences.get(sentence) {
            let paragraph = document.sentences[sentence - 1].paragraph;
            let rest = if next.paragraph == paragraph {
                sentence..sentence + 1
            } else {
                // A whole paragraph in quotation marks after somebody's words.
                let end = document.sentences[sentence..]
                    .partition_point(|s| s.paragraph == next.paragraph);
                sentence..sentence + end
            };
            let tokens = next.tokens.start..document.sentences[rest.end - 1].tokens.end;
            let quoted = atoms[tokens.clone()]
                .iter()
                .all(|a| a.quote != QuotePlace::Outside);
            if !quoted || claimed[tokens.clone()].iter().any(|c| *c) {
                break;
            }
            claimed[tokens.clone()].fill(true);
            draft.content.extend(tokens.map(|t| t as u32));
            sentence = rest.end;
        }
    }
}

/// Ends what one verb takes where the next verb of the same subject begins: "rejected the offer | and
/// demanded higher pay".
pub(crate) fn end_at_next_verb(document: &Document<'_>, atoms: &[Atom], draft: &mut Draft) {
    let Some(&cue) = draft.cue.last() else {
        return;
    };
    let first = draft.content[0];
    let past = |at: u32| document.word(at as usize).ends_with("ed");
    // A clause ("said that …", "promised to …") may have verbs of its own.
    let takes_noun = first == cue + 1
        && past(cue)
        && atoms[first as usize].quote == QuotePlace::Outside
        && !matches!(atoms[first as usize].joint, Joint::That | Joint::To);
    if !takes_noun {
        return;
    }
    let next = draft.content.windows(2).position(|pair| {
        let verb = atoms[pair[1] as usize];
        atoms[pair[0] as usize].joint == Joint::And
            && pair[1] == pair[0] + 1
            && verb.cue >= CUE
            && verb.shape == Shape::Lower
            && verb.quote == QuotePlace::Outside
            && past(pair[1])
    });
    if let Some(end) = next.filter(|end| *end > 0) {
        draft.content.truncate(end);
    }
}

/// From this step on, a word is a cue in most of its places.
const CUE: u8 = 5;

/// Longest beginning, in tokens, that [`go_around`] takes for the start of a sentence it continues.
const BEGINNING: usize = 6;

/// Mends "The plant, she said, will close": where all that is left of the inserted cue is a few words
/// without a verb's helper, the content goes on behind it.
pub(crate) fn go_around(document: &Document<'_>, atoms: &[Atom], draft: &mut Draft) {
    let sentence = &document.sentences[document.tokens[draft.head].sentence as usize];
    let (first, last) = (sentence.tokens.start, sentence.tokens.end);
    let outside =
        |t: &u32| atoms[*t as usize].quote == QuotePlace::Outside && !atoms[*t as usize].helper;
    let beginning = draft.content[0] as usize == first
        && draft.content.len() <= BEGINNING
        && draft.content[draft.content.len() - 1] as usize + 1 == first + draft.content.len()
        && draft.content.iter().all(outside);
    let comma = |at: usize| at < last && atoms[at].joint == Joint::Comma;
    let inserted = draft.cue.iter().chain(&draft.source).map(|t| *t as usize);
    let (Some(start), Some(end)) = (inserted.clone().min(), inserted.max()) else {
        return;
    };
    // "she said on Monday,": the comma may come a little later.
    let Some(behind) = (end + 1..end + 4).find(|at| comma(*at)).map(|at| at + 1) else {
        return;
    };
    let goes_on = |a: Atom| {
        a.joint == Joint::None && a.shape == Shape::Lower && a.quote == QuotePlace::Outside
    };
    if !beginning
        || !comma(first + draft.content.len())
        || start != first + draft.content.len() + 1
        || behind >= last
    {
        return;
    }
    let participle = document.word(behind).ends_with("ing");
    if goes_on(atoms[behind]) && !participle {
        let stop = usize::from(atoms[last - 1].joint == Joint::Stop);
        draft
            .content
            .extend((behind..last - stop).map(|t| t as u32));
    }
}

/// Attributions under the floor that are the only ones to claim a quotation, or whose cue is certain.
pub(crate) fn last_resorts(
    atoms: &[Atom],
    kept: &[(Draft, f32)],
    rejected: Vec<(Draft, f32)>,
) -> Vec<(Draft, f32)> {
    let mut claimed = claimed(atoms.len(), kept.iter().map(|f| &f.0));
    let mut out = Vec::new();
    for (draft, sure) in rejected {
        let quoted = |t: &&u32| atoms[**t as usize].quote != QuotePlace::Outside;
        let free = draft
            .content
            .iter()
            .filter(quoted)
            .filter(|t| !claimed[**t as usize])
            .count();
        let only = free >= SHORTEST && free * 2 > draft.content.len();
        if sure >= LAST_RESORT && (only || is_certain(atoms[draft.head].class)) {
            draft
                .content
                .iter()
                .for_each(|t| claimed[*t as usize] = true);
            out.push((draft, sure));
        }
    }
    out
}

fn is_inside(atom: &Atom) -> bool {
    matches!(atom.quote, QuotePlace::Inside | QuotePlace::Closes)
}

fn claimed<'a>(tokens: usize, drafts: impl Iterator<Item = &'a Draft>) -> Vec<bool> {
    let mut claimed = vec![false; tokens];
    for token in drafts.flat_map(|d| &d.content) {
        claimed[*token as usize] = true;
    }
    claimed
}
