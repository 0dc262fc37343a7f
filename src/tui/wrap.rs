//! Styled text broken into lines of a width.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthChar;

use crate::report::{Breaks, printable};

/// Text in styles.
#[derive(Clone, Debug, Default)]
pub(super) struct Text(Vec<(String, Style)>);

impl Text {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds text in a style; line breaks in it stay, and whatever a terminal acts on is made visible.
    pub(super) fn add(mut self, text: impl AsRef<str>, style: Style) -> Self {
        self.0.push((printable(text.as_ref(), Breaks::Keep), style));
        self
    }

    /// Adds text without a style.
    pub(super) fn plain(self, text: impl AsRef<str>) -> Self {
        self.add(text, Style::new())
    }

    /// The lines at a width, broken at spaces; a word wider than that is cut.
    pub(super) fn lines(&self, width: usize) -> Vec<Line<'static>> {
        let width = width.max(8);
        let chars: Vec<(char, Style)> = self
            .0
            .iter()
            .flat_map(|(text, style)| text.chars().map(|c| (c, *style)))
            .collect();
        let mut lines = Vec::new();
        for paragraph in chars.split(|(c, _)| *c == '\n') {
            broken(paragraph, width, &mut lines);
        }
        lines
    }
}

fn broken(mut rest: &[(char, Style)], width: usize, lines: &mut Vec<Line<'static>>) {
    loop {
        let (mut fits, mut used, mut space) = (0, 0, None);
        for (at, (c, _)) in rest.iter().enumerate() {
            used += c.width().unwrap_or(0);
            if *c == ' ' {
                space = Some(at);
            }
            if used > width {
                break;
            }
            fits = at + 1;
        }
        if fits == rest.len() {
            lines.push(line(rest));
            return;
        }
        // A space that is one too wide ends the line as well as one within it.
        let end = space.filter(|&at| at > 0).unwrap_or(fits.max(1));
        lines.push(line(&rest[..end]));
        rest = &rest[end..];
        while let [(' ', _), behind @ ..] = rest {
            rest = behind;
        }
    }
}

fn line(chars: &[(char, Style)]) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = Vec::new();
    for run in chars.chunk_by(|a, b| a.1 == b.1) {
        let text: String = run.iter().map(|(c, _)| c).collect();
        spans.push(Span::styled(text, run[0].1));
    }
    Line::from(spans)
}
