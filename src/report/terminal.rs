//! The terminal: wrapped to its width, days in a gutter, passages behind a bar.
//!
//! The bar stands for quotation marks: passages bring marks of their own.

use owo_colors::{OwoColorize, Style as Paint, XtermColors};
use unicode_width::UnicodeWidthStr;

use super::Style;
use super::block::{Block, Entry, Pair, Passage, Piece, Report};
use super::chart::Chart;
use super::line::{Line, Tone};
use super::safe::{Breaks, shown};
use super::strip;
use super::table;
use super::wrap::{GLUE, safe, wrap};

/// The widest day that gets a gutter: "30 Dec 2023 – 2 Jan 2024".
const GUTTER: usize = 25;
/// Narrower terminals show days in the line of the entry.
const ROOM_FOR_GUTTER: usize = 70;
/// The longest line of running text.
const MEASURE: usize = 100;

/// Prints a report for a terminal.
pub fn render(report: &Report, style: &Style) -> String {
    let mut page = Page {
        out: String::new(),
        width: style.width.max(30),
        measure: style.width.clamp(30, MEASURE),
        colour: style.colour,
        gutter: 0,
    };
    page.gutter = page.gutter_for(report);
    page.paragraph(&emphasised(&report.title), 0);
    page.paragraph(&report.subtitle, 0);
    page.paragraph(&report.basis.line(), 0);
    for block in &report.blocks {
        page.block(block);
    }
    page.out
}

fn emphasised(line: &Line) -> Line {
    let mut line = line.clone();
    for run in &mut line.0 {
        if run.tone == Tone::Plain {
            run.tone = Tone::Strong;
        }
    }
    line
}

struct Page {
    out: String,
    /// Columns of the terminal: tables use them all.
    width: usize,
    /// Columns for running text, which no longer reads well across a wide screen.
    measure: usize,
    colour: bool,
    gutter: usize,
}

