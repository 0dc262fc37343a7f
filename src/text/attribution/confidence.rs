//! How sure an attribution is: a third log-linear model, over the attribution as a whole.
//!
//! The first stage sees no source and no content, the second takes the cue for granted. This one
//! sees both: what they gave as probabilities, and which words came out as cue, source and content.

use super::assemble::Draft;
use super::atom::{Atom, Joint, QuotePlace, Shape};
use super::hash::{join, row};

/// Rows of the weight table, as a power of two.
pub(crate) const BITS: u32 = 17;

/// What the other attributions of the text have to do with one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Company {
    /// Other cues inside its content.
    pub within: u8,
    /// Other contents that its cue is inside of.
    pub around: u8,
    /// Other attributions with a likelier cue that share a word of the cue.
    pub rivals: u8,
    /// Other attributions that have most of the content too.
    pub same_content: u8,
}

/// Counts, for each draft, its company among its neighbours.
pub(crate) fn company(drafts: &[Draft]) -> Vec<Company> {
    let inside = |token: u32, tokens: &[u32]| tokens.binary_search(&token).is_ok();
    (0..drafts.len())
        .map(|i| {
            let own = &drafts[i];
            let head = own.head as u32;
            let mut company = Company::default();
            let near = i.saturating_sub(8)..(i + 9).min(drafts.len());
            for other in near.filter(|j| *j != i).map(|j| &drafts[j]) {
                company.within +=
                    u8::from(inside(other.head as u32, &own.content) && other.facts.cue > 0.0);
                company.around += u8::from(inside(head, &other.content) && other.facts.cue > 0.0);
                let shares = inside(head, &other.cue) || inside(other.head as u32, &own.cue);
                company.rivals += u8::from(shares && other.facts.cue > own.facts.cue);
                let middle = own.content[own.content.len() / 2];
                let alike =
                    own.content.len().abs_diff(other.content.len()) * 2 <= own.content.len();
                company.same_content += u8::from(
                    alike && inside(middle, &other.content) && other.facts.cue > own.facts.cue,
                );
            }
            company
        })
        .collect()
}

/// Calls `emit` with the row of each feature that is known of a cue before its window is looked at: of its head, whose log
/// odds are `cue`, and of an attribution that has no company, as most of the unlikely ones have none.
pub(crate) fn beforehand(head: usize, cue: f32, atoms: &[Atom], mut emit: impl FnMut(usize)) {
    of_head(head, cue, atoms, &mut emit);
    of_company(Company::default(), atoms[head], cue, &mut emit);
}

fn of_head(at: usize, cue: f32, atoms: &[Atom], emit: &mut impl FnMut(usize)) {
    let mut add = |template: u32, value: u64| emit(row(template, value, BITS));
    let get = |i: usize| atoms.get(i).copied().unwrap_or_default();
    let head = atoms[at];
    let (word, quote, cue) = (u64::from(head.word), head.quote as u64, step(cue, 2.0));
    add(1, 0);
    add(2, cue);
    add(50, word);
    add(51, u64::from(head.fine));
    add(56, u64::from(head.cue) << 8 | u64::from(head.class));
    add(57, join(quote, word));
    add(58, quote << 8 | cue);
    add(59, u64::from(get(at.wrapping_sub(1)).word));
    add(60, u64::from(get(at + 1).word));
}

fn of_company(c: Company, head: Atom, cue: f32, emit: &mut impl FnMut(usize)) {
    let mut add = |template: u32, value: u64| emit(row(template, value, BITS));
    let (word, cue) = (u64::from(head.word), step(cue, 2.0));
    add(70, u64::from(c.within.min(3)) << 8 | cue);
    add(71, u64::from(c.around.min(3)) << 8 | cue);
    add(72, u64::from(c.rivals.min(3)) << 8 | cue);
    add(73, u64::from(c.same_content.min(3)) << 8 | cue);
    add(74, join(u64::from(c.around.min(2)), word));
    add(75, join(u64::from(c.within.min(2)), word));
}

