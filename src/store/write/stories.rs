//! Which story an article belongs to.

use std::collections::HashSet;
use std::ops::Range;

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::analyses::setting;
use super::groups::{Groups, Member, settle};
use super::keys::{Asked, Entering, Gone, STORY_KEYS};
use super::locks::{Blocks, Kind, Locks};
use crate::store::StoreError;
use crate::store::copy::CopyRows;
use crate::text::story::{self, Sketch};

/// An article about to be placed: new, or published on another day than was thought.
pub(super) struct Newcomer<'a> {
    pub(super) article_id: i64,
    pub(super) day: Option<NaiveDate>,
    pub(super) sketch: Option<&'a Sketch>,
}

/// An article among others: its day and its sketch.
type Seed = Member<<Stories as Groups>::Content>;

/// Articles by what they share with others of the same days.
struct Stories {
    /// Least share of the shorter text.
    similarity: f32,
    /// Most days between them.
    days: i64,
    /// Whether there are articles without a day, who may be a copy of anything.
    undated: bool,
    /// The keys of those about to be placed.
    entering: Entering,
}

impl Stories {
    async fn new(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let undated = story::period(story::day_begins(None));
        Ok(Self {
            similarity: setting(connection, "story_similarity").await?,
            days: setting(connection, "story_days").await? as i64,
            // The undated are of the last period. Asked for one that is of it, the server takes many to be and looks
            // for the first of them through all keys, in vain as a rule.
            undated: sqlx::query_scalar(
                "select coalesce((select max(period) from story_key) >= $1, false)",
            )
            .bind(undated)
            .persistent(false)
            .fetch_one(connection)
            .await?,
            entering: Entering::default(),
        })
    }

    /// Among these, too, whose keys are entered behind it.
    fn with(self, entering: Entering) -> Self {
        let undated = story::period(story::day_begins(None));
        Self {
            undated: self.undated || entering.periods().any(|period| period == undated),
            entering,
            ..self
        }
    }

    /// The places around a day.
    fn around(&self, day: NaiveDate) -> Range<i64> {
        let from = |days: i64| story::day_begins(Some(day)) + (days << story::DAY);
        from(-self.days)..from(self.days + 1)
    }

    /// Adds the keys of an article for wherever it looks around; an undated one looks everywhere.
    fn blocks_of(&self, day: Option<NaiveDate>, sketch: &Sketch, blocks: &mut Blocks) {
        let Some(day) = day else {
            return blocks.add_everything();
        };
        let keys = ints(sketch);
        if self.undated {
            blocks.add(Kind::Story, keys.clone(), &story::of_day(None));
        }
        blocks.add(Kind::Story, keys, &self.around(day));
    }
}

/// Adds the keys of articles about to be placed.
pub(super) async fn add_blocks<'a>(
    connection: &mut PgConnection,
    articles: impl Iterator<Item = (Option<NaiveDate>, &'a Sketch)>,
    blocks: &mut Blocks,
) -> Result<(), StoreError> {
    let stories = Stories::new(connection).await?;
    for (day, sketch) in articles {
        stories.blocks_of(day, sketch, blocks);
    }
    Ok(())
}

