//! The indexes `story_key` and `utterance_key`: who has a key in common, within which days.

use std::collections::HashSet;
use std::ops::Range;

use sqlx::{AssertSqlSafe, PgConnection};

use crate::store::StoreError;
use crate::store::copy::CopyRows;
use crate::text::story::{self, periods};

/// How many places of a key's holders are looked at, the first of the days around and, where there are more, the
/// first of each day. A group is found by its lead, which comes before the rest of its day; what more than these
/// share in a day is boilerplate. Copies to the letter have one place, and the first of them stands for all.
const PLACES: usize = 128;

/// A table of keys, and its column of who holds them.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyTable(&'static str, &'static str);

pub(super) const STORY_KEYS: KeyTable = KeyTable("story_key", "article_id");
pub(super) const UTTERANCE_KEYS: KeyTable = KeyTable("utterance_key", "claim_id");

/// Keys about to be entered: they are found as if they were, and entered at the end. Few keys of what is new have
/// been seen before, so that most look-ups in the table then find nothing, and those beside each other in the batch
/// cost the server nothing.
#[derive(Debug, Default)]
pub(super) struct Entering {
    /// Period, key, place, holder; in this order once they are asked for.
    rows: Vec<(i32, i32, i64, i64)>,
}

impl Entering {
    /// Adds the keys of what has this place.
    pub(super) fn add(&mut self, keys: impl IntoIterator<Item = i32>, place: i64, holder: i64) {
        let period = story::period(place);
        let rows = keys.into_iter().map(|key| (period, key, place, holder));
        self.rows.extend(rows);
    }

    /// Puts them in order; none may be added behind it.
    pub(super) fn sorted(mut self) -> Self {
        self.rows.sort_unstable();
        self
    }

    /// The periods that there are any of.
    pub(super) fn periods(&self) -> impl Iterator<Item = i32> {
        self.rows.iter().map(|row| row.0)
    }

    /// The first holder of each place that holds a key of a period between two places.
    fn first(&self, period: i32, key: i32, low: i64, high: i64) -> Vec<(i64, i64)> {
        let begins = (period, key, low, i64::MIN);
        let from = self.rows.partition_point(|row| *row < begins);
        // Few hold a key, so that it is not worth a second search.
        let found = self.rows[from..]
            .iter()
            .take_while(|row| **row < (period, key, high, i64::MIN));
        let mut first: Vec<(i64, i64)> = found.map(|row| (row.2, row.3)).collect();
        first.dedup_by_key(|(place, _)| *place);
        first
    }

    /// Enters them, neighbours in the index behind each other.
    pub(super) async fn send(
        self,
        connection: &mut PgConnection,
        KeyTable(table, holder): KeyTable,
    ) -> Result<(), StoreError> {
        let mut rows = CopyRows::new(table, &["period", "key", "place", holder]);
        for (period, key, place, holder) in self.rows {
            rows.field(period)
                .field(key)
                .field(place)
                .field(holder)
                .end();
        }
        rows.send(connection).await
    }
}

/// What is looked up: period, key, and the places between which.
type Question = (i32, i32, i64, i64);

/// A question, and on whose behalf.
type Asking = (Question, i64);

/// Places that hold a key, each with its first holder.
type Holders = Vec<(i64, i64)>;

/// Keys to look up, each for whom and within which places.
#[derive(Default)]
pub(super) struct Asked {
    asked: Vec<Asking>,
    /// Those that nothing in the table can hold.
    of_newcomers: Vec<Asking>,
}

impl Asked {
    /// Asks for the holders of `key` at these places on behalf of `id`.
    pub(super) fn push(&mut self, id: i64, key: i32, places: &Range<i64>) {
        push(&mut self.asked, id, key, places);
    }

    /// As [`push`](Self::push), of a key that no holder in the table can have, as those of an actor that was never named
    /// before: it is looked for among those about to be entered alone.
    pub(super) fn push_of_newcomer(&mut self, id: i64, key: i32, places: &Range<i64>) {
        push(&mut self.of_newcomers, id, key, places);
    }

    /// Who asks and who holds, by the keys of a table and those that are about to be entered into it.
    pub(super) async fn holders(
        mut self,
        connection: &mut PgConnection,
        table: KeyTable,
        entering: &Entering,
    ) -> Result<HashSet<(i64, i64)>, StoreError> {
        let mut pairs = HashSet::new();
        let mut crowded = self.first(connection, table, entering, &mut pairs).await?;
        // What is crowded in a day stays so.
        crowded
            .first(connection, table, entering, &mut pairs)
            .await?;
        pairs.retain(|(id, found)| id != found);
        Ok(pairs)
    }

