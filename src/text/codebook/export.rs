use std::fmt::Write;

use crate::model::{Actor, Codebook, ParentEffect, Topic};

/// Writes a codebook as a file that [`super::parse`] reads back to the same codebook.
pub fn to_toml(book: &Codebook) -> String {
    let mut out = String::new();
    for topic in &book.topics {
        write_topic(&mut out, topic);
    }
    for actor in &book.actors {
        write_actor(&mut out, actor);
    }
    for metonym in &book.metonyms {
        table(&mut out, "metonym");
        line(&mut out, "name", &metonym.name);
        line(&mut out, "actor", &metonym.actor);
    }
    out
}

fn write_topic(out: &mut String, topic: &Topic) {
    table(out, "topic");
    line(out, "id", &topic.id);
    line(out, "name", &topic.name);
    if let Some(parent) = &topic.parent {
        line(out, "parent", parent);
    }
    if topic.parent_effect != ParentEffect::None {
        line(out, "parent_effect", topic.parent_effect.as_str());
    }
    line(out, "proposition", &topic.proposition);
    list(out, "about", &topic.about);
    list(out, "for", &topic.for_terms);
    list(out, "against", &topic.against_terms);
    list(out, "reasons_for", &topic.reasons_for);
    list(out, "reasons_against", &topic.reasons_against);
    for example in &topic.examples {
        out.push_str("[[topic.example]]\n");
        line(out, "text", &example.text);
        if let Some(stance) = example.stance {
            let _ = writeln!(out, "stance = {}", stance.number());
        }
    }
}

fn write_actor(out: &mut String, actor: &Actor) {
    table(out, "actor");
    line(out, "id", &actor.id);
    line(out, "name", &actor.name);
    line(out, "kind", actor.kind.as_str());
    list(out, "aliases", &actor.aliases);
    if let Some(item) = &actor.wikidata {
        line(out, "wikidata", item);
    }
    for role in &actor.roles {
        out.push_str("[[actor.role]]\n");
        if !role.title.is_empty() {
            line(out, "title", &role.title);
        }
        if let Some(organization) = &role.organization {
            line(out, "organization", organization);
        }
        if let Some(from) = role.from {
            let _ = writeln!(out, "from = {from}");
        }
        if let Some(to) = role.to {
            let _ = writeln!(out, "to = {to}");
        }
    }
}

fn table(out: &mut String, name: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "[[{name}]]");
}

fn line(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key} = {}", quoted(value));
}

/// A list on one line while it fits there, else one value a line. Empty lists are left out.
fn list(out: &mut String, key: &str, values: &[String]) {
    if values.is_empty() && key != "about" {
        return;
    }
    let values: Vec<_> = values.iter().map(|v| quoted(v)).collect();
    let short = format!("{key} = [{}]", values.join(", "));
    if short.chars().count() <= 120 {
        let _ = writeln!(out, "{short}");
    } else {
        let _ = writeln!(out, "{key} = [\n  {},\n]", values.join(",\n  "));
    }
}

fn quoted(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}
