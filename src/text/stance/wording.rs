//! The plain words of a statement and of its cue, which say something whatever they are about: "disaster",
//! "should", "supporter".
//!
//! Names are left out, and of the words the trainer keeps those that readers of most annotated sets met, so that
//! what is learned is how people speak for and against things, and not what was said of one of them.

use super::Judge;
use super::heard::Heard;
use super::scene::Parts;
use crate::text::words::{Kind, Word};

/// What a word weighs beside other features, before its weight.
const SHARE: f32 = 0.5;

/// A word of fewer letters says nothing by itself.
const SHORTEST: usize = 3;

/// So many words of a statement are looked at.
const MOST: usize = 80;

/// Names of the features; the trainer knows them by these.
pub(crate) const NAMES: [&str; 2] = ["word", "cue word"];

/// The words, each once.
pub(super) struct Wording<'w>([Vec<&'w str>; 2]);

impl Judge<'_> {
    /// The words of the parts. Looked at once for all topics.
    pub(super) fn wording(&self, parts: &Parts) -> Wording<'_> {
        let words = &self.mentions.words.all;
        let content = parts.content.iter().flat_map(|(_, part)| part.clone());
        let cue = parts.cue.clone();
        let said = content.filter(|at| !cue.contains(at)).map(|at| &words[at]);
        Wording([plain(said), plain(words[cue.clone()].iter())])
    }
}

impl Wording<'_> {
    /// Notes the words as features of whether a position is taken, and of which.
    pub(super) fn note(&self, one: &mut Heard) {
        for (name, words) in NAMES.into_iter().zip(&self.0) {
            for word in words {
                one.held.tell(name, &[word], SHARE);
                one.signals.tell(name, &[word], SHARE);
            }
        }
    }
}

fn plain<'w>(words: impl Iterator<Item = &'w Word<'w>>) -> Vec<&'w str> {
    let mut plain: Vec<&str> = words
        .filter(|word| word.kind == Kind::Plain && word.lemma.len() >= SHORTEST)
        .take(MOST)
        .map(|word| word.lemma.as_ref())
        .collect();
    plain.sort_unstable();
    plain.dedup();
    plain
}
