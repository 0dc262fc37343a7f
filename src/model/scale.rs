//! The stance scale.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A position on a topic's proposition, from −2 (opposes) to +2 (supports).
///
/// There is no value for "not about the topic": such a claim has no stance at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i16", into = "i16")]
pub struct StanceValue(i16);

impl std::ops::Neg for StanceValue {
    type Output = Self;

    /// The same strength on the other side.
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl StanceValue {
    /// −2, opposes outright.
    pub const OPPOSES: Self = Self(-2);
    /// −1, leans against: hedged, conditional, sceptical, partial.
    pub const LEANS_AGAINST: Self = Self(-1);
    /// 0, undecided or neutral by own words; also the value that a refusal is listed under.
    pub const UNDECIDED: Self = Self(0);
    /// +1, leans for.
    pub const LEANS_FOR: Self = Self(1);
    /// +2, supports outright.
    pub const SUPPORTS: Self = Self(2);

    /// The value for `number`, or none where it lies outside −2 … +2.
    pub fn new(number: i16) -> Option<Self> {
        (-2..=2).contains(&number).then_some(Self(number))
    }

    /// The number, −2 … +2.
    pub fn number(self) -> i16 {
        self.0
    }

    /// The word that reports print beside the number.
    pub fn label(self) -> &'static str {
        match self.0 {
            -2 => "opposes",
            -1 => "leans against",
            0 => "undecided",
            1 => "leans for",
            _ => "supports",
        }
    }
}

impl TryFrom<i16> for StanceValue {
    type Error = String;

    fn try_from(number: i16) -> Result<Self, Self::Error> {
        Self::new(number).ok_or_else(|| format!("a stance is −2 … +2, not {number}"))
    }
}

impl From<StanceValue> for i16 {
    fn from(value: StanceValue) -> i16 {
        value.0
    }
}

impl fmt::Display for StanceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("0"),
            n if n < 0 => write!(f, "−{}", -n),
            n => write!(f, "+{n}"),
        }
    }
}
