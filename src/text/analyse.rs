//! The pipeline: one article's text in, everything found in it out.

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDate;

use super::act;
use super::actor::{Directory, Reader, Uttered, Words};
use super::claim::{self, Judged, Linked, Parts};
use super::document::{Document, Find, Origin, TimeFind};
use super::stance::{Judge, Parameters, Voice, reconcile};
use super::topic::CompiledCodebook;
use super::{attribution, parted, time};
use crate::model::{
    Act, ActorRef, Analysis, Attribution, Claim, Codebook, LinkedTopic, Place, Skipped, Span,
    TextIndex, Timex,
};

/// Everything that is compiled once and shared by all articles and threads.
#[derive(Debug)]
pub struct Engine {
    directory: Directory,
    topics: CompiledCodebook,
    parameters: Parameters,
}

impl Engine {
    /// Compiles `codebook`.
    pub fn new(codebook: &Codebook, parameters: Parameters) -> Self {
        Self {
            directory: Directory::new(codebook),
            topics: CompiledCodebook::new(codebook),
            parameters,
        }
    }

    /// The judge of the topics in one text.
    pub(super) fn judge<'j>(&'j self, document: &'j Document<'j>) -> Judge<'j> {
        Judge::new(document, &self.topics, self.parameters)
    }
}

/// Analyses one article. Offsets count code points of `article_text`, or of `title` where
/// [`Place::Title`] says so. A title that the text begins with is not read twice.
///
/// `document_day` is the day of publication; without it relative times stay unresolved and offices
/// are matched whenever they were held.
pub fn analyse(
    article_text: &str,
    title: Option<&str>,
    document_day: Option<NaiveDate>,
    engine: &Engine,
) -> Analysis {
    let (joined, title) = joined(article_text, title);
    let document = Document::new(&joined);
    let finds = attribution::find(&document);
    let places = Places::new(&joined, title);
    assemble(&document, finds, &places, document_day, engine)
}

/// Analyses one article whose attributions come from elsewhere, such as annotations, in place of
/// the attribution stage. `finds` are byte ranges of `article_text`.
pub fn analyse_found(
    article_text: &str,
    finds: Vec<Find>,
    document_day: Option<NaiveDate>,
    engine: &Engine,
) -> Analysis {
    let document = Document::new(article_text);
    let places = Places::new(article_text, None);
    assemble(&document, finds, &places, document_day, engine)
}

/// A reading of one topic in one attribution with what it was weighed from, for training.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who takes the position.
    pub actor: ActorRef,
    /// The passage.
    pub evidence: String,
    /// The reading.
    pub judged: super::stance::Judged,
}

/// Every reading of every attribution of an article that is no refusal.
pub fn candidates(
    article_text: &str,
    title: Option<&str>,
    document_day: Option<NaiveDate>,
    engine: &Engine,
) -> Vec<Candidate> {
    let (joined, _) = joined(article_text, title);
    let document = Document::new(&joined);
    let judge = Judge::new(&document, &engine.topics, engine.parameters);
    let words = Words::new(&document);
    let mut reader = Reader::new(&words, &engine.directory, document_day);
    let finds = finds(&document, attribution::find(&document), &judge, &reader);
    let uttered = reader.uttered(&document, &finds);
    let ascribers = claim::ascribers(&document, &finds, &uttered);
    let mut out = Vec::new();
    for ((find, uttered), ascribed_by) in finds.iter().zip(&uttered).zip(ascribers) {
        if claim::act(document.text, find, named_act) == Act::Refusal {
            continue;
        }
        for judged in judge.readings(find, &voice(&reader, find, uttered, ascribed_by.is_some())) {
            let passage = claim::evidence(&document, find, Some(&judged.term));
            for speaker in &uttered.by {
                out.push(Candidate {
                    actor: speaker.actor.clone(),
                    evidence: document.text[passage.clone()].to_owned(),
                    judged: judged.clone(),
                });
            }
        }
    }
    out
}

/// The attributions of the model with those of the rules, in order of their cues.
fn finds(
    document: &Document<'_>,
    mut finds: Vec<Find>,
    judge: &Judge<'_>,
    reader: &Reader<'_, '_>,
) -> Vec<Find> {
    let topics = judge.topical();
    finds.extend(act::propose(document, reader, &topics, &finds));
    finds.sort_by_key(|find| find.cue.first().map(|cue| cue.start));
    finds
}

