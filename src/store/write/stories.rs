//! Which story an article belongs to.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::fresh_ids;
use crate::store::StoreError;
use crate::store::copy::CopyRows;
use crate::text::story;

/// An article about to be placed.
pub(super) struct Newcomer<'a> {
    pub(super) article_id: i64,
    pub(super) day: Option<NaiveDate>,
    pub(super) sketch: Option<&'a [i32]>,
}

struct Candidate {
    story_id: i64,
    day: Option<NaiveDate>,
    sketch: Vec<i32>,
    bands: Vec<i64>,
}

/// Puts each newcomer into the story of its nearest near-duplicate, or into one of its own.
pub(super) async fn place(
    connection: &mut PgConnection,
    newcomers: &[Newcomer<'_>],
    similarity: f32,
    days: i64,
) -> Result<(), StoreError> {
    let bands: Vec<Vec<i64>> = newcomers
        .iter()
        .map(|n| n.sketch.map(story::bands).unwrap_or_default())
        .collect();
    let mut candidates = near(connection, &bands.concat()).await?;
    let mut members = CopyRows::new("story_member", &["story_id", "article_id", "similarity"]);
    let mut stories = CopyRows::new("story", &["story_id"]);
    let mut sketches = CopyRows::new("story_sketch", &["article_id", "sketch"]);
    let mut keys = CopyRows::new("story_band", &["band", "article_id"]);
    let mut fresh = fresh_ids(connection, "story", "story_id", newcomers.len()).await?;

    for (newcomer, bands) in newcomers.iter().zip(&bands) {
        let sketch = newcomer.sketch.unwrap_or_default();
        let best = candidates
            .iter()
            .filter(|c| c.bands.iter().any(|b| bands.contains(b)))
            .filter(|c| within(c.day, newcomer.day, days))
            .map(|c| (story::similarity(&c.sketch, sketch), c.story_id))
            .filter(|(near, _)| *near >= similarity)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let story_id = match best {
            Some((near, story_id)) => {
                members
                    .plain(story_id)
                    .plain(newcomer.article_id)
                    .plain(near)
                    .end();
                story_id
            }
            None => {
                let story_id = fresh.next().unwrap_or_default();
                stories.plain(story_id).end();
                members
                    .plain(story_id)
                    .plain(newcomer.article_id)
                    .plain_or_null(None::<f32>)
                    .end();
                story_id
            }
        };
        if newcomer.sketch.is_some() {
            sketches.plain(newcomer.article_id).integers(sketch).end();
            let mut own = bands.clone();
            own.sort_unstable();
            own.dedup();
            for band in own {
                keys.plain(band).plain(newcomer.article_id).end();
            }
            candidates.push(Candidate {
                story_id,
                day: newcomer.day,
                sketch: sketch.to_vec(),
                bands: bands.clone(),
            });
        }
    }
    stories.send(connection).await?;
    members.send(connection).await?;
    sketches.send(connection).await?;
    keys.send(connection).await
}

/// Undated articles can be a copy of anything.
fn within(a: Option<NaiveDate>, b: Option<NaiveDate>, days: i64) -> bool {
    a.zip(b)
        .is_none_or(|(a, b)| (a - b).num_days().abs() <= days)
}

async fn near(connection: &mut PgConnection, bands: &[i64]) -> Result<Vec<Candidate>, StoreError> {
    if bands.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (i64, Option<NaiveDate>, Vec<i32>, Vec<i64>);
    let rows: Vec<Row> = sqlx::query_as(
        "select m.story_id, d.published_day, s.sketch, n.bands \
         from (select article_id, array_agg(band) as bands from story_band where band = any($1) group by article_id) n \
         join story_sketch s on s.article_id = n.article_id \
         join story_member m on m.article_id = n.article_id and m.superseded_at is null \
         left join article_date d on d.article_id = n.article_id and d.superseded_at is null",
    )
    .bind(bands)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(story_id, day, sketch, bands)| Candidate {
            story_id,
            day,
            sketch,
            bands,
        })
        .collect())
}
