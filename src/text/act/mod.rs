//! Positions taken by act: "Brunland suspended the deliveries", "the House voted to repeal".
//!
//! What no cue of speech reports is found by rule: a verb of decision, support or opposition with
//! somebody as its subject, in a sentence that names a topic of the codebook behind that verb. The
//! finds join those of the attribution stage, and go the same way from there.

mod lexicon;
mod subject;

use std::ops::Range;

use self::lexicon::Verbs;
use super::actor::Reader;
use super::document::{Document, Find};
use super::inflect::lemma;
use crate::model::Act;

/// How sure these finds are: measured on nothing finer than the rule.
const CONFIDENCE: f32 = 0.6;

/// Content has at most this many words, so that endless sentences cost no more than others.
const LONGEST: usize = 80;

/// Acts on `topics` (bytes of topic terms, in text order) that `finds` do not have yet.
pub(crate) fn propose(
    document: &Document<'_>,
    reader: &Reader<'_, '_>,
    topics: &[Range<usize>],
    finds: &[Find],
) -> Vec<Find> {
    let mut cues: Vec<Range<usize>> = finds.iter().flat_map(|f| f.cue.iter().cloned()).collect();
    cues.sort_by_key(|cue| cue.start);
    let mut found = Vec::new();
    let mut last = usize::MAX;
    for topic in topics {
        let sentence = document.sentence_at(topic.start);
        if sentence == last {
            continue;
        }
        last = sentence;
        let Some(range) = document.sentences.get(sentence).map(|s| s.range.clone()) else {
            continue;
        };
        let here = topics.partition_point(|t| t.start < range.start)
            ..topics.partition_point(|t| t.start < range.end);
        let sentence = Sentence {
            reader,
            words: reader.words.inside(&range),
            end: range.end,
            topics: &topics[here],
            cues: &cues,
        };
        sentence.read(document, &mut found);
    }
    found
}

/// A sentence that names a topic.
struct Sentence<'s, 'r, 'a> {
    reader: &'s Reader<'r, 'a>,
    words: Range<usize>,
    /// Its last byte.
    end: usize,
    topics: &'s [Range<usize>],
    cues: &'s [Range<usize>],
}

impl Sentence<'_, '_, '_> {
    fn read(&self, document: &Document<'_>, found: &mut Vec<Find>) {
        let verbs = Verbs::embedded();
        let mut earlier: Option<Range<usize>> = None;
        for at in self.words.clone() {
            if !self.is_verb(verbs, at) {
                continue;
            }
            let Some(subject) =
                subject::before(self.reader, verbs, self.words.start, at, earlier.as_ref())
            else {
                continue;
            };
            earlier = Some(subject.noun.clone());
            let cue = self.bytes(&(subject.verb_start..at + 1));
            if self.has_cue(&cue) || is_quoted(document, &cue) {
                continue;
            }
            let content = self.content(at);
            let first = self
                .topics
                .partition_point(|topic| topic.start < content.start);
            if self
                .topics
                .get(first)
                .is_none_or(|topic| topic.end > content.end)
            {
                continue;
            }
            found.push(Find {
                source: vec![self.bytes(&subject.noun)],
                cue: vec![cue],
                content: vec![content],
                confidence: CONFIDENCE,
            });
        }
    }

    fn is_verb(&self, verbs: &Verbs, at: usize) -> bool {
        let word = self.reader.words.folded(at);
        let next = match at + 1 < self.words.end {
            true => self.reader.words.folded(at + 1),
            false => "",
        };
        !self.reader.words.capital(at) && verbs.find(&lemma(word), next).is_some()
    }

    fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let list = &self.reader.words.list;
        list[words.start].range.start..list[words.end - 1].range.end
    }

    fn has_cue(&self, bytes: &Range<usize>) -> bool {
        let n = self.cues.partition_point(|cue| cue.end <= bytes.start);
        self.cues.get(n).is_some_and(|cue| cue.start < bytes.end)
    }

    /// What stands behind the verb up to the end of its clause.
    fn content(&self, verb: usize) -> Range<usize> {
        let list = &self.reader.words.list;
        let start = list
            .get(verb + 1)
            .map_or(self.end, |w| w.range.start)
            .min(self.end);
        let limit = self.words.end.min(verb + LONGEST);
        let stop = (verb + 2..limit).find(|&n| {
            let joins = matches!(
                self.reader.words.folded(n),
                "but" | "while" | "although" | "though"
            );
            joins && list[n].gap != super::actor::Gap::Space
        });
        let end = match stop {
            Some(n) => list[n - 1].range.end,
            None => list[limit - 1].range.end,
        };
        start..end.max(start)
    }
}

