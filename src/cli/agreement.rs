//! `stance agreement` and `stance adjudicate`: how far coders agree, and what stands where they do not.

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::{eval, report};

/// Say how far coders agree who read the same articles, and where they do not
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance agreement\n  \
    stance agreement --machine --topic ferry-pier\n  \
    stance agreement --format jsonl\n\n\
    Articles count that two coders read in full (stance code). Topics: is a position on the topic in the\n\
    article? Stances: where is an actor's position on the topic in the article, for those who found it?\n\
    With --machine the program is a coder of every article that a person read in full, and its precision\n\
    and recall are told by topic and by its confidence.")]
pub(super) struct Args {
    /// Count the program among the coders
    #[arg(long, short)]
    machine: bool,
    /// Only these coders
    #[arg(long, num_args = 1.., value_name = "NAME")]
    coders: Vec<String>,
    /// Only this topic: id or name
    #[arg(long, short)]
    topic: Option<String>,
    /// How many disagreements to list
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

/// Decide which of several coders' statements stand
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance adjudicate --take 12 15 --leave 13 --note \"13 is what a rival says of her\"\n  \
    stance adjudicate --undo 12\n\n\
    What is taken becomes a claim, or confirms or corrects the claim of the same actor at the same passage.\n\
    What is undone is open again: a verdict that it gave is taken back, a claim that it made is closed.\n\
    The statements and their ids are listed by stance agreement, and in the view coded_position.")]
pub(super) struct Decide {
    /// Statements that stand
    #[arg(long, num_args = 1.., value_name = "STATEMENT", required_unless_present_any = ["leave", "undo"])]
    take: Vec<i64>,
    /// Statements that do not
    #[arg(long, num_args = 1.., value_name = "STATEMENT")]
    leave: Vec<i64>,
    /// Statements of which the decision is taken back
    #[arg(long, num_args = 1.., value_name = "STATEMENT", conflicts_with_all = ["take", "leave"])]
    undo: Vec<i64>,
    /// Why
    #[arg(long)]
    note: Option<String>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context.store().await?;
    let scope = context.scope_of(&store, &[], args.topic.as_slice()).await?;
    let wanted = |coder: &str| args.coders.is_empty() || args.coders.iter().any(|c| c == coder);
    let mut read = store.articles_read().await?;
    read.retain(|reading| wanted(&reading.coder));
    let mut positions = store.coded_positions(&scope).await?;
    positions.retain(|p| p.machine || wanted(&p.coder));
    let topics: Vec<String> = match scope.topics.first() {
        Some(_) => store
            .topics(&scope)
            .await?
            .into_iter()
            .map(|topic| topic.topic)
            .collect(),
        None => store
            .topic_choices()
            .await?
            .into_iter()
            .map(|choice| choice.topic)
            .collect(),
    };
    let found = eval::agreement::agreement(&read, &positions, &topics, args.machine);
    let told = report::agreement(&found, args.limit);
    context.print(&context.of_record(&store, told, None).await?)?;
    Ok(Done::Well)
}

pub(super) async fn decide(args: Decide, context: Context) -> Result<Done, CliError> {
    let store = context.store().await?;
    if !args.undo.is_empty() {
        store
            .undo_adjudications(&args.undo, context.by(), args.note.as_deref())
            .await?;
        context.remark(&format!(
            "open again: {}",
            report::count(args.undo.len() as i64, "statement")
        ));
        return Ok(Done::Well);
    }
    let claims = store
        .adjudicate(&args.take, &args.leave, context.by(), args.note.as_deref())
        .await?;
    context.remark(&format!(
        "{} taken, {} left",
        report::count(args.take.len() as i64, "statement"),
        args.leave.len()
    ));
    for claim in claims {
        let verdicts = store.verdicts(claim).await?;
        context.print(&report::claim(&store.claim(claim).await?, &verdicts))?;
    }
    Ok(Done::Well)
}
