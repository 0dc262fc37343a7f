//! Positions entered by hand, with their source, through the same tables and checks as the machine's.

use chrono::NaiveDate;
use sqlx::{Connection, PgConnection};

use super::actors::parties;
use super::analyses::apply_alone;
use super::articles::{ArticleKind, Prepared, Stored, save};
use super::claims::ClaimRow;
use super::locks::Locks;
use super::plan::Plan;
use super::stances::StanceRow;
use super::{Extractor, Purpose, alone, begin_run};
use crate::model::{
    Act, ActorKind, ActorRef, Analysis, Article, Claim, Evidence, Form, Said, SaidBasis, Span,
    StanceValue, TextIndex,
};
use crate::store::{Store, StoreError};
use crate::text::utterance;

/// A position as a person enters it.
#[derive(Clone, Debug, PartialEq)]
pub struct ByHand {
    /// Canonical actor, where it is known; else one is added under `actor_name`.
    pub actor: Option<i64>,
    /// Name of the actor.
    pub actor_name: String,
    /// Kind of an actor that is added.
    pub actor_kind: ActorKind,
    /// The topic.
    pub topic: i64,
    /// The position.
    pub stance: StanceValue,
    /// What was done by uttering.
    pub act: Act,
    /// How the words are given.
    pub form: Form,
    /// First and last day of saying.
    pub said: (NaiveDate, NaiveDate),
    /// The passage, as printed.
    pub evidence: String,
    /// Where it stands: title of a book or paper with its page, or an address.
    pub source: String,
    /// Address, where there is one.
    pub url: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// When it was printed.
    pub published: Option<NaiveDate>,
    /// Why, or anything else to remember.
    pub note: Option<String>,
}

/// What became of a position entered by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Recorded under this claim id.
    New(i64),
    /// The same was recorded before.
    Known,
    /// The passage was forgotten, with this article; nothing is recorded.
    Forgotten(i64),
}

impl Store {
    /// Records positions in one transaction: all of them, or none.
    ///
    /// Each becomes an excerpt (which does not count as an article searched), a claim of a person's
    /// making, and a stance that stands as confirmed. With `dry_run` it is checked and rolled back.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn record(
        &self,
        positions: &[ByHand],
        by: &str,
        dry_run: bool,
    ) -> Result<Vec<Recorded>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin().await?;
        alone(&mut transaction).await?;
        let mut recorded = Vec::with_capacity(positions.len());
        let run = begin_run(
            &mut transaction,
            Purpose::Record,
            &Extractor {
                parameters: serde_json::json!({ "by": by }),
                ..Extractor::default()
            },
        )
        .await?;
        for position in positions {
            recorded.push(one(&mut transaction, position, run).await?);
        }
        if dry_run {
            transaction.rollback().await?;
        } else {
            transaction.commit().await?;
        }
        Ok(recorded)
    }
}

async fn one(
    connection: &mut PgConnection,
    position: &ByHand,
    run: super::Run,
) -> Result<Recorded, StoreError> {
    let prepared = Prepared::new(
        excerpt(position),
        Analysis::default(),
        None,
        ArticleKind::Excerpt,
    );
    let (article_id, fresh) = match save(connection, &mut Locks::Everything, run, &[prepared])
        .await?
        .first()
    {
        Some(Stored::New(id) | Stored::Revised { article_id: id, .. }) => (*id, true),
        Some(Stored::Known(known)) if known.forgotten => {
            return Ok(Recorded::Forgotten(known.article_id));
        }
        Some(Stored::Known(known)) => (known.article_id, false),
        None => return Err(StoreError::Refused("the excerpt was not stored".into())),
    };
    let actor = match position.actor {
        Some(id) => ActorRef {
            id: Some(format!("#{id}")),
            ..ActorRef::default()
        },
        None => ActorRef {
            id: None,
            name: position.actor_name.clone(),
            kind: position.actor_kind,
        },
    };
    let claim = claim(position, actor);
    let parties = parties(connection, &claim, article_id).await?;
    let row = ClaimRow::new(
        &claim,
        article_id,
        utterance::words(&claim, &TextIndex::new(&position.evidence)),
        parties,
    );
    if !fresh {
        let there: bool = sqlx::query_scalar(
            "select exists (select from claim c join stance s on s.claim_id = c.claim_id and s.superseded_at is null \
             join actor_identity mine on mine.actor_id = $2 and mine.superseded_at is null \
             join actor_identity theirs on theirs.actor_id = c.actor_id and theirs.superseded_at is null \
             where c.article_id = $1 and c.superseded_at is null and theirs.canonical_actor_id = mine.canonical_actor_id \
               and s.topic_id = $3 and s.value = $4 and c.said_from = $5 and c.said_to = $6)",
        )
        .bind(article_id)
        .bind(row.actor_id)
        .bind(position.topic)
        .bind(position.stance.number())
        .bind(position.said.0)
        .bind(position.said.1)
        .fetch_one(&mut *connection)
        .await?;
        if there {
            return Ok(Recorded::Known);
        }
    }
    let claim_id = by_person(connection, run, row, position.topic, position.stance).await?;
    Ok(Recorded::New(claim_id))
}

/// Adds a claim of a person's making with its stance on a topic; returns its id.
pub(super) async fn by_person(
    connection: &mut PgConnection,
    run: super::Run,
    row: ClaimRow,
    topic_id: i64,
    value: StanceValue,
) -> Result<i64, StoreError> {
    let article_id = row.article_id;
    let stance = StanceRow::of_person(topic_id, Some(value.number()), None, "entered by a person");
    let provenance = run.apart(true);
    let plan = Plan {
        insert: vec![(row, vec![stance], None)],
        ..Plan::default()
    };
    apply_alone(connection, provenance, plan).await?;
    Ok(
        sqlx::query_scalar("select max(claim_id) from claim where article_id = $1")
            .bind(article_id)
            .fetch_one(connection)
            .await?,
    )
}

fn excerpt(position: &ByHand) -> Article {
    let mut metadata = serde_json::Map::new();
    if let Some(note) = &position.note {
        metadata.insert("note".into(), note.clone().into());
    }
    Article {
        id: position.source.clone(),
        origin: position.source.clone(),
        publisher: position
            .publisher
            .clone()
            .or_else(|| Some(position.source.clone())),
        url: position.url.clone(),
        published: position.published.map(|day| crate::model::Published {
            day,
            at: None,
            precision: crate::model::Precision::Day,
            basis: crate::model::PublishedBasis::Person,
        }),
        text: position.evidence.clone(),
        metadata,
        ..Article::default()
    }
}

fn claim(position: &ByHand, actor: ActorRef) -> Claim {
    let whole = Span::new(0, position.evidence.chars().count() as u32);
    Claim {
        actor: Some(actor),
        form: position.form,
        act: position.act,
        content: vec![whole],
        evidence: Evidence {
            start: 0,
            end: whole.end,
            text: position.evidence.clone(),
        },
        said: Said {
            from: Some(position.said.0),
            to: Some(position.said.1),
            basis: SaidBasis::Explicit,
            time_expression: None,
        },
        confidence: 1.0,
        ..Claim::default()
    }
}
