//! Parts that the views share.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::input::Input;

/// A column free on each side.
pub(super) fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// A line to type in, behind its name, with the cursor in it; what was wrong with it stands behind.
pub(super) fn typed(frame: &mut Frame, area: Rect, name: &str, input: &Input, message: &str) {
    let (before, behind) = input.halves();
    let message = match message.is_empty() {
        true => String::new(),
        false => format!("   {message}"),
    };
    let column = Line::from(format!("{name}: {before}")).width() as u16;
    let style = match input.is_offered() {
        true => Style::new().reversed(),
        false => Style::new(),
    };
    let line = Line::from(vec![
        Span::raw(format!("{name}: ")),
        Span::styled(before + &behind, style),
        Span::raw(message),
    ]);
    frame.render_widget(Paragraph::new(line), area);
    frame.set_cursor_position(Position::new(area.x + column.min(area.width), area.y));
}

/// What every key does, over the view.
pub(super) fn help(frame: &mut Frame, area: Rect, keys: &[(&str, &str)]) {
    let width = area.width.min(90);
    let height = (keys.len() as u16 + 2).min(area.height);
    let place = Rect {
        x: (area.width - width) / 2,
        y: (area.height - height) / 2,
        width,
        height,
    };
    let lines: Vec<Line> = keys
        .iter()
        .map(|(keys, what)| Line::from(format!("{keys:<19} {what}")))
        .collect();
    frame.render_widget(Clear, place);
    let block = Block::bordered().title(" keys; any key goes back ");
    frame.render_widget(Paragraph::new(lines).block(block), place);
}
