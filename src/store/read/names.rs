//! From what a user types to an actor, a topic, an article, a claim.

use chrono::NaiveDate;
use sqlx::AssertSqlSafe;

use super::containing;
use crate::model::Role;
use crate::store::{Candidate, Store, StoreError};

/// How alike a name must be to be suggested (Jaro–Winkler, 0 … 1).
const NEAR: f64 = 0.8;
/// How many names are suggested.
const SUGGESTED: usize = 3;

impl Store {
    /// The canonical actor that an id, slug, name or alias means.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] with the nearest names; [`StoreError::Ambiguous`].
    pub async fn actor(&self, given: &str) -> Result<i64, StoreError> {
        let given = given.trim();
        // As files of networks write who has no id of the codebook.
        let given = match given.strip_prefix("actor:") {
            Some(id) if number(id).is_some() => id,
            _ => given,
        };
        if let Some(snapshot) = self.recorded.snapshot {
            return self.frozen_id(snapshot, "actor", given).await;
        }
        let recorded = &self.recorded;
        let sql = format!(
            "with n as ( \
                select a.actor_id, 0 as rank from actor a where a.slug = $1 and {a} \
                union all select actor_id, 0 from actor where actor_id = $2 \
                union all select a.actor_id, 1 from actor a where lower(a.name) = lower($1) and {a} \
                union all select n.actor_id, 1 from actor_alias n where lower(n.alias) = lower($1) and {n}) \
             select distinct who.actor_id, who.name, who.kind from n \
             join actor_identity i on i.actor_id = n.actor_id and {i} \
             join actor who on who.actor_id = i.canonical_actor_id \
             where n.rank = (select min(rank) from n)",
            a = recorded.held("a"),
            n = recorded.held("n"),
            i = recorded.held("i"),
        );
        let found: Vec<(i64, String, String)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(given)
            .bind(number(given))
            .fetch_all(&self.pool)
            .await?;
        match found.as_slice() {
            [(id, _, _)] => return Ok(*id),
            [] => {}
            several => {
                let mut candidates: Vec<Candidate> = several
                    .iter()
                    .map(|(id, name, kind)| Candidate {
                        id: *id,
                        name: name.clone(),
                        of: vec![kind.clone()],
                    })
                    .collect();
                self.tell_apart(&mut candidates).await?;
                // Who is known in full is meant more often than anybody of whom an article gives one name.
                candidates.splice(0..0, self.of_last_name(given).await?);
                return Err(StoreError::Ambiguous {
                    given: given.to_owned(),
                    candidates,
                });
            }
        }
        // A last name alone will do where one known actor has it.
        let sql = format!(
            "select distinct who.actor_id, who.name from actor a \
             join actor_identity i on i.actor_id = a.actor_id and {i} \
             join actor who on who.actor_id = i.canonical_actor_id \
             where a.kind = 'person' and {a} and a.slug is not null \
               and lower(substring(a.name from '[^ ]+$')) = lower($1)",
            a = recorded.held("a"),
            i = recorded.held("i"),
        );
        let by_word: Vec<(i64, String)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(given)
            .fetch_all(&self.pool)
            .await?;
        match by_word.as_slice() {
            [(id, _)] => Ok(*id),
            [] => {
                let sql = format!(
                    "select a.name from actor a where {a} and a.kind <> 'anonymous' \
                     union select a.slug from actor a where a.slug is not null and {a} \
                     union select n.alias from actor_alias n where {n}",
                    a = recorded.held("a"),
                    n = recorded.held("n"),
                );
                let names: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_all(&self.pool)
                    .await?;
                Err(not_found("actor", given, &names))
            }
            several => Err(StoreError::Ambiguous {
                given: given.to_owned(),
                candidates: several
                    .iter()
                    .map(|(id, name)| Candidate {
                        id: *id,
                        name: name.clone(),
                        of: Vec::new(),
                    })
                    .collect(),
            }),
        }
    }

