//! `stance topic`: what is watched, and how to begin a new one.

use clap::Subcommand;

use super::Done;
use super::context::{Context, put};
use super::error::CliError;
use crate::model::Codebook;
use crate::report::{self, count};
use crate::store::read::Scope;
use crate::text::codebook;
use crate::text::topic::suggest;

/// List and show topics, and begin a new one from a proposition
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the topics of the codebook in force
    #[command(after_help = "Example:\n  stance topic list")]
    List,
    /// Show a topic: proposition, terms, positions, shifts
    #[command(after_help = "Example:\n  stance topic show long-range-weapons")]
    Show {
        /// Id or name
        topic: String,
    },
    /// Propose an entry for a new topic, with terms from the articles taken in
    ///
    /// Prints a codebook entry to edit, and on stderr what its terms hit and just miss. Nothing is stored.
    #[command(after_help = "Example:\n  \
        stance topic new \"The ferry pier should stay open.\" > pier.toml\n  \
        stance codebook check pier.toml && stance codebook apply --add pier.toml")]
    New {
        /// The sentence that one can agree or disagree with
        proposition: String,
        /// Id; made from the proposition without it
        #[arg(long)]
        id: Option<String>,
        /// Name for reports; made from the proposition without it
        #[arg(long)]
        name: Option<String>,
        /// Newest articles to look at
        #[arg(long, default_value_t = 2000)]
        articles: i64,
    },
}

/// Hits and near misses shown.
const SHOWN: usize = 5;

impl Args {
    /// Whether a report is asked for, and nothing is done.
    pub(super) fn is_report(&self) -> bool {
        matches!(self.verb, Verb::List | Verb::Show { .. })
    }
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context.store().await?;
    match args.verb {
        Verb::List => {
            let list = report::topic_list(&store.topics(&Scope::default()).await?);
            context.print(&context.of_record(&store, list, None).await?)?;
        }
        Verb::Show { topic } => {
            let id = store.topic(&topic).await?;
            let scope = Scope {
                topics: vec![id],
                ..context.scope()
            };
            let row =
                store
                    .topics(&scope)
                    .await?
                    .into_iter()
                    .next()
                    .ok_or_else(|| match context.recorded() {
                        Some(recorded) => CliError::new(format!(
                            "{recorded}, no codebook has the topic \"{topic}\""
                        )),
                        None => CliError::new(format!(
                            "the codebook in force has the topic \"{topic}\" no more"
                        ))
                        .hint("what was recorded on it is still in: stance history --topic"),
                    })?;
            let book = match store.codebook_toml().await? {
                Some((_, toml)) => codebook::parse("the codebook", &toml)
                    .map_err(|e| CliError::new(e.to_string()))?,
                None => Codebook::default(),
            };
            let entry = book
                .topics
                .into_iter()
                .find(|t| t.id == row.topic)
                .unwrap_or_default();
            let positions = store.positions(&scope, None).await?;
            let shifts = store.shifts(&scope).await?;
            let history = store.history(&scope).await?;
            let days = report::field_days(&row, &history);
            let standings = store.standings(id, &days).await?;
            let field = report::Field {
                history: &history,
                standings: &standings,
            };
            let shown = report::topic_show(&row, &entry, &positions, &shifts, &field);
            context.print(&context.of_record(&store, shown, None).await?)?;
        }
        Verb::New {
            proposition,
            id,
            name,
            articles,
        } => {
            if !proposition.contains(char::is_alphabetic) {
                return Err(CliError::new("the proposition is empty")
                    .hint("give a sentence that one can agree or disagree with"));
            }
            let texts: Vec<String> = store
                .recent_texts(articles)
                .await?
                .into_iter()
                .map(|t| t.text)
                .collect();
            let suggested = suggest::topic(&proposition, id.as_deref(), name.as_deref(), &texts);
            let without_terms = suggested.hits.is_empty();
            put(codebook::to_toml(&Codebook {
                topics: vec![suggested.topic],
                ..Codebook::default()
            }))?;
            if without_terms {
                context.remark(
                    "no term of the proposition stands in the articles: write others into \"about\"",
                );
            }
            context.remark(&format!(
                "{} looked at; the terms hit {} and just miss {}",
                count(texts.len() as i64, "article"),
                count(suggested.hits.len() as i64, "sentence"),
                suggested.near_misses.len()
            ));
            for (title, sentences) in [
                ("hits", &suggested.hits),
                ("near misses", &suggested.near_misses),
            ] {
                if !sentences.is_empty() {
                    context.remark(&format!("{title}:"));
                }
                for sentence in sentences.iter().take(SHOWN) {
                    context.remark(&format!("  {sentence}"));
                }
            }
        }
    }
    Ok(Done::Well)
}
