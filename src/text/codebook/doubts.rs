//! What a codebook may say and hardly means: names and terms that tell nobody apart.

use std::collections::{BTreeSet, HashMap};

use super::CodebookError;
use super::file::File;
use super::validate::says_nothing;
use crate::text::topic::term_words;

/// What is doubtful in files, in their order. Nothing of it keeps a codebook from being applied.
pub(super) fn doubts(files: &[File<'_>]) -> Vec<CodebookError> {
    let mut found = terms_of_stop_words(files);
    found.extend(same_terms(files));
    found.extend(names_of_others(files));
    found
}

/// Terms that are not looked for.
fn terms_of_stop_words(files: &[File<'_>]) -> Vec<CodebookError> {
    let mut found = Vec::new();
    for file in files {
        for topic in &file.tables.topics {
            let topic = topic.get_ref();
            let lists = [
                topic.about.get_ref(),
                &topic.for_terms,
                &topic.against_terms,
                &topic.reasons_for,
                &topic.reasons_against,
            ];
            for term in lists.into_iter().flatten().filter(|t| says_nothing(t)) {
                found.push(file.error(
                    term.span(),
                    format!(
                        "the term \"{}\" of `{}` has only stop words",
                        term.get_ref(),
                        topic.id.get_ref()
                    ),
                    "it is not looked for: add a word that says what is meant, or take it out",
                ));
            }
        }
    }
    found
}

/// Topics on which the same statements fall.
fn same_terms(files: &[File<'_>]) -> Vec<CodebookError> {
    let mut found = Vec::new();
    let mut seen: HashMap<BTreeSet<Vec<String>>, String> = HashMap::new();
    for file in files {
        for topic in &file.tables.topics {
            let at = topic.span();
            let topic = topic.get_ref();
            let id = topic.id.get_ref();
            let terms: BTreeSet<Vec<String>> = topic
                .about
                .get_ref()
                .iter()
                .map(|term| term_words(term.get_ref()))
                .collect();
            let here = format!("`{id}` ({}:{})", file.name, file.line(at.start));
            if let Some(first) = seen.get(&terms) {
                found.push(file.error(
                    topic.about.span(),
                    format!("the topic `{id}` has the same terms in `about` as {first}"),
                    "whatever is said on the one falls on the other, too: give each a term of its own, or join them",
                ));
            } else {
                seen.insert(terms, here);
            }
        }
    }
    found
}

/// Aliases that are the name, or an alias, of somebody else.
fn names_of_others(files: &[File<'_>]) -> Vec<CodebookError> {
    let folded = |name: &str| {
        name.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let mut names: HashMap<String, (&str, String)> = HashMap::new();
    let actors = || {
        files.iter().flat_map(|file| {
            let actors = file.tables.actors.iter();
            actors.map(move |actor| (file, actor.get_ref()))
        })
    };
    let mut found = Vec::new();
    for (file, actor) in actors() {
        let id = actor.id.get_ref().as_str();
        let here = format!(
            "`{id}` ({}:{})",
            file.name,
            file.line(actor.name.span().start)
        );
        let name = folded(actor.name.get_ref());
        match names.get(&name) {
            Some((other, there)) if *other != id => found.push(file.error(
                actor.name.span(),
                format!("\"{}\" is the name of {there}, too", actor.name.get_ref()),
                "articles cannot tell the two apart by it: all goes to the first; give the other a longer name, or join them",
            )),
            _ => drop(names.insert(name, (id, here))),
        }
    }
    let mut aliases: HashMap<String, (&str, String)> = HashMap::new();
    for (file, actor) in actors() {
        let id = actor.id.get_ref().as_str();
        for alias in &actor.aliases {
            let key = folded(alias.get_ref());
            if let Some((_, there)) = names.get(&key).filter(|(other, _)| *other != id) {
                found.push(file.error(
                    alias.span(),
                    format!(
                        "the alias \"{}\" of `{id}` is the name of {there}",
                        alias.get_ref()
                    ),
                    "it never means this actor: articles that say it mean the one who bears the name; take it out, or join the two",
                ));
            } else if let Some((_, there)) = aliases.get(&key).filter(|(other, _)| *other != id) {
                found.push(file.error(
                    alias.span(),
                    format!(
                        "the alias \"{}\" of `{id}` is one of {there}, too",
                        alias.get_ref()
                    ),
                    "articles cannot tell the two apart by it: take it out of one",
                ));
            } else {
                let here = format!("`{id}` ({}:{})", file.name, file.line(alias.span().start));
                aliases.insert(key, (id, here));
            }
        }
    }
    found
}
