//! The codebook's actors, indexed once for all articles.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::fold::{fold, spelling};
use super::lists::{Flags, Gender, Lists, Phrases, Sense};
use super::word::Words;
use crate::model::{Actor, ActorKind, ActorRef, Codebook};

/// The codebook's actors by alias, family name and office.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Actors in the codebook's order.
    pub actors: Vec<KnownActor>,
    /// Names, aliases and metonyms.
    pub aliases: Phrases,
    /// Offices that the lexicon does not list; numbered behind the lexicon's.
    pub titles: Phrases,
    by_family: HashMap<String, Vec<usize>>,
    by_title: HashMap<usize, Vec<Holder>>,
}

/// One actor as the codebook has it.
#[derive(Debug)]
pub(crate) struct KnownActor {
    /// What a claim names.
    pub reference: ActorRef,
    /// Folded given name of a person.
    pub given: Option<String>,
    /// What the given name says.
    pub gender: Option<Gender>,
    in_office: Vec<(Option<NaiveDate>, Option<NaiveDate>)>,
}

/// Who held an office from when to when.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    /// Index of the actor.
    pub actor: usize,
    /// First day.
    pub from: Option<NaiveDate>,
    /// First day no longer.
    pub to: Option<NaiveDate>,
    /// Folded names of the organization that the office is of.
    pub organization: Vec<String>,
}

impl Known {
    /// Indexes the actors and metonyms of `codebook`.
    pub fn new(codebook: &Codebook, lists: &Lists) -> Self {
        let mut known = Self::default();
        let position: HashMap<&str, usize> = codebook
            .actors
            .iter()
            .enumerate()
            .map(|(n, actor)| (actor.id.as_str(), n))
            .collect();
        // Whole names first: an alias never takes a name from the actor who bears it.
        for (number, actor) in codebook.actors.iter().enumerate() {
            known.aliases.add(&actor.name, Sense::Actor(number));
        }
        for (number, actor) in codebook.actors.iter().enumerate() {
            for alias in &actor.aliases {
                known.aliases.add(alias, Sense::Actor(number));
            }
            known.add_actor(number, actor, lists);
        }
        for metonym in &codebook.metonyms {
            if let Some(&number) = position.get(metonym.actor.as_str()) {
                known.aliases.add(&metonym.name, Sense::Actor(number));
            }
        }
        for (number, actor) in codebook.actors.iter().enumerate() {
            known.add_roles(number, actor, codebook, &position, lists);
        }
        known
    }

    fn add_actor(&mut self, number: usize, actor: &Actor, lists: &Lists) {
        let words: Vec<String> = actor
            .name
            .split_whitespace()
            .map(fold)
            .filter(|w| !lists.flags(w).contains(Flags::SUFFIX))
            .collect();
        let mut known = KnownActor {
            reference: ActorRef {
                id: Some(actor.id.clone()),
                name: actor.name.clone(),
                kind: actor.kind,
            },
            given: None,
            gender: None,
            in_office: (actor.roles.iter())
                .filter(|r| !r.title.is_empty())
                .map(|r| (r.from, r.to))
                .collect(),
        };
        if actor.kind == ActorKind::Person {
            if let [first, .., last] = words.as_slice() {
                self.aliases
                    .add(&format!("{first} {last}"), Sense::Actor(number));
                let flags = lists.flags(first);
                known.given = Some(first.clone());
                known.gender = Gender::of(flags);
            }
            if let Some(last) = words.last() {
                let list = self.by_family.entry(spelling(last)).or_default();
                list.push(number);
            }
        }
        self.actors.push(known);
    }

    fn add_roles(
        &mut self,
        number: usize,
        actor: &Actor,
        codebook: &Codebook,
        position: &HashMap<&str, usize>,
        lists: &Lists,
    ) {
        for role in actor.roles.iter().filter(|r| !r.title.is_empty()) {
            let next = lists.titles.len() + self.by_title.len();
            let known = lists.phrases.exact(&role.title);
            let title = match known.or_else(|| self.titles.exact(&role.title)) {
                Some(Sense::Title(title)) => title,
                _ => {
                    self.titles.add(&role.title, Sense::Title(next));
                    next
                }
            };
            // A person may note one that the codebook does not have, by its name.
            let organization = match &role.organization {
                Some(id) => position.get(id.as_str()).map_or_else(
                    || vec![fold(id)],
                    |&n| {
                        let a = &codebook.actors[n];
                        a.aliases.iter().chain([&a.name]).map(|n| fold(n)).collect()
                    },
                ),
                None => Vec::new(),
            };
            self.by_title.entry(title).or_default().push(Holder {
                actor: number,
                from: role.from,
                to: role.to,
                organization,
            });
        }
    }

    /// The longest office that starts with word `at` and ends before word `limit`, the lexicon's or
    /// the codebook's own, as its length in words and its number.
    pub fn title_at(
        &self,
        lists: &Lists,
        words: &Words<'_>,
        at: usize,
        limit: usize,
    ) -> Option<(usize, usize)> {
        let own = self.titles.longest(words, at, limit);
        let listed = lists.phrases.longest(words, at, limit);
        match own.into_iter().chain(listed).max_by_key(|(len, _)| *len) {
            Some((len, Sense::Title(title))) => Some((len, title)),
            _ => None,
        }
    }

    /// Persons with this family name (its [`spelling`] key).
    pub fn family(&self, key: &str) -> &[usize] {
        self.by_family.get(key).map_or(&[], Vec::as_slice)
    }

    /// Those who held office `title` on `day`; without a day, all who ever did.
    pub fn holders(&self, title: usize, day: Option<NaiveDate>) -> impl Iterator<Item = &Holder> {
        self.by_title
            .get(&title)
            .into_iter()
            .flatten()
            .filter(move |h| holds(h.from, h.to, day))
    }

    /// Whether the actor holds any office on `day`.
    pub fn in_office(&self, actor: usize, day: Option<NaiveDate>) -> bool {
        self.actors[actor]
            .in_office
            .iter()
            .any(|&(from, to)| holds(from, to, day))
    }
}

fn holds(from: Option<NaiveDate>, to: Option<NaiveDate>, day: Option<NaiveDate>) -> bool {
    day.is_none_or(|day| from.is_none_or(|f| f <= day) && to.is_none_or(|t| day < t))
}
