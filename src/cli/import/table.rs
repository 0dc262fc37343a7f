//! A table of claims that people edited.

use std::collections::BTreeMap;
use std::io::BufRead;

use crate::cli::Done;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::exchange::table::{self, Change, Order, Outcome, Row};
use crate::ingest::{Table, table as parsed};
use crate::model::Statement;
use crate::report::count;
use crate::store::Store;
use crate::store::write::{Correction, Edit, EditOutcome, Judgement, Verdict};

/// Records what rows ask for, row by row; a row that is refused is told and the rest is done.
pub(super) async fn run(
    name: &str,
    from: &mut (dyn BufRead + Send),
    dry_run: bool,
    context: &Context,
) -> Result<Done, CliError> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)
        .map_err(|error| CliError::file(name, &error))?;
    let Table { header, rows } = parsed(name, &bytes)?;
    let order = Order::of(days(&header, &rows));
    let wrong =
        |fault: table::Fault| CliError::new(format!("{name}:{}", fault.place())).hint(fault.remedy);
    let (rows, faults) = table::read(&header, rows).map_err(wrong)?;
    let refuse = |told: String| eprintln!("refused: {name}:{told}");
    let conflict = |line: u64, told: &str| {
        eprintln!("conflict: {name}:{line}: {told}; export again and look at it");
    };
    let (mut unchanged, mut conflicts, mut refused) = (0, 0, faults.len());
    for fault in &faults {
        refuse(fault.to_string());
    }
    let store = context.store().await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.claim).collect();
    let now = store.statements(&ids).await?;
    let mut edits = Edits::new(&store, context.by());
    for row in &rows {
        let claim = now.get(&row.claim).map(Vec::as_slice).unwrap_or_default();
        match table::decide(row, claim, order) {
            Ok(Outcome::Unchanged) => unchanged += 1,
            Ok(Outcome::Conflict(told)) => {
                conflicts += 1;
                conflict(
                    row.line,
                    &format!("claim {} has changed since: {told}", row.claim),
                );
            }
            Ok(Outcome::Change(before, change)) => {
                if let Err(error) = edits.add(row, *before, &change).await {
                    refused += 1;
                    refuse(format!("{}: {error}", row.line));
                }
            }
            Err(fault) => {
                refused += 1;
                refuse(fault.to_string());
            }
        }
    }
    let mut recorded = 0;
    let outcomes = store.edit_claims(&edits.edits, dry_run).await?;
    for (line, outcome) in edits.lines.iter().zip(outcomes) {
        match outcome {
            EditOutcome::Recorded(_) => recorded += 1,
            EditOutcome::Changed => {
                conflicts += 1;
                conflict(*line, "the claim was changed just now");
            }
            EditOutcome::Refused(error) => {
                refused += 1;
                refuse(format!("{line}: {}", CliError::from(error)));
            }
        }
    }
    context.remark(&format!(
        "{} read: {recorded} {} by {}, {unchanged} unchanged, {}, {refused} refused",
        count((rows.len() + faults.len()) as i64, "row"),
        if dry_run {
            "would be recorded"
        } else {
            "recorded"
        },
        context.by(),
        count(conflicts, "conflict"),
    ));
    Ok(match conflicts == 0 && refused == 0 {
        true => Done::Well,
        false => Done::WithFaults,
    })
}

/// The cells of the file that hold days.
fn days<'t>(header: &'t [String], rows: &'t [(u64, Vec<String>)]) -> impl Iterator<Item = &'t str> {
    let columns = ["said_from", "said_to", "published"];
    rows.iter().flat_map(move |(_, row)| {
        let dated = header
            .iter()
            .zip(row)
            .filter(move |(name, _)| columns.contains(&name.as_str()));
        dated.map(|(_, cell)| cell.as_str())
    })
}

/// Rows made into verdicts.
struct Edits<'r> {
    store: &'r Store,
    reviewer: &'r str,
    lines: Vec<u64>,
    edits: Vec<Edit<'r>>,
    /// What rows before said of a claim as a whole, and in which line: a claim on two topics has two rows.
    said: BTreeMap<(i64, &'static str), (String, u64)>,
}

impl<'r> Edits<'r> {
    fn new(store: &'r Store, reviewer: &'r str) -> Self {
        Self {
            store,
            reviewer,
            lines: Vec::new(),
            edits: Vec::new(),
            said: BTreeMap::new(),
        }
    }

    async fn add(
        &mut self,
        row: &'r Row,
        before: Statement,
        change: &Change,
    ) -> Result<(), CliError> {
        let whole = [
            ("actor", change.actor.clone()),
            (
                "said_from",
                change.said.map(|(from, to)| format!("{from} to {to}")),
            ),
            ("act", change.act.map(|act| act.as_str().to_owned())),
            (
                "link",
                change
                    .link
                    .map(|link| link.map_or("none", |kind| kind.as_str()).to_owned()),
            ),
        ];
        for (field, value) in whole {
            let Some(value) = value else {
                continue;
            };
            let key = (before.root_claim_id, field);
            match self.said.get(&key) {
                Some((other, line)) if *other != value => {
                    return Err(CliError::new(format!(
                        "{field}: line {line} says {other} of the same claim"
                    ))
                    .hint("say one of them in both"));
                }
                _ => self.said.insert(key, (value, row.line)),
            };
        }
        let topic = match &before.topic {
            Some(topic) => Some(self.store.topic(topic).await?),
            None => None,
        };
        let judgement = |topic: Option<i64>, verdict: Verdict| Judgement {
            claim_id: before.claim_id,
            topic,
            verdict,
            reviewer: self.reviewer,
            note: row.note(),
        };
        let mut judgements = Vec::new();
        match change.verdict {
            Some(table::Verdict::Confirm) => judgements.push(judgement(topic, Verdict::Confirm)),
            Some(table::Verdict::Reject) => judgements.push(judgement(topic, Verdict::Reject)),
            None => {
                let correction = Correction {
                    stance: change.stance,
                    actor: match &change.actor {
                        Some(given) => {
                            let known = self.store.actor_of_key(given, before.article_id).await?;
                            Some(match known {
                                Some(actor) => actor,
                                None => self.store.actor(given).await?,
                            })
                        }
                        None => None,
                    },
                    said: change.said,
                    act: change.act.map(|act| act.as_str().to_owned()),
                    link: change.link,
                };
                let on = match &change.topic {
                    Some(other) => {
                        // It is on another topic: then it is not on this one.
                        if topic.is_some() {
                            judgements.push(judgement(topic, Verdict::Reject));
                        }
                        Some(self.store.topic(other).await?)
                    }
                    None => topic,
                };
                judgements.push(judgement(on, Verdict::Correct(correction)));
            }
        }
        self.lines.push(row.line);
        self.edits.push(Edit { before, judgements });
        Ok(())
    }
}
