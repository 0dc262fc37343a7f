//! What an article is recognised by: to take it in once, and not at all where it was forgotten.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::model::Article;
use crate::store::{Store, StoreError};

/// What an article is recognised by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Marks {
    /// SHA-256 of the address, or of the publisher where there is none, and of the text.
    pub identity: [u8; 32],
    /// SHA-256 of the bytes as read. It counts for a forgotten article only: the same file is not to come
    /// back under another publisher.
    pub raw: [u8; 32],
    /// SHA-256 of the address. It counts for a forgotten article only, as the next does: it is not to come
    /// back with a letter changed.
    pub address: Option<[u8; 32]>,
    /// SHA-256 of the publisher and the source's own id.
    pub source: Option<[u8; 32]>,
}

/// An article that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub article_id: i64,
    /// Only its tombstone is there.
    pub forgotten: bool,
}

impl Marks {
    /// The marks of an article whose normalised address is `url_key`.
    pub fn of(article: &Article, url_key: Option<&str>) -> Self {
        let mut hasher = Sha256::new();
        match (url_key, &article.publisher) {
            (Some(url), _) => hasher.update(format!("url {url}\n")),
            (None, Some(publisher)) => {
                hasher.update(format!("publisher {}\n", publisher.to_lowercase()))
            }
            (None, None) => hasher.update("\n"),
        }
        hasher.update(&article.text);
        Self {
            identity: hasher.finalize().into(),
            raw: article.raw_sha256,
            address: url_key.map(address_mark),
            source: source_mark(article.publisher.as_deref(), &article.id, &article.origin),
        }
    }
}

/// What an address is recognised by.
pub(super) fn address_mark(url_key: &str) -> [u8; 32] {
    Sha256::digest(format!("address {url_key}")).into()
}

/// What a publisher's article is recognised by; none without a publisher, and for an id that was made from
/// the file's name, under which tomorrow's article may stand.
pub(super) fn source_mark(publisher: Option<&str>, id: &str, origin: &str) -> Option<[u8; 32]> {
    let publisher = publisher?;
    let file = origin.rsplit(['/', '\\']).next();
    if id.is_empty() || id == origin || file == Some(id) {
        return None;
    }
    Some(Sha256::digest(format!("source {}\n{id}", publisher.to_lowercase())).into())
}

impl Store {
    /// Which of these articles are stored already, or were and are forgotten; in order.
    ///
    /// # Errors
    /// Only those of the database.
    pub async fn known(&self, marks: &[Marks]) -> Result<Vec<Option<Known>>, StoreError> {
        known(&mut *self.pool.acquire().await?, marks).await
    }
}

/// [`Store::known`] inside a transaction.
pub(super) async fn known(
    connection: &mut PgConnection,
    marks: &[Marks],
) -> Result<Vec<Option<Known>>, StoreError> {
    // An excerpt has no bytes of its own, so that its hash of them says nothing.
    let rows: Vec<There> = sqlx::query_as(
        "select identity_sha256, case kind when 'article' then raw_sha256 else '' end as raw_sha256, \
            forgotten_address_sha256, forgotten_source_sha256, article_id, forgotten_at is not null as forgotten \
         from article where identity_sha256 = any($1) or (forgotten_at is not null \
            and (raw_sha256 = any($2) or forgotten_address_sha256 = any($3) or forgotten_source_sha256 = any($4)))",
    )
    .bind(marks.iter().map(|m| m.identity.as_slice()).collect::<Vec<_>>())
    .bind(marks.iter().map(|m| m.raw.as_slice()).collect::<Vec<_>>())
    .bind(marks.iter().filter_map(|m| Some(m.address.as_ref()?.as_slice())).collect::<Vec<_>>())
    .bind(marks.iter().filter_map(|m| Some(m.source.as_ref()?.as_slice())).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    let found = |m: &Marks| {
        let same = rows.iter().find(|row| row.identity_sha256 == m.identity);
        same.or_else(|| rows.iter().find(|row| row.forgotten && row.resembles(m)))
            .map(|row| Known {
                article_id: row.article_id,
                forgotten: row.forgotten,
            })
    };
    Ok(marks.iter().map(found).collect())
}

/// What an article that is there, or its tombstone, is recognised by.
#[derive(sqlx::FromRow)]
struct There {
    identity_sha256: Vec<u8>,
    raw_sha256: Vec<u8>,
    forgotten_address_sha256: Option<Vec<u8>>,
    forgotten_source_sha256: Option<Vec<u8>>,
    article_id: i64,
    forgotten: bool,
}

impl There {
    /// Whether a tombstone stands for an article with these marks: the same bytes, address or source.
    fn resembles(&self, marks: &Marks) -> bool {
        let same = |kept: &Option<Vec<u8>>, mark: Option<[u8; 32]>| {
            mark.is_some_and(|mark| kept.as_deref() == Some(&mark[..]))
        };
        self.raw_sha256 == marks.raw
            || same(&self.forgotten_address_sha256, marks.address)
            || same(&self.forgotten_source_sha256, marks.source)
    }
}
