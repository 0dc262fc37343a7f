//! W3C Web Annotation (JSON-LD, 2017): an annotation per statement, on a passage of an article.
//!
//! The standard counts characters as Unicode code points, from 0 and half-open, as stance does.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::found::{Found, Quote};
use crate::model::{StanceValue, Statement};

/// What our own terms begin with: the standard has none for a stance.
const TERMS: &str = "urn:x-stance:terms#";

/// What the ids of our claims and articles begin with.
const IDS: &str = "urn:x-stance:";

/// What stands before the annotations, which are separated by commas.
pub fn head() -> String {
    let context = json!(["http://www.w3.org/ns/anno.jsonld", { "stance": TERMS }]);
    format!(
        "{{\"@context\":{context},\"id\":\"{IDS}annotations\",\"type\":\"AnnotationCollection\",\"label\":\"Statements recorded by stance\",\
         \"first\":{{\"id\":\"{IDS}annotations:1\",\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[\n"
    )
}

/// What stands behind them.
pub fn end(total: u64) -> String {
    format!("\n]}},\"total\":{total}}}\n")
}

/// A statement as an annotation.
pub fn annotation(statement: &Statement) -> Value {
    let article = format!("{IDS}article:{}", statement.article_id);
    let source = statement.url.clone().unwrap_or_else(|| article.clone());
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            body.insert(name.to_owned(), value);
        }
    };
    set("type", json!("stance:Statement"));
    set("purpose", json!("classifying"));
    set("stance:actor", json!(statement.actor));
    set("stance:actorId", json!(statement.actor_key));
    set("stance:actorKind", json!(statement.actor_kind));
    set("stance:onBehalfOf", json!(statement.on_behalf_of));
    set("stance:ascribedBy", json!(statement.ascribed_by));
    set("stance:topic", json!(statement.topic));
    set("stance:proposition", json!(statement.proposition));
    set("stance:value", json!(statement.stance));
    set("stance:act", json!(statement.act));
    set("stance:form", json!(statement.form));
    set("stance:link", json!(statement.link));
    set("stance:saidFrom", json!(statement.said_from));
    set("stance:saidTo", json!(statement.said_to));
    set("stance:basis", json!(statement.basis));
    set("stance:status", json!(statement.status));
    set("stance:confidence", json!(statement.confidence));
    let creator = match (&statement.reviewed_by, statement.origin.as_str()) {
        (Some(reviewer), _) => json!({ "type": "Person", "name": reviewer }),
        (None, "person") => json!({ "type": "Person" }),
        (None, _) => {
            json!({ "type": "Software", "name": format!("stance {}", statement.extractor_version) })
        }
    };
    let id = match &statement.topic {
        Some(topic) => format!("{IDS}claim:{}:{topic}", statement.root_claim_id),
        None => format!("{IDS}claim:{}", statement.root_claim_id),
    };
    json!({
        "id": id,
        "type": "Annotation",
        "motivation": "classifying",
        "created": statement.recorded_at,
        "creator": creator,
        "body": [
            { "type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": told(statement) },
            body,
        ],
        "target": {
            "source": {
                "id": source,
                "stance:article": statement.article_id,
                "stance:textSha256": statement.text_sha256,
                "stance:place": statement.place,
            },
            "selector": [
                { "type": "TextQuoteSelector", "exact": statement.evidence, "prefix": statement.lead, "suffix": statement.trail },
                { "type": "TextPositionSelector", "start": statement.evidence_start, "end": statement.evidence_end },
            ],
        },
    })
}

/// A statement in a sentence.
pub(super) fn told(statement: &Statement) -> String {
    let actor = statement.actor.as_deref().unwrap_or("somebody");
    let value = statement.stance.and_then(StanceValue::new);
    match (value, &statement.proposition) {
        (Some(value), Some(proposition)) if statement.act != "refusal" => {
            format!("{actor} {}: {proposition}", value.label())
        }
        (_, Some(proposition)) => format!("{actor} on: {proposition}"),
        _ => format!("{actor}: {}", statement.act),
    }
}

