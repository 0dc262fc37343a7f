//! Groups around leads: the same groups in whatever order their members come.
//!
//! Members have a fixed order of their own, made of their day and their words. In that order each joins
//! the nearest lead before it, or leads itself. So no two members of a group are further from its lead
//! than the measure allows, no chain of near-matches runs on, and whoever comes late changes only what
//! follows it: the sequential clustering that N. Ailon et al. call pivots ("Aggregating inconsistent
//! information", 2008), with an order that newcomers seldom disturb.

/// Whom a member joins, and how near it is; none where it leads.
pub type Joins<K> = Option<(K, f32)>;

/// What each of `count` members joins. They are numbered in their order; `near` gives the members before
/// one that are near enough, with how near.
pub fn gather(count: usize, mut near: impl FnMut(usize) -> Vec<(usize, f32)>) -> Vec<Joins<usize>> {
    let mut joins: Vec<Joins<usize>> = Vec::with_capacity(count);
    for member in 0..count {
        let leads = near(member)
            .into_iter()
            .filter(|(other, _)| joins.get(*other).is_some_and(Option::is_none));
        joins.push(nearest(leads));
    }
    joins
}

/// The nearest of leads given with their place in the order; of [equally](rank) near ones the first.
pub fn nearest<K: Ord + Copy>(leads: impl Iterator<Item = (K, f32)>) -> Joins<K> {
    leads.max_by(|a, b| rank(a.1).cmp(&rank(b.1)).then(b.0.cmp(&a.0)))
}

/// Nearness in steps, so that copies with one boilerplate or another are equally near: when another of them
/// leads, they go on together.
pub fn rank(nearness: f32) -> u8 {
    (nearness * 5.0) as u8
}
