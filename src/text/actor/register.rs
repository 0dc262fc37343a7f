//! The entities of one article: whom its names and descriptions mean.

use std::ops::Range;

use super::fold::fold;
use super::known::Known;
use super::lists::Gender;
use crate::model::{ActorKind, ActorRef};
use crate::text::hash::KeyedTable;

/// Someone or something that the article names or describes.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// What kind of actor; none for places, which utter nothing.
    pub kind: Option<ActorKind>,
    /// The fullest name that the article prints, or the description.
    pub name: String,
    /// Folded given name of a person.
    pub given: Option<String>,
    /// [`spelling`] key of a person's family name.
    pub family: Option<String>,
    /// Which pronoun refers to it.
    pub gender: Option<Gender>,
    /// The codebook's actor.
    pub known: Option<usize>,
    /// Offices that the article gives it.
    pub titles: Vec<usize>,
    /// Of which countries and places it holds them.
    pub origins: Vec<String>,
    /// Whether it is a news outlet.
    pub media: bool,
    /// Whether several people are meant.
    pub plural: bool,
    /// Folded head noun of a description ("spokesman").
    pub noun: String,
    /// The words that name whom it speaks for.
    pub principal: Option<Range<usize>>,
    /// Whom an earlier part of the text said that it speaks for.
    pub speaks_for: Option<usize>,
    /// The entity that an unnamed source belongs to.
    pub affiliation: Option<usize>,
    /// How often it is named.
    pub count: usize,
}

impl Entity {
    /// An entity of `kind` under `name` with nothing else known.
    pub fn new(kind: Option<ActorKind>, name: String) -> Self {
        Self {
            kind,
            name,
            given: None,
            family: None,
            gender: None,
            known: None,
            titles: Vec::new(),
            origins: Vec::new(),
            media: false,
            plural: false,
            noun: String::new(),
            principal: None,
            speaks_for: None,
            affiliation: None,
            count: 0,
        }
    }

    /// How a claim names it; none for what utters nothing.
    pub fn reference(&self, known: &Known) -> Option<ActorRef> {
        if let Some(actor) = self.known {
            return Some(known.actors[actor].reference.clone());
        }
        Some(ActorRef {
            id: None,
            name: self.name.clone(),
            kind: self.kind?,
        })
    }

    /// Whether it utters and is not `actor`, as [`Self::reference`] names it.
    pub fn is_another(&self, actor: &ActorRef, known: &Known) -> bool {
        match (self.known, self.kind) {
            (Some(known_as), _) => known.actors[known_as].reference != *actor,
            (None, Some(kind)) => {
                actor.id.is_some() || actor.kind != kind || actor.name != self.name
            }
            (None, None) => false,
        }
    }

    /// Whether it is one person with a name.
    pub fn is_person(&self) -> bool {
        self.kind == Some(ActorKind::Person)
    }
}

/// The entities of an article, and which one each mention names.
#[derive(Debug, Default)]
pub(crate) struct Register {
    /// Entities; descriptions are added while the article is read.
    pub entities: Vec<Entity>,
    /// For each mention its entity; [`NONE`] for an office without a name and for no name at all.
    pub of_mention: Vec<usize>,
    pub(super) by_family: KeyedTable<String, Vec<usize>>,
    pub(super) by_given: KeyedTable<String, Vec<usize>>,
    pub(super) by_name: KeyedTable<String, usize>,
    by_actor: KeyedTable<usize, usize>,
    by_title: KeyedTable<usize, Vec<usize>>,
    by_noun: KeyedTable<(ActorKind, String), usize>,
    by_description: KeyedTable<(ActorKind, String), usize>,
}

/// No entity.
pub(crate) const NONE: usize = usize::MAX;

/// At most this many namesakes are told apart: each name costs the same in an endless list.
const NAMESAKES: usize = 32;

impl Register {
    /// The same entities for a text with so many other mentions.
    pub fn for_mentions(self, count: usize) -> Self {
        Self {
            of_mention: vec![NONE; count],
            ..self
        }
    }

    /// Adds an entity.
    pub fn add(&mut self, entity: Entity) -> usize {
        let number = self.entities.len();
        if let Some(actor) = entity.known {
            self.by_actor.entry(actor).or_insert(number);
        }
        if let Some(family) = &entity.family {
            let list = self.by_family.entry(family.clone()).or_default();
            if list.len() < NAMESAKES {
                list.push(number);
            }
        }
        if let Some(given) = &entity.given {
            let list = self.by_given.entry(given.clone()).or_default();
            if list.len() < NAMESAKES {
                list.push(number);
            }
        }
        if let Some(kind) = entity.kind.filter(|_| !entity.media && !entity.is_person()) {
            let noun = match entity.noun.as_str() {
                "" => fold(entity.name.split_whitespace().last().unwrap_or_default()),
                noun => noun.to_owned(),
            };
            self.by_noun.insert((kind, noun), number);
        }
        for title in &entity.titles {
            self.by_title.entry(*title).or_default().push(number);
        }
        self.entities.push(entity);
        number
    }

    /// The entity with the same description, or `entity` as a new one.
    pub fn describe(&mut self, entity: Entity) -> usize {
        let Some(kind) = entity.kind else {
            return self.add(entity);
        };
        // Two officials of two ministries are two sources.
        let belongs = entity
            .affiliation
            .map(|of| format!("\n{of}"))
            .unwrap_or_default();
        let key = (kind, entity.name.clone() + &belongs);
        if let Some(&same) = self.by_description.get(&key) {
            return same;
        }
        let number = self.add(entity);
        self.by_description.insert(key, number);
        number
    }

    /// Says that `entity` is the codebook's `actor`, unless it is already another.
    pub fn identify(&mut self, entity: usize, actor: Option<usize>) {
        let entry = &mut self.entities[entity];
        entry.known = entry.known.or(actor);
        if let Some(actor) = entry.known {
            self.by_actor.entry(actor).or_insert(entity);
        }
    }

    /// Says that `entity` holds the office `title`.
    pub fn give_title(&mut self, entity: usize, title: usize) {
        let titles = &mut self.entities[entity].titles;
        if !titles.contains(&title) {
            titles.push(title);
            self.by_title.entry(title).or_default().push(entity);
        }
    }

    /// Says of which country or place `entity` holds its office.
    pub fn give_origin(&mut self, entity: usize, origin: Option<String>) {
        let origins = &mut self.entities[entity].origins;
        if let Some(origin) = origin.filter(|origin| !origins.contains(origin)) {
            origins.push(origin);
        }
    }

    /// Those to whom the article gives the office `title`.
    pub fn holders(&self, title: usize) -> &[usize] {
        self.by_title.get(&title).map_or(&[], Vec::as_slice)
    }

    /// The entity that is the codebook's `actor`.
    pub fn of_actor(&self, actor: usize) -> Option<usize> {
        self.by_actor.get(&actor).copied()
    }

    /// The last entity of `kind` whose head noun is `noun` (folded).
    pub fn of_noun(&self, kind: ActorKind, noun: &str) -> Option<usize> {
        self.by_noun.get(&(kind, noun.to_owned())).copied()
    }

    /// Persons who bear the family name with this key.
    pub fn family(&self, key: &str) -> &[usize] {
        self.by_family.get(key).map_or(&[], Vec::as_slice)
    }
}

/// A name without the line ends and doubled spaces of its print.
pub(crate) fn one_line(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ")
}
