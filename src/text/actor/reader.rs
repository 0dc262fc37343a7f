//! Reads an article from start to end and settles, for each attribution, who its source is.

use std::ops::Range;

use chrono::NaiveDate;

use super::group::{self, Series};
use super::join::join;
use super::known::Known;
use super::lists::{Flags, Lists, Sense};
use super::mention::{Kind, Mention, mentions};
use super::pronoun::{Pronoun, Role, Salience, Trace, pronoun};
use super::register::{NONE, Register};
use super::roles;
use super::source;
use super::word::{Gap, Words};
use super::{Directory, Speaker, Uttered};
use crate::model::ActorRef;
use crate::text::document::{Document, Find};

/// Words of an office between which a source can be cut off from the name.
const TITLE: usize = 4;

/// How many attributions before and behind are looked at for the one that quotes "I".
const NEAR: usize = 24;

/// Tells an entity from a mention in [`Reader::meant`].
const PRONOUN: u32 = 1 << 31;

/// The state of reading one article.
pub(crate) struct Reader<'r, 'a> {
    pub words: &'r Words<'a>,
    pub lists: &'r Lists,
    pub known: &'r Known,
    pub day: Option<NaiveDate>,
    pub mentions: Vec<Mention>,
    pub register: Register,
    /// How many entities were known before.
    before: usize,
    pub salience: Salience,
    /// For each word the mention whose name it belongs to, plus one; zero for none. Of a pronoun of the third
    /// person the entity that it refers to, with [`PRONOUN`].
    meant: Vec<u32>,
    /// The last noun for people outside quotations.
    pub(super) people: Option<usize>,
    /// Names joined by commas and "and", in text order.
    pub series: Vec<Series>,
    /// The last "they" or "both" that meant several people, and whom.
    pub pair: Option<(usize, Vec<usize>)>,
}

/// Who uttered an attribution, as entities of the register.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parties {
    /// The actors, each with the principal it speaks for.
    pub list: Vec<(usize, Option<usize>)>,
    /// Why there is none.
    pub reason: Option<&'static str>,
}

impl<'r, 'a> Reader<'r, 'a> {
    /// Finds the names and joins them.
    pub fn new(words: &'r Words<'a>, directory: &'r Directory, day: Option<NaiveDate>) -> Self {
        Self::going_on(words, directory, day, Register::default())
    }

    /// [`Self::new`] for a text that goes on from one which [left](Self::leave) `register`.
    pub fn going_on(
        words: &'r Words<'a>,
        directory: &'r Directory,
        day: Option<NaiveDate>,
        register: Register,
    ) -> Self {
        let lists = Lists::embedded();
        let known = &directory.known;
        let mentions = mentions(words, lists, known);
        let before = register.entities.len();
        let register = join(words, &mentions, lists, known, day, register);
        let mut meant = vec![0; words.list.len()];
        for (n, mention) in mentions.iter().enumerate() {
            let named = register.of_mention[n] != NONE;
            if named || matches!(mention.kind, Kind::Office(_)) {
                meant[mention.whole.clone()].fill(n as u32 + 1);
            }
        }
        let mut reader = Self {
            words,
            lists,
            known,
            day,
            mentions,
            register,
            before,
            salience: Salience::default(),
            meant,
            people: None,
            series: Vec::new(),
            pair: None,
        };
        roles::note(&mut reader);
        reader.series = group::series(&reader);
        reader
    }

    /// What is known of whom the text named, for the text that goes on from it.
    pub fn leave(mut self) -> Register {
        let named = self.register.of_mention.iter().copied();
        let described = self.before..self.register.entities.len();
        let touched: Vec<usize> = named.chain(described).filter(|&e| e != NONE).collect();
        for entity in touched {
            // Its words are of this part.
            if self.register.entities[entity].principal.is_some() {
                let principal = source::principal(&mut self, entity);
                let entity = &mut self.register.entities[entity];
                entity.speaks_for = principal;
                entity.principal = None;
            }
        }
        self.register
    }

    /// The codebook's actors that the article names, each once.
    ///
    /// Discovered actors are left out unless they speak: they have no history to be silent in.
    pub fn named(&self) -> Vec<ActorRef> {
        let mut known: Vec<usize> = (0..self.mentions.len())
            .filter_map(|n| self.entity(n))
            .filter(|&entity| self.register.entities[entity].known.is_some())
            .collect();
        known.sort_unstable();
        known.dedup();
        known
            .into_iter()
            .filter_map(|entity| self.register.entities[entity].reference(self.known))
            .collect()
    }

