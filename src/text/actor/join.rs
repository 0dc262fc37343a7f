//! Joins the mentions of one article.
//!
//! Full names come first; then single family or given names go to the entity that they fit; what
//! fits none becomes an entity of its own. A person is never joined with an organization.

use std::ops::Range;

use chrono::NaiveDate;

use super::fold::{fold, spelling};
use super::known::Known;
use super::lists::{Flags, Gender, Lists};
use super::mention::{Kind, Mention};
use super::origin::{origin, origin_before, origin_behind};
use super::register::{Entity, NONE, Register, one_line};
use super::word::{Shape, Words};
use crate::model::ActorKind;

/// Joins `mentions` to entities, some of which `register` may know from an earlier part of the text.
pub(crate) fn join(
    words: &Words<'_>,
    mentions: &[Mention],
    lists: &Lists,
    known: &Known,
    day: Option<NaiveDate>,
    register: Register,
) -> Register {
    let mut build = Build {
        words,
        lists,
        known,
        day,
        register: register.for_mentions(mentions.len()),
    };
    for (n, mention) in mentions.iter().enumerate() {
        build.full(n, mention);
    }
    for (n, mention) in mentions.iter().enumerate() {
        if build.register.of_mention[n] == NONE {
            build.single(n, mention, mentions);
        }
    }
    build.register
}

/// A person's name in parts.
struct Parts {
    given: Option<String>,
    family: String,
}

struct Build<'w, 'a> {
    words: &'w Words<'a>,
    lists: &'w Lists,
    known: &'w Known,
    day: Option<NaiveDate>,
    register: Register,
}

impl Build<'_, '_> {
    /// Names that stand on their own: full names of persons, and everything that is no person.
    fn full(&mut self, n: usize, mention: &Mention) {
        let entity = match mention.kind {
            Kind::Unknown | Kind::Office(_) => return,
            Kind::Person => {
                let parts = self.parts(&mention.words);
                let known = mention.known.filter(|_| parts.given.is_some());
                if parts.given.is_none() && known.is_none() {
                    return;
                }
                self.person(parts, mention, known)
            }
            Kind::Organization => self.named(mention, Some(ActorKind::Organization)),
            Kind::Media => {
                let entity = self.named(mention, Some(ActorKind::Organization));
                self.register.entities[entity].media = true;
                entity
            }
            Kind::Government | Kind::Country(_) => self.named(mention, Some(ActorKind::Government)),
            Kind::Place => self.named(mention, None),
        };
        self.assign(n, entity, mention);
    }

    fn assign(&mut self, n: usize, entity: usize, mention: &Mention) {
        self.register.of_mention[n] = entity;
        if let Some(title) = mention.title {
            self.register.give_title(entity, title);
            let whole = &mention.whole;
            let origin = origin(self.words, self.lists, whole.start..mention.words.start)
                .or_else(|| origin_before(self.words, self.lists, whole.start))
                .or_else(|| origin_behind(self.words, self.lists, whole.end));
            self.register.give_origin(entity, origin);
        }
        let entity = &mut self.register.entities[entity];
        entity.count += 1;
        entity.gender = entity.gender.or(mention.gender);
    }

    fn parts(&self, range: &Range<usize>) -> Parts {
        let mut names = range
            .clone()
            .filter(|&n| !self.words.list[n].flags.contains(Flags::SUFFIX) || n == range.start);
        let first = names.next().unwrap_or(range.start);
        let last = names.next_back().unwrap_or(first);
        Parts {
            given: (last > first).then(|| self.words.folded(first).to_owned()),
            family: spelling(self.words.folded(last)),
        }
    }

