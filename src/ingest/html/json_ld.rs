//! The article as the page describes it for search engines (schema.org, as JSON-LD).

use serde_json::{Map, Value};

/// Facts of the page's article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub headline: Option<String>,
    pub authors: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// Facts from the first article among the page's JSON-LD `blocks`; blocks that do not parse are
/// passed over, as browsers do.
pub(super) fn facts<S: AsRef<str>>(blocks: impl IntoIterator<Item = S>) -> Option<Facts> {
    let mut things = Vec::new();
    for block in blocks {
        let text = block.as_ref().trim();
        let text = text.strip_prefix("<![CDATA[").unwrap_or(text);
        let text = text.strip_suffix("]]>").unwrap_or(text);
        if let Ok(value) = serde_json::from_str(text) {
            collect(value, &mut things);
        }
    }
    let Some(article) = things.iter().find(|thing| is_article(thing)) else {
        return site(&things).map(|publisher| Facts {
            publisher: Some(publisher),
            ..Facts::default()
        });
    };
    let named = |key: &str| article.get(key).and_then(|value| names(value, &things));
    Some(Facts {
        headline: string(article, "headline").or_else(|| string(article, "name")),
        authors: named("author").or_else(|| named("creator")),
        publisher: named("publisher")
            .or_else(|| named("sourceOrganization"))
            .or_else(|| site(&things)),
        published: string(article, "datePublished").or_else(|| string(article, "dateCreated")),
        modified: string(article, "dateModified"),
        url: string(article, "url").or_else(|| match article.get("mainEntityOfPage")? {
            Value::String(url) => Some(url.clone()),
            Value::Object(page) => string(page, "@id").or_else(|| string(page, "url")),
            _ => None,
        }),
        language: string(article, "inLanguage"),
    })
}

/// The objects of a block: itself, those of an array, those under `@graph`.
fn collect(value: Value, things: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, things)),
        Value::Object(mut thing) => {
            let graph = thing.remove("@graph");
            things.push(thing);
            if let Some(graph) = graph {
                collect(graph, things);
            }
        }
        _ => {}
    }
}

/// Whose site it is, as the page says beside its article.
fn site(things: &[Map<String, Value>]) -> Option<String> {
    let of_type = |wanted: &str| {
        let is = |name: &Value| {
            let name = name.as_str().unwrap_or_default();
            name.rsplit(['/', ':']).next() == Some(wanted)
        };
        things.iter().find(|thing| match thing.get("@type") {
            Some(Value::Array(names)) => names.iter().any(is),
            Some(name) => is(name),
            None => false,
        })
    };
    let site = of_type("NewsMediaOrganization").or_else(|| of_type("WebSite"))?;
    string(site, "name")
}

fn is_article(thing: &Map<String, Value>) -> bool {
    let is_article_type = |name: &str| {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report"
    };
    match thing.get("@type") {
        Some(Value::String(name)) => is_article_type(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_article_type),
        _ => false,
    }
}

/// Names of people or organizations: strings, objects with a name, references to other objects of
/// the page by `@id`, or several of these.
fn names(value: &Value, things: &[Map<String, Value>]) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        Value::Object(thing) => string(thing, "name").or_else(|| {
            let id = thing.get("@id")?;
            let named = |other: &&Map<String, Value>| {
                other.get("@id") == Some(id) && other.contains_key("name")
            };
            string(things.iter().find(named)?, "name")
        }),
        Value::Array(items) => {
            let all: Vec<String> = items
                .iter()
                .filter_map(|item| names(item, things))
                .collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

fn string(thing: &Map<String, Value>, key: &str) -> Option<String> {
    let text = thing.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
