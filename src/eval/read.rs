//! Records from JSON Lines.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};

/// A line that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// The records of `text`, one JSON object a line; empty lines are passed over.
///
/// # Errors
/// The first line that is not such a record.
pub fn records<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, Fault> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| Fault {
                line: at + 1,
                reason: error.to_string(),
            })
        })
        .collect()
}

/// Reads `null` as what a missing key would be.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
