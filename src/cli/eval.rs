//! `stance eval`: how well an extraction does against annotations, and candidate shifts against verdicts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::context::Context;
use super::error::CliError;
use super::{Done, engine};
use crate::eval::{attribution, position, records, stance, time};
use crate::ingest::{self, Options, Sources};
use crate::model::{Analysis, Codebook};
use crate::{report, text};

/// Measure the extraction against annotations of yours
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Score who said what
    ///
    /// GOLD has an article a line: {"id", "text", "publication", "attributions": [{"source": [[start, end], …],
    /// "cue": …, "content": …}]}, offsets in code points, half-open.
    #[command(after_help = "Examples:\n  stance eval attribution gold.jsonl\n  \
        stance extract gold.jsonl > found.jsonl && stance eval attribution gold.jsonl found.jsonl")]
    Attribution(Files),
    /// Score time expressions and their values
    ///
    /// GOLD has a document a line: {"id", "dct", "text", "publication", "timex": [{"start", "end", "type",
    /// "value"}]}, in TIMEX3's words.
    #[command(after_help = "Example:\n  stance eval time gold.jsonl")]
    Time(Files),
    /// Score who stands where on which topic
    ///
    /// GOLD has a position a line: {"article", "topic", "actor", "actor_kind", "names", "stance", "evidence",
    /// "said_on", "date_basis", "speech", "by_other"}.
    #[command(after_help = "Example:\n  \
        stance eval position gold.jsonl --articles articles.jsonl --codebook topics.toml")]
    Position {
        #[command(flatten)]
        files: Files,
        /// The articles that GOLD is about: to be analysed where no PREDICTED is given, and for their outlets
        #[arg(long, value_name = "FILE")]
        articles: Option<PathBuf>,
        /// Topics and actors to look for
        #[arg(long, value_name = "FILE")]
        codebook: Vec<PathBuf>,
    },
    /// Score the side of single sentences: favour, against or neutral
    ///
    /// GOLD has a sentence a line: {"id", "text", "stance": "favour", "against" or "neutral", "topic"}, judged on
    /// the codebook's topic; or with "source": [start, end] and "target": [start, end] in code points, judged is
    /// the side of the source toward the target. PREDICTED has {"id", "stance"} a line.
    #[command(
        after_help = "Examples:\n  stance eval stance sentences.jsonl --codebook climate.toml\n  \
        stance eval stance pairs.jsonl"
    )]
    Stance {
        #[command(flatten)]
        files: Files,
        /// The topic that the sentences are judged on; not needed where they name source and target
        #[arg(long, value_name = "FILE")]
        codebook: Vec<PathBuf>,
        /// Sides less sure than this (0 to 1) count as neutral
        #[arg(long, value_name = "P", default_value_t = engine::FLOOR)]
        floor: f32,
    },
    /// Of the candidate shifts that people judged, the share that they confirmed
    #[command(after_help = "Example:\n  stance eval shifts")]
    Shifts,
}

