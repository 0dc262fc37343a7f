//! Stories: near-duplicates looked up, gathered and compared with what was made of what.

use std::collections::HashMap;

use stance::text::story::Sketch;
use stance::text::{lead, story};

use super::set::{Item, Record};

/// Days and share of a new database's settings.
const DAYS: i64 = 7;
const SHARE: f32 = 0.5;

/// The articles in their order, and for each the earlier ones that share a key with it, and how much.
struct Near {
    order: Vec<usize>,
    shared: Vec<Vec<(usize, f32)>>,
}

impl Near {
    fn new(items: &[Item]) -> Self {
        let mut sketched: Vec<(usize, Sketch)> = items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| Some((index, story::sketch(&item.text)?)))
            .collect();
        sketched.sort_by_key(|(index, sketch)| (sketch.place(Some(items[*index].day)), *index));
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut shared = Vec::new();
        for (place, (index, sketch)) in sketched.iter().enumerate() {
            let mut near = Vec::new();
            for &key in sketch.keys() {
                let there = holders.entry(key).or_default();
                near.extend_from_slice(there);
                there.push(place);
            }
            near.sort_unstable();
            near.dedup();
            near.retain(|&other| {
                (items[*index].day - items[sketched[other].0].day).num_days() <= DAYS
            });
            let share = |other: usize| (other, story::containment(sketch, &sketched[other].1));
            shared.push(near.into_iter().map(share).collect());
        }
        let order = sketched.into_iter().map(|(index, _)| index).collect();
        Self { order, shared }
    }

    /// The story of each article.
    fn gathered(&self, least: f32) -> HashMap<usize, usize> {
        let joins = lead::gather(self.order.len(), |place| {
            let shared = self.shared[place].iter();
            shared
                .filter(|(_, share)| *share >= least)
                .copied()
                .collect()
        });
        let lead = |(place, joined): (usize, &lead::Joins<usize>)| {
            let lead = joined.map_or(place, |(lead, _)| lead);
            (self.order[place], self.order[lead])
        };
        joins.iter().enumerate().map(lead).collect()
    }
}

/// Prints precision and recall over pairs, and how many copies of each kind lost their original.
pub fn report(items: &[Item], sweep: bool, show: bool) {
    let near = Near::new(items);
    if sweep {
        for percent in (30..=75).step_by(5) {
            let score = Score::of(items, &near.gathered(percent as f32 / 100.0), true);
            println!("  from {percent} % in common: {}", score.line());
        }
    }
    let gathered = near.gathered(SHARE);
    for (tuned_on, half) in [(true, "tuning"), (false, "other")] {
        let score = Score::of(items, &gathered, tuned_on);
        println!("stories, {half} half: {}", score.line());
        for (kind, (all, lost)) in &score.kinds {
            println!("  {kind:32} {all:4} copies, {lost:3} apart from their original");
        }
        if show && tuned_on {
            for (a, b) in &score.wrong {
                println!("  joined: {} | {}", items[*a].name, items[*b].name);
            }
        }
    }
}

#[derive(Default)]
struct Score {
    right: usize,
    missed: usize,
    wrong: Vec<(usize, usize)>,
    kinds: Vec<(&'static str, (usize, usize))>,
}

impl Score {
    fn of(items: &[Item], gathered: &HashMap<usize, usize>, tuned_on: bool) -> Self {
        let mut score = Self::default();
        let mut kinds: HashMap<&str, (usize, usize)> = HashMap::new();
        let half: Vec<usize> = (0..items.len())
            .filter(|&i| items[i].tuned_on == tuned_on)
            .collect();
        for (at, &a) in half.iter().enumerate() {
            for &b in &half[..at] {
                let together = gathered.contains_key(&a) && gathered.get(&a) == gathered.get(&b);
                match (together, items[a].story == items[b].story) {
                    (true, true) => score.right += 1,
                    // A digest is a copy of each of its parts.
                    (true, false) if items[a].kind != "digest" && items[b].kind != "digest" => {
                        score.wrong.push((a, b));
                    }
                    (false, true) => score.missed += 1,
                    _ => {}
                }
                if items[a].story == items[b].story && items[b].kind == "original" {
                    let (all, lost) = kinds.entry(items[a].kind).or_default();
                    *all += 1;
                    *lost += usize::from(!together);
                }
            }
        }
        score.kinds = kinds.into_iter().collect();
        score.kinds.sort_unstable();
        score
    }

    fn line(&self) -> String {
        let share = |other: usize| 100.0 * self.right as f64 / (self.right + other).max(1) as f64;
        let wrong = self.wrong.len();
        format!(
            "P {:.1} R {:.1} ({} pairs right, {wrong} wrong, {} missed)",
            share(wrong),
            share(self.missed),
            self.right,
            self.missed
        )
    }
}

/// Lists the near pairs inside the corpus, the nearest first.
pub fn pairs(records: &[Record]) {
    let sketches: Vec<_> = records.iter().map(|r| story::sketch(&r.text)).collect();
    let mut found = Vec::new();
    for (a, left) in sketches.iter().enumerate() {
        for (b, right) in sketches.iter().enumerate().take(a) {
            if let (Some(left), Some(right)) = (left, right) {
                found.push((story::containment(left, right), a, b));
            }
        }
    }
    found.retain(|(share, _, _)| *share >= 0.2);
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (share, a, b) in found {
        let [a, b] = [&records[a], &records[b]];
        let days = (a.date - b.date).num_days().abs();
        let words = |record: &Record| record.text.split_whitespace().count();
        println!(
            "{share:.2}, {days} days: {} ({} words) | {} ({} words)",
            a.id,
            words(a),
            b.id,
            words(b)
        );
    }
}
