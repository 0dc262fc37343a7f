//! The indexes `story_key` and `utterance_key`: who has a key in common, within which days.

use std::collections::HashSet;
use std::ops::Range;

use sqlx::{AssertSqlSafe, PgConnection};

use crate::store::StoreError;
use crate::text::story::{self, periods};

/// How many places of a key's holders are looked at, the first of the days around and, where there are more, the
/// first of each day. A group is found by its lead, which comes before the rest of its day; what more than these
/// share in a day is boilerplate. Copies to the letter have one place, and the first of them stands for all.
const PLACES: usize = 128;

/// Keys to look up, each for whom and within which places.
#[derive(Default)]
pub(super) struct Asked {
    ids: Vec<i64>,
    periods: Vec<i32>,
    keys: Vec<i32>,
    lows: Vec<i64>,
    highs: Vec<i64>,
}

impl Asked {
    /// Asks for the holders of `key` at these places on behalf of `id`.
    pub(super) fn push(&mut self, id: i64, key: i32, places: &Range<i64>) {
        for period in periods(places) {
            self.ids.push(id);
            self.periods.push(period);
            self.keys.push(key);
            self.lows.push(places.start);
            self.highs.push(places.end);
        }
    }

    /// Who asks and who holds, by the keys of `table` with its `holder`.
    pub(super) async fn holders(
        self,
        connection: &mut PgConnection,
        table: &str,
        holder: &str,
    ) -> Result<HashSet<(i64, i64)>, StoreError> {
        let found = self.first(connection, table, holder).await?;
        let mut pairs = HashSet::new();
        let mut crowded = Asked::default();
        for (at, holders) in found {
            let at = at as usize - 1;
            let id = self.ids[at];
            if holders.len() == PLACES {
                self.by_day(at, &mut crowded);
            }
            pairs.extend(holders.into_iter().map(|found| (id, found)));
        }
        for (at, holders) in crowded.first(connection, table, holder).await? {
            let id = crowded.ids[at as usize - 1];
            pairs.extend(holders.into_iter().map(|found| (id, found)));
        }
        pairs.retain(|(id, found)| id != found);
        Ok(pairs)
    }

    /// The first holders for each that is asked, by its number from 1 on.
    async fn first(
        &self,
        connection: &mut PgConnection,
        table: &str,
        holder: &str,
    ) -> Result<Vec<(i64, Vec<i64>)>, StoreError> {
        if self.ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "select asked.number, near.holders \
             from unnest($1::int[], $2::int[], $3::bigint[], $4::bigint[]) with ordinality as asked (period, key, low, high, number) \
             cross join lateral ( \
                select array_agg(first.{holder}) as holders from ( \
                    select distinct on (k.place) k.{holder} from {table} k \
                    where k.period = asked.period and k.key = asked.key and k.place >= asked.low and k.place < asked.high \
                    order by k.place, k.{holder} limit $5 \
                ) first \
             ) near where near.holders is not null"
        );
        Ok(sqlx::query_as(AssertSqlSafe(sql))
            .bind(&self.periods)
            .bind(&self.keys)
            .bind(&self.lows)
            .bind(&self.highs)
            .bind(PLACES as i64)
            .fetch_all(connection)
            .await?)
    }

    /// Asks for each day of what was asked for at `at`, where it is more than one.
    fn by_day(&self, at: usize, days: &mut Asked) {
        let of_period = story::of_periods(self.periods[at].into(), self.periods[at].into());
        let low = self.lows[at].max(of_period.start) >> story::DAY;
        let high = (self.highs[at].min(of_period.end) - 1) >> story::DAY;
        if low == high {
            return;
        }
        for day in low..=high {
            days.push(
                self.ids[at],
                self.keys[at],
                &(day << story::DAY..(day + 1) << story::DAY),
            );
        }
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

    /// Takes them out of `table`, whose `holder` they are of.
    pub(super) async fn delete(
        self,
        connection: &mut PgConnection,
        table: &str,
        holder: &str,
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
