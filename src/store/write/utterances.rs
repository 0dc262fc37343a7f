//! Which utterance a claim attests.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sqlx::{FromRow, PgConnection};

use super::analyses::setting;
use super::claims::ClaimRow;
use super::groups::{Groups, Member, settle};
use super::keys::{Asked, Entering, Gone, UTTERANCE_KEYS};
use super::locks::{Blocks, Kind, Locks};
use crate::model::{Act, Said, SaidBasis};
use crate::store::StoreError;
use crate::text::story;
use crate::text::utterance::{self, Told};

/// Claims of one actor by their words and days.
pub(super) struct Utterances<'n> {
    similarity: f32,
    /// The actors, as texts name them, who are one with each canonical actor.
    named: HashMap<i64, Vec<i64>>,
    /// The keys of claims about to be placed.
    entering: Entering,
    /// Actors of whom nothing is stored yet.
    newcomers: Option<&'n HashSet<i64>>,
}

/// A claim that is about to get an utterance: a new row with its id and, where it replaces a claim, its utterance.
pub(super) type Placed<'c> = (i64, &'c ClaimRow, Option<i64>);

/// Named actors' claims on their way to utterances.
pub(super) struct Assigning<'n> {
    kind: Utterances<'n>,
    canonical: HashMap<i64, i64>,
    seeds: Vec<(i64, Member<(i64, Told)>)>,
}

impl<'n> Assigning<'n> {
    /// Asks what has to be known of the actors. Of the `newcomers` among them no claim was stored before.
    pub(super) async fn new(
        connection: &mut PgConnection,
        claims: &[Placed<'_>],
        newcomers: &'n HashSet<i64>,
    ) -> Result<Self, StoreError> {
        let actors = claims.iter().filter_map(|(_, row, _)| row.actor_id);
        let canonical = canonical(connection, &actors.collect::<Vec<_>>()).await?;
        let kind = Utterances::new(connection, canonical.values().copied().collect()).await?;
        Ok(Self {
            kind: Utterances {
                newcomers: Some(newcomers),
                ..kind
            },
            canonical,
            seeds: Vec::new(),
        })
    }

    /// Works out by what the claims are known again, which asks nothing.
    pub(super) fn read(&mut self, claims: &[Placed<'_>]) {
        let mut keys = Entering::default();
        self.seeds.reserve(claims.len());
        for (claim_id, row, kept) in claims {
            let of_actor = |actor| Some((actor, *self.canonical.get(&actor)?));
            let Some((actor, identity)) = row.actor_id.and_then(of_actor) else {
                continue;
            };
            let told = Told::new(
                &row.said,
                Act::of_word(&row.act),
                row.link.as_ref().map(|(kind, _)| kind.clone()),
                row.content_words.clone(),
            );
            let place = told.place();
            keys.add(told.keys(actor), place, *claim_id);
            let member = Member {
                place,
                content: (identity, told),
                group: None,
                nearness: None,
                kept: *kept,
            };
            self.seeds.push((*claim_id, member));
        }
        self.kind.entering = keys.sorted();
    }

    /// Gives every claim that was read an utterance: the one that it reports again, or its own. `orphaned` are
    /// utterances whose first claim was closed. The claims are stored.
    pub(super) async fn assign(
        self,
        connection: &mut PgConnection,
        locks: &mut Locks,
        orphaned: &[i64],
    ) -> Result<(), StoreError> {
        if self.seeds.is_empty() && orphaned.is_empty() {
            return Ok(());
        }
        let kept = self.seeds.iter().filter_map(|(_, seed)| seed.kept);
        let kept = kept.filter(|kept| !orphaned.contains(kept)).collect();
        let mut free = orphaned.to_vec();
        free.extend(unused(connection, kept).await?);
        settle(connection, locks, &self.kind, self.seeds, &free).await?;
        self.kind.entering.send(connection, UTTERANCE_KEYS).await
    }
}

/// Utterances that no claim attests any more.
async fn unused(
    connection: &mut PgConnection,
    utterances: Vec<i64>,
) -> Result<Vec<i64>, StoreError> {
    if utterances.is_empty() {
        return Ok(utterances);
    }
    Ok(sqlx::query_scalar(
        "select distinct u.id from unnest($1::bigint[]) as u (id) where not exists ( \
            select from utterance_member m where m.utterance_id = u.id and m.superseded_at is null)",
    )
    .bind(utterances)
    .fetch_all(connection)
    .await?)
}

/// Places a claim that came back under another key: in the utterance that its closed version `before`
/// attested, where nothing else holds it.
pub(super) async fn restored(
    connection: &mut PgConnection,
    claim_id: i64,
    before: i64,
    orphaned: &[i64],
) -> Result<(), StoreError> {
    let attested: Option<i64> = sqlx::query_scalar(
        "select utterance_id from utterance_member where claim_id = $1 order by superseded_at desc limit 1",
    )
    .bind(before)
    .fetch_optional(&mut *connection)
    .await?;
    let mut free = orphaned.to_vec();
    free.extend(unused(connection, attested.into_iter().collect()).await?);
    again(connection, &[claim_id], attested, &free).await
}

/// Places stored claims again. Those that attest nothing yet are entered into the index.
async fn again(
    connection: &mut PgConnection,
    claims: &[i64],
    kept: Option<i64>,
    orphaned: &[i64],
) -> Result<(), StoreError> {
    let actor_of: HashMap<i64, i64> = sqlx::query_as(
        "select claim_id, actor_id from claim where claim_id = any($1) and actor_id is not null",
    )
    .bind(claims)
    .fetch_all(&mut *connection)
    .await?
    .into_iter()
    .collect();
    let actors: Vec<i64> = actor_of.values().copied().collect();
    let canonical = canonical(connection, &actors).await?;
    let mut kind = Utterances::new(connection, canonical.values().copied().collect()).await?;
    let mut seeds = kind.load(connection, claims).await?;
    let mut keys = Entering::default();
    for (claim_id, seed) in &mut seeds {
        seed.kept = kept;
        if seed.group.is_none()
            && let Some(actor) = actor_of.get(claim_id)
        {
            let told = &seed.content.1;
            keys.add(told.keys(*actor), told.place(), *claim_id);
        }
    }
    kind.entering = keys.sorted();
    settle(connection, &mut Locks::Everything, &kind, seeds, orphaned).await?;
    kind.entering.send(connection, UTTERANCE_KEYS).await
}

/// Utterances of which a claim of these articles is the first.
pub(super) async fn led_by(
    connection: &mut PgConnection,
    articles: &[i64],
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "select m.utterance_id from utterance_member m join claim c on c.claim_id = m.claim_id \
         where c.article_id = any($1) and m.superseded_at is null and m.agreement is null",
    )
    .bind(articles)
    .fetch_all(connection)
    .await?)
}

