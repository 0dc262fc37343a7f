//! The second stage's view: the tokens around one cue head, and their features.

use std::ops::Range;

use super::atom::{Atom, Joint, QuotePlace};
use super::hash::{join, row};
use crate::text::document::{Document, Token};

/// Rows of the second stage's weight table, as a power of two.
pub(crate) const BITS: u32 = 18;

/// Features of one token by itself, of how it lies to the cue, and those of the latter that it mostly shares with the token
/// before.
const ALONE: usize = 17;
const OWN: usize = 11;
const SHARED: usize = 15;

/// The rows of the features of one token.
pub(crate) struct Rows<'a> {
    /// Those that the tokens of a stretch share, where they are others than at the last token.
    pub shared: Option<&'a [u32]>,
    /// Those of the token and its neighbours, where the window before has it not on the same side of its head.
    pub alone: Option<&'a [u32]>,
    /// The others.
    pub own: &'a [u32],
}

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
    /// The head of the window before, which lies before this one's, where its tokens are the same.
    before: Option<usize>,
}

impl<'a> Around<'a> {
    /// The view around `head`; `heads` are all likely cue heads of the text in order, `before` is the head of a view of
    /// the same range whose sums are still known, if there is one.
    pub(crate) fn new(
        document: &'a Document<'_>,
        atoms: &'a [Atom],
        heads: &'a [usize],
        range: Range<usize>,
        head: usize,
        before: Option<usize>,
    ) -> Self {
        Self {
            tokens: &document.tokens,
            atoms,
            range,
            head,
            heads,
            before,
        }
    }

