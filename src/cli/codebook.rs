//! `stance codebook`: topics and actors as files, and the database made to match.

use std::path::PathBuf;

use clap::Subcommand;

use super::context::{Context, put};
use super::error::CliError;
use super::{Done, engine};
use crate::model::{Codebook, StanceFound, StanceValue, Why};
use crate::report::{self, count};
use crate::store::Store;
use crate::store::write::{Change, StoredText};
use crate::text;
use crate::text::codebook::{self, CodebookError, ExampleResult};

/// Apply, check, export and compare codebooks: topics and actors in files under version control
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make the database match, and code the stored articles anew
    ///
    /// Shows first what differs, and afterwards which positions changed. Recorded claims are never
    /// dropped, and what people decided stays.
    #[command(after_help = "Example:\n  stance codebook apply topics.toml actors.toml --dry-run")]
    Apply {
        /// The whole codebook, in one or more files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Show what would change and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Validate files and run their examples; exit code 1 where something is wrong
    #[command(after_help = "Example:\n  stance codebook check topics.toml")]
    Check {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print the codebook in force
    #[command(after_help = "Example:\n  stance codebook export > codebook.toml")]
    Export,
    /// Show how files differ from the codebook in force
    #[command(after_help = "Example:\n  stance codebook diff topics.toml")]
    Diff {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    match args.verb {
        Verb::Apply { files, dry_run } => {
            let (new, toml) = read(&files)?;
            let store = context.store().await?;
            apply(&store, &new, &toml, dry_run, &context).await
        }
        Verb::Check { files } => check(&read(&files)?.0),
        Verb::Export => {
            let store = context.store().await?;
            match store.codebook_toml().await? {
                Some((_, toml)) => put(&toml)?,
                None => context.remark("no codebook was applied yet"),
            }
            Ok(Done::Well)
        }
        Verb::Diff { files } => {
            let (new, _) = read(&files)?;
            let store = context.store().await?;
            for change in codebook::diff(&in_force(&store).await?, &new) {
                put(&format!("{change}\n"))?;
            }
            Ok(Done::Well)
        }
    }
}

/// Reads codebook files as one; returns it with its own TOML.
pub(super) fn read(files: &[PathBuf]) -> Result<(Codebook, String), CliError> {
    let mut texts = Vec::with_capacity(files.len());
    for file in files {
        let text = std::fs::read_to_string(file)
            .map_err(|error| CliError::file(file.display(), &error))?;
        texts.push((file.display().to_string(), text));
    }
    let borrowed: Vec<(&str, &str)> = texts
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    let book = codebook::parse_all(&borrowed)
        .map_err(|error: CodebookError| CliError::new(error.to_string()))?;
    // One file is kept as its author wrote it, comments and all.
    let toml = match texts.as_slice() {
        [(_, text)] => text.clone(),
        _ => codebook::to_toml(&book),
    };
    Ok((book, toml))
}

async fn in_force(store: &Store) -> Result<Codebook, CliError> {
    match store.codebook_toml().await? {
        Some((version, toml)) => codebook::parse(&format!("codebook version {version}"), &toml)
            .map_err(|error| CliError::new(error.to_string())),
        None => Ok(Codebook::default()),
    }
}

/// Applies a codebook and prints what changed.
async fn apply(
    store: &Store,
    new: &Codebook,
    toml: &str,
    dry_run: bool,
    context: &Context,
) -> Result<Done, CliError> {
    for change in codebook::diff(&in_force(store).await?, new) {
        context.remark(&change.to_string());
    }
    let change = put_in_force(store, new, toml, dry_run, context).await?;
    let Some(version) = change.codebook_id else {
        context.remark("this codebook is in force already; nothing changed");
        return Ok(Done::Well);
    };
    let (done, title) = if dry_run {
        ("would be", "Positions that would change")
    } else {
        ("is", "Positions that changed")
    };
    context.remark(&format!(
        "codebook version {version} {done} in force; {} coded anew",
        count(change.articles as i64, "article")
    ));
    if change.articles > 0 {
        context.print(&report::positions_diff(
            title,
            &change.before,
            &change.after,
        ))?;
    }
    Ok(Done::Well)
}

/// Applies a codebook.
pub(super) async fn put_in_force(
    store: &Store,
    new: &Codebook,
    toml: &str,
    dry_run: bool,
    context: &Context,
) -> Result<Change, CliError> {
    let engine = engine::with_people(store, new.clone()).await?;
    let extractor = engine::extractor(store.confidence_floor().await?);
    let mut analyse = |texts: &[StoredText]| engine::stored(texts, &engine);
    Ok(store
        .apply_codebook(new, toml, context.by(), &extractor, &mut analyse, dry_run)
        .await?)
}

/// Runs the examples of a codebook and prints what the engine gets wrong, and why.
fn check(book: &Codebook) -> Result<Done, CliError> {
    let engine = engine::compiled(book, engine::FLOOR);
    let analyse = |text: &str| -> Vec<StanceFound> {
        let analysis = text::analyse(text, None, None, &engine);
        analysis
            .claims
            .into_iter()
            .flat_map(|claim| claim.stances)
            .collect()
    };
    let results = codebook::check(book, &analyse);
    let (mut exact, mut side) = (0, 0);
    for result in &results {
        exact += usize::from(result.is_exact());
        side += usize::from(result.is_right_side());
        if !result.is_right_side() {
            put(&format!("{}\n", wrong(result)))?;
        }
    }
    put(&format!(
        "{}, {}: valid; {}: {side} on the right side, {exact} of them at the right strength\n",
        count(book.topics.len() as i64, "topic"),
        count(book.actors.len() as i64, "actor"),
        count(results.len() as i64, "example")
    ))?;
    Ok(if side == results.len() {
        Done::Well
    } else {
        Done::WithFaults
    })
}

/// What the engine made of an example that it got wrong.
fn wrong(result: &ExampleResult) -> String {
    let value = |stance: Option<StanceValue>| {
        stance.map_or("no stance".to_owned(), |s| format!("{s} ({})", s.label()))
    };
    let why = result.found.first().map_or(String::new(), |found| {
        let Why { cue, term, rule } = &found.why;
        format!("\n  because of cue \"{cue}\", term \"{term}\", rule {rule}")
    });
    format!(
        "{}: \"{}\"\n  wants {}, found {}{why}",
        result.topic,
        result.text,
        value(result.expected),
        value(result.stance())
    )
}
