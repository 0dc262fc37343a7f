//! How much of an article is on a topic, told by where its terms stand.

use std::ops::Range;

use crate::text::topic::{CompiledCodebook, Mention, Mentions, Role, Term};

/// What the mentions of one topic say of an article.
#[derive(Debug)]
pub(super) struct Scope {
    /// Index of the topic.
    pub topic: usize,
    /// Where its mentions stand among [`Mentions::all`], in text order.
    pub mentions: Vec<usize>,
    /// How many of them are terms of `about`, and how many measures.
    pub about: usize,
    pub measures: usize,
    /// How many terms of the codebook they are. One word that is repeated makes no subject.
    pub terms: usize,
    /// Sentences that name it, each once, in text order.
    pub sentences: Vec<usize>,
    /// Which measures are named, −1 … +1: those against the proposition or those for it.
    pub lean: f32,
}

/// Mentions of measures that make [`Scope::lean`] near to one.
const LEAN: f32 = 3.0;

/// How many sentences before and behind one are around it.
const AROUND: usize = 3;

/// The topics that a text names, in codebook order.
pub(super) fn scopes(mentions: &Mentions<'_>, codebook: &CompiledCodebook) -> Vec<Scope> {
    let topic = |m: &Mention| codebook.topic_of(m.term);
    let each = mentions.all.iter().enumerate();
    let mut all: Vec<(usize, usize)> = each.map(|(n, m)| (topic(m), n)).collect();
    all.sort_unstable();
    let of_topic = all.chunk_by(|a, b| a.0 == b.0);
    of_topic
        .map(|of| {
            let mention = |&(_, n): &(usize, usize)| &mentions.all[n];
            let term = |one: &(usize, usize)| &codebook.terms[mention(one).term];
            let measure = |term: &Term| match term.role {
                Role::Measure(side) => Some(side),
                _ => None,
            };
            let sides: Vec<i8> = of.iter().map(term).filter_map(measure).collect();
            let mut sentences: Vec<usize> = of.iter().map(|one| mention(one).sentence).collect();
            sentences.dedup();
            let mut terms: Vec<usize> = of.iter().map(|one| mention(one).term).collect();
            terms.sort_unstable();
            terms.dedup();
            Scope {
                topic: of[0].0,
                mentions: of.iter().map(|one| one.1).collect(),
                about: of.iter().filter(|one| term(one).about).count(),
                measures: sides.len(),
                terms: terms.len(),
                sentences,
                lean: (sides.iter().map(|&side| f32::from(side)).sum::<f32>() / LEAN).tanh(),
            }
        })
        .collect()
}

impl Scope {
    /// The mentions of the topic in `sentences`, in text order.
    pub fn within<'m>(
        &self,
        mentions: &'m Mentions<'_>,
        sentences: &Range<usize>,
    ) -> impl Iterator<Item = &'m Mention> {
        let sentence = |n: &usize| mentions.all[*n].sentence;
        let first = self
            .mentions
            .partition_point(|n| sentence(n) < sentences.start);
        let last = self
            .mentions
            .partition_point(|n| sentence(n) < sentences.end);
        self.mentions[first..last].iter().map(|n| &mentions.all[*n])
    }

    /// The share of an article's `sentences` that name the topic.
    pub fn density(&self, sentences: usize) -> f32 {
        self.sentences.len() as f32 / sentences.max(1) as f32
    }

    /// How many sentences around `sentence` name it.
    pub fn around(&self, sentence: usize) -> usize {
        let first = self.sentences.partition_point(|&s| s + AROUND < sentence);
        let last = self.sentences.partition_point(|&s| s <= sentence + AROUND);
        last - first
    }

    /// How many sentences behind `sentence` it is named next.
    pub fn next(&self, sentence: usize) -> Option<usize> {
        let next = self.sentences.partition_point(|&s| s <= sentence);
        self.sentences.get(next).map(|&s| s - sentence)
    }
}
