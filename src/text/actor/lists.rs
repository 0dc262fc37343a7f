//! The word lists of the actor stage, parsed once from the lexicon's files.

use std::collections::HashSet;
use std::ops::BitOr;
use std::sync::OnceLock;

use serde::Deserialize;

use super::files::{
    AffiliationFile, CountryFile, DocumentFile, FILES, Files, FunctionFile, GivenFile, GroupFile,
    HonorificFile, OrganizationFile, PlaceFile, TitleFile,
};
use super::fold::fold;
use super::word::{Gap, Words};
use crate::text::hash::Table;
use crate::text::listed::Listed;

/// What the lists say of a single word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u32);

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Flags { $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)* }
    };
}

flags! {
    /// "Mr.", "Dr.".
    HONORIFIC = 0;
    /// Says that the person is male.
    MALE = 1;
    /// Says that the person is female.
    FEMALE = 2;
    /// A given name.
    GIVEN = 3;
    /// A full stop behind it belongs to the word ("Sen.").
    ABBREVIATION = 4;
    /// "van", "bin" inside a name.
    PARTICLE = 5;
    /// "Jr.".
    SUFFIX = 6;
    /// One person ("official").
    PERSON = 7;
    /// Several people ("officials").
    PEOPLE = 8;
    /// Names an organization as a common noun ("campaign").
    BODY = 9;
    /// Of those, a government's.
    GOVERNING = 10;
    /// Something written or measured ("report").
    DOCUMENT = 11;
    /// Of those, somebody's words ("statement").
    UTTERANCE = 12;
    /// Makes a name an organization's ("Department").
    HEAD = 13;
    /// Makes a name a place's or thing's ("Street", "Act").
    PLACE_HEAD = 14;
    /// Begins a place's name ("New").
    PLACE_FIRST = 15;
    /// Begins no name.
    STARTER = 16;
    /// "the", "his".
    DETERMINER = 17;
    /// "of", "for".
    PREPOSITION = 18;
    /// "who", "which".
    RELATIVE = 19;
    /// "and", "or".
    CONJUNCTION = 20;
    /// "he", "their".
    PRONOUN = 21;
    /// People who know something and are not named.
    UNNAMED = 22;
    /// "some", "others".
    INDEFINITE = 23;
    /// "former".
    ENDED = 24;
    /// "Republican".
    PARTY = 25;
    /// A weekday or month.
    CALENDAR = 26;
    /// Stands behind the noun that it describes ("familiar").
    POSTMODIFIER = 27;
    /// Counts people ("a majority of").
    QUANTITY = 28;
    /// Begins a body's name, and else only a sentence ("National").
    ADJECTIVE = 29;
    /// Ends a company's name ("Corp").
    FIRM = 30;
}

impl Flags {
    /// Whether any flag of `other` is set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a name or phrase of the lists means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// An office: index into [`Lists::titles`].
    Title(usize),
    /// A country by name: index into [`Lists::countries`].
    Country(usize),
    /// A country by its capital.
    Seat(usize),
    /// "Ukrainian".
    Demonym(usize),
    /// An organization.
    Organization,
    /// A news outlet.
    Media,
    /// A body that stands for a government.
    Government,
    /// A place or thing that says nothing.
    Place,
    /// An actor of the codebook, by position.
    Actor(usize),
}

/// An office or calling.
#[derive(Clone, Debug)]
pub(crate) struct Title {
    /// Whether its holder speaks for a principal.
    pub speaks_for: bool,
    /// What the word says of the holder.
    pub gender: Option<Gender>,
}

/// Which pronouns refer to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Gender {
    /// "he"
    Male,
    /// "she"
    Female,
}

impl Gender {
    /// What flags say; nothing where they say both.
    pub fn of(flags: Flags) -> Option<Self> {
        match (flags.contains(Flags::MALE), flags.contains(Flags::FEMALE)) {
            (true, false) => Some(Self::Male),
            (false, true) => Some(Self::Female),
            _ => None,
        }
    }
}

/// Names and phrases of several words, found by their first.
#[derive(Debug, Default)]
pub(crate) struct Phrases(Listed<Vec<(Vec<String>, Sense)>>);

impl Phrases {
    /// Adds `phrase`; of two equal phrases the first stays.
    pub fn add(&mut self, phrase: &str, sense: Sense) {
        let mut words = phrase
            .split_whitespace()
            .map(fold)
            .filter(|w| !w.is_empty());
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let list = self.0.entry(&first);
        if list.iter().any(|(known, _)| *known == rest) {
            return;
        }
        let place = list.partition_point(|(known, _)| known.len() >= rest.len());
        list.insert(place, (rest, sense));
    }

