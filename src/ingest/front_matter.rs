//! Front matter of Markdown: the `key: value` part of YAML that people write, or TOML.

use serde_json::{Map, Value};

use super::refused::{Fault, Place};

/// Fields of the front matter, and the text behind it. Without front matter, no fields.
///
/// # Errors
///
/// TOML that does not parse, or a line between `---` marks that is no `key: value`.
pub(super) fn split(text: &str) -> Result<(Map<String, Value>, &str), Fault> {
    if let Some((matter, body)) = fenced(text, "---") {
        Ok((yaml(matter)?, body))
    } else if let Some((matter, body)) = fenced(text, "+++") {
        Ok((toml(matter)?, body))
    } else {
        Ok((Map::new(), text))
    }
}

/// What stands between two lines that are `fence` and nothing else, the first at the very start.
fn fenced<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn toml(matter: &str) -> Result<Map<String, Value>, Fault> {
    let table: ::toml::Table = matter.parse().map_err(|error: ::toml::de::Error| {
        Fault::new(
            format!("front matter is not valid TOML: {}", error.message()),
            "mend it or remove it",
        )
        .at(Place::Line(1))
    })?;
    Ok(table
        .into_iter()
        .map(|(key, value)| {
            let value = match value {
                ::toml::Value::String(text) => Value::String(text),
                ::toml::Value::Array(items) => items.iter().map(bare).collect(),
                other => bare(&other),
            };
            (key, value)
        })
        .collect())
}

/// A TOML value as a string without quotes; dates as they are written.
fn bare(value: &::toml::Value) -> Value {
    match value {
        ::toml::Value::String(text) => Value::String(text.clone()),
        other => Value::String(other.to_string()),
    }
}

/// Keys with a scalar, `[a, b]`, or a list of `- items` below. Deeper structures are kept as text.
fn yaml(matter: &str) -> Result<Map<String, Value>, Fault> {
    let mut fields = Map::new();
    let mut open: Option<String> = None;
    for (number, line) in matter.lines().enumerate() {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let indented = line.starts_with([' ', '\t']) || content.starts_with("- ");
        match (indented, &open, content.split_once(':')) {
            (true, Some(key), _) => append(&mut fields, key, content),
            (false, _, Some((key, value))) if value.is_empty() || value.starts_with(' ') => {
                let key = unquoted(key);
                fields.insert(key.clone(), scalar(value.trim()));
                open = Some(key);
            }
            _ => {
                return Err(Fault::new(
                    format!("front matter: \"{content}\" is no \"key: value\""),
                    "mend the line or remove the front matter",
                )
                .at(Place::Line(number as u64 + 2)));
            }
        }
    }
    Ok(fields)
}

/// Adds a line below its key: an item of a list, or more text.
fn append(fields: &mut Map<String, Value>, key: &str, content: &str) {
    let value = fields.entry(key).or_insert(Value::Null);
    if let Some(item) = content.strip_prefix("- ") {
        if !value.is_array() {
            *value = Value::Array(Vec::new());
        }
        if let Value::Array(items) = value {
            items.push(Value::String(unquoted(item)));
        }
        return;
    }
    let before = match value.as_str() {
        None | Some("|" | ">" | "|-" | ">-") => String::new(),
        Some(text) => format!("{text} "),
    };
    *value = Value::String(before + content);
}

fn scalar(value: &str) -> Value {
    if value.is_empty() || value == "~" || value == "null" {
        return Value::Null;
    }
    let list = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
    match list {
        Some(items) => items
            .split(',')
            .map(|item| Value::String(unquoted(item)))
            .collect(),
        None => Value::String(unquoted(value)),
    }
}

/// The value of a quoted or plain scalar; a comment behind a plain one is dropped.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    for quote in ['"', '\''] {
        let inner = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote));
        if let Some(inner) = inner {
            return match quote {
                '"' => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
                _ => inner.replace("''", "'"),
            };
        }
    }
    text.split(" #")
        .next()
        .unwrap_or(text)
        .trim_end()
        .to_owned()
}
