//! `stance digest`: what changed.

use chrono::{Local, NaiveDate};

use super::Done;
use super::context::{Context, day, midnight};
use super::error::CliError;
use crate::report::{self, Basis, DigestQuery};
use crate::store::read::Scope;

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
    let (now, first) = store.clock().await?;
    // From which day on, the day by which all before is known, and when it was known.
    let (since, base, known_at) = match (since, &args.name) {
        (Some(since), _) => (since, before(since), midnight(since)),
        (None, Some(name)) => {
            let last = store.last_digest(name).await?.ok_or_else(|| {
                CliError::new(format!("no digest \"{name}\" was made yet"))
                    .hint("say since when the first one is to tell: --since DATE")
            })?;
            let day = last.with_timezone(&Local).date_naive();
            (day, day, last)
        }
        (None, None) => return Err(CliError::new("since when?").hint("--since DATE")),
    };
    if until < since {
        return Err(CliError::new("--until is before the day since when")
            .hint("give a later day, or an earlier --since"));
    }
    let archive = first.is_none_or(|first| first > known_at);
    let scope = context.scope_of(&store, &args.actor, &args.topic).await?;
    let rows = store
        .digest(&scope, base, (!archive).then_some(known_at), until)
        .await?;
    let period = match archive {
        true => Scope {
            said_since: Some(since),
            ..scope
        },
        false => Scope {
            added_since: Some(known_at),
            ..scope
        },
    };
    let history = store.history(&period).await?;
    let query = DigestQuery {
        since,
        until,
        name: args.name.as_deref(),
        archive,
        among: &Basis::of_said_by(&history, until),
    };
    let shown = report::digest(&query, &rows);
    context.print(&context.of_record(&store, shown, None).await?)?;
    // One of an earlier record is nobody's last.
    if let (Some(name), None) = (&args.name, context.recorded()) {
        store.remember_digest(name, now, context.by()).await?;
    }
    Ok(Done::Well)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}
