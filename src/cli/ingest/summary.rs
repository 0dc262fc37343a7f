//! What became of the articles read, in numbers that add up.

use std::time::Duration;

use crate::cli::context::Context;
use crate::ingest::Refused;
use crate::model::Outcome;
use crate::report::count;
use crate::store::write::{Foreseen, Known, Prepared, Stored};

/// How many ids are named before the list is cut off.
const NAMED: usize = 8;

/// What became of the articles read.
#[derive(Debug, Default)]
pub(in crate::cli) struct Summary {
    new: usize,
    known: usize,
    revised: usize,
    /// Claims of before that the later texts do not have.
    dropped: usize,
    refused: Vec<Refused>,
    forgotten: Vec<i64>,
    /// Keys; of a dry run, which gives none, the sources' ids.
    undated: Vec<String>,
    other_language: usize,
    claims: usize,
    left_out: usize,
    /// Whether nothing was written.
    dry_run: bool,
    /// Files of refused records, with how many are in each.
    pub(super) mendable: Vec<(String, u64)>,
    /// Options without which they are not read as these were.
    pub(super) again: String,
    /// How long it took.
    pub(super) took: Option<Duration>,
}

impl Summary {
    /// Nothing read yet; so many files passed over.
    pub(super) fn leaving_out(left_out: usize, dry_run: bool) -> Self {
        Self {
            left_out,
            dry_run,
            ..Self::default()
        }
    }

    /// How many articles were read.
    pub(super) fn read(&self) -> usize {
        self.new + self.known + self.revised + self.refused.len()
    }

    /// Whether nothing was refused.
    pub(in crate::cli) fn is_clean(&self) -> bool {
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
            Stored::Revised {
                article_id,
                dropped,
                ..
            } => {
                self.revised += 1;
                self.dropped += dropped;
                article_id
            }
        };
        self.added(prepared, article_id.to_string());
    }

    /// Counts what would become of an article.
    pub(super) fn foreseen(&mut self, prepared: &Prepared, foreseen: Foreseen) {
        match foreseen {
            Foreseen::Known => self.known += 1,
            Foreseen::New => self.new += 1,
            Foreseen::Revised => self.revised += 1,
        }
        if foreseen != Foreseen::Known {
            self.added(prepared, prepared.article().id.clone());
        }
    }

    fn added(&mut self, prepared: &Prepared, id: String) {
        self.claims += prepared.analysis().claims.len();
        self.other_language += usize::from(prepared.analysis().outcome == Outcome::OtherLanguage);
        if prepared.article().published.is_none() {
            self.undated.push(id);
        }
    }

    /// What became of the articles, in one line.
    pub(super) fn counts(&self) -> String {
        format!(
            "{} read: {} new, {} known, {} revised, {} refused",
            self.read(),
            self.new,
            self.known,
            self.revised,
            self.refused.len()
        )
    }

    /// Says what was done.
    pub(in crate::cli) fn print(&self, context: &Context) {
        let took = self.took.map_or(String::new(), |took| {
            let rate = self.read() as f64 / took.as_secs_f64().max(0.001);
            format!(", in {:.1} s ({rate:.0} a second)", took.as_secs_f64())
        });
        let counts = self.counts();
        let (would, recorded) = match self.dry_run {
            true => ("nothing is written; it would be: ", "would be recorded"),
            false => ("", "recorded"),
        };
        context.remark(&format!("{would}{counts}{took}"));
        if self.new + self.revised > 0 {
            context.remark(&format!(
                "{} {recorded}",
                count(self.claims as i64, "claim")
            ));
        } else if self.refused.is_empty() {
            context.remark("nothing was new");
        }
        if self.dropped > 0 {
            context.remark(&format!(
                "{} of before left the reports, the passage not being in the later text: stance article corrections",
                count(self.dropped as i64, "claim")
            ));
        }
        self.print_refused(context);
        if !self.forgotten.is_empty() {
            context.remark(&format!(
                "forgotten before: {}, known and not brought back: {} (stance article show ID says why)",
                self.forgotten.len(),
                ids(&self.forgotten.iter().map(i64::to_string).collect::<Vec<_>>())
            ));
        }
        if self.other_language > 0 {
            context.remark(&format!(
                "{} {stored} and not analysed, being in another language than English (stance article list --other-language)",
                self.other_language,
                stored = if self.dry_run { "read" } else { "stored" },
            ));
        }
        if !self.undated.is_empty() {
            context.remark(&format!(
                "{} without a date, so that \"last week\" in them stays unresolved: {}; mend with: {}",
                self.undated.len(),
                ids(&self.undated),
                if self.dry_run { "--published DATE" } else { "stance article date ID DATE" },
            ));
        }
        if self.left_out > 0 {
            context.remark(&format!(
                "{} in folders left out, holding no articles by their names",
                count(self.left_out as i64, "file")
            ));
        }
    }

    /// Where refused records are to be mended, and how many refused files are none.
    fn print_refused(&self, context: &Context) {
        for (file, records) in &self.mendable {
            context.remark(&format!(
                "{} to be mended in {file}; then: stance ingest {file}{}",
                count(*records as i64, "record"),
                self.again
            ));
        }
        let apart: u64 = self.mendable.iter().map(|(_, records)| records).sum();
        let whole = self.refused.len() as u64 - apart;
        if apart > 0 && whole > 0 {
            context.remark(&format!(
                "{} refused as a whole, to be mended where they are",
                count(whole as i64, "file")
            ));
        }
    }
}

fn ids(of: &[String]) -> String {
    let named = &of[..of.len().min(NAMED)];
    let more = if of.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", named.join(", "))
}
