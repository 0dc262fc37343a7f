//! Glyphs of a page → lines, in the order in which the document draws them.

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};

use super::super::quiet::caught;

/// A line of text as it stands on the page. Lengths are in points, from the page's upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub text: String,
    /// Where it begins and ends.
    pub left: f64,
    pub right: f64,
    /// Where it stands, down from the top of the page.
    pub base: f64,
    /// Height of its letters.
    pub size: f64,
}

/// Most glyphs of a page; a dense newspaper page has 30,000.
const MAX_GLYPHS: usize = 1_000_000;

/// A gap of so many letter heights is a space between words.
const SPACE: f64 = 0.15;

/// A gap of so many letter heights is one between columns.
const COLUMN: f64 = 2.5;

/// The lines of a page; none where it cannot be read.
pub(super) fn of_page(document: &Document, page: u32) -> Option<Vec<Line>> {
    let mut collector = Collector::default();
    caught(|| output_doc_page(document, &mut collector, page))?.ok()?;
    collector.end();
    Some(collector.lines)
}

#[derive(Default)]
struct Collector {
    lines: Vec<Line>,
    line: Line,
    /// Whether a space was drawn last, or is due.
    spaced: bool,
    glyphs: usize,
    top: f64,
    left: f64,
}

impl Collector {
    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.spaced = false;
        if !line.text.trim().is_empty() {
            self.lines.push(line);
        }
    }
}

impl OutputDev for Collector {
    fn begin_page(
        &mut self,
        _: u32,
        page: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        (self.top, self.left) = (page.ury, page.llx);
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.glyphs += 1;
        if self.glyphs > MAX_GLYPHS {
            return Err(std::io::Error::other("too many glyphs").into());
        }
        // What stands upright along the margin is no part of the text.
        if place.m12.abs() > place.m11.abs() {
            return Ok(());
        }
        let across = place.m11.abs() * font_size;
        let size = place.m22.abs() * font_size;
        let (left, base) = (place.m31 - self.left, self.top - place.m32);
        if !(left.is_finite() && base.is_finite() && size.is_finite() && size > 0.0) {
            return Ok(());
        }
        let right = left + width * across;
        if text.trim().is_empty() {
            self.spaced = true;
            return Ok(());
        }
        let gap = left - self.line.right;
        let is_open = !self.line.text.is_empty();
        let height = size.max(self.line.size);
        if is_open
            && ((base - self.line.base).abs() > 0.5 * height
                || gap > COLUMN * height
                || gap < -1.5 * height)
        {
            self.end();
        } else if is_open && (self.spaced || gap > SPACE * height) {
            self.line.text.push(' ');
        }
        self.spaced = false;
        if self.line.text.is_empty() {
            self.line = Line {
                left,
                base,
                size,
                ..Line::default()
            };
        }
        self.line.size = self.line.size.max(size);
        self.line.right = right;
        for c in text.chars() {
            match ligature(c) {
                Some(letters) => self.line.text.push_str(letters),
                None => self.line.text.push(c),
            }
        }
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// The letters that a glyph of two or three of them stands for.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}
