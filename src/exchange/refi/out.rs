//! The record as a codebook or a project.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::{ACTORS, UNTITLED, guid, stance_name, with_id};
use crate::exchange::found::PROPOSER;
use crate::model::{ExchangedArticle, StanceValue, Statement, TopicChoice};

/// The topics of a codebook in force.
pub type Topics<'t> = &'t [TopicChoice];

/// The places on the scale, each with a colour from against to for.
const SCALE: [(i16, &str); 5] = [
    (-2, "#B2182B"),
    (-1, "#EF8A62"),
    (0, "#999999"),
    (1, "#67A9CF"),
    (2, "#2166AC"),
];

/// A codebook by itself.
pub fn codebook(topics: Topics<'_>) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"{}\">\n{}</CodeBook>\n",
        origin(),
        codes(topics, &BTreeSet::new())
    )
}

/// A project: articles as text sources, and the statements on a topic that stand in their texts as coded passages.
///
/// # Errors
/// Those of the archive.
pub fn project(
    topics: Topics<'_>,
    articles: &[ExchangedArticle],
    statements: &[Statement],
) -> Result<Vec<u8>, ZipError> {
    let mut of_article: BTreeMap<i64, Vec<&Statement>> = BTreeMap::new();
    let mut actors = BTreeSet::new();
    let mut users = BTreeMap::new();
    for statement in statements {
        if statement.topic.is_none() || statement.stance.is_none() || statement.place != "text" {
            continue;
        }
        of_article
            .entry(statement.article_id)
            .or_default()
            .push(statement);
        if let Some(who) = who(statement) {
            actors.insert(who);
        }
        users.insert(user(statement), guid("user", user(statement)));
    }
    let mut qde = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"stance\" origin=\"{}\">\n",
        origin()
    );
    if !users.is_empty() {
        qde += "<Users>\n";
        for (name, id) in &users {
            qde += &format!("<User guid=\"{id}\" name=\"{}\"/>\n", plain(name));
        }
        qde += "</Users>\n";
    }
    // The standard asks for at least one code.
    if !topics.is_empty() {
        qde += &format!("<CodeBook>\n{}</CodeBook>\n", codes(topics, &actors));
    }
    qde += "<Variables>\n";
    for (name, kind) in VARIABLES {
        qde += &format!(
            "<Variable guid=\"{}\" name=\"{name}\" typeOfVariable=\"{kind}\"/>\n",
            guid("variable", name)
        );
    }
    qde += "</Variables>\n";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    if !articles.is_empty() {
        qde += "<Sources>\n";
        for article in articles {
            let id = guid("article", article.article_id);
            archive.start_file(format!("sources/{id}.txt"), options)?;
            archive.write_all(article.text.as_bytes())?;
            let here = of_article.get(&article.article_id).map(Vec::as_slice);
            qde += &source(article, &id, here.unwrap_or_default(), topics);
        }
        qde += "</Sources>\n";
    }
    qde += "</Project>\n";
    archive.start_file("project.qde", options)?;
    archive.write_all(qde.as_bytes())?;
    Ok(archive.finish()?.into_inner())
}

/// What is known of an article beside its text.
const VARIABLES: [(&str, &str); 3] = [
    ("Publisher", "Text"),
    ("Published", "Date"),
    ("Address", "Text"),
];

