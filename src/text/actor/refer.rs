//! What the words around a pronoun tell of whom it means, before salience is asked.

use super::lists::Flags;
use super::pronoun::{Pronoun, gender};
use super::reader::Reader;
use super::source;
use super::word::{Gap, Shape};

/// Words behind "he" in which a name of its clause is looked for: "he told Holt".
const CLAUSE: usize = 40;

/// Words of a clause that opens a sentence.
const OPENING: usize = 30;

/// Words between a body's name and the person whom it calls.
const CALLED: usize = 5;

/// Words between "his" and the one who is blamed for what is his.
const BLAMED: usize = 4;

/// How many words a phrase may go on behind its owner.
const POSSESSED: usize = 10;

impl Reader<'_, '_> {
    /// Notes the noun for people at `word`: of those of a sentence, "they" means its subject.
    pub(super) fn see_people(&mut self, word: usize) {
        let sentence = self.words.list[word].sentence();
        let before = self
            .people
            .filter(|&p| self.words.list[p].sentence() == sentence);
        if before.is_none_or(|p| self.is_governed(p) && !self.is_governed(word)) {
            self.people = Some(word);
        }
    }

    /// Whether the phrase that begins at `word` means nobody, or anybody: "no senator", "none of them", "anyone who".
    pub(super) fn is_nobody(&self, word: usize) -> bool {
        if self.mention(word).is_some() {
            return false;
        }
        let next = match word + 1 < self.words.list.len() && self.joined(word + 1) {
            true => self.words.folded(word + 1),
            false => "",
        };
        match self.words.folded(word) {
            // "No fewer than ten", "not only Holt".
            "no" | "not" => !matches!(next, "fewer" | "less" | "more" | "only" | "just" | "even"),
            "hardly" | "barely" | "scarcely" => matches!(next, "any" | "anyone" | "anybody"),
            // "Not a single senator", where the source begins behind the denial.
            "a" | "one" => self.is_behind(word, &["not"]),
            "single" => self.is_behind(word, &["not", "a"]),
            // "Neither side", not "neither Holt nor Dahl".
            "neither" if !next.is_empty() => {
                self.mention(word + 1).is_none()
                    && !self.words.list[word + 1].flags.contains(Flags::PEOPLE)
            }
            first => matches!(first, "nobody" | "none" | "anyone" | "anybody" | "whoever"),
        }
    }

    /// The first word behind a day that opens a phrase and was taken along: "in Sept. the board".
    pub(super) fn behind_day(&self, start: usize, end: usize) -> usize {
        let calendar = |at: usize| {
            self.mention(at).is_none() && self.words.list[at].flags.contains(Flags::CALENDAR)
        };
        if start >= end || !calendar(start) {
            return start;
        }
        let number = |at: usize| self.words.list[at].shape == Shape::Number;
        let behind = (start..end).find(|&at| !calendar(at) && !number(at));
        behind.unwrap_or(start)
    }

    /// Whether these words stand right before `word`.
    fn is_behind(&self, word: usize, before: &[&str]) -> bool {
        word >= before.len()
            && (word - before.len()..word)
                .zip(before)
                .all(|(n, text)| self.words.folded(n) == *text && self.joined(n + 1))
    }

    /// Whether the pronoun at `word` means whoever it may be: "he or she".
    pub(super) fn is_anyone(&self, word: usize) -> bool {
        let either = |or: usize, other: usize| {
            self.words.list.get(other).is_some()
                && matches!(self.words.folded(or), "or" | "and")
                && gender(self.words.folded(other)).is_some()
        };
        either(word + 1, word + 2) || (word > 1 && either(word - 1, word - 2))
    }

    /// Whether mention `n` can be the subject of its sentence: behind no preposition, in no clause that
    /// only opens it, and not part of what a person is called ("party chairwoman Nora Quill").
    pub(super) fn can_be_subject(&self, n: usize) -> bool {
        let whole = &self.mentions[n].whole;
        !self.is_governed(whole.start) && !self.is_subordinate(whole.start) && !self.is_calling(n)
    }

    /// Whether word `at` stands in a clause before the main one: "When Holt objected, Dahl agreed".
    pub(super) fn is_subordinate(&self, at: usize) -> bool {
        let sentence = self.words.list[at].sentence();
        let low = at.saturating_sub(OPENING);
        let mut first = at;
        while first > low && self.words.list[first - 1].sentence() == sentence {
            if matches!(self.words.list[first].gap, Gap::Comma) {
                return false;
            }
            first -= 1;
        }
        let skip = matches!(
            self.words.folded(first),
            "and" | "but" | "yet" | "even" | "so"
        );
        let opener = first + usize::from(skip);
        opener < at
            && self.mention(opener).is_none()
            && matches!(
                self.words.folded(opener),
                "when"
                    | "while"
                    | "after"
                    | "as"
                    | "if"
                    | "although"
                    | "though"
                    | "because"
                    | "since"
                    | "before"
                    | "once"
                    | "until"
                    | "unless"
                    | "whereas"
            )
    }

