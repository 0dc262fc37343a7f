//! An index over things in text order, so that finding those at a place costs the same in a text of any
//! length: a plain binary search over millions of words misses the cache at every step.

use std::ops::Range;

/// Bytes of a block, as a power of two: a handful of words, which lie in one or two cache lines.
const BLOCK: u32 = 5;

/// More words than one contraction makes.
const FEW: usize = 4;

/// How many things end at or before the first byte of each block of the text.
#[derive(Debug, Default)]
pub(crate) struct Blocks(Vec<u32>);

impl Blocks {
    /// Indexes things by their ends, which are in order.
    pub fn new(ends: impl Iterator<Item = usize>) -> Self {
        let mut blocks: Vec<u32> = Vec::new();
        for (count, end) in ends.enumerate() {
            // The blocks that begin before this end have what came before it behind them.
            while blocks.len() << BLOCK < end {
                blocks.push(count as u32);
            }
        }
        Self(blocks)
    }

    /// How many of `all` are `before`, which those are that end at or before byte `at` and, of the
    /// others, at most the first few: a contraction is several words in one place.
    pub fn count<T>(&self, all: &[T], at: usize, before: impl Fn(&T) -> bool) -> usize {
        let block = at >> BLOCK;
        let bound = |block: usize| self.0.get(block).map_or(all.len(), |n| *n as usize);
        let (low, high) = (bound(block), (bound(block + 1) + FEW).min(all.len()));
        low + all[low..high].partition_point(before)
    }

    /// Indexes of those of `all` that share a byte with `bytes`; `span` gives their first byte and the
    /// one behind their last.
    pub fn inside<T>(
        &self,
        all: &[T],
        bytes: &Range<usize>,
        span: impl Fn(&T) -> (usize, usize),
    ) -> Range<usize> {
        let first = self.count(all, bytes.start, |thing| span(thing).1 <= bytes.start);
        let last = self.count(all, bytes.end, |thing| span(thing).0 < bytes.end);
        first..last.max(first)
    }
}
