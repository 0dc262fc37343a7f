//! Locks by blocking key: who puts articles into stories and claims into utterances while others do.
//!
//! What can be one has a key in common, within some days. So whoever settles a member holds all its keys, in all
//! periods in which it looks around: what it finds by them nobody else settles meanwhile, and nobody else finds it
//! half settled. Runs that take in other years, or other words, do not wait for each other.
//!
//! A server has room for some thousand locks. From [`MANY`] keys of a period on, the period is locked instead of
//! them, which whoever locks keys of it holds shared (J. Gray et al., "Granularity of locks and degrees of
//! consistency in a shared data base", 1976).
//!
//! Nobody waits for whom they keep waiting: what a batch needs is locked in one ascending order, before anything is
//! written. What turns out to be touched besides is only tried, and where somebody else has it the batch is taken back
//! and done again with nobody beside it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use sqlx::PgConnection;

use crate::store::StoreError;
use crate::text::story::periods;

/// Keys of a period from which the period is locked. A few articles stay below it; some hundred articles of the
/// same weeks have their boilerplate and their most quoted in common, and would wait for each other anyway.
const MANY: usize = 256;

/// What is found by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// Articles by their shingles.
    Story = 1,
    /// Claims by their words.
    Utterance = 2,
}

/// Keys with the periods in which they are looked for.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// As they came, some more than once.
    keys: BTreeMap<(Kind, i32), Vec<i32>>,
    everything: bool,
}

impl Blocks {
    /// Adds keys that are looked for at these places.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        keys: impl IntoIterator<Item = i32> + Clone,
        places: &Range<i64>,
    ) {
        for period in periods(places) {
            let of_period = self.keys.entry((kind, period)).or_default();
            of_period.extend(keys.clone());
        }
    }

    /// Adds all there are.
    pub(super) fn add_everything(&mut self) {
        self.everything = true;
    }

    /// The keys of each period, each once.
    fn each(self) -> impl Iterator<Item = ((Kind, i32), Vec<i32>)> {
        self.keys.into_iter().map(|(place, mut keys)| {
            keys.sort_unstable();
            keys.dedup();
            (place, keys)
        })
    }
}

/// What is locked of a period.
#[derive(Debug)]
pub(super) enum Held {
    /// All of it.
    Whole,
    /// These keys.
    Keys(HashSet<i32>),
}

/// What a transaction has locked; it keeps it until it ends.
#[derive(Debug)]
pub(super) enum Locks {
    /// Nobody else writes: see [`alone`](super::alone).
    Everything,
    /// Keys, or periods with all their keys.
    Some(HashMap<(Kind, i32), Held>),
}

/// Locks to ask for, each with whether nobody else may hold it, in the order in which they are asked for.
type Wanted = BTreeMap<i64, bool>;

impl Locks {
    /// Waits for these keys. Only what locks nothing yet may wait.
    ///
    /// # Errors
    /// [`StoreError::InTheWay`] where it is everything.
    pub(super) async fn wait_for(
        connection: &mut PgConnection,
        blocks: Blocks,
    ) -> Result<Self, StoreError> {
        if blocks.everything {
            return Err(StoreError::InTheWay);
        }
        let mut held = HashMap::new();
        let mut wanted = Wanted::new();
        for ((kind, period), keys) in blocks.each() {
            let whole = keys.len() > MANY;
            wanted.insert(period_lock(kind, period), whole);
            let of_period = if whole {
                Held::Whole
            } else {
                wanted.extend(keys.iter().map(|&key| (key_lock(kind, period, key), true)));
                Held::Keys(keys.into_iter().collect())
            };
            held.insert((kind, period), of_period);
        }
        let (locks, exclusive): (Vec<i64>, Vec<bool>) = wanted.into_iter().unzip();
        sqlx::query(
            "select case when exclusive then pg_advisory_xact_lock(lock)::text else pg_advisory_xact_lock_shared(lock)::text end \
             from unnest($1::bigint[], $2::bool[]) as wanted (lock, exclusive)",
        )
        .bind(locks)
        .bind(exclusive)
        .execute(connection)
        .await?;
        Ok(Self::Some(held))
    }

    /// Locks these keys, too; whether that was more than was locked. What was read of their holders before may
    /// have changed until then.
    ///
    /// # Errors
    /// [`StoreError::InTheWay`] where somebody else has one of them, or it is everything.
    pub(super) async fn extend(
        &mut self,
        connection: &mut PgConnection,
        blocks: Blocks,
    ) -> Result<bool, StoreError> {
        let Self::Some(held) = self else {
            return Ok(false);
        };
        if blocks.everything {
            return Err(StoreError::InTheWay);
        }
        let mut wanted = Wanted::new();
        for ((kind, period), mut keys) in blocks.each() {
            let there = held
                .entry((kind, period))
                .or_insert_with(|| Held::Keys(HashSet::new()));
            let Held::Keys(mine) = there else {
                continue;
            };
            keys.retain(|key| !mine.contains(key));
            if keys.is_empty() {
                continue;
            }
            let whole = mine.len() + keys.len() > MANY;
            wanted.insert(period_lock(kind, period), whole);
            if whole {
                *there = Held::Whole;
            } else {
                wanted.extend(keys.iter().map(|&key| (key_lock(kind, period, key), true)));
                mine.extend(keys);
            }
        }
        if wanted.is_empty() {
            return Ok(false);
        }
        let (locks, exclusive): (Vec<i64>, Vec<bool>) = wanted.into_iter().unzip();
        let locked: bool = sqlx::query_scalar(
            "select bool_and(case when exclusive then pg_try_advisory_xact_lock(lock) else pg_try_advisory_xact_lock_shared(lock) end) \
             from unnest($1::bigint[], $2::bool[]) as wanted (lock, exclusive)",
        )
        .bind(locks)
        .bind(exclusive)
        .fetch_one(connection)
        .await?;
        locked.then_some(true).ok_or(StoreError::InTheWay)
    }
}

/// The lock of a period: kind and period, above the numbers of the locks of [`alone`](super::alone) and of
/// migrations.
fn period_lock(kind: Kind, period: i32) -> i64 {
    (kind as i64) << 60 | i64::from(period) << 40
}

/// The lock of a key, behind that of its period.
fn key_lock(kind: Kind, period: i32, key: i32) -> i64 {
    period_lock(kind, period) | 1 << 32 | i64::from(key as u32)
}