    /// Whether a body's name only says what the person behind it is: "Brunland Party chief Nora Quill".
    fn is_calling(&self, n: usize) -> bool {
        let whole = &self.mentions[n].whole;
        let person = |n: usize| {
            let entity = self.entity(n);
            entity.is_some_and(|entity| self.register.entities[entity].is_person())
        };
        if person(n) {
            return false;
        }
        let end = self.words.list.len().min(whole.end + CALLED);
        let behind = (whole.end..end)
            .take_while(|&at| self.joined(at))
            .find(|&at| self.mention(at).is_some_and(person));
        behind.is_some_and(|at| {
            (whole.end..at).all(|word| {
                self.mention(word).is_some()
                    || self.words.list[word].flags.contains(Flags::PERSON)
                    || self.words.capital(word)
            })
        })
    }

    /// The entities named in the clause that begins with the pronoun at `word`, whom it cannot mean:
    /// "he told Holt" (Chomsky's principles B and C).
    pub(super) fn behind(&self, word: usize, quoted: &[bool]) -> Vec<usize> {
        let subject = matches!(self.words.folded(word), "he" | "she" | "they");
        let opens = word == 0
            || self.words.list[word - 1].sentence() != self.words.list[word].sentence()
            || quoted[word - 1]
            || self.words.list[word].gap == Gap::Quote
            || matches!(self.words.folded(word - 1), "and" | "but");
        if !subject || !opens || quoted[word] {
            return Vec::new();
        }
        let sentence = self.words.list[word].sentence();
        (word + 1..self.words.list.len().min(word + CLAUSE))
            .take_while(|&at| self.words.list[at].sentence() == sentence)
            .filter(|&at| !quoted[at])
            .filter_map(|at| self.mention(at).and_then(|m| self.entity(m)))
            .collect()
    }

    /// Who is meant by "his" in "blasted Rubio for his support": the one named right before the
    /// preposition.
    pub(super) fn blamed(&self, word: usize, kind: Pronoun) -> Option<usize> {
        let Pronoun::One(gender) = kind else {
            return None;
        };
        let ties = |at: usize| {
            matches!(
                self.words.folded(at),
                "for" | "over" | "on" | "about" | "because" | "of" | "with" | "after"
            )
        };
        let first = word.saturating_sub(BLAMED);
        let preposition = (first..word)
            .rev()
            .find(|&at| ties(at) && self.mention(at).is_none())?;
        if !(preposition..=word).all(|at| at == preposition || self.joined(at)) || preposition == 0
        {
            return None;
        }
        let m = self.mention(preposition - 1)?;
        let entity = self.entity(m)?;
        let entry = &self.register.entities[entity];
        let before = self.mentions[m].whole.start.checked_sub(1)?;
        // The subject itself may hold it: "Holt on his own".
        let object = self.words.list[before].sentence() == self.words.list[word].sentence()
            && self.joined(self.mentions[m].whole.start);
        let last = self.words.list[preposition - 1].possessive;
        (entry.is_person() && object && !last && entry.gender.is_none_or(|own| own == gender))
            .then_some(entity)
    }

    /// Whose "his" is in "Holt’s record and his support", "Holt’s offer to drop his plan": the owner of
    /// the phrase that goes on.
    pub(super) fn possessor(&self, word: usize, kind: Pronoun) -> Option<usize> {
        let Pronoun::One(gender) = kind else {
            return None;
        };
        let first = word.saturating_sub(POSSESSED);
        let told = |at: usize| self.mention(at).is_none() && self.words.folded(at).ends_with("ed");
        let joined = |at: usize| matches!(self.words.list[at].gap, Gap::Space | Gap::Quote);
        let goes_on = |at: usize| joined(at + 1) && !told(at);
        let owner = (first..word)
            .rev()
            .take_while(|&at| goes_on(at))
            .find(|&at| self.words.list[at].possessive && self.mention(at).is_some())?;
        let shared = self.words.folded(word - 1) == "and";
        let acts = (owner + 1..word).any(|at| self.words.folded(at) == "to");
        let entity = self.entity(self.mention(owner)?)?;
        let entry = &self.register.entities[entity];
        ((shared || acts) && entry.is_person() && entry.gender.is_none_or(|own| own == gender))
            .then_some(entity)
    }

    /// The people whom "they" at `word` means when they were named later than in sentence `seen`, at
    /// most two sentences ago or as the subject of the same one: "Fishermen filled the quay. They …".
    pub(super) fn people_since(&mut self, seen: Option<usize>, word: usize) -> Option<usize> {
        let people = self.people?;
        let sentence = self.words.list[word].sentence();
        let then = self.words.list[people].sentence();
        let near = sentence.saturating_sub(then) <= 2;
        let here = then == sentence && people + 1 < word && self.opens_clause(people);
        if !near || (then == sentence && !here) || seen.is_some_and(|seen| seen >= then && !here) {
            return None;
        }
        source::people(self, people)
    }

    /// Whether the noun at word `at` ends a phrase that opens a sentence or a clause.
    fn opens_clause(&self, at: usize) -> bool {
        let sentence = self.words.list[at].sentence();
        let closed = Flags::PREPOSITION | Flags::RELATIVE;
        let mut first = at;
        while first > 0 && at - first < POSSESSED {
            let word = &self.words.list[first];
            let before = &self.words.list[first - 1];
            if before.sentence() != sentence || word.gap != Gap::Space {
                return true;
            }
            if self.mention(first - 1).is_some() || before.flags.contains(closed) {
                return false;
            }
            if before.flags.contains(Flags::CONJUNCTION) {
                return true;
            }
            first -= 1;
        }
        first == 0
    }
}
