//! Corrections as people write them, field by field: "stance=-1", "actor=scholz".

use chrono::NaiveDate;

use super::Correction;
use crate::model::{LinkKind, StanceValue};
use crate::store::{Store, StoreError};

/// What an act can be.
pub const ACTS: [&str; 5] = ["statement", "refusal", "decision", "vote", "belief"];

/// Why a field cannot be set.
#[derive(Debug)]
pub enum FieldError {
    /// It cannot be read.
    Unreadable {
        /// What is wrong.
        why: String,
        /// What can be written instead.
        hint: String,
    },
    /// It names what is not there.
    Store(StoreError),
}

impl FieldError {
    /// A field that cannot be read, and what can be written instead.
    pub fn new(why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Unreadable {
            why: why.into(),
            hint: hint.into(),
        }
    }
}

impl From<StoreError> for FieldError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Store {
    /// The correction that fields ask for, names with their values: stance, actor, said, act, link; and the topic
    /// that is named among them. `days` reads the first and last day of saying.
    ///
    /// # Errors
    /// The first field that cannot be read or names what is not there.
    pub async fn correction<'f>(
        &self,
        fields: impl IntoIterator<Item = (&'f str, &'f str)> + Send,
        days: impl Fn(&str) -> Result<(NaiveDate, NaiveDate), FieldError> + Send + Sync,
    ) -> Result<(Correction, Option<i64>), FieldError> {
        let mut correction = Correction::default();
        let mut topic = None;
        let fields: Vec<(&str, &str)> = fields.into_iter().collect();
        for (name, value) in fields {
            match name.trim() {
                "stance" => correction.stance = Some(stance(value)?),
                "actor" => correction.actor = Some(self.actor(value).await?),
                "topic" => topic = Some(self.topic(value).await?),
                "said" => correction.said = Some(days(value)?),
                "act" if ACTS.contains(&value) => correction.act = Some(value.to_owned()),
                "act" => {
                    return Err(FieldError::new(
                        format!("\"{value}\" is not an act"),
                        "an act is statement, refusal, decision, vote or belief",
                    ));
                }
                "link" => correction.link = Some(link(value)?),
                other => {
                    return Err(FieldError::new(
                        format!("\"{other}\" cannot be set"),
                        "fields are stance, actor, topic, said (2024-09-13 or 2024-09-02/2024-09-08), act and link",
                    ));
                }
            }
        }
        Ok((correction, topic))
    }
}

/// "-1", "+2", "−2".
fn stance(value: &str) -> Result<StanceValue, FieldError> {
    let number = value.trim().trim_start_matches('+').replace('−', "-");
    let stance = number.parse().ok().and_then(StanceValue::new);
    stance.ok_or_else(|| {
        FieldError::new(
            format!("\"{value}\" is not on the scale"),
            "a stance is -2, -1, 0, 1 or 2",
        )
    })
}

/// "restates", or "none".
fn link(value: &str) -> Result<Option<LinkKind>, FieldError> {
    let kind = LinkKind::of_word(value.trim());
    if kind.is_none() && value.trim() != "none" {
        let known = LinkKind::ALL.map(LinkKind::as_str).join(", ");
        return Err(FieldError::new(
            format!("\"{value}\" is no link"),
            format!("a link is {known} or none"),
        ));
    }
    Ok(kind)
}