/// The annotations of a file: a collection, a page, a list of annotations, or one.
///
/// # Errors
/// Why the file holds none.
pub fn read(text: &str) -> Result<Vec<Found>, String> {
    let whole: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            format!("it is no export of stance, and not valid JSON: {error}; export it again")
        })?;
    let mut found = Vec::new();
    collect(&whole, &mut found);
    match found.is_empty() {
        true => Err("it is no export of stance, which begins with {\"stance_export\":…, and no Web Annotations are in it; articles come in with stance ingest".into()),
        false => Ok(found
            .into_iter()
            .enumerate()
            .map(|(at, annotation)| one(at + 1, annotation))
            .collect()),
    }
}

/// Annotations wherever collections and pages keep them.
fn collect<'v>(value: &'v Value, found: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) if is_a(fields, "Annotation") => found.push(fields),
        Value::Object(fields) => {
            for name in ["first", "items", "rows", "@graph"] {
                if let Some(inside) = fields.get(name) {
                    collect(inside, found);
                }
            }
        }
        _ => {}
    }
}

fn is_a(fields: &Map<String, Value>, kind: &str) -> bool {
    let names = fields.get("type").or_else(|| fields.get("@type"));
    names.is_some_and(|names| many(names).any(|name| name.as_str() == Some(kind)))
}

