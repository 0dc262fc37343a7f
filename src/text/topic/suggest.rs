//! Beginning a topic: from a proposition to a codebook entry, with terms that the user's own articles
//! use for it.
//!
//! Terms are ranked by the log-likelihood ratio (Dunning 1993) of standing in sentences near the
//! proposition rather than elsewhere. A word that stands in much of what there is, such as the name of one's
//! country, tells a topic from no other: it is no term by itself, and lends itself to none.

use std::collections::{HashMap, HashSet};

use super::compile::{CompiledCodebook, term_words};
use super::find::Mentions;
use crate::model::{Codebook, Topic};
use crate::text::document::Document;

/// A proposed entry, and how it does on the articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggested {
    /// The entry, for its user to edit.
    pub topic: Topic,
    /// Sentences that its terms find.
    pub hits: Vec<String>,
    /// Sentences that share words with the proposition and hold none of the terms.
    pub near_misses: Vec<String>,
}

/// Terms proposed at the most.
const TERMS: usize = 8;
/// A term of the articles must stand in so many sentences near the proposition.
const FEWEST: usize = 2;
/// Longest term, in words.
const LONGEST: usize = 3;
/// What stands in a larger share of the articles tells no topic from others …
const COMMON: f64 = 0.15;
/// … where there are so many articles at least: of a handful, all can be about one topic.
const MANY: usize = 20;

/// Proposes a topic for `proposition` from `texts`. Id and name are made from it where not given.
pub fn topic(
    proposition: &str,
    id: Option<&str>,
    name: Option<&str>,
    texts: &[String],
) -> Suggested {
    let mut all = key_words(proposition);
    // The first word of a sentence is a name only if the articles write it so within theirs.
    if let Some((_, word)) = all
        .first_mut()
        .filter(|(_, w)| proposition.trim().starts_with(w.as_str()))
    {
        let lower = word.to_lowercase();
        let within = format!(" {lower}");
        if texts.is_empty() || texts.iter().any(|text| text.contains(&within)) {
            *word = lower;
        }
    }
    let common = Common::new(texts);
    let mut key: Vec<(String, String)> = all
        .iter()
        .filter(|(base, _)| !common.has(std::slice::from_ref(base)))
        .cloned()
        .collect();
    let mut about: Vec<String> = own_terms(proposition)
        .into_iter()
        .filter(|term| !common.has(&term_words(term)))
        .collect();
    if key.is_empty() {
        // Then the articles can tell nothing but what the proposition says itself.
        key = all;
        about = own_terms(proposition);
    } else {
        // A name belongs to many subjects; what is said of it tells which.
        let said: Vec<_> = key.iter().filter(|(_, word)| !is_name(word)).collect();
        let said: Vec<(String, String)> = match said.is_empty() {
            true => key.clone(),
            false => said.into_iter().cloned().collect(),
        };
        let mut counts = Counts::default();
        for text in texts {
            for_each_sentence(text, |sentence| counts.add(sentence, &key, &said));
        }
        for term in counts.ranked() {
            // What holds another term, or is part of one, finds little that the other does not.
            let words = term_words(&term);
            let known = |a: &String| {
                let other = term_words(a);
                holds(&other, &words) || holds(&words, &other)
            };
            if about.len() < TERMS && !about.iter().any(known) && !common.has(&words) {
                about.push(term);
            }
        }
        if about.is_empty() {
            about.extend(said.into_iter().map(|(_, word)| word));
        }
    }
    let words: Vec<&str> = key.iter().map(|(_, word)| word.as_str()).take(3).collect();
    let topic = Topic {
        id: id.map_or_else(|| slug(&words.join("-")), str::to_owned),
        name: name.map_or_else(|| capitalised(&words.join(" ")), str::to_owned),
        proposition: proposition.trim().to_owned(),
        about,
        ..Topic::default()
    };
    let (hits, near_misses) = trial(&topic, &key, texts);
    Suggested {
        topic,
        hits,
        near_misses,
    }
}

/// The content words of the proposition, in base form and as printed.
fn key_words(proposition: &str) -> Vec<(String, String)> {
    let mut seen = HashSet::new();
    proposition
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’')
        .filter(|word| word.chars().count() > 2)
        .filter_map(|word| {
            let base = term_words(word).join(" ");
            let printed = word.trim_matches(|c: char| !c.is_alphanumeric());
            (!base.is_empty() && !MODAL.contains(&base.as_str()))
                .then(|| (base, printed.to_owned()))
        })
        .filter(|(base, _)| seen.insert(base.clone()))
        .collect()
}