/// Puts new articles into stories.
pub(super) async fn place(
    connection: &mut PgConnection,
    locks: &mut Locks,
    newcomers: &[Newcomer<'_>],
) -> Result<(), StoreError> {
    if newcomers.is_empty() {
        return Ok(());
    }
    let mut sketches = sketch_rows();
    for newcomer in newcomers {
        if let Some(sketch) = newcomer.sketch {
            add_sketch(&mut sketches, newcomer.article_id, sketch);
        }
    }
    // While the server takes the sketches in.
    let read = async { Ok(seeds_of(newcomers)) };
    let ((), (seeds, keys)) = tokio::try_join!(sketches.send(connection), read)?;
    let stories = Stories::new(connection).await?.with(keys);
    settle(connection, locks, &stories, seeds, &[]).await?;
    stories.entering.send(connection, STORY_KEYS).await
}

/// Articles as members, and the keys of them all.
fn seeds_of(newcomers: &[Newcomer<'_>]) -> (Vec<(i64, Seed)>, Entering) {
    let mut keys = Entering::default();
    let mut seeds = Vec::with_capacity(newcomers.len());
    for newcomer in newcomers {
        let place = newcomer.sketch.map_or(i64::MAX, |s| s.place(newcomer.day));
        if let Some(sketch) = newcomer.sketch {
            keys.add(ints(sketch), place, newcomer.article_id);
        }
        let member = Member {
            place,
            content: (newcomer.day, newcomer.sketch.cloned()),
            group: None,
            nearness: None,
            kept: None,
        };
        seeds.push((newcomer.article_id, member));
    }
    (seeds, keys.sorted())
}

/// Sketches texts that are stored without.
pub(super) async fn sketch(
    connection: &mut PgConnection,
    texts: &[(i64, Sketch)],
) -> Result<(), StoreError> {
    let mut sketches = sketch_rows();
    for (article_id, sketch) in texts {
        add_sketch(&mut sketches, *article_id, sketch);
    }
    sketches.send(connection).await?;
    let ids: Vec<i64> = texts.iter().map(|(id, _)| *id).collect();
    place_again(connection, &ids).await
}

/// Puts articles whose day was mended, or that got a sketch, where they belong now.
pub(super) async fn place_again(
    connection: &mut PgConnection,
    articles: &[i64],
) -> Result<(), StoreError> {
    if articles.is_empty() {
        return Ok(());
    }
    let seeds = Stories::new(connection)
        .await?
        .load(connection, articles)
        .await?;
    unkey(connection, articles).await?;
    let mut keys = Entering::default();
    for (id, seed) in &seeds {
        if let (_, Some(sketch)) = &seed.content {
            keys.add(ints(sketch), seed.place, *id);
        }
    }
    let stories = Stories::new(connection).await?.with(keys.sorted());
    settle(connection, &mut Locks::Everything, &stories, seeds, &[]).await?;
    stories.entering.send(connection, STORY_KEYS).await
}

/// Takes articles out of the index, under every day that they were ever thought to be of.
pub(super) async fn unkey(
    connection: &mut PgConnection,
    articles: &[i64],
) -> Result<(), StoreError> {
    let rows: Vec<(i64, Option<NaiveDate>, Vec<i32>)> = sqlx::query_as(
        "select s.article_id, dated.day, s.sketch from story_sketch s \
         cross join lateral (select published_day from article_date d where d.article_id = s.article_id union select null) as dated (day) \
         where s.article_id = any($1)",
    )
    .bind(articles)
    .fetch_all(&mut *connection)
    .await?;
    let mut gone = Gone::default();
    for (article_id, day, sketch) in rows {
        for key in sketch.into_iter().take(story::KEYS) {
            gone.push(article_id, story::period(story::day_begins(day)), key);
        }
    }
    gone.delete(connection, STORY_KEYS).await
}

/// Stories whose first article is among these.
pub(super) async fn led_by(
    connection: &mut PgConnection,
    articles: &[i64],
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar(
        "select story_id from story_member where article_id = any($1) and superseded_at is null and similarity is null",
    )
    .bind(articles)
    .fetch_all(connection)
    .await?)
}

/// Gives stories whose first article is gone another.
pub(super) async fn led_no_more(
    connection: &mut PgConnection,
    stories: &[i64],
) -> Result<(), StoreError> {
    if stories.is_empty() {
        return Ok(());
    }
    let kind = Stories::new(connection).await?;
    settle(
        connection,
        &mut Locks::Everything,
        &kind,
        Vec::new(),
        stories,
    )
    .await
}

fn sketch_rows() -> CopyRows {
    CopyRows::new("story_sketch", &["article_id", "shingles", "sketch"])
}

fn add_sketch(rows: &mut CopyRows, article_id: i64, sketch: &Sketch) {
    let least: Vec<i32> = sketch.least.iter().map(|&hash| hash as i32).collect();
    rows.field(article_id)
        .field(sketch.shingles as i32)
        .field(&least[..])
        .end();
}

/// The keys of a text as they are stored.
fn ints(sketch: &Sketch) -> impl Iterator<Item = i32> + Clone {
    sketch.keys().iter().map(|&key| key as i32)
}

impl Groups for Stories {
    type Content = (Option<NaiveDate>, Option<Sketch>);
    const GROUP: (&'static str, &'static str) = ("story", "story_id");
    const MEMBER: (&'static str, &'static str, &'static str) =
        ("story_member", "article_id", "similarity");

    /// Undated articles can be a copy of anything.
    fn near(&self, a: &Self::Content, b: &Self::Content) -> Option<f32> {
        let days = a.0.zip(b.0).map_or(0, |(a, b)| (a - b).num_days().abs());
        let share = story::containment(a.1.as_ref()?, b.1.as_ref()?);
        (days <= self.days && share >= self.similarity).then_some(share)
    }

    fn blocks(&self, (day, sketch): &Self::Content, blocks: &mut Blocks) {
        if let Some(sketch) = sketch {
            self.blocks_of(*day, sketch, blocks);
        }
    }

    async fn neighbours(
        &self,
        connection: &mut PgConnection,
        asked: &[(i64, &Member<Self::Content>)],
    ) -> Result<HashSet<(i64, i64)>, StoreError> {
        let mut sought = Asked::default();
        // What has no day is near any day, and seldom there at all.
        let undated = story::of_day(None);
        let (first, last): (Option<i64>, Option<i64>) = sqlx::query_as(
            "select (select min(period) from story_key)::bigint, \
                (select max(period) from story_key where period < $1)::bigint",
        )
        .bind(story::period(undated.start))
        .fetch_one(&mut *connection)
        .await?;
        let entering = || {
            let periods = self.entering.periods().map(i64::from);
            periods.filter(|period| *period < i64::from(story::period(undated.start)))
        };
        let first = entering().chain(first).min();
        let last = entering().chain(last).max();
        for (id, member) in asked {
            let (day, Some(sketch)) = &member.content else {
                continue;
            };
            let window = match day {
                Some(day) => Some(self.around(*day)),
                None => first
                    .zip(last)
                    .map(|(first, last)| story::of_periods(first, last)),
            };
            for key in ints(sketch) {
                if let Some(window) = &window {
                    sought.push(*id, key, window);
                }
                if self.undated {
                    sought.push(*id, key, &undated);
                }
            }
        }
        sought.holders(connection, STORY_KEYS, &self.entering).await
    }

    async fn load(
        &self,
        connection: &mut PgConnection,
        ids: &[i64],
    ) -> Result<Vec<(i64, Member<Self::Content>)>, StoreError> {
        type Row = (
            i64,
            Option<NaiveDate>,
            Option<i32>,
            Option<Vec<i32>>,
            Option<i64>,
            Option<f32>,
        );
        let rows: Vec<Row> = sqlx::query_as(
            "select a.article_id, d.published_day, s.shingles, s.sketch, m.story_id, m.similarity \
             from unnest($1::bigint[]) as a (article_id) \
             left join story_sketch s on s.article_id = a.article_id \
             left join story_member m on m.article_id = a.article_id and m.superseded_at is null \
             left join article_date d on d.article_id = a.article_id and d.superseded_at is null",
        )
        .bind(ids)
        .fetch_all(connection)
        .await?;
        let member = |(id, day, shingles, least, group, nearness): Row| {
            let sketch = shingles.zip(least).map(|(shingles, least)| Sketch {
                shingles: shingles as u32,
                least: least.into_iter().map(|hash| hash as u32).collect(),
            });
            let member = Member {
                place: sketch.as_ref().map_or(i64::MAX, |s| s.place(day)),
                content: (day, sketch),
                group,
                nearness,
                kept: None,
            };
            (id, member)
        };
        Ok(rows.into_iter().map(member).collect())
    }
}
