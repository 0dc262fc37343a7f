//! `stance review`: verdicts one by one on the full screen, or by id for scripts.

mod screen;

use chrono::NaiveDate;

use super::Done;
use super::context::{Context, day};
use super::error::CliError;
use crate::model::ReviewOrder;
use crate::report;
use crate::store::Store;
use crate::store::write::{Correction, Judgement, Verdict};

/// Confirm, reject or correct what was proposed; history and shifts follow at once
///
/// Without a verdict it opens a full-screen view that goes from one proposal to the next by keys.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance review\n  \
    stance review --next shifts --topic long-range-weapons\n  \
    stance review --list --limit 20 --format csv\n  \
    stance review 123 --confirm\n  \
    stance review 123 --reject --note \"the quotation is her rival's\"\n  \
    stance review 123 --set stance=-1 --set actor=scholz --set said=2024-09-13\n  \
    stance review --undo 7")]
#[command(group = clap::ArgGroup::new("verdict").args(["confirm", "reject", "set", "undo"]))]
pub(super) struct Args {
    /// Claim ids; without a verdict they are shown on the full screen
    #[arg(value_name = "CLAIM")]
    claims: Vec<i64>,
    /// It is right
    #[arg(long, requires = "claims")]
    confirm: bool,
    /// It is wrong
    #[arg(long, requires = "claims")]
    reject: bool,
    /// It is right once these are changed: stance, actor, said, topic, act, link
    #[arg(
        long,
        value_name = "FIELD=VALUE",
        value_delimiter = ',',
        requires = "claims"
    )]
    set: Vec<String>,
    /// Take a verdict back
    #[arg(long, value_name = "VERDICT", conflicts_with = "claims")]
    undo: Option<i64>,
    /// The topic judged, where the claim is on several; without claims, the topic to review
    #[arg(long, short)]
    topic: Option<String>,
    /// Review only what this actor is said to have said
    #[arg(long, short, conflicts_with_all = ["claims", "verdict"])]
    actor: Option<String>,
    /// What comes first: the most uncertain, the ends of candidate shifts, or what was said last
    #[arg(long, value_name = "ORDER", default_value = "uncertain",
        value_parser = ReviewOrder::NAMES, conflicts_with_all = ["claims", "verdict"])]
    next: String,
    /// List what comes next instead of opening the view
    #[arg(long, conflicts_with_all = ["claims", "verdict"])]
    list: bool,
    /// How many to list
    #[arg(long, default_value_t = 50, requires = "list")]
    limit: i64,
    /// Why
    #[arg(long, requires = "verdict")]
    note: Option<String>,
}

impl Args {
    /// Whether verdicts are given, by id or on the full screen.
    pub(super) fn gives_verdicts(&self) -> bool {
        !self.list
    }
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context.store().await?;
    if let Some(review) = args.undo {
        store.undo_review(review, context.by()).await?;
        let _ = store.keep_history().await;
        context.remark(&format!("taken back: verdict {review}"));
        return Ok(Done::Well);
    }
    if !(args.confirm || args.reject || !args.set.is_empty()) {
        return next(&args, &store, &context).await;
    }
    let mut topic = match &args.topic {
        Some(given) => Some(store.topic(given).await?),
        None => None,
    };
    let verdict = if args.confirm {
        Verdict::Confirm
    } else if args.reject {
        Verdict::Reject
    } else {
        Verdict::Correct(correction(&args.set, &mut topic, &store, context.today).await?)
    };
    for &claim_id in &args.claims {
        let judgement = Judgement {
            claim_id,
            topic,
            verdict: verdict.clone(),
            reviewer: context.by(),
            note: args.note.as_deref(),
        };
        let id = store.review(&judgement).await?;
        context.remark(&format!(
            "verdict {id} recorded; take it back with: stance review --undo {id}"
        ));
        let verdicts = store.verdicts(claim_id).await?;
        context.print(&report::claim(&store.claim(claim_id).await?, &verdicts))?;
    }
    // What it keeps is as right and slower to read without.
    let _ = store.keep_history().await;
    Ok(Done::Well)
}

/// What comes next, listed or on the full screen.
async fn next(args: &Args, store: &Store, context: &Context) -> Result<Done, CliError> {
    let order = ReviewOrder::of_name(&args.next).unwrap_or_default();
    let scope = context
        .scope_of(store, args.actor.as_slice(), args.topic.as_slice())
        .await?;
    if !args.list {
        return screen::run(store, context, order, scope, &args.claims).await;
    }
    let queue = store.review_queue(order, &scope).await?;
    let proposals = store.review_next(&queue, &[], args.limit).await?;
    let mut items = Vec::with_capacity(proposals.len());
    for proposal in proposals {
        items.extend(store.review_item(proposal).await?);
    }
    context.print(&report::review_queue(&items))?;
    Ok(Done::Well)
}

/// The correction that fields ask for; a topic named among them is put into `topic`.
async fn correction(
    fields: &[String],
    topic: &mut Option<i64>,
    store: &Store,
    today: NaiveDate,
) -> Result<Correction, CliError> {
    let mut given = Vec::with_capacity(fields.len());
    for field in fields {
        given.push(field.split_once('=').ok_or_else(|| {
            CliError::new(format!("--set {field}: no value")).hint("write --set stance=-1")
        })?);
    }
    let days = |value: &str| interval(value, today).map_err(CliError::into_field);
    let (correction, named) = store.correction(given, days).await?;
    *topic = named.or(*topic);
    Ok(correction)
}

/// One day, or first and last with a slash between.
pub(super) fn interval(given: &str, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), CliError> {
    let (from, to) = given.split_once('/').unwrap_or((given, given));
    let (from, to) = (day(from, today)?, day(to, today)?);
    if from > to {
        return Err(
            CliError::new(format!("{from} is later than {to}")).hint("give the first day first")
        );
    }
    Ok((from, to))
}
