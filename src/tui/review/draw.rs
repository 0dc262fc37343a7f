//! How the view looks: what is proposed above, the passage in its article in the middle, keys below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Paragraph};

use crate::model::{ReviewItem, ReviewOrder, StanceValue};
use crate::report::{count, printed_day, printed_manner, printed_said, signed, stance_symbol};
use crate::tui::frame::{help, inset, typed};
use crate::tui::wrap::Text;

use super::{Field, Mode, ReviewScreen};

const KEYS: &str = "c confirm · 1–5 stance −2…+2 · x reject · s skip · a actor · d day · t topic · k act · n note · u undo · ? keys · q quit";

const HELP: &[(&str, &str)] = &[
    ("c or Enter", "confirm: it is right"),
    (
        "1 2 3 4 5",
        "it is −2, −1, 0, +1, +2 (the one proposed confirms)",
    ),
    ("x", "reject: nobody took this position here"),
    ("a", "somebody else said it"),
    (
        "d",
        "it was said on another day, or between two (2024-09-02/2024-09-08)",
    ),
    ("t", "it is on another topic"),
    ("k", "it is a statement, refusal, decision, vote or belief"),
    ("l", "it takes up an earlier statement, or does not"),
    ("n", "say why, with the next verdict"),
    ("s, Space or →", "skip: it comes again another time"),
    ("b or ←", "back to the one before"),
    ("u", "take the last verdict of this session back"),
    ("o", "another order: most uncertain, ends of shifts, newest"),
    ("↑ ↓ PgUp PgDn Home", "scroll the article"),
    ("q or Esc", "leave; everything is recorded as you go"),
];

impl ReviewScreen {
    /// Draws the view over the whole frame.
    pub fn draw(&self, frame: &mut Frame) {
        let area = frame.area();
        let width = usize::from(area.width.saturating_sub(2));
        let head = match &self.item {
            Some(item) => told(item, self.note.as_deref()).lines(width),
            None => vec![Line::from(self.emptiness())],
        };
        let keys = Text::new().add(KEYS, Style::new().dim()).lines(width);
        // On a low terminal the passage comes first.
        let most = (area.height / 2).max(4);
        let [top, claim, text, bottom, message] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length((head.len() as u16).min(most)),
            Constraint::Min(3),
            Constraint::Length((keys.len() as u16).min(3)),
            Constraint::Length(1),
        ])
        .areas(area);
        frame.render_widget(Paragraph::new(self.title()).reversed(), top);
        frame.render_widget(Paragraph::new(head), inset(claim));
        if let Some(item) = &self.item {
            self.draw_text(frame, item, text);
        }
        frame.render_widget(Paragraph::new(keys), inset(bottom));
        self.draw_message(frame, inset(message));
        if self.mode == Mode::Help {
            help(frame, area, HELP);
        }
    }

    fn title(&self) -> String {
        let order = match self.order {
            ReviewOrder::Uncertain => "most uncertain first",
            ReviewOrder::Shifts => "ends of shifts first",
            ReviewOrder::Date => "newest first",
        };
        let mut parts = vec![" stance review".to_owned(), order.to_owned()];
        if !self.scope.is_empty() {
            parts.push(self.scope.clone());
        }
        parts.push(format!(
            "{} by {}",
            count(self.judged as i64, "verdict"),
            self.reviewer
        ));
        parts.join(" · ")
    }

    fn emptiness(&self) -> String {
        match self.order {
            ReviewOrder::Shifts => "No candidate shift has an end that nobody has judged. o: another order, u: undo, q: leave.",
            _ => "Nothing is left that nobody has judged. o: another order, u: undo, q: leave.",
        }
        .to_owned()
    }

    fn draw_text(&self, frame: &mut Frame, item: &ReviewItem, area: Rect) {
        let place = match item.in_title {
            true => format!(" headline of article {} ", item.article_id),
            false => format!(" article {} ", item.article_id),
        };
        let block = Block::new()
            .borders(Borders::TOP | Borders::BOTTOM)
            .title(place);
        let inner = inset(block.inner(area));
        frame.render_widget(block, area);
        let width = usize::from(inner.width);
        let lead = Text::new().add(&item.lead, Style::new().dim());
        let at = lead.lines(width).len() as i32 - 1;
        let whole = lead
            .add("▸", Style::new().bold())
            .add(&item.evidence, Style::new().bold().underlined())
            .add("◂", Style::new().bold())
            .add(&item.trail, Style::new().dim())
            .lines(width);
        let height = i32::from(inner.height);
        let last = (whole.len() as i32 - height).max(0);
        let first = (at - height / 4 + self.scroll).clamp(0, last) as usize;
        let seen: Vec<Line> = whole
            .into_iter()
            .skip(first)
            .take(height as usize)
            .collect();
        frame.render_widget(Paragraph::new(seen), inner);
    }

    fn draw_message(&self, frame: &mut Frame, area: Rect) {
        match &self.mode {
            Mode::Typing(field, input) => {
                let name = match field {
                    Field::Actor => "said by",
                    Field::Day => "said on",
                    Field::Topic => "on topic",
                    Field::Note => "note",
                };
                typed(frame, area, name, input, &self.message);
            }
            Mode::Choosing(choice) => {
                let values: Vec<String> = choice
                    .values()
                    .iter()
                    .map(|(key, value)| format!("{key} {value}"))
                    .collect();
                let line = format!("{}: {}", choice.field(), values.join(" · "));
                frame.render_widget(Paragraph::new(line), area);
            }
            Mode::Reading | Mode::Help => {
                frame.render_widget(Paragraph::new(self.message.as_str()).bold(), area);
            }
        }
    }
}

