//! `stance code`: reading articles as a coder, on the full screen, from a file, or a statement a command.

mod screen;
mod table;

use std::path::PathBuf;

use chrono::NaiveDate;

use super::Done;
use super::context::Context;
use super::error::CliError;
use super::review::interval;
use super::typed::{self, Fields};
use crate::report;
use crate::store::write::{Finished, Marked};
use crate::store::{Store, StoreError};

/// Read articles with the program's proposals hidden, and record what is found, even nothing
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance code --coder ann --assign 12 13 14\n  \
    stance code --coder ann\n  \
    stance code 12 --coder ann --passage \"ruled out closing the pier\" --actor holt --topic pier --stance 2\n  \
    stance code 12 13 --coder ann --read\n  \
    stance code --coder ann --from statements.csv\n  \
    stance code --coder ann --list\n\n\
    Columns of the CSV: article, actor, topic, stance, passage; and, where wanted, said, act, form, note, and\n\
    read (yes: the article was read in full; a row with nothing but article and read says that nothing was\n\
    found). What one person codes stands when the article was read in full; what several code waits for\n\
    stance adjudicate.")]
pub(super) struct Args {
    /// Articles to read; without any, those assigned
    #[arg(value_name = "ARTICLE")]
    articles: Vec<i64>,
    /// Who codes; without it, as --by
    #[arg(long, value_name = "NAME")]
    coder: Option<String>,
    /// Give these articles to the coder
    #[arg(long, num_args = 1.., value_name = "ARTICLE", conflicts_with_all = ["articles", "from", "read", "passage"])]
    assign: Vec<i64>,
    /// List the coder's articles
    #[arg(long, conflicts_with_all = ["articles", "from", "read", "passage", "assign"])]
    list: bool,
    /// Read statements from a CSV file with a header
    #[arg(long, value_name = "FILE", conflicts_with_all = ["articles", "read", "passage"])]
    from: Option<PathBuf>,
    /// They were read in full, whether or not anything was found
    #[arg(long, requires = "articles", conflicts_with = "passage")]
    read: bool,
    /// Add a statement: its passage, as printed in the article
    #[arg(long, requires_all = ["articles", "actor", "topic", "stance"])]
    passage: Option<String>,
    /// Whose position: id, name or alias; a new name adds a person
    #[arg(long, short, requires = "passage")]
    actor: Option<String>,
    /// On what
    #[arg(long, short, requires = "passage")]
    topic: Option<String>,
    /// -2 … 2
    #[arg(long, allow_hyphen_values = true, requires = "passage")]
    stance: Option<String>,
    /// The day, or first/last; without it, the article's
    #[arg(long, value_name = "DATE[/DATE]", requires = "passage")]
    said: Option<String>,
    /// statement, refusal, decision, vote or belief
    #[arg(long, requires = "passage")]
    act: Option<String>,
    /// direct, mixed, indirect or none
    #[arg(long, requires = "passage")]
    form: Option<String>,
    /// Take a statement back that was not decided about
    #[arg(long, value_name = "STATEMENT", conflicts_with_all = ["articles", "from", "assign", "list"])]
    drop: Option<i64>,
    /// Anything to remember
    #[arg(long)]
    note: Option<String>,
}

impl Args {
    /// Whether it is said who codes, or nothing is recorded.
    pub(super) fn names_coder(&self) -> bool {
        self.coder.is_some() || self.list
    }
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context.store().await?;
    let coder = args.coder.as_deref().unwrap_or(context.by()).trim();
    if coder.is_empty() || coder == "machine" {
        return Err(CliError::new("\"machine\" is the program").hint("give the coder a name"));
    }
    if !args.assign.is_empty() {
        let added = store.assign(&args.assign, coder, context.by()).await?;
        context.remark(&format!(
            "{} for {coder}; read them with: stance code --coder {coder}",
            report::count(added as i64, "new article")
        ));
        return Ok(Done::Well);
    }
    if let Some(statement) = args.drop {
        store.unmark(statement, coder).await?;
        context.remark(&format!("taken back: statement {statement}"));
        return Ok(Done::Well);
    }
    if args.list {
        return list(&store, coder, &context).await;
    }
    if let Some(file) = &args.from {
        return table::run(&store, file, coder, &context).await;
    }
    if args.read {
        for &article in &args.articles {
            let finished = store
                .finish_reading(article, coder, args.note.as_deref())
                .await?;
            context.remark(&format!("article {article}: {}", told(&finished)));
        }
        return Ok(Done::Well);
    }
    if args.passage.is_none() {
        return screen::run(&store, &context, coder, &args.articles).await;
    }
    let [article] = args.articles.as_slice() else {
        return Err(CliError::new("a passage stands in one article").hint("name one article"));
    };
    let given = |name: &str| match name {
        "passage" => args.passage.clone(),
        "actor" => args.actor.clone(),
        "topic" => args.topic.clone(),
        "stance" => args.stance.clone(),
        "said" => args.said.clone(),
        "act" => args.act.clone(),
        "form" => args.form.clone(),
        "note" => args.note.clone(),
        _ => None,
    };
    let marked = marked(*article, &given, &store, coder, context.today).await?;
    let id = store.mark(&marked, coder).await?;
    context.remark(&format!(
        "statement {id} recorded; take it back with: stance code --coder {coder} --drop {id}"
    ));
    Ok(Done::Well)
}