    /// Calls `emit` with each token's place in the window and the rows of its features: all at once, so
    /// that their sum stays in registers.
    pub(crate) fn features(&self, mut emit: impl FnMut(usize, Rows<'_>)) {
        let mut last = None;
        let mut token = |at: usize, side: u64, path: &Path, other: bool| {
            let way = Way::new(side, self.atoms[at].quote as u64, path, other);
            let shared = (last != Some(way)).then(|| self.shared(&way));
            last = Some(way);
            let five = self.five(at);
            let is_known = self
                .before
                .is_some_and(|head| side == 2 || (side == 0 && at < head));
            let alone = (!is_known).then(|| alone(&five, side));
            let rows = Rows {
                shared: shared.as_ref().map(|rows| &rows[..]),
                alone: alone.as_ref().map(|rows| &rows[..]),
                own: &self.own(at, &five, &way),
            };
            emit(at - self.range.start, rows);
        };
        let mut left = Path::default();
        let mut others = self.heads.partition_point(|&h| h < self.head);
        for at in (self.range.start..self.head).rev() {
            while others > 0 && self.heads[others - 1] > at {
                others -= 1;
            }
            let other = others > 0 && self.heads[others - 1] == at;
            token(at, 0, &left, other);
            left.pass(self, at, other);
        }
        token(self.head, 1, &Path::default(), false);
        let mut right = Path::default();
        let mut others = self.heads.partition_point(|&h| h <= self.head);
        for at in self.head + 1..self.range.end {
            while others < self.heads.len() && self.heads[others] < at {
                others += 1;
            }
            let other = self.heads.get(others) == Some(&at);
            right.enter(self, at);
            token(at, 2, &right, other);
            right.pass(self, at, other);
        }
    }

    fn atom(&self, at: isize) -> Atom {
        Atom::within(self.atoms, &self.range, at)
    }

    /// Token `at` between the two before it and the two behind it.
    fn five(&self, at: usize) -> [Atom; 5] {
        // Most lie well within the window, and need not be asked for one by one.
        if (self.range.start + 2..self.range.end.saturating_sub(2)).contains(&at)
            && let Some(five) = self.atoms[at - 2..].first_chunk()
        {
            return *five;
        }
        [-2, -1, 0, 1, 2].map(|offset| self.atom(at as isize + offset))
    }

    /// The rows that depend on the cue and on what lies between.
    fn shared(&self, way: &Way) -> [u32; SHARED] {
        let head = self.atoms[self.head];
        let after = self.atom(self.head as isize + 1);
        let before = self.atom(self.head as isize - 1);
        let Way {
            side,
            quote,
            commas,
            stops,
            quotes,
            cues,
            other,
            hash,
            opener,
        } = *way;
        let headword = u64::from(head.word) << 2 | side;
        let class = u64::from(head.class) << 8 | side << 2 | quote;
        [
            // Where it is, seen from the cue.
            of(1, side),
            of(3, (side << 4 | commas) << 4 | stops),
            of(4, ((side << 4 | quotes) << 4 | stops) << 4 | quote),
            of(5, (side << 4 | cues) << 4 | u64::from(other)),
            of(6, ((side << 4 | cues) << 4 | commas) << 4 | stops),
            of(7, join(hash, side)),
            of(9, join(hash, headword)),
            of(
                40,
                join(opener, (side << 4 | stops) << 2 | u64::from(cues > 0)),
            ),
            of(41, join(opener, join(hash, side))),
            // The cue itself.
            of(10, join(headword, stops << 4 | quotes)),
            of(12, join(headword, quote << 4 | commas)),
            of(14, join(u64::from(after.word), side << 4 | stops)),
            of(16, join(u64::from(before.fine), side << 4 | stops)),
            of(17, join(class, stops << 4 | quotes)),
            of(18, join(u64::from(head.coarse), join(hash, side))),
        ]
    }

    /// The rows that depend on token `at`, in the middle of `five`, and on how far from the cue it is.
    fn own(&self, at: usize, five: &[Atom; 5], way: &Way) -> [u32; OWN] {
        let head = self.atoms[self.head];
        let [_, l1, a, ..] = five;
        let after = self.atom(self.head as isize + 1);
        let distance = at.abs_diff(self.head);
        let steps = match distance {
            0..=5 => distance as u64,
            6..=9 => 6,
            10..=19 => 7,
            _ => 8,
        };
        let Way {
            side,
            quote,
            commas,
            stops,
            cues,
            hash,
            ..
        } = *way;
        let headword = u64::from(head.word) << 2 | side;
        let parted = |at: usize| self.tokens[at].sentence != self.tokens[at + 1].sentence;
        let first = at == self.range.start || parted(at - 1);
        let last = at + 1 == self.range.end || parted(at);
        let edge = u64::from(first) << 1 | u64::from(last);
        let joints = (l1.joint as u64) << 5 | five[3].joint as u64;
        let near = side << 4 | steps.min(3);
        [
            // Where it is, seen from the cue.
            of(2, side << 4 | steps),
            of(
                8,
                join(hash, (side << 2 | quote) << 8 | u64::from(a.coarse)),
            ),
            // The cue itself.
            of(11, join(headword, steps.min(4))),
            of(
                13,
                join(u64::from(head.fine) << 2 | side, steps.min(7) << 4 | stops),
            ),
            of(
                15,
                join(
                    u64::from(after.fine),
                    (side << 4 | stops) << 4 | steps.min(3),
                ),
            ),
            of(19, join(u64::from(head.suffix), near)),
            // Where it is in the sentence.
            of(36, ((edge << 2 | side) << 4 | stops) << 4 | quote),
            of(37, join(u64::from(a.fine), near << 4 | commas)),
            of(
                38,
                join(u64::from(a.coarse), (side << 4 | cues) << 4 | stops),
            ),
            of(39, (side << 4 | commas) << 10 | joints),
            of(42, join(u64::from(a.word), headword)),
        ]
    }
}

/// The rows that depend on a token between its neighbours and on the side that it is on.
fn alone([l2, l1, a, r1, r2]: &[Atom; 5], side: u64) -> [u32; ALONE] {
    let word = |template: u32, a: &Atom| of(template, u64::from(a.word) << 2 | side);
    let fine = |template: u32, a: &Atom| of(template, u64::from(a.fine) << 2 | side);
    let words = |template: u32, a: &Atom, b: &Atom| {
        of(template, join(u64::from(a.word), u64::from(b.word)))
    };
    let coarse = |a: &Atom, b: &Atom| u64::from(a.coarse) << 8 | u64::from(b.coarse);
    let classes = |template: u32, a: &Atom, b: &Atom| of(template, join(coarse(a, b), side));
    let shapes = (a.shape as u64) << 8 | (l1.shape as u64) << 4 | r1.shape as u64;
    let marks = ((a.quote as u64) << 2 | l1.quote as u64) << 2 | r1.quote as u64;
    [
        word(20, a),
        word(22, l1),
        word(23, r1),
        fine(21, a),
        fine(24, l1),
        fine(25, r1),
        fine(26, l2),
        fine(27, r2),
        words(28, l1, a),
        words(29, a, r1),
        classes(30, l1, a),
        classes(31, a, r1),
        of(32, join(coarse(l1, a) << 8 | u64::from(r1.coarse), side)),
        of(33, shapes << 2 | side),
        of(34, u64::from(a.suffix) << 2 | side),
        of(35, marks << 2 | side),
        of(
            43,
            join((u64::from(l1.word) << 2) | side, u64::from(r1.fine)),
        ),
    ]
}

/// The row of one feature.
#[inline(always)]
fn of(template: u32, value: u64) -> u32 {
    row(template, value, BITS) as u32
}

/// How a token lies to the cue, in small numbers: the same for most tokens of a stretch between joints.
#[derive(Clone, Copy, PartialEq)]
struct Way {
    /// Left of (0), at (1) or right of (2) the head.
    side: u64,
    quote: u64,
    commas: u64,
    stops: u64,
    quotes: u64,
    cues: u64,
    /// Whether it heads another cue.
    other: bool,
    hash: u64,
    opener: u64,
}

impl Way {
    fn new(side: u64, quote: u64, path: &Path, other: bool) -> Self {
        Self {
            side,
            quote,
            commas: path.commas.min(3),
            stops: path.stops.min(2),
            quotes: path.quotes.min(3),
            cues: path.cues.min(2),
            other,
            hash: path.hash,
            opener: path.opener,
        }
    }
}

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

    fn pass(&mut self, around: &Around<'_>, at: usize, other: bool) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::attribution::{MODEL, Model, atom::atoms};

    #[test]
    fn what_is_left_to_the_window_before_is_what_that_has() {
        let text =
            "Holt said on Monday that Brandt, who opposes the pier, had promised to sell it.";
        let document = Document::new(text);
        let model = Model::read(MODEL).expect("the model is whole");
        let atoms = atoms(&document, &model.vocabulary);
        let [said, opposes] = ["said", "opposes"].map(|word| {
            let mut tokens = 0..document.tokens.len();
            tokens.find(|at| document.word(*at) == word).unwrap()
        });
        let alone = |head, before| {
            let range = window(&document, &atoms, head);
            let mut alone = vec![None; range.len()];
            let around = Around::new(&document, &atoms, &[], range, head, before);
            around.features(|place, rows| alone[place] = rows.alone.map(<[u32]>::to_vec));
            alone
        };
        let (before, whole) = (alone(said, None), alone(opposes, None));
        let left = alone(opposes, Some(said));
        for (at, rows) in left.iter().enumerate() {
            assert_eq!(rows.is_none(), at < said || at > opposes, "token {at}");
            assert_eq!(rows.as_ref().or(before[at].as_ref()), whole[at].as_ref());
        }
    }
}
