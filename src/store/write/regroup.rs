//! The utterances of actors that become one, or cease to be.
//!
//! Each claim has met those of its own actor when it came. When two actors become one, what can change is where a
//! claim of the one is near to one of the other: these are settled again, and whatever follows from it. When they
//! are parted, it is the utterances that hold claims of both.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::groups::{Groups, Member, settle};
use super::keys::{Asked, Entering, UTTERANCE_KEYS};
use super::locks::Locks;
use super::utterances::Utterances;
use crate::store::StoreError;

/// Claims looked at at once.
const AT_ONCE: usize = 20_000;

/// Places the claims of actors again who stand for others now.
pub(super) async fn of_actors(
    connection: &mut PgConnection,
    actors: &[i64],
) -> Result<(), StoreError> {
    let mixed: Vec<i64> = sqlx::query_scalar(
        "select member.claim_id from ( \
            select distinct mine.utterance_id from claim c \
            join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null \
            join utterance_member mine on mine.claim_id = c.claim_id and mine.superseded_at is null \
            join utterance_member other on other.utterance_id = mine.utterance_id and other.superseded_at is null \
            join claim theirs on theirs.claim_id = other.claim_id \
            join actor_identity whose on whose.actor_id = theirs.actor_id and whose.superseded_at is null \
            where c.actor_id = any($1) and c.superseded_at is null and whose.canonical_actor_id <> i.canonical_actor_id) u \
         join utterance_member member on member.utterance_id = u.utterance_id and member.superseded_at is null",
    )
    .bind(actors)
    .fetch_all(&mut *connection)
    .await?;
    let met = meetings(connection, actors).await?;
    let mut claims = mixed;
    claims.extend(met);
    claims.sort_unstable();
    claims.dedup();
    if claims.is_empty() {
        return Ok(());
    }
    let identities: Vec<i64> = sqlx::query_scalar(
        "select distinct i.canonical_actor_id from claim c \
         join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null where c.claim_id = any($1)",
    )
    .bind(&claims)
    .fetch_all(&mut *connection)
    .await?;
    let kind = Utterances::new(connection, identities).await?;
    let seeds = kind.load(connection, &claims).await?;
    settle(connection, &mut Locks::Everything, &kind, seeds, &[]).await
}

/// Claims of the actors that are near to one of those who stand for the same now, and these.
async fn meetings(connection: &mut PgConnection, actors: &[i64]) -> Result<Vec<i64>, StoreError> {
    type Whose = (i64, Vec<i64>);
    // Whom the rows of each identity meet: those of it that did not move.
    let met: Vec<Whose> = sqlx::query_as(
        "select i.canonical_actor_id, array_agg(i.actor_id) from actor_identity i \
         where i.superseded_at is null and i.actor_id <> all($1) and i.canonical_actor_id in ( \
            select canonical_actor_id from actor_identity where actor_id = any($1) and superseded_at is null) \
         group by 1",
    )
    .bind(actors)
    .fetch_all(&mut *connection)
    .await?;
    if met.is_empty() {
        return Ok(Vec::new());
    }
    let identities: Vec<i64> = met.iter().map(|(identity, _)| *identity).collect();
    let kind = Utterances::new(connection, identities.clone()).await?;
    let claims: Vec<i64> = sqlx::query_scalar(
        "select c.claim_id from claim c join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null \
         where c.actor_id = any($1) and c.superseded_at is null and i.canonical_actor_id = any($2) \
         order by c.said_from, c.claim_id",
    )
    .bind(actors)
    .bind(&identities)
    .fetch_all(&mut *connection)
    .await?;
    let mut near = Vec::new();
    for some in claims.chunks(AT_ONCE) {
        let mine: Vec<(i64, Member<_>)> = kind.load(connection, some).await?;
        let mut asked = Asked::default();
        for (id, member) in &mine {
            let (identity, told) = &member.content;
            let window = told.window();
            let others = met.iter().filter(|(met, _)| met == identity);
            for &actor in others.flat_map(|(_, actors)| actors) {
                for key in told.keys(actor) {
                    asked.push(*id, key, &window);
                }
            }
        }
        let pairs = asked
            .holders(connection, UTTERANCE_KEYS, &Entering::default())
            .await?;
        let mut theirs: Vec<i64> = pairs.iter().map(|(_, found)| *found).collect();
        theirs.sort_unstable();
        theirs.dedup();
        let mine: std::collections::HashMap<_, _> = mine.into_iter().collect();
        let theirs: std::collections::HashMap<_, _> =
            kind.load(connection, &theirs).await?.into_iter().collect();
        for (a, b) in pairs {
            if let (Some(one), Some(other)) = (mine.get(&a), theirs.get(&b))
                && kind.near(&one.content, &other.content).is_some()
            {
                near.extend([a, b]);
            }
        }
    }
    Ok(near)
}

/// Takes back, row by row, what a decision of a time made of the utterances of actors, where nothing has changed
/// these utterances since. Returns whether it did.
pub(super) async fn back(
    connection: &mut PgConnection,
    decided: DateTime<Utc>,
    actors: &[i64],
) -> Result<bool, StoreError> {
    // Whoever decides is alone, so that no other rows are of the same moment.
    type Row = (i64, i64, bool);
    let changed: Vec<Row> = sqlx::query_as(
        "select m.utterance_member_id, m.utterance_id, m.recorded_at = $1 from actor_identity i \
         join actor_identity everybody on everybody.canonical_actor_id = i.canonical_actor_id \
         join claim c on c.actor_id = everybody.actor_id \
         join utterance_member m on m.claim_id = c.claim_id and (m.recorded_at = $1 or m.superseded_at = $1) \
         where i.actor_id = any($2) group by 1, 2, 3",
    )
    .bind(decided)
    .bind(actors)
    .fetch_all(&mut *connection)
    .await?;
    let mut utterances: Vec<i64> = changed.iter().map(|(_, utterance, _)| *utterance).collect();
    utterances.sort_unstable();
    utterances.dedup();
    let since: bool = sqlx::query_scalar(
        "select exists (select from utterance_member m where m.utterance_id = any($1) \
            and (m.recorded_at > $2 or m.superseded_at > $2))",
    )
    .bind(&utterances)
    .bind(decided)
    .fetch_one(&mut *connection)
    .await?;
    if since {
        return Ok(false);
    }
    let of = |opened: bool| -> Vec<i64> {
        let rows = changed.iter().filter(|(_, _, is)| *is == opened);
        rows.map(|(member, _, _)| *member).collect()
    };
    sqlx::query(
        "update utterance_member set superseded_at = now() where utterance_member_id = any($1)",
    )
    .bind(of(true))
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "insert into utterance_member (utterance_id, claim_id, agreement) \
         select utterance_id, claim_id, agreement from utterance_member where utterance_member_id = any($1) \
         order by utterance_member_id",
    )
    .bind(of(false))
    .execute(&mut *connection)
    .await?;
    Ok(true)
}
