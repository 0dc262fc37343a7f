//! `stance article`: what was taken in, and taking it down.

use chrono::{Datelike, NaiveDate};
use clap::Subcommand;

use super::context::{Context, day};
use super::error::CliError;
use super::{Done, engine};
use crate::report::{self, count};
use crate::store::Store;
use crate::store::read::{ArticleFilter, ClaimFilter, Scope};
use crate::store::write::{Change, Notice, StoredText};

/// List and show articles, mend a date, forget one
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List articles, newest first
    #[command(after_help = "Examples:\n  \
        stance article list --undated\n  \
        stance article list --searched --actor holt --topic pier --format csv\n\n\
        With --searched it lists the articles behind \"N articles searched\" in the reports: those that were\n\
        analysed, mention the actor and were searched for the topic as it is worded now.")]
    List {
        /// Words of the title, outlet or source id
        words: Vec<String>,
        /// Only those without a date
        #[arg(long)]
        undated: bool,
        /// Only those that are not analysed, being in another language
        #[arg(long)]
        other_language: bool,
        /// Only those that the reports count as searched
        #[arg(long)]
        searched: bool,
        /// Of them, those that mention this actor: id, name or alias
        #[arg(long, short, requires = "searched")]
        actor: Option<String>,
        /// Of them, those that were searched for this topic: id or name
        #[arg(long, short, requires = "searched")]
        topic: Option<String>,
        /// How many at the most; without it 100, and all of them as csv and json
        #[arg(long)]
        limit: Option<i64>,
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
    /// Say that the outlet withdrew an article: its claims leave the reports, and nothing is deleted
    #[command(after_help = "Example:\n  \
        stance article withdraw 12 --note \"retracted on 3 May\"\n\n\
        Shows which positions that changes, and how many statements others printed, too. Each passage is listed by\n\
        stance article corrections 12. Take it back with: stance article stands 12")]
    Withdraw {
        /// Article id
        id: i64,
        /// What the outlet says, or where
        #[arg(long, value_name = "WORDS")]
        note: Option<String>,
    },
    /// Say that the outlet corrected passages of an article: their claims leave the reports
    #[command(after_help = "Example:\n  \
        stance article corrected 12 --claims 31 32 --note \"the quotation was another's\"\n\n\
        Where the corrected text is at hand, take it in under the same address instead: what it has no more is\n\
        found, and what it has keeps its verdicts.")]
    Corrected {
        /// Article id
        id: i64,
        /// Claims whose passages were corrected; every claim of the article without it
        #[arg(long, num_args = 1.., value_name = "ID")]
        claims: Vec<i64>,
        /// What the outlet says, or where
        #[arg(long, value_name = "WORDS")]
        note: Option<String>,
    },
    /// Take back what was said of an article's outlet withdrawing or correcting it
    #[command(after_help = "Example:\n  stance article stands 12")]
    Stands {
        /// Article id
        id: i64,
    },
    /// List the claims that outlets corrected, withdrew, or dropped from a later text
    #[command(after_help = "Example:\n  stance article corrections --format csv")]
    Corrections {
        /// Article id; all without it
        id: Option<i64>,
    },
    /// Take an article's text away for good, with every passage of it; a tombstone stays
    #[command(after_help = "Example:\n  \
        stance article forget 12 --reason \"takedown notice of 3 May\"\n\n\
        Text, title, address and all that quotes them go, from earlier and later texts under the same address\n\
        too, and so do the claims found in them with their verdicts. Copies in other outlets stay. What stays is\n\
        that there was an article, hashes of text, address and source's id, by which it is not taken in again even\n\
        with another text, and who forgot it, when and why.\n\
        Dumps and backups made before still hold it.")]
    Forget {
        /// Article id
        id: i64,
        /// Why, for the record
        #[arg(long, value_name = "WHY")]
        reason: String,
    },
}

/// Articles that a list for people shows.
const LISTED: i64 = 100;

/// The first newspapers are of this century; an earlier year is a slip of the finger.
const FIRST_YEAR: i32 = 1600;

