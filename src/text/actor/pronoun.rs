//! What pronouns refer to: the most salient entity that agrees with them.

use super::lists::Gender;
use super::register::Entity;
use crate::model::ActorKind;

/// What a folded pronoun says of the one it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pronoun {
    /// "he", "she"
    One(Gender),
    /// "they"
    Several,
    /// "it"
    Thing,
    /// "I", "we"
    Speaker,
    /// "you" and the like
    Anyone,
}

/// The pronoun that `folded` is.
pub(crate) fn pronoun(folded: &str) -> Option<Pronoun> {
    Some(match folded {
        "he" | "him" | "his" | "himself" => Pronoun::One(Gender::Male),
        "she" | "her" | "hers" | "herself" => Pronoun::One(Gender::Female),
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::Several,
        "it" | "its" | "itself" => Pronoun::Thing,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => {
            Pronoun::Speaker
        }
        "you" | "your" | "yours" | "yourself" => Pronoun::Anyone,
        _ => return None,
    })
}

/// The gender that a folded third-person pronoun says.
pub(crate) fn gender(folded: &str) -> Option<Gender> {
    match pronoun(folded) {
        Some(Pronoun::One(gender)) => Some(gender),
        _ => None,
    }
}

/// How present the entities are to the reader at one place of the text.
///
/// Only the last few are kept, so that each pronoun costs the same however long the article is.
#[derive(Debug, Default)]
pub(crate) struct Salience {
    recent: Vec<Trace>,
    speaker: Option<(usize, usize)>,
}

/// The last time that an entity was named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trace {
    pub entity: usize,
    sentence: usize,
    pub word: usize,
    role: Role,
}

/// The part that a name plays in its sentence, as far as word order shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The first name of the sentence outside quotations: most often its subject.
    Subject,
    /// Any other.
    Other,
    /// With a possessive: "Holt’s campaign" is about the campaign.
    Owner,
    /// Inside a quotation.
    Quoted,
}

const KEPT: usize = 16;
/// Sentences after which a name is no longer what "he" can mean.
const REACH: usize = 8;

/// Sentences after which "the senator" is no longer the one who was named.
const CALLED: usize = 3;

/// Sentences for which a name outside quotations counts more than one inside.
const STAYS: usize = 1;

impl Salience {
    /// Notes that `entity` is named.
    pub fn see(&mut self, entity: usize, sentence: usize, word: usize, role: Role) {
        let mut role = role;
        if let Some(at) = self.recent.iter().position(|t| t.entity == entity) {
            let old = self.recent[at];
            // Who is talked about in a quotation is no less on the scene than before.
            let stays = role == Role::Quoted && old.role != Role::Quoted;
            if stays && sentence.saturating_sub(old.sentence) <= STAYS {
                return;
            }
            self.recent.remove(at);
            // Named twice in a sentence, the stronger part counts.
            if old.sentence == sentence && old.role == Role::Subject {
                role = Role::Subject;
            }
        } else if self.recent.len() == KEPT {
            self.recent.remove(0);
        }
        self.recent.push(Trace {
            entity,
            sentence,
            word,
            role,
        });
    }

    /// Notes that `entity` speaks in `sentence`.
    pub fn speaks(&mut self, entity: usize, sentence: usize) {
        self.speaker = Some((entity, sentence));
    }

    /// The last speaker, if the words were uttered at most `reach` sentences ago.
    pub fn speaker(&self, sentence: usize, reach: usize) -> Option<usize> {
        let (entity, then) = self.speaker?;
        (sentence.saturating_sub(then) <= reach).then_some(entity)
    }

    /// The sentence in which `entity` was last named, if it still is present.
    pub fn last_sentence(&self, entity: usize) -> Option<usize> {
        let trace = self.recent.iter().find(|t| t.entity == entity)?;
        Some(trace.sentence)
    }

