//! What to review next, and what is needed to judge it.
//!
//! The order is made by indexes: of a million claims a few dozen rows are read for the next one.

use sqlx::{Postgres, QueryBuilder};

use super::rows;
use super::stances::{Scope, ids};
use crate::model::{ReviewItem, ReviewOrder};
use crate::store::{Store, StoreError};

/// Code points of the text shown on each side of a passage.
const AROUND: i32 = 4000;

/// Cells of topic and confidence that are asked for at once.
const CELLS: usize = 8;

/// A claim on a topic: any version of the claim, and the topic.
pub type Proposal = (i64, i64);

/// What is asked for again and again in one sitting.
#[derive(Clone, Debug, Default)]
pub struct ReviewQueue {
    order: ReviewOrder,
    scope: Scope,
    /// Topics and tenths of confidence, the most uncertain first; for that order only.
    cells: Vec<(i64, i32)>,
    /// Proposals at the ends of candidate shifts, in the order of the list of shifts; for that order only.
    ends: Vec<Proposal>,
}

impl ReviewQueue {
    /// Whether it is in this order and of this scope.
    pub fn is_of(&self, order: ReviewOrder, scope: &Scope) -> bool {
        self.order == order && self.scope == *scope
    }
}

/// Nobody's verdict stands on the claim `c` for the stance `s`, and its outlet stands by it.
const UNJUDGED: &str = "not exists (select from review r where r.root_claim_id = c.root_claim_id \
    and (r.topic_id is null or r.topic_id = s.topic_id) and r.verdict <> 'undo' \
    and not exists (select from review u where u.undoes = r.review_id)) \
    and not exists (select from correction x where x.article_id = c.article_id and x.kind <> 'revised' \
        and (x.root_claim_id is null or x.root_claim_id = c.root_claim_id) and x.superseded_at is null)";

