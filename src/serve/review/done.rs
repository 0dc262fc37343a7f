//! The verdicts of a sitting, which its addresses remember: any of them can be taken back, the last one first.

use maud::{Markup, html};

use super::super::ask::Ask;
use super::super::frame::safe;
use super::super::site::Site;
use super::{REMEMBERED, proposal_of};
use crate::store::read::Proposal;

/// Verdicts that were given together, and what they judged: "12:31-2", or "12.13:31-2" of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The verdicts.
    pub ids: Vec<i64>,
    /// What was judged.
    pub judged: Proposal,
}

impl Done {
    /// What the address remembers, the last at the end.
    pub fn of(ask: &Ask) -> Vec<Self> {
        let each = ask.get("done").unwrap_or_default().split(' ');
        each.filter_map(Self::read).collect()
    }

    fn read(text: &str) -> Option<Self> {
        let (ids, judged) = text.split_once(':')?;
        let ids: Result<Vec<i64>, _> = ids.split('.').map(str::parse).collect();
        Some(Self {
            ids: ids.ok()?,
            judged: proposal_of(judged)?,
        })
    }

    /// As the address holds them.
    pub fn written(done: &[Self]) -> String {
        let kept = &done[done.len().saturating_sub(REMEMBERED)..];
        let each: Vec<String> = kept
            .iter()
            .map(|one| format!("{}:{}-{}", one.listed("."), one.judged.0, one.judged.1))
            .collect();
        each.join(" ")
    }

    /// The verdicts as a form sends them back.
    fn listed(&self, between: &str) -> String {
        let ids: Vec<String> = self.ids.iter().map(i64::to_string).collect();
        ids.join(between)
    }

    /// Whether a form means this one.
    pub fn is(&self, given: &str) -> bool {
        self.listed(".") == given
    }

    /// What was done last and still stands, and the way back.
    pub fn form(&self, site: &Site, ask: &Ask) -> Markup {
        let verdicts = match self.ids.len() {
            1 => "verdict",
            _ => "verdicts",
        };
        html! {
            form method="post" action=(ask.with(&[])) class="done" role="status" {
                "Last recorded here: " (verdicts) " " (safe(&self.listed(" and "))) ". "
                input type="hidden" name="word" value=(site.guard.form_word());
                button name="undo" value=(self.listed(".")) data-key="u" accesskey="u" { "Take it back" kbd { "u" } }
            }
        }
    }
}
