//! What the attributing words themselves say: "urged", "voted against", "declined to say".

use std::ops::Range;

use super::chain::Chain;
use super::lexicon::{Class, Operator, is_filler};
use super::subject::is_possessive;
use crate::text::words::{Form, Word};

/// Verbs that turn against a claim, where they are followed by one.
const DISPUTES: [&str; 8] = [
    "doubt", "dispute", "rebut", "refute", "dismiss", "reject", "contest", "mock",
];

/// Verbs by which somebody asks something of another.
const ASKS: [&str; 15] = [
    "ask",
    "urge",
    "press",
    "pressure",
    "push",
    "call",
    "tell",
    "order",
    "request",
    "beg",
    "encourage",
    "invite",
    "lobby",
    "petition",
    "advise",
];

/// The attitude of a cue toward its content.
#[derive(Clone, Debug)]
pub(super) struct Attitude {
    class: Class,
    sign: i8,
    strength: u8,
    /// The words, for the explanation and as the place from which distance is counted.
    pub words: Range<usize>,
}

/// Reads the attitude from the operators that touch the cue, and from the auxiliaries, negations
/// and hedges right before them, none of which stands before word `from`. None for a cue that only reports ("said").
pub(super) fn attitude(
    words: &[Word<'_>],
    operators: &[Operator<'static>],
    cue: &Range<usize>,
    from: usize,
) -> Option<Attitude> {
    // "Activists against the bridge": elsewhere the word may say where something leans.
    if let [word] = &words[cue.clone()]
        && word.is("against")
    {
        return Some(Attitude {
            class: Class::Volition,
            sign: -1,
            strength: 2,
            words: cue.clone(),
        });
    }
    let touching = |o: &&Operator<'static>| o.words.start < cue.end && cue.start < o.words.end;
    let carries = |o: &Operator<'static>| {
        [
            Class::Refusal,
            Class::Open,
            Class::Volition,
            Class::Judgement,
            Class::Alarm,
            Class::Decision,
            Class::Deontic,
        ]
        .into_iter()
        .find_map(|class| o.of(class).map(|polarity| (class, polarity)))
    };
    let at = operators
        .iter()
        .rposition(|o| touching(&o) && carries(o).is_some())?;
    let (class, polarity) = carries(&operators[at])?;
    // "Wants to talk about", "has been asked to".
    let talk = |o: &Operator<'_>| o.of(Class::Subject).is_some();
    let class = match operators[at + 1..].iter().filter(touching).any(talk)
        || is_asked(words, &operators[at].words)
    {
        true => Class::Subject,
        false => class,
    };
    let mut found = Attitude {
        class,
        sign: polarity.signum(),
        strength: polarity.unsigned_abs(),
        words: operators[at].words.clone(),
    };
    // "Wants to repeal" as one cue: what is to be done belongs to it.
    for after in operators[at + 1..].iter().filter(touching) {
        if let Some(effect) = after.of(Class::Effect) {
            found.sign *= effect.signum();
        }
    }
    let mut start = found.words.start;
    for before in operators[..at].iter().rev() {
        let gap = start.saturating_sub(before.words.end);
        // "Rejected her attempts": another's verb takes what she attempts, and is none of hers.
        let parted = |w: &Word<'_>| !w.is_word() || is_possessive(w);
        if gap > 2 || before.words.start < from || words[before.words.end..start].iter().any(parted)
        {
            break;
        }
        if before.of(Class::Affirm).is_none() && before.of(Class::Negation).is_some() {
            found = found.denied();
        } else if before.of(Class::Hedge).is_some() {
            found.strength = found.strength.min(1);
        } else if let Some(polarity) = before.of(Class::Volition) {
            found.sign *= polarity.signum();
            found.strength = found.strength.min(polarity.unsigned_abs());
        } else if let Some(polarity) = before.of(Class::Deontic) {
            // "Cannot endorse Holt".
            if polarity < 0 {
                found = found.denied();
            }
        } else if let Some(effect) = before
            .of(Class::Effect)
            .filter(|_| words[found.words.start].form == Form::Ing)
        {
            // "Stopped supporting", "delayed approving".
            found.sign *= effect.signum();
        } else if before.of(Class::Intention).is_none() {
            break;
        }
        start = before.words.start;
    }
    found.words.start = start;
    Some(found)
}

impl Attitude {
    /// The same, denied: "does not oppose" is less than support; "does not support" is opposition.
    pub fn denied(self) -> Self {
        Self {
            strength: if self.sign < 0 { 1 } else { self.strength },
            sign: -self.sign,
            ..self
        }
    }

    /// Declined to say.
    pub fn is_refusal(&self) -> bool {
        self.class == Class::Refusal
    }

    /// "Asked whether …", "asked, “Why …”" asks and wants nothing; "asked to", "asked for" wants.
    pub fn is_question(&self, words: &[Word<'_>], content: &[Word<'_>]) -> bool {
        let wants = |w: &Word<'_>| matches!(w.lemma.as_ref(), "to" | "for" | "that");
        words[self.words.clone()]
            .last()
            .is_some_and(|w| w.is("ask"))
            && !content.iter().find(|w| w.is_word()).is_some_and(wants)
    }

    /// What kind of attitude it is.
    pub fn class(&self) -> Class {
        self.class
    }

    /// Undecided by own words.
    pub fn is_open(&self) -> bool {
        self.class == Class::Open
    }

    /// Whether what it turns against is a claim.
    fn disputes(&self, words: &[Word<'_>]) -> bool {
        let verb = |w: &Word<'_>| DISPUTES.contains(&w.lemma.as_ref());
        let behind = &words[self.words.end.min(words.len())..];
        words[self.words.clone()].iter().any(verb)
            && (behind.first().is_some_and(|w| w.is("that")) || takes_a_claim(behind))
    }

    /// Lets the attitude act on a mention's chain; `distance` is counted in words between them.
    pub fn govern(&self, chain: &mut Chain, distance: usize, words: &[Word<'_>]) {
        let between = self.words.end..chain.span.start.max(self.words.end);
        if self.class == Class::Subject {
            chain.neutral |= chain.endorsed.is_none();
            return;
        }
        // "Will not vote for Holt because of his support": the reason is not what is refused, but whoever
        // turns against somebody for his stand is against it.
        if is_parted(&words[between.clone()]) {
            let turns = self.sign < 0 || self.class == Class::Judgement;
            if turns && (chain.foreign || chain.is_owned(words)) {
                chain.sign *= self.sign;
                chain.strength = 1;
                chain.foreign = false;
                chain.endorsed = Some(("cue attitude", self.words.clone()));
            } else {
                chain.neutral |= chain.endorsed.is_none() || chain.is_owned(words);
            }
            return;
        }
        chain.doubt_unknown(&words[between.clone()]);
        if self.class == Class::Volition && self.sign > 0 && chain.is_addressed(words)
            || self.class == Class::Judgement && !chain.foreign && is_scene(&words[between.clone()])
        {
            chain.neutral = true;
        }
        let agrees = chain.evaluated && chain.endorsed.is_some();
        // "Doubts that it will help", "disputed claims that it is a mistake".
        let disputes = self.sign < 0 && agrees && self.disputes(words);
        // "Rejected the idea that this would …" denies what is said of it, and rejects nothing else.
        if self.sign < 0 && !agrees && takes_a_claim(&words[self.words.end..]) {
            chain.neutral = true;
        }
        let rule = match self.class {
            Class::Alarm if agrees => return,
            // "criticized the bridge as a mistake": cue and judgement say the same thing once.
            Class::Judgement if agrees && !disputes => return,
            Class::Alarm => "cue alarm",
            Class::Decision => "decision",
            Class::Deontic => "deontic",
            _ => "cue attitude",
        };
        // "Attacked Holt by accusing her of backing it" blames once.
        let again = chain.is_bad() && words[between].iter().any(|w| w.is("by"));
        let blames = self.class == Class::Judgement;
        let agrees = chain.branded || blames && (chain.charge || again);
        if !(agrees && self.sign < 0) {
            chain.sign *= self.sign;
        }
        chain.strength = chain.strength.min(self.strength);
        chain.foreign = false;
        chain.far |= distance > 6;
        chain.endorsed = Some((rule, self.words.clone()));
    }
}

/// Whether somebody else asks it of the subject: "has been asked to", and not "was asked by Holt to".
fn is_asked(words: &[Word<'_>], verb: &Range<usize>) -> bool {
    let asks = ASKS.contains(&words[verb.start].lemma.as_ref());
    let before = &words[verb.start.saturating_sub(2)..verb.start];
    let passive = words[verb.start].form == Form::Past && before.iter().any(|w| w.is("be"));
    let behind = &words[verb.end.min(words.len())..words.len().min(verb.end + 6)];
    asks && passive && !behind.iter().any(|w| w.is("by"))
}

/// Whether a reason or an aside begins between a cue and a mention: "… because of …", "…, which …".
fn is_parted(between: &[Word<'_>]) -> bool {
    let aside = |pair: &[Word<'_>]| {
        pair[0].is(",")
            && matches!(
                pair[1].lemma.as_ref(),
                "which" | "who" | "whose" | "whom" | "while" | "after" | "though" | "although"
            )
    };
    // "Praised the crew after visiting the bridge".
    let earlier = |pair: &[Word<'_>]| {
        matches!(pair[0].lemma.as_ref(), "after" | "before") && pair[1].form == Form::Ing
    };
    between
        .iter()
        .any(|w| matches!(w.lemma.as_ref(), "because" | "while" | "whereas"))
        || between.windows(2).any(aside)
        || between.windows(2).any(earlier)
}

/// Whether the words behind an attitude open with "the idea that" or its like.
fn takes_a_claim(behind: &[Word<'_>]) -> bool {
    let mut words = behind.iter().filter(|w| w.is_word()).take(4);
    let noun = words.by_ref().take(3).find(|w| {
        matches!(
            w.lemma.as_ref(),
            "idea"
                | "notion"
                | "claim"
                | "suggestion"
                | "argument"
                | "assertion"
                | "accusation"
                | "charge"
                | "allegation"
                | "view"
        )
    });
    noun.is_some() && words.next().is_some_and(|w| w.is("that"))
}

/// Whether the words between a judgement and a topic say that somebody was judged *on* the topic:
/// "slammed the senator on trade" tells no side, "slammed the senator for opposing trade" does.
fn is_scene(between: &[Word<'_>]) -> bool {
    let mut words = between
        .iter()
        .filter(|w| w.is_word() && !is_filler(w))
        .rev();
    let preposition = words.next();
    words.next().is_some()
        && preposition.is_some_and(|w| matches!(w.lemma.as_ref(), "on" | "over" | "about" | "in"))
}
