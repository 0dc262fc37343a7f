use super::lexicon::{HOLDERS, SOURCE};
use super::*;
use crate::text::actor::{Directory, Words};

/// An example without its marks: `<holder>`, `*word*`, and the `[topic]`, which is else the last word.
struct Example {
    text: String,
    holder: Option<Range<usize>>,
    word: Range<usize>,
    topic: Range<usize>,
}

impl Example {
    fn new(marked: &str) -> Self {
        let mut text = String::new();
        let (mut holder, mut word, mut topic) = (Vec::new(), Vec::new(), Vec::new());
        for c in marked.chars() {
            match c {
                '<' | '>' => holder.push(text.len()),
                '*' => word.push(text.len()),
                '[' | ']' => topic.push(text.len()),
                _ => text.push(c),
            }
        }
        let end = text.trim_end_matches('.').len();
        let last = text[..end].rfind(' ').map_or(0, |n| n + 1)..end;
        Self {
            holder: (holder.len() == 2).then(|| holder[0]..holder[1]),
            word: word[0]..word[1],
            topic: if topic.is_empty() {
                last
            } else {
                topic[0]..topic[1]
            },
            text,
        }
    }

    /// The source of the find at the marked word, by the lists: any verb can be a deed.
    fn found(&self, finds: &[Find]) -> Option<Range<usize>> {
        let document = Document::new(&self.text);
        let words = Words::new(&document);
        let directory = Directory::default();
        let reader = Reader::new(&words, &directory, None);
        let topics = [Topical {
            bytes: self.topic.clone(),
            measure: false,
        }];
        propose(&document, &reader, &topics, finds)
            .into_iter()
            .find(|find| find.cue[0].end == self.word.end && find.origin != Origin::Done)
            .map(|find| find.source[0].clone())
    }
}

#[test]
fn every_entry_finds_its_examples_and_leaves_its_counter_examples() {
    Verbs::parse(SOURCE).expect("the verbs have the right keys");
    Holders::parse(HOLDERS).expect("the nouns have the right keys");
    let verbs: toml::Value = toml::from_str(SOURCE).expect("the lexicon is TOML");
    let holders: toml::Value = toml::from_str(HOLDERS).expect("the lexicon is TOML");
    let mut entries: Vec<&toml::Value> = verbs["decision"]
        .as_array()
        .expect("entries")
        .iter()
        .collect();
    entries.extend([&verbs["between"], &holders]);
    for entry in entries {
        for key in ["examples", "counter"] {
            let Some(list) = entry.get(key).and_then(|v| v.as_array()) else {
                continue;
            };
            for marked in list.iter().filter_map(|v| v.as_str()) {
                let example = Example::new(marked);
                let printed = |r: Range<usize>| example.text[r].to_owned();
                let found = example.found(&[]).map(printed);
                assert_eq!(found, example.holder.clone().map(printed), "{marked}");
            }
        }
    }
}

#[test]
fn what_an_attribution_already_has_is_not_found_twice() {
    let example = Example::new("<The council> *banned* cars from the bridge.");
    let find = Find {
        source: example.holder.iter().cloned().collect(),
        cue: vec![example.word.clone()],
        ..Find::default()
    };
    assert_eq!(example.found(&[find]), None);
}
