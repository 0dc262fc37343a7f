//! Taking articles in: whole or not at all, each once.

use std::collections::{HashMap, HashSet};

use sqlx::PgConnection;

use super::analyses::{self, Incoming};
use super::locks::{Blocks, Locks};
use super::marks::{Known, Marks, known};
use super::stories::{self, Newcomer};
use super::{Run, fresh_ids, utterances};
use crate::model::{Analysis, Article, Precision, PublishedBasis};
use crate::store::StoreError;
use crate::store::copy::CopyRows;
use crate::text::story::{self, Sketch};
use crate::text::utterance;

/// Whether a text is an article that was searched, or a passage entered by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleKind {
    /// An article.
    Article,
    /// A passage; does not count as an article searched.
    Excerpt,
}

/// An article with its analysis, ready to be stored.
#[derive(Debug)]
pub struct Prepared {
    article: Article,
    analysis: Analysis,
    pub(super) url_key: Option<String>,
    kind: ArticleKind,
    pub(super) marks: Marks,
    sketch: Option<Sketch>,
    /// Of each claim, what it is known again by.
    words: Vec<Vec<i32>>,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is stored; what became of each article, in order.
    Stored(Vec<Stored>),
    /// Another codebook came into force since the run began: nothing is stored, and the batch is to be
    /// analysed again.
    Outdated,
}

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    New(i64),
    /// The same text from the same place was there, or its tombstone.
    Known(Known),
    /// Its URL was there with another text.
    Revised {
        /// The new revision.
        article_id: i64,
        /// The revision before it.
        revises: i64,
        /// Claims of before whose passage it does not have.
        dropped: usize,
    },
}

impl Prepared {
    /// Computes what the article is recognised by. `url_key` is its normalised address.
    pub fn new(
        article: Article,
        analysis: Analysis,
        url_key: Option<String>,
        kind: ArticleKind,
    ) -> Self {
        let marks = Marks::of(&article, url_key.as_deref());
        let sketch = story::sketch(&article.text);
        let words = utterance::words_of(&analysis, &article.text, article.title.as_deref());
        Self {
            article,
            analysis,
            url_key,
            kind,
            marks,
            sketch,
            words,
        }
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// Its analysis.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// The same article with another analysis.
    pub fn analysed(self, analysis: Analysis) -> Self {
        let article = &self.article;
        let words = utterance::words_of(&analysis, &article.text, article.title.as_deref());
        Self {
            analysis,
            words,
            ..self
        }
    }

    /// Place of the first article that cannot go into one batch with those before it, since it may be a
    /// revision of one; the length where there is none.
    pub fn first_collision(batch: &[Self]) -> usize {
        let mut addresses = HashSet::new();
        batch
            .iter()
            .position(|p| {
                p.url_key
                    .as_deref()
                    .is_some_and(|key| !addresses.insert(key))
            })
            .unwrap_or(batch.len())
    }
}

/// The keys by which others could be one with the articles of a batch, or with their claims.
pub(super) async fn blocks(
    connection: &mut PgConnection,
    batch: &[Prepared],
) -> Result<Blocks, StoreError> {
    let mut blocks = Blocks::default();
    let articles = batch.iter().filter_map(|p| {
        let day = p.article.published.as_ref().map(|d| d.day);
        Some((day, p.sketch.as_ref()?))
    });
    stories::add_blocks(connection, articles, &mut blocks).await?;
    for prepared in batch {
        let claims = prepared.analysis.claims.iter().zip(&prepared.words);
        for (claim, words) in claims.filter(|(claim, _)| claim.actor.is_some()) {
            let days = claim.said.from.zip(claim.said.to);
            utterances::add_blocks(days, words, &mut blocks);
        }
    }
    Ok(blocks)
}

/// An article to be added: its key, and key and revision of the live article that it revises.
type Fresh<'a> = (&'a Prepared, i64, Option<(i64, i32)>);

