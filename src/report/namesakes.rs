//! Actors of one name in one report: each is told by its number, as "Jane Roe (actor 7)". Rows for programs keep the
//! name as it is, since they have the number beside it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    ActorRow, DigestRow, HistoryRow, MatrixCell, NetworkStatement, PositionRow, ShiftRow,
};

/// A row that names an actor.
pub trait Named: Clone {
    /// Key and name of the actor.
    fn who(&self) -> (i64, &str);
    /// Puts another name in its place.
    fn rename(&mut self, name: String);
}

macro_rules! named {
    ($($row:ty),*) => {
        $(impl Named for $row {
            fn who(&self) -> (i64, &str) {
                (self.actor_id, &self.actor)
            }

            fn rename(&mut self, name: String) {
                self.actor = name;
            }
        })*
    };
}

named!(
    ActorRow,
    DigestRow,
    HistoryRow,
    MatrixCell,
    NetworkStatement,
    PositionRow,
    ShiftRow
);

/// Those who share their name with another actor of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes(BTreeSet<i64>);

impl Namesakes {
    /// Those among some actors, by key and name.
    pub fn among<'a>(who: impl Iterator<Item = (i64, &'a str)>) -> Self {
        let mut of_name: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        // Most rows are of the actor of the row before.
        let mut before = None;
        for (id, name) in who {
            if before.replace(id) != Some(id) {
                of_name.entry(name.to_lowercase()).or_default().insert(id);
            }
        }
        let several = of_name.into_values().filter(|ids| ids.len() > 1);
        Self(several.flatten().collect())
    }

    /// Those among the actors of some rows.
    pub fn of<R: Named>(rows: &[R]) -> Self {
        Self::among(rows.iter().map(Named::who))
    }

    /// Those of a network, where whom the codebook knows is one by its id there and keeps the plain name.
    pub fn of_nodes(rows: &[NetworkStatement]) -> Self {
        let mut of_name: BTreeMap<&str, BTreeSet<(Option<&str>, i64)>> = BTreeMap::new();
        for row in rows {
            let key = match row.actor_slug.as_deref() {
                Some(slug) => (Some(slug), 0),
                None => (None, row.actor_id),
            };
            of_name.entry(&row.actor).or_default().insert(key);
        }
        let several = of_name.into_values().filter(|keys| keys.len() > 1);
        let unknown = several.flatten().filter(|(slug, _)| slug.is_none());
        Self(unknown.map(|(_, id)| id).collect())
    }

    /// Names of some actors, in the order of their keys, numbered where two are one.
    pub fn names(ids: &[i64], names: Vec<String>) -> Vec<String> {
        let each = || ids.iter().copied().zip(names.iter());
        let namesakes = Self::among(each().map(|(id, name)| (id, name.as_str())));
        let told = each().map(|(id, name)| match namesakes.has(id) {
            true => numbered(name, id),
            false => name.clone(),
        });
        told.collect()
    }

    /// Their keys.
    pub fn ids(&self) -> Vec<i64> {
        self.0.iter().copied().collect()
    }

    /// Whether an actor is one of them.
    pub fn has(&self, actor_id: i64) -> bool {
        self.0.contains(&actor_id)
    }

    /// Rows with names that can be told apart; the rows themselves where they can be anyhow.
    pub fn told<'r, R: Named>(&self, rows: &'r [R]) -> Cow<'r, [R]> {
        if self.0.is_empty() {
            return Cow::Borrowed(rows);
        }
        let told = rows.iter().cloned().map(|mut row| {
            let (id, name) = row.who();
            if self.has(id) {
                let name = numbered(name, id);
                row.rename(name);
            }
            row
        });
        Cow::Owned(told.collect())
    }
}

/// "Jane Roe (actor 7)".
pub fn numbered(name: &str, actor_id: i64) -> String {
    format!("{name} (actor {actor_id})")
}
