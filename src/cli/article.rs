//! `stance article`: what was taken in.

use clap::Subcommand;

use super::context::{Context, day};
use super::error::CliError;
use super::{Done, engine};
use crate::report;
use crate::store::read::{ArticleFilter, ClaimFilter};

/// List and show articles, and mend a date
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List articles, newest first
    #[command(after_help = "Example:\n  stance article list --undated")]
    List {
        /// Words of the title, outlet or source id
        words: Vec<String>,
        /// Only those without a date
        #[arg(long)]
        undated: bool,
        /// Only those that are not analysed, being in another language
        #[arg(long)]
        other_language: bool,
        /// How many at the most
        #[arg(long, default_value_t = 100)]
        limit: i64,
    },
    /// Show an article with its claims marked
    #[command(after_help = "Example:\n  stance article show 12")]
    Show {
        /// Article id
        id: i64,
    },
    /// Set the day an article was published, and date its claims anew
    #[command(after_help = "Example:\n  stance article date 12 2024-09-13")]
    Date {
        /// Article id
        id: i64,
        /// The day: 2024-09-13
        date: String,
    },
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    match args.verb {
        Verb::List {
            words,
            undated,
            other_language,
            limit,
        } => {
            let store = context.store().await?;
            let filter = ArticleFilter {
                undated,
                other_language,
                words,
                limit: Some(limit),
            };
            context.print(&report::article_list(&store.articles(&filter).await?))?;
        }
        Verb::Show { id } => {
            let store = context.store().await?;
            let article = store.article(id).await?;
            let filter = ClaimFilter {
                article: Some(id),
                ..ClaimFilter::default()
            };
            context.print(&report::article_show(
                &article,
                &store.claims(&filter).await?,
            ))?;
        }
        Verb::Date { id, date } => {
            let given = day(&date, context.today)?;
            if given > context.today {
                return Err(CliError::new(format!("{given} has not come yet"))
                    .hint("give the day of publication"));
            }
            let store = context.store().await?;
            let engine = engine::of_store(&store).await?;
            let extractor = engine::extractor(store.confidence_floor().await?);
            let change = store
                .set_article_date(id, given, context.by(), &extractor, &mut |texts| {
                    engine::stored(texts, &engine)
                })
                .await?;
            context.remark(&format!(
                "article {id} is of {given}; its claims are dated anew"
            ));
            context.print(&report::positions_diff(
                "Positions that changed",
                &change.before,
                &change.after,
            ))?;
        }
    }
    Ok(Done::Well)
}