    /// The entity that a pronoun in `sentence` refers to. `barred` are names that it cannot
    /// stand for (in the content of the same attribution); `quoted` tells whether the pronoun is in quotation.
    pub fn resolve(
        &self,
        pronoun: Pronoun,
        sentence: usize,
        quoted: bool,
        owner: bool,
        entities: &[Entity],
        barred: impl Fn(&Trace) -> bool,
    ) -> Option<usize> {
        let mut best: Option<(i32, usize)> = None;
        for trace in &self.recent {
            let distance = sentence.saturating_sub(trace.sentence);
            let entity = &entities[trace.entity];
            if distance > REACH || barred(trace) || !agrees(pronoun, entity) {
                continue;
            }
            let score = self.score(trace, distance, quoted, sentence)
                + i32::from(entity.gender.is_some()) * 4
                + entity.count.min(6) as i32 / 2
                + if owner && distance == 0 { 6 } else { 0 };
            if best.is_none_or(|(top, _)| score >= top) {
                best = Some((score, trace.entity));
            }
        }
        best.map(|(_, entity)| entity)
    }

    /// The named person most present in `sentence` among those that fit.
    pub fn person(
        &self,
        sentence: usize,
        entities: &[Entity],
        fits: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let near = |trace: &Trace| match sentence.saturating_sub(trace.sentence) {
            0 => 15,
            1 => 10,
            2 => 4,
            _ => 0,
        };
        let part = |trace: &Trace| match trace.role {
            Role::Subject => 4,
            Role::Other | Role::Owner | Role::Quoted => 0,
        };
        let present = self.present(sentence, CALLED, entities).filter(|trace| {
            let entity = &entities[trace.entity];
            let told = entity.given.is_some() || entity.gender.is_some() || entity.known.is_some();
            told && fits(trace.entity)
        });
        let score = |trace: &&Trace| {
            near(trace) + part(trace) + entities[trace.entity].count.min(6) as i32 / 2
        };
        present.max_by_key(score).map(|trace| trace.entity)
    }

    /// The persons named in the last sentences up to `sentence`, outside quotations.
    pub fn persons(&self, sentence: usize, reach: usize, entities: &[Entity]) -> Vec<usize> {
        let near = self.present(sentence, reach, entities);
        near.map(|trace| trace.entity).collect()
    }

    /// When the persons of the last `reach` sentences were named last, outside quotations.
    fn present(
        &self,
        sentence: usize,
        reach: usize,
        entities: &[Entity],
    ) -> impl Iterator<Item = &Trace> {
        self.recent.iter().filter(move |trace| {
            sentence.saturating_sub(trace.sentence) <= reach
                && trace.role != Role::Quoted
                && entities[trace.entity].is_person()
        })
    }

    fn score(&self, trace: &Trace, distance: usize, quoted: bool, sentence: usize) -> i32 {
        let near = match distance {
            0 => 13,
            1 => 10,
            2 => 6,
            3 => 4,
            _ => 1,
        };
        let role = match trace.role {
            Role::Subject => 4,
            Role::Other => 0,
            Role::Owner => 1,
            Role::Quoted => {
                if quoted {
                    2
                } else {
                    -6
                }
            }
        };
        let speaks = match self.speaker {
            Some((entity, then))
                if entity == trace.entity && sentence.saturating_sub(then) <= 3 =>
            {
                // Inside a quotation the speaker calls themself "I".
                if quoted { -4 } else { 3 }
            }
            _ => 0,
        };
        near + role + speaks
    }
}

/// Whether `pronoun` can refer to `entity`.
fn agrees(pronoun: Pronoun, entity: &Entity) -> bool {
    match pronoun {
        Pronoun::One(gender) => {
            let one = match entity.kind {
                Some(ActorKind::Person) => true,
                Some(ActorKind::Anonymous) => !entity.plural,
                _ => false,
            };
            one && entity.gender.is_none_or(|own| own == gender)
        }
        Pronoun::Several => {
            entity.plural || matches!(entity.kind, Some(ActorKind::Organization) if !entity.media)
        }
        Pronoun::Thing => matches!(
            entity.kind,
            Some(ActorKind::Organization | ActorKind::Government)
        ),
        Pronoun::Speaker | Pronoun::Anyone => false,
    }
}