/// Whether the place stands inside a quotation of some length.
fn is_quoted(document: &Document<'_>, bytes: &Range<usize>) -> bool {
    let n = document
        .quotes
        .partition_point(|q| q.range.end <= bytes.start);
    document
        .quotes
        .get(n)
        .is_some_and(|q| q.range.start < bytes.start && q.range.len() > 30)
}

/// The act that a cue word of this stage names.
pub(crate) fn act_of(word: &str) -> Option<Act> {
    Verbs::embedded()
        .find(&lemma(word), "to")
        .map(|verb| verb.act)
}

#[cfg(test)]
mod tests {
    use super::lexicon::SOURCE;
    use super::*;
    use crate::text::actor::{Directory, Words};

    /// The sentence without its marks, its subject if one is marked, and its verb.
    fn marked(example: &str) -> (String, Option<Range<usize>>, Range<usize>) {
        let mut text = String::new();
        let (mut subject, mut verb) = (Vec::new(), Vec::new());
        for c in example.chars() {
            match c {
                '<' | '>' => subject.push(text.len()),
                '*' => verb.push(text.len()),
                _ => text.push(c),
            }
        }
        let subject = (subject.len() == 2).then(|| subject[0]..subject[1]);
        (text, subject, verb[0]..verb[1])
    }

    /// The source of the find at the marked verb, when the last word is the topic.
    fn subject_found(text: &str, verb: &Range<usize>) -> Option<Range<usize>> {
        let document = Document::new(text);
        let words = Words::new(&document);
        let directory = Directory::default();
        let reader = Reader::new(&words, &directory, None);
        let end = text.trim_end_matches('.').len();
        let topic = text[..end].rfind(' ').map_or(0, |n| n + 1)..end;
        let topics = [topic];
        propose(&document, &reader, &topics, &[])
            .into_iter()
            .find(|find| find.cue[0].end == verb.end)
            .map(|find| find.source[0].clone())
    }

    #[test]
    fn every_entry_finds_its_examples_and_leaves_its_counter_examples() {
        let value: toml::Value = toml::from_str(SOURCE).expect("the lexicon is TOML");
        Verbs::parse(SOURCE).expect("the lexicon has the right keys");
        let mut entries: Vec<&toml::Value> = value["decision"]
            .as_array()
            .expect("entries")
            .iter()
            .collect();
        entries.push(&value["between"]);
        for entry in entries {
            for key in ["examples", "counter"] {
                let Some(list) = entry.get(key).and_then(|v| v.as_array()) else {
                    continue;
                };
                for example in list.iter().filter_map(|v| v.as_str()) {
                    let (text, subject, verb) = marked(example);
                    let found = subject_found(&text, &verb);
                    assert_eq!(
                        found.map(|r| text[r].to_owned()),
                        subject.map(|r| text[r].to_owned()),
                        "{example}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_an_attribution_already_has_is_not_found_twice() {
        let (text, _, verb) = marked("<The council> *banned* cars from the bridge.");
        let document = Document::new(&text);
        let words = Words::new(&document);
        let directory = Directory::default();
        let reader = Reader::new(&words, &directory, None);
        let bridge = text.len() - 7..text.len() - 1;
        let topics = [bridge];
        let find = Find {
            cue: vec![verb],
            ..Find::default()
        };
        assert!(propose(&document, &reader, &topics, &[find]).is_empty());
    }
}
