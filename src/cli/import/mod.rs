//! `stance import`: what `stance export` wrote, and what other programs made of it.

mod found;
mod project;
mod table;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use super::Done;
use super::context::{Context, put};
use super::error::CliError;
use crate::exchange::{Format, annotation, dna, refi};
use crate::model::Codebook;
use crate::report::{count, number};
use crate::store::read_dna;

/// Read an export back, or what people and other programs made of one
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance import whole.jsonl.gz --database copy\n  \
    stance import claims.csv --by ann --dry-run\n  \
    stance import annotations.jsonld --coder ann\n  \
    stance import project.dna --codebook > topics.toml\n  \
    stance codebook apply --add topics.toml && stance import project.dna\n\n\
    What the file is, is told by what is in it. See docs/exchange.md.")]
pub(super) struct Args {
    /// The file, packed by gzip or not; - for standard input
    file: PathBuf,
    /// Whose statements they are, of annotations and of projects; without it, as --by
    #[arg(long, value_name = "NAME")]
    coder: Option<String>,
    /// Of a project or a codebook: print its topics as TOML, to be worked over and applied with --add
    #[arg(long)]
    codebook: bool,
    /// Take what a program proposed and nobody judged, too: as statements of the coder, who answers for them
    #[arg(long)]
    proposals: bool,
    /// Check, and record nothing
    #[arg(long)]
    dry_run: bool,
}

/// What is taken of a file.
#[derive(Clone, Copy, Debug)]
struct How {
    /// Proposals of programs, too.
    proposals: bool,
    /// Nothing is recorded.
    dry_run: bool,
}

impl Args {
    fn how(&self) -> How {
        How {
            proposals: self.proposals,
            dry_run: self.dry_run,
        }
    }
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
    let coder = args.coder.as_deref().unwrap_or(context.by()).trim();
    if coder.is_empty() || coder == "machine" {
        return Err(CliError::new("\"machine\" is the program").hint("give the coder a name"));
    }
    // A whole record and a project name their own people.
    if !args.dry_run
        && (format == Format::Table || format == Format::Annotations && args.coder.is_none())
    {
        context.warn_of_nobody();
    }
    match format {
        Format::Whole => {
            let store = context.store().await?;
            let rows = store.import_whole(&name, &mut from, args.dry_run).await?;
            let of = |table: &str| rows.get(table).copied().unwrap_or_default() as i64;
            context.remark(&format!(
                "{}: {}, {}, {} rows in all",
                if args.dry_run {
                    "would be imported"
                } else {
                    "imported"
                },
                count(of("article"), "article"),
                count(of("claim"), "claim"),
                number(rows.values().sum::<u64>() as i64)
            ));
            Ok(Done::Well)
        }
        Format::Table => table::run(&name, &mut *from, args.dry_run, &context).await,
        Format::Annotations => {
            let found = annotation::read(&text(&name, &mut *from)?)
                .map_err(|reason| CliError::new(format!("{name}: {reason}")))?;
            let store = context.store().await?;
            found::run(&name, &found, coder, args.how(), &store, &context).await
        }
        Format::Dna => {
            if args.file.as_os_str() == "-" {
                return Err(CliError::new("a project of DNA is read from its file").hint("name it"));
            }
            let project = read_dna(&args.file).await?;
            if args.codebook {
                return codebook(&dna::concepts(&project));
            }
            let whole = project::Project {
                records: dna::articles(&project),
                found: dna::found(&project),
            };
            project::run(&name, whole, args.coder.as_deref(), args.how(), &context).await
        }
        Format::Qdc => {
            let topics = refi::codebook_of(&text(&name, &mut *from)?)
                .map_err(|reason| CliError::new(format!("{name}: {reason}")))?;
            codebook(&topics)
        }
        Format::Qdpx => {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes)
                .map_err(|error| CliError::file(&name, &error))?;
            let brought = refi::project_of(&bytes)
                .map_err(|reason| CliError::new(format!("{name}: {reason}")))?;
            if args.codebook {
                return codebook(&brought.codebook);
            }
            let whole = project::Project {
                records: brought.records,
                found: brought.found,
            };
            project::run(&name, whole, args.coder.as_deref(), args.how(), &context).await
        }
        // No file is taken for it: its terms are read as annotations, of which it has none.
        Format::SchemaOrg => Err(CliError::new(format!("{name}: schema.org is only written"))
            .hint("export as annotations instead")),
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

/// The whole file as text.
fn text(name: &str, from: &mut (dyn BufRead + Send)) -> Result<String, CliError> {
    let mut text = String::new();
    match from.read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            Err(CliError::new(format!("{name}: not valid UTF-8")).hint("save it as UTF-8"))
        }
        Err(error) => Err(CliError::file(name, &error)),
    }
}

/// Prints topics for a codebook.
fn codebook(codebook: &Codebook) -> Result<Done, CliError> {
    let toml = toml::to_string(codebook).map_err(|error| CliError::new(error.to_string()))?;
    put(format!(
        "# Work this over: each topic needs a proposition that one can agree or disagree with, and the terms by\n\
         # which a text is found to be on it. Then: stance codebook apply --add FILE\n\n{toml}"
    ))?;
    Ok(Done::Well)
}
