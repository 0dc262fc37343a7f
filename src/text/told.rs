//! The attributions of one text with all that is known of who utters them, before topics are judged.

use super::act;
use super::actor::{Reader, Uttered, note_others};
use super::claim::{self, Linked};
use super::document::{Document, Find, Origin};
use super::hash::KeyedTable;
use super::stance::{Heard, Judge, Voice};
use super::{attribution, parted};
use crate::model::{Act, ActorRef, LinkedTopic};

/// The attributions in order of their cues; everything else has an entry for each.
pub(super) struct Told {
    pub finds: Vec<Find>,
    pub uttered: Vec<Uttered>,
    /// Who says so, when that is not the article itself.
    pub ascribers: Vec<Option<ActorRef>>,
    /// The links to earlier statements.
    links: Vec<Option<Linked>>,
    /// What was done by uttering.
    pub acts: Vec<Act>,
    /// Whether the speaker takes it back in the same article.
    taken_back: Vec<bool>,
    /// The subject behind which it goes on.
    parted: Vec<Option<usize>>,
}

impl Told {
    /// Joins the attributions of the model with those of the rules, and finds out who utters them. Left
    /// are those that `stands` holds for.
    pub fn of(
        document: &Document<'_>,
        mut finds: Vec<Find>,
        judge: &Judge<'_>,
        reader: &mut Reader<'_, '_>,
        stands: impl Fn(&Find) -> bool,
    ) -> Self {
        let topics = judge.topical();
        finds.extend(act::propose(document, reader, &topics, &finds));
        finds.sort_by_key(|find| find.cue.first().map(|cue| cue.start));
        finds.retain(stands);
        let parted = parted::rejoin(document, reader, &mut finds);
        note_others(reader, &mut finds);
        let uttered = reader.uttered(document, &finds);
        for find in &mut finds {
            find.source.append(&mut find.others);
        }
        let links = links(judge, reader, &finds, &uttered);
        let act = |find| claim::act(document.text, find, named_act);
        Self {
            acts: finds.iter().map(act).collect(),
            ascribers: claim::ascribers(document, &finds, &uttered),
            taken_back: claim::taken_back(&finds, &uttered, &links),
            links,
            parted,
            uttered,
            finds,
        }
    }

    /// The topics that each attribution may be on.
    pub fn hear<'j>(&self, judge: &'j Judge<'_>, reader: &Reader<'_, '_>) -> Vec<Heard<'j>> {
        if !judge.finds_topics() {
            return Vec::new();
        }
        let mut heard = Vec::new();
        let mut first: KeyedTable<&str, usize> = KeyedTable::default();
        for (n, find) in self.finds.iter().enumerate() {
            let ascribed = self.ascribers[n].is_some();
            let Some(speaker) = self.uttered[n].by.first() else {
                continue;
            };
            if (find.origin == Origin::Told && !ascribed)
                || self.taken_back[n]
                || is_of_another(reader, self.parted[n], &self.uttered[n])
            {
                continue;
            }
            let voice = voice(reader, find, &self.uttered[n], ascribed);
            let actor = *first.entry(speaker.actor.key()).or_insert(n);
            judge.hear((n, find), actor, &voice, self.acts[n], &mut heard);
        }
        heard
    }

    /// The attributions one by one, so that each goes when it was used.
    pub fn each(self) -> impl Iterator<Item = One> {
        let found = self.finds.into_iter().zip(self.uttered);
        let known = self.ascribers.into_iter().zip(self.links).zip(self.acts);
        found
            .zip(known)
            .map(|((find, uttered), ((ascribed_by, linked), act))| One {
                find,
                uttered,
                ascribed_by,
                linked,
                act,
            })
    }
}

/// One attribution with what is known of it.
pub(super) struct One {
    pub find: Find,
    pub uttered: Uttered,
    /// Who says so, when that is not the article itself.
    pub ascribed_by: Option<ActorRef>,
    /// The link to an earlier statement.
    pub linked: Option<Linked>,
    pub act: Act,
}

/// What is known of who utters `find`.
pub(super) fn voice(
    reader: &Reader<'_, '_>,
    find: &Find,
    uttered: &Uttered,
    ascribed: bool,
) -> Voice {
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

/// The act that a cue word names in either lexicon.
fn named_act(word: &str) -> Option<Act> {
    attribution::act_of(word).or_else(|| act::act_of(word))
}