/// Stores a batch. What it touches is locked; a revision may touch anything.
pub(super) async fn save(
    connection: &mut PgConnection,
    locks: &mut Locks,
    run: Run,
    batch: &[Prepared],
) -> Result<Vec<Stored>, StoreError> {
    let marks: Vec<Marks> = batch.iter().map(|p| p.marks).collect();
    let there = known(connection, &marks).await?;
    let mut here: HashMap<[u8; 32], i64> = HashMap::new();
    let earlier = revisions(connection, batch).await?;
    if !earlier.is_empty() && !matches!(locks, Locks::Everything) {
        return Err(StoreError::InTheWay);
    }
    let publishers = publisher_ids(connection, batch).await?;
    let mut ids = fresh_ids(connection, "article", "article_id", batch.len()).await?;
    let mut stored = Vec::with_capacity(batch.len());
    let mut fresh: Vec<Fresh<'_>> = Vec::new();
    for (prepared, known) in batch.iter().zip(there) {
        let twice = here.get(&prepared.marks.identity).map(|&id| Known {
            article_id: id,
            forgotten: false,
        });
        if let Some(known) = known.or(twice) {
            stored.push(Stored::Known(known));
            continue;
        }
        let article_id = ids.next().unwrap_or_default();
        here.insert(prepared.marks.identity, article_id);
        let revises = prepared
            .url_key
            .as_ref()
            .and_then(|key| earlier.get(key))
            .copied();
        stored.push(match revises {
            Some((revises, _)) => Stored::Revised {
                article_id,
                revises,
                dropped: 0,
            },
            None => Stored::New(article_id),
        });
        fresh.push((prepared, article_id, revises));
    }
    if fresh.is_empty() {
        return Ok(stored);
    }

    let replaced: Vec<i64> = fresh
        .iter()
        .filter_map(|(_, _, r)| r.map(|(id, _)| id))
        .collect();
    if !replaced.is_empty() {
        sqlx::query("update article set superseded_at = now() where article_id = any($1)")
            .bind(&replaced)
            .execute(&mut *connection)
            .await?;
    }
    let incoming: Vec<Incoming<'_>> = fresh
        .iter()
        .map(|(p, article_id, revises)| Incoming {
            article_id: *article_id,
            meets: revises.map(|(id, _)| id),
            text: &p.article.text,
            title: p.article.title.as_deref(),
            document_day: p.article.published.as_ref().map(|d| d.day),
            analysis: &p.analysis,
            words: &p.words,
        })
        .collect();
    // While the server takes the texts in.
    let named = async { Ok(analyses::named(&incoming)) };
    let copied = copy_articles(connection, &fresh, &publishers);
    let ((), named) = tokio::try_join!(copied, named)?;
    let newcomers: Vec<Newcomer<'_>> = fresh
        .iter()
        .filter(|(p, _, _)| p.kind == ArticleKind::Article)
        .map(|(p, article_id, _)| Newcomer {
            article_id: *article_id,
            day: p.article.published.as_ref().map(|d| d.day),
            sketch: p.sketch.as_ref(),
        })
        .collect();
    stories::place(connection, locks, &newcomers).await?;
    for (_, later) in analyses::record(connection, locks, run, &incoming, &named).await? {
        for one in &mut stored {
            if let Stored::Revised {
                article_id,
                dropped,
                ..
            } = one
                && *article_id == later
            {
                *dropped += 1;
            }
        }
    }
    Ok(stored)
}

/// The live article under each address of the batch, with its revision.
async fn revisions(
    connection: &mut PgConnection,
    batch: &[Prepared],
) -> Result<HashMap<String, (i64, i32)>, StoreError> {
    let keys: Vec<&str> = batch
        .iter()
        .filter(|p| p.kind == ArticleKind::Article)
        .filter_map(|p| p.url_key.as_deref())
        .collect();
    let rows: Vec<(String, i64, i32)> = sqlx::query_as(
        "select url_key, article_id, revision from article \
         where url_key = any($1) and superseded_at is null and kind = 'article' for update",
    )
    .bind(keys)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(key, id, revision)| (key, (id, revision)))
        .collect())
}