/// What is put between title and text: a paragraph ends.
const BETWEEN: &str = "\n\n";

/// Title and text in one, and the title where it is apart.
fn joined<'t>(article_text: &'t str, title: Option<&'t str>) -> (Cow<'t, str>, Option<&'t str>) {
    match title.filter(|title| is_apart(title, article_text)) {
        Some(title) => {
            let both = format!("{title}{BETWEEN}{article_text}");
            (Cow::Owned(both), Some(title))
        }
        None => (Cow::Borrowed(article_text), None),
    }
}

/// Whether the title holds words that the text does not begin with.
fn is_apart(title: &str, text: &str) -> bool {
    let title = title.trim();
    !title.is_empty() && !text.trim_start().starts_with(title)
}

/// Turns byte ranges of title and text in one into spans of either.
struct Places<'t> {
    index: TextIndex<'t>,
    /// First byte and code point of the article's text.
    body: usize,
    body_point: u32,
}

impl<'t> Places<'t> {
    fn new(joined: &'t str, title: Option<&str>) -> Self {
        let index = TextIndex::new(joined);
        let body = title.map_or(0, |title| title.len() + BETWEEN.len());
        let body_point = index.point(body);
        Self {
            index,
            body,
            body_point,
        }
    }

    fn place(&self, range: &Range<usize>) -> Place {
        if range.start < self.body {
            Place::Title
        } else {
            Place::Text
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let span = self.index.span(range);
        match self.place(range) {
            Place::Title => span,
            Place::Text => Span::new(span.start - self.body_point, span.end - self.body_point),
        }
    }

    fn spans(&self, ranges: &[Range<usize>]) -> Vec<Span> {
        ranges.iter().map(|range| self.span(range)).collect()
    }

    /// The side that all ranges of `find` are on; none where it reaches from title to text.
    fn of(&self, find: &Find) -> Option<Place> {
        let mut ranges = find.source.iter().chain(&find.cue).chain(&find.content);
        let place = self.place(ranges.clone().next()?);
        let crosses = |range: &Range<usize>| {
            self.place(range) != place || (place == Place::Title && range.end > self.body)
        };
        (!ranges.any(crosses)).then_some(place)
    }
}

fn assemble(
    document: &Document<'_>,
    finds: Vec<Find>,
    places: &Places<'_>,
    day: Option<NaiveDate>,
    engine: &Engine,
) -> Analysis {
    let times = time::find(document, day);
    let judge = Judge::new(document, &engine.topics, engine.parameters);
    let words = Words::new(document);
    let mut reader = Reader::new(&words, &engine.directory, day);
    let mut finds = self::finds(document, finds, &judge, &reader);
    finds.retain(|find| places.of(find).is_some());
    let parted = parted::rejoin(document, &reader, &mut finds);
    let uttered = reader.uttered(document, &finds);
    let mentioned = reader.named();
    let ascribers = claim::ascribers(document, &finds, &uttered);
    let speakers: Vec<Option<&str>> = uttered
        .iter()
        .map(|u| u.by.first().map(|speaker| speaker.actor.name.as_str()))
        .collect();
    let said = time::said_all(document, &finds, &times, day, &speakers);
    let links = links(&judge, &reader, &finds, &uttered);
    let taken_back = claim::taken_back(&finds, &uttered, &links);
    let mut analysis = Analysis {
        mentioned,
        timexes: times
            .iter()
            .filter_map(|time| timex(time, places))
            .collect(),
        ..Analysis::default()
    };
    let mut echoes = Vec::new();
    let found = finds.iter().zip(&uttered).zip(ascribers).zip(said);
    for (n, (((find, uttered), ascribed_by), said)) in found.enumerate() {
        let place = places.of(find).unwrap_or_default();
        if find.origin == Origin::Told && ascribed_by.is_none() {
            continue;
        }
        analysis.attributions.push(Attribution {
            source: places.spans(&find.source),
            cue: places.spans(&find.cue),
            content: places.spans(&find.content),
            confidence: find.confidence,
            place,
        });
        if uttered.by.is_empty() {
            analysis.skipped.extend(skipped(find, uttered, places));
            continue;
        }
        let off_topic =
            !judge.finds_topics() || taken_back[n] || is_of_another(&reader, parted[n], uttered);
        let judged = match off_topic {
            true => Judged::default(),
            false => {
                let ascribed = ascribed_by.is_some();
                judged(&judge, find, &voice(&reader, find, uttered, ascribed))
            }
        };
        let act = claim::act(document.text, find, named_act);
        let parts = Parts {
            find,
            uttered,
            linked: links[n].clone().filter(|_| act != Act::Refusal),
            ascribed_by,
            act,
            said,
            judged,
        };
        let floor = engine.parameters.floor;
        let claims = claim::claims(document, parts, floor, |range| places.span(range));
        if let Some(sign) = claim::echo(document, find) {
            let first = analysis.claims.len();
            echoes.extend((first..first + claims.len()).map(|at| (at, sign)));
        }
        analysis
            .claims
            .extend(claims.into_iter().map(|claim| Claim { place, ..claim }));
    }
    claim::take_up(&mut analysis.claims, &echoes);
    claim::link_within(&mut analysis.claims);
    reconcile(&mut analysis.claims, day);
    analysis
}

fn voice(reader: &Reader<'_, '_>, find: &Find, uttered: &Uttered, ascribed: bool) -> Voice {
    let first = uttered.by.first();
    let actor = first.map(|speaker| &speaker.actor);
    Voice {
        others: actor.map_or_else(Vec::new, |actor| reader.others(&find.content, actor)),
        kind: first.map(|speaker| speaker.actor.kind),
        outlet: first.is_some_and(|speaker| speaker.outlet),
        ascribed,
    }
}

/// Whether what is said goes on behind a subject that is somebody else than the speaker.
fn is_of_another(reader: &Reader<'_, '_>, parted: Option<usize>, uttered: &Uttered) -> bool {
    let Some(subject) = parted.and_then(|entity| reader.reference(entity)) else {
        return false;
    };
    uttered.by.iter().all(|speaker| speaker.actor != subject)
}

/// The links of all attributions to earlier statements.
fn links(
    judge: &Judge<'_>,
    reader: &Reader<'_, '_>,
    finds: &[Find],
    uttered: &[Uttered],
) -> Vec<Option<Linked>> {
    // A link on no topic is none.
    let each = finds.iter().zip(uttered).map(|(find, uttered)| {
        let spoken = !uttered.by.is_empty() && judge.finds_topics();
        spoken
            .then(|| linked(judge, find, &voice(reader, find, uttered, false)))
            .flatten()
    });
    each.collect()
}

/// The link of one attribution to an earlier statement, on the topics that its words name.
fn linked(judge: &Judge<'_>, find: &Find, voice: &Voice) -> Option<Linked> {
    let linking = judge.link(find, &voice.others)?;
    let told = judge.judge(&linking.earlier, voice);
    let side = |topic: &str| {
        let found = told.iter().find(|one| one.found.topic == topic)?;
        Some(found.found.stance.number().signum() as i8).filter(|side| *side != 0)
    };
    let on = judge.topics_of(find).into_iter().map(|topic| LinkedTopic {
        side: side(&topic),
        topic,
    });
    Some(Linked {
        kind: linking.kind,
        cue: linking.cue,
        on: on.collect(),
    })
}

/// The positions of one attribution, with the place that shows the surest of them.
fn judged(judge: &Judge<'_>, find: &Find, voice: &Voice) -> Judged {
    let mut judged = Judged::default();
    let mut surest = 0.0;
    for one in judge.judge(find, voice) {
        if one.found.confidence > surest {
            surest = one.found.confidence;
            judged.focus = Some(one.term.clone()).filter(|term| !term.is_empty());
            judged.condition = one.condition;
        }
        judged.stances.push(one.found);
    }
    judged
}

fn timex(time: &TimeFind, places: &Places<'_>) -> Option<Timex> {
    let span = places.span(&time.range);
    Some(Timex {
        start: span.start,
        end: span.end,
        value: time.value?,
        place: places.place(&time.range),
    })
}

/// The act that a cue word names in either lexicon.
fn named_act(word: &str) -> Option<Act> {
    attribution::act_of(word).or_else(|| act::act_of(word))
}

fn skipped(find: &Find, uttered: &Uttered, places: &Places<'_>) -> Option<Skipped> {
    let place = find
        .source
        .first()
        .or(find.cue.first())
        .or(find.content.first())?;
    let span = places.span(place);
    Some(Skipped {
        start: span.start,
        end: span.end,
        reason: uttered.reason.unwrap_or("no source is given").to_owned(),
    })
}
