//! `stance record`: positions entered by hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::Done;
use super::context::{Context, day};
use super::error::CliError;
use super::review::interval;
use super::typed::{self, Fields, word};
use crate::ingest::{Table, table};
use crate::model::ActorKind;
use crate::store::write::{ByHand, Recorded};
use crate::store::{Store, StoreError};

/// Enter positions by hand, with the passage and where it stands
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance record --actor scholz --topic long-range-weapons --stance=-2 --said 2024-05-26 \\\n    \
      --text \"He said no.\" --source \"Interview, Northfield Tribune, p. 3\"\n  \
    stance record --from positions.csv --dry-run\n\n\
    Columns of the CSV: actor, topic, stance, said, text, source; and, where wanted, url, publisher,\n\
    published, act, form, kind, note. Rows that are refused are written to positions.refused.csv with\n\
    the reason, to be mended and read again.")]
pub(super) struct Args {
    /// Read positions from a CSV file with a header
    #[arg(long, value_name = "FILE", conflicts_with_all = ["actor", "text"])]
    from: Option<PathBuf>,
    /// Check and record nothing
    #[arg(long)]
    dry_run: bool,
    /// Who: id, name or alias; a new name adds an actor
    #[arg(long, short, required_unless_present = "from")]
    actor: Option<String>,
    /// On what
    #[arg(long, short, required_unless_present = "from")]
    topic: Option<String>,
    /// -2 … 2
    #[arg(long, allow_hyphen_values = true, required_unless_present = "from")]
    stance: Option<String>,
    /// The day, or first/last
    #[arg(long, required_unless_present = "from", value_name = "DATE[/DATE]")]
    said: Option<String>,
    /// The passage as printed
    #[arg(long, required_unless_present = "from")]
    text: Option<String>,
    /// Where it stands: paper and page, broadcast, address
    #[arg(long, required_unless_present = "from")]
    source: Option<String>,
    /// Address
    #[arg(long)]
    url: Option<String>,
    /// Outlet
    #[arg(long)]
    publisher: Option<String>,
    /// Day of printing
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// statement, decision, vote or belief
    #[arg(long)]
    act: Option<String>,
    /// Kind of an actor that is added: person, organization, government or group
    #[arg(long)]
    kind: Option<String>,
    /// Anything to remember
    #[arg(long)]
    note: Option<String>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context.store().await?;
    if let Some(file) = &args.from {
        return from_csv(&store, file, args.dry_run, &context).await;
    }
    let given = |name: &str| match name {
        "actor" => args.actor.clone(),
        "topic" => args.topic.clone(),
        "stance" => args.stance.clone(),
        "said" => args.said.clone(),
        "text" => args.text.clone(),
        "source" => args.source.clone(),
        "url" => args.url.clone(),
        "publisher" => args.publisher.clone(),
        "published" => args.published.clone(),
        "act" => args.act.clone(),
        "kind" => args.kind.clone(),
        "note" => args.note.clone(),
        _ => None,
    };
    let mut newcomers = Newcomers::new();
    let position = position(&given, &store, &mut newcomers, context.today).await?;
    let recorded = store
        .record(&[position], context.by(), args.dry_run)
        .await?;
    if let Some(Recorded::Forgotten(article)) = recorded.first() {
        return Err(forgotten(*article));
    }
    context.remark(match recorded.first() {
        Some(Recorded::Known) => "recorded before; nothing changed",
        _ if args.dry_run => "valid; nothing recorded, as asked",
        _ => "recorded",
    });
    announce(&newcomers, &context);
    if let (Some(Recorded::New(id)), false) = (recorded.first(), args.dry_run) {
        let verdicts = store.verdicts(*id).await?;
        context.print(&crate::report::claim(&store.claim(*id).await?, &verdicts))?;
    }
    Ok(Done::Well)
}

