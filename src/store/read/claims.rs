//! Claims, searched and one by one.

use chrono::NaiveDate;
use sqlx::{Postgres, QueryBuilder};

use super::{AsRecorded, containing, rows, select};
use crate::model::{ClaimRow, GivenVerdict, PassageSource};
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

/// A claim's stances as JSON, each with the verdict that stands on it. `HELD` and `KNOWN` are put in.
const STANCES: &str = "coalesce((select jsonb_agg(jsonb_build_object( \
        'topic', t.slug, 'stance', s.value, 'label', scale.label, 'bearing', s.bearing, 'confidence', s.confidence, 'side_open', s.side_open, \
        'status', coalesce(( \
            select case r.verdict when 'confirm' then 'confirmed' when 'correct' then 'corrected' else 'rejected' end \
            from review r where r.root_claim_id = e.root_claim_id and (r.topic_id is null or r.topic_id = s.topic_id) \
              and r.verdict <> 'undo' and r.recorded_at <= KNOWN \
              and not exists (select from review u where u.undoes = r.review_id and u.recorded_at <= KNOWN) \
            order by r.review_id desc limit 1), case s.origin when 'person' then 'confirmed' else 'proposed' end), \
        'why_cue', s.why_cue, 'why_term', s.why_term, 'why_rule', s.why_rule) order by t.slug) \
    from stance s join topic t using (topic_id) join stance_scale scale on scale.value = s.value \
    where s.claim_id = e.claim_id and (HELD or e.correction is not null \
        and s.superseded_at = (select c.superseded_at from claim c where c.claim_id = e.claim_id))), '[]') as stances";

impl Store {
    /// Live claims, newest saying first.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn claims(&self, filter: &ClaimFilter) -> Result<Vec<ClaimRow>, StoreError> {
        let recorded = self.recorded_for(filter);
        let stances = STANCES
            .replace("HELD", &recorded.held("s"))
            .replace("KNOWN", &recorded.known());
        let mut query = select(&format!(
            "select e.*, {stances} from {} where true",
            recorded.claims("e")
        ));
        narrow(&mut query, filter, &recorded);
        self.narrow_to_first(&mut query, filter, &recorded).await?;
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

    /// Narrows a query to the claims that its limit leaves, where those are told by their own columns: what is only shown
    /// of a claim is then looked up for these, not for all that an actor ever said.
    async fn narrow_to_first(
        &self,
        query: &mut QueryBuilder<Postgres>,
        filter: &ClaimFilter,
        recorded: &AsRecorded,
    ) -> Result<(), StoreError> {
        let Some(limit) = filter.limit else {
            return Ok(());
        };
        let by_others = filter.article.is_some() || filter.published_since.is_some();
        if by_others || !filter.ids.is_empty() || !recorded.is_default() {
            return Ok(());
        }
        query.push(
            " and e.claim_id = any(array(select e.claim_id from claim e where e.superseded_at is null",
        );
        if let Some(actor) = filter.actor {
            // Written out, so that the planner knows whether this actor says much or little.
            let rows: Vec<i64> = sqlx::query_scalar(
                "select actor_id from actor_identity where canonical_actor_id = $1 and superseded_at is null",
            )
            .bind(actor)
            .fetch_all(&self.pool)
            .await?;
            let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
            query.push(format!(" and e.actor_id = any('{{{}}}')", rows.join(",")));
        }
        let own = ClaimFilter {
            actor: None,
            ..filter.clone()
        };
        narrow(query, &own, recorded);
        query
            .push(" order by e.said_to desc nulls last, e.claim_id desc limit ")
            .push_bind(limit)
            .push("))");
        Ok(())
    }

    /// How many live claims a filter finds, whatever its limit.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn count_claims(&self, filter: &ClaimFilter) -> Result<i64, StoreError> {
        let recorded = self.recorded_for(filter);
        let mut query = QueryBuilder::new(format!(
            "select count(*) from {} where true",
            recorded.claims("e")
        ));
        narrow(&mut query, filter, &recorded);
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

    /// The verdicts on a claim, whichever of its versions `claim_id` is, oldest first; those that were taken back, too.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn verdicts(&self, claim_id: i64) -> Result<Vec<GivenVerdict>, StoreError> {
        let mut query = select(
            &"select r.review_id, r.verdict, t.slug as topic, r.reviewer, r.note, r.recorded_at, \
                u.reviewer as undone_by, u.recorded_at as undone_at, \
                (select string_agg(key || '=' || value, ', ' order by key) from jsonb_each_text(jsonb_strip_nulls( \
                    (r.changes - 'before_claim_id' - 'actor_id') || jsonb_build_object('actor', \
                        (select a.name from actor a where a.actor_id = (r.changes ->> 'actor_id')::bigint))))) as changed \
             from review r left join topic t on t.topic_id = r.topic_id \
             left join review u on u.undoes = r.review_id and u.recorded_at <= KNOWN \
             where r.verdict <> 'undo' and r.recorded_at <= KNOWN \
               and r.root_claim_id = (select c.root_claim_id from claim c where c.claim_id = "
                .replace("KNOWN", &self.recorded.known()),
        );
        query.push_bind(claim_id).push(") order by r.review_id");
        rows(&mut *self.pool.acquire().await?, query).await
    }

    /// Who names claims is shown them, whatever their outlets did since.
    fn recorded_for(&self, filter: &ClaimFilter) -> AsRecorded {
        AsRecorded {
            with_corrected: self.recorded.with_corrected || !filter.ids.is_empty(),
            ..self.recorded.clone()
        }
    }
}

