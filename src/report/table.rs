//! Tables laid out for a terminal: aligned, two spaces between columns, no boxes.

use unicode_width::UnicodeWidthStr;

use super::block::{Column, Table};
use super::line::Line;
use super::safe::{Breaks, shown};
use super::wrap::{safe, width, wrap};

const BETWEEN: usize = 2;
/// A wrapping column gives way down to this; below it the table turns into records.
const LEAST: usize = 12;

/// The lines of a table in `columns` terminal columns.
pub fn lines(table: &Table, columns: usize) -> Vec<Line> {
    let table = Table {
        columns: table
            .columns
            .iter()
            .map(|column| Column {
                title: shown(&column.title, Breaks::Space),
                ..column.clone()
            })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(safe).collect())
            .collect(),
        split: table.split,
    };
    let mut out = Vec::new();
    for part in parts(&table, columns) {
        if !out.is_empty() {
            out.push(Line::new());
        }
        match fitted(&natural(&part), &part.columns, columns) {
            Some(widths) => out.extend(grid(&part, &widths)),
            None => out.extend(records(&part, columns)),
        }
    }
    out
}

/// The table itself, or several with the first column repeated, each narrow enough.
fn parts(table: &Table, columns: usize) -> Vec<Table> {
    let widths = natural(table);
    if !table.split || fitted(&widths, &table.columns, columns).is_some() || widths.len() < 2 {
        return vec![table.clone()];
    }
    let room = columns.saturating_sub(widths[0].min(columns / 3));
    let mut bands: Vec<Vec<usize>> = Vec::new();
    let mut used = 0;
    for (at, wide) in widths.iter().enumerate().skip(1) {
        let wide = wide + BETWEEN;
        match bands.last_mut() {
            Some(band) if used + wide <= room => band.push(at),
            _ => {
                bands.push(vec![at]);
                used = 0;
            }
        }
        used += wide;
    }
    let band = |places: Vec<usize>| {
        let places: Vec<usize> = std::iter::once(0).chain(places).collect();
        let mut part = Table {
            columns: places.iter().map(|at| table.columns[*at].clone()).collect(),
            rows: table
                .rows
                .iter()
                .map(|row| places.iter().map(|at| row[*at].clone()).collect())
                .collect(),
            split: false,
        };
        part.columns[0].wraps = true;
        part
    };
    bands.into_iter().map(band).collect()
}

fn natural(table: &Table) -> Vec<usize> {
    let title = |at: usize| {
        let column = &table.columns[at];
        // Headings of a matrix are wrapped: its cells are narrow.
        let whole = column.title.width();
        match table.split {
            true => column
                .title
                .split(' ')
                .map(UnicodeWidthStr::width)
                .max()
                .unwrap_or(0)
                .max(whole.min(LEAST)),
            false => whole,
        }
    };
    (0..table.columns.len())
        .map(|at| {
            table
                .rows
                .iter()
                .map(|row| width(&row[at]))
                .max()
                .unwrap_or(0)
                .max(title(at))
        })
        .collect()
}

/// The widths when wrapping columns give way, the widest first; none where that is not enough.
fn fitted(natural: &[usize], columns: &[Column], room: usize) -> Option<Vec<usize>> {
    let mut widths = natural.to_vec();
    let between = BETWEEN * widths.len().saturating_sub(1);
    let mut over = (widths.iter().sum::<usize>() + between).saturating_sub(room);
    while over > 0 {
        let widest = (0..widths.len())
            .filter(|at| columns[*at].wraps && widths[*at] > LEAST)
            .max_by_key(|at| widths[*at])?;
        widths[widest] -= 1;
        over -= 1;
    }
    Some(widths)
}

fn grid(table: &Table, widths: &[usize]) -> Vec<Line> {
    let titles: Vec<Line> = table
        .columns
        .iter()
        .map(|column| Line::new().dim(column.title.as_str()))
        .collect();
    let rule = widths
        .iter()
        .map(|wide| "─".repeat(*wide))
        .collect::<Vec<_>>()
        .join("  ");
    let mut out = row_lines(&titles, table, widths);
    out.push(Line::new().dim(rule));
    for row in &table.rows {
        out.extend(row_lines(row, table, widths));
    }
    out
}

fn row_lines(row: &[Line], table: &Table, widths: &[usize]) -> Vec<Line> {
    let cells: Vec<Vec<Line>> = row
        .iter()
        .zip(widths)
        .map(|(cell, wide)| wrap(cell, *wide, true))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|at| {
            let mut line = Line::new();
            for (place, cell) in cells.iter().enumerate() {
                let part = cell.get(at).cloned().unwrap_or_default();
                let pad = " ".repeat(widths[place].saturating_sub(width(&part)));
                let between = if place > 0 { "  " } else { "" };
                line = match table.columns[place].right {
                    true => line.text(between).text(pad).then(part),
                    false => line.text(between).then(part).text(pad),
                };
            }
            line
        })
        .collect()
}

/// Each row as lines of "heading: cell", for terminals too narrow for the table.
fn records(table: &Table, columns: usize) -> Vec<Line> {
    let mut out = Vec::new();
    for row in &table.rows {
        if !out.is_empty() {
            out.push(Line::new());
        }
        for (column, cell) in table
            .columns
            .iter()
            .zip(row)
            .filter(|(_, cell)| !cell.is_empty())
        {
            let line = Line::new()
                .dim(format!("{}: ", column.title))
                .then(cell.clone());
            out.extend(wrap(&line, columns, true));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            columns: vec![
                Column::new("who"),
                Column::number("n"),
                Column::wrapping("what was said"),
            ],
            rows: vec![vec![
                "Ann".into(),
                "7".into(),
                "one two three four five six".into(),
            ]],
            split: false,
        }
    }

    fn printed(table: &Table, columns: usize) -> Vec<String> {
        lines(table, columns)
            .iter()
            .map(|line| line.to_plain().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn a_wide_table_wraps_what_may_be_wrapped() {
        assert_eq!(
            printed(&table(), 24),
            [
                "who  n  what was said",
                "───  ─  ────────────────",
                "Ann  7  one two three",
                "        four five six",
            ]
        );
    }

    #[test]
    fn a_table_too_wide_for_the_terminal_becomes_records() {
        assert_eq!(
            printed(&table(), 18),
            [
                "who: Ann",
                "n: 7",
                "what was said: one",
                "two three four",
                "five six"
            ]
        );
    }

    #[test]
    fn a_matrix_too_wide_is_split_with_its_first_column_repeated() {
        let columns = ["", "aaaaaaaa", "bbbbbbbb"].map(Column::new).to_vec();
        let rows = vec![vec!["Ann".into(), "1".into(), "2".into()]];
        let table = Table {
            columns,
            rows,
            split: true,
        };
        assert_eq!(
            printed(&table, 16),
            [
                "     aaaaaaaa",
                "───  ────────",
                "Ann  1",
                "",
                "     bbbbbbbb",
                "───  ────────",
                "Ann  2",
            ]
        );
    }
}
