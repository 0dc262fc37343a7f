//! Puts claims together: actor, form, act, evidence, and who ascribes it.

mod act;
mod echo;
mod evidence;
mod form;
mod within;

use std::ops::Range;

use super::actor::Uttered;
use super::document::{Document, Find, Origin};
use crate::model::{
    Act, ActorRef, Claim, Evidence, Link, LinkKind, LinkedTopic, Said, Span, StanceFound,
    StanceValue,
};

pub(crate) use act::act;
pub(crate) use echo::{echo, take_up};
pub(crate) use evidence::evidence;
pub(crate) use within::{link_within, taken_back};

/// What the stance stage says of one attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Positions on topics, whatever their confidence.
    pub stances: Vec<StanceFound>,
    /// Bytes of a condition ("only if …").
    pub condition: Option<Range<usize>>,
    /// Bytes of the words that show the position.
    pub focus: Option<Range<usize>>,
}

/// All that the stages found of one attribution.
pub struct Parts<'p> {
    /// Source, cue and content.
    pub find: &'p Find,
    /// Who uttered it.
    pub uttered: &'p Uttered,
    /// Who says so, when that is not the article itself.
    pub ascribed_by: Option<ActorRef>,
    /// What was done by uttering.
    pub act: Act,
    /// When.
    pub said: Said,
    /// On which topics it takes which side.
    pub judged: Judged,
    /// Which earlier statement of the same actor it takes up.
    pub linked: Option<Linked>,
}

/// A link to an earlier statement, with its topics.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// What it does to the earlier statement.
    pub kind: LinkKind,
    /// Bytes of the words that say so.
    pub cue: Range<usize>,
    /// On which topics.
    pub on: Vec<LinkedTopic>,
}

/// The claims of one attribution: one for each actor that its source names.
///
/// Stances under `floor` or of an open side, and all of what another ascribes, go to `proposed`.
pub fn claims(
    document: &Document<'_>,
    parts: Parts<'_>,
    floor: f32,
    span: impl Fn(&Range<usize>) -> Span,
) -> Vec<Claim> {
    let find = parts.find;
    let passage = evidence(document, find, parts.judged.focus.as_ref());
    let place = span(&passage);
    let spans = |ranges: &[Range<usize>]| ranges.iter().map(&span).collect::<Vec<Span>>();
    let ascribed = parts.ascribed_by.is_some();
    let mut found = parts.judged.stances;
    if parts.act == Act::Refusal {
        // Listed under 0; the act keeps it from forming a position.
        for stance in &mut found {
            stance.stance = StanceValue::UNDECIDED;
            stance.side_open = false;
        }
    }
    if parts
        .linked
        .as_ref()
        .is_some_and(|l| l.kind.is_no_position())
    {
        // The side of what is taken back or denied is not the speaker's.
        found.clear();
    }
    let link = parts.linked.map(|linked| Link {
        kind: linked.kind,
        cue: vec![span(&linked.cue)],
        on: linked.on,
    });
    let (stances, proposed) = found
        .into_iter()
        .partition(|stance| !ascribed && stance.stands(floor));
    let claim = Claim {
        ascribed_by: parts.ascribed_by,
        form: form::form(document, &find.content),
        act: parts.act,
        source: spans(&find.source),
        cue: spans(&find.cue),
        content: spans(&find.content),
        condition: parts.judged.condition.as_ref().map(&span),
        evidence: Evidence {
            start: place.start,
            end: place.end,
            text: document.text[passage].to_owned(),
        },
        said: parts.said,
        stances,
        proposed,
        link,
        confidence: find.confidence,
        ..Claim::default()
    };
    let by = &parts.uttered.by;
    std::iter::repeat_n(claim, by.len())
        .zip(by)
        .map(|(claim, speaker)| Claim {
            actor: Some(speaker.actor.clone()),
            on_behalf_of: speaker.on_behalf_of.clone(),
            affiliation: speaker.affiliation.clone(),
            ..claim
        })
        .collect()
}

/// How many attributions before and behind are looked at for one that encloses another.
const NEAR: usize = 24;

/// For each attribution the actor who ascribes it: the one whose content it stands in, unless both
/// have the same actor, or the outer one is a news outlet's report.
pub fn ascribers(
    document: &Document<'_>,
    finds: &[Find],
    uttered: &[Uttered],
) -> Vec<Option<ActorRef>> {
    (0..finds.len())
        .map(|n| {
            let own = &finds[n];
            // "He mocked Holt’s plan to …": that there is such a plan, the reporter says as well.
            let named = matches!(own.origin, Origin::Owned | Origin::Sided | Origin::Trailing);
            if named && !is_quoted(document, own.cue.first()?.start) {
                return None;
            }
            let at = own.source.first().or(own.cue.first())?.start;
            let near = n.saturating_sub(NEAR)..(n + NEAR + 1).min(finds.len());
            let outer = near
                .filter(|&m| m != n && finds[m].origin != Origin::Told)
                .filter(|&m| encloses(&finds[m], own, at))
                .min_by_key(|&m| length(&finds[m]))?;
            let speaker = uttered[outer].by.first()?;
            let same = uttered[n].by.iter().any(|s| s.actor == speaker.actor);
            (!same && !speaker.outlet).then(|| speaker.actor.clone())
        })
        .collect()
}

fn is_quoted(document: &Document<'_>, at: usize) -> bool {
    document.quote_at(at).is_some()
}

/// Whether `outer`'s content holds both the place `at` and the cue of `inner`.
fn encloses(outer: &Find, inner: &Find, at: usize) -> bool {
    let holds = |byte: usize| outer.content.iter().any(|c| c.contains(&byte));
    let cue = inner.cue.first().map_or(at, |c| c.start);
    holds(at) && holds(cue) && outer.cue != inner.cue
}

fn length(find: &Find) -> usize {
    find.content.iter().map(Range::len).sum()
}
