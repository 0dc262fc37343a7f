//! Offices and affiliations: those of the codebook, and those that people noted.
//!
//! What a person noted stands for what the codebook has of the same title, organization and first day, whatever
//! codebook is applied later.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::alone;
use super::decisions::add;
use crate::model::{Codebook, Role};
use crate::store::{Store, StoreError};

/// An office or affiliation that a person noted.
#[derive(Clone, Debug)]
pub struct RoleByPerson {
    /// Codebook id, or `#` and the key of an actor without one.
    pub actor: String,
    /// Canonical name.
    pub name: String,
    /// Kind, as in the codebook.
    pub kind: String,
    /// The office or affiliation.
    pub role: Role,
}

/// Whether two rows are of one office or affiliation, whenever it ends.
const SAME: &str = "lower(other.title) = lower(r.title) and other.organization is not distinct from r.organization \
    and other.from_day is not distinct from r.from_day";

impl Store {
    /// What people noted of offices and affiliations.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn roles_by_people(&self) -> Result<Vec<RoleByPerson>, StoreError> {
        by_people(&mut *self.pool.acquire().await?, None).await
    }

    /// What would be noted by [`super::Decision::Role`], with what the one lends that it would replace.
    ///
    /// # Errors
    /// As [`Store::decide`].
    pub async fn role_foretold(
        &self,
        actor: i64,
        role: &Role,
        by: &str,
    ) -> Result<Option<RoleByPerson>, StoreError> {
        let mut attempt = self.pool.begin().await?;
        alone(&mut attempt).await?;
        let decision = note(&mut attempt, actor, role, by, None).await?;
        let noted = by_people(&mut attempt, Some(decision)).await?;
        attempt.rollback().await?;
        Ok(noted.into_iter().next())
    }

    /// The codebook id of an actor, or its name where no codebook has it: what an organization is noted by.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn organization(&self, actor: i64) -> Result<String, StoreError> {
        Ok(
            sqlx::query_scalar("select coalesce(slug, name) from actor where actor_id = $1")
                .bind(actor)
                .fetch_one(&self.pool)
                .await?,
        )
    }
}

/// What people noted, or what one decision did.
async fn by_people(
    connection: &mut PgConnection,
    decision: Option<i64>,
) -> Result<Vec<RoleByPerson>, StoreError> {
    type Row = (
        String,
        String,
        String,
        String,
        Option<String>,
        Option<NaiveDate>,
        Option<NaiveDate>,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "select coalesce(who.slug, '#' || who.actor_id), who.name, who.kind, r.title, r.organization, r.from_day, r.to_day \
         from actor_role r \
         join actor_identity i on i.actor_id = r.actor_id and i.superseded_at is null \
         join actor who on who.actor_id = i.canonical_actor_id \
         where r.actor_decision_id is not null and ($1 is null or r.actor_decision_id = $1) and r.superseded_at is null \
         order by r.actor_role_id",
    )
    .bind(decision)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(
            |(actor, name, kind, title, organization, from, to)| RoleByPerson {
                actor,
                name,
                kind,
                role: Role {
                    title,
                    organization,
                    from,
                    to,
                },
            },
        )
        .collect())
}

type Held = (
    i64,
    String,
    Option<String>,
    Option<NaiveDate>,
    Option<NaiveDate>,
);

