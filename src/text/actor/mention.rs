//! Finds the names of persons, organizations, countries and places, and the offices written with
//! capitals, in one pass over the words.

mod body;
mod bounds;
mod firm;
mod headline;
mod kind;

use std::ops::Range;

use super::known::Known;
use super::lists::{Flags, Gender, Lists, Sense};
use super::word::{Gap, Shape, Words};
use crate::text::hash::KeyedSet;

/// What a mention names, as far as its own words and neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person.
    Person,
    /// A party, company, ministry.
    Organization,
    /// A news outlet.
    Media,
    /// A seat of government.
    Government,
    /// A country: index into the list.
    Country(usize),
    /// A place, law or day.
    Place,
    /// One capitalised word that the rest of the article must explain.
    Unknown,
    /// An office without a name: index of the title.
    Office(usize),
}

/// A name in the text.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// Words of the name itself.
    pub words: Range<usize>,
    /// The same with titles and honorifics before it.
    pub whole: Range<usize>,
    /// What it names.
    pub kind: Kind,
    /// The office before the name.
    pub title: Option<usize>,
    /// What title and honorific say.
    pub gender: Option<Gender>,
    /// The codebook's actor that it names outright.
    pub known: Option<usize>,
    /// Whether the word may as well be no name: it needs one elsewhere in the article to be.
    pub doubtful: bool,
}

/// All mentions, in text order, without overlaps.
pub(crate) fn mentions(words: &Words<'_>, lists: &Lists, known: &Known) -> Vec<Mention> {
    let mut scan = Scan {
        words,
        lists,
        known,
        small: KeyedSet::default(),
        capital: KeyedSet::default(),
        firms: KeyedSet::default(),
        found: Vec::new(),
        headline: false,
    };
    scan.look_over();
    scan.run();
    scan.found
}

struct Scan<'w, 'a> {
    words: &'w Words<'a>,
    lists: &'w Lists,
    known: &'w Known,
    /// Words that the article also writes small: no names where a sentence begins with them.
    small: KeyedSet<&'w str>,
    /// Words that the article writes with a capital inside a sentence.
    capital: KeyedSet<&'w str>,
    /// Names of companies, without the word that says so.
    firms: KeyedSet<String>,
    found: Vec<Mention>,
    headline: bool,
}

/// No name has more words; longer runs are cut, so that each word costs the same.
const LONGEST: usize = 24;

/// What stands before a name that is being read.
#[derive(Clone, Copy, Default)]
struct Before {
    start: Option<usize>,
    title: Option<usize>,
    honorific: bool,
    gender: Option<Gender>,
}

impl Scan<'_, '_> {
    fn look_over(&mut self) {
        for (n, word) in self.words.list.iter().enumerate() {
            if word.shape == Shape::Lower {
                self.small.insert(self.words.folded(n));
            } else if word.gap == Gap::Space && word.shape == Shape::Capital {
                self.capital.insert(self.words.folded(n));
            }
        }
    }

    fn run(&mut self) {
        let count = self.words.list.len();
        let mut sentence = usize::MAX;
        let mut at = 0;
        while at < count {
            let word = &self.words.list[at];
            if word.sentence() != sentence {
                sentence = word.sentence();
                self.headline = self.is_headline(at);
            }
            if !self.words.capital(at) {
                at += self.small_start(at);
                continue;
            }
            let end = if self.headline {
                self.headline_end(at)
            } else {
                self.run_end(at)
            };
            at = self.segment(at, end).max(at + 1);
        }
    }

    /// A codebook alias that starts with a small letter; otherwise one word further.
    fn small_start(&mut self, at: usize) -> usize {
        if let Some((len, Sense::Actor(actor))) =
            self.known
                .aliases
                .longest(self.words, at, self.words.list.len())
            && len > 1
        {
            self.push(
                at..at + len,
                Kind::Organization,
                Before::default(),
                Some(actor),
            );
            return len;
        }
        1
    }

    fn flag(&self, at: usize, flags: Flags) -> bool {
        self.words.list[at].flags.contains(flags)
    }

    /// Whether word `at` follows the one before it without a mark or possessive between.
    fn joined(&self, at: usize) -> bool {
        self.words.list[at].gap == Gap::Space && !self.words.list[at - 1].possessive
    }

