//! Reports as pages of a site: what they name leads to its page.

use std::collections::BTreeMap;

use super::ask::encoded;
use crate::report::{Block, Entry, Line, Pair, Report, Tone, numbered};

/// Names with the pages that show them.
#[derive(Debug, Default)]
struct Names(BTreeMap<String, Option<String>>);

impl Names {
    /// Of a report's rows. A name that two answer to leads nowhere.
    fn of(report: &Report) -> Self {
        let mut names = Self::default();
        for row in &report.rows {
            let text = |key: &str| {
                row.get(key)
                    .and_then(|value| value.as_str())
                    .map(str::to_owned)
            };
            let number = |key: &str| row.get(key).and_then(|value| value.as_i64());
            if let (Some(name), Some(id)) = (text("actor"), number("actor_id")) {
                let page = format!("/actor/{id}");
                names.add(numbered(&name, id), page.clone());
                names.add(name, page);
            }
            if let Some(topic) = text("topic") {
                let page = format!("/topic/{}", encoded(&topic));
                names.add(
                    text("topic_name").unwrap_or_else(|| topic.clone()),
                    page.clone(),
                );
                names.add(topic, page);
            }
            for end in ["source", "target"] {
                if let (Some(name), Some(key)) = (text(&format!("{end}_name")), text(end)) {
                    let page = of_node(&key, &name);
                    names.add(name, page);
                }
            }
        }
        names
    }

    /// The page of what a line begins with.
    fn starts(&self, line: &Line) -> Option<String> {
        self.page(&line.0.first()?.text)
    }

    fn page(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned().flatten()
    }

    fn add(&mut self, name: String, page: String) {
        self.0
            .entry(name)
            .and_modify(|known| {
                if known.as_ref() != Some(&page) {
                    *known = None;
                }
            })
            .or_insert(Some(page));
    }
}

/// The page of a network's node, by its key; of an organization that is only known by its name, the search.
fn of_node(key: &str, name: &str) -> String {
    match (key.strip_prefix("topic:"), key.strip_prefix("actor:")) {
        (Some(topic), _) => format!("/topic/{}", encoded(topic)),
        (_, Some(id)) => format!("/actor/{}", encoded(id)),
        _ if key.contains('_') => format!("/search?q={}", encoded(name)),
        _ => format!("/actor/{}", encoded(key)),
    }
}

/// Makes what a report names lead to its page.
pub fn link(mut report: Report) -> Report {
    let names = Names::of(&report);
    // Reports on several topics say of which one what follows is.
    let mut topic = None;
    for block in &mut report.blocks {
        match block {
            Block::Heading(line) => topic = names.starts(line),
            Block::Entry(entry) => in_silence(&mut entry.head, &names, topic.as_deref()),
            _ => {}
        }
        in_block(block, &names, report.kind);
    }
    report
}

/// "no statement in 12 articles searched" leads to the articles.
fn in_silence(head: &mut Line, names: &Names, topic: Option<&str>) {
    let actor = names.starts(head);
    for run in &mut head.0 {
        if run.text.starts_with("no statement in ")
            && let Some(page) = searched(actor.as_deref(), topic)
        {
            run.tone = Tone::Place(page);
        }
    }
}

/// The page of the articles searched, by the pages of an actor and a topic, whichever comes first.
fn searched(one: Option<&str>, other: Option<&str>) -> Option<String> {
    let (one, other) = (one?, other?);
    let pair = |actor: &str, topic: &str| {
        Some(format!(
            "/articles?searched=yes&actor={}&topic={}",
            actor.strip_prefix("/actor/")?,
            topic.strip_prefix("/topic/")?
        ))
    };
    pair(one, other).or_else(|| pair(other, one))
}

/// What a cell of a list counts, by its column and the first cell of its row.
fn counted(kind: &str, column: &str, id: &str) -> Option<String> {
    let id = encoded(id);
    let page = match (kind, column) {
        ("actors", "statements") => format!("/history?actor={id}"),
        ("actors", "claims") => format!("/claims?actor={id}"),
        ("actors", "articles") => format!("/articles?actor={id}"),
        ("topics", "statements") => format!("/history?topic={id}"),
        ("topics", "shifts") => format!("/shifts?topic={id}"),
        _ => return None,
    };
    Some(page)
}

