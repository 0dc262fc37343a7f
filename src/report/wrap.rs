//! Lines broken to a width in terminal columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::line::{Line, Run};
use super::safe::{Breaks, shown};

/// A space at which no line is broken; printed as a space.
pub const GLUE: char = '\u{a0}';

/// Columns that a line takes when printed.
pub fn width(line: &Line) -> usize {
    line.0.iter().map(|run| run.text.width()).sum()
}

/// The line with each run made safe to show.
pub fn safe(line: &Line) -> Line {
    let runs = line.0.iter().map(|run| Run {
        text: shown(&run.text, Breaks::Space),
        tone: run.tone.clone(),
    });
    Line(runs.collect())
}

/// Breaks a safe line into lines of at most `columns`, at spaces where it can. An address is only
/// cut where `cut_addresses` says so: in a paragraph it should stay whole to be copied.
pub fn wrap(line: &Line, columns: usize, cut_addresses: bool) -> Vec<Line> {
    let columns = columns.max(1);
    if is_whole(line, columns) {
        let mut runs = Vec::new();
        for run in &line.0 {
            append(&mut runs, run.clone());
        }
        return vec![Line(runs)];
    }
    let mut lines = Vec::new();
    let mut current = Vec::new();
    let mut used = 0;
    for word in words(line)
        .into_iter()
        .flat_map(|word| loosened(word, columns))
    {
        let wide = word.width();
        if used > 0 && used + 1 + wide > columns {
            lines.push(Line(std::mem::take(&mut current)));
            used = 0;
        } else if used > 0 {
            append(&mut current, word.space.clone());
            used += 1;
        }
        let whole = !cut_addresses && word.runs.iter().any(|run| run.text.contains("://"));
        for run in word.runs {
            if used + run.text.width() <= columns || whole {
                used += run.text.width();
                append(&mut current, run);
                continue;
            }
            for c in run.text.chars() {
                let wide = c.width().unwrap_or(0);
                if used > 0 && used + wide > columns {
                    lines.push(Line(std::mem::take(&mut current)));
                    used = 0;
                }
                used += wide;
                append(
                    &mut current,
                    Run {
                        text: c.into(),
                        tone: run.tone.clone(),
                    },
                );
            }
        }
    }
    if !current.is_empty() || lines.is_empty() {
        lines.push(Line(current));
    }
    lines
}

/// Whether a line fits as it is, every space between two words: most do, and need no words taken apart.
fn is_whole(line: &Line, columns: usize) -> bool {
    let mut before = ' ';
    for c in line.0.iter().flat_map(|run| run.text.chars()) {
        if c == ' ' && before == ' ' {
            return false;
        }
        before = c;
    }
    before != ' ' && width(line) <= columns
}

struct Word {
    /// The space before it, in the tone that it has in the line.
    space: Run,
    runs: Vec<Run>,
}

impl Word {
    fn width(&self) -> usize {
        self.runs.iter().map(|run| run.text.width()).sum()
    }
}

/// The word, or, where it is glued of several and too long for a line, those.
fn loosened(word: Word, columns: usize) -> Vec<Word> {
    if word.width() <= columns || !word.runs.iter().any(|run| run.text.contains(GLUE)) {
        return vec![word];
    }
    let loose = |run: Run| Run {
        text: run.text.replace(GLUE, " "),
        tone: run.tone,
    };
    words(&Line(word.runs.into_iter().map(loose).collect()))
}

/// The words of a line; a word may change its tone in the middle.
fn words(line: &Line) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut space = None;
    for run in &line.0 {
        for (at, part) in run.text.split(' ').enumerate() {
            let tone = run.tone.clone();
            if at > 0 {
                space = Some(Run {
                    text: " ".into(),
                    tone: tone.clone(),
                });
            }
            if part.is_empty() {
                continue;
            }
            let text = part.to_owned();
            match (words.last_mut(), space.take()) {
                (Some(word), None) => word.runs.push(Run { text, tone }),
                (_, space) => words.push(Word {
                    space: space.unwrap_or(Run {
                        text: " ".into(),
                        tone: tone.clone(),
                    }),
                    runs: vec![Run { text, tone }],
                }),
            }
        }
    }
    words
}

fn append(runs: &mut Vec<Run>, mut run: Run) {
    if run.text.is_empty() {
        return;
    }
    if run.text.contains(GLUE) {
        run.text = run.text.replace(GLUE, " ");
    }
    match runs.last_mut() {
        Some(last) if last.tone == run.tone => last.text += &run.text,
        _ => runs.push(run),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<String> {
        wrap(&Line::plain(text), columns, false)
            .iter()
            .map(Line::to_plain)
            .collect()
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_within() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("日本語です", 4), ["日本", "語で", "す"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn an_address_stays_whole() {
        assert_eq!(
            wrapped("see https://example.org/long", 8),
            ["see", "https://example.org/long"]
        );
    }

    #[test]
    fn glued_words_stay_together() {
        assert_eq!(wrapped("ab c\u{a0}d", 5), ["ab", "c d"]);
        assert_eq!(wrapped("ab\u{a0}cd", 3), ["ab", "cd"]);
    }

    #[test]
    fn a_word_keeps_its_tones() {
        let line = Line::plain("a ").strong("b").text("c d");
        let lines = wrap(&line, 4, false);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].0[1].text, "b");
    }

    #[test]
    fn a_line_that_fits_is_as_its_words_make_it() {
        let line = Line::plain("a ").strong("").text("b\u{a0}c").text(" d");
        assert_eq!(wrap(&line, 7, false), [Line::plain("a b c d")]);
        for spaced in [" a b", "a  b", "a b "] {
            assert_eq!(wrapped(spaced, 9), ["a b"], "{spaced:?}");
        }
    }

    proptest! {
        #[test]
        fn lines_keep_their_width_and_every_word(text in "\\PC{0,80}", columns in 2..40usize) {
            let line = safe(&Line::plain(text.as_str()));
            let lines = wrap(&line, columns, true);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{:?}", line.to_plain());
            }
            let solid = |text: String| text.replace([' ', GLUE], "");
            let together = lines.iter().map(Line::to_plain).collect();
            prop_assert_eq!(solid(together), solid(line.to_plain()));
        }
    }
}