impl Page {
    fn gutter_for(&self, report: &Report) -> usize {
        let whens = report.blocks.iter().flat_map(|block| match block {
            Block::Entry(entry) => vec![&entry.when],
            Block::Pair(pair) => vec![&pair.before.when, &pair.after.when],
            _ => Vec::new(),
        });
        let widest = whens.map(|when| when.width()).max().unwrap_or(0);
        match self.width >= ROOM_FOR_GUTTER && widest > 0 {
            true => widest.min(GUTTER) + 2,
            false => 2,
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(line) => {
                self.gap();
                self.paragraph(&emphasised(line), 0);
            }
            Block::Paragraph(line) => {
                self.gap();
                self.paragraph(line, 0);
            }
            Block::Note(line) => {
                self.gap();
                self.paragraph(&quiet(line), 0);
            }
            Block::Table(table) => {
                self.gap();
                for line in table::lines(table, self.width) {
                    self.line(&line, 0);
                }
            }
            Block::Entry(entry) => {
                self.gap();
                self.entry(entry);
            }
            Block::Change(line) => {
                self.gap();
                self.paragraph(line, self.gutter);
            }
            Block::Pair(pair) => self.pair(pair),
            Block::Prose(prose) => {
                self.gap();
                self.prose(&prose.pieces);
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Commands(commands) => self.commands(commands),
            Block::Chart(Chart::Timeline(timeline)) => {
                let lines = strip::lines(timeline, self.width);
                if !lines.is_empty() {
                    self.gap();
                }
                for line in lines {
                    self.line(&line, 0);
                }
            }
            // What else they show is listed in words.
            Block::Chart(_) | Block::Page(_) => {}
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let when = shown(&entry.when, Breaks::Space);
        let room = self.measure - self.gutter;
        let mut head = safe(&entry.head);
        if self.gutter == 2 && !when.is_empty() {
            head = Line::joined([Line::new().strong(when.as_str()), head]);
            for (at, line) in wrap(&head, room, false).iter().enumerate() {
                self.line(line, if at == 0 { 0 } else { 2 });
            }
        } else {
            for (at, line) in wrap(&head, room, false).into_iter().enumerate() {
                let label = if at == 0 { when.as_str() } else { "" };
                let space = self.gutter.saturating_sub(label.width());
                let spaced = Line::new().strong(label).text(" ".repeat(space.max(1)));
                self.line(&spaced.then(line), 0);
            }
        }
        if let Some(passage) = &entry.passage {
            self.passage(passage);
        }
        for detail in &entry.details {
            self.paragraph(&quiet(detail), self.gutter);
        }
    }

    fn passage(&mut self, passage: &Passage) {
        let around = !passage.lead.is_empty() || !passage.trail.is_empty();
        let bar = if around { "┃ " } else { "│ " };
        self.barred("┊ ", Line::new().dim(passage.lead.as_str()));
        self.barred(bar, Line::plain(passage.text.as_str()));
        self.barred("┊ ", Line::new().dim(passage.trail.as_str()));
    }

    fn barred(&mut self, bar: &str, line: Line) {
        if line.is_empty() {
            return;
        }
        for line in wrap(&safe(&line), self.measure - self.gutter - 2, true) {
            self.line(&Line::new().dim(bar).then(line), self.gutter);
        }
    }

    fn pair(&mut self, pair: &Pair) {
        self.gap();
        self.paragraph(&emphasised(&pair.head), 0);
        for note in &pair.notes {
            self.paragraph(&quiet(note), 2);
        }
        self.entry(&pair.before);
        self.entry(&pair.after);
    }

    fn prose(&mut self, pieces: &[Piece]) {
        let mut line = Line::new();
        for piece in pieces {
            match piece {
                Piece::Text(text, cover) => {
                    let tone = if *cover > 0 {
                        Tone::Marked
                    } else {
                        Tone::Plain
                    };
                    let text = shown(text, Breaks::Keep)
                        .replace('⟦', "[")
                        .replace('⟧', "]");
                    for (at, part) in text.split('\n').enumerate() {
                        if at > 0 {
                            self.prose_line(std::mem::take(&mut line));
                        }
                        line = line.run(part, tone.clone());
                    }
                }
                Piece::Open(claims) => {
                    line = line.run(format!("⟦{}{GLUE}", numbers(claims)), Tone::Code)
                }
                Piece::Close(claims) => {
                    line = line.run(format!("{GLUE}{}⟧", numbers(claims)), Tone::Code)
                }
            }
        }
        self.prose_line(line);
    }

    /// Empty lines stay, but no two in a row.
    fn prose_line(&mut self, line: Line) {
        match line.to_plain().trim().is_empty() {
            true => self.gap(),
            false => self.paragraph(&line, 0),
        }
    }

    fn facts(&mut self, facts: &[(&'static str, Line)]) {
        self.gap();
        let widest = facts
            .iter()
            .map(|(name, _)| name.width())
            .max()
            .unwrap_or(0)
            + 2;
        for (name, value) in facts {
            let lines = wrap(&safe(value), self.measure.saturating_sub(widest), false);
            for (at, line) in lines.into_iter().enumerate() {
                let name = if at == 0 { *name } else { "" };
                let label = format!("{name}{}", " ".repeat(widest - name.width()));
                self.line(&Line::new().dim(label).then(line), 0);
            }
        }
    }

    fn commands(&mut self, commands: &[(String, String)]) {
        self.gap();
        let widest = commands
            .iter()
            .map(|(command, _)| command.width())
            .max()
            .unwrap_or(0);
        for (command, what) in commands {
            let space = " ".repeat(widest - command.width() + 2);
            self.line(&safe(&Line::new().code(command).text(space).dim(what)), 2);
        }
    }

    /// A wrapped line behind an indent; nothing where it is empty.
    fn paragraph(&mut self, line: &Line, indent: usize) {
        if line.is_empty() {
            return;
        }
        for part in wrap(&safe(line), self.measure.saturating_sub(indent), false) {
            self.line(&part, indent);
        }
    }

    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn line(&mut self, line: &Line, indent: usize) {
        let line = trimmed(line);
        self.out += &" ".repeat(if line.is_empty() { 0 } else { indent });
        for run in &line.0 {
            match self.colour {
                true => self.out += &run.text.style(paint(&run.tone)).to_string(),
                false => self.out += &run.text,
            }
        }
        self.out.push('\n');
    }
}

/// The line without spaces at its end, before colour hides them.
fn trimmed(line: &Line) -> Line {
    let mut line = line.clone();
    while let Some(last) = line.0.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        match last.text.is_empty() {
            true => drop(line.0.pop()),
            false => break,
        }
    }
    line
}

fn numbers(claims: &[usize]) -> String {
    claims
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

fn quiet(line: &Line) -> Line {
    let mut line = line.clone();
    for run in &mut line.0 {
        if run.tone == Tone::Plain {
            run.tone = Tone::Dim;
        }
    }
    line
}

/// Orange against, blue for: told apart with every kind of colour blindness; the shapes beside them
/// say the same.
fn paint(tone: &Tone) -> Paint {
    let paint = Paint::new();
    match tone {
        Tone::Plain | Tone::Place(_) => paint,
        Tone::Strong => paint.bold(),
        Tone::Dim => paint.dimmed(),
        Tone::Stance(..=-2) => paint.color(XtermColors::from(208)).bold(),
        Tone::Stance(-1) => paint.color(XtermColors::from(215)),
        Tone::Stance(0) => paint.color(XtermColors::from(246)),
        Tone::Stance(1) => paint.color(XtermColors::from(75)),
        Tone::Stance(_) => paint.color(XtermColors::from(33)).bold(),
        Tone::Alert => paint.yellow(),
        Tone::Code => paint.cyan(),
        Tone::Link(_) | Tone::Marked => paint.underline(),
    }
}