    /// The longest phrase that starts with word `at` and ends before word `end`, as its length in
    /// words and its meaning.
    pub fn longest(&self, words: &Words<'_>, at: usize, end: usize) -> Option<(usize, Sense)> {
        if self.0.is_empty() {
            return None;
        }
        let list = self
            .0
            .beginning(words.list[at].begin, || words.folded(at))?;
        list.iter().find_map(|(rest, sense)| {
            let fits = at + rest.len() < end
                && rest.iter().enumerate().all(|(n, word)| {
                    let here = at + 1 + n;
                    words.list[here].gap == Gap::Space
                        && !words.list[here - 1].possessive
                        && words.folded(here) == word
                });
            fits.then_some((rest.len() + 1, *sense))
        })
    }

    /// The meaning of the whole of `phrase`.
    pub fn exact(&self, phrase: &str) -> Option<Sense> {
        let mut words = phrase
            .split_whitespace()
            .map(fold)
            .filter(|w| !w.is_empty());
        let list = self.0.get(&words.next()?)?;
        let rest: Vec<String> = words.collect();
        list.iter()
            .find(|(known, _)| *known == rest)
            .map(|(_, sense)| *sense)
    }
}

/// All lists.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    flags: Listed<Flags>,
    /// Names of countries, organizations and places, written with capitals.
    pub names: Phrases,
    /// Offices and callings.
    pub phrases: Phrases,
    /// Offices by index.
    pub titles: Vec<Title>,
    /// Canonical names of countries by index.
    pub countries: Vec<String>,
    /// Nouns, in their base form, of people who belong to what is named with them.
    pub affiliated: HashSet<String>,
    /// Words that tie such a noun to the name behind it.
    pub affiliation_ties: Vec<Vec<String>>,
    short: Table<String, Vec<String>>,
}