/// Words that make a sentence a proposition and say nothing of its subject.
const MODAL: &[&str] = &[
    "should", "must", "ought", "allow", "be", "have", "get", "make", "keep", "need", "stay",
];

/// Neighbouring content words of the proposition itself.
fn own_terms(proposition: &str) -> Vec<String> {
    let words: Vec<&str> = proposition
        .trim_end_matches(['.', '!', '?'])
        .split_whitespace()
        .collect();
    let mut terms: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for word in words.into_iter().map(Some).chain([None]) {
        let content = word.filter(|w| {
            let base = term_words(w).join(" ");
            !base.is_empty() && !MODAL.contains(&base.as_str())
        });
        match content {
            Some(word) => run.push(word.trim_matches(|c: char| !c.is_alphanumeric())),
            None if run.len() > 1 => {
                terms.push(run[run.len().saturating_sub(LONGEST)..].join(" "));
                run.clear();
            }
            None => run.clear(),
        }
    }
    terms.dedup();
    terms
}

fn for_each_sentence(text: &str, mut visit: impl FnMut(&str)) {
    let document = Document::new(text);
    for sentence in &document.sentences {
        visit(&text[sentence.range.clone()]);
    }
}

/// Whether a sentence is near the proposition: it has two of its words, or its only one.
fn is_near(bases: &HashSet<String>, key: &[(String, String)]) -> bool {
    let shared = key.iter().filter(|(base, _)| bases.contains(base)).count();
    shared >= 2.min(key.len().max(1))
}

/// Whether a run of words holds another.
fn holds(whole: &[String], part: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|run| run == part)
}

/// In how many articles words stand, one behind the other.
struct Common {
    articles: Vec<Vec<String>>,
}

impl Common {
    fn new(texts: &[String]) -> Self {
        let articles = match texts.len() < MANY {
            true => Vec::new(),
            false => texts.iter().map(|text| term_words(text)).collect(),
        };
        Self { articles }
    }

    /// Whether the words stand in so many articles that they tell none from others.
    fn has(&self, words: &[String]) -> bool {
        let with = self.articles.iter().filter(|article| holds(article, words));
        with.count() as f64 > COMMON * self.articles.len() as f64
    }
}

#[derive(Default)]
struct Counts {
    near: usize,
    all: usize,
    /// Base form → (near, all, how it was first printed).
    terms: HashMap<String, (usize, usize, String)>,
}

impl Counts {
    fn add(&mut self, sentence: &str, key: &[(String, String)], said: &[(String, String)]) {
        let words: Vec<(&str, String)> = sentence
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.')
            .map(|w| w.trim_matches(['.', '-']))
            .filter(|w| !w.is_empty())
            .map(|w| (w, term_words(w).join(" ")))
            .collect();
        let bases: HashSet<String> = words.iter().map(|(_, base)| base.clone()).collect();
        let near = is_near(&bases, key);
        self.all += 1;
        self.near += usize::from(near);
        let mut seen = HashSet::new();
        for length in 2..=LONGEST {
            for (first, run) in words.windows(length).enumerate() {
                // A term begins and ends with a content word, and shares one with the proposition.
                let ends = [&run[0].1, &run[length - 1].1];
                if ends
                    .iter()
                    .any(|base| base.is_empty() || base.chars().all(|c| c.is_ascii_digit()))
                {
                    continue;
                }
                if !run
                    .iter()
                    .any(|(_, base)| said.iter().any(|(k, _)| k == base))
                {
                    continue;
                }
                // Half a name is no term: "entering the United".
                let cut = |inside: usize, outside: Option<usize>| {
                    outside
                        .and_then(|at| words.get(at))
                        .is_some_and(|(word, _)| {
                            is_name(word)
                                && words.get(inside).is_some_and(|(word, _)| is_name(word))
                        })
                };
                if cut(first, first.checked_sub(1)) || cut(first + length - 1, Some(first + length))
                {
                    continue;
                }
                let base = run
                    .iter()
                    .map(|(_, b)| b.as_str())
                    .collect::<Vec<_>>()
                    .join(" ");
                if seen.insert(base.clone()) {
                    let printed = run.iter().map(|(w, _)| *w).collect::<Vec<_>>().join(" ");
                    let entry = self.terms.entry(base).or_insert_with(|| (0, 0, printed));
                    entry.0 += usize::from(near);
                    entry.1 += 1;
                }
            }
        }
    }

