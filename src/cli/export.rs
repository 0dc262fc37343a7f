//! `stance export`: the record for other programs, and for other databases.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::exchange::{Format, annotation, dna, refi, schema_org, table};
use crate::model::Statement;
use crate::report::{count, harmless_json, number};
use crate::store::read::{Scope, Which};
use crate::store::{Store, StoreError, write_dna};

/// Write the record to a file that stance or another program reads
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance export -o whole.jsonl.gz\n  \
    stance export -o claims.csv --topic long-range-weapons\n  \
    stance export | jq -c 'select(.table == \"claim\").row'\n\n\
    The format is what --as says, else the ending of the file, else jsonl: everything, which\n\
    stance import reads into an empty database. See docs/exchange.md.")]
pub(super) struct Args {
    /// jsonl: everything; csv: claims to edit; annotations: W3C Web Annotation; schema-org: Claim and
    /// Quotation; dna: Discourse Network Analyzer; qdc, qdpx: REFI-QDA codebook and project
    #[arg(long = "as", value_name = "FORMAT", value_parser = Format::NAMES)]
    written_as: Option<String>,
    /// Of the claims, only those by this actor
    #[arg(long, short)]
    actor: Vec<String>,
    /// Of the claims, only those on this topic
    #[arg(long, short)]
    topic: Vec<String>,
    /// Of the statements, only those that a person confirmed or corrected; of csv, all are written
    #[arg(long)]
    confirmed: bool,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let file = context.output.file();
    let named = args
        .written_as
        .as_deref()
        .or(context.global.format.as_deref());
    let format = match named {
        Some(name) => Format::of_name(name).ok_or_else(|| {
            CliError::new(format!("the record is not written as {name}"))
                .hint(format!("--as takes {}", Format::NAMES.join(", ")))
        })?,
        None => match file {
            Some(path) => Format::of_file(&path.to_string_lossy()).ok_or_else(|| {
                CliError::new(format!("{}: no format has this ending", path.display()))
                    .hint(format!("say it: --as {}", Format::NAMES.join(", ")))
            })?,
            None => Format::Whole,
        },
    };
    let store = context.store().await?;
    let which = match args.confirmed {
        true => Which::Confirmed,
        false => Which::Standing,
    };
    let scope = context.scope_of(&store, &args.actor, &args.topic).await?;
    let narrowed =
        !scope.actors.is_empty() || !scope.topics.is_empty() || context.window().is_some();
    if matches!(format, Format::Whole | Format::Qdc) && narrowed {
        let (all, name) = match format {
            Format::Qdc => ("every topic is written as qdc", "qdpx"),
            _ => ("everything is written as jsonl", "csv"),
        };
        return Err(
            CliError::new(format!("{all}, not only some actors, topics or days")).hint(format!(
                "leave --actor, --topic and --…-since out, or write statements: --as {name}"
            )),
        );
    }
    let Some(path) = file else {
        let stdout = std::io::stdout();
        if stdout.is_terminal() {
            let mut out = Harmless {
                out: stdout,
                rest: Vec::new(),
            };
            // Articles may hold what terminals act on. As JSON and as cells it is the same written otherwise.
            write(format, &store, &scope, which, &mut out).await?;
            return Ok(Done::Well);
        }
        let mut out = BufWriter::new(stdout);
        write(format, &store, &scope, which, &mut out).await?;
        return Ok(Done::Well);
    };
    if path.exists() {
        return Err(
            CliError::new(format!("{} is there already", path.display()))
                .hint("name another file; what is in this one may be edited"),
        );
    }
    // Written aside and renamed: an export that is there is whole.
    let aside = aside(path);
    let told = match written(format, &store, &scope, which, path, &aside).await {
        Ok(told) => told,
        Err(error) => {
            // What was begun is of no use to anybody.
            let _ = std::fs::remove_file(&aside);
            return Err(error);
        }
    };
    std::fs::rename(&aside, path).map_err(|error| CliError::file(path.display(), &error))?;
    context.remark(&format!("{told} written to {}", path.display()));
    Ok(Done::Well)
}

/// Beside the file, with its whole name, so that it is on the same disk.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

async fn written(
    format: Format,
    store: &Store,
    scope: &Scope,
    which: Which,
    path: &Path,
    aside: &Path,
) -> Result<String, CliError> {
    let broken = |error: &std::io::Error| CliError::file(aside.display(), error);
    if format == Format::Dna {
        return dna(store, scope, which, aside).await;
    }
    let file = File::create(aside).map_err(|error| broken(&error))?;
    let plain = BufWriter::new(&file);
    let told = if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
    {
        let mut packed = GzEncoder::new(plain, Compression::default());
        let told = write(format, store, scope, which, &mut packed).await?;
        packed
            .finish()
            .and_then(|mut plain| plain.flush())
            .map_err(|error| broken(&error))?;
        told
    } else {
        let mut plain = plain;
        let told = write(format, store, scope, which, &mut plain).await?;
        plain.flush().map_err(|error| broken(&error))?;
        told
    };
    file.sync_all().map_err(|error| broken(&error))?;
    Ok(told)
}

