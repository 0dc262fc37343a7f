use std::fmt;

use crate::model::{Actor, Codebook, Topic};

/// One difference between two codebooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A topic, actor or metonym that only the new codebook has.
    Added {
        /// "topic", "actor" or "metonym".
        kind: &'static str,
        /// Its id; for a metonym its name.
        id: String,
        /// Its name, or whom it stands for.
        name: String,
    },
    /// One that only the old codebook has.
    Removed {
        /// "topic", "actor" or "metonym".
        kind: &'static str,
        /// Its id; for a metonym its name.
        id: String,
        /// Its name, or whom it stands for.
        name: String,
    },
    /// One key with another value.
    Value {
        /// "topic", "actor" or "metonym".
        kind: &'static str,
        /// Its id; for a metonym its name.
        id: String,
        /// The key in the file.
        key: &'static str,
        /// Value in the old codebook, empty where it had none.
        old: String,
        /// Value in the new codebook, empty where it has none.
        new: String,
    },
    /// A list that gained and lost entries.
    List {
        /// "topic" or "actor".
        kind: &'static str,
        /// Its id.
        id: String,
        /// The key in the file.
        key: &'static str,
        /// Entries that only the new codebook has.
        added: Vec<String>,
        /// Entries that only the old codebook has.
        removed: Vec<String>,
    },
}

impl Change {
    /// Whether the change can give a stored article other stances or other actors, so that
    /// articles have to be analysed again. Names, examples and Wikidata items cannot.
    pub fn changes_coding(&self) -> bool {
        match self {
            Self::Added { .. } | Self::Removed { .. } => true,
            Self::Value { key, kind, .. } => {
                let silent = matches!(*key, "wikidata" | "parent" | "parent_effect");
                !silent && (*kind, *key) != ("topic", "name")
            }
            Self::List { key, .. } => *key != "example",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { kind, id, name } => write!(f, "+ {kind} {id} ({name})"),
            Self::Removed { kind, id, name } => write!(f, "- {kind} {id} ({name})"),
            Self::Value {
                kind,
                id,
                key,
                old,
                new,
            } => {
                let shown = |v: &str| {
                    if v.is_empty() {
                        "nothing".to_owned()
                    } else {
                        format!("\"{v}\"")
                    }
                };
                write!(f, "~ {kind} {id}: {key} {} → {}", shown(old), shown(new))
            }
            Self::List {
                kind,
                id,
                key,
                added,
                removed,
            } => {
                write!(f, "~ {kind} {id}: {key}")?;
                for entry in added {
                    write!(f, " +\"{entry}\"")?;
                }
                for entry in removed {
                    write!(f, " -\"{entry}\"")?;
                }
                Ok(())
            }
        }
    }
}

/// What changes from `old` to `new`, topics first, in the order of the new codebook.
/// The order of entries in a list is no change.
pub fn diff(old: &Codebook, new: &Codebook) -> Vec<Change> {
    let mut changes = Vec::new();
    pair(
        "topic",
        &old.topics,
        &new.topics,
        |t: &Topic| (&t.id, &t.name),
        topic,
        &mut changes,
    );
    pair(
        "actor",
        &old.actors,
        &new.actors,
        |a: &Actor| (&a.id, &a.name),
        actor,
        &mut changes,
    );
    pair(
        "metonym",
        &old.metonyms,
        &new.metonyms,
        |m| (&m.name, &m.actor),
        |old, new, note| note.value("actor", &old.actor, &new.actor),
        &mut changes,
    );
    changes
}

/// Pairs the entries of two lists by id and notes what differs.
fn pair<T>(
    kind: &'static str,
    old: &[T],
    new: &[T],
    key: impl Fn(&T) -> (&String, &String),
    compare: impl Fn(&T, &T, &mut Notes<'_>),
    changes: &mut Vec<Change>,
) {
    for entry in new {
        let (id, name) = key(entry);
        match old.iter().find(|o| key(o).0 == id) {
            Some(before) => compare(before, entry, &mut Notes { kind, id, changes }),
            None => changes.push(Change::Added {
                kind,
                id: id.clone(),
                name: name.clone(),
            }),
        }
    }
    for entry in old {
        let (id, name) = key(entry);
        if !new.iter().any(|n| key(n).0 == id) {
            changes.push(Change::Removed {
                kind,
                id: id.clone(),
                name: name.clone(),
            });
        }
    }
}

struct Notes<'a> {
    kind: &'static str,
    id: &'a str,
    changes: &'a mut Vec<Change>,
}

impl Notes<'_> {
    fn value(&mut self, key: &'static str, old: &str, new: &str) {
        if old != new {
            self.changes.push(Change::Value {
                kind: self.kind,
                id: self.id.to_owned(),
                key,
                old: old.to_owned(),
                new: new.to_owned(),
            });
        }
    }

    fn list(&mut self, key: &'static str, old: &[String], new: &[String]) {
        let only = |these: &[String], those: &[String]| -> Vec<String> {
            these
                .iter()
                .filter(|e| !those.contains(e))
                .cloned()
                .collect()
        };
        let (added, removed) = (only(new, old), only(old, new));
        if !added.is_empty() || !removed.is_empty() {
            self.changes.push(Change::List {
                kind: self.kind,
                id: self.id.to_owned(),
                key,
                added,
                removed,
            });
        }
    }
}

fn topic(old: &Topic, new: &Topic, note: &mut Notes<'_>) {
    note.value("name", &old.name, &new.name);
    note.value(
        "parent",
        old.parent.as_deref().unwrap_or_default(),
        new.parent.as_deref().unwrap_or_default(),
    );
    note.value(
        "parent_effect",
        old.parent_effect.as_str(),
        new.parent_effect.as_str(),
    );
    note.value("proposition", &old.proposition, &new.proposition);
    note.list("about", &old.about, &new.about);
    note.list("for", &old.for_terms, &new.for_terms);
    note.list("against", &old.against_terms, &new.against_terms);
    note.list("reasons_for", &old.reasons_for, &new.reasons_for);
    note.list(
        "reasons_against",
        &old.reasons_against,
        &new.reasons_against,
    );
    let examples = |t: &Topic| -> Vec<String> {
        t.examples
            .iter()
            .map(|e| match e.stance {
                Some(stance) => format!("{} [{stance}]", e.text),
                None => format!("{} [no stance]", e.text),
            })
            .collect()
    };
    note.list("example", &examples(old), &examples(new));
}

fn actor(old: &Actor, new: &Actor, note: &mut Notes<'_>) {
    note.value("name", &old.name, &new.name);
    note.value("kind", old.kind.as_str(), new.kind.as_str());
    note.value(
        "wikidata",
        old.wikidata.as_deref().unwrap_or_default(),
        new.wikidata.as_deref().unwrap_or_default(),
    );
    note.list("aliases", &old.aliases, &new.aliases);
    let roles = |a: &Actor| -> Vec<String> {
        a.roles
            .iter()
            .map(|r| {
                let title = Some(r.title.clone()).filter(|title| !title.is_empty());
                let from = r.from.map(|from| format!("from {from}"));
                let to = r.to.map(|to| format!("to {to}"));
                let words = [title, r.organization.clone(), from, to];
                words.into_iter().flatten().collect::<Vec<_>>().join(", ")
            })
            .collect()
    };
    note.list("role", &roles(old), &roles(new));
}
