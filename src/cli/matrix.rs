//! `stance matrix`: actors by topics at a day.

use super::Done;
use super::context::{Context, day};
use super::error::CliError;
use crate::report::{self, Basis, MatrixQuery};

/// Where everyone stood on everything at a day
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  stance matrix --at 2024-09-30 --topic long-range-weapons")]
pub(super) struct Args {
    /// The day; today without it
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Only these actors
    #[arg(long, short)]
    actor: Vec<String>,
    /// Only these topics
    #[arg(long, short)]
    topic: Vec<String>,
    /// Actors without any statement too
    #[arg(long)]
    all: bool,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let at = args
        .at
        .as_deref()
        .map_or(Ok(context.today), |given| day(given, context.today))?;
    let store = context.store().await?;
    let scope = context.scope_of(&store, &args.actor, &args.topic).await?;
    let cells = store.matrix(&scope, at).await?;
    let history = store.history(&scope).await?;
    let behind = Basis::of_history(
        history
            .iter()
            .filter(|row| row.said_to.is_some_and(|day| day <= at)),
    );
    let query = MatrixQuery {
        day: at,
        all: args.all || !scope.actors.is_empty(),
        behind: Some(&behind),
    };
    context.print(&report::matrix(&query, &cells))?;
    Ok(Done::Well)
}
