//! Features of the first stage: is this token the head of a cue?

use std::ops::Range;

use super::atom::{Atom, Joint, QuotePlace, Shape};
use super::hash::{join, row};

/// Rows of the first stage's weight table, as a power of two.
pub(crate) const BITS: u32 = 19;

/// Whether a token can head a cue at all: seen as one in training, in the cue lexicon, or unknown.
pub(crate) fn is_candidate(atom: &Atom) -> bool {
    atom.cue > 0 || atom.class > 0 || (atom.fine >= 0xFF00 && atom.shape == Shape::Lower)
}

/// Facts of a sentence that all its candidates share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentenceFacts {
    quotes: bool,
    first: u16,
}

impl SentenceFacts {
    /// The facts of the sentence whose tokens are `atoms[tokens]`.
    pub(crate) fn new(atoms: &[Atom], tokens: Range<usize>) -> Self {
        let quotes = atoms[tokens.clone()]
            .iter()
            .any(|a| a.quote != QuotePlace::Outside);
        Self {
            quotes,
            first: atoms[tokens.start].fine,
        }
    }
}

/// A token that may head a cue, in its sentence.
pub(crate) struct Head<'a> {
    atoms: &'a [Atom],
    tokens: &'a Range<usize>,
    facts: SentenceFacts,
    at: usize,
}

impl<'a> Head<'a> {
    /// Token `at` in the sentence `tokens`.
    pub(crate) fn new(
        atoms: &'a [Atom],
        tokens: &'a Range<usize>,
        facts: SentenceFacts,
        at: usize,
    ) -> Self {
        Self {
            atoms,
            tokens,
            facts,
            at,
        }
    }

    /// The token that stands so far behind it, or before it.
    fn get(&self, offset: isize) -> Atom {
        Atom::within(self.atoms, self.tokens, self.at as isize + offset)
    }
}

/// Calls `emit` with the row of each feature of the token and of the words next to it.
pub(crate) fn close(head: &Head<'_>, mut emit: impl FnMut(usize)) {
    let a = head.get(0);
    let mut add = |template: u32, value: u64| emit(row(template, value, BITS));
    let word = u64::from(a.word);
    add(0, 0);
    add(1, word);
    add(2, u64::from(a.fine));
    add(3, u64::from(a.suffix));
    add(4, u64::from(a.cue) << 8 | u64::from(a.class));
    add(5, join(word, a.quote as u64));
    neighbour(head, 2, -1, &mut emit);
    neighbour(head, 3, 1, &mut emit);
}

/// Calls `emit` with the row of each feature of the words two and three away.
pub(crate) fn near(head: &Head<'_>, mut emit: impl FnMut(usize)) {
    neighbour(head, 0, -3, &mut emit);
    neighbour(head, 1, -2, &mut emit);
    neighbour(head, 4, 2, &mut emit);
    neighbour(head, 5, 3, &mut emit);
}

/// Calls `emit` with the row of each feature of the word that stands at `offset`, by its number `k`.
#[inline(always)]
fn neighbour(head: &Head<'_>, k: u32, offset: isize, emit: &mut impl FnMut(usize)) {
    let (a, n) = (head.get(0), head.get(offset));
    let mut add = |template: u32, value: u64| emit(row(template, value, BITS));
    let word = u64::from(a.word);
    let fine = u64::from(a.fine);
    add(10 + k, u64::from(n.word));
    add(20 + k, u64::from(n.fine));
    add(
        30 + k,
        u64::from(n.cue) << 16 | u64::from(n.class) << 8 | u64::from(a.cue),
    );
    if (1..=4).contains(&k) {
        add(40 + k, join(word, u64::from(n.word)));
        add(50 + k, join(word, u64::from(n.fine)));
        add(60 + k, join(fine, u64::from(n.fine)));
    }
    add(
        70 + k,
        join(
            u64::from(n.shape as u8) << 8 | n.quote as u64,
            u64::from(a.cue),
        ),
    );
}

