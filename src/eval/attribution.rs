//! Who said what: sources, cues and contents against annotated ones.
//!
//! | measure | counts |
//! | --- | --- |
//! | `source`, `cue`, `content` `exact` | span lists that are the same |
//! | … `token` | tokens that they cover |
//! | … `overlap` | span lists that share a character with one of the other side |
//! | `pair exact` | source and content together the same |
//! | `pair overlap` | source and content both sharing a character; no source wants none |
//! | `attribution` | the headline: one to one, at least half of the content's words in common, sources that share a word or neither has one |
//! | `recall direct`, … | the share of gold attributions of that kind that the headline found |

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::figures::{Counts, Share};
use super::read::or_default;
use super::words::{is_space, tokens};
use super::{by_outlet, counted, keyed};
use crate::model::{Analysis, ScoreRow, Scores, Span};

/// An annotated article.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Which article.
    pub id: String,
    /// Its text, which the spans count into.
    pub text: String,
    /// Who printed it.
    #[serde(default)]
    pub publication: Option<String>,
    /// What the annotators found.
    pub attributions: Vec<Attributed>,
}

/// What was predicted for an article.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Predicted {
    /// Which article.
    pub id: String,
    /// What was found.
    #[serde(default, deserialize_with = "or_default")]
    pub attributions: Vec<Attributed>,
}

/// The spans of an attribution.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Attributed {
    /// Who.
    #[serde(default, deserialize_with = "or_default")]
    pub source: Vec<Span>,
    /// The attributing words.
    #[serde(default, deserialize_with = "or_default")]
    pub cue: Vec<Span>,
    /// What.
    #[serde(default, deserialize_with = "or_default")]
    pub content: Vec<Span>,
}

impl Predicted {
    /// What an analysis found in article `id`.
    pub fn of(id: &str, analysis: &Analysis) -> Self {
        let found = analysis.attributions.iter().map(|a| Attributed {
            source: a.source.clone(),
            cue: a.cue.clone(),
            content: a.content.clone(),
        });
        Self {
            id: id.to_owned(),
            attributions: found.collect(),
        }
    }
}

/// An attribution with content, by the numbers of the words it covers.
struct InWords {
    source: HashSet<u32>,
    content: HashSet<u32>,
    /// A place in [`KINDS`].
    kind: usize,
}

/// A list of spans in order.
type Spans = Vec<(u32, u32)>;

const ROLES: [&str; 3] = ["source", "cue", "content"];
const MATCHES: [&str; 3] = ["exact", "token", "overlap"];
const KINDS: [&str; 3] = ["direct", "mixed", "indirect"];

/// Scores predictions against the annotations, over all articles and by outlet.
pub fn score(gold: Vec<Gold>, predicted: Vec<Predicted>) -> Scores {
    let gold = keyed(gold, |article| &article.id);
    let by_id: HashMap<&str, &Predicted> = predicted.iter().map(|p| (p.id.as_str(), p)).collect();
    let scores = by_outlet(
        "attribution",
        &gold,
        |article| article.publication.as_deref(),
        |part, outlet| {
            let mut tally = Tally::default();
            for article in part {
                let found = by_id.get(article.id.as_str());
                tally.add(article, found.map_or(&[], |p| &p.attributions));
            }
            tally.rows(outlet)
        },
    );
    let ids = gold.iter().map(|g| g.id.as_str());
    counted(scores, ids, |id| by_id.contains_key(id))
}

#[derive(Default)]
struct Tally {
    /// By role, then by kind of match.
    roles: [[Counts; 3]; 3],
    pair_exact: Counts,
    pair_overlap: Counts,
    attribution: Counts,
    kinds: [Share; 3],
}

impl Tally {
    fn add(&mut self, article: &Gold, predicted: &[Attributed]) {
        let text: Vec<char> = article.text.chars().collect();
        let tokens = tokens(&text);
        let gold: Vec<[Spans; 3]> = article.attributions.iter().map(sorted).collect();
        let found: Vec<[Spans; 3]> = predicted.iter().map(sorted).collect();
        for (role, counts) in self.roles.iter_mut().enumerate() {
            let (g, p) = (role_of(&gold, role), role_of(&found, role));
            let [exact, token, overlap] = counts;
            exact.hit(g.intersection(&p).count());
            exact.there(g.len(), p.len());
            overlap.there(g.len(), p.len());
            overlap.found += count(&g, |x| p.iter().any(|y| share(x, y)));
            overlap.right += count(&p, |y| g.iter().any(|x| share(x, y)));
            let (g, p) = (covered(&g, text.len()), covered(&p, text.len()));
            let within = |cover: &[bool]| count(&tokens, |t| cover[t.0 as usize]) as usize;
            token.there(within(&g), within(&p));
            token.hit(count(&tokens, |t| g[t.0 as usize] && p[t.0 as usize]) as usize);
        }
        let pairs = |of: &[[Spans; 3]]| -> HashSet<(Spans, Spans)> {
            let pair = |[source, _, content]: &[Spans; 3]| (source.clone(), content.clone());
            of.iter().map(pair).collect()
        };
        let (g, p) = (pairs(&gold), pairs(&found));
        self.pair_exact.hit(g.intersection(&p).count());
        self.pair_exact.there(g.len(), p.len());
        self.pair_overlap.there(gold.len(), found.len());
        self.pair_overlap.found += count(&gold, |a| found.iter().any(|b| meets(a, b)));
        self.pair_overlap.right += count(&found, |b| gold.iter().any(|a| meets(b, a)));
        self.match_up(&text, &tokens, &gold, &found);
    }

