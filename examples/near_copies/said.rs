//! Utterances: the claims of the set, and which of them report one event of saying.

use std::collections::HashMap;

use chrono::NaiveDate;
use stance::model::{ActorKind, Claim, Codebook, Form, Span, TextIndex};
use stance::text::stance::Parameters;
use stance::text::utterance::{self, Told};
use stance::text::{Engine, analyse, lead};

use super::set::{Item, Record, half};

/// A claim of the set.
pub struct Uttered {
    pub actor: String,
    pub told: Told,
    pub item: usize,
    /// Article and sentence that it was made from.
    pub event: Option<(usize, usize)>,
    pub form: Form,
    pub tuned_on: bool,
    pub content: String,
}

fn content(claim: &Claim, text: &TextIndex<'_>) -> String {
    let spans = claim.content.iter();
    let parts: Vec<&str> = spans
        .map(|&span: &Span| &text.text()[text.range(span)])
        .collect();
    parts.join(" … ")
}

/// The claims of named actors in the items.
pub fn claims(items: &[Item]) -> Vec<Uttered> {
    let engine = Engine::new(&Codebook::default(), Parameters::default());
    let mut all = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let analysis = analyse(&item.text, None, Some(item.day), &engine);
        let text = TextIndex::new(&item.text);
        for claim in &analysis.claims {
            let Some(actor) = claim
                .actor
                .as_ref()
                .filter(|a| a.kind != ActorKind::Anonymous)
            else {
                continue;
            };
            let Some(&at) = claim.content.first().or(claim.cue.first()) else {
                continue;
            };
            let start = text.range(at).start;
            let sentence = item
                .sentences
                .iter()
                .rfind(|(from, _, _)| *from <= start)
                .map(|(from, _, _)| *from)
                .unwrap_or_default();
            let event = item
                .sentences
                .iter()
                .find(|(from, _, _)| *from == sentence)
                .and_then(|(_, _, origin)| *origin);
            let link = claim.link.as_ref().map(|l| l.kind.as_str().to_owned());
            all.push(Uttered {
                actor: actor.name.clone(),
                told: Told::new(&claim.said, claim.act, link, utterance::words(claim, &text)),
                item: number,
                event,
                form: claim.form,
                tuned_on: item.tuned_on,
                content: content(claim, &text),
            });
        }
    }
    all
}

/// Numbers of sentences from here on are those of made speeches.
const SPEECH: usize = 100_000;

const SLOGANS: &[&str] = &[
    "We will win back our harbours and we will do it together.",
    "Enough is enough, and the time for change is now.",
    "This is about working families and about nobody else.",
];

/// Pairs of speeches on one day by one person, each with the same slogan before other words.
pub fn slogans(records: &[Record], claims: &[Uttered], items: &mut Vec<Item>) {
    let mut by_actor: HashMap<&str, Vec<&Uttered>> = HashMap::new();
    for claim in claims {
        let words = claim.content.split(' ').count();
        if claim.form == Form::Direct
            && (8..30).contains(&words)
            && items[claim.item].kind == "original"
        {
            by_actor.entry(&claim.actor).or_default().push(claim);
        }
    }
    let mut actors: Vec<_> = by_actor.into_iter().collect();
    actors.sort_by_key(|(name, _)| *name);
    let day = NaiveDate::from_ymd_opt(2017, 6, 1).unwrap_or_default();
    let mut made = Vec::new();
    for (actor, said) in actors {
        for (number, pair) in said.chunks_exact(2).take(12).enumerate() {
            if pair[0].event.map(|e| e.0) == pair[1].event.map(|e| e.0) {
                continue;
            }
            for one in pair {
                let (Some((article, sentence)), true) =
                    (one.event, pair[0].tuned_on == pair[1].tuned_on)
                else {
                    continue;
                };
                let own = one.content.trim_matches(|c: char| "“”\"', ".contains(c));
                let slogan = SLOGANS[number % SLOGANS.len()];
                let text = format!("{actor} spoke on Thursday. “{slogan} {own},” {actor} said.");
                made.push(Item {
                    name: format!("{}+speech", records[article].id),
                    kind: "speech",
                    story: usize::MAX - made.len(),
                    tuned_on: half(article),
                    day: day + chrono::Days::new(10 * number as u64),
                    sentences: vec![(0, text.len(), Some((article, SPEECH + sentence)))],
                    text,
                });
            }
        }
    }
    items.extend(made);
}

/// Agreement of a new database's settings.
const AGREEMENT: f32 = 0.7;