    /// End of the run of capitalised words, particles and inner small words that starts at `at`.
    fn run_end(&self, at: usize) -> usize {
        if let Some(end) = self.body_end(at) {
            return end;
        }
        let count = self.words.list.len();
        let mut end = at + 1;
        let mut headed = self.flag(at, Flags::HEAD);
        let mut tail = false;
        while end < count.min(at + LONGEST) && self.joined(end) {
            if self.words.capital(end) {
                if self.flag(end, Flags::CALENDAR) && !self.flag(end - 1, Flags::GIVEN)
                    || self.opens_sentence(end)
                {
                    break;
                }
                headed |= self.flag(end, Flags::HEAD);
                end += 1;
                continue;
            }
            let small = self.words.folded(end);
            let particle = self.flag(end, Flags::PARTICLE);
            let inner = headed
                && (matches!(small, "of" | "for" | "on" | "the") || (small == "and" && tail));
            if !particle && !inner {
                break;
            }
            // At most two small words in a row: "van der", "of the".
            let next = (end + 1..count.min(end + 3)).find(|&n| self.words.capital(n));
            match next {
                // "The council on Aug. 2".
                Some(n) if self.flag(n, Flags::CALENDAR) && small == "on" => break,
                Some(n) if (end + 1..=n).all(|k| self.joined(k)) => {
                    let all_small = (end + 1..n)
                        .all(|k| self.flag(k, Flags::PARTICLE) || self.words.folded(k) == "the");
                    if !all_small {
                        break;
                    }
                    if small == "and" && n > end + 1 && self.is_headed(n) {
                        break;
                    }
                    tail |= inner;
                    end = n + 1;
                }
                _ => break,
            }
        }
        end
    }

    /// Reads the mentions of one run; gives the word behind what was read.
    fn segment(&mut self, start: usize, mut end: usize) -> usize {
        let mut at = start;
        while at < end && self.is_starter(at, end) {
            at += 1;
            if self.is_calling_pac(at - 1) {
                break;
            }
        }
        let mut before = Before::default();
        while at < end {
            if let Some(len) = self.codebook_name(at, end, before) {
                at += len;
                before = Before::default();
                continue;
            }
            if let Some((stop, country)) = self.republic(at) {
                self.push(at..stop, Kind::Country(country), before, None);
                (at, before) = (stop, Before::default());
                continue;
            }
            let title = self.title(at);
            let named = self.lists.names.longest(self.words, at, end);
            let longer_name = named.map_or(0, |(len, _)| len);
            let surname = before.honorific && at + 1 == end && self.is_known_surname(at);
            let firm =
                (title.is_some() || self.flag(at, Flags::HONORIFIC)) && self.begins_firm(at, end);
            if self.flag(at, Flags::HONORIFIC) && at + 1 < end && longer_name < 2 && !firm {
                before.start.get_or_insert(at);
                before.honorific = true;
                before.gender = before.gender.or(Gender::of(self.words.list[at].flags));
                at += 1;
                continue;
            }
            if let Some((len, title)) =
                title.filter(|(len, _)| *len >= longer_name && !surname && !firm)
            {
                before.start.get_or_insert(at);
                before.title = Some(title);
                let gender = self.lists.titles.get(title).and_then(|t| t.gender);
                before.gender = before.gender.or(gender);
                at += len;
                if at > end {
                    // "Secretary of State": the office itself reached past the run.
                    end = if at < self.words.list.len() && self.joined(at) && self.words.capital(at)
                    {
                        self.run_end(at)
                    } else {
                        at
                    };
                }
                if self.words.list[at - 1].possessive || at >= end {
                    break;
                }
                continue;
            }
            at = match named {
                Some((len, sense)) => match self.listed(at, end, len, sense, before) {
                    Some(next) => next,
                    None => self.name(at, end, before),
                },
                None if self.flag(at, Flags::PARTY)
                    && before.title.is_none()
                    && !self.is_party_body(at, end) =>
                {
                    at += 1;
                    continue;
                }
                None if at + 1 < end && self.words.folded(at) == "the" => {
                    at += 1;
                    continue;
                }
                // "The Feb. 3 poll".
                None if end == at + 1 && self.is_day(at) => {
                    at += 1;
                    continue;
                }
                None if self.is_calling(at, end) => {
                    before.start.get_or_insert(at);
                    at += 1;
                    continue;
                }
                None => self.name(at, end, before),
            };
            before = Before::default();
        }
        if let (Some(first), Some(title)) = (before.start, before.title) {
            self.push(first..at, Kind::Office(title), before, None);
        }
        at
    }

