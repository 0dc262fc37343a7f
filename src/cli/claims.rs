//! `stance claims`: search, with or without any topic.

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::report::{self, ClaimsQuery};
use crate::store::read::ClaimFilter;

/// Search recorded claims; works without any topic
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance claims --words \"escalation\" --actor kremlin\n  \
    stance claims --id 123")]
pub(super) struct Args {
    /// Words that the passage holds
    #[arg(long, short, num_args = 1..)]
    words: Vec<String>,
    /// Id, name or alias of who said it
    #[arg(long, short)]
    actor: Option<String>,
    /// Id or name of a topic that it is on
    #[arg(long, short)]
    topic: Option<String>,
    /// Article id
    #[arg(long)]
    article: Option<i64>,
    /// What was done by uttering
    #[arg(long, value_parser = ["statement", "refusal", "decision", "vote", "belief"])]
    act: Option<String>,
    /// Said on this day or earlier
    #[arg(long, value_name = "DATE")]
    said_until: Option<String>,
    /// Claim ids: everything known about each
    #[arg(long, num_args = 1.., value_name = "ID")]
    id: Vec<i64>,
    /// How many at the most
    #[arg(long, default_value_t = 50)]
    limit: i64,
    /// Also what outlets corrected, withdrew or dropped from a later text
    #[arg(long)]
    include_corrected: bool,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context
        .store()
        .await?
        .with_corrected(args.include_corrected);
    if let [id] = args.id.as_slice() {
        let verdicts = store.verdicts(*id).await?;
        let shown = report::claim(&store.claim(*id).await?, &verdicts);
        context.print(&context.of_record(&store, shown, None).await?)?;
        return Ok(Done::Well);
    }
    let scope = context.scope();
    let actor = match &args.actor {
        Some(given) => Some(store.actor(given).await?),
        None => None,
    };
    let topic = match &args.topic {
        Some(given) => Some(store.topic(given).await?),
        None => None,
    };
    let filter = ClaimFilter {
        ids: args.id.clone(),
        actor,
        topic,
        article: args.article,
        words: args
            .words
            .iter()
            .flat_map(|w| w.split_whitespace())
            .map(str::to_owned)
            .collect(),
        act: args.act.clone(),
        said_since: scope.said_since,
        said_until: context.until(args.said_until.as_deref())?,
        published_since: scope.published_since,
        added_since: scope.added_since,
        limit: Some(args.limit),
    };
    let rows = store.claims(&filter).await?;
    let total = if (rows.len() as i64) < args.limit {
        None
    } else {
        Some(store.count_claims(&filter).await?)
    };
    let query = ClaimsQuery {
        filter: &described(&args),
        total,
    };
    // A file of rows has no head that says so.
    if let Some(total) = total.filter(|total| *total > args.limit && !context.for_people()) {
        context.remark(&format!(
            "{} of {total} claims; all of them: --limit {total}",
            args.limit
        ));
    }
    let shown = report::claims(&query, &rows).narrowed(context.window().as_deref());
    context.print(&context.of_record(&store, shown, None).await?)?;
    Ok(Done::Well)
}

/// The search in words, for the report's head.
fn described(args: &Args) -> String {
    let parts = [
        (!args.words.is_empty()).then(|| format!("\"{}\"", args.words.join(" "))),
        args.actor.as_ref().map(|a| format!("by {a}")),
        args.topic.as_ref().map(|t| format!("on {t}")),
        args.article.map(|a| format!("in article {a}")),
        args.act.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
