//! Verdicts of people.
//!
//! A verdict is a row and changes nothing else, except a correction: it closes what the machine
//! proposed and adds the person's version beside it, so that both stay readable for ever.

use chrono::NaiveDate;
use serde_json::json;
use sqlx::{Connection, PgConnection};

use super::analyses::apply_alone;
use super::claims::{self, Existing};
use super::plan::Plan;
use super::stances::StanceRow;
use super::{Extractor, Purpose, alone_in_a_row, begin_run, utterances};
use crate::model::{LinkKind, SaidBasis, StanceValue};
use crate::store::{Store, StoreError};

/// What a person says of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is right.
    Confirm,
    /// It is wrong.
    Reject,
    /// It is right once these fields are changed.
    Correct(Correction),
}

/// Fields to change; those left out stay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correction {
    /// Position on the topic.
    pub stance: Option<StanceValue>,
    /// Canonical actor.
    pub actor: Option<i64>,
    /// First and last day of saying.
    pub said: Option<(NaiveDate, NaiveDate)>,
    /// "statement", "refusal", "decision", "vote" or "belief".
    pub act: Option<String>,
    /// How it takes up an earlier statement; the inner none where it takes up none.
    pub link: Option<Option<LinkKind>>,
}

/// A verdict with who gave it and why.
#[derive(Clone, Debug)]
pub struct Judgement<'a> {
    /// Any version of the claim.
    pub claim_id: i64,
    /// The topic judged; none for the claim as a whole, or its only topic.
    pub topic: Option<i64>,
    /// The verdict.
    pub verdict: Verdict,
    /// Who judges.
    pub reviewer: &'a str,
    /// Why.
    pub note: Option<&'a str>,
}

impl Store {
    /// Records a verdict; returns its id, which `undo` takes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such claim; [`StoreError::Refused`] where a stance is
    /// set and the claim has several topics or none, and no topic is named.
    pub async fn review(&self, judgement: &Judgement<'_>) -> Result<i64, StoreError> {
        let ids = self.review_all(std::slice::from_ref(judgement)).await?;
        ids.first()
            .copied()
            .ok_or_else(|| StoreError::Refused("no verdict was given".into()))
    }

