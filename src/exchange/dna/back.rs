//! A project of DNA as articles, statements in them, and topics.

use serde_json::json;

use super::{Document, Project, code_points};
use crate::exchange::found::{Found, FoundBy, Quote, Record};
use crate::model::{Codebook, StanceValue, Topic};

/// The documents as records that `stance ingest` takes in, each with its id and its text.
pub fn articles(project: &Project) -> Vec<Record> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let record = |document: &Document| Record {
        id: format!("dna-{}", document.id),
        text: document.text.clone(),
        json: json!({
            "id": format!("dna-{}", document.id),
            "title": title(document),
            "byline": some(&document.author),
            "publisher": some(&document.source),
            "date": document.day(),
            "text": document.text,
            "dna": { "section": document.section, "type": document.kind, "notes": document.notes },
        }),
    };
    project.documents.iter().map(record).collect()
}

/// A document's title; none where it has one only because DNA asks for it.
fn title(document: &Document) -> Option<&str> {
    let title = document.title.trim();
    let made = document.notes.lines().next() == Some(&format!("stance {title}"));
    (!title.is_empty() && !made).then_some(title)
}

/// The statements, each with its document and its coder.
pub fn found(project: &Project) -> Vec<FoundBy> {
    let mut found = Vec::new();
    for coded in &project.statements {
        let Some(document) = project.documents.iter().find(|d| d.id == coded.document) else {
            continue;
        };
        let text = |name: &str| project.text(coded, name);
        let position =
            code_points(&document.text, coded.start).zip(code_points(&document.text, coded.stop));
        let exact = position.map(|(start, end)| {
            let from = document.text.chars().skip(start as usize);
            from.take((end - start) as usize).collect::<String>()
        });
        let number = |name: &str| text(name).and_then(|number| number.parse::<i16>().ok());
        let said = text("said").and_then(|said| {
            let (from, to) = said.split_once('/').unwrap_or((&said, &said));
            Some((from.parse().ok()?, to.parse().ok()?))
        });
        let act = text("act").and_then(|act| serde_json::from_value(act.into()).ok());
        let coder = project.coders.iter().find(|c| c.id == coded.coder);
        let one = Found {
            place: format!("statement {}", coded.id),
            quote: Quote {
                exact: exact.unwrap_or_default(),
                ..Quote::default()
            },
            position,
            actor: text("person").or_else(|| text("organization")),
            actor_id: text("actor_id").or_else(|| {
                project
                    .entity(coded, "person")
                    .filter(|entity| !entity.value.is_empty())
                    .or_else(|| project.entity(coded, "organization"))
                    .and_then(|entity| entity.attribute("Id"))
            }),
            topic: text("concept"),
            // A stance of ours, else the agreement, which is yes or no.
            stance: number("stance")
                .or_else(|| number("agreement").map(|yes| if yes == 1 { 2 } else { -2 }))
                .and_then(StanceValue::new),
            said,
            act: act.unwrap_or_default(),
            ..Found::default()
        };
        found.push(FoundBy {
            found: one,
            record: format!("dna-{}", document.id),
            coder: coder.map(|c| c.name.clone()).unwrap_or_default(),
        });
    }
    found
}

/// The concepts as topics, to be worked over: DNA has no terms by which a text is found to be on one.
pub fn concepts(project: &Project) -> Codebook {
    let variables: Vec<i64> = project
        .variables
        .iter()
        .filter(|v| v.name == "concept")
        .map(|v| v.id)
        .collect();
    let mut topics: Vec<Topic> = Vec::new();
    for entity in project
        .entities
        .iter()
        .filter(|e| variables.contains(&e.variable))
    {
        let name = entity.value.trim();
        if name.is_empty() || topics.iter().any(|topic| topic.name == name) {
            continue;
        }
        topics.push(Topic {
            id: entity
                .attribute("Id")
                .unwrap_or_else(|| crate::exchange::slug(name)),
            name: name.to_owned(),
            proposition: entity
                .attribute("Proposition")
                .unwrap_or_else(|| name.to_owned()),
            about: vec![name.to_owned()],
            ..Topic::default()
        });
    }
    Codebook {
        topics,
        ..Codebook::default()
    }
}