fn in_block(block: &mut Block, names: &Names, kind: &str) {
    let ids = match kind {
        "actors" => Some("actor"),
        "articles" => Some("article"),
        _ => None,
    };
    match block {
        Block::Heading(line) | Block::Paragraph(line) | Block::Note(line) | Block::Change(line) => {
            in_line(line, names)
        }
        Block::Table(table) => {
            for row in &mut table.rows {
                let first = row.first().map(Line::to_plain).unwrap_or_default();
                let of = row.first().and_then(|cell| names.starts(cell));
                if let (Some(what), Some(cell)) = (ids, row.first_mut())
                    && !first.is_empty()
                    && first.bytes().all(|byte| byte.is_ascii_digit())
                {
                    leads_to(cell, &format!("/{what}/{first}"));
                }
                for (cell, column) in row.iter_mut().zip(&table.columns) {
                    let text = cell.to_plain();
                    let page = match text.starts_with("· ") {
                        // "· 12" of an actor on a topic.
                        true => searched(of.as_deref(), names.page(&column.title).as_deref()),
                        false => counted(kind, &column.title, &first),
                    };
                    if let Some(page) = page.filter(|_| !matches!(text.as_str(), "" | "0")) {
                        leads_to(cell, &page);
                    }
                    in_line(cell, names);
                }
            }
        }
        Block::Entry(entry) => in_entry(entry, names),
        Block::Pair(pair) => {
            let Pair {
                head,
                notes,
                before,
                after,
                ..
            } = pair.as_mut();
            in_line(head, names);
            notes.iter_mut().for_each(|line| in_line(line, names));
            in_entry(before, names);
            in_entry(after, names);
        }
        Block::Facts(facts) => facts.iter_mut().for_each(|(_, line)| in_line(line, names)),
        Block::Page(inside) => inside
            .iter_mut()
            .for_each(|block| in_block(block, names, kind)),
        // Commands are for a terminal; where a page does the same, it is led to instead.
        Block::Commands(commands) => {
            let led = commands.iter().filter_map(|(command, what)| {
                let page = of_command(command)?;
                let text = if page.starts_with("/review") {
                    "review this claim"
                } else {
                    what.as_str()
                };
                Some(Line::new().run(text, Tone::Place(page)))
            });
            *block = Block::Note(Line::joined(led));
        }
        Block::Prose(_) | Block::Chart(_) => {}
    }
}

fn leads_to(line: &mut Line, page: &str) {
    for run in &mut line.0 {
        run.tone = Tone::Place(page.to_owned());
    }
}

fn in_entry(entry: &mut Entry, names: &Names) {
    in_line(&mut entry.head, names);
    entry
        .details
        .iter_mut()
        .for_each(|line| in_line(line, names));
}

fn in_line(line: &mut Line, names: &Names) {
    for run in &mut line.0 {
        let page = match &run.tone {
            Tone::Plain | Tone::Strong | Tone::Dim => {
                of_fact(&run.text).or_else(|| names.0.get(&run.text).cloned().flatten())
            }
            Tone::Code => {
                of_command(&run.text).or_else(|| names.0.get(&run.text).cloned().flatten())
            }
            _ => None,
        };
        if let Some(page) = page {
            if page.starts_with("/shift/") {
                run.text = "both passages and what stands around them".to_owned();
            }
            if page.starts_with("/articles?searched") {
                run.text = "every one of them".to_owned();
            }
            run.tone = Tone::Place(page);
        }
    }
}

/// "claim 31", "article 7", as reports write them, with a no-break space; and "#31" for a claim in a cell.
fn of_fact(text: &str) -> Option<String> {
    if let Some(id) = text.trim().strip_prefix('#') {
        let number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        return number.then(|| format!("/claim/{id}"));
    }
    let (what, id) = text.split_once('\u{a0}')?;
    let number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    (number && matches!(what, "claim" | "article")).then(|| format!("/{what}/{id}"))
}