impl Store {
    /// Where the passage of a claim comes from, whichever of its versions `claim_id` is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn passage_source(&self, claim_id: i64) -> Result<PassageSource, StoreError> {
        let sql = "select a.retrieved_at, a.revision, before.superseded_at as replaced_at, \
                correction_told(c.article_id, c.root_claim_id, c.superseded_at, KNOWN) as correction, a.byline, a.language, \
                coalesce(a.metadata ->> 'translator', a.metadata ->> 'translated_by') as translator, \
                coalesce((select jsonb_agg(distinct jsonb_build_object('article_id', other.article_id, 'outlet', p.name, \
                        'published_day', d.published_day)) \
                    from utterance_member mine \
                    join utterance_member theirs on theirs.utterance_id = mine.utterance_id and HELD(theirs) \
                    join claim copy on copy.claim_id = theirs.claim_id and correction_told(copy.article_id, copy.root_claim_id, null, KNOWN) is null \
                    join article other on other.article_id = copy.article_id and other.article_id <> a.article_id \
                    left join publisher p on p.publisher_id = other.publisher_id \
                    left join article_date d on d.article_id = other.article_id and HELD(d) \
                    where mine.claim_id = c.claim_id and (HELD(mine) or mine.superseded_at = c.superseded_at)), '[]') as copies, \
                coalesce((select jsonb_agg(distinct jsonb_build_object('article_id', gone.article_id, 'outlet', gone.outlet, \
                        'correction', gone.correction)) \
                    from utterance_member mine join corrected_claim gone on gone.utterance_id = mine.utterance_id \
                    where mine.claim_id = c.claim_id and HELD(mine) and gone.claim_id <> c.claim_id \
                      and gone.corrected_at <= KNOWN), '[]') as taken_back, \
                coalesce((select jsonb_agg(jsonb_build_object('review_id', r.review_id, 'verdict', r.verdict, \
                        'reviewer', r.reviewer, 'note', r.note, 'recorded_at', r.recorded_at) order by r.review_id) \
                    from review r where r.root_claim_id = c.root_claim_id and r.verdict <> 'undo' and r.recorded_at <= KNOWN \
                      and not exists (select from review u where u.undoes = r.review_id and u.recorded_at <= KNOWN)), '[]') as verdicts \
             from claim named cross join lateral ( \
                select v.* from claim v where v.root_claim_id = named.root_claim_id and v.recorded_at <= KNOWN \
                order by HELD(v) desc, v.claim_id desc limit 1) c \
             join article a on a.article_id = c.article_id \
             left join article before on before.article_id = a.revises \
             where named.claim_id = "
            .replace("KNOWN", &self.recorded.known())
            .replace("HELD(theirs)", &self.recorded.held("theirs"))
            .replace("HELD(mine)", &self.recorded.held("mine"))
            .replace("HELD(d)", &self.recorded.held("d"))
            .replace("HELD(v)", &format!("({})", self.recorded.held("v")));
        let mut query = select(&sql);
        query.push_bind(claim_id);
        let found: Vec<PassageSource> = rows(&mut *self.pool.acquire().await?, query).await?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::missing("claim", claim_id))
    }
}

/// Narrows a query over `claim_evidence e` to a filter.
fn narrow(query: &mut QueryBuilder<Postgres>, filter: &ClaimFilter, recorded: &AsRecorded) {
    if !recorded.with_corrected {
        query.push(format!(
            " and not exists (select from correction x where x.article_id = e.article_id and x.kind <> 'revised' \
               and (x.root_claim_id is null or x.root_claim_id = e.root_claim_id) and {})",
            recorded.held("x")
        ));
    }
    if !filter.ids.is_empty() {
        query
            .push(
                " and e.root_claim_id = any(array(select named.root_claim_id from claim named where named.claim_id = any(",
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
            .push(format!(
                " and e.claim_id in (select s.claim_id from stance s where ({} or {} and s.superseded_at is not null) and s.topic_id = ",
                recorded.held("s"),
                recorded.with_corrected
            ))
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
