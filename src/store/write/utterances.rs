//! Which utterance a new claim attests.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use sqlx::PgConnection;

use super::claims::ClaimRow;
use super::fresh_ids;
use crate::model::{Act, SaidBasis};
use crate::store::StoreError;
use crate::store::copy::CopyRows;
use crate::text::utterance::{self, Said};

/// Days around a claim in which an earlier claim of the same utterance can have been said.
const MARGIN: u64 = 3;

struct Candidate {
    utterance_id: i64,
    days: Option<(NaiveDate, NaiveDate)>,
    basis: SaidBasis,
    act: Act,
    words: Vec<i32>,
    link: Option<String>,
}

/// Gives every new claim of a named actor an utterance: the one that it reports again, or its own.
///
/// `claims` are the new rows with their ids and, where they replace a claim, its utterance.
pub(super) async fn assign(
    connection: &mut PgConnection,
    claims: &[(i64, &ClaimRow, Option<i64>)],
    similarity: f32,
) -> Result<(), StoreError> {
    let actors: Vec<i64> = claims
        .iter()
        .filter_map(|(_, row, _)| row.actor_id)
        .collect();
    let canonical = canonical(connection, &actors).await?;
    let mut candidates = earlier(connection, claims, &canonical).await?;
    let mut utterances = CopyRows::new("utterance", &["utterance_id"]);
    let mut members = CopyRows::new("utterance_member", &["utterance_id", "claim_id"]);
    let mut fresh = fresh_ids(connection, "utterance", "utterance_id", claims.len()).await?;
    for (claim_id, row, kept) in claims {
        let Some(actor) = row.actor_id.and_then(|a| canonical.get(&a).copied()) else {
            continue;
        };
        let said = said(row);
        let theirs = candidates.entry(actor).or_default();
        let best = theirs
            .iter()
            // A denial repeats the words that it denies, and is another event.
            .filter(|c| c.link.as_deref() == row.link.as_ref().map(|(kind, _)| kind.as_str()))
            .filter_map(|c| {
                let other = Said {
                    days: c.days,
                    basis: c.basis,
                    act: c.act,
                    words: &c.words,
                };
                Some((utterance::agreement(&said, &other)?, c.utterance_id))
            })
            .filter(|(agreement, _)| *agreement >= similarity)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let utterance_id = match (kept, best) {
            (Some(kept), _) => *kept,
            (None, Some((_, same))) => same,
            (None, None) => {
                let own = fresh.next().unwrap_or_default();
                utterances.plain(own).end();
                own
            }
        };
        members.plain(utterance_id).plain(claim_id).end();
        theirs.push(Candidate {
            utterance_id,
            days: said.days,
            basis: said.basis,
            act: said.act,
            words: row.content_words.clone(),
            link: row.link.as_ref().map(|(kind, _)| kind.clone()),
        });
    }
    utterances.send(connection).await?;
    members.send(connection).await
}

fn said(row: &ClaimRow) -> Said<'_> {
    Said {
        days: row.said.from.zip(row.said.to),
        basis: row.said.basis,
        act: act(&row.act),
        words: &row.content_words,
    }
}

fn act(word: &str) -> Act {
    match word {
        "refusal" => Act::Refusal,
        "decision" => Act::Decision,
        "vote" => Act::Vote,
        "belief" => Act::Belief,
        _ => Act::Statement,
    }
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

/// Claims already stored of the same actors around the same days, by canonical actor.
async fn earlier(
    connection: &mut PgConnection,
    claims: &[(i64, &ClaimRow, Option<i64>)],
    canonical: &HashMap<i64, i64>,
) -> Result<HashMap<i64, Vec<Candidate>>, StoreError> {
    let mut actors: Vec<i64> = canonical.values().copied().collect();
    actors.sort_unstable();
    actors.dedup();
    let from = claims.iter().filter_map(|(_, row, _)| row.said.from).min();
    let to = claims.iter().filter_map(|(_, row, _)| row.said.to).max();
    let margin = Days::new(MARGIN);
    type Row = (
        i64,
        i64,
        Option<NaiveDate>,
        Option<NaiveDate>,
        String,
        String,
        Vec<i32>,
        Option<String>,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "select i.canonical_actor_id, m.utterance_id, c.said_from, c.said_to, c.said_basis, c.act, c.content_words, c.link_kind \
         from actor_identity i \
         join claim c on c.actor_id = i.actor_id and c.superseded_at is null \
         join utterance_member m on m.claim_id = c.claim_id and m.superseded_at is null \
         where i.canonical_actor_id = any($1) and i.superseded_at is null \
           and (c.said_from is null or (c.said_from <= $3 and c.said_to >= $2)) \
           and not c.claim_id = any($4)",
    )
    .bind(actors)
    .bind(from.and_then(|d| d.checked_sub_days(margin)).or(from))
    .bind(to.and_then(|d| d.checked_add_days(margin)).or(to))
    .bind(claims.iter().map(|(id, _, _)| *id).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    let mut by_actor: HashMap<i64, Vec<Candidate>> = HashMap::new();
    for (actor, utterance_id, from, to, basis, word, words, link) in rows {
        let candidate = Candidate {
            utterance_id,
            days: from.zip(to),
            basis: SaidBasis::of_word(&basis),
            act: act(&word),
            words,
            link,
        };
        by_actor.entry(actor).or_default().push(candidate);
    }
    Ok(by_actor)
}