impl Lists {
    /// The lists that the program was built with.
    pub fn embedded() -> &'static Self {
        static LISTS: OnceLock<Lists> = OnceLock::new();
        LISTS.get_or_init(|| {
            // A test parses the same files, so that this cannot fail in a build that passed.
            Self::parse(FILES).unwrap_or_default()
        })
    }

    /// What is known of a folded word.
    pub fn flags(&self, folded: &str) -> Flags {
        self.flags.get(folded).copied().unwrap_or_default()
    }

    /// Whether one folded given name is a short form of the other.
    pub fn short_of(&self, a: &str, b: &str) -> bool {
        let one = |x: &str, y: &str| self.short.get(x).is_some_and(|f| f.iter().any(|w| w == y));
        one(a, b) || one(b, a)
    }

    fn mark(&mut self, word: &str, flags: Flags) {
        let entry = self.flags.entry(&fold(word));
        *entry = *entry | flags;
    }

    fn mark_all(&mut self, words: &str, flags: Flags) {
        for word in words.split_whitespace() {
            self.mark(word, flags);
        }
    }

    fn name_all(&mut self, names: &[String], sense: Sense) {
        for name in names {
            self.names.add(name, sense);
        }
    }

    /// Parses the lexicon's files: name and text of each. The error names file and line.
    pub fn parse(files: Files<'_>) -> Result<Self, String> {
        let mut lists = Self::default();
        lists.read_persons(&files)?;
        lists.read_countries(&files)?;
        lists.read_bodies(&files)?;
        lists.read_words(&files)?;
        Ok(lists)
    }

    fn read_persons(&mut self, files: &Files<'_>) -> Result<(), String> {
        let honorifics: HonorificFile = file("honorific.toml", files.honorific)?;
        for entry in &honorifics.honorific {
            for word in &entry.words {
                self.mark_all(word, Flags::HONORIFIC | of(entry.gender));
            }
        }
        for word in &honorifics.suffix.words {
            self.mark(word, Flags::SUFFIX);
        }
        for word in &honorifics.abbreviation.words {
            self.mark(word, Flags::ABBREVIATION);
        }
        for word in &honorifics.particle.words {
            self.mark(word, Flags::PARTICLE);
        }
        let titles: TitleFile = file("title.toml", files.title)?;
        for entry in &titles.title {
            let number = self.titles.len();
            self.titles.push(Title {
                speaks_for: entry.speaks_for,
                gender: entry.gender,
            });
            for form in entry.forms.iter().chain(&entry.plural) {
                self.phrases.add(form, Sense::Title(number));
            }
        }
        let given: GivenFile = file("given.toml", files.given)?;
        self.mark_all(&given.male, Flags::GIVEN | Flags::MALE);
        self.mark_all(&given.female, Flags::GIVEN | Flags::FEMALE);
        for pair in given.short.split_whitespace() {
            let (short, full) = pair
                .split_once('=')
                .ok_or_else(|| format!("given.toml: “{pair}” is no “short=full”"))?;
            let full = full.split(',').map(fold).collect();
            self.short.insert(fold(short), full);
        }
        Ok(())
    }

    fn read_countries(&mut self, files: &Files<'_>) -> Result<(), String> {
        let countries: CountryFile = file("country.toml", files.country)?;
        for entry in &countries.countries {
            let fields: Vec<&str> = entry.split('|').map(str::trim).collect();
            let [name, others, adjectives, seats] = fields[..] else {
                return Err(format!("country.toml: “{entry}” has not four fields"));
            };
            let number = self.countries.len();
            self.countries.push(name.to_owned());
            self.names.add(name, Sense::Country(number));
            for (list, sense) in [
                (others, Sense::Country(number)),
                (adjectives, Sense::Demonym(number)),
                (seats, Sense::Seat(number)),
            ] {
                for other in list.split(',') {
                    self.names.add(other, sense);
                }
            }
        }
        Ok(())
    }

    fn read_bodies(&mut self, files: &Files<'_>) -> Result<(), String> {
        let bodies: OrganizationFile = file("organization.toml", files.organization)?;
        self.name_all(&bodies.governments, Sense::Government);
        self.name_all(&bodies.media, Sense::Media);
        self.name_all(&bodies.names, Sense::Organization);
        self.mark_all(&bodies.heads, Flags::HEAD);
        self.mark_all(&bodies.firms, Flags::HEAD | Flags::FIRM);
        for noun in bodies.nouns.split_whitespace() {
            self.mark(noun, Flags::BODY);
            self.mark(&plural(noun), Flags::PEOPLE);
        }
        self.mark_all(&bodies.government_nouns, Flags::BODY | Flags::GOVERNING);
        let places: PlaceFile = file("place.toml", files.place)?;
        self.name_all(&places.places, Sense::Place);
        self.mark_all(&places.heads, Flags::PLACE_HEAD);
        self.mark_all(&places.first, Flags::PLACE_FIRST);
        Ok(())
    }

    fn read_words(&mut self, files: &Files<'_>) -> Result<(), String> {
        let groups: GroupFile = file("group.toml", files.group)?;
        for noun in groups.people.split_whitespace() {
            self.mark(noun, Flags::PERSON);
            self.mark(&plural(noun), Flags::PEOPLE);
        }
        self.mark_all(&groups.plurals, Flags::PEOPLE);
        self.mark_all(&groups.unnamed, Flags::UNNAMED);
        self.mark_all(&groups.indefinite, Flags::INDEFINITE);
        self.mark_all(&groups.quantities, Flags::QUANTITY);
        let documents: DocumentFile = file("document.toml", files.document)?;
        self.mark_all(&documents.nouns, Flags::DOCUMENT);
        self.mark_all(&documents.utterances, Flags::DOCUMENT | Flags::UTTERANCE);
        let affiliation: AffiliationFile = file("affiliation.toml", files.affiliation)?;
        let folded = |words: &str| words.split_whitespace().map(fold).collect::<Vec<_>>();
        self.affiliated.extend(folded(&affiliation.nouns));
        self.affiliation_ties = affiliation.ties.iter().map(|tie| folded(tie)).collect();
        let words: FunctionFile = file("function.toml", files.function)?;
        for (list, flags) in [
            (&words.determiners, Flags::DETERMINER | Flags::STARTER),
            (&words.prepositions, Flags::PREPOSITION | Flags::STARTER),
            (&words.relatives, Flags::RELATIVE | Flags::STARTER),
            (&words.conjunctions, Flags::CONJUNCTION | Flags::STARTER),
            (&words.pronouns, Flags::PRONOUN | Flags::STARTER),
            (&words.starters, Flags::STARTER),
            (&words.body_adjectives, Flags::ADJECTIVE),
            (&words.party_adjectives, Flags::PARTY),
            (&words.calendar, Flags::CALENDAR),
            (&words.postmodifiers, Flags::POSTMODIFIER),
            (&words.ended, Flags::ENDED | Flags::STARTER),
        ] {
            self.mark_all(list, flags);
        }
        Ok(())
    }
}

/// The regular plural of a noun for people.
fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("man") {
        return format!("{stem}men");
    }
    if let Some(stem) = noun.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if let Some(stem) = noun.strip_suffix("wife") {
        return format!("{stem}wives");
    }
    let hiss = ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    format!("{noun}{}", if hiss { "es" } else { "s" })
}

fn of(gender: Option<Gender>) -> Flags {
    match gender {
        Some(Gender::Male) => Flags::MALE,
        Some(Gender::Female) => Flags::FEMALE,
        None => Flags::default(),
    }
}

fn file<'a, T: Deserialize<'a>>(name: &str, text: &'a str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| format!("{name}: {error}"))
}
