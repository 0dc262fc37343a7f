//! GitHub-flavoured Markdown. Every text is escaped; the report's own links are the only ones.

use super::block::{Block, Entry, Pair, Passage, Piece, Report, Table};
use super::line::{Line, Tone};
use super::safe::{Breaks, markdown as escaped, shown, web_address};
use super::wrap::GLUE;

/// Prints a report as Markdown.
pub fn render(report: &Report) -> String {
    let mut parts = Vec::new();
    if !report.title.is_empty() {
        parts.push(format!("# {}", inline(&report.title)));
    }
    parts.extend(
        [&report.subtitle, &report.basis.line()]
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(inline),
    );
    parts.extend(report.blocks.iter().map(block));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(line) => format!("## {}", inline(line)),
        Block::Paragraph(line) | Block::Note(line) | Block::Change(line) => inline(line),
        Block::Table(table) => rows(table),
        Block::Entry(item) => entry(item),
        Block::Pair(item) => pair(item),
        Block::Prose(text) => prose(&text.pieces),
        Block::Facts(facts) => facts
            .iter()
            .map(|(name, value)| format!("- {}: {}", escaped(name), inline(value)))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Commands(commands) => commands
            .iter()
            .map(|(command, what)| format!("- {}: {}", code(command), escaped(what)))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Chart(_) | Block::Page(_) => String::new(),
    }
}

fn inline(line: &Line) -> String {
    let mut out = String::new();
    for run in &line.0 {
        let text = run.text.replace(GLUE, " ");
        out += &match &run.tone {
            Tone::Strong => wrapped(&text, "**"),
            Tone::Code => code(&text),
            Tone::Link(url) => match web_address(url) {
                Some(address) if address == text => format!("<{address}>"),
                Some(address) => format!("[{}](<{address}>)", escaped(&text)),
                None => escaped(&text),
            },
            _ => match out.is_empty() {
                true => escaped(&text),
                // Only at the start of a line is "#" or "1." more than itself.
                false => escaped(&format!("x{text}")).split_off(1),
            },
        };
    }
    out
}

/// Emphasis must not begin or end with a space.
fn wrapped(text: &str, mark: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let (before, after) = (text.len() - text.trim_start().len(), text.trim_end().len());
    format!(
        "{}{mark}{}{mark}{}",
        &text[..before],
        escaped(inner),
        &text[after..]
    )
}

/// A code span, fenced by more backticks than it holds.
fn code(text: &str) -> String {
    let text = shown(text, Breaks::Space);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn rows(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut out = vec![
        line(
            table
                .columns
                .iter()
                .map(|column| escaped(&column.title))
                .collect(),
        ),
        line(
            table
                .columns
                .iter()
                .map(|column| if column.right { "--:" } else { "---" }.to_owned())
                .collect(),
        ),
    ];
    out.extend(
        table
            .rows
            .iter()
            .map(|row| line(row.iter().map(inline).collect())),
    );
    out.join("\n")
}

fn entry(entry: &Entry) -> String {
    let head = Line::joined([Line::new().strong(entry.when.as_str()), entry.head.clone()]);
    let mut parts = vec![inline(&head)];
    parts.extend(entry.passage.as_ref().map(passage));
    // Two spaces keep each detail on a line of its own.
    let details: Vec<String> = entry.details.iter().map(inline).collect();
    if !details.is_empty() {
        parts.push(details.join("  \n"));
    }
    parts.join("\n\n")
}

fn passage(passage: &Passage) -> String {
    let around = !passage.lead.is_empty() || !passage.trail.is_empty();
    let text = match around {
        true => wrapped(&passage.text, "**"),
        false => escaped(&passage.text),
    };
    let parts = [escaped(&passage.lead), text, escaped(&passage.trail)];
    format!(
        "> {}",
        parts
            .iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    )
}

fn pair(pair: &Pair) -> String {
    let mut parts = vec![format!("### {}", inline(&pair.head))];
    if !pair.notes.is_empty() {
        parts.push(
            pair.notes
                .iter()
                .map(inline)
                .collect::<Vec<_>>()
                .join("  \n"),
        );
    }
    parts.extend([entry(&pair.before), entry(&pair.after)]);
    parts.join("\n\n")
}

fn prose(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text, _) => {
                let text = shown(text, Breaks::Keep)
                    .replace('⟦', "[")
                    .replace('⟧', "]");
                for (at, part) in text.split('\n').enumerate() {
                    if at > 0 {
                        out += "  \n";
                    }
                    // Four spaces would make code of a line.
                    let part = if out.is_empty() || out.ends_with('\n') {
                        part.trim_start()
                    } else {
                        part
                    };
                    out += &escaped(part);
                }
            }
            Piece::Open(claims) => out += &format!("⟦{} ", numbers(claims)),
            Piece::Close(claims) => out += &format!(" {}⟧", numbers(claims)),
        }
    }
    // Empty lines end paragraphs by themselves, and one is enough.
    let paragraphs = out.split("  \n").collect::<Vec<_>>();
    let paragraphs = paragraphs.split(|line| line.trim().is_empty());
    let kept = paragraphs
        .filter(|lines| !lines.is_empty())
        .map(|lines| lines.join("  \n"));
    kept.collect::<Vec<_>>().join("\n\n")
}

fn numbers(claims: &[usize]) -> String {
    claims
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(",")
}