impl Store {
    /// A queue of proposals in an order, to take from with [`Store::review_next`]. Of `scope`, actors and
    /// topics count. What people have judged so far decides on what is uncertain, and of two million claims the
    /// shifts take a second; both are asked for here, once.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn review_queue(
        &self,
        order: ReviewOrder,
        scope: &Scope,
    ) -> Result<ReviewQueue, StoreError> {
        let mut queue = ReviewQueue {
            order,
            scope: scope.clone(),
            cells: Vec::new(),
            ends: Vec::new(),
        };
        if order == ReviewOrder::Shifts {
            queue.ends = self.ends_of_shifts(scope, &[], i64::MAX).await?;
        }
        if order == ReviewOrder::Uncertain {
            let mut cells =
                QueryBuilder::new("select topic_id, band from proposal_precision where true");
            ids(&mut cells, "topic_id", &scope.topics);
            cells.push(" order by abs(expected - 0.5), topic_id, band");
            queue.cells = cells.build_query_as().fetch_all(&self.pool).await?;
        }
        Ok(queue)
    }

    /// The next proposals that nobody has judged, at most `limit`, those of `shown` left out.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn review_next(
        &self,
        queue: &ReviewQueue,
        shown: &[Proposal],
        limit: i64,
    ) -> Result<Vec<Proposal>, StoreError> {
        let scope = &queue.scope;
        match queue.order {
            ReviewOrder::Uncertain => {
                let mut found: Vec<Proposal> = Vec::new();
                for cells in queue.cells.chunks(CELLS) {
                    let mut query = of_cells("", cells, scope, shown, limit);
                    let more: Vec<Proposal> = query.build_query_as().fetch_all(&self.pool).await?;
                    found.extend(more);
                    if found.len() as i64 >= limit {
                        break;
                    }
                }
                found.truncate(limit as usize);
                Ok(found)
            }
            ReviewOrder::Shifts => {
                let mut query = of_ends("", &queue.ends, shown, limit);
                let found: Vec<Proposal> = query.build_query_as().fetch_all(&self.pool).await?;
                // Verdicts may have made other shifts than there were.
                match found.is_empty() {
                    true => self.ends_of_shifts(scope, shown, limit).await,
                    false => Ok(found),
                }
            }
            ReviewOrder::Date => {
                let mut query = latest("", scope, shown, limit);
                Ok(query.build_query_as().fetch_all(&self.pool).await?)
            }
        }
    }

    /// Unlike the other orders this one makes all shifts of the scope, whatever it gives of them.
    async fn ends_of_shifts(
        &self,
        scope: &Scope,
        shown: &[Proposal],
        limit: i64,
    ) -> Result<Vec<Proposal>, StoreError> {
        let mut query = QueryBuilder::new(
            "select s.claim_id, s.topic_id from ( \
                select claim_id, min(position_in_list) as position, min(number) as number from (",
        );
        for (number, (join, end)) in [("", "to"), (" union all ", "from")].iter().enumerate() {
            query.push(format!(
                "{join}select position_in_list, {end}_claim_id as claim_id, {number} as number from stance_shift \
                 where status = 'candidate' and {end}_status = 'proposed'"
            ));
            ids(&mut query, "actor_id", &scope.actors);
            ids(&mut query, "topic_id", &scope.topics);
        }
        query.push(
            ") ends group by claim_id) shift \
             join stance s on s.claim_id = shift.claim_id and s.superseded_at is null and s.origin = 'machine' \
             join claim c on c.claim_id = s.claim_id where true",
        );
        ids(&mut query, "s.topic_id", &scope.topics);
        not_shown(&mut query, shown);
        query
            .push(format!(" and {UNJUDGED} order by shift.position, shift.number, s.claim_id, s.topic_id limit "))
            .push_bind(limit);
        Ok(query.build_query_as().fetch_all(&self.pool).await?)
    }

    /// One proposal as a reviewer sees it, whichever version of the claim is named; none where the claim
    /// has no stance on the topic any more.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn review_item(
        &self,
        (claim_id, topic_id): Proposal,
    ) -> Result<Option<ReviewItem>, StoreError> {
        let query = item("", claim_id, topic_id);
        let found: Vec<ReviewItem> = rows(&mut *self.pool.acquire().await?, query).await?;
        Ok(found.into_iter().next())
    }

    /// How the server would find the next proposals of a queue, and one of them: a node of its plans a line.
    /// Tests hold it to the indexes.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn review_plan(&self, queue: &ReviewQueue) -> Result<String, StoreError> {
        const EXPLAIN: &str = "explain (costs off) ";
        let mut next = match queue.order {
            ReviewOrder::Date => latest(EXPLAIN, &queue.scope, &[], 20),
            ReviewOrder::Shifts => of_ends(EXPLAIN, &[(1, 1), (2, 1)], &[], 20),
            _ => of_cells(EXPLAIN, &[(1, 4), (1, 5)], &queue.scope, &[], 20),
        };
        let mut one = item(EXPLAIN, 1, 1);
        one.push(") r");
        let mut lines: Vec<String> = next.build_query_scalar().fetch_all(&self.pool).await?;
        let of_item: Vec<String> = one.build_query_scalar().fetch_all(&self.pool).await?;
        lines.extend(of_item);
        Ok(lines.join("\n"))
    }

    /// The topics that a claim has a stance on, whichever version of it is named.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn topics_of_claim(&self, claim_id: i64) -> Result<Vec<i64>, StoreError> {
        Ok(sqlx::query_scalar(
            "select s.topic_id from claim named join claim c on c.root_claim_id = named.root_claim_id and c.superseded_at is null \
             join stance s on s.claim_id = c.claim_id and s.superseded_at is null where named.claim_id = $1 order by 1",
        )
        .bind(claim_id)
        .fetch_all(&self.pool)
        .await?)
    }
}

/// The query for one proposal, which [`rows`] ends.
fn item(prefix: &str, claim_id: i64, topic_id: i64) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(format!(
        "{prefix}select to_jsonb(r) from (select e.claim_id, e.root_claim_id, e.article_id, e.actor, e.actor_kind, e.on_behalf_of, e.ascribed_by, \
                e.affiliation, s.topic_id, t.slug as topic, coalesce(v.name, t.slug) as topic_name, \
                coalesce(v.proposition, '') as proposition, s.value as stance, s.bearing, s.confidence, s.side_open, \
                s.why_cue, s.why_term, s.why_rule, e.form, e.act, e.link, e.said_from, e.said_to, e.basis, \
                e.time_expression, e.outlet, e.url, e.title, e.published_day, e.evidence, \
                substr(whole.text, greatest(e.evidence_start - {AROUND}, 0) + 1, least(e.evidence_start, {AROUND})) as lead, \
                substr(whole.text, e.evidence_end + 1, {AROUND}) as trail, e.place = 'title' as in_title, \
                coalesce((select jsonb_agg(jsonb_build_object('review_id', r.review_id, 'verdict', r.verdict, \
                        'reviewer', r.reviewer, 'note', r.note, 'recorded_at', r.recorded_at) order by r.review_id) \
                    from review r where r.root_claim_id = e.root_claim_id and r.verdict <> 'undo' \
                      and (r.topic_id is null or r.topic_id = s.topic_id) \
                      and not exists (select from review u where u.undoes = r.review_id)), '[]') as verdicts \
             from claim_evidence e \
             join stance s on s.claim_id = e.claim_id and s.superseded_at is null \
             join topic t on t.topic_id = s.topic_id \
             left join topic_version v on v.topic_id = t.topic_id and v.superseded_at is null \
             cross join lateral (select case e.place when 'title' then a.title else a.text end as text \
                from article a where a.article_id = e.article_id) whole \
             where e.claim_id = (select c.claim_id from claim named join claim c on c.root_claim_id = named.root_claim_id \
                and c.superseded_at is null where named.claim_id = "
    ));
    // The claim is looked up apart: joined with the view, it would not reach into it.
    query
        .push_bind(claim_id)
        .push(") and s.topic_id = ")
        .push_bind(topic_id);
    query
}