    /// Those of a last name of whom most is on record: "Trump" alone may be found as somebody whom an
    /// article did not name in full.
    async fn of_last_name(&self, last: &str) -> Result<Vec<Candidate>, StoreError> {
        let found: Vec<(i64, String)> = sqlx::query_as(
            "select who.actor_id, who.name from actor who \
             where who.kind = 'person' and who.superseded_at is null and who.name like '% %' \
               and lower(substring(who.name from '[^ ]+$')) = lower($1) \
             order by (select count(*) from claim where claim.actor_id = who.actor_id) desc, who.name, who.actor_id limit $2",
        )
        .bind(last)
        .bind(SUGGESTED as i64)
        .fetch_all(&self.pool)
        .await?;
        let shown = found.into_iter();
        Ok(shown
            .map(|(id, name)| Candidate {
                id,
                name,
                of: vec!["person".to_owned()],
            })
            .collect())
    }

    /// Says of candidates, who have one name, in which article each is mentioned first.
    async fn tell_apart(&self, candidates: &mut [Candidate]) -> Result<(), StoreError> {
        let ids: Vec<i64> = candidates.iter().map(|one| one.id).collect();
        for seen in self.first_seen(&ids).await? {
            for one in candidates.iter_mut().filter(|one| one.id == seen.actor_id) {
                one.of.push(format!("first in article {}", seen.article_id));
            }
        }
        Ok(())
    }

