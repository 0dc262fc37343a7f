//! Reports as pages of a site: what they name leads to its page.

use std::collections::BTreeMap;

use super::ask::encoded;
use crate::report::{Block, Entry, Line, Pair, Report, Tone};

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
                names.add(name, format!("/actor/{id}"));
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
    let ids = match report.kind {
        "actors" => Some("actor"),
        "articles" => Some("article"),
        _ => None,
    };
    report
        .blocks
        .iter_mut()
        .for_each(|block| in_block(block, &names, ids));
    report
}

fn in_block(block: &mut Block, names: &Names, ids: Option<&str>) {
    match block {
        Block::Heading(line) | Block::Paragraph(line) | Block::Note(line) | Block::Change(line) => {
            in_line(line, names)
        }
        Block::Table(table) => {
            for row in &mut table.rows {
                if let (Some(what), Some(first)) = (ids, row.first_mut()) {
                    let id = first.to_plain();
                    if id.bytes().all(|byte| byte.is_ascii_digit()) {
                        first
                            .0
                            .iter_mut()
                            .for_each(|run| run.tone = Tone::Place(format!("/{what}/{id}")));
                    }
                }
                row.iter_mut().for_each(|cell| in_line(cell, names));
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
            .for_each(|block| in_block(block, names, ids)),
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
    use super::*;

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
}