/// Gives utterances whose first claim is gone another.
pub(super) async fn led_no_more(
    connection: &mut PgConnection,
    utterances: &[i64],
) -> Result<(), StoreError> {
    if utterances.is_empty() {
        return Ok(());
    }
    let claims: Vec<i64> =
        sqlx::query_scalar("select claim_id from utterance_member where utterance_id = any($1) and superseded_at is null")
            .bind(utterances)
            .fetch_all(&mut *connection)
            .await?;
    again(connection, &claims, None, utterances).await
}

/// Takes claims out of the index.
pub(super) async fn unkey(connection: &mut PgConnection, claims: &[i64]) -> Result<(), StoreError> {
    type Row = (i64, i64, Option<NaiveDate>, Option<NaiveDate>, Vec<i32>);
    let rows: Vec<Row> = sqlx::query_as(
        "select claim_id, actor_id, said_from, said_to, content_words from claim where claim_id = any($1) and actor_id is not null",
    )
    .bind(claims)
    .fetch_all(&mut *connection)
    .await?;
    let mut gone = Gone::default();
    for (claim_id, actor, from, to, words) in rows {
        let period = story::period(story::day_begins(from));
        for key in utterance::keys(actor, from.zip(to), &words) {
            gone.push(claim_id, period, key);
        }
    }
    gone.delete(connection, UTTERANCE_KEYS).await
}

/// Takes closed claims out of the index, and returns the utterances that they were first of.
pub(super) async fn retire(
    connection: &mut PgConnection,
    claims: &[i64],
) -> Result<Vec<i64>, StoreError> {
    unkey(connection, claims).await?;
    let led: Vec<Option<i64>> = sqlx::query_scalar(
        "update utterance_member set superseded_at = now() where claim_id = any($1) and superseded_at is null \
         returning case when agreement is null then utterance_id end",
    )
    .bind(claims)
    .fetch_all(connection)
    .await?;
    Ok(led.into_iter().flatten().collect())
}

/// The canonical actor of each row.
async fn canonical(
    connection: &mut PgConnection,
    actors: &[i64],
) -> Result<HashMap<i64, i64>, StoreError> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "select actor_id, canonical_actor_id from actor_identity where actor_id = any($1) and superseded_at is null",
    )
    .bind(actors)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().collect())
}

