//! Factiva. In the coded layout each field has two or three letters before it (HD, BY, WC, PD, SN, LP, TD); in
//! the plain one they stand in a fixed order. Both end an article with "Document" and its number.

use chrono::NaiveDate;

use super::super::refused::Fault;
use super::{Section, byline, keep, language_tag, numbered, paragraphs, printed_date};
use crate::model::Article;

const CODES: &[&str] = &[
    "SE", "CLM", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY",
    "LP", "TD", "RF", "CT", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN",
];

/// A line's code and what stands behind it: nothing, or a tab or two spaces and a value.
fn code(line: &str) -> Option<(&'static str, &str)> {
    let end = line
        .find(|c: char| !c.is_ascii_uppercase())
        .unwrap_or(line.len());
    let (name, value) = line.split_at(end);
    let name = CODES.iter().find(|code| **code == name)?;
    let apart = value.trim().is_empty() || value.starts_with('\t') || value.starts_with("  ");
    apart.then(|| (*name, value.trim()))
}

pub(super) fn is_coded(head: &str) -> bool {
    ["HD", "SN", "PD"].iter().all(|wanted| {
        head.lines()
            .any(|l| code(l).is_some_and(|(name, _)| name == *wanted))
    })
}

pub(super) fn is_plain(head: &str) -> bool {
    let lines: Vec<&str> = head.lines().map(str::trim).collect();
    lines.iter().any(|l| is_words(l)) && lines.iter().any(|l| number(l).is_some())
}

/// "412 words".
fn is_words(line: &str) -> bool {
    let count = line.strip_suffix(" words").unwrap_or_default();
    !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit() || b == b',')
}

/// The number in "Document HARCOU0020240913ek9d0001e".
fn number(line: &str) -> Option<&str> {
    let number = line.trim().strip_prefix("Document ")?;
    let fits = number.len() >= 12
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 6;
    fits.then_some(number)
}

/// How the export breaks off, if it does: its other articles end with their numbers, and the last has none.
pub(super) fn broken_off(text: &str) -> Option<String> {
    let is_end = |line: &str| {
        let given = code(line)
            .filter(|(name, _)| *name == "AN")
            .map(|(_, value)| value);
        number(line).or(given).is_some()
    };
    let ends = text.lines().any(is_end);
    let behind = text.lines().rev().take_while(|line| !is_end(line));
    let begun = behind
        .filter(|line| is_words(line.trim()) || code(line).is_some_and(|(name, _)| name == "LP"))
        .count();
    (ends && begun > 0)
        .then(|| "the export breaks off: its last article has no document number".to_owned())
}

/// What the service prints on each page.
fn is_furniture(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("Page ") && line.contains(" of ") && line.len() < 80
        || line.contains("Factiva, Inc") && line.len() < 80
}

/// A new article begins with the first of its codes after the number of the one before, or where the
/// headline comes a second time.
pub(super) fn coded_sections(text: &str) -> Vec<Section> {
    let lines: Vec<_> = numbered(text)
        .into_iter()
        .filter(|l| !is_furniture(l.1))
        .collect();
    let mut starts = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        let Some((name, _)) = code(line) else {
            continue;
        };
        // Codes above the headline open the article, too.
        let opens = matches!(name, "SE" | "CLM" | "HD");
        if opens
            && (seen.is_empty()
                || seen.contains(&name)
                || seen.contains(&"LP")
                || seen.contains(&"AN"))
        {
            starts.push(at);
            seen.clear();
        }
        seen.push(name);
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let spans = starts.iter().zip(ends);
    spans
        .filter_map(|(&start, end)| Section::of(&lines[start..end]))
        .collect()
}