/// Calls `emit` with the row of each other feature: of words together, and of the rest of the sentence.
pub(crate) fn beyond(head: &Head<'_>, mut emit: impl FnMut(usize)) {
    let Head {
        atoms,
        tokens,
        facts,
        at,
    } = *head;
    let mut add = |template: u32, value: u64| emit(row(template, value, BITS));
    let (a, l1, l2, r1, r2) = (
        head.get(0),
        head.get(-1),
        head.get(-2),
        head.get(1),
        head.get(2),
    );
    let word = u64::from(a.word);
    let fine = u64::from(a.fine);
    let q = a.quote as u64;
    add(80, join(u64::from(l1.fine), u64::from(r1.fine)));
    add(81, join(u64::from(l2.fine), u64::from(l1.fine)));
    add(82, join(u64::from(r1.fine), u64::from(r2.fine)));
    add(83, join(word, join(u64::from(l1.fine), u64::from(r1.fine))));
    add(
        84,
        join(u64::from(l2.coarse) << 8 | u64::from(l1.coarse), word),
    );
    add(
        85,
        join(u64::from(r1.coarse) << 8 | u64::from(r2.coarse), word),
    );
    add(86, join(u64::from(r1.word), u64::from(r2.word)));
    add(87, join(u64::from(l1.word), u64::from(l2.word)));
    let class = u64::from(a.class) << 8 | u64::from(a.coarse);
    add(88, join(u64::from(r1.word), class));
    add(89, join(u64::from(l1.word), class));
    let place = u64::from(at == tokens.start) | u64::from(at + 1 == tokens.end) << 1;
    add(90, place << 8 | u64::from(facts.quotes) << 4 | q);
    add(91, join(word, u64::from(facts.quotes)));
    add(92, join(u64::from(facts.first), u64::from(a.class)));
    let length = (tokens.len() / 6).min(8) as u64;
    add(93, length << 8 | u64::from(a.cue));
    let (stop_left, other_left) = look(atoms, (tokens.start..at).rev());
    let (stop_right, other_right) = look(atoms, at + 1..tokens.end);
    add(94, stop_left.0 << 8 | stop_left.1);
    add(95, stop_right.0 << 8 | stop_right.1);
    add(96, join(stop_left.0 << 8 | stop_right.0, word));
    add(97, join(stop_left.0 << 8 | stop_right.0, u64::from(a.cue)));
    add(98, join(other_left, u64::from(a.cue)));
    add(99, join(other_right, u64::from(a.cue)));
    add(100, join(other_left << 8 | other_right, u64::from(a.class)));
    // "Ann Lee: “…", as transcripts and round-ups have it.
    let opening = (at - tokens.start).min(7) as u64;
    add(
        112,
        join(
            word,
            (opening << 4 | l1.shape as u64) << 4 | r1.quote as u64,
        ),
    );
    let (subject, chain) = before(atoms, tokens, at);
    let object = behind(atoms, tokens, at);
    let kind = |a: Atom| {
        if a.shape == Shape::Lower {
            u64::from(a.fine)
        } else {
            0x1_0000 | a.shape as u64
        }
    };
    add(101, kind(subject));
    add(102, join(kind(subject), word));
    add(
        103,
        join(kind(subject), u64::from(a.class) << 8 | u64::from(a.cue)),
    );
    add(104, join(chain, u64::from(a.suffix)));
    add(105, join(chain, word));
    add(106, join(chain, kind(subject)));
    add(107, u64::from(object.word));
    add(108, join(u64::from(object.fine), word));
    add(
        109,
        join(
            u64::from(object.fine),
            u64::from(a.class) << 8 | u64::from(a.cue),
        ),
    );
    add(
        110,
        join(
            u64::from(object.fine),
            join(kind(subject), u64::from(a.cue)),
        ),
    );
    add(
        111,
        join(
            u64::from(subject.coarse) << 8 | u64::from(object.coarse),
            fine,
        ),
    );
}

/// The nearest joint and how far it is, and the nearest strong cue and how far it is.
fn look(atoms: &[Atom], way: impl Iterator<Item = usize>) -> ((u64, u64), u64) {
    let mut joint = None;
    let mut other = 0;
    for (distance, i) in way.enumerate() {
        let atom = atoms[i];
        let steps = match distance {
            0..=3 => distance as u64,
            4..=6 => 4,
            7..=12 => 5,
            _ => 6,
        };
        if joint.is_none() && !matches!(atom.joint, Joint::None | Joint::Preposition) {
            joint = Some((atom.joint as u64, steps));
        }
        if atom.cue >= 5 {
            other = steps + 1;
            break;
        }
        if distance > 20 {
            break;
        }
    }
    (joint.unwrap_or((99, 0)), other)
}

/// What stands before a verb's auxiliaries and adverbs, where the subject ends, and a hash of these.
fn before(atoms: &[Atom], tokens: &Range<usize>, at: usize) -> (Atom, u64) {
    let mut chain = 0;
    for i in (tokens.start..at).rev().take(6) {
        let atom = atoms[i];
        if !atom.helper {
            return (atom, chain);
        }
        chain = join(chain, u64::from(atom.word));
    }
    (Atom::EDGE, chain)
}

/// The first token behind a cue's adverbs and particles.
fn behind(atoms: &[Atom], tokens: &Range<usize>, at: usize) -> Atom {
    let rest = at + 1..tokens.end;
    rest.take(4)
        .map(|i| atoms[i])
        .find(|a| !a.helper && a.joint != Joint::Preposition)
        .unwrap_or(Atom::EDGE)
}