impl Args {
    /// Whether a list is asked for.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.verb, Verb::List { .. })
    }

    /// Whether a report is asked for, and nothing is done.
    pub(super) fn is_report(&self) -> bool {
        matches!(
            self.verb,
            Verb::List { .. } | Verb::Show { .. } | Verb::Corrections { .. }
        )
    }
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    match args.verb {
        Verb::List {
            words,
            undated,
            other_language,
            searched,
            actor,
            topic,
            limit,
        } => {
            let store = context.store().await?;
            let window = context
                .scope_of(&store, actor.as_slice(), topic.as_slice())
                .await?;
            let of = (
                window.actors.first().copied(),
                window.topics.first().copied(),
            );
            let filter = ArticleFilter {
                said_since: window.said_since,
                published_since: window.published_since,
                added_since: window.added_since,
                undated,
                other_language,
                searched: searched.then_some(of),
                words,
                limit: limit.or(context.for_people().then_some(LISTED)),
            };
            let rows = store.articles(&filter).await?;
            let totals = match filter.limit {
                Some(limit) if rows.len() as i64 >= limit => {
                    Some(store.article_totals(&filter).await?)
                }
                _ => None,
            };
            let list = report::article_list(&rows, totals);
            let list = list.narrowed(context.window().as_deref());
            context.print(&context.of_record(&store, list, None).await?)?;
        }
        Verb::Show { id } => {
            let store = context.store().await?;
            let article = store.article(id).await?;
            let filter = ClaimFilter {
                article: Some(id),
                ..ClaimFilter::default()
            };
            let store = store.with_corrected(true);
            let claims = store.claims(&filter).await?;
            let shown = report::article_show(&article, &claims);
            context.print(&context.of_record(&store, shown, None).await?)?;
        }
        Verb::Date { id, date } => {
            let given = day(&date, context.today)?;
            if given > context.today {
                return Err(CliError::new(format!("{given} has not come yet"))
                    .hint("give the day of publication"));
            }
            if given.year() < FIRST_YEAR {
                return Err(
                    CliError::new(format!("in {} no news was printed", given.year()))
                        .hint("give the day of publication, as 2024-09-13"),
                );
            }
            let change = dated(&context.store().await?, id, given, &context).await?;
            context.remark(&format!(
                "article {id} is of {given}; its claims are dated anew"
            ));
            context.print(&report::positions_diff(
                "Positions that changed",
                &change.before,
                &change.after,
            ))?;
        }
        Verb::Withdraw { id, note } => {
            notice(id, Notice::Withdrawn, note.as_deref(), &context).await?;
        }
        Verb::Corrected { id, claims, note } => {
            notice(id, Notice::Corrected(&claims), note.as_deref(), &context).await?;
        }
        Verb::Stands { id } => notice(id, Notice::Stands, None, &context).await?,
        Verb::Corrections { id } => {
            let store = context.store().await?;
            let rows = store.corrected(&Scope::default(), id).await?;
            let list = report::corrections(&rows, id);
            context.print(&context.of_record(&store, list, None).await?)?;
        }
        Verb::Forget { id, reason } => forget(id, &reason, &context).await?,
    }
    Ok(Done::Well)
}

/// Dates an article under the codebook in force, whichever that is by then.
async fn dated(
    store: &Store,
    id: i64,
    day: NaiveDate,
    context: &Context,
) -> Result<Change, CliError> {
    loop {
        let (codebook_id, engine) = engine::of_store(store).await?;
        let extractor = engine::extractor(store.confidence_floor().await?);
        let mut analyse = |texts: &[StoredText]| engine::stored(texts, &engine);
        let change = store
            .set_article_date(id, day, context.by(), &extractor, codebook_id, &mut analyse)
            .await?;
        if let Some(change) = change {
            return Ok(change);
        }
    }
}

/// Records what an outlet did, and shows what that makes of the record.
async fn notice(
    id: i64,
    notice: Notice<'_>,
    note: Option<&str>,
    context: &Context,
) -> Result<(), CliError> {
    let store = context.store().await?;
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    let change = store.notice(id, notice, note, context.by()).await?;
    let claims = count(change.claims, "claim");
    context.remark(&match notice {
        Notice::Withdrawn => format!(
            "article {id} is withdrawn, {claims} with it; take it back with: stance article stands {id}"
        ),
        Notice::Corrected(_) => format!(
            "{claims} of article {id} corrected; take it back with: stance article stands {id}"
        ),
        Notice::Stands => format!("article {id} stands again, {claims} with it"),
    });
    let changed = report::positions_diff("Positions that changed", &change.before, &change.after);
    let rows = store.corrected(&Scope::default(), Some(id)).await?;
    context.print(&report::with_corrections(changed, &rows, id))
}

async fn forget(id: i64, reason: &str, context: &Context) -> Result<(), CliError> {
    if reason.trim().is_empty() {
        return Err(CliError::new("the reason is empty").hint("say why: --reason \"…\""));
    }
    let store = context.store().await?;
    let gone = store
        .forget_article(id, reason.trim(), context.by())
        .await?;
    let others: Vec<String> = gone
        .articles
        .iter()
        .filter(|other| **other != id)
        .map(i64::to_string)
        .collect();
    let with = match others.as_slice() {
        [] => String::new(),
        [other] => format!(" with article {other}, a text under the same address"),
        several => format!(
            " with articles {}, texts under the same address",
            several.join(", ")
        ),
    };
    context.remark(&format!(
        "article {id} is forgotten{with}; {} gone",
        count(gone.claims, "claim")
    ));
    context.print(&report::positions_diff(
        "Positions that changed",
        &gone.before,
        &gone.after,
    ))
}
