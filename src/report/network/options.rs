//! What a network is asked for, in the words of the Discourse Network Analyzer (DNA).

use std::fmt;
use std::str::FromStr;

/// An enumeration whose values have names for the command line.
macro_rules! named {
    ($(#[$about:meta])* $type:ident, $what:literal { $($(#[$doc:meta])* $value:ident = $name:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type { $($(#[$doc])* $value),* }

        impl $type {
            /// The names that the command line takes.
            pub const NAMES: &'static [&'static str] = &[$($name),*];
        }

        impl FromStr for $type {
            type Err = String;

            fn from_str(name: &str) -> Result<Self, String> {
                match name {
                    $($name => Ok(Self::$value),)*
                    _ => Err(format!("no {} {name:?}: one of {}", $what, Self::NAMES.join(", "))),
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$value => $name),* })
            }
        }
    };
}

/// The kinds of actors that a network can be narrowed to.
pub const KINDS: [&str; 4] = ["person", "organization", "government", "group"];

named!(
    /// Who or what is tied.
    Nodes, "kind of nodes" {
        /// Actors, by what they say on topics.
        Actors = "actors",
        /// The organizations that they speak for or hold an office in.
        Organizations = "organizations",
        /// Topics, by the actors who take the same side on both.
        Topics = "topics",
    }
);

named!(
    /// How the sides of statements enter a tie.
    Qualifier, "qualifier" {
        /// Not at all: whoever speaks on the same topic is tied.
        Ignore = "ignore",
        /// Two-mode only: 1 for, 2 against, 3 both.
        Combine = "combine",
        /// What is for, less what is against; between nodes, congruence less conflict.
        Subtract = "subtract",
        /// Same side on the same topic.
        Congruence = "congruence",
        /// Opposite sides on the same topic.
        Conflict = "conflict",
    }
);

named!(
    /// By what ties are divided, so that who speaks much is not tied to everybody.
    Normalization, "normalization" {
        /// By nothing.
        No = "no",
        /// By the mean of both nodes' statements.
        Average = "average",
        /// By what both said, together and alone.
        Jaccard = "jaccard",
        /// By the product of both nodes' statements, as DNA has it.
        Cosine = "cosine",
        /// Two-mode only: by the row's statements.
        Activity = "activity",
        /// Two-mode only: by the column's statements.
        Prominence = "prominence",
    }
);

named!(
    /// Which of equal statements (same node, same topic, same side) count once.
    Duplicates, "way with duplicates" {
        /// All count.
        Include = "include",
        /// One a document.
        Document = "document",
        /// One an ISO week.
        Week = "week",
        /// One a month of a year.
        Month = "month",
        /// One a year.
        Year = "year",
        /// One in the whole range.
        Range = "range",
    }
);

named!(
    /// What the side of a statement is.
    Scale, "scale" {
        /// For or against, as DNA's Boolean qualifier; statements at 0 take no side and are left out.
        Sides = "sides",
        /// The five degrees of a stance, as DNA's integer qualifier.
        Degrees = "degrees",
    }
);

/// How ties are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Who or what is tied.
    pub nodes: Nodes,
    /// Whether nodes are tied to topics and not to each other.
    pub two_mode: bool,
    /// How sides enter.
    pub qualifier: Qualifier,
    /// What ties are divided by.
    pub normalization: Normalization,
    /// Which equal statements count once.
    pub duplicates: Duplicates,
    /// What a side is.
    pub scale: Scale,
}

impl Options {
    /// Says what does not go together.
    ///
    /// # Errors
    /// A sentence about the two options.
    pub fn check(&self) -> Result<(), String> {
        use Normalization::{Activity, Average, Cosine, Jaccard, Prominence};
        let qualifier = self.qualifier;
        match (self.two_mode, qualifier, self.normalization) {
            (true, Qualifier::Congruence | Qualifier::Conflict, _) => Err(format!(
                "{qualifier} is between actors: a two-mode network takes ignore, combine or subtract"
            )),
            (false, Qualifier::Combine, _) => {
                Err("combine is for two-mode networks, which tie actors to topics".to_owned())
            }
            (true, Qualifier::Combine, Activity | Prominence) => Err(
                "combined sides are kinds and not amounts: they cannot be normalized".to_owned(),
            ),
            (true, _, by @ (Average | Jaccard | Cosine)) => Err(format!(
                "{by} is between actors: a two-mode network takes no, activity or prominence"
            )),
            (false, _, by @ (Activity | Prominence)) => Err(format!(
                "{by} is for two-mode networks: no, average, jaccard or cosine"
            )),
            (true, ..) if self.nodes == Nodes::Topics => {
                Err("a two-mode network ties actors or organizations to topics".to_owned())
            }
            _ => Ok(()),
        }
    }
}