pub(super) fn coded(text: &str, today: NaiveDate) -> Result<Article, Fault> {
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match (code(line), fields.last_mut()) {
            (Some((name, value)), _) => fields.push((name, vec![value])),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    let mut article = Article::default();
    let mut body: Vec<String> = Vec::new();
    for (name, lines) in fields {
        let value = lines
            .iter()
            .map(|l| l.trim())
            .filter(|l| !l.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        match name {
            "HD" => article.title = Some(value).filter(|title| !title.is_empty()),
            "BY" => article.byline = byline(&value),
            "SN" => article.publisher = Some(value).filter(|name| !name.is_empty()),
            "LA" => article.language = language_tag(&value),
            "PD" => {
                article.published = printed_date(&value, today)
                    .ok_or_else(|| {
                        Fault::new(format!("\"PD\": \"{value}\" is no date"), DATE_REMEDY)
                    })?
                    .map(Some)?;
            }
            "AN" => {
                // The summary of the search may follow the last one.
                let first = lines.iter().find(|l| !l.trim().is_empty());
                let given = first.map_or("", |l| l.trim());
                article.id = number(given).unwrap_or(given).to_owned();
            }
            "LP" | "TD" => body.push(paragraphs(&lines)),
            other => keep(&mut article, named(other), &value),
        }
    }
    body.retain(|part| !part.is_empty());
    article.text = body.join("\n\n");
    whole(article)
}

const DATE_REMEDY: &str = "write it as 13 September 2024 or leave the line out";

/// What a code stands for, where it is kept beside the article.
fn named(code: &str) -> &str {
    match code {
        "SE" => "section",
        "CLM" => "column",
        "CR" => "credit",
        "WC" => "length",
        "ET" => "time",
        "SC" => "source code",
        "ED" => "edition",
        "PG" => "page",
        "VOL" => "volume",
        "CY" => "copyright",
        "RF" => "references",
        "CT" => "contact",
        "ART" => "art",
        "CO" => "company",
        "IN" => "industry",
        "NS" => "subject",
        "RE" => "region",
        "PUB" => "company of the publisher",
        other => other,
    }
}

pub(super) fn plain_sections(text: &str) -> Vec<Section> {
    let lines: Vec<_> = numbered(text)
        .into_iter()
        .filter(|l| !is_furniture(l.1))
        .collect();
    let mut sections = Vec::new();
    let mut start = 0;
    for (at, (_, line)) in lines.iter().enumerate() {
        if number(line).is_some() {
            sections.extend(Section::of(&lines[start..=at]));
            start = at + 1;
        }
    }
    // Without its number the last article broke off, or the search summary follows.
    let rest = Section::of(&lines[start..]);
    sections.extend(rest.filter(|rest| rest.text.lines().any(|line| is_words(line.trim()))));
    sections
}

pub(super) fn plain(text: &str, today: NaiveDate) -> Result<Article, Fault> {
    let mut lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut article = Article::default();
    if let Some(at) = lines.iter().position(|line| number(line).is_some()) {
        article.id = number(lines[at]).unwrap_or_default().to_owned();
        lines.truncate(at);
    }
    let at = lines
        .iter()
        .position(|line| is_words(line))
        .ok_or_else(|| {
            Fault::new(
                "the article has no line with its number of words",
                "export it again",
            )
        })?;
    keep(&mut article, "length", lines[at]);
    heading(&mut article, &lines[..at]);

    // Below the count: date, time, outlet, its code, page and edition, language, copyright. In a document
    // each is a paragraph, so that no blank line ends them.
    let spread = lines.get(at + 1).is_some_and(|line| line.is_empty());
    let block = match spread {
        true => end_of_spread(&lines, at),
        false => lines[at..]
            .iter()
            .position(|l| l.is_empty())
            .map_or(lines.len(), |n| at + n),
    };
    let mut rest = lines[at + 1..block]
        .iter()
        .copied()
        .filter(|line| !line.is_empty());
    let dated = rest.next().unwrap_or_default();
    article.published = printed_date(dated, today)
        .ok_or_else(|| {
            Fault::new(
                format!("\"{dated}\" below the number of words is no date"),
                DATE_REMEDY,
            )
        })?
        .map(Some)?;
    let is_time = |l: &str| l.contains(':') && l.starts_with(|c: char| c.is_ascii_digit());
    for line in rest {
        if is_time(line) && article.publisher.is_none() {
            keep(&mut article, "time", line);
        } else if article.publisher.is_none() {
            article.publisher = Some(line.to_owned());
        } else if is_copyright(line) {
            keep(&mut article, "copyright", line);
        } else if article.language.is_none()
            && language_tag(line).is_some_and(|t| t.len() == 2 && line.len() > 3)
        {
            article.language = language_tag(line);
        } else if !line.chars().any(char::is_lowercase) && line.chars().any(char::is_alphabetic) {
            keep(&mut article, "source code", line);
        } else {
            keep(&mut article, "page", line);
        }
    }
    article.text = paragraphs(&lines[block..]);
    whole(article)
}

fn is_copyright(line: &str) -> bool {
    let line = line.trim_start_matches('(').to_lowercase();
    ["copyright", "c)", "©"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// Where what stands below the count ends if a blank line is between all of it: behind the copyright, or else before
/// the first line that is a sentence.
fn end_of_spread(lines: &[&str], count: usize) -> usize {
    let below = || lines.iter().enumerate().skip(count + 1);
    let is_sentence =
        |line: &str| line.len() > 40 && line.ends_with(['.', '”', '"', '’', '?', '!']);
    let sentence = below().find(|(_, line)| is_sentence(line) && !is_copyright(line));
    let text = sentence.map_or(lines.len(), |(at, _)| at);
    below()
        .find(|(at, line)| *at < text && is_copyright(line))
        .map_or(text, |(at, _)| at + 1)
}

/// Section, headline and byline, which stand above the count of words in blocks or lines of their own.
fn heading(article: &mut Article, lines: &[&str]) {
    let mut blocks: Vec<Vec<&str>> = lines
        .split(|line| line.is_empty())
        .filter(|block| !block.is_empty())
        .map(<[&str]>::to_vec)
        .collect();
    // The byline touches the count, or is told by its look; what stands above it is a headline, and no section.
    let touches = lines.last().is_some_and(|line| !line.is_empty());
    let mut above = blocks.iter().flatten().rev();
    let (Some(last), Some(before)) = (above.next(), above.next()) else {
        article.title = blocks.first().map(|block| block.join(" "));
        return;
    };
    let words = |line: &str| line.split_whitespace().count();
    let alone = blocks.last().is_some_and(|block| block.len() == 1);
    // A headline that goes on in the next line fills its own.
    let is_line = before.len() < 45 && words(last) <= 5;
    let below_headline = words(before) > 2 || blocks.iter().flatten().count() > 2;
    let is_author = is_by(last)
        || touches && alone && words(last) <= 8
        || (is_name(last) || touches && !alone && is_line) && below_headline;
    if is_author {
        article.byline = byline(last);
        blocks.last_mut().map(Vec::pop);
        blocks.retain(|block| !block.is_empty());
    }
    // A section is a word or two above the headline.
    let is_section =
        |line: &str, title: &str| line.split_whitespace().count() <= 3 && line.len() < title.len();
    let title = match &blocks[..] {
        [sections @ .., title] if !sections.is_empty() => {
            keep(article, "section", &sections[0].join(" "));
            title.join(" ")
        }
        [only] => match &only[..] {
            [section, title @ ..]
                if title
                    .first()
                    .is_some_and(|first| is_section(section, first)) =>
            {
                keep(article, "section", section);
                title.join(" ")
            }
            lines => lines.join(" "),
        },
        _ => return,
    };
    article.title = Some(title);
}

/// "By Lena Brook".
fn is_by(line: &str) -> bool {
    line.split_at_checked(3).is_some_and(|(by, name)| {
        by.eq_ignore_ascii_case("by ") && name.starts_with(char::is_uppercase)
    })
}

/// "Lena Brook and Tom Ray": two to six words, all of them capitalised but for the small ones of names.
fn is_name(line: &str) -> bool {
    const SMALL: &[&str] = &[
        "and", "in", "de", "van", "von", "der", "la", "le", "of", "for", "al", "bin", "di", "da",
    ];
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) || SMALL.contains(word))
        && !line.ends_with(['.', '?', '!'])
        && !line.contains([':', ';', '(', '"', '“'])
}

fn whole(article: Article) -> Result<Article, Fault> {
    if article.text.is_empty() {
        return Err(Fault::new(
            "the article has no text in the export",
            "export it again with the full text",
        ));
    }
    Ok(article)
}
