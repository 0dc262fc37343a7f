//! `stance matrix`: actors by topics at a day.

use super::Done;
use super::context::{Context, day};
use super::error::CliError;
use super::foremost;
use crate::report::{self, Basis, MatrixQuery, printed_day};

/// Actors who fit into a matrix that people read.
const MOST: i64 = 60;

/// Where everyone stood on everything at a day
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance matrix --at 2024-09-30 --topic long-range-weapons\n  \
    stance matrix --at 2024-09-30 --since 2024-06-01 -o matrix.html")]
pub(super) struct Args {
    /// The day; today without it
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Show what moved since this earlier day
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only these actors
    #[arg(long, short)]
    actor: Vec<String>,
    /// Only these topics
    #[arg(long, short)]
    topic: Vec<String>,
    /// Actors without any statement too
    #[arg(long)]
    all: bool,
    /// Every actor with a statement, however many; without it a table or page has the 60 with most
    #[arg(long)]
    everyone: bool,
    /// Count what outlets corrected or withdrew, and say so
    #[arg(long)]
    include_corrected: bool,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let at = args
        .at
        .as_deref()
        .map_or(Ok(context.today), |given| day(given, context.today))?;
    let since = args
        .since
        .as_deref()
        .map(|given| day(given, context.today))
        .transpose()?;
    if since.is_some_and(|since| since >= at) {
        return Err(CliError::new("--since is not before the day of the matrix")
            .hint("give an earlier day"));
    }
    if let Some(found) = context.snapshot()
        && (at != found.day || since.is_some())
    {
        return Err(CliError::new(format!(
            "the snapshot has the matrix of {} only",
            printed_day(found.day)
        ))
        .hint("leave --at and --since out"));
    }
    let store = context
        .store()
        .await?
        .with_corrected(args.include_corrected);
    let mut scope = context.scope_of(&store, &args.actor, &args.topic).await?;
    let all = args.all || !scope.actors.is_empty();
    let narrowed = match all || args.everyone {
        true => None,
        false => foremost::narrowed(&store, &mut scope, at, MOST, &context).await?,
    };
    // Side by side: in a large record each of them takes as long as the others together.
    let (cells, before, extent) = tokio::try_join!(
        store.matrix(&scope, at),
        async {
            match since {
                Some(since) => Ok(Some((since, store.matrix(&scope, since).await?))),
                None => Ok(None),
            }
        },
        store.extent(&scope, Some(at)),
    )?;
    let behind = Basis::of_extent(&extent);
    let query = MatrixQuery {
        day: at,
        all,
        before: before.as_ref().map(|(day, cells)| (*day, cells.as_slice())),
        behind: Some(&behind),
    };
    let mut shown = report::matrix(&query, &cells);
    shown.blocks.splice(0..0, narrowed);
    // A snapshot froze how many there were, not which.
    if context.snapshot().is_none() && cells.iter().any(|cell| cell.articles_searched > 0) {
        shown.opens_each_searched();
    }
    context.print(&context.of_record(&store, shown, Some(&scope)).await?)?;
    Ok(Done::Well)
}
