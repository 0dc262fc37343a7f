//! The indexes `story_key` and `utterance_key`: who has a key in common, within which days.

use std::ops::Range;

use sqlx::{AssertSqlSafe, PgConnection};

use crate::store::StoreError;
use crate::text::story::periods;

/// How many places of a key's holders are looked at, the first of the days around. A group is found by its
/// lead, which comes first; what more than these share in some days is boilerplate. Copies to the letter have
/// one place, and the first of them stands for all.
const PLACES: i64 = 128;

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
    ) -> Result<Vec<(i64, i64)>, StoreError> {
        let sql = format!(
            "select distinct asked.id, near.{holder} \
             from unnest($1::bigint[], $2::int[], $3::int[], $4::bigint[], $5::bigint[]) as asked (id, period, key, low, high) \
             cross join lateral ( \
                select distinct on (k.place) k.{holder} from {table} k \
                where k.period = asked.period and k.key = asked.key and k.place >= asked.low and k.place < asked.high \
                order by k.place, k.{holder} limit $6 \
             ) near where near.{holder} <> asked.id"
        );
        Ok(sqlx::query_as(AssertSqlSafe(sql))
            .bind(self.ids)
            .bind(self.periods)
            .bind(self.keys)
            .bind(self.lows)
            .bind(self.highs)
            .bind(PLACES)
            .fetch_all(connection)
            .await?)
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