/// Writes a project of DNA; returns in words what was written.
async fn dna(store: &Store, scope: &Scope, which: Which, path: &Path) -> Result<String, CliError> {
    let articles = store.exchanged_articles().await?;
    let statements = store.standing(scope, which).await?;
    let (project, left) = dna::project(&articles, &statements);
    // One that was begun and never finished is no project.
    let _ = std::fs::remove_file(path);
    write_dna(path, &project).await?;
    let out = [
        (left.off_topic, "on no topic"),
        (left.undecided, "undecided or refused"),
        (left.ascribed, "ascribed by another"),
        (left.in_title, "in a headline or an article of before"),
    ];
    let out = out.into_iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = out.map(|(number, why)| format!("{number} {why}")).collect();
    let told = match told.is_empty() {
        true => String::new(),
        false => format!(
            " (left out, since DNA has no place for them: {})",
            told.join(", ")
        ),
    };
    Ok(format!(
        "{} and {}{told}, for coders whose password is \"{}\",",
        count(project.documents.len() as i64, "document"),
        count(project.statements.len() as i64, "statement"),
        dna::PASSWORD
    ))
}

/// Writes in a format; returns in words what was written.
async fn write(
    format: Format,
    store: &Store,
    scope: &Scope,
    which: Which,
    out: &mut (dyn Write + Send),
) -> Result<String, CliError> {
    match format {
        Format::Whole => {
            let rows = store.export_whole(out).await?;
            let of = |table: &str| rows.get(table).copied().unwrap_or_default() as i64;
            Ok(format!(
                "{}, {}, {} rows in all,",
                count(of("article"), "article"),
                count(of("claim"), "claim"),
                number(rows.values().sum::<u64>() as i64)
            ))
        }
        Format::Table => {
            let mut table = table::begin(out).map_err(broken)?;
            let rows = store
                .each_statement(scope, Which::All, &mut |claim| {
                    table::row(&mut table, claim)
                })
                .await?;
            table.flush().map_err(broken)?;
            Ok(count(rows as i64, "row"))
        }
        Format::Annotations => {
            let total = listed(
                store,
                scope,
                which,
                &annotation::head(),
                &annotation::annotation,
                out,
            )
            .await?;
            out.write_all(annotation::end(total).as_bytes())
                .map_err(broken)?;
            out.flush().map_err(broken)?;
            Ok(count(total as i64, "annotation"))
        }
        Format::SchemaOrg => {
            let total = listed(
                store,
                scope,
                which,
                schema_org::HEAD,
                &schema_org::item,
                out,
            )
            .await?;
            out.write_all(schema_org::END.as_bytes()).map_err(broken)?;
            out.flush().map_err(broken)?;
            Ok(count(total as i64, "statement"))
        }
        Format::Dna => {
            Err(CliError::new("a project of DNA is no text").hint("name a file: -o project.dna"))
        }
        Format::Qdc => {
            let topics = store.topic_choices().await?;
            out.write_all(refi::codebook(&topics).as_bytes())
                .map_err(broken)?;
            out.flush().map_err(broken)?;
            Ok(count(topics.len() as i64, "topic"))
        }
        Format::Qdpx => {
            let topics = store.topic_choices().await?;
            let articles = store.exchanged_articles().await?;
            let statements = store.standing(scope, which).await?;
            let bytes = refi::project(&topics, &articles, &statements)
                .map_err(|error| CliError::new(format!("the project cannot be packed: {error}")))?;
            out.write_all(&bytes).map_err(broken)?;
            out.flush().map_err(broken)?;
            Ok(format!(
                "{} and their statements on {}",
                count(articles.len() as i64, "article"),
                count(topics.len() as i64, "topic")
            ))
        }
    }
}

/// Writes statements as JSON, each behind a comma but the first; returns how many.
async fn listed(
    store: &Store,
    scope: &Scope,
    which: Which,
    head: &str,
    item: &(dyn Fn(&Statement) -> serde_json::Value + Sync),
    out: &mut (dyn Write + Send),
) -> Result<u64, CliError> {
    out.write_all(head.as_bytes()).map_err(broken)?;
    let mut first = true;
    let mut each = |statement: &Statement| {
        if !std::mem::take(&mut first) {
            out.write_all(b",\n")?;
        }
        out.write_all(harmless_json(&item(statement).to_string()).as_bytes())
    };
    Ok(store.each_statement(scope, which, &mut each).await?)
}

/// What cannot be written; whoever reads standard output may have had enough.
fn broken(error: std::io::Error) -> CliError {
    StoreError::Output(error).into()
}

/// A terminal that is given nothing to act on.
struct Harmless<W> {
    out: W,
    /// The beginning of a character whose end is still to come.
    rest: Vec<u8>,
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => {
                return Err(std::io::Error::other(
                    "this is not for a terminal; name a file: -o FILE",
                ));
            }
        };
        let text = String::from_utf8_lossy(&self.rest[..whole]);
        self.out.write_all(harmless_json(&text).as_bytes())?;
        self.rest.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
