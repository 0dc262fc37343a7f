//! `stance history`: the timeline.

use super::Done;
use super::context::Context;
use super::error::CliError;
use super::foremost;
use crate::report::{self, HistoryQuery, TopicHead};

/// Actors of a topic whose timelines fit into what people read.
const MOST: i64 = 20;

/// The timeline of an actor, a topic, or an actor on a topic, its shifts marked
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("whose").args(["actor", "topic"]).required(true).multiple(true)))]
#[command(after_help = "Examples:\n  \
    stance history --actor scholz --topic long-range-weapons\n  \
    stance history --topic long-range-weapons --said-since 2024-09-01 --format csv")]
pub(super) struct Args {
    /// Id, name or alias
    #[arg(long, short)]
    actor: Option<String>,
    /// Id or name
    #[arg(long, short)]
    topic: Option<String>,
    /// Show proposals below the confidence floor or of an open side one by one
    #[arg(long)]
    all: bool,
    /// All actors of a topic, however many; without it a table or page has the 20 with most statements
    #[arg(long)]
    everyone: bool,
    /// Count what outlets corrected or withdrew, and say so
    #[arg(long)]
    include_corrected: bool,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context
        .store()
        .await?
        .with_corrected(args.include_corrected);
    let mut scope = context
        .scope_of(&store, args.actor.as_slice(), args.topic.as_slice())
        .await?;
    let (actor, topic) = (scope.actors.first().copied(), scope.topics.first().copied());
    let narrowed = match args.everyone {
        true => None,
        false => foremost::narrowed(&store, &mut scope, context.today, MOST, &context).await?,
    };
    // Side by side: in a large record each of them takes as long as the others together.
    let (rows, shifts, coverage) = tokio::try_join!(
        store.history(&scope),
        async {
            match context.reads_rows() {
                true => Ok(Vec::new()),
                false => store.shifts(&scope).await,
            }
        },
        store.coverage(actor, topic),
    )?;
    // Silence of somebody whom no article mentions is told with what was searched all the same.
    let everywhere = match actor {
        Some(_) if coverage.articles_searched == 0 => Some(store.coverage(None, topic).await?),
        _ => None,
    };
    let name = match actor {
        Some(id) => Some(store.actor_name(id).await?),
        None => None,
    };
    let head = match topic {
        Some(id) => Some(store.topic_head(id).await?),
        None => None,
    };
    let window = context.window();
    let query = HistoryQuery {
        actor: name.as_deref(),
        topic: head
            .as_ref()
            .map(|(name, proposition)| TopicHead { name, proposition }),
        all: args.all,
        everywhere: everywhere.as_ref(),
        window: window.as_deref(),
        today: context.today,
    };
    let mut shown = if context.reads_rows() {
        report::history_rows(&query, &rows, &coverage, context.format())
    } else if context.for_people() {
        report::history_read(&query, &rows, &shifts, &coverage)
    } else {
        report::history(&query, &rows, &shifts, &coverage)
    };
    shown.blocks.splice(0..0, narrowed);
    // A snapshot froze how many there were, not which.
    if context.snapshot().is_none() && coverage.articles_searched > 0 {
        let topic = topic.map(|id| id.to_string());
        let then = context.global.as_recorded.as_deref();
        shown.opens_searched(actor, topic.as_deref(), then);
    }
    context.print(&context.of_record(&store, shown, Some(&scope)).await?)?;
    Ok(Done::Well)
}