/// The first unjudged proposals of each of some cells of topic and confidence, cell by cell.
fn of_cells(
    prefix: &str,
    cells: &[(i64, i32)],
    scope: &Scope,
    shown: &[Proposal],
    limit: i64,
) -> QueryBuilder<Postgres> {
    let (topics, bands): (Vec<i64>, Vec<i32>) = cells.iter().copied().unzip();
    let mut query = QueryBuilder::new(format!(
        "{prefix}select proposal.claim_id, cell.topic_id from unnest("
    ));
    query
        .push_bind(topics)
        .push("::bigint[], ")
        .push_bind(bands)
        .push("::int[]) with ordinality cell (topic_id, band, rank) cross join lateral (");
    first(
        &mut query,
        "s.topic_id = cell.topic_id and confidence_band(s.confidence) = cell.band",
        "s.stance_id",
        scope,
        shown,
        limit,
    );
    query.push(") proposal order by cell.rank, proposal.stance_id");
    query
}

/// The first unjudged proposals of those at the ends of shifts, in their order.
fn of_ends(
    prefix: &str,
    ends: &[Proposal],
    shown: &[Proposal],
    limit: i64,
) -> QueryBuilder<Postgres> {
    let (claims, topics): (Vec<i64>, Vec<i64>) = ends.iter().copied().unzip();
    let mut query = QueryBuilder::new(format!(
        "{prefix}select s.claim_id, s.topic_id from unnest("
    ));
    query
        .push_bind(claims)
        .push("::bigint[], ")
        .push_bind(topics)
        .push(
            "::bigint[]) with ordinality shift (claim_id, topic_id, rank) \
             join stance s on s.claim_id = shift.claim_id and s.topic_id = shift.topic_id \
                and s.superseded_at is null and s.origin = 'machine' \
             join claim c on c.claim_id = s.claim_id where true",
        );
    not_shown(&mut query, shown);
    query
        .push(format!(" and {UNJUDGED} order by shift.rank limit "))
        .push_bind(limit);
    query
}

/// Unjudged proposals, what was said last first: the last ones of each topic, and of these the last.
fn latest(prefix: &str, scope: &Scope, shown: &[Proposal], limit: i64) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(format!(
        "{prefix}select proposal.claim_id, v.topic_id from topic_version v cross join lateral ("
    ));
    first(
        &mut query,
        "s.topic_id = v.topic_id",
        "s.said_to desc nulls last, s.claim_id desc",
        scope,
        shown,
        limit,
    );
    query.push(") proposal where v.superseded_at is null");
    ids(&mut query, "v.topic_id", &scope.topics);
    query
        .push(
            " order by proposal.said_to desc nulls last, proposal.claim_id desc, v.topic_id limit ",
        )
        .push_bind(limit);
    query
}

/// The query for the first unjudged proposals of those that fit a condition, in an order that an index has.
fn first(
    query: &mut QueryBuilder<Postgres>,
    condition: &str,
    order: &str,
    scope: &Scope,
    shown: &[Proposal],
    limit: i64,
) {
    query.push(format!(
        "select s.claim_id, s.stance_id, s.said_to from stance s join claim c on c.claim_id = s.claim_id \
         where s.superseded_at is null and s.origin = 'machine' and {condition}"
    ));
    if !scope.actors.is_empty() {
        query
            .push(" and s.actor_id in (select i.actor_id from actor_identity i where i.superseded_at is null and i.canonical_actor_id = any(")
            .push_bind(scope.actors.clone())
            .push("))");
    }
    not_shown(query, shown);
    query
        .push(format!(" and {UNJUDGED} order by {order} limit "))
        .push_bind(limit);
}

fn not_shown(query: &mut QueryBuilder<Postgres>, shown: &[Proposal]) {
    if !shown.is_empty() {
        let (claims, topics): (Vec<i64>, Vec<i64>) = shown.iter().copied().unzip();
        query
            .push(" and (s.claim_id, s.topic_id) not in (select * from unnest(")
            .push_bind(claims)
            .push("::bigint[], ")
            .push_bind(topics)
            .push("::bigint[]))");
    }
}
