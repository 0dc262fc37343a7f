//! `stance import`: what `stance export` wrote, and what other programs made of it.

mod table;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::exchange::Format;
use crate::report::{count, number};

/// Read an export back, or what people and other programs made of one
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance import whole.jsonl.gz --database copy\n  \
    stance import claims.csv --by ann --dry-run\n\n\
    What the file is, is told by what is in it. See docs/exchange.md.")]
pub(super) struct Args {
    /// The file, packed by gzip or not; - for standard input
    file: PathBuf,
    /// Of a table of claims: check, and record nothing
    #[arg(long)]
    dry_run: bool,
}

/// So much of a file tells its format.
const HEAD: usize = 4096;

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let name = args.file.display().to_string();
    let mut from = open(&args.file)?;
    let head = from
        .fill_buf()
        .map_err(|error| CliError::file(&name, &error))?;
    let format = Format::of_bytes(&head[..head.len().min(HEAD)]);
    match format {
        Format::Whole => {
            let store = context.store().await?;
            let rows = store.import_whole(&name, &mut from).await?;
            let of = |table: &str| rows.get(table).copied().unwrap_or_default() as i64;
            context.remark(&format!(
                "imported: {}, {}, {} rows in all",
                count(of("article"), "article"),
                count(of("claim"), "claim"),
                number(rows.values().sum::<u64>() as i64)
            ));
            Ok(Done::Well)
        }
        Format::Table => table::run(&name, &mut *from, args.dry_run, &context).await,
    }
}

/// The file's bytes, unpacked where they are packed.
fn open(file: &Path) -> Result<Box<dyn BufRead + Send>, CliError> {
    let broken = |error: &std::io::Error| CliError::file(file.display(), error);
    let source: Box<dyn Read + Send> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).map_err(|error| broken(&error))?)
    };
    let mut source = BufReader::new(source);
    let packed = source
        .fill_buf()
        .map_err(|error| broken(&error))?
        .starts_with(&[0x1f, 0x8b]);
    Ok(if packed {
        Box::new(BufReader::new(MultiGzDecoder::new(source)))
    } else {
        Box::new(source)
    })
}
