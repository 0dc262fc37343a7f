//! `stance codebook`: topics and actors as files, and the database made to match.

use std::path::PathBuf;

use clap::Subcommand;

use super::context::{Context, put};
use super::error::CliError;
use super::{Done, engine};
use crate::model::{Codebook, StanceValue, Why};
use crate::report::{self, Report, count};
use crate::store::Store;
use crate::store::write::{Change, StoredText};
use crate::text::codebook::{self, CodebookError, ExampleResult, Missed};

/// Apply, check, export and compare codebooks: topics and actors in files under version control
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

impl Args {
    /// Whether the database is made to match files.
    pub(super) fn is_apply(&self) -> bool {
        matches!(self.verb, Verb::Apply { .. })
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make the database match, and code the stored articles anew
    ///
    /// Shows first what differs, and afterwards which positions changed. Recorded claims are never
    /// dropped, and what people decided stays.
    #[command(after_help = "Examples:\n  \
        stance codebook apply topics.toml actors.toml --dry-run\n  \
        stance codebook apply --add pier.toml")]
    Apply {
        /// The whole codebook, in one or more files; topics and actors of no file leave force
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Show what would change and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Add the entries of the files to the codebook in force, or put them in place of those with
        /// their ids; nothing leaves force
        #[arg(long)]
        add: bool,
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
        Verb::Apply {
            files,
            dry_run,
            add,
        } => {
            // What is wrong in a file is said before any server is started.
            let texts = texts(&files)?;
            let whole = if add { None } else { Some(together(&texts)?) };
            let store = context.store().await?;
            let (new, toml) = match whole {
                Some(whole) => {
                    for doubt in codebook::doubts(&borrowed(&texts)) {
                        context.remark(&format!("warning: {doubt}"));
                    }
                    whole
                }
                None => {
                    let (new, toml) = added(&store, &texts).await?;
                    for doubt in codebook::doubts(&[("codebook", &codebook::to_toml(&new))]) {
                        context.remark(&format!("warning: {}\n  {}", doubt.what, doubt.remedy));
                    }
                    (new, toml)
                }
            };
            apply(&store, &new, &toml, dry_run, &context).await
        }
        Verb::Check { files } => {
            let texts = texts(&files)?;
            let (book, _) = together(&texts)?;
            let doubts = codebook::doubts(&borrowed(&texts));
            for doubt in &doubts {
                put(format!("warning: {doubt}\n"))?;
            }
            check(&book)
        }
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
                put(format!("{change}\n"))?;
            }
            Ok(Done::Well)
        }
    }
}

/// Reads codebook files as one; returns it with its own TOML.
pub(super) fn read(files: &[PathBuf]) -> Result<(Codebook, String), CliError> {
    together(&texts(files)?)
}

/// Files by name and content.
fn texts(files: &[PathBuf]) -> Result<Vec<(String, String)>, CliError> {
    let text = |file: &PathBuf| match std::fs::read_to_string(file) {
        Ok(text) => Ok((file.display().to_string(), text)),
        Err(error) => Err(CliError::file(file.display(), &error)),
    };
    files.iter().map(text).collect()
}