    fn person(&mut self, parts: Parts, mention: &Mention, known: Option<usize>) -> usize {
        let given = parts.given.clone().unwrap_or_default();
        let same = self
            .register
            .family(&parts.family)
            .iter()
            .copied()
            .find(|&e| {
                let other = self.register.entities[e].known;
                // "Donald Ashby Jr." where the codebook has father and son.
                let apart = matches!((known, other), (Some(a), Some(b)) if a != b);
                // "Peña Nieto" is "Enrique Peña Nieto".
                let name = &self.register.entities[e].name;
                let printed = self.words.printed(&mention.words);
                let tail = name.strip_suffix(printed);
                let tail = parts.given.is_some() && tail.is_some_and(|rest| rest.ends_with(' '));
                !apart && (tail || self.same_given(e, &given, mention.gender))
            })
            .or_else(|| self.misspelt(&parts, &given));
        if let Some(entity) = same {
            let printed = self.words.printed(&mention.words);
            let entry = &mut self.register.entities[entity];
            // "Joseph R. Biden Jr." says more than "Joe Biden", but initials alone say less.
            if printed.len() > entry.name.len()
                && entry.count < 2
                && entry.family.as_deref() == Some(&parts.family)
            {
                entry.name = one_line(printed);
            }
            self.register.identify(entity, known);
            return entity;
        }
        let actor = known.or_else(|| self.known_person(&parts, mention));
        let mut entity = Entity::new(
            Some(ActorKind::Person),
            one_line(self.words.printed(&mention.words)),
        );
        entity.gender = mention
            .gender
            .or_else(|| {
                parts
                    .given
                    .as_ref()
                    .and_then(|g| Gender::of(self.lists.flags(g)))
            })
            .or_else(|| actor.and_then(|a| self.known.actors[a].gender));
        entity.known = actor;
        entity.given = parts
            .given
            .or_else(|| actor.and_then(|a| self.known.actors[a].given.clone()));
        entity.family = Some(parts.family);
        self.register.add(entity)
    }

    /// Whether entity `e` can have the given name `given` (folded).
    fn same_given(&self, e: usize, given: &str, gender: Option<Gender>) -> bool {
        let entity = &self.register.entities[e];
        let Some(own) = &entity.given else {
            return false;
        };
        if let (Some(a), Some(b)) = (entity.gender, gender)
            && a != b
        {
            return false;
        }
        let initial = |a: &str, b: &str| a.len() == 1 && b.starts_with(a);
        own == given
            || initial(own, given)
            || initial(given, own)
            || spelling(own) == spelling(given)
            || self.lists.short_of(own, given)
    }

    /// One who has the same given name and a family name one slip of the pen away.
    fn misspelt(&self, parts: &Parts, given: &str) -> Option<usize> {
        let same = self.register.by_given.get(given)?;
        same.iter().copied().take(8).find(|&e| {
            let family = self.register.entities[e]
                .family
                .as_deref()
                .unwrap_or_default();
            family.len() >= 6
                && parts.family.len() >= 6
                && strsim::damerau_levenshtein(family, &parts.family) == 1
        })
    }

    /// The codebook's person with this name.
    fn known_person(&self, parts: &Parts, mention: &Mention) -> Option<usize> {
        let family = self.known.family(&parts.family);
        let Some(given) = &parts.given else {
            return None;
        };
        let mut fitting = family.iter().copied().filter(|&a| {
            let actor = &self.known.actors[a];
            actor.given.as_ref().is_some_and(|own| {
                own == given
                    || spelling(own) == spelling(given)
                    || self.lists.short_of(own, given)
                    || (given.len() == 1 && own.starts_with(given.as_str()))
            }) && (actor.gender.is_none()
                || mention.gender.is_none()
                || actor.gender == mention.gender)
        });
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    }

    fn named(&mut self, mention: &Mention, kind: Option<ActorKind>) -> usize {
        let printed = self.words.printed(&mention.words);
        let key = match mention.kind {
            // All names of a country are one entity, whatever is printed.
            Kind::Country(n) => format!("country {n}"),
            _ => fold(printed),
        };
        if let Some(known) = mention.known {
            let key = format!("actor {known}");
            return self.by_key(key, kind, printed, mention.known);
        }
        if let Kind::Country(n) = mention.kind {
            let canonical = self.lists.countries[n].clone();
            return self.by_key(key, kind, &canonical, None);
        }
        if mention.words.len() == 1
            && self.words.list[mention.words.start].shape == Shape::Capitals
            && let Some(&entity) = self.register.by_name.get(&format!("initials {key}"))
        {
            return entity;
        }
        let entity = self.by_key(key, kind, printed, None);
        let last = mention.words.end - 1;
        if mention.words.len() > 2 && self.words.list[last].flags.contains(Flags::FIRM) {
            // "General Pier Corp." is "General Pier" later.
            let short = fold(self.words.printed(&(mention.words.start..last)));
            self.register.by_name.entry(short).or_insert(entity);
        }
        if mention.words.len() > 1 && kind.is_some() {
            let initials: String = mention
                .words
                .clone()
                .filter(|&n| self.words.capital(n))
                .filter_map(|n| self.words.folded(n).chars().next())
                .collect();
            self.register
                .by_name
                .entry(format!("initials {initials}"))
                .or_insert(entity);
        }
        entity
    }

