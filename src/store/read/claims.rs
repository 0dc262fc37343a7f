//! Claims, searched and one by one.

use chrono::NaiveDate;
use sqlx::{Postgres, QueryBuilder};

use super::{containing, rows, select};
use crate::model::{ClaimRow, PassageSource};
use crate::store::{Store, StoreError};

/// What claims to list. Everything is optional, and all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// Claim ids; any version of a claim finds its live one.
    pub ids: Vec<i64>,
    /// Canonical actor.
    pub actor: Option<i64>,
    /// Topic that the claim has a stance on.
    pub topic: Option<i64>,
    /// Article.
    pub article: Option<i64>,
    /// Words that the passage holds, in any order and case.
    pub words: Vec<String>,
    /// "statement", "refusal", "decision", "vote" or "belief".
    pub act: Option<String>,
    /// Said on this day or later.
    pub said_since: Option<NaiveDate>,
    /// Said on this day or earlier.
    pub said_until: Option<NaiveDate>,
    /// Printed on this day or later.
    pub published_since: Option<NaiveDate>,
    /// Recorded at this time or later.
    pub added_since: Option<chrono::DateTime<chrono::Utc>>,
    /// How many rows at the most.
    pub limit: Option<i64>,
}

/// A claim's stances as JSON, each with the verdict that stands on it.
const STANCES: &str = "coalesce((select jsonb_agg(jsonb_build_object( \
        'topic', t.slug, 'stance', s.value, 'label', scale.label, 'bearing', s.bearing, 'confidence', s.confidence, \
        'status', coalesce(( \
            select case r.verdict when 'confirm' then 'confirmed' when 'correct' then 'corrected' else 'rejected' end \
            from review r where r.root_claim_id = e.root_claim_id and (r.topic_id is null or r.topic_id = s.topic_id) \
              and r.verdict <> 'undo' and not exists (select from review u where u.undoes = r.review_id) \
            order by r.review_id desc limit 1), case s.origin when 'person' then 'confirmed' else 'proposed' end), \
        'why_cue', s.why_cue, 'why_term', s.why_term, 'why_rule', s.why_rule) order by t.slug) \
    from stance s join topic t using (topic_id) join stance_scale scale on scale.value = s.value \
    where s.claim_id = e.claim_id and s.superseded_at is null), '[]') as stances";

impl Store {
    /// Live claims, newest saying first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn claims(&self, filter: &ClaimFilter) -> Result<Vec<ClaimRow>, StoreError> {
        let mut query = select(&format!(
            "select e.*, {STANCES} from claim_evidence e where true"
        ));
        narrow(&mut query, filter);
        // In an article, claims are read in the order of its text.
        query.push(match filter.article {
            Some(_) => " order by e.place desc, e.evidence_start, e.claim_id",
            None => " order by e.said_to desc nulls last, e.claim_id desc",
        });
        if let Some(limit) = filter.limit {
            query.push(" limit ").push_bind(limit);
        }
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// How many live claims a filter finds, whatever its limit.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn count_claims(&self, filter: &ClaimFilter) -> Result<i64, StoreError> {
        let mut query = QueryBuilder::new("select count(*) from claim_evidence e where true");
        narrow(&mut query, filter);
        Ok(query.build_query_scalar().fetch_one(&self.pool).await?)
    }

    /// The live version of one claim, whichever of its versions `claim_id` is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn claim(&self, claim_id: i64) -> Result<ClaimRow, StoreError> {
        let filter = ClaimFilter {
            ids: vec![claim_id],
            ..ClaimFilter::default()
        };
        self.claims(&filter)
            .await?
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::missing("claim", claim_id))
    }
}

impl Store {
    /// Where the passage of a claim comes from, whichever of its versions `claim_id` is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn passage_source(&self, claim_id: i64) -> Result<PassageSource, StoreError> {
        let mut query = select(
            "select a.retrieved_at, a.revision, before.superseded_at as replaced_at, a.byline, a.language, \
                coalesce(a.metadata ->> 'translator', a.metadata ->> 'translated_by') as translator, \
                coalesce((select jsonb_agg(distinct jsonb_build_object('article_id', other.article_id, 'outlet', p.name, \
                        'published_day', d.published_day)) \
                    from utterance_member mine \
                    join utterance_member theirs on theirs.utterance_id = mine.utterance_id and theirs.superseded_at is null \
                    join claim copy on copy.claim_id = theirs.claim_id \
                    join article other on other.article_id = copy.article_id and other.article_id <> a.article_id \
                    left join publisher p on p.publisher_id = other.publisher_id \
                    left join article_date d on d.article_id = other.article_id and d.superseded_at is null \
                    where mine.claim_id = c.claim_id and mine.superseded_at is null), '[]') as copies, \
                coalesce((select jsonb_agg(jsonb_build_object('review_id', r.review_id, 'verdict', r.verdict, \
                        'reviewer', r.reviewer, 'note', r.note, 'recorded_at', r.recorded_at) order by r.review_id) \
                    from review r where r.root_claim_id = c.root_claim_id and r.verdict <> 'undo' \
                      and not exists (select from review u where u.undoes = r.review_id)), '[]') as verdicts \
             from claim named join claim c on c.root_claim_id = named.root_claim_id and c.superseded_at is null \
             join article a on a.article_id = c.article_id \
             left join article before on before.article_id = a.revises \
             where named.claim_id = ",
        );
        query.push_bind(claim_id);
        let found: Vec<PassageSource> = rows(&mut *self.pool.acquire().await?, query).await?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::missing("claim", claim_id))
    }
}

/// Narrows a query over `claim_evidence e` to a filter.
fn narrow(query: &mut QueryBuilder<Postgres>, filter: &ClaimFilter) {
    if !filter.ids.is_empty() {
        query
            .push(
                " and e.claim_id = any(array(select c.claim_id from claim named \
                 join claim c on c.root_claim_id = named.root_claim_id and c.superseded_at is null \
                 where named.claim_id = any(",
            )
            .push_bind(filter.ids.clone())
            .push(")))");
    }
    if let Some(actor) = filter.actor {
        query.push(" and e.actor_id = ").push_bind(actor);
    }
    if let Some(article) = filter.article {
        query.push(" and e.article_id = ").push_bind(article);
    }
    if let Some(topic) = filter.topic {
        query
            .push(" and e.claim_id in (select claim_id from stance where superseded_at is null and topic_id = ")
            .push_bind(topic)
            .push(")");
    }
    for word in &filter.words {
        query
            .push(" and e.evidence ilike ")
            .push_bind(containing(word));
    }
    if let Some(act) = &filter.act {
        query.push(" and e.act = ").push_bind(act.clone());
    }
    if let Some(day) = filter.said_since {
        query.push(" and e.said_to >= ").push_bind(day);
    }
    if let Some(day) = filter.said_until {
        query.push(" and e.said_from <= ").push_bind(day);
    }
    if let Some(day) = filter.published_since {
        query.push(" and e.published_day >= ").push_bind(day);
    }
    if let Some(time) = filter.added_since {
        query.push(" and e.recorded_at >= ").push_bind(time);
    }
}