async fn list(store: &Store, coder: &str, context: &Context) -> Result<Done, CliError> {
    let mut rows = Vec::new();
    for (article, read) in store.assigned(coder).await? {
        let item = store.coding_item(article, coder).await?;
        let row = serde_json::json!({
            "article": article,
            "headline": item.title,
            "outlet": item.outlet,
            "statements": item.statements.len(),
            "read": if read { "in full" } else { "" },
        });
        if let serde_json::Value::Object(row) = row {
            rows.push(row);
        }
    }
    let columns = ["article", "headline", "outlet", "statements", "read"];
    let title = format!("Articles of {coder}");
    let columns = columns.map(str::to_owned).to_vec();
    context.print(&report::listing("coding", &title, columns, rows))?;
    Ok(Done::Well)
}

/// What came of an article that was read to its end.
fn told(finished: &Finished) -> String {
    match (finished.statements, finished.waits) {
        (0, _) => "read in full, nothing found".to_owned(),
        (n, true) => format!(
            "read in full, {}; others code it too: see stance agreement",
            report::count(n, "statement")
        ),
        (n, false) => format!(
            "read in full, {}, {} taken into the record",
            report::count(n, "statement"),
            finished.taken
        ),
    }
}

/// A statement from what was typed.
async fn marked(
    article_id: i64,
    given: &Fields<'_>,
    store: &Store,
    coder: &str,
    today: NaiveDate,
) -> Result<Marked, CliError> {
    let needed = |name: &str| typed::needed(given, name);
    let passage = needed("passage")?;
    let item = store.coding_item(article_id, coder).await?;
    let (in_title, span) = found(&passage, &item.text, item.title.as_deref(), article_id)?;
    let stance = typed::stance(given)?;
    let actor_name = needed("actor")?;
    Ok(Marked {
        article_id,
        span,
        in_title,
        actor: known(store, &actor_name).await?,
        actor_name,
        topic: store.topic(&needed("topic")?).await?,
        stance,
        act: typed::act(given)?,
        form: typed::form(given)?,
        said: given("said").map(|day| interval(&day, today)).transpose()?,
        note: given("note"),
    })
}

/// The actor of a name, where there is one.
async fn known(store: &Store, name: &str) -> Result<Option<i64>, CliError> {
    match store.actor(name).await {
        Ok(id) => Ok(Some(id)),
        Err(StoreError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Where a passage stands, in code points: in the text, else in the title. It must stand there once.
fn found(
    passage: &str,
    text: &str,
    title: Option<&str>,
    article: i64,
) -> Result<(bool, (u32, u32)), CliError> {
    let passage = passage.trim();
    for (in_title, whole) in [(false, text), (true, title.unwrap_or_default())] {
        let mut places = whole.match_indices(passage).map(|(at, _)| at);
        match (places.next(), places.next()) {
            (None, _) => {}
            (Some(at), None) => {
                let start = whole[..at].chars().count() as u32;
                return Ok((in_title, (start, start + passage.chars().count() as u32)));
            }
            (Some(_), Some(_)) => {
                return Err(CliError::new(format!(
                    "the passage stands in article {article} more than once"
                ))
                .hint("give more of it"));
            }
        }
    }
    Err(
        CliError::new(format!("the passage does not stand in article {article}")).hint(format!(
            "copy it as printed by stance article show {article} --format json"
        )),
    )
}