/// Calls `emit` with the row of each feature of a draft.
pub(crate) fn features(
    draft: &Draft,
    company: Company,
    atoms: &[Atom],
    mut emit: impl FnMut(usize),
) {
    let f = &draft.facts;
    of_head(draft.head, f.cue, atoms, &mut emit);
    of_company(company, atoms[draft.head], f.cue, &mut emit);
    let mut add = |template: u32, value: u64| emit(row(template, value, BITS));
    let get = |i: usize| atoms.get(i).copied().unwrap_or_default();
    let head = atoms[draft.head];
    let (word, fine, class) = (
        u64::from(head.word),
        u64::from(head.fine),
        u64::from(head.class),
    );
    let cue = step(f.cue, 2.0);
    let path = step(f.path.max(-12.0), 1.0);
    let log = |p: f32| step(p.clamp(1e-3, 1.0).ln(), 4.0);
    let (source_sure, content_sure, lowest) = (log(f.source), log(f.content), log(f.lowest));
    add(3, path);
    add(4, source_sure);
    add(5, content_sure);
    add(6, lowest);
    add(7, join(cue, path));
    add(8, join(cue, content_sure));
    add(9, join(cue, source_sure));
    // The content.
    let first = draft.content[0] as usize;
    let last = draft.content[draft.content.len() - 1] as usize;
    let length = (usize::BITS - draft.content.len().leading_zeros()) as u64;
    let runs = draft
        .content
        .windows(2)
        .filter(|w| w[1] != w[0] + 1)
        .count()
        .min(3) as u64;
    let side = u64::from(first > draft.head) << 1 | u64::from(last > draft.head);
    let gap = if first > draft.head {
        first - draft.head
    } else {
        draft.head.saturating_sub(last)
    }
    .min(6) as u64;
    let (a, z) = (atoms[first], atoms[last]);
    let (before, behind) = (get(first.wrapping_sub(1)), get(last + 1));
    let quoted = a.quote as u64;
    let whole = u64::from(behind.joint as u8);
    add(10, length);
    add(11, join(length, word));
    add(12, join(side << 4 | gap, runs));
    add(13, join(word, side << 4 | runs));
    add(14, u64::from(a.word));
    add(15, join(u64::from(a.word), word));
    add(16, join(u64::from(a.word), class));
    add(17, join(u64::from(a.fine), fine));
    add(18, join(u64::from(a.coarse), word));
    add(19, join(u64::from(get(first + 1).fine), fine));
    add(20, join(quoted, word));
    add(21, join(quoted, length << 8 | cue));
    add(22, join(whole, z.joint as u64));
    add(23, join(u64::from(behind.word), side));
    add(24, join(u64::from(before.word), side));
    add(25, u64::from(z.fine));
    // The source.
    let source = draft.source.first().map_or(0, |&s| {
        let end = draft.source[draft.source.len() - 1] as usize;
        let (s, e) = (atoms[s as usize], atoms[end]);
        let distance = end.abs_diff(draft.head).min(8) as u64;
        let side = u64::from(end > draft.head);
        add(30, u64::from(s.word));
        add(31, u64::from(e.word));
        add(32, join(u64::from(e.fine), fine));
        add(33, join(u64::from(e.fine), class));
        add(34, distance << 1 | side);
        add(35, join(distance << 1 | side, fine));
        add(36, join(u64::from(s.word), word));
        add(37, draft.source.len().min(12) as u64);
        add(38, join(u64::from(e.coarse), u64::from(s.coarse)));
        let kind = if s.shape == Shape::Lower {
            u64::from(s.coarse)
        } else {
            0x100 | s.shape as u64
        };
        add(39, join(kind, word));
        1 + kind
    });
    add(40, source);
    add(41, join(source.min(1), word));
    add(
        42,
        join(
            source.min(1),
            join(
                u64::from(head.suffix),
                u64::from(get(draft.head.wrapping_sub(1)).word),
            ),
        ),
    );
    add(43, join(source, cue));
    // The cue.
    let cues = draft.cue.len().min(6) as u64;
    let opening = draft
        .cue
        .first()
        .map_or(0, |&c| u64::from(atoms[c as usize].word));
    let closing = draft
        .cue
        .last()
        .map_or(0, |&c| u64::from(atoms[c as usize].word));
    let text = draft
        .cue
        .iter()
        .fold(0, |hash, &c| join(hash, u64::from(atoms[c as usize].word)));
    add(52, text);
    add(53, join(opening, word));
    add(54, join(closing, word));
    add(55, join(cues, word));
    add(61, join(opening, source.min(1)));
    let mixed = draft
        .content
        .iter()
        .any(|&t| atoms[t as usize].quote == QuotePlace::Opens);
    let to = u64::from(a.joint == Joint::To);
    add(76, join(u64::from(mixed) << 1 | to, class));
}

/// A number cut into steps, `per_unit` to a unit.
fn step(value: f32, per_unit: f32) -> u64 {
    (value * per_unit).round().clamp(-40.0, 40.0) as i64 as u64 & 0xFF
}

/// The probability that the log odds `score` stand for, after calibration.
pub(crate) fn probability(score: f32, calibration: [f32; 2]) -> f32 {
    1.0 / (1.0 + (-(score * calibration[0] + calibration[1])).exp())
}
