//! Codebooks and projects as topics, articles and statements.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::json;
use zip::ZipArchive;

use super::{ACTORS, UNTITLED, id_of, stance_name};
use crate::exchange::found::{Found, FoundBy, Quote, Record};
use crate::exchange::slug;
use crate::model::{Codebook, StanceValue, Topic};

/// The longest member of a project that is read, in bytes; longer ones are made to harm.
const LONGEST: u64 = 200_000_000;

/// What a project brings.
#[derive(Debug, Default)]
pub struct Brought {
    /// Its codes as topics.
    pub codebook: Codebook,
    /// Its texts.
    pub records: Vec<Record>,
    /// Its coded passages, one for each code that is no actor.
    pub found: Vec<FoundBy>,
}

/// The topics of a codebook.
///
/// # Errors
/// Where it is no codebook, and what to do.
pub fn codebook_of(xml: &str) -> Result<Codebook, String> {
    Ok(read(xml)?.codebook())
}

/// A project: its codes, texts and coded passages.
///
/// # Errors
/// Where it is no project, and what to do.
pub fn project_of(bytes: &[u8]) -> Result<Brought, String> {
    let broken = |error: &dyn std::fmt::Display| {
        format!("no project that can be read ({error}); export it again")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut member = |name: &str| -> Result<String, String> {
        let file = archive
            .by_name(name)
            .map_err(|error| format!("{name}: {}", broken(&error)))?;
        let mut bytes = Vec::new();
        file.take(LONGEST)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("{name}: {}", broken(&error)))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let xml = read(&member("project.qde")?)?;
    let mut brought = Brought {
        codebook: xml.codebook(),
        ..Brought::default()
    };
    for source in &xml.sources {
        let text = match (&source.content, source.path.strip_prefix("internal://")) {
            (Some(content), _) => content.clone(),
            // Some programs call the folder otherwise.
            (None, Some(path)) => member(&format!("sources/{path}"))
                .or_else(|_| member(&format!("Sources/{path}")))?,
            (None, None) => continue,
        };
        // Some programs begin a text with a mark that their places do not count.
        let text = text
            .strip_prefix('\u{feff}')
            .map(str::to_owned)
            .unwrap_or(text);
        brought.found.extend(xml.found(source, &text));
        let variable = |name: &str| {
            let variable = xml
                .variables
                .iter()
                .find(|(_, known)| known.eq_ignore_ascii_case(name));
            variable.and_then(|(id, _)| source.values.get(id)).cloned()
        };
        brought.records.push(Record {
            id: source.guid.clone(),
            json: json!({
                "id": source.guid, "title": source.title(), "publisher": variable("Publisher"),
                "date": variable("Published"), "url": variable("Address"), "text": text,
            }),
            text,
        });
    }
    Ok(brought)
}

/// A code with those above it.
#[derive(Debug, Default)]
struct Code {
    guid: String,
    name: String,
    description: String,
    parent: Option<usize>,
}

impl Code {
    /// The id that stance wrote into its description.
    fn id(&self) -> Option<&str> {
        id_of(&self.description).1
    }

    /// Its name; of several actors of one name, without the number that told their codes apart.
    fn own_name(&self) -> &str {
        let numbered = self.name.rsplit_once(" (").filter(|(_, number)| {
            let number = number.strip_suffix(')').unwrap_or_default();
            self.id().is_some() && number.parse::<usize>().is_ok()
        });
        numbered.map_or(self.name.as_str(), |(name, _)| name)
    }
}

/// A text with its coded passages.
#[derive(Debug, Default)]
struct TextSource {
    guid: String,
    name: String,
    path: String,
    content: Option<String>,
    passages: Vec<Passage>,
    values: BTreeMap<String, String>,
}

impl TextSource {
    /// Its name; none where it has one only because the format asks for it.
    fn title(&self) -> Option<&str> {
        let number = self.name.strip_prefix(UNTITLED);
        let made = number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()));
        (!self.name.is_empty() && !made).then_some(self.name.as_str())
    }
}

