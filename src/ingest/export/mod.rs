//! What the press services give out: many articles in one text, told apart and read by their own marks.

mod factiva;
mod nexis;

use chrono::NaiveDate;
use serde_json::Value;

use super::piece::{Cut, Kind, Raw};
use super::refused::{Fault, Place};
use super::{date, language};
use crate::model::{Article, Published, PublishedBasis};

/// A press service, by the look of its exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Nexis, LexisNexis, Nexis Uni.
    Nexis,
    /// Factiva, with a code before each field.
    FactivaCoded,
    /// Factiva, as it is printed.
    FactivaPlain,
}

/// The service whose export starts like this, if it is one.
pub(super) fn told(text: &str) -> Option<Service> {
    if nexis::is_export(text) {
        Some(Service::Nexis)
    } else if factiva::is_coded(text) {
        Some(Service::FactivaCoded)
    } else {
        factiva::is_plain(text).then_some(Service::FactivaPlain)
    }
}

/// Cuts a whole export into its articles. Their place is that of their first line, or their number where
/// the text has no lines of its own (`by_number`).
pub(super) fn cut(text: &str, service: Service, by_number: bool) -> Cut {
    let sections = match service {
        Service::Nexis => nexis::sections(text),
        Service::FactivaCoded => factiva::coded_sections(text),
        Service::FactivaPlain => factiva::plain_sections(text),
    };
    if sections.is_empty() {
        let fault = Fault::new(
            "it looks like an export of a press service, and no article is found in it",
            "check that it was saved whole, with the full text",
        );
        return Box::new(std::iter::once(Err(fault)));
    }
    let broken = match service {
        Service::Nexis => nexis::broken_off(text),
        Service::FactivaCoded | Service::FactivaPlain => factiva::broken_off(text),
    };
    let last = sections.last().map(|last| match by_number {
        true => Place::Record(sections.len() as u64),
        false => Place::Line(last.line),
    });
    let broken = broken.zip(last).map(|(reason, last)| {
        let remedy = "export it again, or go by what is there: what it holds is taken in";
        Err(Fault::new(reason, remedy).at(last))
    });
    let pieces: Vec<_> = sections
        .into_iter()
        .zip(1..)
        .map(|(section, number)| {
            Ok(Raw {
                bytes: section.text.into_bytes(),
                place: Some(match by_number {
                    true => Place::Record(number),
                    false => Place::Line(section.line),
                }),
                kind: Kind::Export(service),
            })
        })
        .collect();
    Box::new(pieces.into_iter().chain(broken))
}

/// The article of a section.
pub(super) fn article(text: &str, service: Service, today: NaiveDate) -> Result<Article, Fault> {
    match service {
        Service::Nexis => nexis::article(text, today),
        Service::FactivaCoded => factiva::coded(text, today),
        Service::FactivaPlain => factiva::plain(text, today),
    }
}

/// One article of an export.
struct Section {
    text: String,
    /// Its first line in the whole, from 1.
    line: u64,
}

impl Section {
    /// Sections of lines, each with the number of its first line; those without a word are no articles.
    fn of(lines: &[(u64, &str)]) -> Option<Self> {
        let first = lines.iter().find(|(_, line)| !line.trim().is_empty())?;
        let texts: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
        Some(Self {
            text: texts.join("\n"),
            line: first.0,
        })
    }
}

/// Numbers the lines; the page breaks of printed exports count for nothing.
fn numbered(text: &str) -> Vec<(u64, &str)> {
    text.lines()
        .map(|line| line.trim_matches(['\r', '\x0c', '\u{feff}']))
        .zip(1..)
        .map(|(line, number)| (number, line))
        .collect()
}

/// Longest line of a text that is broken into lines for the screen.
const SCREEN: usize = 100;

/// Lines as paragraphs with a blank line between. Lines that were broken for the screen are joined: a
/// sentence would be torn apart. Where lines are longer than a screen, each is a paragraph, unless the next goes on
/// with its sentence.
fn paragraphs(lines: &[&str]) -> String {
    let wrapped = lines
        .iter()
        .all(|line| line.trim().chars().count() <= SCREEN);
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines.iter().map(|line| line.trim()) {
        match found.last_mut() {
            _ if line.is_empty() => open = false,
            Some(last) if open && (wrapped || goes_on(last, line)) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => {
                found.push(line.to_owned());
                open = true;
            }
        }
    }
    found.join("\n\n")
}

/// Whether a line breaks off in a sentence and the next takes it up.
fn goes_on(line: &str, next: &str) -> bool {
    line.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        && next.starts_with(char::is_lowercase)
}

/// A date as the services print it: a day or a month in words, a weekday before or behind, perhaps a time.
/// None for what is none.
fn printed_date(line: &str, today: NaiveDate) -> Option<Result<Published, Fault>> {
    const WEEKDAYS: [&str; 7] = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"];
    if !line.chars().any(char::is_alphabetic) || line.len() > 80 {
        return None;
    }
    let is_weekday = |word: &&str| {
        let word = word.trim_end_matches(',').to_ascii_lowercase();
        word.strip_suffix("day")
            .is_some_and(|w| WEEKDAYS.contains(&w))
    };
    let words: Vec<&str> = line.split_whitespace().filter(|w| !is_weekday(w)).collect();
    match date::published(&words.join(" "), PublishedBasis::Record, today) {
        Ok(published) => Some(Ok(published)),
        Err(fault @ date::DateFault::Future(_)) => Some(Err(fault.in_field("date"))),
        Err(_) => None,
    }
}

/// Keeps a field that has no place of its own.
fn keep(article: &mut Article, name: &str, value: &str) {
    let name = name.trim().to_lowercase();
    let value = value.trim();
    if !value.is_empty() && !article.metadata.contains_key(&name) {
        article
            .metadata
            .insert(name, Value::String(value.to_owned()));
    }
}

/// A name without the "By" before it.
fn byline(given: &str) -> Option<String> {
    let given = given.trim();
    let name = match given.split_at_checked(3) {
        Some((by, name)) if by.eq_ignore_ascii_case("by ") => name.trim(),
        _ => given,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// A language by its English name, with "(United Kingdom)" and the like behind it or not.
fn language_tag(given: &str) -> Option<String> {
    language::tag(given.split([';', '(', ',']).next()?.trim())
}
