//! Single words of a codebook's terms, for what names no whole term.
//!
//! Whoever says "keep these people out" of a topic with "keep refugees out" among `for` names none of its
//! terms, but words of them. How many of what is said stand among the terms of one side only, and how
//! many in the topic's entry at all, tells whether a position is taken there, and which.

use super::compile::STOP_WORDS;
use crate::model::Topic;
use crate::text::hash::Table;
use crate::text::listed::Beginnings;
use crate::text::words::{Word, Words};

/// Letters by which words are the same: "restrict" is "restriction" (truncation, as in McNamee and
/// Mayfield, *Character N-Gram Tokenization for European Language Text Retrieval*, 2004).
const LETTERS: usize = 6;

/// The words of all topics' entries.
#[derive(Debug, Default)]
pub(crate) struct Leanings {
    /// By their first letters: the topics, and for each the side whose terms alone have the word, or 0.
    uses: Table<u64, Vec<(usize, i8)>>,
    begins: Beginnings,
}

/// How many words of one topic's entry something has, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lean {
    /// Those that only terms for the proposition have.
    pub with: usize,
    /// Those that only terms against it have.
    pub against: usize,
    /// All.
    pub all: usize,
}

impl Lean {
    /// How many more words it has of those for the proposition; negative where more are against it.
    pub fn more(&self) -> f32 {
        self.with as f32 - self.against as f32
    }
}

impl Leanings {
    /// Adds the words of the topic with index `number`.
    pub fn add(&mut self, number: usize, topic: &Topic) {
        let of = |lists: &[&Vec<String>]| -> Vec<u64> {
            let terms = lists.iter().flat_map(|list| list.iter());
            terms.flat_map(|term| keys(term)).collect()
        };
        let with = of(&[&topic.for_terms, &topic.reasons_for]);
        let against = of(&[&topic.against_terms, &topic.reasons_against]);
        // Whoever names the thing itself says no side, though measures name it, too.
        let named = [keys(&topic.name), keys(&topic.proposition)].concat();
        let thing = [of(&[&topic.about]), named].concat();
        let mut all = [&with[..], &against, &thing].concat();
        all.sort_unstable();
        all.dedup();
        for key in all {
            let has = |words: &[u64]| i8::from(words.contains(&key));
            let side = (has(&with) - has(&against)) * (1 - has(&thing));
            self.begins.add(key);
            self.uses.entry(key).or_default().push((number, side));
        }
    }

    /// What some words, of which a text may have any number, have of each topic; by topic.
    pub fn of<'w>(&self, words: impl Iterator<Item = &'w Word<'w>>) -> Table<usize, Lean> {
        let known = words.filter_map(|word| {
            // Few words are in any entry, and these alone are looked up among the stop words.
            let letters = first_letters(word.begin);
            let may_have = self.begins.may_have(letters);
            let (key, uses) = may_have.then(|| self.uses.get_key_value(&letters))??;
            self::key(word).map(|_| (*key, uses))
        });
        let mut known: Vec<(u64, &Vec<(usize, i8)>)> = known.collect();
        known.sort_unstable_by_key(|(key, _)| *key);
        known.dedup_by_key(|(key, _)| *key);
        let mut leans: Table<usize, Lean> = Table::default();
        for &(topic, side) in known.into_iter().flat_map(|(_, uses)| uses) {
            let lean = leans.entry(topic).or_default();
            lean.all += 1;
            lean.with += usize::from(side > 0);
            lean.against += usize::from(side < 0);
        }
        leans
    }
}

fn keys(phrase: &str) -> Vec<u64> {
    Words::of_phrase(phrase)
        .all
        .iter()
        .filter_map(key)
        .collect()
}

/// The first letters of a word; none for marks and words that name no subject.
fn key(word: &Word<'_>) -> Option<u64> {
    let lemma = word.lemma.as_ref();
    if !word.is_word() || STOP_WORDS.contains(lemma) {
        return None;
    }
    Some(first_letters(word.begin))
}

/// Those of a word that begins so.
fn first_letters(begin: u64) -> u64 {
    begin & !(u64::MAX << (8 * LETTERS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::codebook::parse;
    use crate::text::document::Document;

    fn leans(said: &str) -> Vec<(usize, Lean)> {
        let book = parse(
            "test",
            r#"
            [[topic]]
            id = "pier"
            name = "The pier"
            proposition = "The pier should be closed to boats."
            about = ["pier"]
            for = ["close the pier", "restrict landings"]
            against = ["keep the pier open", "free landings"]

            [[topic]]
            id = "fish"
            name = "Fishing"
            proposition = "Fishing should be restricted."
            about = ["fishing"]
            "#,
        )
        .expect("the codebook parses");
        let mut leanings = Leanings::default();
        for (number, topic) in book.topics.iter().enumerate() {
            leanings.add(number, topic);
        }
        let document = Document::new(said);
        let words = Words::new(&document);
        let mut leans: Vec<_> = leanings.of(words.all.iter()).into_iter().collect();
        leans.sort_by_key(|(topic, _)| *topic);
        leans
    }

    fn lean(with: usize, against: usize, all: usize) -> Lean {
        Lean { with, against, all }
    }

    #[test]
    fn words_are_told_by_their_first_letters_and_counted_once() {
        let said = "Restrictions and more restrictions.";
        assert_eq!(leans(said), [(0, lean(1, 0, 1)), (1, lean(0, 0, 1))]);
    }

    #[test]
    fn the_thing_itself_is_of_no_side() {
        assert_eq!(leans("The pier was closed."), [(0, lean(0, 0, 2))]);
    }

    #[test]
    fn words_of_both_sides_are_of_neither() {
        assert_eq!(leans("Keep the landings free!"), [(0, lean(0, 2, 3))]);
    }

    #[test]
    fn other_words_say_nothing() {
        assert_eq!(leans("They should not be there, he said."), []);
    }
}
