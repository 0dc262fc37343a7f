//! Nexis and LexisNexis. Three layouts are about: the two of the old service, one article behind each line
//! "3 of 12 DOCUMENTS" with its fields in capitals, and the new one, with "Body" above the text and "End of
//! Document" below.

use chrono::NaiveDate;

use super::super::refused::Fault;
use super::{Section, byline, keep, language_tag, numbered, paragraphs, printed_date};
use crate::model::Article;

/// Fields that stand above the text.
const ABOVE: &[&str] = &[
    "byline",
    "section",
    "length",
    "dateline",
    "highlight",
    "headline",
    "edition",
    "series",
];

/// Fields and headings that stand below it.
const BELOW: &[&str] = &[
    "load-date",
    "language",
    "publication-type",
    "pub-type",
    "journal-code",
    "subject",
    "person",
    "company",
    "organization",
    "ticker",
    "industry",
    "geographic",
    "country",
    "state",
    "city",
    "graphic",
    "graphics",
    "url",
    "acc-no",
    "correction",
    "correction-date",
    "notes",
    "type",
    "distribution",
    "classification",
    "document-type",
    "update-date",
];

/// Headings of the new layout that end the text, alone on their line.
const HEADINGS: &[&str] = &[
    "classification",
    "graphic",
    "notes",
    "correction",
    "link to image",
    "link to original source",
    "load-date",
];

pub(super) fn is_export(head: &str) -> bool {
    let line = |wanted: &str| {
        head.lines()
            .any(|line| line.trim().eq_ignore_ascii_case(wanted))
    };
    head.lines().any(is_number)
        || line("End of Document")
            && head
                .lines()
                .any(|l| field(l).is_some_and(|f| f.0 == "length"))
        || line("Body") && head.lines().any(is_length)
}

/// "3 of 12 DOCUMENTS".
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words[..], [n, "of", all, "DOCUMENTS" | "DOCUMENT"]
        if [n, all].iter().all(|w| w.bytes().all(|b| b.is_ascii_digit())))
}

/// "Length: 412 words".
fn is_length(line: &str) -> bool {
    field(line).is_some_and(|(name, value)| {
        name == "length" && value.split_whitespace().nth(1) == Some("words")
    })
}

/// "Page 2 of 3", as the service prints it on each.
fn is_page(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words[..], ["Page", n, "of", all]
        if [n, all].iter().all(|w| w.bytes().all(|b| b.is_ascii_digit())))
}

pub(super) fn sections(text: &str) -> Vec<Section> {
    let mut lines = numbered(text);
    lines.retain(|(_, line)| !is_page(line));
    let old = lines.iter().any(|(_, line)| is_number(line));
    let mut sections: Vec<Section> = Vec::new();
    let mut start = None;
    for (at, (_, line)) in lines.iter().enumerate() {
        if old && is_number(line) {
            sections.extend(start.and_then(|start: usize| Section::of(&lines[start..at])));
            start = Some(at + 1);
        } else if !old && line.trim().eq_ignore_ascii_case("End of Document") {
            sections.extend(Section::of(&lines[start.unwrap_or(0)..at]));
            start = Some(at + 1);
        }
    }
    // Behind the last mark of the new layout there is nothing, unless the file breaks off.
    let last = Section::of(&lines[start.unwrap_or(0)..]);
    sections.extend(last.filter(|last| old || last.text.lines().any(is_length)));
    sections
}

/// How the export breaks off, if it does: it says how many documents it holds, and how each ends. Large
/// exports are given out in several files, each of which holds a part of the documents whole.
pub(super) fn broken_off(text: &str) -> Option<String> {
    if let Some(last) = text.lines().rfind(|line| is_number(line)) {
        let mut words = last.split_whitespace().filter(|word| *word != "of");
        let (number, all) = (words.next()?, words.next()?);
        let mut behind = text.lines().rev().take_while(|line| !is_number(line));
        let is_whole = behind.any(|line| line.starts_with("LOAD-DATE:"));
        return (number != all && !is_whole).then(|| {
            format!("the export says that it holds {all} documents, and ends in number {number}")
        });
    }
    let goes_on = |line: &&str| !line.trim().eq_ignore_ascii_case("End of Document");
    let mut behind = text.lines().rev().take_while(goes_on);
    behind
        .any(is_length)
        .then(|| "the export breaks off: its last article has no \"End of Document\"".to_owned())
}

