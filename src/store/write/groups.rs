//! Keeping groups around leads as their members come, change and go: [`crate::text::lead`] step by step.
//!
//! What is settled here is what gathering everything anew would give, whatever came first: a newcomer is
//! placed among what comes before it in the order, and what comes behind it is placed again where it can
//! change: where the newcomer leads and is nearer, or a lead leads no more.

use std::collections::{BTreeSet, HashMap, HashSet};

use sqlx::{AssertSqlSafe, PgConnection};

use super::fresh_ids;
use super::locks::{Blocks, Locks};
use crate::store::StoreError;
use crate::store::copy::CopyRows;
use crate::text::lead::{Joins, nearest, rank};

/// A member as it is compared and as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Member<C> {
    /// Its place in the order; what has the same place is ordered by key.
    pub(super) place: i64,
    pub(super) content: C,
    /// The group that it is in.
    pub(super) group: Option<i64>,
    /// How near it is to its lead; none for a lead.
    pub(super) nearness: Option<f32>,
    /// The group of what it replaces.
    pub(super) kept: Option<i64>,
}

/// A kind of groups: where they are stored, and what makes two members near.
pub(super) trait Groups {
    type Content;
    /// Table of the groups, and its key.
    const GROUP: (&'static str, &'static str);
    /// Table of the memberships, the key of a member in it, and the column of its nearness.
    const MEMBER: (&'static str, &'static str, &'static str);

    /// How near two members are; none where they are not near enough.
    fn near(&self, a: &Self::Content, b: &Self::Content) -> Option<f32>;

    /// Adds the keys by which a member is found, where it is looked around for.
    fn blocks(&self, content: &Self::Content, blocks: &mut Blocks);

    /// Pairs of those asked for and what shares a key with them.
    async fn neighbours(
        &self,
        connection: &mut PgConnection,
        asked: &[(i64, &Member<Self::Content>)],
    ) -> Result<HashSet<(i64, i64)>, StoreError>;

    /// Stored members.
    async fn load(
        &self,
        connection: &mut PgConnection,
        ids: &[i64],
    ) -> Result<Vec<(i64, Member<Self::Content>)>, StoreError>;
}

/// Puts members into groups and stores what that changes. `seeds` are new, or changed; the keys of both are
/// stored. `orphaned` are groups whose lead is gone. The keys of the seeds are locked.
pub(super) async fn settle<G: Groups>(
    connection: &mut PgConnection,
    locks: &mut Locks,
    groups: &G,
    seeds: Vec<(i64, Member<G::Content>)>,
    orphaned: &[i64],
) -> Result<(), StoreError> {
    let mut table = Table {
        groups,
        locks,
        free: orphaned.iter().copied().collect(),
        members: HashMap::new(),
        near: HashMap::new(),
        joins: HashMap::new(),
        turned: HashSet::new(),
    };
    let mut queue: BTreeSet<i64> = seeds.iter().map(|(id, _)| *id).collect();
    let left: Vec<i64> = seeds
        .iter()
        .filter(|(_, seed)| seed.nearness.is_none())
        .filter_map(|(_, seed)| seed.group)
        .chain(orphaned.iter().copied())
        .collect();
    table.members.extend(seeds);
    queue.extend(members_of::<G>(connection, &left).await?);
    let mut asked: HashSet<i64> = HashSet::new();
    while !queue.is_empty() {
        let ask: Vec<i64> = queue
            .iter()
            .copied()
            .filter(|id| asked.insert(*id))
            .collect();
        table.look_up(connection, &ask).await?;
        let follows = table.place(queue, &asked);
        queue = follows.unasked;
        for (group, lead) in follows.dissolved {
            let members = members_of::<G>(connection, &[group]).await?;
            table.hold(connection, &members).await?;
            // Until it was locked, a member may have gone elsewhere.
            let members = members.into_iter().filter(|id| table.is_of(*id, group));
            let members: Vec<i64> = members.collect();
            queue.extend(members.into_iter().filter(|&id| !table.follows(id, lead)));
        }
        for (group, id) in follows.turned {
            let members = members_of::<G>(connection, &[group]).await?;
            table.load(connection, &members).await?;
            queue.extend(
                members
                    .into_iter()
                    .filter(|&other| table.is_copy(other, id)),
            );
        }
    }
    table.store(connection).await
}

/// What follows from what was settled.
#[derive(Default)]
struct Follows {
    /// What must be looked up before it can be settled.
    unasked: BTreeSet<i64>,
    /// Groups that lost their lead, with it.
    dissolved: Vec<(i64, i64)>,
    /// Groups that lost another member, with it: its copies were not found beside it, and go where it goes.
    turned: Vec<(i64, i64)>,
}

struct Table<'g, G: Groups> {
    groups: &'g G,
    /// What nobody else settles meanwhile.
    locks: &'g mut Locks,
    /// Groups whose lead leads no more: their keys go to new leads.
    free: BTreeSet<i64>,
    members: HashMap<i64, Member<G::Content>>,
    near: HashMap<i64, HashMap<i64, f32>>,
    /// What was settled.
    joins: HashMap<i64, Joins<i64>>,
    /// Groups with a place whose copies were told to follow the first of them.
    turned: HashSet<(i64, i64)>,
}