/// What is proposed, by what, and from where.
fn told(item: &ReviewItem, note: Option<&str>) -> Text {
    let bold = Style::new().bold();
    let dim = Style::new().dim();
    let mut text = Text::new().add(item.actor.as_deref().unwrap_or("nobody named"), bold);
    if let Some(kind) = &item.actor_kind {
        text = text.add(format!(" ({kind})"), dim);
    }
    for (word, name) in [
        ("for", &item.on_behalf_of),
        ("of", &item.affiliation),
        ("as told by", &item.ascribed_by),
    ] {
        if let Some(name) = name {
            text = text.plain(format!(", {word} ")).add(name, bold);
        }
    }
    text = text.plain(" on ").add(&item.topic_name, bold);
    if !item.proposition.is_empty() {
        text = text.add(format!("\n“{}”", item.proposition), dim);
    }
    text = text.plain("\n").add(stance(item), bold).plain(format!(
        " · {} % sure{} · {}{} · {}",
        (item.confidence * 100.0).round(),
        if item.side_open {
            ", its side open"
        } else {
            ""
        },
        printed_manner(&item.act, &item.form),
        if item.bearing == "inferred" {
            ", inferred from an argument"
        } else {
            ""
        },
        printed_said(item.said_from, item.said_to, &item.basis),
    ));
    if let Some(words) = &item.time_expression {
        text = text.add(format!(" (“{words}”)"), dim);
    }
    if let Some(link) = &item.link {
        text = text.plain(format!(" · {}", link.replace('_', " ")));
    }
    let why: Vec<String> = [
        ("words", &item.why_cue),
        ("term", &item.why_term),
        ("rule", &item.why_rule),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| format!("{name} “{value}”"))
    .collect();
    if !why.is_empty() {
        text = text.add(format!("\nbecause of {}", why.join(", ")), dim);
    }
    let source: Vec<String> = [
        item.outlet.clone(),
        item.published_day.map(printed_day),
        item.title.clone(),
        Some(format!("claim {}", item.claim_id)),
    ]
    .into_iter()
    .flatten()
    .collect();
    text = text.plain(format!("\n{}", source.join(" · ").replace('\n', " ")));
    for verdict in &item.verdicts {
        let why = verdict
            .note
            .as_ref()
            .map(|note| format!(": {}", note.replace('\n', " ")))
            .unwrap_or_default();
        text = text.add(
            format!(
                "\n{}ed by {} on {}{why}",
                verdict.verdict,
                verdict.reviewer,
                printed_day(verdict.recorded_at.date_naive())
            ),
            bold,
        );
    }
    match note {
        Some(note) => text.add(format!("\nnote: {note}"), bold),
        None => text,
    }
}

fn stance(item: &ReviewItem) -> String {
    match item.stance {
        Some(value) => format!(
            "{} {} {}",
            stance_symbol(value),
            signed(value),
            StanceValue::new(value).map_or("", StanceValue::label)
        ),
        None => "takes no side itself".to_owned(),
    }
}
