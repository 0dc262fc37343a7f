//! `stance demo`: the whole loop on bundled articles, in a database of its own.

use crate::ingest::Options;
use crate::report::{self, HistoryQuery, ShiftsQuery, TopicHead};
use crate::store::Store;
use crate::store::embedded::{self, ErrorKind};
use crate::store::read::Scope;
use crate::text::codebook;

use super::context::Context;
use super::error::CliError;
use super::{Done, ingest};

/// See it work: take the bundled articles in, print a topic's history and its shifts
///
/// Uses a database of its own in the embedded PostgreSQL, whatever --database and DATABASE_URL say.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  stance demo")]
pub(super) struct Args {}

/// Database of the embedded cluster that the demo uses, and no other.
const DATABASE: &str = "demo";
const CODEBOOK: &str = include_str!("../../fixtures/demo/codebook.toml");
const TOPIC: &str = "long-range-weapons";

macro_rules! bundled {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!("../../fixtures/demo/articles/", $name)),
        )
    };
}

/// The bundled articles, by file name.
const ARTICLES: &[(&str, &[u8])] = &[
    bundled!("articles.jsonl"),
    bundled!("capital-2024-05-23-blinken-mccaul.md"),
    bundled!("eastgate-2024-08-30-eu-ministers.md"),
    bundled!("eastgate-2024-09-17-scholz-stoltenberg.md"),
    bundled!("italy-weapons-statement.txt"),
    bundled!("meridian-2024-09-14-starmer-biden.html"),
    bundled!("northfield-2024-11-19-reactions.md"),
];

pub(super) async fn run(_args: Args, context: Context) -> Result<Done, CliError> {
    let store = open(&context).await?;
    let book = codebook::parse("the bundled codebook", CODEBOOK)
        .map_err(|error| CliError::new(error.to_string()))?;
    super::codebook::put_in_force(&store, &book, CODEBOOK, false, &context).await?;
    let options = Options::new(context.today);
    let pieces = ARTICLES
        .iter()
        .flat_map(move |(name, bytes)| crate::ingest::pieces_of(name, None, *bytes, &options));
    let input = ingest::Input::new(
        pieces,
        ARTICLES.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
    );
    let summary = ingest::ingest(&store, input, &Options::new(context.today), &context).await?;
    summary.print(&context);

    let topic = store.topic(TOPIC).await?;
    let scope = Scope {
        topics: vec![topic],
        ..Scope::default()
    };
    let rows = store.history(&scope).await?;
    let shifts = store.shifts(&scope).await?;
    let head = store.topics(&scope).await?;
    let query = HistoryQuery {
        actor: None,
        topic: head.first().map(|t| TopicHead {
            name: &t.topic_name,
            proposition: &t.proposition,
        }),
        all: false,
        everywhere: None,
        window: None,
        today: context.today,
    };
    context.print(&report::history(
        &query,
        &rows,
        &shifts,
        &store.coverage(None, Some(topic)).await?,
    ))?;
    context.print(&report::shifts(&ShiftsQuery::default(), &shifts))?;
    context.remark(&format!(
        "\nTry next, on the same articles:\n  \
         stance --database {DATABASE} history --actor scholz --topic {TOPIC}\n  \
         stance --database {DATABASE} shifts\n  \
         stance --database {DATABASE} matrix --at 2024-09-30\n  \
         stance --database {DATABASE} claims --words escalation\n  \
         stance --database {DATABASE} review --help\n\
         The same in SQL:\n  \
         psql \"$(stance --database {DATABASE} db url)\" -c 'select * from stance_shift'\n  \
         stance --database {DATABASE} sql 'select actor, stance, said_from, evidence from stance_history'\n\
         Your own articles go into a database apart from this one:\n  \
         stance ingest FILES… ; stance topic new …"
    ));
    Ok(Done::Well)
}

/// Opens the demo's database, getting PostgreSQL first where the machine has none.
async fn open(context: &Context) -> Result<Store, CliError> {
    let target = context.embedded(DATABASE)?;
    match Store::open(&target).await {
        Err(crate::store::StoreError::Embedded(error))
            if matches!(error.kind(), ErrorKind::NoBinaries { .. }) =>
        {
            let config = context.cluster()?;
            tokio::task::spawn_blocking(move || {
                embedded::install(&config, &mut |step| eprintln!("{step}"))
            })
            .await
            .map_err(|error| CliError::new(error.to_string()))??;
            Ok(Store::open(&target).await?)
        }
        opened => Ok(opened?),
    }
}
