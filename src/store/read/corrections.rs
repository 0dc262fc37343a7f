//! What outlets corrected or withdrew.

use std::collections::HashMap;

use sqlx::{Postgres, QueryBuilder};

use super::stances::ids;
use super::{Scope, rows, select};
use crate::model::CorrectedRow;
use crate::store::{Store, StoreError};

impl Store {
    /// How many claims with a stance reports of a scope leave out, since their outlets do not stand by them.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn left_out(&self, scope: &Scope) -> Result<i64, StoreError> {
        let mut query = self.given_up("count(distinct c.root_claim_id)", "", scope);
        Ok(query.build_query_scalar().fetch_one(&self.pool).await?)
    }

    /// Of the utterances of a scope that reports still show by other copies: which outlets took theirs back, in
    /// words.
    pub(super) async fn taken_back(
        &self,
        scope: &Scope,
    ) -> Result<HashMap<i64, String>, StoreError> {
        if self.recorded.snapshot.is_some() {
            return Ok(HashMap::new());
        }
        let known = self.recorded.known();
        let told = format!(
            "distinct m.utterance_id, format('in %s (article %s): %s', \
                coalesce((select p.name from article a join publisher p on p.publisher_id = a.publisher_id where a.article_id = c.article_id), 'an unnamed outlet'), \
                c.article_id, correction_told(c.article_id, c.root_claim_id, c.superseded_at, {known}))"
        );
        let member = format!(
            "join utterance_member m on m.claim_id = c.claim_id and ({} or m.superseded_at = c.superseded_at)",
            self.recorded.held("m")
        );
        let mut query = self.given_up(&told, &member, scope);
        query.push(" order by 1, 2");
        let found: Vec<(i64, String)> = query.build_query_as().fetch_all(&self.pool).await?;
        let mut told: HashMap<i64, String> = HashMap::new();
        for (utterance, words) in found {
            told.entry(utterance)
                .and_modify(|all| *all = format!("{all}; {words}"))
                .or_insert(words);
        }
        Ok(told)
    }

    /// A query over the claims with a stance that outlets do not stand by: from the stances of actor and topic to
    /// corrections, however many there are of others.
    fn given_up(&self, what: &str, joined: &str, scope: &Scope) -> QueryBuilder<Postgres> {
        let mut query = QueryBuilder::new(format!(
            "select {what} from stance s join claim c on c.claim_id = s.claim_id \
             join correction x on x.article_id = c.article_id and (x.root_claim_id is null or x.root_claim_id = c.root_claim_id) \
               and case x.kind when 'revised' then x.recorded_at = c.superseded_at else {} end {joined} \
             where {} and x.recorded_at <= {} and (s.superseded_at is null or s.superseded_at = c.superseded_at)",
            self.recorded.held("c"),
            self.recorded.held("x"),
            self.recorded.known(),
        ));
        ids(&mut query, "s.topic_id", &scope.topics);
        if !scope.actors.is_empty() {
            query
                .push(format!(
                    " and s.actor_id in (select i.actor_id from actor_identity i where {} and i.canonical_actor_id = any(",
                    self.recorded.held("i")
                ))
                .push_bind(scope.actors.clone())
                .push("))");
        }
        query
    }

    /// Rows of `corrected_claim`, the latest correction first; of a claim that several concern, the latest. Of
    /// `scope`, actors and topics count; `article` narrows to one.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn corrected(
        &self,
        scope: &Scope,
        article: Option<i64>,
    ) -> Result<Vec<CorrectedRow>, StoreError> {
        let mut query = select(&format!(
            "select distinct on (corrected_at, claim_id) * from {} where true",
            self.recorded.at("corrected_claim")
        ));
        ids(&mut query, "actor_id", &scope.actors);
        if !scope.topics.is_empty() {
            query
                .push(" and topic_ids && ")
                .push_bind(scope.topics.clone());
        }
        if let Some(article) = article {
            query
                .push(" and ")
                .push_bind(article)
                .push(" in (article_id, revised_by_article_id)");
        }
        query.push(" order by corrected_at desc, claim_id, correction_id desc");
        let mut found: Vec<CorrectedRow> = rows(&mut *self.pool.acquire().await?, query).await?;
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|row| seen.insert(row.claim_id));
        Ok(found)
    }
}
