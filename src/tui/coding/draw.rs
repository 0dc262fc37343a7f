//! How the view looks: what was recorded above, the article with the marked passage in the middle, keys below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Paragraph};

use crate::model::{CodingItem, StanceValue};
use crate::report::{count, printed_day, signed, stance_symbol};
use crate::tui::frame::{help, inset, typed};
use crate::tui::wrap::Text;

use super::{CodingScreen, Mode};

const KEYS: &str = "↑ ↓ sentence · ← → fewer, more · t headline · a add a statement · f read in full · u undo · s next article · ? keys · q quit";

const HELP: &[(&str, &str)] = &[
    ("↑ ↓", "mark the sentence before, behind"),
    ("→ ← or + -", "mark a sentence more, less"),
    (
        "t",
        "mark the headline, which is above the first sentence, too",
    ),
    ("] [", "let the passage begin a word later, earlier"),
    ("{ }", "let it end a word earlier, later"),
    (
        "a or Enter",
        "add a statement: who, on which topic, where on the scale",
    ),
    ("d", "it was said on another day than the article's"),
    ("u", "take back what was recorded last in this article"),
    ("f", "read in full, whether or not anything was found"),
    (
        "s, b",
        "the next article, the one before; this one stays open",
    ),
    ("PgUp PgDn", "scroll"),
    ("q or Esc", "leave; everything is recorded as you go"),
];

impl CodingScreen {
    /// Draws the view over the whole frame.
    pub fn draw(&self, frame: &mut Frame) {
        let area = frame.area();
        let width = usize::from(area.width.saturating_sub(2));
        let head = match &self.item {
            Some(item) => self.article(item).lines(width),
            None => vec![Line::from(
                "Nothing is left to read. b: the article before, q: leave.",
            )],
        };
        let below = self.below().lines(width);
        let most = (area.height / 2).max(3);
        let [top, above, text, bottom, message] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length((head.len() as u16).min(most)),
            Constraint::Min(3),
            Constraint::Length((below.len() as u16).min(most)),
            Constraint::Length(1),
        ])
        .areas(area);
        let (number, all) = self.place;
        let place = match all {
            0 => String::new(),
            _ => format!(" · article {number} of {all}"),
        };
        let title = format!(" stance code{place} · coder {}", self.coder);
        frame.render_widget(Paragraph::new(title).reversed(), top);
        frame.render_widget(Paragraph::new(head), inset(above));
        if self.item.is_some() {
            self.draw_text(frame, text);
        }
        frame.render_widget(Paragraph::new(below), inset(bottom));
        let message = inset(message);
        match &self.mode {
            Mode::Actor(input) => typed(frame, message, "whose position", input, &self.message),
            Mode::Topic(_, input) => typed(frame, message, "topic", input, &self.message),
            Mode::Day(input) => typed(frame, message, "said on", input, &self.message),
            Mode::Stance(..) => frame.render_widget(Paragraph::new("stance: 1–5").bold(), message),
            Mode::Reading | Mode::Help => {
                frame.render_widget(Paragraph::new(self.message.as_str()).bold(), message);
            }
        }
        if self.mode == Mode::Help {
            help(frame, area, HELP);
        }
    }

    /// The keys, or what can be chosen now.
    fn below(&self) -> Text {
        match &self.mode {
            Mode::Topic(actor, _) => {
                let mut text = Text::new().plain(format!("{actor} on which topic?"));
                for (at, choice) in self.topics.iter().enumerate() {
                    text = text
                        .plain(format!("\n{} ", at + 1))
                        .add(&choice.topic, Style::new().bold())
                        .add(format!(" {}", choice.proposition), Style::new().dim());
                }
                text
            }
            Mode::Stance(actor, topic) => {
                let choice = self.topics.iter().find(|choice| choice.topic == *topic);
                let mut text = Text::new()
                    .add(actor, Style::new().bold())
                    .plain(" on ")
                    .add(topic, Style::new().bold());
                if let Some(choice) = choice {
                    text = text.add(format!(" “{}”", choice.proposition), Style::new().dim());
                }
                let scale: Vec<String> = (-2..=2)
                    .filter_map(StanceValue::new)
                    .map(|value| format!("{} {value} {}", value.number() + 3, value.label()))
                    .collect();
                text.plain(format!("\n{}", scale.join(" · ")))
            }
            _ => Text::new().add(KEYS, Style::new().dim()),
        }
    }

    fn draw_text(&self, frame: &mut Frame, area: ratatui::layout::Rect) {
        let block = Block::new().borders(Borders::TOP | Borders::BOTTOM);
        let inner = inset(block.inner(area));
        frame.render_widget(block, area);
        let part = |from: usize, to: usize| -> String { self.chars[from..to].iter().collect() };
        let (start, end) = match self.in_title {
            // Nothing of the text is marked.
            true => (0, 0),
            false => self.span,
        };
        let width = usize::from(inner.width);
        let lead = Text::new().plain(part(0, start));
        let at = lead.lines(width).len() as i32 - 1;
        let whole = match self.in_title {
            true => lead,
            false => marked(lead, part(start, end)),
        };
        let whole = whole.plain(part(end, self.chars.len())).lines(width);
        let height = i32::from(inner.height);
        let last = (whole.len() as i32 - height).max(0);
        let first = (at - height / 3 + self.scroll).clamp(0, last) as usize;
        let seen: Vec<Line> = whole
            .into_iter()
            .skip(first)
            .take(height as usize)
            .collect();
        frame.render_widget(Paragraph::new(seen), inner);
    }

    /// Which article it is, and what this coder recorded in it.
    fn article(&self, item: &CodingItem) -> Text {
        let bold = Style::new().bold();
        let dim = Style::new().dim();
        let mut text = match self.in_title {
            true => {
                let (start, end) = self.span;
                let part =
                    |from: usize, to: usize| -> String { self.title[from..to].iter().collect() };
                marked(Text::new().add(part(0, start), bold), part(start, end))
                    .add(part(end, self.title.len()), bold)
            }
            false => Text::new().add(item.title.as_deref().unwrap_or("without a headline"), bold),
        };
        let source: Vec<String> = [
            item.outlet.clone(),
            item.published_day.map(printed_day),
            Some(format!("article {}", item.article_id)),
            item.read.then(|| "read in full".to_owned()),
            Some(count(item.statements.len() as i64, "statement")),
        ]
        .into_iter()
        .flatten()
        .collect();
        text = text.add(format!("\n{}", source.join(" · ")), dim);
        for found in &item.statements {
            let start: String = found.evidence.chars().take(60).collect();
            text = text
                .plain(format!(
                    "\n{} {} ",
                    stance_symbol(found.stance),
                    signed(found.stance)
                ))
                .add(found.actor.as_deref().unwrap_or_default(), bold)
                .plain(format!(" on {}: ", found.topic))
                .add(start.replace('\n', " "), dim);
        }
        text
    }
}

/// A text with a marked passage behind it.
fn marked(before: Text, passage: String) -> Text {
    before
        .add("▸", Style::new().bold())
        .add(passage, Style::new().bold().underlined())
        .add("◂", Style::new().bold())
}