async fn publisher_ids(
    connection: &mut PgConnection,
    batch: &[Prepared],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut names: Vec<&str> = batch
        .iter()
        .filter_map(|p| p.article.publisher.as_deref())
        .filter(|n| !n.trim().is_empty())
        .collect();
    names.sort_unstable_by_key(|n| n.to_lowercase());
    names.dedup_by_key(|n| n.to_lowercase());
    let select = "select lower(name), publisher_id from publisher where lower(name) = any($1)";
    let keys: Vec<String> = names.iter().map(|n| n.to_lowercase()).collect();
    let mut found: HashMap<String, i64> = sqlx::query_as::<_, (String, i64)>(select)
        .bind(&keys)
        .fetch_all(&mut *connection)
        .await?
        .into_iter()
        .collect();
    let missing: Vec<&str> = names
        .into_iter()
        .filter(|n| !found.contains_key(&n.to_lowercase()))
        .collect();
    if !missing.is_empty() {
        sqlx::query(
            "insert into publisher (name) select unnest($1::text[]) on conflict do nothing",
        )
        .bind(missing)
        .execute(&mut *connection)
        .await?;
        found = sqlx::query_as::<_, (String, i64)>(select)
            .bind(&keys)
            .fetch_all(connection)
            .await?
            .into_iter()
            .collect();
    }
    Ok(found)
}

async fn copy_articles(
    connection: &mut PgConnection,
    fresh: &[Fresh<'_>],
    publishers: &HashMap<String, i64>,
) -> Result<(), StoreError> {
    let mut articles = CopyRows::new(
        "article",
        &[
            "article_id",
            "identity_sha256",
            "raw_sha256",
            "kind",
            "external_id",
            "origin",
            "publisher_id",
            "url",
            "url_key",
            "canonical_url",
            "title",
            "byline",
            "language",
            "text",
            "revision",
            "revises",
            "metadata",
            "notes",
            "retrieved_at",
        ],
    );
    let mut dates = CopyRows::new(
        "article_date",
        &[
            "article_id",
            "published_day",
            "published_at",
            "precision",
            "basis",
        ],
    );
    let now = chrono::Utc::now();
    for (prepared, article_id, revises) in fresh {
        let article = &prepared.article;
        let publisher = article
            .publisher
            .as_ref()
            .and_then(|name| publishers.get(&name.to_lowercase()));
        articles
            .field(article_id)
            .field(&prepared.marks.identity[..])
            .field(&article.raw_sha256[..])
            .field(match prepared.kind {
                ArticleKind::Article => "article",
                ArticleKind::Excerpt => "excerpt",
            })
            .field(&article.id)
            .field(&article.origin)
            .or_null(publisher)
            .or_null(article.url.as_deref())
            .or_null(prepared.url_key.as_deref())
            .or_null(article.canonical_url.as_deref())
            .or_null(article.title.as_deref())
            .or_null(article.byline.as_deref())
            .or_null(article.language.as_deref())
            .field(&article.text)
            .field(revises.map_or(1, |(_, revision)| revision + 1))
            .or_null(revises.map(|(id, _)| id))
            .field(&article.metadata)
            .field(&article.notes[..])
            .field(article.retrieved_at.unwrap_or(now))
            .end();
        if let Some(published) = &article.published {
            dates
                .field(article_id)
                .field(published.day)
                .or_null(published.at)
                .field(precision(published.precision))
                .field(basis(published.basis))
                .end();
        }
    }
    articles.send(connection).await?;
    dates.send(connection).await
}

pub(super) fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Month => "month",
        Precision::Year => "year",
    }
}

pub(super) fn basis(basis: PublishedBasis) -> &'static str {
    match basis {
        PublishedBasis::Given => "given",
        PublishedBasis::Record => "record",
        PublishedBasis::Page => "page",
        PublishedBasis::Url => "url",
        PublishedBasis::Text => "text",
        PublishedBasis::Person => "person",
    }
}