/// The utterance of each claim.
fn gathered(claims: &[Uttered], threshold: f32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&i| (&claims[i].actor, claims[i].told.place(), i));
    let mut holders: HashMap<(&str, i32), Vec<usize>> = HashMap::new();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (place, &claim) in order.iter().enumerate() {
        let claim = &claims[claim];
        let mut near = Vec::new();
        for key in claim.told.keys(1) {
            let there = holders.entry((&claim.actor, key)).or_default();
            near.extend_from_slice(there);
            there.push(place);
        }
        near.sort_unstable();
        near.dedup();
        found.push(near);
    }
    let joins = lead::gather(order.len(), |place| {
        let told = &claims[order[place]].told;
        let others = found[place].iter();
        others
            .filter_map(|&other| {
                let agreement = utterance::agreement(told, &claims[order[other]].told)?;
                (agreement >= threshold).then_some((other, agreement))
            })
            .collect()
    });
    let mut groups = vec![0; order.len()];
    for (place, joined) in joins.iter().enumerate() {
        groups[order[place]] = order[joined.map_or(place, |(lead, _)| lead)];
    }
    groups
}

/// Whether two contents of one sentence are one: half of the words of either are in the other.
fn one_content(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let both = a.iter().filter(|w| b.contains(w)).count();
    2 * both >= a.len().max(b.len()) || 10 * both >= 9 * a.len().min(b.len()) && both >= 4
}

/// Prints precision and recall over pairs of claims in different articles.
pub fn report(claims: &[Uttered], items: &[Item], sweep: bool, show: bool) {
    if sweep {
        for percent in (50..=80).step_by(5) {
            let score = Score::of(claims, &gathered(claims, percent as f32 / 100.0), true);
            println!("  from {percent} % agreement: {}", score.line());
        }
    }
    let gathered = gathered(claims, AGREEMENT);
    for (tuned_on, half) in [(true, "tuning"), (false, "other")] {
        let score = Score::of(claims, &gathered, tuned_on);
        println!("utterances, {half} half: {}", score.line());
        if show && tuned_on {
            let (wrong, missed) = (score.wrong.iter(), score.missed.iter());
            let all = wrong.map(|pair| ("joined", pair));
            for (what, &(a, b)) in all.chain(missed.map(|pair| ("apart", pair))) {
                print(what, &claims[a], &claims[b], items);
            }
        }
        if show {
            for &(a, b) in &score.across {
                print("across", &claims[a], &claims[b], items);
            }
        }
    }
}

/// What came of the pairs of claims in different articles.
#[derive(Default)]
struct Score {
    right: usize,
    wrong: Vec<(usize, usize)>,
    missed: Vec<(usize, usize)>,
    /// Joined across articles of the corpus that are no copies of each other: to be judged by reading.
    across: Vec<(usize, usize)>,
}

impl Score {
    fn of(claims: &[Uttered], gathered: &[usize], tuned_on: bool) -> Self {
        let mut by_group: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut by_event: HashMap<(&str, (usize, usize)), Vec<usize>> = HashMap::new();
        for (index, claim) in claims
            .iter()
            .enumerate()
            .filter(|(_, c)| c.tuned_on == tuned_on)
        {
            if let Some(event) = claim.event {
                by_group.entry(gathered[index]).or_default().push(index);
                by_event
                    .entry((&claim.actor, event))
                    .or_default()
                    .push(index);
            }
        }
        let mut score = Self::default();
        for (a, b) in by_group.values().flat_map(|members| pairs(claims, members)) {
            let (Some(left), Some(right)) = (claims[a].event, claims[b].event) else {
                continue;
            };
            if left == right && one_content(&claims[a].content, &claims[b].content) {
                score.right += 1;
            } else if left.0 != right.0 && left.1 < SPEECH && right.1 < SPEECH {
                score.across.push((a, b));
            } else {
                score.wrong.push((a, b));
            }
        }
        for (a, b) in by_event.values().flat_map(|members| pairs(claims, members)) {
            if gathered[a] != gathered[b] && one_content(&claims[a].content, &claims[b].content) {
                score.missed.push((a, b));
            }
        }
        score.wrong.sort_unstable();
        score.missed.sort_unstable();
        score.across.sort_unstable();
        score
    }

    fn line(&self) -> String {
        let (wrong, missed) = (self.wrong.len(), self.missed.len());
        let share = |other: usize| 100.0 * self.right as f64 / (self.right + other).max(1) as f64;
        format!(
            "P {:.1} R {:.1} ({} pairs right, {wrong} wrong, {missed} missed; {} across articles)",
            share(wrong),
            share(missed),
            self.right,
            self.across.len()
        )
    }
}

/// The pairs of members in different articles.
fn pairs(claims: &[Uttered], members: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (at, &a) in members.iter().enumerate() {
        let others = members[..at]
            .iter()
            .filter(|&&b| claims[a].item != claims[b].item);
        pairs.extend(others.map(|&b| (a, b)));
    }
    pairs
}

/// Prints a pair for reading.
fn print(what: &str, a: &Uttered, b: &Uttered, items: &[Item]) {
    println!(
        "{what} {} {:?}",
        a.actor,
        utterance::agreement(&a.told, &b.told)
    );
    for one in [a, b] {
        println!(
            "   {} {:?} {:?}: {}",
            items[one.item].name, one.told.days, one.told.act, one.content
        );
    }
}
