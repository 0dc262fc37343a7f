//! `stance digest`: what changed.

use super::Done;
use super::context::{Context, day};
use super::error::CliError;
use crate::report::{self, Basis, DigestQuery};
use crate::store::read::Since;

/// What changed: who moved, first statements, what late articles changed, who fell silent
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("from").args(["since", "name"]).required(true).multiple(true)))]
#[command(after_help = "Examples:\n  \
    stance digest --since monday\n  \
    stance digest --since 2024-09-01 --until 2024-09-30 -o september.html\n  \
    stance digest --name morning        since the last digest of that name")]
pub(super) struct Args {
    /// What was said or found since this day
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// What was said until this day; today without it
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Remember this digest under a name; without --since, what changed since the last one of that name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Only these actors
    #[arg(long, short)]
    actor: Vec<String>,
    /// Only these topics
    #[arg(long, short)]
    topic: Vec<String>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let parsed = |given: &Option<String>| {
        given
            .as_deref()
            .map(|given| day(given, context.today))
            .transpose()
    };
    let until = parsed(&args.until)?.unwrap_or(context.today);
    let since = parsed(&args.since)?;
    let store = context.store().await?;
    let (now, _) = store.clock().await?;
    let since = match (since, &args.name) {
        (Some(since), _) => Since::day(since),
        (None, Some(name)) => Since::time(store.last_digest(name).await?.ok_or_else(|| {
            CliError::new(format!("no digest \"{name}\" was made yet"))
                .hint("say since when the first one is to tell: --since DATE")
        })?),
        (None, None) => return Err(CliError::new("since when?").hint("--since DATE")),
    };
    if until < since.day {
        return Err(CliError::new("--until is before the day since when")
            .hint("give a later day, or an earlier --since"));
    }
    let scope = context.scope_of(&store, &args.actor, &args.topic).await?;
    let changes = store.changes(scope, since, until).await?;
    let query = DigestQuery {
        since: since.day,
        until,
        name: args.name.as_deref(),
        archive: changes.archive,
        among: &Basis::of_extent(&changes.among),
    };
    let shown = report::digest(&query, &changes.rows);
    context.print(&context.of_record(&store, shown, None).await?)?;
    // One of an earlier record is nobody's last.
    if let (Some(name), None) = (&args.name, context.recorded()) {
        store.remember_digest(name, now, context.by()).await?;
    }
    Ok(Done::Well)
}
