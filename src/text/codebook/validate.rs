//! What a codebook must keep to beyond its shape.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml::Spanned;

use super::CodebookError;
use super::file::{File, RawActor, RawTopic, day};
use super::near::nearest;
use crate::text::topic::term_words;

/// Checks what can be seen in one file alone.
pub(super) fn each(files: &[File<'_>]) -> Result<(), CodebookError> {
    for file in files {
        for topic in &file.tables.topics {
            check_topic(file, topic.get_ref())?;
        }
        for actor in &file.tables.actors {
            check_actor(file, actor.get_ref())?;
        }
        for metonym in &file.tables.metonyms {
            not_blank(file, "name", &metonym.name)?;
        }
    }
    Ok(())
}

fn check_topic(file: &File<'_>, topic: &RawTopic) -> Result<(), CodebookError> {
    slug(file, &topic.id)?;
    not_blank(file, "name", &topic.name)?;
    not_blank(file, "proposition", &topic.proposition)?;
    if topic.about.get_ref().is_empty() {
        return Err(file.error(
            topic.about.span(),
            format!("topic `{}` has no term in `about`", topic.id.get_ref()),
            "name at least one term that puts a statement on this topic",
        ));
    }
    if let (Some(effect), None) = (&topic.parent_effect, &topic.parent) {
        return Err(file.error(
            effect.span(),
            "`parent_effect` without a `parent`",
            "name the parent, or leave `parent_effect` out",
        ));
    }
    let about = topic.about.get_ref();
    if let (Some(term), true) = (about.first(), about.iter().all(says_nothing)) {
        return Err(file.error(
            term.span(),
            format!("the term \"{}\" has only stop words", term.get_ref()),
            "use a word that says what the topic is about",
        ));
    }
    both_sides(
        file,
        "for",
        &topic.for_terms,
        "against",
        &topic.against_terms,
    )?;
    both_sides(
        file,
        "reasons_for",
        &topic.reasons_for,
        "reasons_against",
        &topic.reasons_against,
    )?;
    for example in &topic.examples {
        not_blank(file, "text", &example.text)?;
    }
    Ok(())
}

/// Whether a term has only stop words, which are everywhere: it is not looked for.
pub(super) fn says_nothing(term: &Spanned<String>) -> bool {
    term_words(term.get_ref()).is_empty()
}

/// Refuses a term that stands on both sides, in whatever inflection.
fn both_sides(
    file: &File<'_>,
    one: &str,
    ones: &[Spanned<String>],
    other: &str,
    others: &[Spanned<String>],
) -> Result<(), CodebookError> {
    let seen: HashSet<_> = ones.iter().map(|t| term_words(t.get_ref())).collect();
    match others
        .iter()
        .find(|t| !says_nothing(t) && seen.contains(&term_words(t.get_ref())))
    {
        None => Ok(()),
        Some(term) => Err(file.error(
            term.span(),
            format!("\"{}\" is both in `{one}` and in `{other}`", term.get_ref()),
            "keep it on the side that endorsing it supports, or make it longer on one side",
        )),
    }
}

fn check_actor(file: &File<'_>, actor: &RawActor) -> Result<(), CodebookError> {
    slug(file, &actor.id)?;
    not_blank(file, "name", &actor.name)?;
    for alias in &actor.aliases {
        not_blank(file, "aliases", alias)?;
    }
    if let Some(item) = &actor.wikidata {
        let digits = item.get_ref().strip_prefix('Q').unwrap_or_default();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(file.error(
                item.span(),
                format!("\"{}\" is no Wikidata item", item.get_ref()),
                "write it as \"Q\" and digits, or leave it out",
            ));
        }
    }
    for role in &actor.roles {
        match (&role.title, &role.organization) {
            (Some(title), _) => not_blank(file, "title", title)?,
            (None, Some(_)) => {}
            (None, None) => {
                return Err(file.error(
                    actor.id.span(),
                    format!(
                        "a role of `{}` has neither `title` nor `organization`",
                        actor.id.get_ref()
                    ),
                    "write the office, the organization that the actor belongs to, or both",
                ));
            }
        }
        for date in [&role.from, &role.to].into_iter().flatten() {
            if day(date.get_ref()).is_none() {
                return Err(file.error(
                    date.span(),
                    format!("{} is no day", date.get_ref()),
                    "write a day as 2021-01-22, without quotation marks or time",
                ));
            }
        }
        let from = role.from.as_ref().and_then(|d| day(d.get_ref()));
        let to = role.to.as_ref().and_then(|d| day(d.get_ref()));
        if let (Some(from), Some(to), Some(place)) = (from, to, &role.to)
            && from >= to
        {
            return Err(file.error(
                place.span(),
                format!(
                    "the role \"{}\" ends on {to}, not after it begins ({from})",
                    role.title
                        .as_ref()
                        .or(role.organization.as_ref())
                        .map_or("", |t| t.get_ref())
                ),
                "`to` is the first day on which the role is no longer held",
            ));
        }
    }
    Ok(())
}