#[derive(Debug, clap::Args)]
struct Files {
    /// Annotations, as JSON Lines
    gold: PathBuf,
    /// What to score: output of stance extract; without it, the articles are analysed now
    predicted: Option<PathBuf>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let none = Codebook::default();
    let report = match &args.verb {
        Verb::Attribution(files) => {
            let gold = read(&files.gold)?;
            let predicted = match &files.predicted {
                Some(path) => read(path)?,
                None => analysed(&files.gold, &none, &context, attribution::Predicted::of)?,
            };
            let scores = attribution::score(gold, predicted);
            report::scores("Attributions", &shown(&files.gold), &scores)
        }
        Verb::Time(files) => {
            let gold = read(&files.gold)?;
            let predicted = match &files.predicted {
                Some(path) => read(path)?,
                None => analysed(&files.gold, &none, &context, time::Predicted::of)?,
            };
            let scores = time::score(gold, predicted);
            report::scores("Time expressions", &shown(&files.gold), &scores)
        }
        Verb::Position {
            files,
            articles,
            codebook,
        } => {
            let gold: Vec<position::Gold> = read(&files.gold)?;
            let predicted = match (&files.predicted, articles) {
                (Some(path), _) => read(path)?,
                (None, Some(articles)) if !codebook.is_empty() => {
                    let codebook = super::codebook::read(codebook)?.0;
                    analysed(articles, &codebook, &context, position::Predicted::of)?
                }
                _ => {
                    return Err(CliError::new("nothing to score")
                        .hint("name a file of predictions, or --articles and --codebook to analyse them now"));
                }
            };
            let outlets = articles.as_deref().map_or(Ok(HashMap::new()), outlets)?;
            let scores = position::score(&gold, predicted, &outlets);
            report::scores("Positions", &shown(&files.gold), &scores)
        }
        Verb::Stance {
            files,
            codebook,
            floor,
        } => {
            let gold: Vec<stance::Gold> = read(&files.gold)?;
            let predicted = match &files.predicted {
                Some(path) => read(path)?,
                None => sides(&gold, codebook, *floor)?,
            };
            let scores = stance::score(gold, predicted);
            report::scores("Stances of sentences", &shown(&files.gold), &scores)
        }
        Verb::Shifts => {
            let store = context.store().await?;
            report::shift_precision(&store.shift_precision().await?)
        }
    };
    context.print(&report)?;
    Ok(Done::Well)
}

/// What the program finds in the articles of a file.
fn analysed<P>(
    path: &Path,
    codebook: &Codebook,
    context: &Context,
    of: impl Fn(&str, &Analysis) -> P,
) -> Result<Vec<P>, CliError> {
    let options = Options {
        keep_metadata: false,
        ..Options::new(context.today)
    };
    let engine = engine::compiled(codebook, engine::FLOOR);
    let mut predicted = Vec::new();
    let pieces = ingest::pieces(Sources::find([shown(path)]), &options);
    engine::extract(pieces, &options, &engine, |outcome| {
        // A figure over a part of the articles would not be what it says.
        let found = outcome.map_err(|refused| CliError::new(refused.to_string()))?;
        predicted.push(of(&found.article.id, &found.analysis));
        Ok(())
    })?;
    Ok(predicted)
}

/// The side of each sentence, as the program tells it.
fn sides(
    gold: &[stance::Gold],
    codebook: &[PathBuf],
    floor: f32,
) -> Result<Vec<stance::Predicted>, CliError> {
    let codebook = match codebook {
        [] => Codebook::default(),
        files => super::codebook::read(files)?.0,
    };
    let engine = engine::compiled(&codebook, floor);
    let only = match codebook.topics.as_slice() {
        [only] => Some(only.id.as_str()),
        _ => None,
    };
    let each = gold.iter().map(|row| {
        let side = match (row.source, row.target, row.topic.as_deref().or(only)) {
            (Some(source), Some(target), _) => {
                text::side_toward(&row.text, source, target, floor)
            }
            (_, _, Some(topic)) => text::side_on(&row.text, topic, &engine, floor),
            _ => {
                return Err(CliError::new(format!(
                    "{}: on which topic is not said",
                    row.id
                ))
                .hint("give --codebook with one topic, or \"topic\", or \"source\" and \"target\" in each line"));
            }
        };
        Ok(stance::Predicted {
            id: row.id.clone(),
            stance: stance::Side::of(side),
        })
    });
    each.collect()
}

/// The outlets of articles by their id.
fn outlets(path: &Path) -> Result<HashMap<String, String>, CliError> {
    #[derive(Deserialize)]
    struct Printed {
        id: String,
        #[serde(default, alias = "publisher")]
        publication: Option<String>,
    }
    let printed: Vec<Printed> = read(path)?;
    let named = printed.into_iter();
    Ok(named
        .filter_map(|article| Some((article.id, article.publication?)))
        .collect())
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, CliError> {
    let text = std::fs::read_to_string(path).map_err(|e| CliError::file(path.display(), &e))?;
    records(&text).map_err(|fault| {
        CliError::new(format!("{}, {fault}", path.display()))
            .hint("mend the line; stance help eval says what each holds")
    })
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
