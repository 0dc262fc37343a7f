//! `stance sql`: psql on the database, or one read-only query.

use std::io::Read;

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::report;
use crate::store::Target;

/// Open psql on the database, or run one read-only query and print it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance sql\n  \
    stance sql \"select actor, stance, said_from from stance_history\" --format csv\n\n\
    The query runs read-only, with a time limit, as the reader role where that exists. The views and\n\
    their columns are described in docs/sql-reference.md, and by psql's \\d+. psql, too, is opened for the\n\
    reader; to change a setting, use psql \"$(stance db url)\".")]
pub(super) struct Args {
    /// The query; - reads it from standard input
    query: Option<String>,
    /// Seconds after which the query is stopped
    #[arg(long, default_value_t = 60)]
    timeout: u32,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let Some(mut query) = args.query else {
        return psql(&context).await;
    };
    if query == "-" {
        query.clear();
        std::io::stdin().read_to_string(&mut query)?;
    }
    let store = context.store().await?;
    let (columns, rows) = store.query(&query, args.timeout).await?;
    context.print(&report::listing("query", "", columns, rows))?;
    Ok(Done::Well)
}

async fn psql(context: &Context) -> Result<Done, CliError> {
    // Opened first, so that the schema is there and an embedded server runs while psql does.
    let store = context.store().await?;
    let url = match context.target()? {
        Target::Url(url) => url,
        Target::Embedded { database, .. } => super::context::open_cluster(context)?.url(&database),
    };
    // As the reader, who changes nothing: where the role is not to be had, read-only all the same.
    let mut options = "-c default_transaction_read_only=on".to_owned();
    if store.may_read_as_reader().await? {
        options += " -c role=stance_reader";
    }
    let status = std::process::Command::new("psql")
        .arg(&url)
        .env("PGOPTIONS", options)
        .status()
        .map_err(|error| {
            CliError::new(format!("psql cannot be started: {error}"))
                .hint("install the PostgreSQL client, or run one query: stance sql \"select …\"")
        })?;
    drop(store);
    Ok(if status.success() {
        Done::Well
    } else {
        Done::WithFaults
    })
}
