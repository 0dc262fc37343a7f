//! Fields of a position as people type them: in a table, or as flags.

use super::error::CliError;
use crate::model::{Act, Form, StanceValue};

/// The fields by name; none where one is empty.
pub(super) type Fields<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A field that must be there.
pub(super) fn needed(given: &Fields<'_>, name: &str) -> Result<String, CliError> {
    given(name).ok_or_else(|| CliError::new(format!("\"{name}\" is empty")).hint("fill it in"))
}

/// Where on the scale.
pub(super) fn stance(given: &Fields<'_>) -> Result<StanceValue, CliError> {
    let stance = needed(given, "stance")?;
    stance
        .trim_start_matches('+')
        .replace('−', "-")
        .parse()
        .ok()
        .and_then(StanceValue::new)
        .ok_or_else(|| {
            CliError::new(format!("\"{stance}\" is not on the scale"))
                .hint("a stance is -2, -1, 0, 1 or 2")
        })
}

/// What was done; a statement where nothing is said.
pub(super) fn act(given: &Fields<'_>) -> Result<Act, CliError> {
    word(
        given("act"),
        Act::Statement,
        "statement, refusal, decision, vote or belief",
    )
}

/// How it was told; indirectly where nothing is said.
pub(super) fn form(given: &Fields<'_>) -> Result<Form, CliError> {
    word(
        given("form"),
        Form::Indirect,
        "direct, mixed, indirect or none",
    )
}

/// One of the words that a type is written as.
pub(super) fn word<T: serde::de::DeserializeOwned>(
    given: Option<String>,
    default: T,
    words: &str,
) -> Result<T, CliError> {
    match given {
        None => Ok(default),
        Some(value) => serde_json::from_value(value.to_lowercase().into())
            .map_err(|_| CliError::new(format!("\"{value}\" is none of {words}"))),
    }
}
