//! What the trainers read: every reading of an article, and every topic heard in it, with its features.

use chrono::NaiveDate;

use super::actor::{Reader, Words};
use super::analyse::joined;
use super::document::Document;
use super::stance::Features;
use super::told::{self, Told};
use super::{Engine, attribution, claim};
use crate::model::{Act, ActorRef, Span, TextIndex};

/// A reading of one topic in one attribution with what it was weighed from.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who takes the position.
    pub actor: ActorRef,
    /// The passage.
    pub evidence: String,
    /// The reading.
    pub judged: super::stance::Judged,
}

/// A topic that one attribution may take a position on, with what is known of it.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Who says it.
    pub actor: ActorRef,
    /// Id of the topic.
    pub topic: String,
    /// The passage, in code points of title and text in one.
    pub passage: Span,
    /// What tells whether a position is taken.
    pub held: Features,
    /// What tells the side, by name: −1 (against) … +1 (for).
    pub signals: Features,
}

/// Every reading of every attribution of an article that is no refusal, and every topic heard there.
pub fn candidates(
    article_text: &str,
    title: Option<&str>,
    document_day: Option<NaiveDate>,
    engine: &Engine,
) -> (Vec<Candidate>, Vec<Heard>) {
    let (joined, _) = joined(article_text, title);
    let document = Document::new(&joined);
    let judge = engine.judge(&document).naming();
    let words = Words::new(&document);
    let mut reader = Reader::new(&words, engine.directory(), document_day);
    let finds = attribution::find(&document);
    let told = Told::of(&document, finds, &judge, &mut reader, |_| true);
    let mut readings = Vec::new();
    for (n, find) in told.finds.iter().enumerate() {
        if told.acts[n] == Act::Refusal {
            continue;
        }
        let ascribed = told.ascribers[n].is_some();
        let voice = told::voice(&reader, find, &told.uttered[n], ascribed);
        for judged in judge.readings(find, &voice) {
            let passage = claim::evidence(&document, find, Some(&judged.term));
            for speaker in &told.uttered[n].by {
                readings.push(Candidate {
                    actor: speaker.actor.clone(),
                    evidence: document.text[passage.clone()].to_owned(),
                    judged: judged.clone(),
                });
            }
        }
    }
    let index = TextIndex::new(&joined);
    let mut heard = told.hear(&judge, &reader);
    judge.note_others(&mut heard);
    let heard = heard
        .into_iter()
        .filter(|one| one.is_weighed)
        .flat_map(|one| {
            let find = &told.finds[one.find];
            let passage = index.span(&claim::evidence(
                &document,
                find,
                judge.shown(&one).as_ref(),
            ));
            let topic = judge.topic(&one).to_owned();
            told.uttered[one.find].by.iter().map(move |speaker| Heard {
                actor: speaker.actor.clone(),
                topic: topic.clone(),
                passage,
                held: one.held.clone().into_features(),
                signals: one.signals.clone().into_features(),
            })
        });
    let heard = heard.collect();
    (readings, heard)
}