/// Notes an office or affiliation. One that is there of the same title, and of the organization and first day where
/// they are given, is replaced; it lends what is not given.
pub(super) async fn note(
    connection: &mut PgConnection,
    actor: i64,
    given: &Role,
    by: &str,
    reason: Option<&str>,
) -> Result<i64, StoreError> {
    let mut role = Role {
        title: given.title.trim().to_owned(),
        ..given.clone()
    };
    if role.title.is_empty() && role.organization.is_none() {
        return Err(StoreError::Refused("an office needs a title".into()));
    }
    let there: Vec<Held> = sqlx::query_as(
        "select r.actor_role_id, r.title, r.organization, r.from_day, r.to_day from actor_role r \
         join actor_identity i on i.actor_id = r.actor_id and i.superseded_at is null \
         where i.canonical_actor_id = $1 and r.superseded_at is null and lower(r.title) = lower($2) \
           and ($3::text is null or r.organization = $3) and ($4::date is null or r.from_day = $4) order by r.from_day",
    )
    .bind(actor)
    .bind(&role.title)
    .bind(&role.organization)
    .bind(role.from)
    .fetch_all(&mut *connection)
    .await?;
    let replaced = match there.as_slice() {
        [] => None,
        [(id, title, organization, from, to)] => {
            let before = (organization.clone(), *from, *to);
            role.title.clone_from(title);
            role.organization = role.organization.or(before.0.clone());
            role.from = role.from.or(before.1);
            if (role.organization.clone(), role.from, role.to) == before {
                return Err(StoreError::Refused("that is noted already".into()));
            }
            Some(*id)
        }
        several => {
            let days: Vec<String> = several
                .iter()
                .map(|held| {
                    held.3
                        .map_or("an unknown day".into(), |day| day.to_string())
                })
                .collect();
            return Err(StoreError::Refused(format!(
                "it holds that {} times, from {}: say which with --from",
                several.len(),
                days.join(" and ")
            )));
        }
    };
    if let (Some(from), Some(to)) = (role.from, role.to)
        && from >= to
    {
        return Err(StoreError::Refused(format!(
            "it would end on {to}, not after it begins ({from})"
        )));
    }
    let mut detail = json!({ "actor": actor, "replaced": replaced });
    if let (Some(detail), Ok(Value::Object(role))) =
        (detail.as_object_mut(), serde_json::to_value(&role))
    {
        detail.extend(role);
    }
    let id = add(connection, "role", detail, by, reason).await?;
    sqlx::query("update actor_role set superseded_at = now() where actor_role_id = $1")
        .bind(replaced)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "insert into actor_role (actor_id, title, organization, from_day, to_day, actor_decision_id) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(actor)
    .bind(&role.title)
    .bind(&role.organization)
    .bind(role.from)
    .bind(role.to)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(id)
}

/// Takes back what a decision noted; what it replaced holds again.
pub(super) async fn back(
    connection: &mut PgConnection,
    decision: i64,
    detail: &Value,
) -> Result<(), StoreError> {
    let closed = sqlx::query(
        "update actor_role set superseded_at = now() where actor_decision_id = $1 and superseded_at is null",
    )
    .bind(decision)
    .execute(&mut *connection)
    .await?;
    if closed.rows_affected() == 0 {
        return Err(StoreError::Refused(
            "the same office was noted anew since; take that back first".into(),
        ));
    }
    sqlx::query(
        "insert into actor_role (actor_id, title, organization, from_day, to_day, actor_decision_id) \
         select actor_id, title, organization, from_day, to_day, actor_decision_id from actor_role where actor_role_id = $1",
    )
    .bind(detail["replaced"].as_i64())
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes the roles of the codebook match it; what people noted stays, and stands for the codebook's.
pub(super) async fn of_codebook(
    connection: &mut PgConnection,
    codebook: &Codebook,
    ids: &BTreeMap<&str, i64>,
) -> Result<(), StoreError> {
    let (mut actors, mut titles, mut organizations, mut from, mut to) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for actor in &codebook.actors {
        for role in &actor.roles {
            actors.push(ids[actor.id.as_str()]);
            titles.push(role.title.as_str());
            organizations.push(role.organization.as_deref());
            from.push(role.from);
            to.push(role.to);
        }
    }
    let wanted = "unnest($1::bigint[], $2::text[], $3::text[], $4::date[], $5::date[]) as r (actor_id, title, organization, from_day, to_day)";
    let same = format!(
        "other.actor_id = r.actor_id and {SAME} and other.to_day is not distinct from r.to_day"
    );
    for statement in [
        format!(
            "update actor_role other set superseded_at = now() where superseded_at is null and actor_decision_id is null \
             and not exists (select from {wanted} where {same})"
        ),
        format!(
            "insert into actor_role (actor_id, title, organization, from_day, to_day) select r.* from {wanted} \
             where not exists (select from actor_role other where other.superseded_at is null and {same}) \
               and not exists (select from actor_role other \
                  join actor_identity theirs on theirs.actor_id = other.actor_id and theirs.superseded_at is null \
                  join actor_identity its on its.actor_id = r.actor_id and its.superseded_at is null \
                     and its.canonical_actor_id = theirs.canonical_actor_id \
                  where other.superseded_at is null and other.actor_decision_id is not null and {SAME})"
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&actors)
            .bind(&titles)
            .bind(&organizations)
            .bind(&from)
            .bind(&to)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
