//! Where one actor or topic stands: its positions and shifts, as the reports on either list them.

use crate::model::{PositionRow, ShiftRow};

use super::block::Block;
use super::entry;
use super::line::Line;
use super::shifts::change_line;
use super::words::scale;

/// The sections "Positions (3)" and "Shifts (1)" with the scale below. Each row goes under the name that
/// `of_position` or `of_shift` gives it; `aside` stands behind the heading of the positions.
pub fn standing<'a>(
    positions: impl ExactSizeIterator<Item = &'a PositionRow>,
    shifts: &'a [ShiftRow],
    of_position: impl Fn(&'a PositionRow) -> &'a str,
    of_shift: impl Fn(&'a ShiftRow) -> &'a str,
    aside: Line,
) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(Line::joined([
        Line::plain(format!("Positions ({})", positions.len())),
        aside,
    ]))];
    blocks.extend(positions.map(|row| Block::Entry(entry::of_position(row, of_position(row)))));
    if !shifts.is_empty() {
        let heading = format!("Shifts ({})", shifts.len());
        blocks.push(Block::Heading(Line::plain(heading)));
        blocks.extend(shifts.iter().map(|row| {
            Block::Paragraph(Line::joined([
                Line::new().strong(of_shift(row)),
                change_line(row),
            ]))
        }));
    }
    blocks.push(Block::Note(scale()));
    blocks
}