/// A coded passage.
#[derive(Debug, Default)]
struct Passage {
    guid: String,
    start: u32,
    end: u32,
    user: String,
    codes: Vec<String>,
}

/// What of a file is read.
#[derive(Debug, Default)]
struct Xml {
    users: BTreeMap<String, String>,
    codes: Vec<Code>,
    variables: BTreeMap<String, String>,
    sources: Vec<TextSource>,
}

fn read(xml: &str) -> Result<Xml, String> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let (mut read, mut path): (Xml, Vec<String>) = Default::default();
    // Codes that are open, the innermost last; the variable of the value that is open.
    let (mut open, mut variable): (Vec<usize>, String) = Default::default();
    let mut text = String::new();
    loop {
        let event = reader.read_event().map_err(|error| {
            format!(
                "not valid XML at byte {}: {error}; export it again",
                reader.error_position()
            )
        })?;
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                let value = |key: &str| attribute(&tag, key).unwrap_or_default();
                match name.as_str() {
                    "User" => {
                        read.users.insert(value("guid"), value("name"));
                    }
                    "Code" => {
                        let parent = open.last().copied();
                        open.push(read.codes.len());
                        read.codes.push(Code {
                            guid: value("guid"),
                            name: value("name"),
                            description: String::new(),
                            parent,
                        });
                    }
                    "Variable" => {
                        read.variables.insert(value("guid"), value("name"));
                    }
                    "TextSource" => read.sources.push(TextSource {
                        guid: value("guid"),
                        name: value("name"),
                        path: value("plainTextPath"),
                        ..TextSource::default()
                    }),
                    "PlainTextSelection" => {
                        let number = |key: &str| value(key).parse().unwrap_or_default();
                        if let Some(source) = read.sources.last_mut() {
                            source.passages.push(Passage {
                                guid: value("guid"),
                                start: number("startPosition"),
                                end: number("endPosition"),
                                user: value("creatingUser"),
                                codes: Vec::new(),
                            });
                        }
                    }
                    "CodeRef" if path.iter().any(|name| name == "PlainTextSelection") => {
                        let source = read.sources.last_mut();
                        if let Some(passage) = source.and_then(|source| source.passages.last_mut())
                        {
                            passage.codes.push(value("targetGUID"));
                        }
                    }
                    "VariableRef" => variable = value("targetGUID"),
                    _ => {}
                }
                path.push(name);
                text.clear();
            }
            Event::Text(words) => text += words.as_ref(),
            Event::CData(words) => text += words.as_ref(),
            Event::GeneralRef(reference) => {
                let named =
                    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content());
                match reference.resolve_char_ref() {
                    Ok(Some(c)) => text.push(c),
                    _ => text += named.unwrap_or_default(),
                }
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                let above = path.last().map(String::as_str);
                match name.as_str() {
                    "Code" => {
                        open.pop();
                    }
                    "Description" if above == Some("Code") => {
                        if let Some(code) = open.last().and_then(|&at| read.codes.get_mut(at)) {
                            text.trim().clone_into(&mut code.description);
                        }
                    }
                    "PlainTextContent" => {
                        if let Some(source) = read.sources.last_mut() {
                            source.content = Some(text.clone());
                        }
                    }
                    "TextValue" | "DateValue" => {
                        if let Some(source) = read.sources.last_mut() {
                            source
                                .values
                                .insert(variable.clone(), text.trim().to_owned());
                        }
                    }
                    _ => {}
                }
                text.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match read.codes.is_empty() && read.sources.is_empty() {
        true => Err("neither codes nor texts are in it; stance reads REFI-QDA codebooks (.qdc) and projects (.qdpx)".into()),
        false => Ok(read),
    }
}

fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|a| a.key.local_name().as_ref() == key)?;
    found
        .normalized_value(XmlVersion::Implicit1_0)
        .ok()
        .map(|value| value.into_owned())
}

