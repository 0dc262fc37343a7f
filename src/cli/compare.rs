//! `stance compare`: actors side by side.

use super::Done;
use super::context::{Context, day};
use super::error::CliError;
use crate::report::{self, Basis};

/// Where these actors stand, topic by topic, side by side
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  stance compare scholz macron --topic long-range-weapons")]
pub(super) struct Args {
    /// Two or more actors: ids, names or aliases
    #[arg(required = true, num_args = 2.., value_name = "ACTOR")]
    actors: Vec<String>,
    /// Only these topics
    #[arg(long, short)]
    topic: Vec<String>,
    /// The day; today without it
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let at = args
        .at
        .as_deref()
        .map_or(Ok(context.today), |given| day(given, context.today))?;
    let store = context.store().await?;
    let scope = context.scope_of(&store, &args.actors, &args.topic).await?;
    let mut names = Vec::with_capacity(scope.actors.len());
    for actor in &scope.actors {
        names.push(store.actor_name(*actor).await?);
    }
    let cells = store.matrix(&scope, at).await?;
    let names = report::Namesakes::names(&scope.actors, names);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let behind = Basis::of_extent(&store.extent(&scope, Some(at)).await?);
    let mut shown = report::compare(&names, at, &cells, &behind);
    // A snapshot froze how many there were, not which.
    if context.snapshot().is_none() && cells.iter().any(|cell| cell.articles_searched > 0) {
        shown.opens_each_searched();
    }
    context.print(&context.of_record(&store, shown, Some(&scope)).await?)?;
    Ok(Done::Well)
}