    /// The canonical actor whose own name this is, aliases left out: of several the one that the codebook
    /// knows, else the one who says something in the article. None where that leaves none, or several.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn actor_named(
        &self,
        name: &str,
        article_id: i64,
    ) -> Result<Option<i64>, StoreError> {
        let found: Vec<(i64, bool, bool)> = sqlx::query_as(
            "select who.actor_id, who.slug is not null, exists (select from claim c \
                join actor_identity m on m.actor_id = c.actor_id and m.superseded_at is null \
                where c.article_id = $2 and c.superseded_at is null and m.canonical_actor_id = who.actor_id) \
             from actor who \
             join actor_identity i on i.actor_id = who.actor_id and i.superseded_at is null and i.canonical_actor_id = who.actor_id \
             where who.superseded_at is null and lower(who.name) = lower($1)",
        )
        .bind(name.trim())
        .bind(article_id)
        .fetch_all(&self.pool)
        .await?;
        let of = |wanted: fn(&(i64, bool, bool)) -> bool| {
            let mut ids = found.iter().filter(|one| wanted(one)).map(|(id, _, _)| *id);
            ids.next().filter(|_| ids.next().is_none())
        };
        Ok(of(|(_, known, _)| *known)
            .or_else(|| of(|_| true))
            .or_else(|| of(|(_, known, here)| !known && *here)))
    }

    /// The canonical actor that the key of a [`Statement`](crate::model::Statement) means here; one that stands for
    /// an article alone means that of `article_id`. None where nobody is known by it.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn actor_of_key(
        &self,
        key: &str,
        article_id: i64,
    ) -> Result<Option<i64>, StoreError> {
        let key = match key.ends_with('@') {
            true => format!("{key}{article_id}"),
            false => key.to_owned(),
        };
        Ok(sqlx::query_scalar(
            "select i.canonical_actor_id from actor a \
             join actor_identity i on i.actor_id = a.actor_id and i.superseded_at is null \
             where (a.slug = $1 and a.superseded_at is null or a.discovery_key = $1) \
             order by a.superseded_at is null desc, a.actor_id desc limit 1",
        )
        .bind(key)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// The topic that an id, slug or name means.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] with the nearest names.
    pub async fn topic(&self, given: &str) -> Result<i64, StoreError> {
        let given = given.trim();
        if let Some(snapshot) = self.recorded.snapshot {
            return self.frozen_id(snapshot, "topic", given).await;
        }
        let topics: Vec<(i64, String, Option<String>)> = sqlx::query_as(
            "select t.topic_id, t.slug, v.name from topic t \
             left join topic_version v on v.topic_id = t.topic_id and v.superseded_at is null",
        )
        .fetch_all(&self.pool)
        .await?;
        let lower = given.to_lowercase();
        let hit = topics.iter().find(|(id, slug, name)| {
            *slug == given
                || id.to_string() == given
                || name.as_ref().is_some_and(|n| n.to_lowercase() == lower)
        });
        match hit {
            Some((id, _, _)) => Ok(*id),
            None => {
                let names: Vec<String> = topics
                    .into_iter()
                    .flat_map(|(_, slug, name)| [Some(slug), name])
                    .flatten()
                    .collect();
                Err(not_found("topic", given, &names))
            }
        }
    }
}

impl Store {
    /// Name of an actor.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn actor_name(&self, actor_id: i64) -> Result<String, StoreError> {
        if let Some(snapshot) = self.recorded.snapshot {
            let name = self
                .frozen_word(snapshot, "actor", actor_id, "name")
                .await?;
            return Ok(name.unwrap_or_default());
        }
        Ok(
            sqlx::query_scalar("select name from actor where actor_id = $1")
                .bind(actor_id)
                .fetch_one(&self.pool)
                .await?,
        )
    }

    /// Canonical actors whose name, or one of whose other names, holds every one of some words: those of the
    /// codebook, and others of whom there is a claim, those with the most claims first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn actors_named(&self, words: &[String], limit: i64) -> Result<Vec<i64>, StoreError> {
        let patterns: Vec<String> = words.iter().map(|word| containing(word)).collect();
        Ok(sqlx::query_scalar(
            "select who.actor_id from ( \
                select distinct i.canonical_actor_id as actor_id from ( \
                    select actor_id, name from actor where superseded_at is null and kind <> 'anonymous' \
                    union all select actor_id, alias from actor_alias where superseded_at is null) n \
                join actor_identity i on i.actor_id = n.actor_id and i.superseded_at is null \
                where n.name ilike all($1)) found \
             join actor who on who.actor_id = found.actor_id \
             where who.slug is not null or exists (select from claim c where c.actor_id = who.actor_id and c.superseded_at is null) \
             order by who.slug is null, (select count(*) from claim c where c.actor_id = who.actor_id) desc, who.name, who.actor_id limit $2",
        )
        .bind(patterns)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Name and proposition of a topic; its id twice where the codebook in force has it no more.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn topic_head(&self, topic_id: i64) -> Result<(String, String), StoreError> {
        if let Some(snapshot) = self.recorded.snapshot {
            let word = |key| self.frozen_word(snapshot, "topic", topic_id, key);
            let slug = word("slug").await?.unwrap_or_default();
            let name = word("name").await?.unwrap_or_else(|| slug.clone());
            return Ok((name, word("proposition").await?.unwrap_or(slug)));
        }
        let sql = format!(
            "select coalesce(v.name, t.slug), coalesce(v.proposition, t.slug) from topic t \
             left join topic_version v on v.topic_id = t.topic_id and {} where t.topic_id = $1",
            self.recorded.held("v")
        );
        Ok(sqlx::query_as(AssertSqlSafe(sql))
            .bind(topic_id)
            .fetch_one(&self.pool)
            .await?)
    }

    /// Offices of an actor, the earliest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn roles(&self, actor_id: i64) -> Result<Vec<Role>, StoreError> {
        type Row = (String, Option<String>, Option<NaiveDate>, Option<NaiveDate>);
        let sql = format!(
            "select r.title, r.organization, r.from_day, r.to_day from actor_role r \
             join actor_identity i on i.actor_id = r.actor_id and {} \
             where i.canonical_actor_id = $1 and {} order by r.from_day nulls first, r.title",
            self.recorded.held("i"),
            self.recorded.held("r"),
        );
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(actor_id)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(title, organization, from, to)| Role {
                title,
                organization,
                from,
                to,
            })
            .collect())
    }
}

/// How alike two names are, or the given one and the last word of the other: people type last names.
fn likeness(given: &str, name: &str) -> f64 {
    let last = name.rsplit([' ', '-']).next().unwrap_or(name);
    strsim::jaro_winkler(given, name).max(strsim::jaro_winkler(given, last))
}

/// Says that nothing of that name is there, with the nearest names.
pub(super) fn not_found(what: &'static str, given: &str, names: &[String]) -> StoreError {
    let lower = given.to_lowercase();
    let mut near: Vec<(f64, &String)> = names
        .iter()
        .map(|name| (likeness(&lower, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= NEAR)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    StoreError::NotFound {
        what,
        given: given.to_owned(),
        near: near
            .into_iter()
            .take(SUGGESTED)
            .map(|(_, name)| name.clone())
            .collect(),
    }
}

/// The key that a number as typed stands for, compared as a number: as text it would be compared with every row's.
fn number(given: &str) -> Option<i64> {
    let number: i64 = given.parse().ok()?;
    (number.to_string() == given).then_some(number)
}