/// The page that shows what a command prints.
fn of_command(command: &str) -> Option<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let page = match words.as_slice() {
        ["stance", "claims", "--id", id] => format!("/claim/{}", encoded(id)),
        ["stance", "article", "show", id] => format!("/article/{}", encoded(id)),
        ["stance", "article", "list"] => "/articles".to_owned(),
        ["stance", "article", "list", "--searched", of @ ..] => {
            let narrowed = of.chunks(2).filter_map(|pair| match pair {
                ["--actor", actor] => Some(format!("&actor={}", encoded(actor))),
                ["--topic", topic] => Some(format!("&topic={}", encoded(topic))),
                _ => None,
            });
            format!("/articles?searched=yes{}", narrowed.collect::<String>())
        }
        ["stance", "shifts", "--print", id] => format!("/shift/{}", encoded(id)),
        ["stance", "shifts"] => "/shifts".to_owned(),
        ["stance", "topic", "show", topic] => format!("/topic/{}", encoded(topic)),
        ["stance", "topic", "list"] => "/topics".to_owned(),
        ["stance", "actor", "show", actor] => format!("/actor/{}", encoded(actor)),
        ["stance", "actor", "list"] => "/actors".to_owned(),
        ["stance", "review"] => "/review".to_owned(),
        ["stance", "review", id, ..] if id.parse::<i64>().is_ok() => format!("/review?claim={id}"),
        _ => return None,
    };
    Some(page)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::{Column, Table};

    #[test]
    fn what_a_report_names_leads_to_its_page() {
        for (text, page) in [
            ("claim\u{a0}31", Some("/claim/31")),
            ("article\u{a0}7", Some("/article/7")),
            ("claim 31", None),
            ("#31", Some("/claim/31")),
            ("#", None),
            ("#tag", None),
            ("claim\u{a0}", None),
            ("claim\u{a0}31, 32", None),
            ("outlet\u{a0}7", None),
        ] {
            assert_eq!(of_fact(text).as_deref(), page, "{text}");
        }
        assert_eq!(
            of_command("stance shifts --print 3-1-2").as_deref(),
            Some("/shift/3-1-2")
        );
        assert_eq!(
            of_command("stance article list --searched --actor 7 --topic night-trains").as_deref(),
            Some("/articles?searched=yes&actor=7&topic=night-trains")
        );
        assert_eq!(of_command("stance history --all"), None);
        assert_eq!(
            of_node("topic:night-trains", "Night trains"),
            "/topic/night-trains"
        );
        assert_eq!(of_node("actor:7", "Jane Roe"), "/actor/7");
        assert_eq!(
            of_node("Pier_20_users", "Pier users"),
            "/search?q=Pier%20users"
        );
    }

    #[test]
    fn articles_searched_lead_to_the_articles() {
        let of = |title: &str, right| Column {
            title: title.into(),
            right,
            wraps: false,
        };
        let row = json!({"actor": "Jane Roe", "actor_id": 7, "topic": "night-trains", "topic_name": "Night trains"});
        let report = Report {
            rows: row.as_object().cloned().into_iter().collect(),
            blocks: vec![
                Block::Table(Table {
                    columns: vec![of("actor", false), of("Night trains", false)],
                    rows: vec![vec![Line::plain("Jane Roe"), Line::new().dim("·\u{a0}12")]],
                    split: false,
                }),
                Block::Heading(Line::plain("Night trains")),
                Block::Entry(Entry {
                    head: Line::joined([
                        Line::new().strong("Jane Roe"),
                        Line::new().dim("no statement in 12 articles searched"),
                    ]),
                    ..Entry::default()
                }),
            ],
            ..Report::default()
        };
        let page = Tone::Place("/articles?searched=yes&actor=7&topic=night-trains".into());
        let linked = link(report).blocks;
        let [Block::Table(table), _, Block::Entry(entry)] = linked.as_slice() else {
            panic!("{linked:?}");
        };
        assert_eq!(table.rows[0][1].0[0].tone, page);
        assert_eq!(entry.head.0.last().map(|run| &run.tone), Some(&page));
    }
}
