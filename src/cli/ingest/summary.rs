//! What became of the articles read, in numbers that add up.

use crate::cli::context::Context;
use crate::ingest::Refused;
use crate::model::Outcome;
use crate::report::count;
use crate::store::write::{Known, Prepared, Stored};

/// How many ids are named before the list is cut off.
const NAMED: usize = 8;

/// What became of the articles read.
#[derive(Debug, Default)]
pub(in crate::cli) struct Summary {
    new: usize,
    known: usize,
    revised: usize,
    refused: Vec<Refused>,
    forgotten: Vec<i64>,
    undated: Vec<i64>,
    other_language: usize,
    claims: usize,
    left_out: usize,
}

impl Summary {
    /// Nothing read yet; so many files passed over.
    pub(super) fn leaving_out(left_out: usize) -> Self {
        Self {
            left_out,
            ..Self::default()
        }
    }

    /// How many articles were read.
    pub(super) fn read(&self) -> usize {
        self.new + self.known + self.revised + self.refused.len()
    }

    /// Whether nothing was refused.
    pub(super) fn is_clean(&self) -> bool {
        self.refused.is_empty()
    }

    pub(super) fn refused(&mut self, refused: Refused) {
        self.refused.push(refused);
    }

    pub(super) fn known(&mut self, known: Known) {
        self.known += 1;
        if known.forgotten {
            self.forgotten.push(known.article_id);
        }
    }

    pub(super) fn stored(&mut self, prepared: &Prepared, stored: Stored) {
        let article_id = match stored {
            Stored::Known(known) => return self.known(known),
            Stored::New(article_id) => {
                self.new += 1;
                article_id
            }
            Stored::Revised { article_id, .. } => {
                self.revised += 1;
                article_id
            }
        };
        self.claims += prepared.analysis().claims.len();
        self.other_language += usize::from(prepared.analysis().outcome == Outcome::OtherLanguage);
        if prepared.article().published.is_none() {
            self.undated.push(article_id);
        }
    }

    /// Says what was done.
    pub(in crate::cli) fn print(&self, context: &Context) {
        context.remark(&format!(
            "{} read: {} new, {} known, {} revised, {} refused",
            self.read(),
            self.new,
            self.known,
            self.revised,
            self.refused.len()
        ));
        if self.new + self.revised > 0 {
            context.remark(&format!("{} recorded", count(self.claims as i64, "claim")));
        } else if self.refused.is_empty() {
            context.remark("nothing was new");
        }
        if !self.forgotten.is_empty() {
            context.remark(&format!(
                "forgotten before: {}, known and not brought back: {} (stance article show ID says why)",
                self.forgotten.len(),
                ids(&self.forgotten)
            ));
        }
        if self.other_language > 0 {
            context.remark(&format!(
                "{} stored and not analysed, being in another language than English (stance article list --other-language)",
                self.other_language
            ));
        }
        if !self.undated.is_empty() {
            context.remark(&format!(
                "{} without a date, so that \"last week\" in them stays unresolved: {}; mend with: stance article date ID DATE",
                self.undated.len(),
                ids(&self.undated)
            ));
        }
        if self.left_out > 0 {
            context.remark(&format!(
                "{} in folders left out, holding no articles by their names",
                count(self.left_out as i64, "file")
            ));
        }
    }
}

fn ids(of: &[i64]) -> String {
    let named: Vec<String> = of.iter().take(NAMED).map(i64::to_string).collect();
    let more = if of.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}