    /// The headline: each attribution is matched with one at the most, the closest first.
    fn match_up(
        &mut self,
        text: &[char],
        tokens: &[(u32, u32)],
        gold: &[[Spans; 3]],
        found: &[[Spans; 3]],
    ) {
        let is_word = |t: &&(u32, u32)| !(t.1 - t.0 == 1 && is_mark(text[t.0 as usize]));
        let words: Vec<(u32, u32)> = tokens.iter().filter(is_word).copied().collect();
        let in_words = |of: &[[Spans; 3]]| -> Vec<InWords> {
            of.iter()
                .filter(|[_, _, content]| !content.is_empty())
                .map(|[source, _, content]| InWords {
                    source: under(&words, source),
                    content: under(&words, content),
                    kind: kind(text, content),
                })
                .collect()
        };
        let (gold, found) = (in_words(gold), in_words(found));
        self.attribution.there(gold.len(), found.len());
        let mut pairs = Vec::new();
        for (i, p) in found.iter().enumerate() {
            for (j, g) in gold.iter().enumerate() {
                let both = p.content.intersection(&g.content).count();
                let either = p.content.len() + g.content.len() - both;
                let sources = !p.source.is_disjoint(&g.source)
                    || (p.source.is_empty() && g.source.is_empty());
                if both > 0 && 2 * both >= either && sources {
                    pairs.push((both as f64 / either as f64, i, j));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut used_found, mut used_gold) = (HashSet::new(), HashSet::new());
        for (_, i, j) in pairs {
            if !used_found.contains(&i) && !used_gold.contains(&j) {
                used_found.insert(i);
                used_gold.insert(j);
            }
        }
        self.attribution.hit(used_found.len());
        for (j, wanted) in gold.iter().enumerate() {
            self.kinds[wanted.kind].add(used_gold.contains(&j));
        }
    }

    fn rows(&self, outlet: Option<&str>) -> Vec<ScoreRow> {
        let mut rows = Vec::with_capacity(15);
        for (role, counts) in ROLES.iter().zip(&self.roles) {
            for (how, counts) in MATCHES.iter().zip(counts) {
                rows.push(counts.row(outlet, format!("{role} {how}")));
            }
        }
        rows.push(self.pair_exact.row(outlet, "pair exact"));
        rows.push(self.pair_overlap.row(outlet, "pair overlap"));
        rows.push(self.attribution.row(outlet, "attribution"));
        let kinds = KINDS.iter().zip(&self.kinds);
        rows.extend(
            kinds
                .filter(|(_, share)| share.whole > 0)
                .map(|(kind, share)| share.row(outlet, format!("recall {kind}"))),
        );
        rows
    }
}

fn sorted(attribution: &Attributed) -> [Spans; 3] {
    [&attribution.source, &attribution.cue, &attribution.content].map(|spans| {
        let mut spans: Spans = spans.iter().map(|span| (span.start, span.end)).collect();
        spans.sort_unstable();
        spans
    })
}

/// The distinct span lists of one role.
fn role_of(attributions: &[[Spans; 3]], role: usize) -> HashSet<Spans> {
    attributions
        .iter()
        .map(|roles| &roles[role])
        .filter(|spans| !spans.is_empty())
        .cloned()
        .collect()
}

fn count<T>(of: impl IntoIterator<Item = T>, holds: impl Fn(T) -> bool) -> u64 {
    of.into_iter().map(|item| u64::from(holds(item))).sum()
}

fn share(a: &Spans, b: &Spans) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

/// Whether contents share a character, and sources do or neither has one.
fn meets(a: &[Spans; 3], b: &[Spans; 3]) -> bool {
    share(&a[2], &b[2]) && (share(&a[0], &b[0]) || (a[0].is_empty() && b[0].is_empty()))
}

/// Which of `length` characters the span lists cover.
fn covered(lists: &HashSet<Spans>, length: usize) -> Vec<bool> {
    let mut cover = vec![false; length];
    for (start, end) in lists.iter().flatten() {
        let end = (*end as usize).min(length);
        if let Some(part) = cover.get_mut(*start as usize..end) {
            part.fill(true);
        }
    }
    cover
}

/// Numbers of the words that share a character with `spans`.
fn under(words: &[(u32, u32)], spans: &Spans) -> HashSet<u32> {
    let mut under = HashSet::new();
    for &(start, end) in spans {
        let first = words.partition_point(|word| word.1 <= start);
        let touched = words[first..].iter().take_while(|word| word.0 < end);
        under.extend((first..).zip(touched).map(|(number, _)| number as u32));
    }
    under
}

/// Marks that count for nothing in a content's length.
fn is_mark(c: char) -> bool {
    ".,;:!?\"“”‘’'`()—–-".contains(c)
}

/// The kind of a content by its quotation marks, as a place in [`KINDS`]: in marks from the start,
/// marks somewhere, none. What is cut off at the article's start counts as in marks.
fn kind(text: &[char], content: &Spans) -> usize {
    let (Some(first), Some(last)) = (content.first(), content.last()) else {
        return 2;
    };
    let start = (first.0 as usize).min(text.len());
    let end = (last.1 as usize).clamp(start, text.len());
    let mut said = &text[start..end];
    while let [first, rest @ ..] = said
        && is_space(*first)
    {
        said = rest;
    }
    let double = |pair: &[char]| pair == ['\'', '\''];
    let is_quote = |c: &char| "\"“”".contains(*c);
    let before = &text[(first.0 as usize).saturating_sub(2).min(start)..start];
    let opened = said.first().is_none_or(is_quote)
        || said.get(..2).is_some_and(double)
        || before.last().is_none_or(is_quote)
        || double(before);
    if opened {
        0
    } else if said.iter().any(is_quote) || said.windows(2).any(double) {
        1
    } else {
        2
    }
}
