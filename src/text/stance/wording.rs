//! The plain words of a statement and of its cue, which say something whatever they are about: "disaster",
//! "should", "supporter".
//!
//! Names are left out, and of the words the trainer keeps those that readers of most annotated sets met, so that
//! what is learned is how people speak for and against things, and not what was said of one of them.

use super::Judge;
use super::features::{Features, Notes};
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

impl Judge<'_> {
    /// The words of the parts, each once, as features of whether a position is taken and of which. Made once for
    /// all topics.
    pub(super) fn wording(&self, parts: &Parts) -> Features {
        let words = &self.mentions.words.all;
        let content = parts.content.iter().flat_map(|(_, part)| part.clone());
        let cue = parts.cue.clone();
        let said = content.filter(|at| !cue.contains(at)).map(|at| &words[at]);
        let both = [plain(said), plain(words[cue.clone()].iter())];
        let mut wording = Features::new(self.named);
        for (name, words) in NAMES.into_iter().zip(both) {
            for word in words {
                wording.tell(name, &[word], SHARE);
            }
        }
        wording
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
