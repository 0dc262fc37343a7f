//! A project of another program: its articles, and the statements in them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{How, found};
use crate::cli::Done;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::ingest::{Input, ingest};
use crate::exchange::found::{Found, FoundBy, PROPOSER, Record};
use crate::ingest::{Options, Piece};
use crate::report::count;

/// What a project brings.
pub(super) struct Project {
    /// Its articles.
    pub(super) records: Vec<Record>,
    /// Statements in them.
    pub(super) found: Vec<FoundBy>,
}

/// Takes the articles in, as `stance ingest` does, and records the statements as those of their coders, or
/// of the one that is named.
pub(super) async fn run(
    name: &str,
    project: Project,
    coder: Option<&str>,
    how: How,
    context: &Context,
) -> Result<Done, CliError> {
    let store = context.store().await?;
    let mut clean = true;
    if !project.records.is_empty() {
        let pieces: Vec<_> = project
            .records
            .iter()
            .map(|record| {
                Ok(Piece::record(
                    name,
                    &record.id,
                    record.json.to_string().into_bytes(),
                ))
            })
            .collect();
        let input = Input::new(pieces.into_iter(), 0).tried(how.dry_run);
        let summary = ingest(&store, input, &Options::new(context.today), context).await?;
        summary.print(context);
        clean = summary.is_clean();
    }
    let stored = store.articles_by_text().await?;
    let ids: BTreeMap<&str, i64> = project
        .records
        .iter()
        .filter_map(|record| {
            let sum = Sha256::digest(&record.text);
            let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
            Some((record.id.as_str(), *stored.get(&hex)?))
        })
        .collect();
    let mut untried = 0;
    let mut of_coders: BTreeMap<&str, Vec<Found>> = BTreeMap::new();
    for one in &project.found {
        let by = coder.unwrap_or(match one.coder.trim() {
            "" | "machine" => context.by(),
            named => named,
        });
        let article = ids.get(one.record.as_str()).copied();
        if how.dry_run && article.is_none() {
            untried += 1;
            continue;
        }
        of_coders.entry(by).or_default().push(Found {
            article,
            proposed: one.found.proposed || one.coder == PROPOSER,
            ..one.found.clone()
        });
    }
    for (coder, found) in &of_coders {
        let done = found::run(name, found, coder, how, &store, context).await?;
        clean &= done == Done::Well;
    }
    if untried > 0 {
        context.remark(&format!(
            "{} not tried, since their articles would be taken in first",
            count(untried, "statement")
        ));
    }
    Ok(match clean {
        true => Done::Well,
        false => Done::WithFaults,
    })
}