    /// The mention that word `word` belongs to.
    pub fn mention(&self, word: usize) -> Option<usize> {
        let n = *self.meant.get(word)?;
        (n > 0 && n < PRONOUN).then(|| n as usize - 1)
    }

    /// The entity that a pronoun of the third person at word `word` refers to.
    pub fn referent(&self, word: usize) -> Option<usize> {
        let n = *self.meant.get(word)?;
        n.checked_sub(PRONOUN).map(|entity| entity as usize)
    }

    /// The entity that mention `n` names; none for an office without a name.
    pub fn entity(&self, n: usize) -> Option<usize> {
        let entity = self.register.of_mention[n];
        (entity != NONE).then_some(entity)
    }

    /// Whether word `at` names the people of a country.
    pub fn is_demonym(&self, at: usize) -> bool {
        matches!(
            self.lists.names.longest(self.words, at, at + 1),
            Some((_, Sense::Demonym(_)))
        )
    }

    /// How a claim names an entity.
    pub fn reference(&self, entity: usize) -> Option<ActorRef> {
        self.register.entities.get(entity)?.reference(self.known)
    }

    /// Whether mention `n` names someone or something that can utter, or an office.
    pub fn is_actor(&self, n: usize) -> bool {
        match self.entity(n) {
            Some(entity) => self.register.entities[entity].kind.is_some(),
            None => matches!(self.mentions[n].kind, Kind::Office(_)),
        }
    }

    /// First bytes of the pronouns ("he", "their") that refer to a person or body other than `actor`,
    /// in text order.
    pub fn others(&self, within: &[Range<usize>], actor: &ActorRef) -> Vec<usize> {
        let mut others: Vec<usize> = within
            .iter()
            .flat_map(|range| self.words.inside(range))
            .filter(|word| {
                self.referent(*word).is_some_and(|entity| {
                    let entity = &self.register.entities[entity];
                    entity.is_another(actor, self.known)
                })
            })
            .map(|word| self.words.list[word].range().start)
            .collect();
        others.sort_unstable();
        others
    }

    /// Who uttered each attribution, in the order of `finds`.
    pub fn uttered(&mut self, document: &Document<'_>, finds: &[Find]) -> Vec<Uttered> {
        let parties = self.parties(document, finds);
        let entities = &self.register.entities;
        let reference = |entity: usize| entities[entity].reference(self.known);
        let speaker = |&(entity, principal): &(usize, Option<usize>)| {
            Some(Speaker {
                actor: reference(entity)?,
                on_behalf_of: principal.and_then(reference),
                affiliation: entities[entity].affiliation.and_then(reference),
                outlet: entities[entity].media,
            })
        };
        parties
            .into_iter()
            .map(|parties| {
                // A vector that grows makes room for four at first, and nearly all have one.
                let mut by = Vec::with_capacity(parties.list.len());
                by.extend(parties.list.iter().filter_map(speaker));
                let reason = parties.reason;
                Uttered { by, reason }
            })
            .collect()
    }

