//! The second stage's view: the tokens around one cue head, and their features.

use std::ops::Range;

use super::atom::{Atom, Joint, QuotePlace, Shape};
use super::hash::{join, row};
use crate::text::document::{Document, Token};

/// Rows of the second stage's weight table, as a power of two.
pub(crate) const BITS: u32 = 18;

/// Features of one token.
pub(crate) const FEATURES: usize = 43;

/// Most tokens that a window holds, so that the work for each cue is bounded.
pub(super) const LONGEST: usize = 400;

/// The tokens that can belong to the attribution whose cue is headed by `head`: its sentence, the
/// sentences that one quotation joins to it, and quoted sentences that follow.
pub(crate) fn window(document: &Document<'_>, atoms: &[Atom], head: usize) -> Range<usize> {
    let sentences = &document.sentences;
    let own = document.tokens[head].sentence as usize;
    let paragraph = sentences[own].paragraph;
    let (mut first, mut last) = (own, own);
    while first > 0
        && sentences[first - 1].paragraph == paragraph
        && is_quoted(atoms, sentences[first].tokens.start, QuotePlace::Outside)
        && head - sentences[first - 1].tokens.start < LONGEST / 2
    {
        first -= 1;
    }
    while let Some(next) = sentences.get(last + 1)
        && next.paragraph == paragraph
        && is_quoted(atoms, next.tokens.start, QuotePlace::Opens)
        && next.tokens.end - head < LONGEST / 2
    {
        last += 1;
    }
    if let Some(next) = sentences.get(last + 1)
        && next.paragraph != paragraph
        && atoms[sentences[last].tokens.end - 1].joint == Joint::Colon
    {
        // "She went on:", and what she said is the next paragraph.
        let colon = last;
        while let Some(next) = sentences.get(last + 1)
            && next.paragraph == sentences[colon + 1].paragraph
            && next.tokens.end - head < LONGEST / 2
        {
            last += 1;
        }
    }
    let range = sentences[first].tokens.start..sentences[last].tokens.end;
    range.start.max(head.saturating_sub(LONGEST / 2))..range.end.min(head + LONGEST / 2)
}

/// Whether a sentence that starts at `at` starts inside a quotation, or, if `or` says so, with one.
fn is_quoted(atoms: &[Atom], at: usize, or: QuotePlace) -> bool {
    match atoms[at].quote {
        QuotePlace::Inside | QuotePlace::Closes => true,
        QuotePlace::Opens => or == QuotePlace::Opens,
        QuotePlace::Outside => false,
    }
}

/// Facts about one cue that the features of every token in its window use.
pub(crate) struct Around<'a> {
    tokens: &'a [Token],
    atoms: &'a [Atom],
    /// Tokens of the window.
    pub range: Range<usize>,
    head: usize,
    /// Cue heads found by the first stage, in text order.
    heads: &'a [usize],
}

impl<'a> Around<'a> {
    /// The view around `head`; `heads` are all likely cue heads of the text in order.
    pub(crate) fn new(
        document: &'a Document<'_>,
        atoms: &'a [Atom],
        heads: &'a [usize],
        range: Range<usize>,
        head: usize,
    ) -> Self {
        Self {
            tokens: &document.tokens,
            atoms,
            range,
            head,
            heads,
        }
    }

    /// Calls `emit` with each token's place in the window and the rows of its features: all at once, so
    /// that their sum stays in registers.
    pub(crate) fn features(&self, mut emit: impl FnMut(usize, &[u32; FEATURES])) {
        let mut left = Path::default();
        let mut others = self.heads.partition_point(|&h| h < self.head);
        for at in (self.range.start..self.head).rev() {
            while others > 0 && self.heads[others - 1] > at {
                others -= 1;
            }
            let other = others > 0 && self.heads[others - 1] == at;
            emit(at - self.range.start, &self.token(at, 0, &left, other));
            left.pass(self, at, other, at + 1);
        }
        emit(
            self.head - self.range.start,
            &self.token(self.head, 1, &Path::default(), false),
        );
        let mut right = Path::default();
        let mut others = self.heads.partition_point(|&h| h <= self.head);
        for at in self.head + 1..self.range.end {
            while others < self.heads.len() && self.heads[others] < at {
                others += 1;
            }
            let other = self.heads.get(others) == Some(&at);
            right.enter(self, at);
            emit(at - self.range.start, &self.token(at, 2, &right, other));
            right.pass(self, at, other, at - 1);
        }
    }

    fn atom(&self, at: isize) -> Atom {
        if at >= self.range.start as isize && at < self.range.end as isize {
            self.atoms[at as usize]
        } else {
            OUT
        }
    }

