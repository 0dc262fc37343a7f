//! `stance shifts`: what changed, with both passages.

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::report::{self, Basis, Block, Line, ShiftsQuery, Surroundings, count, printed_day};
use crate::store::Store;
use crate::store::read::Scope;

/// The shifts, confirmed first, then candidates; each with both passages
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance shifts --topic long-range-weapons\n  \
    stance shifts --print 1-31-47")]
pub(super) struct Args {
    /// Id, name or alias
    #[arg(long, short)]
    actor: Option<String>,
    /// Id or name
    #[arg(long, short)]
    topic: Option<String>,
    /// Only those to what was said on this day or earlier
    #[arg(long, value_name = "DATE")]
    said_until: Option<String>,
    /// One shift: both passages with their surroundings, and what was said between
    #[arg(long, value_name = "ID")]
    print: Option<String>,
    /// Most of them; without it a table or page has the first 200
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Count what outlets corrected or withdrew, and say so
    #[arg(long)]
    include_corrected: bool,
}

/// Shifts that people are shown where they do not say how many.
const MOST: usize = 200;

/// Characters shown on each side of a passage.
const AROUND: usize = 400;

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context
        .store()
        .await?
        .with_corrected(args.include_corrected);
    if let Some(id) = &args.print {
        if context.snapshot().is_some() {
            return Err(CliError::new("a snapshot has no surroundings of passages")
                .hint("stance shifts --print, without the snapshot"));
        }
        return detail(&store, id, &context).await;
    }
    let mut scope = context
        .scope_of(&store, args.actor.as_slice(), args.topic.as_slice())
        .await?;
    scope.said_until = context.until(args.said_until.as_deref())?;
    let limit = args.limit.or(context.for_people().then_some(MOST));
    // One more tells whether there are more.
    let (mut rows, extent) = tokio::try_join!(
        async {
            match limit {
                Some(limit) => store.first_shifts(&scope, limit as i64 + 1).await,
                None => store.shifts(&scope).await,
            }
        },
        store.extent(&scope, None),
    )?;
    let more = limit.filter(|limit| rows.len() > *limit);
    rows.truncate(more.unwrap_or(rows.len()));
    let among = Basis::of_extent(&extent);
    let actor = match scope.actors.first() {
        Some(id) => Some(store.actor_name(*id).await?),
        None => None,
    };
    let topic = match scope.topics.first() {
        Some(id) => Some(store.topic_head(*id).await?.0),
        None => None,
    };
    let query = ShiftsQuery {
        actor: actor.as_deref(),
        topic: topic.as_deref(),
        among: Some(&among),
    };
    let until = scope
        .said_until
        .map(|day| format!("said until {}", printed_day(day)));
    let mut shown = report::shifts(&query, &rows)
        .narrowed(context.window().as_deref())
        .narrowed(until.as_deref());
    if let Some(limit) = more {
        let line = Line::plain(format!(
            "{} shown, and there are more: ",
            count(limit as i64, "shift")
        ));
        shown.blocks.insert(0, Block::Note(line.code("--limit N")));
    }
    context.print(&context.of_record(&store, shown, Some(&scope)).await?)?;
    Ok(Done::Well)
}

async fn detail(store: &Store, id: &str, context: &Context) -> Result<Done, CliError> {
    let (store, row) = store.shift(id).await?;
    let before = surroundings(&store, row.before.claim_id).await?;
    let after = surroundings(&store, row.after.claim_id).await?;
    let scope = Scope {
        actors: vec![row.actor_id],
        topics: vec![row.topic_id],
        ..Scope::default()
    };
    let rows = store.history(&scope).await?;
    let shown = report::shift_detail(&row, &before, &after, &rows);
    context.print(&context.of_record(&store, shown, None).await?)?;
    Ok(Done::Well)
}

async fn surroundings(store: &Store, claim_id: i64) -> Result<Surroundings, CliError> {
    let claim = store.claim(claim_id).await?;
    let article = store.article(claim.article_id).await?;
    let source = store.passage_source(claim_id).await?;
    Ok(Surroundings::of_claim(&claim, &article, source, AROUND))
}
