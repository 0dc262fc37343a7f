//! Who is meant: from the source of each attribution to an actor.
//!
//! One article is read once, from start to end. [`mention`] finds the names, [`register`] joins those
//! that mean the same, [`reader`] keeps who is present to the reader for pronouns, and [`source`]
//! takes the source phrases apart; [`others`] finds who is named apart from them. There is no model:
//! lists, word shapes and what the article itself says of a name decide.

mod affiliation;
mod coordinate;
mod describe;
mod epithet;
#[cfg(test)]
mod examples;
mod files;
mod fold;
mod group;
mod join;
mod known;
mod lists;
mod mention;
mod office;
mod origin;
mod others;
mod places;
mod pronoun;
mod reader;
mod refer;
mod register;
mod roles;
mod source;
mod word;

use chrono::NaiveDate;

use self::known::Known;
pub(crate) use self::lists::Flags;
use self::lists::Lists;
pub(crate) use self::others::note as note_others;
pub(crate) use self::reader::Reader;
pub(crate) use self::register::Register;
pub(crate) use self::word::{Gap, Shape, Words};
use super::document::{Document, Find};
use crate::model::{ActorKind, ActorRef, Codebook};
pub(crate) use fold::without_accents;

/// Whether a word in small letters is a listed given name.
pub(crate) fn is_given_name(word: &str) -> bool {
    Lists::embedded().flags(word).contains(Flags::GIVEN)
}

/// The codebook's actors, ready for use; built once and shared.
#[derive(Debug, Default)]
pub struct Directory {
    known: Known,
}

impl Directory {
    /// Indexes the actors and metonyms of `codebook`.
    pub fn new(codebook: &Codebook) -> Self {
        Self {
            known: Known::new(codebook, Lists::embedded()),
        }
    }
}

/// Who uttered one attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uttered {
    /// The actors, one for each name that the source joins with "and".
    pub by: Vec<Speaker>,
    /// Why there is none.
    pub reason: Option<&'static str>,
}

/// An actor with whom it speaks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Who uttered it.
    pub actor: ActorRef,
    /// The principal of a spokesperson.
    pub on_behalf_of: Option<ActorRef>,
    /// Whom an unnamed source belongs to, without speaking for it.
    pub affiliation: Option<ActorRef>,
    /// Whether the actor is a news outlet, whose reports are no ascription.
    pub outlet: bool,
}

impl Speaker {
    /// Whose words these are, for telling who speaks on: an organization and those who speak for it are one.
    pub fn voice(&self) -> &ActorRef {
        let principal = self.on_behalf_of.as_ref();
        principal
            .filter(|principal| principal.kind != ActorKind::Person)
            .unwrap_or(&self.actor)
    }
}

/// The actors of each attribution, in the order of `finds`. Linear in the length of the text.
pub fn resolve(
    document: &Document<'_>,
    finds: &[Find],
    directory: &Directory,
    day: Option<NaiveDate>,
) -> Vec<Uttered> {
    let words = Words::new(document);
    Reader::new(&words, directory, day).uttered(document, finds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::files::FILES;
    use super::lists::Lists;

    #[test]
    fn the_embedded_lists_parse() {
        Lists::parse(FILES).expect("the lexicon parses");
    }

    #[test]
    fn a_list_with_an_unknown_key_is_refused_with_file_and_line() {
        let files = super::files::Files {
            place: "places = []\nheads = \"\"\nfirst = \"\"\nexamples = []\ncities = []\n",
            ..FILES
        };
        let error = Lists::parse(files).expect_err("an unknown key");
        assert!(
            error.contains("place.toml") && error.contains("line 5"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn any_text_with_any_source_is_read(text in "\\PC{0,200}", cut in 0usize..200, len in 0usize..60) {
            use crate::text::document::{Document, Find};
            let start = text.floor_char_boundary(cut.min(text.len()));
            let end = text.floor_char_boundary((start + len).min(text.len()));
            let (source, cue) = (start..end, 0..0);
            let find = Find { source: vec![source], cue: vec![cue], ..Find::default() };
            let document = Document::new(&text);
            let uttered = super::resolve(&document, &[find], &super::Directory::default(), None);
            prop_assert_eq!(uttered.len(), 1);
        }
    }
}
