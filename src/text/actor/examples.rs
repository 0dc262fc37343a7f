//! Runs the examples that stand in the lexicon's files of this stage.

use super::files::FILES;
use super::{Directory, resolve};
use crate::model::ActorRef;
use crate::text::document::{Document, Find};

/// All strings under a key `examples`, whatever stands around it.
fn examples(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match value {
                    toml::Value::Array(list) if key == "examples" => {
                        found.extend(list.iter().filter_map(|v| v.as_str()).map(str::to_owned));
                    }
                    _ => examples(value, found),
                }
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|value| examples(value, found)),
        _ => {}
    }
}

/// "kind Name", " / kind Name" for the principal, " @ kind Name" for the affiliation; "none" for nobody.
fn outcome(phrase: &str) -> String {
    let text = format!("In the morning {phrase} said that it was late.");
    let start = "In the morning ".len();
    let source = start..start + phrase.len();
    let cue = source.end + 1..source.end + 5;
    let find = Find {
        source: vec![source],
        cue: vec![cue],
        ..Find::default()
    };
    let document = Document::new(&text);
    let uttered = resolve(&document, &[find], &Directory::default(), None);
    let named = |actor: &ActorRef| format!("{} {}", actor.kind.as_str(), actor.name);
    let names: Vec<String> = uttered[0]
        .by
        .iter()
        .map(|s| {
            let told = |mark: &str, actor: &Option<ActorRef>| {
                let actor = actor
                    .as_ref()
                    .map(|actor| format!(" {mark} {}", named(actor)));
                actor.unwrap_or_default()
            };
            named(&s.actor) + &told("/", &s.on_behalf_of) + &told("@", &s.affiliation)
        })
        .collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(" + ")
    }
}

#[test]
fn every_example_of_the_lists_names_its_actor() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in FILES.all() {
        let value: toml::Value = toml::from_str(file).expect("the lexicon is TOML");
        let mut found = Vec::new();
        examples(&value, &mut found);
        for example in found {
            let (phrase, expected) = example.split_once(" => ").expect("phrase => kind Name");
            let got = outcome(phrase);
            count += 1;
            if got != expected {
                wrong.push(format!("{phrase}\n  expected {expected}\n  got      {got}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 40, "{count} examples were found");
}
