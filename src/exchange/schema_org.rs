//! schema.org in JSON-LD: a `Claim` per stance that a statement takes, a `Quotation` per passage.

use serde_json::{Map, Value, json};

use super::annotation::told;
use crate::model::Statement;

/// What stands before the items, which are separated by commas.
pub const HEAD: &str = "{\"@context\":\"https://schema.org/\",\"@graph\":[\n";

/// What stands behind them.
pub const END: &str = "\n]}\n";

/// A statement as a claim that appears in a quotation, or as a quotation alone where it is on no topic.
pub fn item(statement: &Statement) -> Value {
    let id = format!("urn:x-stance:claim:{}", statement.root_claim_id);
    let creator = creator(statement);
    let said = match (statement.said_from, statement.said_to) {
        (Some(from), Some(to)) if from == to => json!(from),
        (Some(from), Some(to)) => json!(format!("{from}/{to}")),
        _ => Value::Null,
    };
    // Paraphrase is no quotation.
    let kind = match statement.form.as_str() {
        "direct" | "mixed" => "Quotation",
        _ => "CreativeWork",
    };
    let mut passage = thing(&format!("{id}:passage"), kind);
    set(&mut passage, "text", json!(statement.evidence));
    set(&mut passage, "creator", creator.clone());
    set(&mut passage, "dateCreated", said.clone());
    set(&mut passage, "inLanguage", json!(statement.language));
    set(&mut passage, "isPartOf", article(statement));
    let Some(topic) = &statement.topic else {
        return Value::Object(passage);
    };
    let mut about = thing(&format!("urn:x-stance:topic:{topic}"), "DefinedTerm");
    set(&mut about, "termCode", json!(topic));
    set(&mut about, "name", json!(statement.topic_name));
    set(&mut about, "description", json!(statement.proposition));
    let mut claim = thing(&format!("{id}:{topic}"), "Claim");
    set(&mut claim, "text", json!(told(statement)));
    set(&mut claim, "creator", creator);
    set(&mut claim, "dateCreated", said);
    set(&mut claim, "about", Value::Object(about));
    set(&mut claim, "creativeWorkStatus", json!(statement.status));
    set(&mut claim, "appearance", Value::Object(passage));
    Value::Object(claim)
}

fn creator(statement: &Statement) -> Value {
    let Some(name) = &statement.actor else {
        return Value::Null;
    };
    let kind = match statement.actor_kind.as_deref() {
        Some("person" | "anonymous") => "Person",
        Some("government") => "GovernmentOrganization",
        _ => "Organization",
    };
    let item = statement.wikidata.as_ref();
    let same = item.map(|item| format!("https://www.wikidata.org/entity/{item}"));
    let mut creator = Map::new();
    set(&mut creator, "@type", json!(kind));
    set(&mut creator, "name", json!(name));
    set(&mut creator, "sameAs", json!(same));
    Value::Object(creator)
}

fn article(statement: &Statement) -> Value {
    let mut article = thing(
        &format!("urn:x-stance:article:{}", statement.article_id),
        "NewsArticle",
    );
    set(&mut article, "url", json!(statement.url));
    set(&mut article, "headline", json!(statement.title));
    set(
        &mut article,
        "datePublished",
        json!(statement.published_day),
    );
    let person = |name: &String| json!({ "@type": "Person", "name": name });
    set(
        &mut article,
        "author",
        json!(statement.byline.as_ref().map(person)),
    );
    let outlet = |name: &String| json!({ "@type": "NewsMediaOrganization", "name": name });
    set(
        &mut article,
        "publisher",
        json!(statement.outlet.as_ref().map(outlet)),
    );
    Value::Object(article)
}

fn thing(id: &str, kind: &str) -> Map<String, Value> {
    let mut thing = Map::new();
    set(&mut thing, "@type", json!(kind));
    set(&mut thing, "@id", json!(id));
    thing
}

/// Sets a field, unless there is nothing to say.
fn set(fields: &mut Map<String, Value>, name: &str, value: Value) {
    if !value.is_null() {
        fields.insert(name.to_owned(), value);
    }
}