    /// Terms by how strongly they belong to sentences near the proposition.
    fn ranked(&self) -> Vec<String> {
        let far = self.all - self.near;
        let mut scored: Vec<(f64, &String)> = self
            .terms
            .values()
            .filter(|(near, _, _)| *near >= FEWEST)
            // The ratio is as large for what keeps away from the proposition.
            .filter(|(near, all, _)| near * far > (all - near) * self.near)
            .map(|(near, all, printed)| (likelihood(*near, self.near, all - near, far), printed))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored
            .into_iter()
            .map(|(_, printed)| printed.clone())
            .collect()
    }
}

/// Log-likelihood ratio of `a` in `c` against `b` in `d`.
fn likelihood(a: usize, c: usize, b: usize, d: usize) -> f64 {
    let (a, b, c, d) = (a as f64, b as f64, c as f64, d as f64);
    let expected = |total: f64| total * (a + b) / (c + d).max(1.0);
    let part = |seen: f64, wanted: f64| {
        if seen > 0.0 && wanted > 0.0 {
            seen * (seen / wanted).ln()
        } else {
            0.0
        }
    };
    2.0 * (part(a, expected(c)) + part(b, expected(d)))
}

fn trial(topic: &Topic, key: &[(String, String)], texts: &[String]) -> (Vec<String>, Vec<String>) {
    let compiled = CompiledCodebook::new(&Codebook {
        topics: vec![topic.clone()],
        ..Codebook::default()
    });
    let (mut hits, mut near_misses) = (Vec::new(), Vec::new());
    for text in texts {
        let document = Document::new(text);
        let mentions = Mentions::new(&document, &compiled);
        for (number, sentence) in document.sentences.iter().enumerate() {
            let printed = &text[sentence.range.clone()];
            if mentions
                .all
                .iter()
                .any(|m| m.sentence == number && !m.anaphoric)
            {
                hits.push(printed.split_whitespace().collect::<Vec<_>>().join(" "));
            } else if is_near(&term_words(printed).into_iter().collect(), key) {
                near_misses.push(printed.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    (hits, near_misses)
}

/// Whether a word is written as names are.
fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn slug(words: &str) -> String {
    words
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_everywhere_is_no_term() {
        let mut texts: Vec<String> = (0..40)
            .map(|n| {
                format!("The Grand Duchy met envoys in hall {n}. Rain fell on the Grand Duchy.")
            })
            .collect();
        texts.extend((0..4).map(|_| {
            "The Grand Duchy debates the salt tax again. The salt tax is old. Traders of salt wait.".to_owned()
        }));
        let suggested = topic(
            "The Grand Duchy should abolish the salt tax.",
            None,
            None,
            &texts,
        );
        assert_eq!(suggested.topic.id, "abolish-salt-tax");
        let about = &suggested.topic.about;
        assert_eq!(about[0], "salt tax");
        assert!(
            !about.iter().any(|term| term.contains("Duchy")),
            "{about:?}"
        );
    }

    #[test]
    fn terms_come_from_the_articles() {
        let texts: Vec<String> = [
            "The mayor said the harbour ferry must run all winter. Harbour ferry fares rose again. Rain fell.",
            "Critics of the harbour ferry want the winter ferry timetable cut. The football club lost.",
            "A winter ferry timetable was printed on Monday. The ferry left early.",
        ]
        .map(str::to_owned)
        .to_vec();
        let suggested = topic(
            "The harbour ferry should run in winter.",
            None,
            None,
            &texts,
        );
        assert_eq!(suggested.topic.id, "harbour-ferry-run");
        assert!(
            suggested.topic.about.iter().any(|t| t == "harbour ferry"),
            "{:?}",
            suggested.topic.about
        );
        assert!(
            suggested
                .topic
                .about
                .iter()
                .any(|t| t.contains("winter ferry")),
            "{:?}",
            suggested.topic.about
        );
        assert!(suggested.hits.len() >= 3);
        assert!(!suggested.hits.iter().any(|s| s.contains("football")));
    }

    #[test]
    fn a_proposition_alone_gives_its_own_terms() {
        let suggested = topic(
            "Wind farms off the coast should be built.",
            Some("wind"),
            None,
            &[],
        );
        assert_eq!(suggested.topic.about, ["Wind farms"]);
        assert_eq!(suggested.topic.id, "wind");
    }
}