fn borrowed(texts: &[(String, String)]) -> Vec<(&str, &str)> {
    texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

fn together(texts: &[(String, String)]) -> Result<(Codebook, String), CliError> {
    let book = codebook::parse_all(&borrowed(texts))
        .map_err(|error: CodebookError| CliError::new(error.to_string()))?;
    // One file is kept as its author wrote it, comments and all.
    let toml = match texts {
        [(_, text)] => text.clone(),
        _ => codebook::to_toml(&book),
    };
    Ok((book, toml))
}

/// Shows what the codebook of some files would change.
pub(super) async fn dry_run(files: &[PathBuf], context: &Context) -> Result<Done, CliError> {
    let (new, toml) = read(files)?;
    apply(&context.store().await?, &new, &toml, true, context).await
}

/// The codebook in force with what the files add.
async fn added(store: &Store, texts: &[(String, String)]) -> Result<(Codebook, String), CliError> {
    let base = in_force(store).await?;
    let book = codebook::parse_onto("codebook in force", &base, &borrowed(texts))
        .map_err(|error| CliError::new(error.to_string()))?;
    // Added again, the same is no new version.
    let toml = match codebook::diff(&base, &book).as_slice() {
        [] => store.codebook_toml().await?.map(|(_, toml)| toml),
        _ => None,
    };
    let toml = toml.unwrap_or_else(|| codebook::to_toml(&book));
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
    let changes = codebook::diff(&in_force(store).await?, new);
    for change in &changes {
        context.remark(&change.to_string());
    }
    if let Some(leaving) = leaving(&changes) {
        context.remark(&format!(
            "{leaving}; to keep them, give their files too or use --add"
        ));
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
        context.print(&diff(title, &change, dry_run))?;
    }
    Ok(Done::Well)
}

/// The positions that a change makes others; and for a dry run, the shifts.
pub(super) fn diff(title: &str, change: &Change, dry_run: bool) -> Report {
    let positions = report::positions_diff(title, &change.before, &change.after);
    match dry_run {
        true => report::with_shifts(positions, &change.shifts_before, &change.shifts_after),
        false => positions,
    }
}

/// What no file names any more: "2 topics leave force: ferry-pier, night-boat".
fn leaving(changes: &[codebook::Change]) -> Option<String> {
    let of = |wanted: &str| -> Vec<&str> {
        let id = |change| match change {
            &codebook::Change::Removed { kind, ref id, .. } if kind == wanted => Some(id.as_str()),
            _ => None,
        };
        changes.iter().filter_map(id).collect()
    };
    let told: Vec<String> = ["topic", "actor", "metonym"]
        .into_iter()
        .map(|kind| (kind, of(kind)))
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(kind, ids)| {
            let verb = if ids.len() == 1 { "leaves" } else { "leave" };
            let number = count(ids.len() as i64, kind);
            format!("{number} {verb} force: {}", ids.join(", "))
        })
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Applies a codebook.
pub(super) async fn put_in_force(
    store: &Store,
    new: &Codebook,
    toml: &str,
    dry_run: bool,
    context: &Context,
) -> Result<Change, CliError> {
    let engine = engine::with_people(store, new.clone(), None).await?;
    let extractor = engine::extractor(store.confidence_floor().await?);
    let mut analyse = |texts: &[StoredText]| engine::stored(texts, &engine);
    Ok(store
        .apply_codebook(new, toml, context.by(), &extractor, &mut analyse, dry_run)
        .await?)
}

/// Runs the examples of a codebook and prints what the engine gets wrong, and why.
fn check(book: &Codebook) -> Result<Done, CliError> {
    let engine = engine::compiled(book, engine::FLOOR);
    let results = codebook::check(book, &engine);
    let (mut exact, mut side) = (0, 0);
    for result in &results {
        exact += usize::from(result.is_exact());
        side += usize::from(result.is_right_side());
        if !result.is_right_side() {
            put(format!("{}\n", wrong(result)))?;
        }
    }
    put(format!(
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
    let found = match (&result.missed, result.found.first()) {
        (Some(Missed::BelowFloor(found)), _) | (_, Some(found)) => Some(found),
        _ => None,
    };
    let missed = result.missed.iter().map(|missed| format!("\n  {missed}"));
    let because = found.map(|found| {
        let Why { cue, term, rule } = &found.why;
        format!("\n  because of cue \"{cue}\", term \"{term}\", rule {rule}")
    });
    let why: String = missed.chain(because).collect();
    format!(
        "{}: \"{}\"\n  wants {}, found {}{why}",
        result.topic,
        result.text,
        value(result.expected),
        value(result.stance())
    )
}