fn slug(file: &File<'_>, id: &Spanned<String>) -> Result<(), CodebookError> {
    let text = id.get_ref();
    let good = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if good {
        return Ok(());
    }
    Err(file.error(
        id.span(),
        format!("\"{text}\" cannot be an id"),
        "an id has lower-case letters a to z, digits and hyphens: \"long-range-weapons\"",
    ))
}

fn not_blank(file: &File<'_>, key: &str, value: &Spanned<String>) -> Result<(), CodebookError> {
    if !value.get_ref().trim().is_empty() {
        return Ok(());
    }
    Err(file.error(
        value.span(),
        format!("`{key}` is empty"),
        "write it out, or leave the key away where it is optional",
    ))
}

/// Checks what needs all files: ids that are unique and names that exist.
pub(super) fn together(files: &[File<'_>]) -> Result<(), CodebookError> {
    let topics = unique(files, "topic", |f| {
        f.tables.topics.iter().map(|t| &t.get_ref().id).collect()
    })?;
    let actors = unique(files, "actor", |f| {
        f.tables.actors.iter().map(|a| &a.get_ref().id).collect()
    })?;
    let mut parents = HashMap::new();
    for file in files {
        for topic in &file.tables.topics {
            let topic = topic.get_ref();
            if let Some(parent) = &topic.parent {
                known(file, "topic", parent, &topics)?;
                parents.insert(topic.id.get_ref().as_str(), parent.get_ref().as_str());
            }
        }
        for actor in &file.tables.actors {
            for organization in actor
                .get_ref()
                .roles
                .iter()
                .filter_map(|r| r.organization.as_ref())
            {
                known(file, "actor", organization, &actors)?;
            }
        }
        for metonym in &file.tables.metonyms {
            known(file, "actor", &metonym.actor, &actors)?;
        }
    }
    for file in files {
        for topic in &file.tables.topics {
            no_circle(file, topic.get_ref(), &parents)?;
        }
    }
    Ok(())
}

/// Where each id stands: its file and its bytes there.
type Ids<'f> = HashMap<&'f str, (&'f File<'f>, Range<usize>)>;

fn unique<'f>(
    files: &'f [File<'_>],
    kind: &str,
    ids: impl Fn(&'f File<'_>) -> Vec<&'f Spanned<String>>,
) -> Result<Ids<'f>, CodebookError> {
    let mut seen = Ids::new();
    for file in files {
        for id in ids(file) {
            if let Some((first, at)) = seen.insert(id.get_ref(), (file, id.span())) {
                return Err(file.error(
                    id.span(),
                    format!(
                        "the {kind} id `{}` is used twice; first in {}:{}",
                        id.get_ref(),
                        first.name,
                        first.line(at.start),
                    ),
                    "give one of them another id, or join the two tables",
                ));
            }
        }
    }
    Ok(seen)
}

fn known(
    file: &File<'_>,
    kind: &str,
    id: &Spanned<String>,
    ids: &Ids<'_>,
) -> Result<(), CodebookError> {
    if ids.contains_key(id.get_ref().as_str()) {
        return Ok(());
    }
    let remedy = match nearest(id.get_ref(), ids.keys().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add a [[{kind}]] with this id, or give its file too"),
    };
    Err(file.error(
        id.span(),
        format!("there is no {kind} with the id `{}`", id.get_ref()),
        remedy,
    ))
}

fn no_circle(
    file: &File<'_>,
    topic: &RawTopic,
    parents: &HashMap<&str, &str>,
) -> Result<(), CodebookError> {
    let first = topic.id.get_ref().as_str();
    let mut path = vec![first];
    let mut at = first;
    while let Some(&parent) = parents.get(at) {
        path.push(parent);
        if parent == first {
            return Err(file.error(
                topic.parent.as_ref().map_or(0..0, Spanned::span),
                format!("the parents go in a circle: {}", path.join(" → ")),
                "leave out one of these parents",
            ));
        }
        // A circle further up that does not pass through this topic is reported at its own topics.
        if path.len() > parents.len() + 1 {
            break;
        }
        at = parent;
    }
    Ok(())
}
