//! The parts of a report as HTML.

use maud::{Markup, html};

use super::inline::{class, line, stance};
use crate::report::block::{Block, Entry, Pair, Passage, Piece, Prose, Table};
use crate::report::chart::{Chart, cut};
use crate::report::safe::{Breaks, shown};
use crate::report::svg::{Frame, draw, legend, safe};

/// More entries than this are shown in short, so that a page of thousands stays small enough to send.
const MOST_IN_FULL: usize = 250;
/// Characters of a passage shown in short.
const SHORT: usize = 130;

/// A page being made.
pub struct Page {
    short: bool,
    /// Whether shifts stand under headings, and not right under the title.
    headed: bool,
}

impl Page {
    /// A page for these parts.
    pub fn new(blocks: &[Block]) -> Self {
        let entries = blocks
            .iter()
            .filter(|block| matches!(block, Block::Entry(_)));
        let first = |wanted: fn(&Block) -> bool| blocks.iter().position(wanted);
        let heading = first(|block| matches!(block, Block::Heading(_)));
        let pair = first(|block| matches!(block, Block::Pair(_)));
        Self {
            short: entries.count() > MOST_IN_FULL,
            headed: pair.is_none() || heading.is_some_and(|heading| Some(heading) < pair),
        }
    }

    /// All parts in order.
    pub fn blocks(&self, blocks: &[Block]) -> Markup {
        let mut charts = 0;
        let mut number = || {
            charts += 1;
            charts
        };
        html! {
            @for one in blocks {
                @match one {
                    Block::Chart(chart) => (figure(chart, number())),
                    other => (self.block(other)),
                }
            }
        }
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Heading(text) => html! { h2 { (line(text)) } },
            Block::Paragraph(text) => html! { p { (line(text)) } },
            Block::Note(text) => html! { p class="note" { (line(text)) } },
            Block::Table(rows) => table(rows),
            Block::Entry(item) if self.short => short(item),
            Block::Entry(item) => entry(item),
            Block::Change(text) => html! { p class="change" { (line(text)) } },
            Block::Pair(item) => pair(item, self.headed),
            Block::Prose(text) => prose(text),
            Block::Facts(facts) => html! {
                dl { @for (name, value) in facts { dt { (name) } dd { (line(value)) } } }
            },
            Block::Commands(commands) => html! {
                ul class="commands" { @for (command, what) in commands { li { code { (safe(command)) } " " (safe(what)) } } }
            },
            // Numbered, and therefore drawn, where they stand in the report.
            Block::Chart(_) => html! {},
            Block::Page(inside) => html! { @for one in inside { (self.block(one)) } },
        }
    }
}

/// A chart for a screen and one for a phone, of which the style sheet shows the one that fits.
fn figure(chart: &Chart, number: usize) -> Markup {
    let frame = |width: f64, narrow: usize| Frame {
        width,
        linked: true,
        number: 2 * number + narrow,
        many: false,
    };
    let wide = frame(920.0, 0);
    // The table that stands beside it says the same, and can be scrolled and copied.
    if matches!(chart, Chart::Grid(_)) {
        return html! {};
    }
    let narrow = frame(360.0, 1);
    let (told, told_narrow) = (legend(chart, &wide), legend(chart, &narrow));
    html! {
        figure {
            (draw(chart, &wide))
            (draw(chart, &narrow))
            // What has room for each mark on a screen may have to count them on a phone.
            @if told.0 == told_narrow.0 {
                figcaption { (told) }
            } @else {
                figcaption class="wide" { (told) }
                figcaption class="narrow" { (told_narrow) }
            }
        }
    }
}

fn entry(entry: &Entry) -> Markup {
    let side = stance(&entry.head).map_or(String::new(), |value| format!(" e-{}", class(value)));
    html! {
        article class={ "entry" (side) } id=[entry.anchor.as_deref()] {
            p class="when" { (safe(&entry.when)) }
            div {
                p class="head" { (line(&entry.head)) }
                @if let Some(words) = &entry.passage { (passage(words)) }
                @for detail in &entry.details { p class="detail" { (line(detail)) } }
            }
        }
    }
}