/// A field's name, in lower case, and what stands behind its colon.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.trim().split_once(':')?;
    let name = name.to_lowercase().replace(' ', "-");
    let known = name == "body" || [ABOVE, BELOW].iter().any(|l| l.contains(&name.as_str()));
    known.then_some((name, value.trim()))
}

pub(super) fn article(text: &str, today: NaiveDate) -> Result<Article, Fault> {
    let lines: Vec<&str> = text.lines().collect();
    let mut article = Article::default();
    // The head ends where the text begins: below "Body", or else below the last field above it.
    let body = lines
        .iter()
        .position(|l| l.trim() == "Body" || field(l).is_some_and(|f| f.0 == "body"));
    let head = &lines[..body.unwrap_or_else(|| end_of_head(&lines))];
    let is_new = body.is_some_and(|at| lines[at].trim() == "Body");
    let dated = masthead(&mut article, head, is_new, today)?;
    fields(&mut article, &head[dated..]);

    let mut text: Vec<&str> = Vec::new();
    let mut rest = &lines[head.len()..];
    if body.is_some() {
        let (_, behind) = rest[0].split_once(':').unwrap_or_default();
        text.push(behind);
        rest = &rest[1..];
    }
    let end = rest.iter().position(|l| ends_text(l)).unwrap_or(rest.len());
    text.extend(&rest[..end]);
    fields(&mut article, &rest[end..]);
    article.text = paragraphs(&text);
    if article.text.is_empty() {
        return Err(Fault::new(
            "the article has no text in the export",
            "export it again with the full text",
        ));
    }
    Ok(article)
}

/// Where the text begins if nothing says so: behind the last field above it, wrapped lines included.
fn end_of_head(lines: &[&str]) -> usize {
    let above = |line: &&str| field(line).is_some_and(|f| ABOVE.contains(&f.0.as_str()));
    let Some(first) = lines.iter().position(above) else {
        return lines.len();
    };
    let mut last = first;
    let mut blank = false;
    for (at, line) in lines.iter().enumerate().skip(first) {
        if above(line) {
            last = at;
        } else if !line.trim().is_empty() && blank {
            break;
        }
        blank = line.trim().is_empty();
    }
    let wrapped = lines[last..].iter().take_while(|l| !l.trim().is_empty());
    last + wrapped.count()
}

fn ends_text(line: &str) -> bool {
    let line = line.trim();
    let below = |(name, _): (String, &str)| BELOW.contains(&name.as_str());
    HEADINGS.iter().any(|h| line.eq_ignore_ascii_case(h))
        || is_copyright(line)
        // A sentence may begin "Notes:" or "Type:"; the old fields are in capitals, the new come in a row
        // behind a heading.
        || line.split(':').next().is_some_and(|n| n.chars().all(|c| c.is_uppercase() || c == '-'))
            && field(line).is_some_and(below)
        || line.starts_with("Load-Date:")
}

fn is_copyright(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.chars().count() < 160
        && (lower.starts_with("copyright ") || lower.starts_with("©"))
        && line.chars().any(|c| c.is_ascii_digit())
}

