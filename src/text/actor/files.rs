//! The shape of the lexicon's files for the actor stage. Examples in them are run by a test.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::lists::Gender;

/// The texts of the lexicon's files of this stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Files<'a> {
    pub honorific: &'a str,
    pub title: &'a str,
    pub given: &'a str,
    pub country: &'a str,
    pub organization: &'a str,
    pub place: &'a str,
    pub group: &'a str,
    pub document: &'a str,
    pub function: &'a str,
    pub affiliation: &'a str,
}

#[cfg(test)]
impl<'a> Files<'a> {
    /// The texts of all files.
    pub fn all(&self) -> [&'a str; 10] {
        [
            self.honorific,
            self.title,
            self.given,
            self.country,
            self.organization,
            self.place,
            self.group,
            self.document,
            self.function,
            self.affiliation,
        ]
    }
}

/// The files that the program was built with.
pub(crate) const FILES: Files<'static> = Files {
    honorific: include_str!("../lexicon/honorific.toml"),
    title: include_str!("../lexicon/title.toml"),
    given: include_str!("../lexicon/given.toml"),
    country: include_str!("../lexicon/country.toml"),
    organization: include_str!("../lexicon/organization.toml"),
    place: include_str!("../lexicon/place.toml"),
    group: include_str!("../lexicon/group.toml"),
    document: include_str!("../lexicon/document.toml"),
    function: include_str!("../lexicon/function.toml"),
    affiliation: include_str!("../lexicon/affiliation.toml"),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HonorificFile {
    pub honorific: Vec<Honorific>,
    pub suffix: WordList,
    pub particle: WordList,
    pub abbreviation: WordList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Honorific {
    pub words: Vec<String>,
    pub gender: Option<Gender>,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordList {
    pub words: Vec<String>,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitleFile {
    pub title: Vec<TitleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitleEntry {
    pub forms: Vec<String>,
    #[serde(default)]
    pub plural: Vec<String>,
    pub gender: Option<Gender>,
    #[serde(default)]
    pub speaks_for: bool,
    #[serde(default, rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GivenFile {
    pub male: String,
    pub female: String,
    pub short: String,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountryFile {
    pub countries: Vec<String>,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganizationFile {
    pub heads: String,
    pub firms: String,
    pub names: Vec<String>,
    pub media: Vec<String>,
    pub governments: Vec<String>,
    pub nouns: String,
    pub government_nouns: String,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceFile {
    pub places: Vec<String>,
    pub heads: String,
    pub first: String,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupFile {
    pub people: String,
    pub plurals: String,
    pub unnamed: String,
    pub indefinite: String,
    pub quantities: String,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AffiliationFile {
    pub nouns: String,
    pub ties: Vec<String>,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentFile {
    pub nouns: String,
    pub utterances: String,
    #[serde(rename = "examples")]
    pub _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FunctionFile {
    pub determiners: String,
    pub prepositions: String,
    pub relatives: String,
    pub conjunctions: String,
    pub pronouns: String,
    pub starters: String,
    pub body_adjectives: String,
    pub party_adjectives: String,
    pub ended: String,
    pub calendar: String,
    pub postmodifiers: String,
}
