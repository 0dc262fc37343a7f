//! The record as a project of DNA.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use super::{
    Coded, Coder, Document, Entity, Project, STATEMENT, StatementType, Value, Variable, utf16,
};
use crate::exchange::found::PROPOSER;
use crate::model::{ExchangedArticle, Statement};

/// DNA keeps no longer short texts.
const LONGEST: usize = 190;

/// What DNA cannot say, and is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Statements on no topic.
    pub off_topic: usize,
    /// Undecided ones and refusals: an agreement is yes or no.
    pub undecided: usize,
    /// What somebody else ascribes, or nobody is named for.
    pub ascribed: usize,
    /// Those in headlines: a document's title is not its text.
    pub in_title: usize,
}

/// The variables of our statements: DNA's own four, and what else a claim says.
const VARIABLES: [(&str, &str); 10] = [
    ("person", "short text"),
    ("organization", "short text"),
    ("concept", "short text"),
    ("agreement", "boolean"),
    ("stance", "integer"),
    ("claim", "integer"),
    ("act", "short text"),
    ("status", "short text"),
    ("said", "short text"),
    // Of two of one name, a name tells nobody which.
    ("actor_id", "short text"),
];

/// Makes a project of articles and the statements in them; also tells what it left out. A person is the
/// speaker, an organization the speaker or whom the person speaks for, a concept the topic, and agreement
/// whether the stance is for it.
pub fn project(articles: &[ExchangedArticle], statements: &[Statement]) -> (Project, Left) {
    let mut project = Project {
        coders: vec![Coder {
            id: 1,
            name: "Admin".into(),
        }],
        types: vec![StatementType {
            id: 1,
            label: STATEMENT.into(),
        }],
        variables: VARIABLES
            .iter()
            .zip(1..)
            .map(|((name, data), id)| Variable {
                id,
                name: (*name).into(),
                data: (*data).into(),
                of: 1,
            })
            .collect(),
        ..Project::default()
    };
    let mut documents = BTreeMap::new();
    for (article, id) in articles.iter().zip(1..) {
        documents.insert(article.article_id, (id, article.text.as_str()));
        project.documents.push(document(article, id));
    }
    let mut coders = BTreeMap::new();
    let mut entities = Entities::default();
    // DNA shows what is empty by an empty value.
    for (name, data) in VARIABLES {
        if data == "short text" {
            entities.of(name, "", Vec::new);
        }
    }
    let mut left = Left::default();
    for statement in statements {
        let Some((topic, value)) = statement.topic.as_deref().zip(statement.stance) else {
            left.off_topic += 1;
            continue;
        };
        if value == 0 || statement.act == "refusal" {
            left.undecided += 1;
            continue;
        }
        let (Some(actor), None) = (&statement.actor, &statement.ascribed_by) else {
            left.ascribed += 1;
            continue;
        };
        let Some((document, text)) = documents
            .get(&statement.article_id)
            .filter(|_| statement.place == "text")
        else {
            left.in_title += 1;
            continue;
        };
        let coder = match (&statement.reviewed_by, statement.origin.as_str()) {
            (Some(reviewer), _) => short(reviewer),
            (None, "person") => "Admin".to_owned(),
            (None, _) => PROPOSER.to_owned(),
        };
        let next = project.coders.len() as i64 + 1;
        let coder = *coders.entry(coder.clone()).or_insert_with(|| {
            if coder == "Admin" {
                return 1;
            }
            project.coders.push(Coder {
                id: next,
                name: coder,
            });
            next
        });
        let kind = statement.actor_kind.as_deref().unwrap_or("person");
        let who = || {
            vec![
                ("Type", kind.to_owned()),
                ("Wikidata", statement.wikidata.clone().unwrap_or_default()),
                ("Id", statement.actor_slug.clone().unwrap_or_default()),
            ]
        };
        let is_person = matches!(kind, "person" | "anonymous");
        let (person, organization) = match is_person {
            true => (
                actor.as_str(),
                statement.on_behalf_of.as_deref().unwrap_or_default(),
            ),
            false => ("", actor.as_str()),
        };
        let person = entities.of("person", person, who);
        let organization = match is_person {
            true => entities.of("organization", organization, Vec::new),
            false => entities.of("organization", organization, who),
        };
        let concept = entities.of(
            "concept",
            statement.topic_name.as_deref().unwrap_or(topic),
            || {
                vec![
                    ("Type", "topic".into()),
                    ("Id", topic.into()),
                    (
                        "Proposition",
                        statement.proposition.clone().unwrap_or_default(),
                    ),
                ]
            },
        );
        let said = match (statement.said_from, statement.said_to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from}/{to}"),
            _ => String::new(),
        };
        let values = [
            Value::Entity(person),
            Value::Entity(organization),
            Value::Entity(concept),
            Value::Boolean(value > 0),
            Value::Integer(value.into()),
            Value::Integer(statement.root_claim_id),
            Value::Entity(entities.of("act", &statement.act, Vec::new)),
            Value::Entity(entities.of("status", &statement.status, Vec::new)),
            Value::Entity(entities.of("said", &said, Vec::new)),
            Value::Entity(entities.of(
                "actor_id",
                statement.actor_key.as_deref().unwrap_or_default(),
                Vec::new,
            )),
        ];
        project.statements.push(Coded {
            id: project.statements.len() as i64 + 1,
            of: 1,
            document: *document,
            start: utf16(text, statement.evidence_start),
            stop: utf16(text, statement.evidence_end),
            coder,
            values: (1..).zip(values).collect(),
        });
    }
    project.entities = entities.made;
    (project, left)
}

fn document(article: &ExchangedArticle, id: i64) -> Document {
    let text = |value: &Option<String>| short(value.as_deref().unwrap_or_default());
    let mut notes = format!("stance article {}", article.article_id);
    if let Some(url) = &article.url {
        notes = format!("{notes}\n{url}");
    }
    if article.published_day.is_none() {
        notes += "\nno date is known";
    }
    let midnight = |day: chrono::NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp();
    Document {
        id,
        title: match text(&article.title) {
            title if title.is_empty() => format!("article {}", article.article_id),
            title => title,
        },
        text: article.text.clone(),
        coder: 1,
        author: text(&article.byline),
        source: text(&article.outlet),
        notes,
        date: article.published_day.map_or(0, midnight),
        ..Document::default()
    }
}

/// A text cut to what DNA keeps.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Entities made so far.
#[derive(Default)]
struct Entities {
    made: Vec<Entity>,
    ids: BTreeMap<(i64, String), i64>,
}

impl Entities {
    /// The entity of a value, made with its attributes where it is new.
    fn of(
        &mut self,
        variable: &str,
        value: &str,
        attributes: impl FnOnce() -> Vec<(&'static str, String)>,
    ) -> i64 {
        let variable = VARIABLES
            .iter()
            .zip(1..)
            .find(|((name, _), _)| *name == variable)
            .map_or(0, |(_, id)| id);
        let value = short(value);
        let next = self.made.len() as i64 + 1;
        let made = &mut self.made;
        *self
            .ids
            .entry((variable, value.clone()))
            .or_insert_with(|| {
                let attributes = attributes()
                    .into_iter()
                    .filter(|(_, value)| !value.is_empty());
                made.push(Entity {
                    id: next,
                    variable,
                    value,
                    child_of: None,
                    attributes: attributes
                        .map(|(name, value)| (name.to_owned(), short(&value)))
                        .collect(),
                });
                next
            })
    }
}
