//! The command line: one file per verb, thin. It joins the other rooms and holds no rules.

mod context;
mod engine;
mod error;
mod output;
mod terminal;
mod typed;

mod actor;
mod agreement;
mod article;
mod claims;
mod code;
mod codebook;
mod compare;
mod completions;
mod db;
mod demo;
mod digest;
mod eval;
mod export;
mod extract;
mod fetch;
mod foremost;
mod history;
mod import;
mod ingest;
mod matrix;
mod network;
mod recode;
mod record;
mod review;
mod serve;
mod shifts;
mod snapshot;
mod sql;
mod stop;
mod topic;
#[cfg(unix)]
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use context::Context;
pub use context::Global;
use error::CliError;

/// Who said what, when, on which topic, and what changed.
///
/// stance reads news articles into PostgreSQL, records each stated position with its actor, its topic,
/// the day it was said and the passage that shows it, and reports how stances shift.
///
/// Start with: stance demo
#[derive(Debug, Parser)]
#[command(
    name = "stance",
    version,
    max_term_width = 100,
    propagate_version = true
)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Ingest(ingest::Args),
    #[cfg(unix)]
    Watch(watch::Args),
    Extract(extract::Args),
    Eval(eval::Args),
    Codebook(codebook::Args),
    Recode(recode::Args),
    Record(record::Args),
    Article(article::Args),
    Actor(actor::Args),
    Topic(topic::Args),
    Claims(claims::Args),
    History(history::Args),
    Shifts(shifts::Args),
    Matrix(matrix::Args),
    Compare(compare::Args),
    Network(network::Args),
    Digest(digest::Args),
    Snapshot(snapshot::Args),
    Review(review::Args),
    Code(code::Args),
    Agreement(agreement::Args),
    Adjudicate(agreement::Decide),
    Export(export::Args),
    Import(import::Args),
    Serve(serve::Args),
    Sql(sql::Args),
    Db(db::Args),
    Completions(completions::Args),
}

/// How a command ended, other than by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// Everything was done.
    Well,
    /// Something in the input was wrong and was reported; the rest was done.
    WithFaults,
}

/// Runs the command line that the process was given; returns its exit code: 0 done, 1 something in the
/// input was wrong, 2 usage.
pub fn main() -> ExitCode {
    match start(Cli::parse()) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithFaults) => ExitCode::from(1),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            error.print();
            ExitCode::from(1)
        }
    }
}

fn start(cli: Cli) -> Result<Done, CliError> {
    let context = Context::new(cli.global)?;
    if matches!(cli.command, Command::Demo(_)) || context.is_embedded()? {
        // SAFETY: the runtime is not built yet, so that this thread is the only one.
        unsafe { shut_out_environment() };
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(format!("the program cannot start: {error}")))?
        .block_on(run(cli.command, context))
}

/// Removes the variables by which an environment set up for another server reaches into every session:
/// `PGOPTIONS`, `PGSERVICE`, `PGHOST`, … The embedded server, and psql on it, are to know nothing of them.
///
/// # Safety
/// No other thread may run.
unsafe fn shut_out_environment() {
    let names: Vec<_> = std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| {
            name.strip_prefix("PG")
                .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_uppercase()))
        })
        .collect();
    for name in names {
        // SAFETY: as the caller promises.
        unsafe { std::env::remove_var(name) };
    }
}

impl Command {
    /// Whether what it prints is narrowed by the time window of the global options. Positions are not:
    /// they are made of all that was said.
    fn takes_window(&self) -> bool {
        match self {
            Command::History(_)
            | Command::Shifts(_)
            | Command::Claims(_)
            | Command::Network(_)
            | Command::Export(_) => true,
            Command::Article(args) => args.is_list(),
            _ => false,
        }
    }
}

impl Command {
    /// Whether it can answer what the database said at a time.
    fn takes_record(&self) -> bool {
        match self {
            Command::History(_)
            | Command::Shifts(_)
            | Command::Matrix(_)
            | Command::Compare(_)
            | Command::Network(_)
            | Command::Agreement(_)
            | Command::Digest(_)
            | Command::Claims(_)
            | Command::Snapshot(_) => true,
            Command::Article(args) => args.is_report(),
            Command::Actor(args) => args.is_report(),
            Command::Topic(args) => args.is_report(),
            _ => false,
        }
    }
}

impl Command {
    /// Whether what it does is somebody's decision, who stands in the record.
    fn decides(&self) -> bool {
        match self {
            Command::Record(_) | Command::Adjudicate(_) => true,
            Command::Code(args) => !args.names_coder(),
            Command::Review(args) => args.gives_verdicts(),
            Command::Article(args) => !args.is_report(),
            Command::Actor(args) => !args.is_report(),
            Command::Snapshot(args) => args.is_create(),
            _ => false,
        }
    }

    /// Whether it puts something into a database from outside, and so may begin one.
    fn makes_database(&self) -> bool {
        match self {
            Command::Ingest(_) | Command::Record(_) | Command::Import(_) | Command::Demo(_) => true,
            #[cfg(unix)]
            Command::Watch(_) => true,
            Command::Codebook(args) => args.is_apply(),
            Command::Db(args) => args.makes_database(),
            _ => false,
        }
    }
}

async fn run(command: Command, mut context: Context) -> Result<Done, CliError> {
    context.makes_database = command.makes_database();
    if command.decides() {
        context.warn_of_nobody();
    }
    if !command.takes_record()
        && let Some(recorded) = context.recorded()
    {
        return Err(
            CliError::new(format!("this command cannot answer {recorded}"))
                .hint("every report does: lists, history, shifts, matrix, compare, network, agreement, digest, claims, snapshot create"),
        );
    }
    if !command.takes_window()
        && let Some(window) = context.widen()
    {
        context.remark(&format!(
            "this is of everything, not only of what was {window}"
        ));
    }
    match command {
        Command::Demo(args) => demo::run(args, context).await,
        Command::Ingest(args) => ingest::run(args, context).await,
        #[cfg(unix)]
        Command::Watch(args) => watch::run(args, context).await,
        Command::Extract(args) => extract::run(args, context).await,
        Command::Eval(args) => eval::run(args, context).await,
        Command::Codebook(args) => codebook::run(args, context).await,
        Command::Recode(args) => recode::run(args, context).await,
        Command::Record(args) => record::run(args, context).await,
        Command::Article(args) => article::run(args, context).await,
        Command::Actor(args) => actor::run(args, context).await,
        Command::Topic(args) => topic::run(args, context).await,
        Command::Claims(args) => claims::run(args, context).await,
        Command::History(args) => history::run(args, context).await,
        Command::Shifts(args) => shifts::run(args, context).await,
        Command::Matrix(args) => matrix::run(args, context).await,
        Command::Digest(args) => digest::run(args, context).await,
        Command::Snapshot(args) => snapshot::run(args, context).await,
        Command::Compare(args) => compare::run(args, context).await,
        Command::Network(args) => network::run(args, context).await,
        Command::Review(args) => review::run(args, context).await,
        Command::Code(args) => code::run(args, context).await,
        Command::Agreement(args) => agreement::run(args, context).await,
        Command::Adjudicate(args) => agreement::decide(args, context).await,
        Command::Export(args) => export::run(args, context).await,
        Command::Import(args) => import::run(args, context).await,
        Command::Serve(args) => serve::run(args, context).await,
        Command::Sql(args) => sql::run(args, context).await,
        Command::Db(args) => db::run(args, context).await,
        Command::Completions(args) => completions::run(args),
    }
}