    /// Records verdicts that belong together: all of them, or none; returns their ids. Reviewers give one after the
    /// other and wait for each: what is out of date by them is kept behind the last, by [`Store::keep_history`].
    ///
    /// # Errors
    /// As [`Store::review`].
    pub async fn review_all(&self, judgements: &[Judgement<'_>]) -> Result<Vec<i64>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone_in_a_row(&mut transaction).await?;
        let mut ids = Vec::with_capacity(judgements.len());
        for judgement in judgements {
            ids.push(review(&mut transaction, judgement).await?);
        }
        transaction.commit().await?;
        Ok(ids)
    }

    /// Takes a verdict back; what a correction changed is as it was before it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no such verdict; [`StoreError::Refused`] where it was
    /// undone already, or the claim was corrected again since.
    pub async fn undo_review(&self, review_id: i64, reviewer: &str) -> Result<(), StoreError> {
        self.undo_reviews(&[review_id], reviewer).await
    }

    /// Takes verdicts back that were [given together](Store::review_all): all of them, or none.
    ///
    /// # Errors
    /// As [`Store::undo_review`].
    pub async fn undo_reviews(&self, review_ids: &[i64], reviewer: &str) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone_in_a_row(&mut transaction).await?;
        for &review_id in review_ids.iter().rev() {
            undo(&mut transaction, review_id, reviewer).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

pub(super) async fn review(
    connection: &mut PgConnection,
    judgement: &Judgement<'_>,
) -> Result<i64, StoreError> {
    let there = live(connection, judgement.claim_id).await?;
    let (verdict, topic, changes) = match &judgement.verdict {
        Verdict::Confirm => ("confirm", judgement.topic, json!({})),
        Verdict::Reject => ("reject", judgement.topic, json!({})),
        Verdict::Correct(correction) => {
            let topic = match (correction.stance, judgement.topic) {
                (None, topic) => topic,
                (Some(_), Some(topic)) => Some(topic),
                (Some(_), None) => Some(only_topic(&there)?),
            };
            (
                "correct",
                topic,
                correct(connection, &there, correction, topic).await?,
            )
        }
    };
    // A correction that sets a stance puts one there.
    let sets =
        matches!(&judgement.verdict, Verdict::Correct(correction) if correction.stance.is_some());
    if let Some(topic) = topic.filter(|_| !sets)
        && !there.stances.iter().any(|(_, s)| s.topic_id == topic)
    {
        return Err(StoreError::Refused(format!(
            "claim {} has no stance on that topic; set one there with stance=…",
            there.claim_id
        )));
    }
    Ok(sqlx::query_scalar(
        "insert into review (root_claim_id, topic_id, verdict, changes, note, reviewer) \
         values ($1, $2, $3, $4, $5, $6) returning review_id",
    )
    .bind(there.root_claim_id)
    .bind(topic)
    .bind(verdict)
    .bind(changes)
    .bind(judgement.note)
    .bind(judgement.reviewer)
    .fetch_one(connection)
    .await?)
}

fn only_topic(there: &Existing) -> Result<i64, StoreError> {
    match there.stances.as_slice() {
        [(_, stance)] => Ok(stance.topic_id),
        [] => Err(StoreError::Refused(format!(
            "claim {} has no stance yet; say on which topic with topic=…",
            there.claim_id
        ))),
        _ => Err(StoreError::Refused(format!(
            "claim {} has a stance on several topics; say which with topic=…",
            there.claim_id
        ))),
    }
}

/// Refuses a day of saying on which the words stood in print already.
pub(super) async fn not_printed_before(
    connection: &mut PgConnection,
    what: &str,
    article_id: i64,
    said: NaiveDate,
) -> Result<(), StoreError> {
    // A date known to the month or year only is as late as that ends.
    let printed: Option<NaiveDate> = sqlx::query_scalar(
        "select (published_day + case precision when 'month' then interval '1 month - 1 day' \
            when 'year' then interval '1 year - 1 day' else interval '0' end)::date \
         from article_date where article_id = $1 and superseded_at is null",
    )
    .bind(article_id)
    .fetch_optional(connection)
    .await?;
    match printed {
        Some(printed) if said > printed => Err(StoreError::Refused(format!(
            "{what} cannot have been said on {said}: article {article_id} was in print by {printed}; \
             if that is wrong, mend it with: stance article date {article_id} DATE"
        ))),
        _ => Ok(()),
    }
}

/// Replaces the claim's live rows by the corrected ones; returns the record for `review.changes`.
async fn correct(
    connection: &mut PgConnection,
    there: &Existing,
    correction: &Correction,
    topic: Option<i64>,
) -> Result<serde_json::Value, StoreError> {
    let mut row = there.row.clone();
    if let Some(actor) = correction.actor {
        row.actor_id = Some(actor);
        // Whoever a person names as the speaker is no longer somebody's ascription.
        row.ascribed_by_id = None;
    }
    if let Some((from, to)) = correction.said {
        let claim = format!("claim {}", there.claim_id);
        not_printed_before(connection, &claim, there.row.article_id, to).await?;
        row.said.from = Some(from);
        row.said.to = Some(to);
        row.said.basis = SaidBasis::Explicit;
    }
    if let Some(act) = &correction.act {
        row.act.clone_from(act);
    }
    let mut stances: Vec<StanceRow> = there.stances.iter().map(|(_, s)| s.clone()).collect();
    let mut unsided = None;
    if row.act == "refusal" {
        if correction.stance.is_some_and(|stance| stance.number() != 0) {
            return Err(StoreError::Refused(format!(
                "claim {} would be a refusal to say, which takes no side: set the stance together with another act, or \
                 the refusal alone",
                there.claim_id
            )));
        }
        if correction.act.is_some() && unside(&mut stances) {
            unsided = Some(0);
        }
    }
    if let Some(link) = correction.link {
        relink(&mut row, &mut stances, link);
    }
    if let (Some(value), Some(topic_id)) = (correction.stance, topic) {
        stances.retain(|s| s.topic_id != topic_id);
        stances.push(StanceRow::of_person(
            topic_id,
            Some(value.number()),
            None,
            CORRECTED,
        ));
    }
    replace(connection, there, row, stances).await?;
    Ok(json!({
        "stance": correction.stance.map(StanceValue::number).or(unsided),
        "actor_id": correction.actor,
        "said_from": correction.said.map(|s| s.0),
        "said_to": correction.said.map(|s| s.1),
        "act": correction.act,
        "link": correction.link.map(|link| link.map_or("none", LinkKind::as_str)),
        "before_claim_id": there.claim_id,
    }))
}

/// Why a stance is what it is that a person set.
const CORRECTED: &str = "corrected by a person";

/// Takes the sides away from what a person found to be a refusal to say: it is listed under 0, as the program lists
/// those that it finds. Returns whether there was one.
fn unside(stances: &mut [StanceRow]) -> bool {
    let mut found = false;
    let sided = stances.iter_mut();
    for stance in sided.filter(|stance| stance.value.is_some_and(|value| value != 0)) {
        found = true;
        *stance = StanceRow::of_person(stance.topic_id, Some(0), stance.side, CORRECTED);
    }
    found
}

/// Makes a claim take up an earlier one in another way, or none. What is taken back or denied is no
/// position; what takes up nothing and has no side is on no topic.
fn relink(row: &mut claims::ClaimRow, stances: &mut Vec<StanceRow>, link: Option<LinkKind>) {
    let cue = row.link.take().map(|(_, cue)| cue).unwrap_or_default();
    row.link = link.map(|kind| (kind.as_str().to_owned(), cue));
    match link {
        None => stances.retain(|stance| stance.value.is_some()),
        Some(kind) if kind.is_no_position() => {
            for stance in stances {
                let side = stance.value.take().map(i16::signum);
                let side = side.filter(|side| *side != 0).or(stance.side);
                *stance = StanceRow::of_person(stance.topic_id, None, side, CORRECTED);
            }
        }
        Some(_) => {}
    }
}

/// Closes the live version of a claim and inserts another in its place.
async fn replace(
    connection: &mut PgConnection,
    there: &Existing,
    row: claims::ClaimRow,
    stances: Vec<StanceRow>,
) -> Result<(), StoreError> {
    let mut old = there.clone();
    if old.row.said != row.said || old.row.link != row.link {
        // Another day can be another occasion, and a denial is another than the words denied: the
        // utterance is found anew.
        old.utterance_id = None;
    }
    put_in_place(connection, old, row, stances, true).await
}

async fn put_in_place(
    connection: &mut PgConnection,
    old: Existing,
    row: claims::ClaimRow,
    stances: Vec<StanceRow>,
    by_person: bool,
) -> Result<(), StoreError> {
    let run = begin_run(connection, Purpose::Review, &Extractor::default()).await?;
    let provenance = run.apart(by_person);
    let plan = Plan {
        close: vec![old.claim_id],
        insert: vec![(row, stances, Some(old))],
        ..Plan::default()
    };
    apply_alone(connection, provenance, plan).await
}

/// Makes a claim another actor's and nothing else: its verdicts, day and stances stay. Returns the version
/// that it was.
pub(super) async fn give(
    connection: &mut PgConnection,
    claim_id: i64,
    actor: i64,
) -> Result<i64, StoreError> {
    let there = live(connection, claim_id).await?;
    let mut row = there.row.clone();
    row.actor_id = Some(actor);
    let stances = there.stances.iter().map(|(_, s)| s.clone()).collect();
    replace(connection, &there, row, stances).await?;
    Ok(there.claim_id)
}

/// Makes a claim that was [given](give) to `actor` again that of whom the version `before` names, in the
/// utterance that it attested. What was decided of it since stays. A claim that is gone is passed over.
pub(super) async fn give_back(
    connection: &mut PgConnection,
    before: i64,
    actor: i64,
) -> Result<(), StoreError> {
    let there = match live(connection, before).await {
        Err(StoreError::NotFound { .. }) => return Ok(()),
        other => other?,
    };
    if there.row.actor_id != Some(actor) {
        return Err(StoreError::Refused(format!(
            "claim {} was made somebody else's since; take that back first",
            there.claim_id
        )));
    }
    let (owner, by_person, utterance, same_days): (Option<i64>, bool, Option<i64>, bool) =
        sqlx::query_as(
            "select c.actor_id, \
                c.origin = 'person' or exists (select from review r where r.root_claim_id = c.root_claim_id and r.verdict = 'correct' \
                    and not exists (select from review u where u.undoes = r.review_id)), \
                (select m.utterance_id from utterance_member m where m.claim_id = c.claim_id and m.superseded_at = c.superseded_at), \
                (c.said_from, c.said_to) is not distinct from ($2, $3) \
             from claim c where c.claim_id = $1",
        )
        .bind(before)
        .bind(there.row.said.from)
        .bind(there.row.said.to)
        .fetch_one(&mut *connection)
        .await?;
    let mut row = there.row.clone();
    row.actor_id = owner;
    let mut old = there.clone();
    old.row.actor_id = owner;
    old.by_person = by_person;
    old.utterance_id = utterance.filter(|_| same_days);
    let stances = there.stances.iter().map(|(_, s)| s.clone()).collect();
    put_in_place(connection, old, row, stances, by_person).await
}

/// The live version of a claim, whichever version is named.
async fn live(connection: &mut PgConnection, claim_id: i64) -> Result<Existing, StoreError> {
    let missing = || StoreError::missing("claim", claim_id);
    let found: Option<(i64, i64)> = sqlx::query_as(
        "select article_id, claim_id from claim where superseded_at is null \
         and root_claim_id = (select root_claim_id from claim where claim_id = $1) for update",
    )
    .bind(claim_id)
    .fetch_optional(&mut *connection)
    .await?;
    let (article_id, live_id) = found.ok_or_else(missing)?;
    let mut of_article = claims::existing(connection, &[article_id]).await?;
    of_article
        .remove(&article_id)
        .unwrap_or_default()
        .into_iter()
        .find(|c| c.claim_id == live_id)
        .ok_or_else(missing)
}

pub(super) async fn undo(
    connection: &mut PgConnection,
    review_id: i64,
    reviewer: &str,
) -> Result<i64, StoreError> {
    let found: Option<(i64, Option<i64>, String, serde_json::Value, bool)> = sqlx::query_as(
        "select root_claim_id, topic_id, verdict, changes, exists (select from review u where u.undoes = r.review_id) \
         from review r where review_id = $1 and verdict <> 'undo'",
    )
    .bind(review_id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((root, topic, verdict, changes, undone)) = found else {
        return Err(StoreError::missing("verdict", review_id));
    };
    if undone {
        return Err(StoreError::Refused(format!(
            "verdict {review_id} was undone already"
        )));
    }
    if verdict == "correct" {
        let there = live(connection, root).await?;
        let before = changes["before_claim_id"].as_i64().unwrap_or_default();
        // Who judged the corrected claim judged nothing else: the verdict would be taken for one on what was before.
        let later: Option<(i64, String, String)> = sqlx::query_as(
            "select review_id, reviewer, case verdict when 'correct' then 'corrected it again' else verdict || 'ed it as corrected' end \
             from review r where root_claim_id = $1 and review_id > $2 and verdict <> 'undo' \
                and (verdict = 'correct' or topic_id is null or $3 is null or topic_id = $3) \
                and not exists (select from review u where u.undoes = r.review_id) \
             order by review_id desc limit 1",
        )
        .bind(root)
        .bind(review_id)
        .bind(topic)
        .fetch_optional(&mut *connection)
        .await?;
        if let Some((later, by, did)) = later {
            return Err(StoreError::Refused(format!(
                "{by} {did} after verdict {review_id}; undo verdict {later} first"
            )));
        }
        restore(connection, &there, before).await?;
    }
    Ok(sqlx::query_scalar(
        "insert into review (root_claim_id, topic_id, verdict, undoes, reviewer) values ($1, $2, 'undo', $3, $4) returning review_id",
    )
    .bind(root)
    .bind(topic)
    .bind(review_id)
    .bind(reviewer)
    .fetch_one(connection)
    .await?)
}

/// Brings a closed version of a claim back as a new row, with the stances that it had when closed.
async fn restore(
    connection: &mut PgConnection,
    there: &Existing,
    before: i64,
) -> Result<(), StoreError> {
    let orphaned = super::analyses::close(connection, &[there.claim_id], &[]).await?;
    let claim_id: i64 = sqlx::query_scalar(
        "insert into claim (root_claim_id, article_id, analysis_id, run_id, origin, actor_id, on_behalf_of_id, \
            ascribed_by_id, form, act, place, source_span, cue_span, content_span, condition_span, evidence_start, \
            evidence_end, evidence, said_from, said_to, said_basis, time_expression, content_words, confidence, link_kind, link_span, affiliation_id) \
         select root_claim_id, article_id, analysis_id, run_id, origin, actor_id, on_behalf_of_id, \
            ascribed_by_id, form, act, place, source_span, cue_span, content_span, condition_span, evidence_start, \
            evidence_end, evidence, said_from, said_to, said_basis, time_expression, content_words, confidence, link_kind, link_span, affiliation_id \
         from claim where claim_id = $1 returning claim_id",
    )
    .bind(before)
    .fetch_one(&mut *connection)
    .await?;
    for statement in [
        "insert into stance (claim_id, topic_id, run_id, codebook_id, origin, value, bearing, confidence, side_open, why_cue, why_term, why_rule, link_side) \
         select $2, topic_id, run_id, codebook_id, origin, value, bearing, confidence, side_open, why_cue, why_term, why_rule, link_side \
         from stance s where claim_id = $1 and superseded_at = (select superseded_at from claim where claim_id = $1)",
    ] {
        sqlx::query(statement)
            .bind(before)
            .bind(claim_id)
            .execute(&mut *connection)
            .await?;
    }
    utterances::restored(connection, claim_id, before, &orphaned).await
}