/// Outlet, date and headline. Gives the line behind the date.
fn masthead(
    article: &mut Article,
    head: &[&str],
    is_new: bool,
    today: NaiveDate,
) -> Result<usize, Fault> {
    let dated = head
        .iter()
        .enumerate()
        .find_map(|(at, line)| Some((at, printed_date(line.trim(), today)?)));
    let Some((at, published)) = dated else {
        article
            .notes
            .push("no date found above the article".to_owned());
        undated(article, head, is_new);
        return Ok(0);
    };
    article.published = Some(published?);
    let mut above = (0..at).rev().filter(|&n| {
        let line = head[n].trim();
        !line.is_empty() && !is_copyright(line) && !line.eq_ignore_ascii_case("all rights reserved")
    });
    let outlet = above.next();
    article.publisher = outlet.map(|n| head[n].trim().to_owned());
    // In the new layout the headline stands above the outlet. A line between may be the list of contents.
    let is_cover =
        |line: &str| line.contains(':') && line.split(':').next().is_some_and(is_cover_name);
    if let Some(last) = above.next().filter(|&n| !is_cover(head[n])) {
        // The headline may be broken into several lines, with no blank one between.
        let first = (0..last)
            .rev()
            .take_while(|&n| !head[n].trim().is_empty() && !is_cover(head[n]) && is_new)
            .last();
        let lines = head[first.unwrap_or(last)..=last].iter();
        let mut title: Vec<&str> = lines.map(|line| line.trim()).collect();
        // Saved from a browser, it stands there twice: as the link, and as the headline.
        let half = title.len() / 2;
        if title.len() == 2 * half && title[..half] == title[half..] {
            title.truncate(half);
        }
        article.title = Some(title.join(" "));
        return Ok(at + 1);
    }
    // In the old one it stands below the date, at the left, where edition and the like are centred.
    let mut title: Vec<&str> = Vec::new();
    for line in &head[at + 1..] {
        let is_text = !line.trim().is_empty() && !line.starts_with(' ') && field(line).is_none();
        if is_text && !is_copyright(line) {
            title.push(line.trim());
        } else if !title.is_empty() || field(line).is_some() {
            break;
        } else {
            keep(article, "edition", line);
        }
    }
    article.title = (!title.is_empty()).then(|| title.join(" "));
    Ok(at + 1)
}

/// Headline and outlet where no date stands below them: the two lines above the fields, of which the outlet is the
/// lower one in the new layout, and the upper one in the old.
fn undated(article: &mut Article, head: &[&str], is_new: bool) {
    let above: Vec<&str> = head
        .iter()
        .map(|line| line.trim())
        .take_while(|line| field(line).is_none() && !is_copyright(line))
        .filter(|line| !line.is_empty())
        .collect();
    let (headline, outlet) = match above[..] {
        [headline, outlet] if is_new => (Some(headline), outlet),
        [outlet, headline] => (Some(headline), outlet),
        // In the old one a field may tell the headline.
        [outlet] if !is_new => (None, outlet),
        _ => return,
    };
    article.title = headline.map(str::to_owned);
    article.publisher = Some(outlet.to_owned());
}

/// Lines of the cover page that stand before the first article.
fn is_cover_name(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "user name",
        "date and time",
        "job number",
        "client/matter",
        "search terms",
        "search type",
        "narrowed by",
        "content type",
        "documents",
        "timeline",
    ];
    NAMES.contains(&name.trim().to_lowercase().as_str())
}

/// Fields, each with the lines it is wrapped over.
fn fields(article: &mut Article, lines: &[&str]) {
    let mut open: Option<(String, String)> = None;
    for line in lines.iter().copied().chain([""]) {
        if let Some((name, value)) = field(line) {
            if let Some((name, value)) = open.replace((name, value.to_owned())) {
                set(article, &name, &value);
            }
        } else if line.trim().is_empty() {
            if let Some((name, value)) = open.take() {
                set(article, &name, &value);
            }
        } else if let Some((_, value)) = &mut open {
            value.push(' ');
            value.push_str(line.trim());
        }
    }
}

fn set(article: &mut Article, name: &str, value: &str) {
    match name {
        "byline" => article.byline = byline(value),
        "headline" => article.title = Some(value.trim().to_owned()).filter(|t| !t.is_empty()),
        "language" => article.language = language_tag(value),
        "url" => article.url = Some(value.trim().to_owned()).filter(|url| url.contains("://")),
        _ => keep(article, name, value),
    }
}
