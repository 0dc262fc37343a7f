//! A codebook's examples, run through the engine.

use std::fmt;

use crate::model::{
    Act, Analysis, Bearing, Claim, Codebook, Place, Span, StanceFound, StanceValue, TextIndex,
};
use crate::text::document::Document;
use crate::text::{Engine, analyse};

/// How the engine does on one example sentence of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResult {
    /// Topic id.
    pub topic: String,
    /// The sentence.
    pub text: String,
    /// What the codebook says; none where the sentence must show no stance.
    pub expected: Option<StanceValue>,
    /// What stood at or above the confidence floor, the surest first.
    pub found: Vec<StanceFound>,
    /// Why nothing stood there; none where something did.
    pub missed: Option<Missed>,
}

/// Where a sentence was lost that should have shown a stance.
#[derive(Clone, Debug, PartialEq)]
pub enum Missed {
    /// No word of the topic stands in it.
    NoTerm,
    /// A term of the topic stands in it, and nobody is found to say or do anything.
    NobodySays(String),
    /// Somebody is found to, of whom nobody can tell who it is, for this reason.
    NoActor(String),
    /// It was read as declining to say.
    Refusal(String),
    /// Another says that the actor holds it: a proposal.
    Ascribed {
        /// Who holds it.
        actor: String,
        /// Who says so.
        by: String,
    },
    /// It was found, and is less sure than what stands.
    BelowFloor(StanceFound),
    /// The term stands outside what the actors are found to say.
    Outside {
        /// The term, as printed.
        term: String,
        /// Who says what, as printed.
        said: Vec<(String, String)>,
    },
    /// It stands in what the actor says, and no word of that takes a side.
    NoSide {
        /// The term, as printed.
        term: String,
        /// Who says it.
        actor: String,
    },
}

impl fmt::Display for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTerm => write!(
                f,
                "none of the topic's terms stands there: add its words to `about`, `for` or `against`"
            ),
            Self::NobodySays(term) => write!(
                f,
                "\"{term}\" stands there, but nobody is found to say or do anything: an example needs its source, as in \"Holt said …\""
            ),
            Self::NoActor(reason) => write!(f, "nobody can tell who says it: {reason}"),
            Self::Refusal(actor) => write!(f, "{actor} is read as declining to say"),
            Self::Ascribed { actor, by } => write!(
                f,
                "{by} says that {actor} holds it, which is a proposal and no position"
            ),
            Self::BelowFloor(found) if found.side_open => write!(
                f,
                "{} ({}) was found, but its side is open",
                found.stance,
                found.stance.label()
            ),
            Self::BelowFloor(found) => write!(
                f,
                "{} ({}) was found, but only with confidence {:.2}",
                found.stance,
                found.stance.label(),
                found.confidence
            ),
            Self::Outside { term, said } => {
                write!(f, "\"{term}\" stands outside of what is said: ")?;
                for (n, (actor, content)) in said.iter().enumerate() {
                    let comma = if n > 0 { "; " } else { "" };
                    write!(f, "{comma}{actor}: \"{content}\"")?;
                }
                Ok(())
            }
            Self::NoSide { term, actor } => write!(
                f,
                "{actor} says it, but no word there is known to take a side on \"{term}\": list what is for and against in `for` and `against`"
            ),
        }
    }
}

impl ExampleResult {
    /// The stance that the sentence as a whole was given: the surest one, a direct one first.
    pub fn stance(&self) -> Option<StanceValue> {
        self.found.first().map(|f| f.stance)
    }

    /// Whether the side is right, and the strength too.
    pub fn is_exact(&self) -> bool {
        self.stance() == self.expected
    }

    /// Whether the side is right, whatever the strength; nothing where nothing is expected.
    pub fn is_right_side(&self) -> bool {
        let side = |s: Option<StanceValue>| s.map(|s| s.number().signum());
        side(self.stance()) == side(self.expected)
    }
}

/// Runs every example of the codebook through the engine that was made of it.
pub fn check(book: &Codebook, engine: &Engine) -> Vec<ExampleResult> {
    let mut results = Vec::new();
    for topic in &book.topics {
        for example in &topic.examples {
            let analysis = analyse(&example.text, None, None, engine);
            let stances = analysis.claims.iter().flat_map(|claim| &claim.stances);
            let mut found: Vec<StanceFound> =
                stances.filter(|f| f.topic == topic.id).cloned().collect();
            found.sort_by(|a, b| {
                let rank = |f: &StanceFound| (f.bearing == Bearing::Direct, f.confidence);
                rank(b)
                    .0
                    .cmp(&rank(a).0)
                    .then(rank(b).1.total_cmp(&rank(a).1))
            });
            let missed = found
                .is_empty()
                .then(|| missed(&example.text, &topic.id, &analysis, engine));
            results.push(ExampleResult {
                topic: topic.id.clone(),
                text: example.text.clone(),
                expected: example.stance,
                found,
                missed,
            });
        }
    }
    results
}

/// The first stage at which nothing was left on the topic.
fn missed(text: &str, topic: &str, analysis: &Analysis, engine: &Engine) -> Missed {
    let document = Document::new(text);
    let judge = engine.judge(&document);
    let index = TextIndex::new(text);
    let terms: Vec<Span> = judge
        .terms_of(topic)
        .map(|bytes| index.span(&bytes))
        .collect();
    let printed = |span: Span| text[index.range(span)].to_owned();
    let Some(&term) = terms.first() else {
        return Missed::NoTerm;
    };
    let who = |claim: &Claim| {
        claim
            .actor
            .as_ref()
            .map_or_else(String::new, |a| a.name.clone())
    };
    let proposed = |claim: &Claim| claim.proposed.iter().find(|f| f.topic == topic).cloned();
    if let Some((claim, found)) = analysis
        .claims
        .iter()
        .find_map(|claim| Some((claim, proposed(claim)?)))
    {
        return match &claim.ascribed_by {
            Some(by) => Missed::Ascribed {
                actor: who(claim),
                by: by.name.clone(),
            },
            None => Missed::BelowFloor(found),
        };
    }
    let overlaps = |part: &Span| {
        terms
            .iter()
            .any(|t| t.start < part.end && part.start < t.end)
    };
    let about = |claim: &&Claim| {
        claim.place == Place::Text && claim.content.iter().chain(&claim.cue).any(overlaps)
    };
    match analysis.claims.iter().find(about) {
        Some(claim) if claim.act == Act::Refusal => Missed::Refusal(who(claim)),
        Some(claim) => Missed::NoSide {
            term: printed(term),
            actor: who(claim),
        },
        None if !analysis.claims.is_empty() => Missed::Outside {
            term: printed(term),
            said: analysis
                .claims
                .iter()
                .map(|claim| {
                    let content: Vec<String> = claim.content.iter().map(|s| printed(*s)).collect();
                    (who(claim), content.join(" … "))
                })
                .collect(),
        },
        None => match analysis.skipped.first() {
            Some(skipped) => Missed::NoActor(skipped.reason.clone()),
            None => Missed::NobodySays(printed(term)),
        },
    }
}
