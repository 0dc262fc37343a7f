//! `stance snapshot`: freezing what reports are made of.

use clap::Subcommand;

use super::context::{Context, day};
use super::error::CliError;
use super::{Done, history, matrix, shifts};
use crate::report;
use crate::store::write::Frozen;

/// Freeze what reports are made of, and print them again to the byte years later
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Freeze histories, shifts and the matrix of a day under a name
    #[command(after_help = "Examples:\n  \
        stance snapshot create \"story of 3 May\" --topic long-range-weapons\n  \
        stance snapshot create april --as-recorded 2024-04-30 --at 2024-04-30\n\n\
        What is merged, judged, corrected or taken in later does not reach it. Of an article that is forgotten the\n\
        words go, and the report says so in their place.")]
    Create {
        /// Its name
        name: String,
        /// Only these actors
        #[arg(long, short)]
        actor: Vec<String>,
        /// Only these topics
        #[arg(long, short)]
        topic: Vec<String>,
        /// The day whose matrix it has; today without it
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
        /// What it is for
        #[arg(long, value_name = "WORDS")]
        note: Option<String>,
        /// Count what outlets corrected or withdrew, and say so
        #[arg(long)]
        include_corrected: bool,
    },
    /// List snapshots, the latest first
    #[command(after_help = "Example:\n  stance snapshot list")]
    List,
    /// Show what is in a snapshot, who made it, and when
    #[command(after_help = "Example:\n  stance snapshot show april")]
    Show {
        /// Its name
        name: String,
    },
    /// Print a report of a snapshot
    #[command(after_help = "Example:\n  \
        stance snapshot report april history --topic long-range-weapons -o april.html")]
    Report {
        /// Its name
        name: String,
        #[command(subcommand)]
        report: Kind,
    },
}

/// The reports that are made of a snapshot.
#[derive(Debug, Subcommand)]
enum Kind {
    History(history::Args),
    Shifts(shifts::Args),
    Matrix(matrix::Args),
}

impl Args {
    /// Whether a snapshot is made.
    pub(super) fn is_create(&self) -> bool {
        matches!(self.verb, Verb::Create { .. })
    }
}

pub(super) async fn run(args: Args, mut context: Context) -> Result<Done, CliError> {
    match args.verb {
        Verb::Create {
            name,
            actor,
            topic,
            at,
            note,
            include_corrected,
        } => {
            if name.trim().is_empty() {
                return Err(CliError::new("the name is empty").hint("give it a name"));
            }
            let store = context.store().await?.with_corrected(include_corrected);
            let scope = context.scope_of(&store, &actor, &topic).await?;
            let at = at
                .as_deref()
                .map_or(Ok(context.today), |given| day(given, context.today))?;
            let frozen = Frozen {
                name: name.trim(),
                note: note.as_deref(),
                by: context.by(),
                scope: &scope,
                day: at,
            };
            store.freeze(&frozen).await?;
            let made = store.snapshot(&name).await?;
            context.print(&report::snapshot(&made))?;
        }
        Verb::List => {
            let store = context.store().await?;
            context.print(&report::snapshots(&store.snapshots().await?))?;
        }
        Verb::Show { name } => {
            let store = context.store().await?;
            context.print(&report::snapshot(&store.snapshot(&name).await?))?;
        }
        Verb::Report { name, report } => {
            let found = context.store().await?.snapshot(&name).await?;
            context.look_at(found);
            return match report {
                Kind::History(args) => history::run(args, context).await,
                Kind::Shifts(args) => shifts::run(args, context).await,
                Kind::Matrix(args) => matrix::run(args, context).await,
            };
        }
    }
    Ok(Done::Well)
}
