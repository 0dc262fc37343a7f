//! Headlines in capitals, where names cannot be told by their capitals.

use super::Scan;
use crate::text::actor::lists::Flags;
use crate::text::attribution::act_of;

impl Scan<'_, '_> {
    /// Whether most longer words of the sentence are capitalised: names cannot be told by that.
    pub(super) fn is_headline(&self, first: usize) -> bool {
        let sentence = self.words.list[first].sentence();
        let common = Flags::STARTER | Flags::PERSON | Flags::PEOPLE | Flags::BODY | Flags::DOCUMENT;
        let (mut long, mut capital, mut no_name) = (0, 0, 0);
        for (at, word) in self.words.list.iter().enumerate().skip(first) {
            if word.sentence() != sentence || at - first > 40 {
                break;
            }
            if word.range().len() > 3 {
                // "Mayor Holt endorsed Senator Dahl on Monday": a headline's verb has its capital, too.
                if !self.words.capital(at) && act_of(self.words.folded(at)).is_some() {
                    return false;
                }
                long += 1;
                if self.words.capital(at) {
                    capital += 1;
                    let folded = self.words.folded(at);
                    // "Mayor Holt Rejects Pier": a verb in the singular is no name.
                    let verb = folded.ends_with('s') && act_of(folded).is_some();
                    let known = verb || self.small.contains(folded);
                    no_name += usize::from(at > first && (known || word.flags.contains(common)));
                }
            }
        }
        // A short sentence of many names is none: common words must be capitalised, too.
        long >= 4 && capital * 4 >= long * 3 && (no_name > 0 || long >= 8)
    }

    /// The end of the name at `at` in a headline: what is listed or an office and a given name with the next word.
    pub(super) fn headline_end(&self, at: usize) -> usize {
        let goes_on = |n: usize| {
            n < self.words.list.len()
                && self.joined(n)
                && self.words.capital(n)
                && !self.flag(n, Flags::STARTER)
        };
        let honorific = usize::from(self.flag(at, Flags::HONORIFIC));
        let called = self.title(at).map_or(honorific, |(len, _)| len);
        let mut end = at + called;
        // "Senator Endorsed Holt".
        let verb = |n: usize| !self.flag(n, Flags::GIVEN) && act_of(self.words.folded(n)).is_some();
        if called == 0 || (goes_on(end) && !verb(end)) {
            end += 1;
            end += usize::from(self.flag(end - 1, Flags::GIVEN) && goes_on(end));
        }
        let named = self
            .lists
            .names
            .longest(self.words, at, self.words.list.len());
        let known = self
            .known
            .aliases
            .longest(self.words, at, self.words.list.len());
        let longest = named.iter().chain(&known).map(|(len, _)| *len).max();
        end.max(at + longest.unwrap_or(1))
    }
}