impl Utterances<'_> {
    pub(super) async fn new(
        connection: &mut PgConnection,
        mut identities: Vec<i64>,
    ) -> Result<Self, StoreError> {
        identities.sort_unstable();
        identities.dedup();
        let mut kind = Self {
            similarity: setting(connection, "utterance_similarity").await?,
            named: HashMap::new(),
            entering: Entering::default(),
            newcomers: None,
        };
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "select canonical_actor_id, actor_id from actor_identity where canonical_actor_id = any($1) and superseded_at is null",
        )
        .bind(identities)
        .fetch_all(connection)
        .await?;
        for (identity, actor) in rows {
            kind.named.entry(identity).or_default().push(actor);
        }
        Ok(kind)
    }
}

#[derive(FromRow)]
struct Stored {
    claim_id: i64,
    actor_id: i64,
    said_from: Option<NaiveDate>,
    said_to: Option<NaiveDate>,
    said_basis: String,
    act: String,
    link_kind: Option<String>,
    content_words: Vec<i32>,
    utterance_id: Option<i64>,
    agreement: Option<f32>,
}

/// Adds the keys of claims. Here they are words alone: whoever the actor is one with, and though the text may be the
/// first to name it.
pub(super) fn add_blocks(days: Option<(NaiveDate, NaiveDate)>, words: &[i32], blocks: &mut Blocks) {
    let words = utterance::least(words).iter().copied();
    blocks.add(Kind::Utterance, words, &utterance::window(days));
}

impl Groups for Utterances<'_> {
    /// Canonical actor, and what is told.
    type Content = (i64, Told);
    const GROUP: (&'static str, &'static str) = ("utterance", "utterance_id");
    const MEMBER: (&'static str, &'static str, &'static str) =
        ("utterance_member", "claim_id", "agreement");

    fn near(&self, a: &Self::Content, b: &Self::Content) -> Option<f32> {
        (a.0 == b.0)
            .then(|| utterance::agreement(&a.1, &b.1))
            .flatten()
            .filter(|agreement| *agreement >= self.similarity)
    }

    fn blocks(&self, (_, told): &Self::Content, blocks: &mut Blocks) {
        add_blocks(told.days, &told.words, blocks);
    }

    async fn neighbours(
        &self,
        connection: &mut PgConnection,
        asked: &[(i64, &Member<Self::Content>)],
    ) -> Result<HashSet<(i64, i64)>, StoreError> {
        let mut sought = Asked::default();
        for (id, member) in asked {
            let (identity, told) = &member.content;
            let window = told.window();
            for &actor in self.named.get(identity).into_iter().flatten() {
                let is_new = self.newcomers.is_some_and(|all| all.contains(&actor));
                for key in told.keys(actor) {
                    match is_new {
                        true => sought.push_of_newcomer(*id, key, &window),
                        false => sought.push(*id, key, &window),
                    }
                }
            }
        }
        sought
            .holders(connection, UTTERANCE_KEYS, &self.entering)
            .await
    }

    async fn load(
        &self,
        connection: &mut PgConnection,
        ids: &[i64],
    ) -> Result<Vec<(i64, Member<Self::Content>)>, StoreError> {
        let rows: Vec<Stored> = sqlx::query_as(
            "select c.claim_id, i.canonical_actor_id as actor_id, c.said_from, c.said_to, c.said_basis, c.act, c.link_kind, \
                c.content_words, m.utterance_id, m.agreement \
             from claim c \
             join actor_identity i on i.actor_id = c.actor_id and i.superseded_at is null \
             left join utterance_member m on m.claim_id = c.claim_id and m.superseded_at is null \
             where c.claim_id = any($1) and c.superseded_at is null",
        )
        .bind(ids)
        .fetch_all(connection)
        .await?;
        let member = |row: Stored| {
            let said = Said {
                from: row.said_from,
                to: row.said_to,
                basis: SaidBasis::of_word(&row.said_basis),
                time_expression: None,
            };
            let told = Told::new(
                &said,
                Act::of_word(&row.act),
                row.link_kind,
                row.content_words,
            );
            let member = Member {
                place: told.place(),
                content: (row.actor_id, told),
                group: row.utterance_id,
                nearness: row.agreement,
                kept: None,
            };
            (row.claim_id, member)
        };
        Ok(rows.into_iter().map(member).collect())
    }
}