async fn from_csv(
    store: &Store,
    file: &Path,
    dry_run: bool,
    context: &Context,
) -> Result<Done, CliError> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| CliError::file(&name, &error))?;
    let Table { header, rows } = table(&name.to_string(), &bytes)?;
    for needed in ["actor", "topic", "stance", "said", "text", "source"] {
        if !header.iter().any(|h| h == needed) {
            return Err(CliError::new(format!(
                "{name}: no column \"{needed}\" among {}",
                header.join(", ")
            ))
            .hint(
                "columns are actor, topic, stance, said, text, source; see stance record --help",
            ));
        }
    }
    let mut newcomers = Newcomers::new();
    let (mut positions, mut taken, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut refuse = |line: u64, row: Vec<String>, error: &CliError| {
        eprintln!("refused: {name}:{line}: {error}");
        refused.push((row, error.to_string()));
    };
    for (line, row) in rows {
        let given = |field: &str| {
            let at = header.iter().position(|h| h == field)?;
            row.get(at).filter(|v| !v.is_empty()).cloned()
        };
        match position(&given, store, &mut newcomers, context.today).await {
            Ok(position) => {
                positions.push(position);
                taken.push((line, row));
            }
            Err(error) => refuse(line, row, &error),
        }
    }
    let recorded = store.record(&positions, context.by(), dry_run).await?;
    let (mut new, mut known) = (0, 0);
    for (outcome, (line, row)) in recorded.into_iter().zip(taken) {
        match outcome {
            Recorded::New(_) => new += 1,
            Recorded::Known => known += 1,
            Recorded::Forgotten(article) => refuse(line, row, &forgotten(article)),
        }
    }
    let verb = if dry_run {
        "would be recorded"
    } else {
        "recorded"
    };
    context.remark(&format!(
        "{} read: {new} {verb}, {known} known, {} refused",
        new + known + refused.len(),
        refused.len()
    ));
    announce(&newcomers, context);
    if refused.is_empty() {
        return Ok(Done::Well);
    }
    let aside = file.with_extension("refused.csv");
    let broken = |error: csv::Error| match error.kind() {
        csv::ErrorKind::Io(error) => CliError::file(aside.display(), error),
        _ => CliError::new(format!("{}: {error}", aside.display())),
    };
    let mut writer = csv::Writer::from_path(&aside).map_err(broken)?;
    writer
        .write_record(header.iter().map(String::as_str).chain(["refused because"]))
        .map_err(broken)?;
    for (row, reason) in &refused {
        // A short row is filled up, so that the reason stands in its column.
        let cells = (0..header.len()).map(|at| row.get(at).map_or("", String::as_str));
        writer
            .write_record(cells.chain([reason.as_str()]))
            .map_err(broken)?;
    }
    writer.flush()?;
    context.remark(&format!(
        "refused rows are in {}; mend them and read that file",
        aside.display()
    ));
    Ok(Done::WithFaults)
}

fn forgotten(article: i64) -> CliError {
    CliError::new("this passage was forgotten").hint(format!(
        "stance article show {article} says who did so, when and why"
    ))
}

/// Names that nobody is known by, each with those near it.
type Newcomers = BTreeMap<String, Vec<String>>;

/// Says who is new: a slip of the finger makes a new person, too.
fn announce(newcomers: &Newcomers, context: &Context) {
    for (name, near) in newcomers {
        context.remark(&match near.as_slice() {
            [] => format!("new actor: {name}"),
            near => format!(
                "new actor: {name}; did you mean {}? If so: stance actor merge \"{}\" \"{name}\"",
                near.join(", "),
                near[0]
            ),
        });
    }
}

async fn position(
    given: &Fields<'_>,
    store: &Store,
    newcomers: &mut Newcomers,
    today: NaiveDate,
) -> Result<ByHand, CliError> {
    let needed = |name: &str| typed::needed(given, name);
    let actor_name = needed("actor")?;
    let stance = typed::stance(given)?;
    let said = interval(&needed("said")?, today)?;
    if said.1 > today {
        return Err(
            CliError::new(format!("{} has not come yet", said.1)).hint("give the day of saying")
        );
    }
    let (actor, near) = match store.actor(&actor_name).await {
        Ok(id) => (Some(id), Vec::new()),
        Err(StoreError::NotFound { near, .. }) => (None, near),
        Err(error) => return Err(error.into()),
    };
    let new_name = actor_name.trim().to_owned();
    let position = ByHand {
        actor,
        actor_name,
        actor_kind: word(
            given("kind"),
            ActorKind::Person,
            "person, organization, government or group",
        )?,
        topic: store.topic(&needed("topic")?).await?,
        stance,
        act: typed::act(given)?,
        form: typed::form(given)?,
        said,
        evidence: needed("text")?,
        source: needed("source")?,
        url: given("url"),
        publisher: given("publisher"),
        published: given("published").map(|d| day(&d, today)).transpose()?,
        note: given("note"),
    };
    if position.actor.is_none() {
        newcomers.insert(new_name, near);
    }
    Ok(position)
}
