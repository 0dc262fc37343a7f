//! Discourse Network Analyzer 3 (P. Leifeld): its project as plain data, and how the record becomes one.
//!
//! A `.dna` file is an SQLite database; reading and writing it is the business of `store`. DNA counts
//! places in texts as Java does, in UTF-16 code units.

mod back;
mod out;
mod password;

use chrono::{DateTime, NaiveDate};

pub use back::{articles, concepts, found};
pub use out::{Left, project};
pub use password::{PASSWORD, hashed};

/// The statement type that DNA begins with.
pub const STATEMENT: &str = "DNA Statement";

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// Who coded.
    pub coders: Vec<Coder>,
    /// Texts.
    pub documents: Vec<Document>,
    /// Kinds of statements.
    pub types: Vec<StatementType>,
    /// What statements of a kind say.
    pub variables: Vec<Variable>,
    /// Values of short texts.
    pub entities: Vec<Entity>,
    /// Statements.
    pub statements: Vec<Coded>,
}

/// A coder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coder {
    /// Key.
    pub id: i64,
    /// Name.
    pub name: String,
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in DNA")]
pub struct Document {
    pub id: i64,
    pub title: String,
    pub text: String,
    pub coder: i64,
    pub author: String,
    pub source: String,
    pub section: String,
    pub notes: String,
    pub kind: String,
    /// Seconds since 1970, of a local time.
    pub date: i64,
}

impl Document {
    /// The day of its date; none where it says 1970, which is what we write for an undated article.
    pub fn day(&self) -> Option<NaiveDate> {
        let day = DateTime::from_timestamp(self.date, 0).map(|time| time.date_naive());
        day.filter(|_| self.date != 0)
    }
}

/// A kind of statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementType {
    /// Key.
    pub id: i64,
    /// Name.
    pub label: String,
}

/// A variable of a kind of statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    /// Key.
    pub id: i64,
    /// Name.
    pub name: String,
    /// "short text", "long text", "integer" or "boolean".
    pub data: String,
    /// Its kind of statements.
    pub of: i64,
}

/// A value of a short text, with what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// Key.
    pub id: i64,
    /// The variable.
    pub variable: i64,
    /// The value.
    pub value: String,
    /// The entity that it is a part of.
    pub child_of: Option<i64>,
    /// Attributes by name.
    pub attributes: Vec<(String, String)>,
}

/// A statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// Key.
    pub id: i64,
    /// Its kind.
    pub of: i64,
    /// The document.
    pub document: i64,
    /// First UTF-16 code unit.
    pub start: i64,
    /// First behind it.
    pub stop: i64,
    /// Who coded it.
    pub coder: i64,
    /// Values by variable.
    pub values: Vec<(i64, Value)>,
}

/// What a variable of a statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of a boolean.
    Boolean(bool),
    /// Of an integer.
    Integer(i64),
    /// Of a long text.
    Long(String),
    /// Of a short text: the entity.
    Entity(i64),
}

impl Entity {
    /// An attribute that says something.
    fn attribute(&self, wanted: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(name, _)| name == wanted);
        found
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    }
}

impl Project {
    /// The entity of a statement's variable.
    fn entity(&self, coded: &Coded, name: &str) -> Option<&Entity> {
        let variable = self
            .variables
            .iter()
            .find(|v| v.of == coded.of && v.name == name)?;
        match coded.values.iter().find(|(id, _)| *id == variable.id)? {
            (_, Value::Entity(id)) => self.entities.iter().find(|e| e.id == *id),
            _ => None,
        }
    }

    /// The text of a statement's variable; an entity's value.
    pub fn text(&self, coded: &Coded, name: &str) -> Option<String> {
        let variable = self
            .variables
            .iter()
            .find(|v| v.of == coded.of && v.name == name)?;
        let (_, value) = coded.values.iter().find(|(id, _)| *id == variable.id)?;
        let text = match value {
            Value::Boolean(is) => i64::from(*is).to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Long(text) => text.clone(),
            Value::Entity(id) => self.entities.iter().find(|e| e.id == *id)?.value.clone(),
        };
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// The place in a text in UTF-16 code units, for one in code points.
fn utf16(text: &str, place: u32) -> i64 {
    text.chars()
        .take(place as usize)
        .map(|c| c.len_utf16() as i64)
        .sum()
}

/// The place in a text in code points, for one in UTF-16 code units; none inside a character or behind the end.
fn code_points(text: &str, place: i64) -> Option<u32> {
    let (mut units, mut points) = (0, 0);
    for c in text.chars() {
        if units >= place {
            break;
        }
        units += c.len_utf16() as i64;
        points += 1;
    }
    (units == place).then_some(points)
}

#[cfg(test)]
mod tests;
