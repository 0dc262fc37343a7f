//! What became of a fixture that was read, as its expected output shows it.

use serde_json::{Value, json};
use stance::ingest::Refused;
use stance::model::Article;

/// All that a reader of the fixture wants to see; what is not there is left out.
pub fn shown(outcome: Result<Article, Refused>) -> Value {
    let article = match outcome {
        Ok(article) => article,
        Err(refused) => return json!({"refused": refused.to_string()}),
    };
    let hash: String = article.raw_sha256[..4]
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let mut shown = json!({
        "id": article.id,
        "origin": article.origin,
        "publisher": article.publisher,
        "title": article.title,
        "byline": article.byline,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "published": article.published,
        "language": article.language,
        "retrieved_at": article.retrieved_at,
        "raw_sha256": format!("{hash}…"),
        "metadata": article.metadata,
        "notes": article.notes,
        "text": article.text,
    });
    let is_something = |value: &mut Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => true,
    };
    shown
        .as_object_mut()
        .unwrap()
        .retain(|_, value| is_something(value));
    shown
}