    /// The actors of each attribution as entities.
    fn parties(&mut self, document: &Document<'_>, finds: &[Find]) -> Vec<Parties> {
        let mut all = vec![Parties::default(); finds.len()];
        let ranges: Vec<Range<usize>> = finds.iter().map(|f| self.source_words(f)).collect();
        let mut order: Vec<usize> = (0..finds.len())
            .filter(|&f| !ranges[f].is_empty())
            .collect();
        order.sort_by_key(|&f| (ranges[f].end, ranges[f].start));
        // The find whose source starts at each such word; the longest source where several do.
        let mut starts: Vec<(usize, usize)> = order.iter().map(|&f| (ranges[f].start, f)).collect();
        starts.sort_by_key(|(start, _)| *start);
        let mut starts = starts.into_iter().peekable();
        let quoted = self.quoted(document);
        self.note_told(finds);
        let mut next = order.iter().copied().peekable();
        let mut last_named = usize::MAX;
        for word in 0..self.words.list.len() {
            let mut owner = None;
            while let Some((_, f)) = starts.next_if(|(start, _)| *start == word) {
                owner = Some(&finds[f]);
            }
            self.see(word, &quoted, &mut last_named, owner);
            while let Some(f) = next.next_if(|&f| ranges[f].end == word + 1) {
                all[f] = source::parties(self, ranges[f].clone(), is_passive(document, &finds[f]));
                if let [(entity, _), ..] = all[f].list[..] {
                    let sentence = self.words.list[word].sentence();
                    // "vouched for Holt’s plan": the sentence is not about Holt.
                    let owns = self.words.list[word].possessive;
                    if !quoted[word] && !owns {
                        self.salience.see(entity, sentence, word, Role::Subject);
                        // "They are said to …": others say so.
                        if !is_passive(document, &finds[f]) {
                            self.salience.speaks(entity, sentence);
                        }
                    }
                }
            }
        }
        for (find, parties) in finds.iter().zip(&mut all) {
            for others in &find.others {
                let words = self.words.inside(others);
                let others = source::parties(self, words, false).list;
                let new = |(entity, _): &(usize, _)| parties.list.iter().all(|(e, _)| e != entity);
                let others: Vec<_> = others.into_iter().filter(new).collect();
                parties.list.extend(others);
            }
        }
        self.first_person(document, finds, &ranges, &mut all);
        all
    }

    /// Notes which series of names stand in what somebody says. "Her call to …" says no clause.
    fn note_told(&mut self, finds: &[Find]) {
        let mut contents: Vec<Range<usize>> = finds
            .iter()
            .flat_map(|f| f.content.iter().cloned())
            .filter(|content| !self.words.text[content.clone()].starts_with("to "))
            .collect();
        contents.sort_by_key(|content| content.start);
        for series in &mut self.series {
            let last = self.words.list[series.end - 1].range().start;
            let n = contents.partition_point(|content| content.start <= last);
            series.told = contents[n.saturating_sub(NEAR)..n]
                .iter()
                .any(|content| last < content.end);
        }
    }

    /// The words of an attribution's source: its first run that has any.
    fn source_words(&self, find: &Find) -> Range<usize> {
        find.source
            .iter()
            .map(|range| self.words.inside(range))
            .find(|words| !words.is_empty())
            .unwrap_or(0..0)
    }

    /// The end of a source with all of the name that it ends in: "Holt and Deputy" of "Deputy Mayor Ruiz".
    pub(super) fn named_to(&self, words: &Range<usize>) -> usize {
        let Some(last) = words.end.checked_sub(1) else {
            return words.end;
        };
        let behind = words.end..words.end + TITLE;
        let opens = self.words.capital(last) && self.mention(last).is_none();
        let cut = behind.filter_map(|at| self.mention(at)).find(|&m| {
            let whole = &self.mentions[m].whole;
            whole.contains(&last) || opens && whole.start == words.end && self.joined(words.end)
        });
        cut.map_or(words.end, |m| self.mentions[m].whole.end)
    }

    /// For each word whether it stands in quotation marks.
    fn quoted(&self, document: &Document<'_>) -> Vec<bool> {
        let mut quoted = vec![false; self.words.list.len()];
        for quote in &document.quotes {
            let inside = self.words.inside(&quote.range);
            // Scare quotes around a word or two are the reporter's sentence.
            if inside.len() > 3 {
                quoted[inside].fill(true);
            }
        }
        quoted
    }