impl<G: Groups> Table<'_, G> {
    async fn look_up(
        &mut self,
        connection: &mut PgConnection,
        ask: &[i64],
    ) -> Result<(), StoreError> {
        self.hold(connection, ask).await?;
        let asked: Vec<(i64, &Member<G::Content>)> = ask
            .iter()
            .filter_map(|id| Some((*id, self.members.get(id)?)))
            .collect();
        if asked.is_empty() {
            return Ok(());
        }
        let pairs = self.groups.neighbours(connection, &asked).await?;
        let found: Vec<i64> = pairs.iter().map(|(_, found)| *found).collect();
        self.load(connection, &found).await?;
        for (asked, found) in pairs {
            let (Some(a), Some(b)) = (self.members.get(&asked), self.members.get(&found)) else {
                continue;
            };
            if asked == found
                || self
                    .near
                    .get(&asked)
                    .is_some_and(|near| near.contains_key(&found))
            {
                continue;
            }
            if let Some(nearness) = self.groups.near(&a.content, &b.content) {
                self.near.entry(asked).or_default().insert(found, nearness);
                self.near.entry(found).or_default().insert(asked, nearness);
            }
        }
        Ok(())
    }

    /// Loads members that are to be settled, locked from then on.
    async fn hold(&mut self, connection: &mut PgConnection, ids: &[i64]) -> Result<(), StoreError> {
        self.load(connection, ids).await?;
        let mut blocks = Blocks::default();
        for member in ids.iter().filter_map(|id| self.members.get(id)) {
            self.groups.blocks(&member.content, &mut blocks);
        }
        if self.locks.extend(connection, blocks).await? {
            // What was read before it was locked is read again; newcomers are nobody else's.
            let members = &mut self.members;
            for id in ids {
                if members.get(id).is_some_and(|m| m.group.is_some()) {
                    members.remove(id);
                }
            }
            self.load(connection, ids).await?;
        }
        Ok(())
    }

    async fn load(&mut self, connection: &mut PgConnection, ids: &[i64]) -> Result<(), StoreError> {
        let mut missing: Vec<i64> = ids
            .iter()
            .copied()
            .filter(|id| !self.members.contains_key(id))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        if !missing.is_empty() {
            let loaded = self.groups.load(connection, &missing).await?;
            self.members.extend(loaded);
        }
        Ok(())
    }

    /// Whether a stored member is in this group.
    fn is_of(&self, id: i64, group: i64) -> bool {
        self.members.get(&id).and_then(|m| m.group) == Some(group)
    }

    fn leads(&self, id: i64) -> bool {
        match self.joins.get(&id) {
            Some(joins) => joins.is_none(),
            None => self
                .members
                .get(&id)
                .is_some_and(|m| m.group.is_some() && m.nearness.is_none()),
        }
    }

    fn order(&self, id: i64) -> (i64, i64) {
        (self.members.get(&id).map_or(i64::MAX, |m| m.place), id)
    }

    /// Settles what was looked up, in order, and what can be settled then.
    fn place(&mut self, queue: BTreeSet<i64>, asked: &HashSet<i64>) -> Follows {
        let mut queue: BTreeSet<(i64, i64)> = queue.into_iter().map(|id| self.order(id)).collect();
        let mut follows = Follows::default();
        while let Some(at) = queue.pop_first() {
            let id = at.1;
            if !self.members.contains_key(&id) {
                continue;
            }
            if !asked.contains(&id) {
                follows.unasked.insert(id);
                continue;
            }
            let led = self.leads(id);
            let empty = HashMap::new();
            let near = self.near.get(&id).unwrap_or(&empty);
            let before = near
                .iter()
                .map(|(&other, &nearness)| (self.order(other), nearness))
                .filter(|(other, _)| *other < at && self.leads(other.1));
            let joins = nearest(before).map(|((_, lead), nearness)| (lead, nearness));
            let leads = joins.is_none();
            if led != leads {
                let behind = near.iter().filter(|(other, nearness)| {
                    self.order(**other) > at && (!leads || self.may_turn_to(**other, **nearness))
                });
                queue.extend(behind.map(|(&other, _)| self.order(other)));
            }
            if led
                && !leads
                && let Some(group) = self.members.get(&id).and_then(|m| m.group)
                && self.free.insert(group)
            {
                follows.dissolved.push((group, id));
            }
            if let Some(group) = self.left(id, joins)
                && self.turned.insert((group, at.0))
            {
                follows.turned.push((group, id));
            }
            self.joins.insert(id, joins);
        }
        follows
    }

    /// The group whose lead a stored member leaves for another.
    fn left(&self, id: i64, joins: Joins<i64>) -> Option<i64> {
        let member = &self.members[&id];
        member.nearness?;
        let group = member.group?;
        let now = joins.and_then(|(lead, _)| self.members.get(&lead)?.group);
        (now != Some(group)).then_some(group)
    }

    /// Whether `id` has the place of `other`, and was not settled yet.
    fn is_copy(&self, id: i64, other: i64) -> bool {
        self.order(id).0 == self.order(other).0 && !self.joins.contains_key(&id)
    }

    /// Whether a new lead can be nearer to a member than the one that it joined.
    fn may_turn_to(&self, id: i64, nearness: f32) -> bool {
        let joined = match self.joins.get(&id) {
            Some(joins) => joins.map(|(_, joined)| joined),
            None => self.members[&id].nearness,
        };
        joined.is_none_or(|joined| rank(joined) <= rank(nearness))
    }

    /// Lets a member of a group whose lead has joined another go on with that one, where no other lead can be
    /// nearer: it comes before the old lead, and so before all that were as near as that. A story of a
    /// thousand copies changes its lead without a thousand look-ups.
    fn follows(&mut self, id: i64, old: i64) -> bool {
        let Some(Some((lead, _))) = self.joins.get(&old).copied() else {
            return false;
        };
        let (Some(member), Some(other)) = (self.members.get(&id), self.members.get(&lead)) else {
            return false;
        };
        let (Some(joined), false) = (member.nearness, self.joins.contains_key(&id)) else {
            return false;
        };
        let near = self.groups.near(&other.content, &member.content);
        let Some(nearness) = near.filter(|&nearness| rank(nearness) >= rank(joined)) else {
            return false;
        };
        self.near.entry(id).or_default().insert(lead, nearness);
        self.near.entry(lead).or_default().insert(id, nearness);
        self.joins.insert(id, Some((lead, nearness)));
        true
    }

    /// Stores what changed. A group keeps its key as long as its lead leads; that of a group whose lead leads
    /// no more goes on with the new lead that took most of its members.
    async fn store(mut self, connection: &mut PgConnection) -> Result<(), StoreError> {
        let mut settled: Vec<(i64, Joins<i64>)> = self.joins.drain().collect();
        settled.sort_by_key(|(id, _)| self.order(*id));
        let mut follow: HashMap<i64, HashMap<i64, usize>> = HashMap::new();
        for (id, joins) in &settled {
            let member = &self.members[id];
            if let Some(group) = member.group.or(member.kept) {
                let lead = joins.map_or(*id, |(lead, _)| lead);
                *follow.entry(lead).or_default().entry(group).or_default() += 1;
            }
        }
        let mut of_lead: HashMap<i64, i64> = HashMap::new();
        let mut new_leads = Vec::new();
        for (id, _) in settled.iter().filter(|(_, joins)| joins.is_none()) {
            let member = &self.members[id];
            let own = member
                .group
                .filter(|g| member.nearness.is_none() && !self.free.contains(g));
            let taken = || {
                follow
                    .get(id)?
                    .iter()
                    .filter(|(group, _)| self.free.contains(group))
                    .max_by_key(|(group, count)| (**count, std::cmp::Reverse(**group)))
                    .map(|(group, _)| *group)
            };
            match own.or_else(taken) {
                Some(group) => {
                    self.free.remove(&group);
                    of_lead.insert(*id, group);
                }
                None => new_leads.push(*id),
            }
        }
        // As they came, for whoever reads the keys.
        new_leads.sort_unstable();
        let (table, key) = G::GROUP;
        let mut groups = CopyRows::new(table, &[key]);
        let fresh = fresh_ids(connection, table, key, new_leads.len()).await?;
        for (id, group) in new_leads.into_iter().zip(fresh) {
            groups.field(group).end();
            of_lead.insert(id, group);
        }
        let (table, member_key, nearness_column) = G::MEMBER;
        let mut rows = CopyRows::new(table, &[key, member_key, nearness_column]);
        let mut closed = Vec::new();
        // As they came, which is how the indexes take them best.
        settled.sort_unstable_by_key(|(id, _)| *id);
        for (id, joins) in settled {
            let lead = joins.map_or(id, |(lead, _)| lead);
            let member = &self.members[&id];
            let group = of_lead
                .get(&lead)
                .copied()
                .or(self.members.get(&lead).and_then(|m| m.group));
            let nearness = joins.map(|(_, nearness)| nearness);
            if (member.group, member.nearness) == (group, nearness) {
                continue;
            }
            if member.group.is_some() {
                closed.push(id);
            }
            rows.or_null(group).field(id).or_null(nearness).end();
        }
        if !closed.is_empty() {
            let sql = format!(
                "update {table} set superseded_at = now() where {member_key} = any($1) and superseded_at is null"
            );
            sqlx::query(AssertSqlSafe(sql))
                .bind(closed)
                .execute(&mut *connection)
                .await?;
        }
        groups.send(connection).await?;
        rows.send(connection).await
    }
}

/// The members of groups.
async fn members_of<G: Groups>(
    connection: &mut PgConnection,
    groups: &[i64],
) -> Result<Vec<i64>, StoreError> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let (table, key, _) = G::MEMBER;
    let group = G::GROUP.1;
    let sql =
        format!("select {key} from {table} where {group} = any($1) and superseded_at is null");
    Ok(sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(groups)
        .fetch_all(connection)
        .await?)
}
