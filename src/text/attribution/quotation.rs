//! Rules for what a field over one cue's window cannot see: whose a quotation is that no cue claims.

use super::assemble::Draft;
use super::atom::{Atom, QuotePlace};
use crate::text::document::Document;

/// Fewest tokens of a quotation, marks included, that must be somebody's; shorter ones are titles and
/// single words.
const SHORTEST: usize = 5;

/// Confidence from which on an attribution is taken if it is the only one to claim a quotation.
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
        let speaks = draft
            .content
            .iter()
            .any(|t| atoms[*t as usize].quote != QuotePlace::Outside);
        let mut sentence = document.tokens[at.max(cue as usize)].sentence as usize + 1;
        while let Some(next) = document.sentences.get(sentence) {
            let paragraph = document.sentences[sentence - 1].paragraph;
            let rest = if next.paragraph == paragraph {
                sentence..sentence + 1
            } else if speaks {
                // A whole paragraph in quotation marks after somebody's quoted words.
                let end = document.sentences[sentence..]
                    .partition_point(|s| s.paragraph == next.paragraph);
                sentence..sentence + end
            } else {
                break;
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

/// Attributions under the floor that are the only ones to claim a quotation.
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
        if sure >= LAST_RESORT && free >= SHORTEST && free * 2 > draft.content.len() {
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