    /// Notes the name or pronoun at `word`.
    fn see(&mut self, word: usize, quoted: &[bool], named: &mut usize, find: Option<&Find>) {
        let sentence = self.words.list[word].sentence();
        if let Some(n) = self.mention(word) {
            if self.mentions[n].words.start != word || self.mentions[n].kind == Kind::Place {
                return;
            }
            let Some(entity) = self.entity(n) else { return };
            let last = self.mentions[n].words.end - 1;
            let role = if quoted[word] {
                Role::Quoted
            } else if self.words.list[last].possessive {
                Role::Owner
            } else if *named != sentence && self.can_be_subject(n) {
                *named = sentence;
                Role::Subject
            } else {
                Role::Other
            };
            self.salience.see(entity, sentence, last, role);
            return;
        }
        if self.words.list[word].flags.contains(Flags::PEOPLE) && !quoted[word] {
            self.see_people(word);
        }
        let Some(kind) = pronoun(self.words.folded(word)) else {
            return;
        };
        if matches!(kind, Pronoun::Speaker | Pronoun::Anyone) {
            return;
        }
        if self.is_anyone(word) {
            return;
        }
        let behind = self.behind(word, quoted);
        let barred = |trace: &Trace| {
            let byte = self.words.list[trace.word].range().start;
            let content = find.is_some_and(|f| f.content.iter().any(|c| c.contains(&byte)));
            content || behind.contains(&trace.entity)
        };
        let entities = &self.register.entities;
        let owner = matches!(self.words.folded(word), "his" | "her" | "their");
        let nearby = self
            .blamed(word, kind)
            .or_else(|| self.possessor(word, kind));
        let mut found = nearby.or_else(|| {
            self.salience
                .resolve(kind, sentence, quoted[word], owner, entities, barred)
        });
        if kind == Pronoun::Several && find.is_some() && !quoted[word] {
            let seen = found.and_then(|entity| self.salience.last_sentence(entity));
            found = self.people_since(seen, word).or(found);
        }
        if let Some(entity) = found {
            self.meant[word] = PRONOUN | entity as u32;
            if let Pronoun::One(gender) = kind {
                let entry = &mut self.register.entities[entity];
                // Whose "her" is may be another's than it seems; who "she" is has a clause to itself.
                if matches!(self.words.folded(word), "he" | "she") {
                    entry.gender = entry.gender.or(Some(gender));
                }
                let subject = matches!(self.words.folded(word), "he" | "she")
                    && *named != sentence
                    && !self.is_subordinate(word);
                let role = if quoted[word] {
                    Role::Quoted
                } else if subject {
                    *named = sentence;
                    Role::Subject
                } else {
                    Role::Other
                };
                self.salience.see(entity, sentence, word, role);
            }
        }
    }

    /// Whether the word stands behind a preposition: "along with Holt".
    pub(super) fn is_governed(&self, word: usize) -> bool {
        self.joined(word) && self.words.list[word - 1].flags.contains(Flags::PREPOSITION)
    }

    /// "I" and "we" are whoever speaks the quotation around them; a quotation without a source
    /// goes on from the one before it in the same paragraph.
    fn first_person(
        &self,
        document: &Document<'_>,
        finds: &[Find],
        ranges: &[Range<usize>],
        all: &mut [Parties],
    ) {
        for f in 0..finds.len() {
            let first = ranges[f].start;
            let speaker = !ranges[f].is_empty()
                && ranges[f].len() <= 2
                && pronoun(self.words.folded(first)) == Some(Pronoun::Speaker);
            if speaker {
                let byte = self.words.list[first].range().start;
                let near = f.saturating_sub(NEAR)..(f + NEAR + 1).min(finds.len());
                let around = near.into_iter().find(|&g| {
                    g != f
                        && !all[g].list.is_empty()
                        && finds[g].content.iter().any(|c| c.contains(&byte))
                });
                if let Some(g) = around {
                    all[f] = all[g].clone();
                }
            } else if ranges[f].is_empty()
                && let Some(g) = continued(document, finds, f)
            {
                all[f] = all[g].clone();
            }
        }
    }

    /// Whether word `at` follows the one before it with white space only.
    pub fn joined(&self, at: usize) -> bool {
        at > 0 && self.words.list[at].gap == Gap::Space
    }
}

/// Whether the cue is a passive: "is feared", "was said".
fn is_passive(document: &Document<'_>, find: &Find) -> bool {
    let Some(cue) = find.cue.first() else {
        return false;
    };
    let first = document.text[cue.clone()].split_whitespace().next();
    matches!(first, Some("is" | "was" | "were" | "are"))
}

/// The attribution whose speaker goes on in attribution `f`, which has no source of its own: the
/// one before it, when both are quotations of one paragraph.
fn continued(document: &Document<'_>, finds: &[Find], f: usize) -> Option<usize> {
    let start = finds[f].content.first()?.start;
    let quoted = |at: usize| {
        let n = document.quotes.partition_point(|q| q.range.start <= at);
        n > 0 && document.quotes[n - 1].range.end > at
    };
    let paragraph = |at: usize| document.paragraphs.partition_point(|p| p.start <= at);
    let before = f.checked_sub(1)?;
    let end = finds[before].content.last()?.start;
    (quoted(start) && quoted(end) && paragraph(start) == paragraph(end)).then_some(before)
}
