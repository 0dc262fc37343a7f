//! `stance extract`: the analysis alone, without a database.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::fetch::{self, FetchArgs, Incoming};
use super::{Done, engine};
use crate::ingest::{self, Columns, DayOrder, Options, Sources};
use crate::model::{Analysis, Codebook};
use crate::text::Engine;

/// Print what is found in articles, one JSON object a line, without a database
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  stance extract --codebook topics.toml articles.jsonl > found.jsonl\n\n\
    Offsets count Unicode code points, half-open, into the article's text exactly as given."
)]
pub(super) struct Args {
    /// Files, folders, globs, addresses of pages, feeds or sitemaps, or - for standard input
    #[arg(required = true, value_name = "FILE|URL")]
    files: Vec<String>,
    /// Topics and actors to look for; without it, attributions, times and discovered actors only
    #[arg(long, value_name = "FILE")]
    codebook: Vec<PathBuf>,
    /// Publication date of articles that state none
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Columns of tables, or keys of records, that hold what their names do not say
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<Columns>,
    /// How dates like 03/04/2024 are written: day-first or month-first; without it, as other rows of the table tell
    #[arg(long, value_name = "ORDER")]
    date_order: Option<DayOrder>,
    /// Stances less sure than this (0 to 1) are only proposed
    #[arg(long, value_name = "P", default_value_t = engine::FLOOR)]
    floor: f32,
    #[command(flatten)]
    fetch: FetchArgs,
    /// Ask nothing of the network: refuse addresses, and tables that hold nothing else
    #[arg(long)]
    no_fetch: bool,
}

/// A line of output. The text is there unless the reader has it: JSONL gives it exactly as taken.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(flatten)]
    analysis: &'a Analysis,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let codebook = if args.codebook.is_empty() {
        Codebook::default()
    } else {
        super::codebook::read(&args.codebook)?.0
    };
    let engine = engine::compiled(&codebook, args.floor);
    let mut options = Options {
        keep_metadata: false,
        columns: args.map.unwrap_or_default(),
        date_order: args.date_order,
        fetches_lists: !args.no_fetch,
        ..Options::new(context.today)
    };
    if let Some(given) = &args.published {
        options.published = Some(
            ingest::published(given, crate::model::PublishedBasis::Given, context.today)
                .map_err(|fault| CliError::new(format!("--published {given}: {fault}")))?,
        );
    }
    let (addresses, files) = fetch::split(args.files, args.no_fetch)?;
    let pieces = ingest::pieces(Sources::find(&files), &options);
    let (fetching, pieces) = fetch::start(pieces, &addresses, &args.fetch, None, &options)?;
    let done = tokio::task::block_in_place(|| print(pieces, &options, &engine))?;
    fetching.finish(None, &context).await?;
    Ok(done)
}

/// Prints what is found in what comes in.
fn print(pieces: Incoming, options: &Options, engine: &Engine) -> Result<Done, CliError> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut done = Done::Well;
    engine::extract(pieces, options, engine, |outcome| {
        let found = match outcome {
            Ok(found) => found,
            Err(refused) => {
                eprintln!("refused: {refused}");
                done = Done::WithFaults;
                return Ok(());
            }
        };
        let line = Line {
            id: &found.article.id,
            text: (!found.gives_text).then_some(found.article.text.as_str()),
            title: found.article.title.as_deref().filter(|_| !found.gives_text),
            analysis: &found.analysis,
        };
        serde_json::to_writer(&mut out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        Ok(())
    })?;
    out.flush()?;
    Ok(done)
}
