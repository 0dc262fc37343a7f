//! `stance export`: the record for other programs, and for other databases.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::exchange::{Format, table};
use crate::report::{count, number};
use crate::store::read::Scope;
use crate::store::{Store, StoreError};

/// Write the record to a file that stance or another program reads
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance export -o whole.jsonl.gz\n  \
    stance export -o claims.csv --topic long-range-weapons\n  \
    stance export | jq -c 'select(.table == \"claim\").row'\n\n\
    The format is what --as says, else the ending of the file, else jsonl: everything, which\n\
    stance import reads into an empty database. See docs/exchange.md.")]
pub(super) struct Args {
    /// Format: jsonl (everything), csv (claims to edit)
    #[arg(long = "as", value_name = "FORMAT", value_parser = Format::NAMES)]
    format: Option<String>,
    /// Of the claims, only those by this actor
    #[arg(long, short)]
    actor: Vec<String>,
    /// Of the claims, only those on this topic
    #[arg(long, short)]
    topic: Vec<String>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let file = context.output.file();
    let named = args.format.as_deref().or(context.global.format.as_deref());
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
    let scope = context.scope_of(&store, &args.actor, &args.topic).await?;
    if format == Format::Whole && (scope.actors.len(), scope.topics.len()) != (0, 0) {
        return Err(CliError::new(
            "everything is written as jsonl, not only some actors or topics",
        )
        .hint("leave --actor and --topic out, or write claims: --as csv"));
    }
    let Some(path) = file else {
        let mut out = BufWriter::new(std::io::stdout());
        write(format, &store, &scope, &mut out).await?;
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
    let told = match written(format, &store, &scope, path, &aside).await {
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
    path: &Path,
    aside: &Path,
) -> Result<String, CliError> {
    let broken = |error: &std::io::Error| CliError::file(aside.display(), error);
    let file = File::create(aside).map_err(|error| broken(&error))?;
    let plain = BufWriter::new(&file);
    let told = if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
    {
        let mut packed = GzEncoder::new(plain, Compression::default());
        let told = write(format, store, scope, &mut packed).await?;
        packed
            .finish()
            .and_then(|mut plain| plain.flush())
            .map_err(|error| broken(&error))?;
        told
    } else {
        let mut plain = plain;
        let told = write(format, store, scope, &mut plain).await?;
        plain.flush().map_err(|error| broken(&error))?;
        told
    };
    file.sync_all().map_err(|error| broken(&error))?;
    Ok(told)
}

/// Writes in a format; returns in words what was written.
async fn write(
    format: Format,
    store: &Store,
    scope: &Scope,
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
            let broken = |error: std::io::Error| CliError::from(StoreError::Output(error));
            let mut table = table::begin(out).map_err(broken)?;
            let rows = store
                .each_editable_claim(scope, &mut |claim| table::row(&mut table, claim))
                .await?;
            table.flush().map_err(broken)?;
            Ok(count(rows as i64, "row"))
        }
    }
}