fn source(
    article: &ExchangedArticle,
    id: &str,
    statements: &[&Statement],
    topics: Topics<'_>,
) -> String {
    let name = article
        .title
        .clone()
        .unwrap_or_else(|| format!("{UNTITLED}{}", article.article_id));
    let mut xml = format!(
        "<TextSource guid=\"{id}\" name=\"{}\" plainTextPath=\"internal://{id}.txt\">\n",
        plain(&name)
    );
    for statement in statements {
        let (Some(topic), Some(value)) = (&statement.topic, statement.stance) else {
            continue;
        };
        let key = format!("{}:{topic}", statement.root_claim_id);
        let user = guid("user", user(statement));
        let when = statement.recorded_at.format("%Y-%m-%dT%H:%M:%SZ");
        xml += &format!(
            "<PlainTextSelection guid=\"{}\" name=\"{}\" startPosition=\"{}\" endPosition=\"{}\" creatingUser=\"{user}\" creationDateTime=\"{when}\">\n",
            guid("claim", &key),
            plain(&statement.evidence.chars().take(80).collect::<String>()),
            statement.evidence_start,
            statement.evidence_end
        );
        let known = topics.iter().any(|choice| choice.topic == *topic);
        let stance = known.then(|| guid("stance", format!("{topic}:{value}")));
        let actor = who(statement).map(actor_guid);
        for (kind, code) in [("stance-coding", stance), ("actor-coding", actor)] {
            if let Some(code) = code {
                xml += &format!(
                    "<Coding guid=\"{}\" creatingUser=\"{user}\" creationDateTime=\"{when}\"><CodeRef targetGUID=\"{code}\"/></Coding>\n",
                    guid(kind, &key)
                );
            }
        }
        xml += "</PlainTextSelection>\n";
    }
    let day = article.published_day.map(|day| day.to_string());
    for ((name, kind), value) in VARIABLES
        .into_iter()
        .zip([&article.outlet, &day, &article.url])
    {
        if let Some(value) = value {
            xml += &format!(
                "<VariableValue><VariableRef targetGUID=\"{}\"/><{kind}Value>{}</{kind}Value></VariableValue>\n",
                guid("variable", name),
                plain(value)
            );
        }
    }
    xml + "</TextSource>\n"
}

/// Who coded a statement.
fn user(statement: &Statement) -> &str {
    match (&statement.reviewed_by, statement.origin.as_str()) {
        (Some(reviewer), _) => reviewer,
        (None, "person") => "unknown",
        (None, _) => PROPOSER,
    }
}

/// An actor: name, and the key that tells it from others of the name.
type Who<'s> = (&'s str, Option<&'s str>);

fn who(statement: &Statement) -> Option<Who<'_>> {
    Some((statement.actor.as_deref()?, statement.actor_key.as_deref()))
}

fn actor_guid((name, key): Who<'_>) -> String {
    guid("actor", key.unwrap_or(name))
}

fn codes(topics: Topics<'_>, actors: &BTreeSet<Who<'_>>) -> String {
    let mut xml = String::from("<Codes>\n");
    for topic in topics {
        xml += &format!(
            "<Code guid=\"{}\" name=\"{}\" isCodable=\"true\">\n<Description>{}</Description>\n",
            guid("topic", &topic.topic),
            plain(&topic.name),
            plain(&with_id(&topic.proposition, &topic.topic))
        );
        for (value, colour) in SCALE {
            let label = StanceValue::new(value).map_or("", StanceValue::label);
            xml += &format!(
                "<Code guid=\"{}\" name=\"{}\" isCodable=\"true\" color=\"{colour}\"/>\n",
                guid("stance", format!("{}:{value}", topic.topic)),
                plain(&stance_name(&topic.name, label))
            );
        }
        xml += "</Code>\n";
    }
    if !actors.is_empty() {
        xml += &format!(
            "<Code guid=\"{}\" name=\"{ACTORS}\" isCodable=\"false\">\n",
            guid("codes", ACTORS)
        );
        let mut named = BTreeMap::new();
        for &(name, key) in actors {
            // Some programs ask for one name a code.
            let nth: &mut usize = named.entry(name).or_default();
            *nth += 1;
            let called = match *nth {
                1 => name.to_owned(),
                nth => format!("{name} ({nth})"),
            };
            let description = key.map(|key| plain(with_id("", key).trim()));
            xml += &format!(
                "<Code guid=\"{}\" name=\"{}\" isCodable=\"true\">{}</Code>\n",
                actor_guid((name, key)),
                plain(&called),
                description.map_or_else(String::new, |told| format!(
                    "<Description>{told}</Description>"
                ))
            );
        }
        xml += "</Code>\n";
    }
    xml + "</Codes>\n"
}

fn origin() -> String {
    format!("stance {}", env!("CARGO_PKG_VERSION"))
}

/// A text for XML 1.0, which has no place for most control characters, and on one line: line breaks do not
/// survive in attributes.
fn plain(text: &str) -> String {
    let allowed: String = text
        .chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => ' ',
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c => c,
        })
        .collect();
    escape(&allowed).into_owned()
}