fn short(entry: &Entry) -> Markup {
    html! {
        div class="short" id=[entry.anchor.as_deref()] {
            p class="when" { (safe(&entry.when)) }
            p { (line(&entry.head)) @if let Some(words) = &entry.passage { " " bdi { (safe(&cut(&words.text, SHORT))) } } }
        }
    }
}

fn passage(passage: &Passage) -> Markup {
    html! {
        blockquote dir="auto" {
            p {
                @if !passage.lead.is_empty() { span class="around" { (safe(&passage.lead)) " " } }
                (safe(&passage.text))
                @if !passage.trail.is_empty() { span class="around" { " " (safe(&passage.trail)) } }
            }
        }
    }
}

fn pair(pair: &Pair, headed: bool) -> Markup {
    let head = html! {
        @if let Some(number) = pair.number { span class="number" { (number) } " " }
        (line(&pair.head))
    };
    html! {
        section class="pair" id=[pair.anchor.as_deref()] {
            @if headed { h3 { (head) } } @else { h2 class="pair-head" { (head) } }
            @for note in &pair.notes { p class="detail" { (line(note)) } }
            div class="ends" { (entry(&pair.before)) (entry(&pair.after)) }
        }
    }
}

/// A table that scrolls by itself where it is too wide; a matrix keeps its first column in sight.
fn table(table: &Table) -> Markup {
    // Columns of words may wrap; numbers, days and ids stay whole.
    let class_of = |at: usize| match table.columns.get(at) {
        Some(column) if column.right => Some("right".to_owned()),
        Some(column) if !column.wraps => Some("keep".to_owned()),
        _ => None,
    };
    html! {
        div class="scroll" tabindex="0" role="region" aria-label="table" {
            table class=[table.split.then_some("grid")] {
                thead {
                    tr { @for column in &table.columns { th scope="col" class=[column.right.then_some("right")] { (safe(&column.title)) } } }
                }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 && table.split { th scope="row" { (line(cell)) } }
                                @else {
                                    @let ground = stance(cell).filter(|_| table.split).map(|value| format!("c-{}", class(value)));
                                    td class=[ground.or_else(|| class_of(at))] { (line(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// An article's text in paragraphs; a claim that goes over several is marked in each, in the colour of
/// its stance.
fn prose(prose: &Prose) -> Markup {
    let mut paragraphs = vec![Vec::new()];
    let mut open: Vec<usize> = Vec::new();
    for piece in &prose.pieces {
        match piece {
            Piece::Open(claims) => open.extend(claims),
            Piece::Close(claims) => open.retain(|claim| !claims.contains(claim)),
            Piece::Text(..) => {}
        }
        // Of claims within one another the inner one that takes a side colours the words.
        let stance_of = |claim: &usize| prose.stances.get(claim.checked_sub(1)?).copied().flatten();
        let side = open.iter().rev().find_map(stance_of).map(class);
        let last = paragraphs.len() - 1;
        match piece {
            Piece::Open(claims) => paragraphs[last].push(numbers(claims, "[", "")),
            Piece::Close(claims) => paragraphs[last].push(numbers(claims, "", "]")),
            Piece::Text(text, cover) => {
                for (at, part) in shown(text, Breaks::Keep).split('\n').enumerate() {
                    if at > 0 {
                        paragraphs.push(Vec::new());
                    }
                    let words = match (part.trim().is_empty(), *cover) {
                        (true, _) if part.is_empty() => continue,
                        (true, _) | (_, 0) => html! { (part) },
                        _ => html! { mark class=[side] { (part) } },
                    };
                    if let Some(paragraph) = paragraphs.last_mut() {
                        paragraph.push(words);
                    }
                }
            }
        }
    }
    let blank = |parts: &&Vec<Markup>| parts.iter().all(|part| part.0.trim().is_empty());
    html! {
        div class="prose" dir="auto" {
            @for parts in paragraphs.iter().filter(|parts| !blank(parts)) { p { @for part in parts { (part) } } }
        }
    }
}

/// Where claims begin or end, with the way to each in the list below.
fn numbers(claims: &[usize], before: &str, after: &str) -> Markup {
    html! {
        @for (at, number) in claims.iter().enumerate() {
            a class="marks" href={ "#c" (number) } {
                @if at == 0 { (before) } (number) @if at + 1 == claims.len() { (after) } @else { "," }
            }
        }
    }
}