    /// The rows of the features of token `at`, which is left of (0), at (1) or right of (2) the head.
    fn token(&self, at: usize, side: u64, path: &Path, other: bool) -> [u32; FEATURES] {
        let mut rows = [0; FEATURES];
        let mut add = |template: u32, value: u64| {
            rows[template as usize - 1] = row(template, value, BITS) as u32;
        };
        let head = self.atoms[self.head];
        let i = at as isize;
        let (a, l1, l2, r1, r2) = (
            self.atom(i),
            self.atom(i - 1),
            self.atom(i - 2),
            self.atom(i + 1),
            self.atom(i + 2),
        );
        let after = self.atom(self.head as isize + 1);
        let before = self.atom(self.head as isize - 1);
        let distance = at.abs_diff(self.head);
        let steps = match distance {
            0..=5 => distance as u64,
            6..=9 => 6,
            10..=19 => 7,
            _ => 8,
        };
        let q = a.quote as u64;
        let (commas, stops, quotes, cues) = (
            path.commas.min(3),
            path.stops.min(2),
            path.quotes.min(3),
            path.cues.min(2),
        );
        let headword = u64::from(head.word) << 2 | side;
        let sq = side << 2 | q;
        // Where it is, seen from the cue.
        add(1, side);
        add(2, side << 4 | steps);
        add(3, (side << 4 | commas) << 4 | stops);
        add(4, ((side << 4 | quotes) << 4 | stops) << 4 | q);
        add(5, (side << 4 | cues) << 4 | u64::from(other));
        add(6, ((side << 4 | cues) << 4 | commas) << 4 | stops);
        add(7, join(path.hash, side));
        add(8, join(path.hash, sq << 8 | u64::from(a.coarse)));
        add(9, join(path.hash, headword));
        // The cue itself.
        add(10, join(headword, stops << 4 | quotes));
        add(11, join(headword, steps.min(4)));
        add(12, join(headword, q << 4 | commas));
        add(
            13,
            join(u64::from(head.fine) << 2 | side, steps.min(7) << 4 | stops),
        );
        add(14, join(u64::from(after.word), side << 4 | stops));
        add(
            15,
            join(
                u64::from(after.fine),
                (side << 4 | stops) << 4 | steps.min(3),
            ),
        );
        add(16, join(u64::from(before.fine), side << 4 | stops));
        add(
            17,
            join(u64::from(head.class) << 8 | sq, stops << 4 | quotes),
        );
        add(18, join(u64::from(head.coarse), join(path.hash, side)));
        add(19, join(u64::from(head.suffix), side << 4 | steps.min(3)));
        // The token and its neighbours.
        add(20, u64::from(a.word) << 2 | side);
        add(21, u64::from(a.fine) << 2 | side);
        add(22, u64::from(l1.word) << 2 | side);
        add(23, u64::from(r1.word) << 2 | side);
        add(24, u64::from(l1.fine) << 2 | side);
        add(25, u64::from(r1.fine) << 2 | side);
        add(26, u64::from(l2.fine) << 2 | side);
        add(27, u64::from(r2.fine) << 2 | side);
        add(28, join(u64::from(l1.word), u64::from(a.word)));
        add(29, join(u64::from(a.word), u64::from(r1.word)));
        add(
            30,
            join(u64::from(l1.coarse) << 8 | u64::from(a.coarse), side),
        );
        add(
            31,
            join(u64::from(a.coarse) << 8 | u64::from(r1.coarse), side),
        );
        add(
            32,
            join(
                (u64::from(l1.coarse) << 8 | u64::from(a.coarse)) << 8 | u64::from(r1.coarse),
                side,
            ),
        );
        add(
            33,
            ((a.shape as u64) << 8 | (l1.shape as u64) << 4 | r1.shape as u64) << 2 | side,
        );
        add(34, u64::from(a.suffix) << 2 | side);
        add(
            35,
            ((q << 2 | l1.quote as u64) << 2 | r1.quote as u64) << 2 | side,
        );
        // Where it is in the sentence.
        let parted = |at: usize| self.tokens[at].sentence != self.tokens[at + 1].sentence;
        let first = at == self.range.start || parted(at - 1);
        let last = at + 1 == self.range.end || parted(at);
        let edge = u64::from(first) << 1 | u64::from(last);
        add(36, ((edge << 2 | side) << 4 | stops) << 4 | q);
        add(
            37,
            join(u64::from(a.fine), (side << 4 | steps.min(3)) << 4 | commas),
        );
        add(
            38,
            join(u64::from(a.coarse), (side << 4 | cues) << 4 | stops),
        );
        let (jl, jr) = (l1.joint as u64, r1.joint as u64);
        add(39, ((side << 4 | commas) << 5 | jl) << 5 | jr);
        add(
            40,
            join(path.opener, (side << 4 | stops) << 2 | u64::from(cues > 0)),
        );
        add(41, join(path.opener, join(path.hash, side)));
        add(42, join(u64::from(a.word), headword));
        add(
            43,
            join((u64::from(l1.word) << 2) | side, u64::from(r1.fine)),
        );
        rows
    }
}

const OUT: Atom = Atom {
    word: 1,
    fine: 0xFFFF,
    coarse: 0xFF,
    suffix: 1,
    shape: Shape::Mark,
    quote: QuotePlace::Outside,
    cue: 0,
    class: 0,
    joint: Joint::Stop,
    helper: false,
};

/// What lies between the cue and a token.
#[derive(Default)]
struct Path {
    commas: u64,
    stops: u64,
    quotes: u64,
    cues: u64,
    /// The joints passed, in order, up to five.
    hash: u64,
    steps: u8,
    /// The word that opens the stretch between commas that the token is in (right of the cue).
    opener: u64,
}

impl Path {
    fn enter(&mut self, around: &Around<'_>, at: usize) {
        let before = around.atoms[at - 1].joint;
        if matches!(
            before,
            Joint::Comma
                | Joint::Semicolon
                | Joint::Dash
                | Joint::Stop
                | Joint::Quote
                | Joint::Colon
        ) {
            self.opener = u64::from(around.atoms[at].word);
        }
    }

    fn pass(&mut self, around: &Around<'_>, at: usize, other: bool, _towards: usize) {
        let joint = around.atoms[at].joint;
        match joint {
            Joint::Comma => self.commas += 1,
            Joint::Stop => self.stops += 1,
            Joint::Quote => self.quotes += 1,
            _ => {}
        }
        self.cues += u64::from(other);
        let mark = if other { 31 } else { joint as u64 };
        if mark != 0 && mark != Joint::Preposition as u64 && self.steps < 5 {
            self.hash = join(self.hash, mark);
            self.steps += 1;
        }
    }
}