/// What a code says.
enum Meaning<'x> {
    /// An actor's name and id.
    Actor(&'x str, Option<&'x str>),
    /// A topic's name and id, with a place on its scale where the code is one.
    Topic(&'x str, Option<&'x str>, Option<StanceValue>),
}

impl Xml {
    fn meaning(&self, at: usize) -> Option<Meaning<'_>> {
        let code = self.codes.get(at)?;
        let parent = code.parent.and_then(|at| self.codes.get(at));
        if parent.is_some_and(|parent| parent.name == ACTORS) {
            return Some(Meaning::Actor(code.own_name(), code.id()));
        }
        if code.name == ACTORS && code.parent.is_none() {
            return None;
        }
        for number in -2..=2 {
            let value = StanceValue::new(number)?;
            let of = parent
                .map(|parent| parent.name.as_str())
                .unwrap_or_default();
            // Where a program has no hierarchy, the name says it all.
            let flat = code.name.strip_suffix(&stance_name("", value.label()));
            if code.name == value.label() && parent.is_some()
                || code.name == stance_name(of, value.label())
            {
                return Some(Meaning::Topic(of, parent.and_then(Code::id), Some(value)));
            }
            if let Some(topic) = flat.filter(|topic| !topic.is_empty()) {
                return Some(Meaning::Topic(topic, None, Some(value)));
            }
        }
        Some(Meaning::Topic(&code.name, code.id(), None))
    }

    /// The coded passages of a text, one for each of their codes that is no actor.
    fn found(&self, source: &TextSource, text: &str) -> Vec<FoundBy> {
        let mut found = Vec::new();
        for passage in &source.passages {
            let codes = passage.codes.iter().filter_map(|guid| {
                let at = self
                    .codes
                    .iter()
                    .position(|code| code.guid.eq_ignore_ascii_case(guid))?;
                self.meaning(at)
            });
            let meanings: Vec<Meaning<'_>> = codes.collect();
            let actor = meanings.iter().find_map(|meaning| match meaning {
                Meaning::Actor(name, id) => Some(((*name).to_owned(), id.map(str::to_owned))),
                Meaning::Topic(..) => None,
            });
            let length = passage.end.saturating_sub(passage.start) as usize;
            let exact: String = text
                .chars()
                .skip(passage.start as usize)
                .take(length)
                .collect();
            for meaning in &meanings {
                let Meaning::Topic(topic, id, stance) = meaning else {
                    continue;
                };
                found.push(FoundBy {
                    found: Found {
                        place: format!("selection {}", passage.guid),
                        quote: Quote {
                            exact: exact.clone(),
                            ..Quote::default()
                        },
                        position: Some((passage.start, passage.end)),
                        actor: actor.as_ref().map(|(name, _)| name.clone()),
                        actor_id: actor.as_ref().and_then(|(_, id)| id.clone()),
                        topic: Some(id.unwrap_or(topic).to_owned()),
                        stance: *stance,
                        ..Found::default()
                    },
                    record: source.guid.clone(),
                    coder: self.users.get(&passage.user).cloned().unwrap_or_default(),
                });
            }
        }
        found
    }

    /// The codes that are topics, to be worked over.
    fn codebook(&self) -> Codebook {
        let mut topics: Vec<Topic> = Vec::new();
        for at in 0..self.codes.len() {
            let Some(Meaning::Topic(name, id, None)) = self.meaning(at) else {
                continue;
            };
            let code = &self.codes[at];
            if topics.iter().any(|topic| topic.name == name) {
                continue;
            }
            topics.push(Topic {
                id: id.map_or_else(|| slug(name), str::to_owned),
                name: name.to_owned(),
                proposition: match id_of(&code.description).0 {
                    "" => name.to_owned(),
                    description => description.to_owned(),
                },
                about: vec![name.to_owned()],
                ..Topic::default()
            });
        }
        Codebook {
            topics,
            ..Codebook::default()
        }
    }
}