    /// Adds the first holders for each that is asked. Returns what is to be asked day by day.
    async fn first(
        &mut self,
        connection: &mut PgConnection,
        table: KeyTable,
        entering: &Entering,
        pairs: &mut HashSet<(i64, i64)>,
    ) -> Result<Asked, StoreError> {
        let mut crowded = Asked::default();
        let questions = each(&mut self.asked);
        let stored = stored(connection, table, &questions).await?;
        let answers = questions.into_iter().zip(stored);
        crowded.asked = answer(&self.asked, answers, entering, pairs);
        let questions = each(&mut self.of_newcomers).into_iter();
        let answers = questions.map(|question| (question, Holders::new()));
        crowded.of_newcomers = answer(&self.of_newcomers, answers, entering, pairs);
        Ok(crowded)
    }
}

fn push(asked: &mut Vec<Asking>, id: i64, key: i32, places: &Range<i64>) {
    for period in periods(places) {
        let question = (period, key, places.start, places.end);
        asked.push((question, id));
    }
}

/// The questions in the order of the index, each once; what is asked is then in the same order.
fn each(asked: &mut [Asking]) -> Vec<Question> {
    asked.sort_unstable();
    let mut questions: Vec<Question> = asked.iter().map(|(question, _)| *question).collect();
    questions.dedup();
    questions
}

/// What the table answers to each question.
async fn stored(
    connection: &mut PgConnection,
    KeyTable(table, holder): KeyTable,
    questions: &[Question],
) -> Result<Vec<Holders>, StoreError> {
    let mut stored: Vec<Holders> = vec![Vec::new(); questions.len()];
    if questions.is_empty() {
        return Ok(stored);
    }
    let sql = format!(
        "select asked.number, near.place, near.{holder} \
         from unnest($1::int[], $2::int[], $3::bigint[], $4::bigint[]) with ordinality as asked (period, key, low, high, number) \
         cross join lateral ( \
            select distinct on (k.place) k.place, k.{holder} from {table} k \
            where k.period = asked.period and k.key = asked.key and k.place >= asked.low and k.place < asked.high \
            order by k.place, k.{holder} limit $5 \
         ) near"
    );
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(questions.iter().map(|q| q.0).collect::<Vec<_>>())
        .bind(questions.iter().map(|q| q.1).collect::<Vec<_>>())
        .bind(questions.iter().map(|q| q.2).collect::<Vec<_>>())
        .bind(questions.iter().map(|q| q.3).collect::<Vec<_>>())
        .bind(PLACES as i64)
        .fetch_all(connection)
        .await?;
    for (number, place, holder) in rows {
        stored[number as usize - 1].push((place, holder));
    }
    Ok(stored)
}

/// Adds the first holders for each that is asked, of those stored and those entering. Returns what is to be asked day by
/// day.
fn answer(
    asked: &[Asking],
    answers: impl Iterator<Item = (Question, Holders)>,
    entering: &Entering,
    pairs: &mut HashSet<(i64, i64)>,
) -> Vec<Asking> {
    let mut crowded = Vec::new();
    let mut who = asked.iter().peekable();
    for (question, stored) in answers {
        let (period, key, low, high) = question;
        let mut found = entering.first(period, key, low, high);
        if !stored.is_empty() {
            found.extend(stored);
            found.sort_unstable();
            found.dedup_by_key(|(place, _)| *place);
        }
        found.truncate(PLACES);
        while let Some((_, id)) = who.next_if(|(asked, _)| *asked == question) {
            if found.len() == PLACES {
                by_day(&mut crowded, *id, question);
            }
            pairs.extend(found.iter().map(|(_, holder)| (*id, *holder)));
        }
    }
    crowded
}

/// Asks for each day of what was asked, where it is more than one.
fn by_day(crowded: &mut Vec<Asking>, id: i64, (period, key, low, high): Question) {
    let of_period = story::of_periods(period.into(), period.into());
    let low = low.max(of_period.start) >> story::DAY;
    let high = (high.min(of_period.end) - 1) >> story::DAY;
    if low == high {
        return;
    }
    for day in low..=high {
        push(
            crowded,
            id,
            key,
            &(day << story::DAY..(day + 1) << story::DAY),
        );
    }
}

/// Keys to take out, each of whom.
#[derive(Default)]
pub(super) struct Gone {
    ids: Vec<i64>,
    periods: Vec<i32>,
    keys: Vec<i32>,
}

impl Gone {
    pub(super) fn push(&mut self, id: i64, period: i32, key: i32) {
        self.ids.push(id);
        self.periods.push(period);
        self.keys.push(key);
    }

    /// Takes them out of a table.
    pub(super) async fn delete(
        self,
        connection: &mut PgConnection,
        KeyTable(table, holder): KeyTable,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "delete from {table} k using unnest($1::bigint[], $2::int[], $3::int[]) as gone (id, period, key) \
             where k.period = gone.period and k.key = gone.key and k.{holder} = gone.id"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(self.ids)
            .bind(self.periods)
            .bind(self.keys)
            .execute(connection)
            .await?;
        Ok(())
    }
}