    /// Whether the first word of a run is one that only begins a sentence.
    fn is_starter(&self, at: usize, end: usize) -> bool {
        let word = &self.words.list[at];
        if self.is_calling_pac(at) && at + 1 < end {
            return true;
        }
        if word.flags.contains(Flags::PRONOUN) {
            return !self.begins_body(at, end);
        }
        if self
            .lists
            .names
            .longest(self.words, at, end)
            .is_some_and(|(len, _)| len > 1)
            || word.shape == Shape::Capitals
            || (word.shape == Shape::Initial && word.range().len() > 1)
        {
            return false;
        }
        let opens = word.gap != Gap::Space;
        if word.flags.contains(Flags::STARTER) {
            if self.begins_body(at, end) {
                return false;
            }
            return opens || !word.flags.contains(Flags::GIVEN);
        }
        let listed = Flags::GIVEN | Flags::HONORIFIC | Flags::HEAD | Flags::PLACE_FIRST;
        if !opens || word.possessive || word.flags.contains(listed) || self.title(at).is_some() {
            return false;
        }
        let folded = self.words.folded(at);
        let built = ["ly", "ing", "ed"].iter().any(|e| folded.ends_with(e))
            && word.gap != Gap::Comma
            && at + 1 < end;
        built || self.small.contains(folded)
    }

    fn title(&self, at: usize) -> Option<(usize, usize)> {
        let count = self.words.list.len();
        self.known.title_at(self.lists, self.words, at, count)
    }

    fn codebook_name(&mut self, at: usize, end: usize, before: Before) -> Option<usize> {
        let (len, sense) = self.known.aliases.longest(self.words, at, end)?;
        let Sense::Actor(actor) = sense else {
            return None;
        };
        // One word inside a longer name is not that name ("Holt" in "Holt Tower").
        let whole = at + len == end || self.title(at + len).is_some();
        if len == 1 && !whole {
            return None;
        }
        let kind = match self.known.actors[actor].reference.kind {
            crate::model::ActorKind::Person => Kind::Person,
            crate::model::ActorKind::Government => Kind::Government,
            _ => Kind::Organization,
        };
        self.push(at..at + len, kind, before, Some(actor));
        Some(len)
    }

    /// Reads a name of the lists at `at`; none where it is only part of a longer name.
    fn listed(
        &mut self,
        at: usize,
        end: usize,
        len: usize,
        sense: Sense,
        before: Before,
    ) -> Option<usize> {
        let next = at + len;
        let stop = self.name_end(next, end);
        let headed = (next..stop).any(|n| self.flag(n, Flags::HEAD | Flags::PLACE_HEAD));
        if headed || (before.honorific && len == 1) {
            return None;
        }
        // "People without jobs" are no magazine.
        let opens = self.words.list[at].gap != Gap::Space;
        if sense == Sense::Media && len == 1 && opens && self.flag(at, Flags::PEOPLE) {
            return None;
        }
        let kind = match sense {
            Sense::Demonym(_) => return (next < end).then_some(next).or(Some(end)),
            Sense::Country(n) | Sense::Seat(n) => Kind::Country(n),
            Sense::Media => Kind::Media,
            Sense::Government => Kind::Government,
            Sense::Organization => Kind::Organization,
            _ => Kind::Place,
        };
        let given = len == 1 && self.flag(at, Flags::GIVEN) && next < stop;
        if given {
            return None;
        }
        self.push(at..next, kind, before, None);
        Some(next)
    }

    /// Whether the word is a calling before a name: "Comedian Ada Wells".
    fn is_calling(&self, at: usize, end: usize) -> bool {
        let next = at + 1;
        next < end
            && self.flag(at, Flags::PERSON)
            && !self.flag(at, Flags::GIVEN)
            && (self.flag(next, Flags::GIVEN) || end - next == 2)
            && !self.words.list[at].possessive
            && !self.begins_firm(at, end)
    }

    fn name(&mut self, at: usize, end: usize, before: Before) -> usize {
        let mut stop = self.name_end(at, end);
        // "Public Advocate Ada Wells": the calling ends what is before the name.
        if let Some(calling) = (at + 1..stop.saturating_sub(1)).find(|&n| self.is_calling(n, stop))
        {
            stop = calling + 1;
            return stop;
        }
        // "An anti-Holt PAC" has no name.
        let bare = stop == at + 1 && self.words.folded(at) == "pac";
        if !self.is_people(stop - 1) && !bare {
            let kind = self.kind(at..stop, before);
            self.note_firm(&(at..stop));
            self.push(at..stop, kind, before, None);
        }
        stop
    }

    /// Whether the word means people by where they are from: "Asian Americans", "Mexican-Americans".
    fn is_people(&self, at: usize) -> bool {
        self.words.folded(at).ends_with("americans")
    }

    fn push(&mut self, words: Range<usize>, kind: Kind, before: Before, known: Option<usize>) {
        let doubtful = kind == Kind::Unknown && self.is_doubtful(words.start);
        let whole = before.start.unwrap_or(words.start)..words.end;
        self.found.push(Mention {
            words,
            whole,
            kind,
            title: before.title,
            gender: before.gender,
            known,
            doubtful,
        });
    }
}
