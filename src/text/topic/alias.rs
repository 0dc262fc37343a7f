//! Short names that an article gives a term: "… better known as ATACMS", "… (ACA)".

use std::collections::{BTreeMap, HashMap};

use super::compile::CompiledCodebook;
use super::find::Mention;
use crate::text::document::Document;
use crate::text::words::{Kind, Words};

/// Adds mentions under the names that the article itself introduces for terms found so far, from
/// the place of introduction on.
pub(super) fn add(
    words: &Words<'_>,
    document: &Document<'_>,
    codebook: &CompiledCodebook,
    found: &mut Vec<Mention>,
) {
    // By name: for each topic where it is introduced first, and for which term.
    let mut names: HashMap<String, BTreeMap<usize, (usize, usize)>> = HashMap::new();
    for mention in found.iter() {
        let Some(at) = introduced(words, document, mention) else {
            continue;
        };
        let lemma = words.all[at].lemma.to_string();
        let known = codebook.terms[mention.term].words.contains(&lemma);
        if !known {
            let topic = codebook.topic_of(mention.term);
            names
                .entry(lemma)
                .or_default()
                .entry(topic)
                .and_modify(|(first, _)| *first = (*first).min(at))
                .or_insert((at, mention.term));
        }
    }
    if names.is_empty() {
        return;
    }
    for (sentence, range) in words.sentences.iter().enumerate() {
        for at in range.clone() {
            let word = &words.all[at];
            if !is_abbreviation(&document.text[word.range()]) {
                continue;
            }
            for &(first, term) in names
                .get(word.lemma.as_ref())
                .into_iter()
                .flat_map(BTreeMap::values)
            {
                if at >= first {
                    found.push(Mention::by_name(term, at, sentence));
                }
            }
        }
    }
}

/// The word that is given right behind the mention as its abbreviation.
fn introduced(words: &Words<'_>, document: &Document<'_>, mention: &Mention) -> Option<usize> {
    let range = &words.sentences[mention.sentence];
    let printed = |at: usize| &document.text[words.all[at].range()];
    let at = mention.words.end;
    if at + 2 < range.end && printed(at) == "(" && printed(at + 2) == ")" {
        return Some(at + 1).filter(|&at| is_abbreviation(printed(at)));
    }
    // ", better known as X", ", also called X", ", or X,"
    let mut told = false;
    for at in mention.words.end..range.end.min(mention.words.end + 7) {
        let word = &words.all[at];
        match word.lemma.as_ref() {
            "know" | "call" | "dub" | "abbreviate" => told = true,
            "or" if at > mention.words.end && words.all[at - 1].is(",") => told = true,
            _ if word.kind == Kind::Stop => return None,
            _ if told && is_abbreviation(printed(at)) => return Some(at),
            _ => {}
        }
    }
    None
}

/// Two to eight letters, at least two of them and the first in upper case.
fn is_abbreviation(printed: &str) -> bool {
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    (2..=8).contains(&letters)
        && printed.starts_with(char::is_uppercase)
        && printed.chars().filter(|c| c.is_uppercase()).count() >= 2
}
