//! Topics and actors as a user declares them. `text::codebook` reads and checks the files.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::StanceValue;

/// A codebook: what to look for, and who is who.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// Subjects with one proposition each.
    #[serde(default, rename = "topic", skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// Known actors with aliases and dated roles.
    #[serde(default, rename = "actor", skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Actor>,
    /// Institutions named for others ("the Kremlin" for the Russian government).
    #[serde(default, rename = "metonym", skip_serializing_if = "Vec::is_empty")]
    pub metonyms: Vec<Metonym>,
}

/// A named subject with exactly one proposition that one can agree or disagree with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Lower-case slug, unique in the codebook.
    pub id: String,
    /// Name printed in reports.
    pub name: String,
    /// Topic whose history may take this one's stances in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Whether stances here count for the parent, and on which side.
    #[serde(default, skip_serializing_if = "ParentEffect::is_none")]
    pub parent_effect: ParentEffect,
    /// The sentence that a stance agrees or disagrees with.
    pub proposition: String,
    /// Terms that put a claim on this topic.
    pub about: Vec<String>,
    /// Measures whose endorsement supports the proposition.
    #[serde(default, rename = "for", skip_serializing_if = "Vec::is_empty")]
    pub for_terms: Vec<String>,
    /// Measures whose endorsement opposes the proposition.
    #[serde(default, rename = "against", skip_serializing_if = "Vec::is_empty")]
    pub against_terms: Vec<String>,
    /// Arguments that lean for, whatever the attitude word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons_for: Vec<String>,
    /// Arguments that lean against, whatever the attitude word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons_against: Vec<String>,
    /// Sentences with the stance that the engine should find in them.
    #[serde(default, rename = "example", skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<TopicExample>,
}

/// A sentence that documents and tests a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicExample {
    /// One or more sentences of news prose.
    pub text: String,
    /// The stance that it shows; absent where it must show none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<StanceValue>,
}

/// Whether a child's stances count for its parent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParentEffect {
    /// They count as they are.
    Same,
    /// They count with the sign turned.
    Opposite,
    /// They do not count.
    #[default]
    None,
}

impl ParentEffect {
    fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// The word in codebook and database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Opposite => "opposite",
            Self::None => "none",
        }
    }
}

/// Someone or something that utters positions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Lower-case slug, unique in the codebook.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// What kind of actor.
    pub kind: ActorKind,
    /// Other names that mean this actor wherever they are printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Wikidata item (`Q941013`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// Offices held.
    #[serde(default, rename = "role", skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

/// What kind of actor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// One named person.
    #[default]
    Person,
    /// A party, company, ministry, newspaper, agency.
    Organization,
    /// A government, country or its seat ("the Kremlin").
    Government,
    /// Several people under a description ("Republican lawmakers").
    Group,
    /// A source without a name ("two U.S. officials").
    Anonymous,
}

impl ActorKind {
    /// The word in codebook, JSON and database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Government => "government",
            Self::Group => "group",
            Self::Anonymous => "anonymous",
        }
    }
}

/// An office, or a place in an organization without one, held from a day up to, not including, another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Title as printed ("secretary of defense"); empty where the actor only belongs to the organization.
    #[serde(default)]
    pub title: String,
    /// Actor id of the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// First day held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// First day no longer held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

impl Role {
    /// Whether both are one office or affiliation, whenever it ends.
    pub fn is_same(&self, other: &Self) -> bool {
        self.title.to_lowercase() == other.title.to_lowercase()
            && self.organization == other.organization
            && self.from == other.from
    }
}

/// A name that stands for an actor of another name ("Downing Street" for the British government).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metonym {
    /// The name as printed.
    pub name: String,
    /// Id of the actor that it stands for.
    pub actor: String,
}