/// A value, or each of several.
fn many(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(items) => items.iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

/// The text of a field.
fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An annotation as a statement.
fn one(number: usize, annotation: &Map<String, Value>) -> Found {
    let id = text(annotation, "id");
    let mut found = Found {
        place: match id {
            Some(id) => format!("annotation {number} ({id})"),
            None => format!("annotation {number}"),
        },
        ..Found::default()
    };
    for target in annotation.get("target").into_iter().flat_map(many) {
        read_target(target, &mut found);
    }
    let mut fields = Map::new();
    for body in annotation.get("body").into_iter().flat_map(many) {
        read_body(body, &mut fields);
    }
    found.actor = text(&fields, "actor");
    found.actor_id = text(&fields, "actorId");
    found.topic = text(&fields, "topic");
    found.stance = text(&fields, "value")
        .or_else(|| text(&fields, "stance"))
        .and_then(|value| value.trim_start_matches('+').replace('−', "-").parse().ok())
        .and_then(StanceValue::new);
    // What only takes up earlier words has no place of its own on the scale: by itself it is on no topic.
    if found.stance.is_none() && text(&fields, "link").is_some() {
        found.topic = None;
    }
    let word = |name: &str| text(&fields, name).map(Value::String);
    found.act = word("act")
        .and_then(|word| serde_json::from_value(word).ok())
        .unwrap_or_default();
    found.form = word("form")
        .and_then(|word| serde_json::from_value(word).ok())
        .unwrap_or_default();
    let day = |name: &str| text(&fields, name).and_then(|day| day.parse::<NaiveDate>().ok());
    // A day that only follows from the article's is told again by the article here.
    if text(&fields, "basis").is_none_or(|basis| basis == "explicit") {
        found.said = day("saidFrom")
            .or_else(|| day("said"))
            .map(|from| (from, day("saidTo").unwrap_or(from)));
    }
    found.note = text(&fields, "note");
    let mut creators = annotation.get("creator").into_iter().flat_map(many);
    found.proposed =
        creators.any(|creator| creator.as_object().is_some_and(|who| is_a(who, "Software")));
    found
}

fn read_target(target: &Value, found: &mut Found) {
    let fields = match target {
        Value::String(address) => {
            found.url = Some(address.clone());
            return;
        }
        Value::Object(fields) => fields,
        _ => return,
    };
    match fields.get("source") {
        Some(Value::String(address)) => found.url = Some(address.clone()),
        Some(Value::Object(source)) => {
            found.url = text(source, "id");
            found.article = source.get("stance:article").and_then(Value::as_i64);
            found.text_sha256 = text(source, "stance:textSha256");
            found.in_title = text(source, "stance:place").as_deref() == Some("title");
        }
        _ => {}
    }
    if found.article.is_none() {
        let own = found.url.as_deref().and_then(|url| {
            url.strip_prefix(IDS)?
                .strip_prefix("article:")?
                .parse()
                .ok()
        });
        found.article = own;
    }
    for selector in fields.get("selector").into_iter().flat_map(many) {
        let Value::Object(selector) = selector else {
            continue;
        };
        if is_a(selector, "TextQuoteSelector") {
            // Spaces around a passage count.
            let whole = |name: &str| {
                selector
                    .get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            found.quote = Quote {
                exact: whole("exact"),
                prefix: whole("prefix"),
                suffix: whole("suffix"),
            };
        } else if is_a(selector, "TextPositionSelector") {
            let number = |name: &str| {
                selector
                    .get(name)
                    .and_then(Value::as_u64)
                    .and_then(|n| u32::try_from(n).ok())
            };
            found.position = number("start").zip(number("end"));
        }
    }
}

/// What a body says: our own terms, or tags such as "topic: pier".
fn read_body(body: &Value, fields: &mut Map<String, Value>) {
    let Value::Object(body) = body else {
        return;
    };
    for (name, value) in body {
        if let Some(term) = name
            .strip_prefix("stance:")
            .or_else(|| name.strip_prefix(TERMS))
        {
            fields.insert(term.to_owned(), value.clone());
        }
    }
    let tag = body.get("purpose").and_then(Value::as_str) == Some("tagging");
    let value = text(body, "value");
    match value
        .as_deref()
        .and_then(|value| value.split_once([':', '=']))
    {
        Some((name, value)) if tag => {
            fields.insert(name.trim().to_lowercase(), json!(value.trim()));
        }
        _ if body.get("purpose").and_then(Value::as_str) == Some("commenting") => {
            fields.entry("note").or_insert(json!(value));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        Statement {
            claim_id: 9,
            root_claim_id: 7,
            actor: Some("Mira Holt".into()),
            topic: Some("pier".into()),
            proposition: Some("The pier should stay.".into()),
            stance: Some(-1),
            act: "vote".into(),
            form: "direct".into(),
            basis: "article".into(),
            evidence: " \"No\" </script>\u{1f3db}".into(),
            evidence_start: 4,
            evidence_end: 20,
            place: "title".into(),
            lead: "a ".into(),
            article_id: 3,
            origin: "machine".into(),
            ..Statement::default()
        }
    }

    #[test]
    fn an_annotation_comes_back() {
        let file = head() + &annotation(&statement()).to_string() + &end(1);
        let found = read(&file).unwrap();
        let [one] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(one.place, "annotation 1 (urn:x-stance:claim:7:pier)");
        assert_eq!(
            (one.article, one.in_title, one.position),
            (Some(3), true, Some((4, 20)))
        );
        assert_eq!(one.quote.exact, statement().evidence);
        assert_eq!(one.quote.prefix, "a ");
        assert_eq!(one.actor.as_deref(), Some("Mira Holt"));
        assert_eq!(
            (one.topic.as_deref(), one.stance.map(StanceValue::number)),
            (Some("pier"), Some(-1))
        );
        assert_eq!((one.act.as_str(), one.said), ("vote", None));
    }

    #[test]
    fn what_only_takes_up_earlier_words_is_on_no_topic_by_itself() {
        let linked = Statement {
            stance: None,
            link: Some("holds".into()),
            ..statement()
        };
        let file = head() + &annotation(&linked).to_string() + &end(1);
        assert_eq!(read(&file).unwrap()[0].topic, None);
        // Of anything else that says no stance, the coder is told.
        let unlinked = Statement {
            stance: None,
            ..statement()
        };
        let file = head() + &annotation(&unlinked).to_string() + &end(1);
        assert_eq!(read(&file).unwrap()[0].topic.as_deref(), Some("pier"));
    }

    #[test]
    fn what_another_program_tagged_is_read() {
        let file = r#"{"rows": [{"@type": "Annotation", "target": [{"source": "https://a.example/1", "selector": {"type": "TextQuoteSelector", "exact": "no"}}],
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": "Actor: Holt"}, {"type": "TextualBody", "purpose": "tagging", "value": "topic=pier"},
                     {"type": "TextualBody", "purpose": "tagging", "value": "stance: +2"}, {"type": "TextualBody", "purpose": "commenting", "value": "see p. 3"}]}]}"#;
        let found = read(file).unwrap().remove(0);
        assert_eq!(found.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(
            (found.actor.as_deref(), found.topic.as_deref()),
            (Some("Holt"), Some("pier"))
        );
        assert_eq!(found.stance.map(StanceValue::number), Some(2));
        assert_eq!(found.note.as_deref(), Some("see p. 3"));
        assert!(read("{}").unwrap_err().contains("no Web Annotations"));
        assert!(read("{").unwrap_err().contains("not valid JSON"));
    }
}