    fn by_key(
        &mut self,
        key: String,
        kind: Option<ActorKind>,
        name: &str,
        known: Option<usize>,
    ) -> usize {
        if let Some(&entity) = self.register.by_name.get(&key) {
            return entity;
        }
        let mut entity = Entity::new(kind, one_line(name));
        entity.known = known;
        let number = self.register.add(entity);
        self.register.by_name.insert(key, number);
        number
    }

    /// A name of one word: a person's family or given name, or something unknown.
    fn single(&mut self, n: usize, mention: &Mention, mentions: &[Mention]) {
        let titled = match mention.kind {
            Kind::Person => true,
            Kind::Unknown => false,
            _ => return,
        };
        let parts = self.parts(&mention.words);
        let entity = self
            .by_family(n, mention, mentions, &parts.family)
            .or_else(|| {
                if titled {
                    None
                } else {
                    self.by_given_name(mention)
                }
            })
            .or_else(|| self.codebook_single(mention, &parts.family));
        let entity = match entity {
            Some(entity) => entity,
            None if mention.doubtful => return,
            None => self.person(parts, mention, None),
        };
        self.assign(n, entity, mention);
    }

    fn by_family(
        &self,
        n: usize,
        mention: &Mention,
        mentions: &[Mention],
        family: &str,
    ) -> Option<usize> {
        let all = self.register.family(family);
        let fitting: Vec<usize> = all
            .iter()
            .copied()
            .filter(|&e| {
                let own = self.register.entities[e].gender;
                own.is_none() || mention.gender.is_none() || own == mention.gender
            })
            .collect();
        match fitting[..] {
            [] => None,
            [only] => Some(only),
            _ => Some(self.one_of(n, mention, mentions, &fitting)),
        }
    }

    /// Which of several namesakes a bare family name means: the one whose office stands before it,
    /// else the pronoun that follows decides, else the one whom the article introduced first.
    fn one_of(
        &self,
        n: usize,
        mention: &Mention,
        mentions: &[Mention],
        fitting: &[usize],
    ) -> usize {
        if let Some(title) = mention.title {
            let holds = |&&e: &&usize| self.register.entities[e].titles.contains(&title);
            if let Some(&entity) = fitting.iter().find(holds) {
                return entity;
            }
        }
        if let Some(gender) = self.pronoun_behind(n, mention, mentions) {
            let same = |&&e: &&usize| self.register.entities[e].gender == Some(gender);
            if let Some(&entity) = fitting.iter().find(same) {
                return entity;
            }
        }
        fitting[0]
    }

    /// The first "he" or "she" between this mention and the next name of a person.
    fn pronoun_behind(&self, n: usize, mention: &Mention, mentions: &[Mention]) -> Option<Gender> {
        let sentence = self.words.list[mention.words.start].sentence();
        let limit = mentions
            .get(n + 1)
            .map_or(self.words.list.len(), |m| m.words.start);
        (mention.words.end..limit)
            .take_while(|&w| self.words.list[w].sentence() == sentence)
            .find_map(|w| super::pronoun::gender(self.words.folded(w)))
    }

    fn by_given_name(&self, mention: &Mention) -> Option<usize> {
        let word = mention.words.start;
        let list = self.register.by_given.get(self.words.folded(word))?;
        match list[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The codebook's person whose family name stands alone in this article.
    fn codebook_single(&mut self, mention: &Mention, family: &str) -> Option<usize> {
        if mention.words.len() != 1 {
            return None;
        }
        let actor = mention.known.or_else(|| {
            let fitting: Vec<usize> = self
                .known
                .family(family)
                .iter()
                .copied()
                .filter(|&a| {
                    let own = self.known.actors[a].gender;
                    own.is_none() || mention.gender.is_none() || own == mention.gender
                })
                .collect();
            match fitting[..] {
                [] => None,
                [only] => Some(only),
                _ => {
                    let mut held = fitting
                        .into_iter()
                        .filter(|&a| self.known.in_office(a, self.day));
                    let only = held.next()?;
                    held.next().is_none().then_some(only)
                }
            }
        })?;
        let reference = &self.known.actors[actor].reference;
        let mut entity = Entity::new(Some(reference.kind), reference.name.clone());
        entity.known = Some(actor);
        entity.gender = self.known.actors[actor].gender;
        entity.given = self.known.actors[actor].given.clone();
        entity.family = Some(family.to_owned());
        Some(self.register.add(entity))
    }
}
