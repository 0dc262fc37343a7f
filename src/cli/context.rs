//! What every verb shares: the global options, the clock, the way to the database and to the output.

use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, Local, NaiveDate, Utc};
use clap::Args;

use super::error::CliError;
use super::output::Output;
use crate::model::SnapshotRow;
use crate::report::{self, Block, Format, Line, Report, count, printed_day};
use crate::store::embedded::{self, Cluster, Config};
use crate::store::read::{AsRecorded, Scope, Since};
use crate::store::{Store, Target};

/// Who decides where nobody is named.
const NOBODY: &str = "unknown";

/// Database of the embedded cluster that is used where none is named.
const DATABASE: &str = "stance";

/// Options that every verb takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Server to use (postgresql://…), or name of a database in the embedded PostgreSQL; without it,
    /// what DATABASE_URL says
    #[arg(long, global = true, value_name = "URL|NAME")]
    database: Option<String>,
    /// How to print; without it, what the ending of --output says, or a table
    #[arg(long, global = true, value_name = "FORMAT", value_parser = Format::NAMES)]
    pub(super) format: Option<String>,
    /// File to print into: report.html, chart.svg, rows.csv, …
    #[arg(long, short, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only what was said on this day or later: 2024-09-13, monday, "2 weeks ago"
    #[arg(long, global = true, value_name = "DATE")]
    said_since: Option<String>,
    /// Only what was printed on this day or later
    #[arg(long, global = true, value_name = "DATE")]
    published_since: Option<String>,
    /// Only what was taken in on this day or later
    #[arg(long, global = true, value_name = "DATE")]
    added_since: Option<String>,
    /// What the database said then: a day (its end), or a time as 2024-09-13T18:00Z
    #[arg(long, global = true, value_name = "TIME")]
    pub(super) as_recorded: Option<String>,
    /// Who decides and records, for the record; without it, the user's name
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
    /// No progress and no remarks, only data and errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// No colour
    #[arg(long, global = true)]
    pub(super) no_color: bool,
}

/// Global options with what the machine adds.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) global: Global,
    /// The day that reports take for today: that of the run, local, or of what was recorded then.
    pub(super) today: NaiveDate,
    /// The day that pages say they were made on.
    pub(super) made_on: NaiveDate,
    /// Where and how reports are printed.
    pub(super) output: Output,
    scope: Scope,
    /// Until when the record goes that reports are made of; none for now.
    as_recorded: Option<DateTime<Utc>>,
    /// The snapshot that reports are made of.
    snapshot: Option<SnapshotRow>,
    /// Whether a database that is not there is made: a command that only reads does not.
    pub(super) makes_database: bool,
}

impl Context {
    pub(super) fn new(mut global: Global) -> Result<Self, CliError> {
        // Read here and not by clap, which would show options that nobody gave in its usage lines.
        global.database = global
            .database
            .or_else(|| std::env::var("DATABASE_URL").ok());
        global.by = ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .fold(global.by, |by, name| {
                by.filter(|by| !by.trim().is_empty()).or(Some(name))
            });
        let output = Output::new(global.format.as_deref(), global.output.as_deref())?;
        let today = Local::now().date_naive();
        let scope = Scope {
            said_since: global
                .said_since
                .as_deref()
                .map(|d| day(d, today))
                .transpose()?,
            published_since: global
                .published_since
                .as_deref()
                .map(|d| day(d, today))
                .transpose()?,
            added_since: global
                .added_since
                .as_deref()
                .map(|d| day(d, today))
                .transpose()?
                .map(|day| Since::day(day).known_at),
            ..Scope::default()
        };
        let as_recorded = global
            .as_recorded
            .as_deref()
            .map(|given| end_of(given, today))
            .transpose()?;
        let then = as_recorded.map(|time| time.with_timezone(&Local).date_naive());
        Ok(Self {
            global,
            made_on: today,
            today: then.map_or(today, |then| then.min(today)),
            output,
            scope,
            as_recorded,
            snapshot: None,
            makes_database: false,
        })
    }

    /// Who decides and records.
    pub(super) fn by(&self) -> &str {
        self.global
            .by
            .as_deref()
            .filter(|name| !name.trim().is_empty())
            .unwrap_or(NOBODY)
    }

    /// Says that what is about to be recorded names nobody, where that is so.
    pub(super) fn warn_of_nobody(&self) {
        if self.by() == NOBODY {
            self.remark("warning: it is recorded as done by unknown; say who with --by NAME");
        }
    }

    /// The time window of the global options, for all actors and topics.
    pub(super) fn scope(&self) -> Scope {
        self.scope.clone()
    }

    /// The last day that is asked for, which is not before the first.
    pub(super) fn until(&self, given: Option<&str>) -> Result<Option<NaiveDate>, CliError> {
        let until = given.map(|given| day(given, self.today)).transpose()?;
        match (self.scope.said_since, until) {
            (Some(since), Some(until)) if until < since => Err(CliError::new(format!(
                "--said-until {until} is before --said-since {since}: nothing was said then"
            ))
            .hint("give a later --said-until, or an earlier --said-since")),
            _ => Ok(until),
        }
    }

    /// The time window in words; none where everything is asked for.
    pub(super) fn window(&self) -> Option<String> {
        let added = self.scope.added_since;
        let parts = [
            ("said", self.scope.said_since),
            ("published", self.scope.published_since),
            (
                "added",
                added.map(|time| time.with_timezone(&Local).date_naive()),
            ),
        ];
        let told: Vec<String> = parts
            .into_iter()
            .filter_map(|(what, day)| Some(format!("{what} since {}", printed_day(day?))))
            .collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// Of which record reports are made, in words; none for what is known now.
    pub(super) fn recorded(&self) -> Option<String> {
        if let Some(found) = &self.snapshot {
            return Some(format!(
                "snapshot {} of {}",
                found.name,
                printed_day(found.made_at.date_naive())
            ));
        }
        let until = self.as_recorded?;
        let time = until.with_timezone(&Local);
        Some(match time.time() == LAST {
            true => format!(
                "as recorded by the end of {}",
                printed_day(time.date_naive())
            ),
            false => format!("as recorded by {}", until.format("%Y-%m-%dT%H:%M:%SZ")),
        })
    }

    /// A report that says of which record it is, and what of that is not there any more.
    /// For a `scope`, also how much outlets do not stand by and is left out.
    pub(super) async fn of_record(
        &self,
        store: &Store,
        report: Report,
        scope: Option<&Scope>,
    ) -> Result<Report, CliError> {
        let mut told = report.narrowed(self.recorded().as_deref());
        let recorded = store.recorded();
        if let Some(scope) =
            scope.filter(|_| recorded.snapshot.is_none() && !recorded.with_corrected)
        {
            let left_out = store.left_out(scope).await?;
            if left_out > 0 {
                told.extra.insert("left_out".into(), left_out.into());
            }
            told.blocks
                .extend(report::left_out(left_out).map(Block::Note));
        }
        let gone = store.forgotten_since().await?;
        if gone > 0 {
            let line = format!(
                "{} on record then {} forgotten since: nothing of it can be told",
                count(gone, "article"),
                if gone == 1 { "was" } else { "were" }
            );
            told.blocks.push(Block::Note(Line::plain(line)));
        }
        Ok(told)
    }

    /// Makes all reports from now on of a snapshot, as on its day.
    pub(super) fn look_at(&mut self, found: SnapshotRow) {
        self.today = found.day;
        self.made_on = found.made_at.date_naive();
        self.snapshot = Some(found);
    }

    /// The snapshot that reports are made of.
    pub(super) fn snapshot(&self) -> Option<&SnapshotRow> {
        self.snapshot.as_ref()
    }

    /// Whether reports are made of the present record, and not of an earlier one.
    pub(super) fn is_of_now(&self) -> bool {
        self.as_recorded.is_none() && self.snapshot.is_none()
    }

    /// Drops the time window; returns it in words, where there was one.
    pub(super) fn widen(&mut self) -> Option<String> {
        let window = self.window();
        self.scope = Scope::default();
        window
    }

    /// The time window with actors and topics by ids, names or aliases; none of them for all.
    pub(super) async fn scope_of(
        &self,
        store: &Store,
        actors: &[String],
        topics: &[String],
    ) -> Result<Scope, CliError> {
        let mut scope = self.scope();
        for actor in actors {
            scope.actors.push(store.actor(actor).await?);
        }
        for topic in topics {
            scope.topics.push(store.topic(topic).await?);
        }
        Ok(scope)
    }

    /// Where the embedded cluster lies and how it runs.
    pub(super) fn cluster(&self) -> Result<Config, CliError> {
        let program = std::env::current_exe()
            .map_err(|error| CliError::new(format!("the program cannot find itself: {error}")))?;
        let mut config = Config::new(home()?, program);
        config.pg_bin = std::env::var_os("STANCE_PG_BIN").map(PathBuf::from);
        Ok(config)
    }

    /// The database that the options name.
    pub(super) fn target(&self) -> Result<Target, CliError> {
        match self
            .global
            .database
            .as_deref()
            .filter(|d| !d.trim().is_empty())
        {
            Some(url) if url.contains("://") => Ok(Target::Url(url.to_owned())),
            Some(name) => self.embedded(name),
            None => self.embedded(DATABASE),
        }
    }

    /// Whether the options name a database of the embedded cluster.
    pub(super) fn is_embedded(&self) -> Result<bool, CliError> {
        Ok(matches!(self.target()?, Target::Embedded { .. }))
    }

    /// A database of the embedded cluster, whatever the options name.
    pub(super) fn embedded(&self, database: &str) -> Result<Target, CliError> {
        Ok(Target::Embedded {
            config: self.cluster()?,
            database: database.to_owned(),
        })
    }

    /// Opens the database that the options name.
    pub(super) async fn store(&self) -> Result<Store, CliError> {
        // A name that nobody gave is the one that every command uses.
        let make = self.makes_database || self.global.database.is_none();
        let store = Store::open_or_make(&self.target()?, make).await?;
        let store = store.as_recorded(AsRecorded {
            until: self.as_recorded,
            snapshot: self.snapshot.as_ref().map(|found| found.snapshot_id),
            ..AsRecorded::default()
        });
        // A name mistyped is a database made: better said than wondered at.
        if let (true, Some(name)) = (store.is_made(), &self.global.database) {
            self.remark(&format!("database {name} is new, and empty"));
        }
        Ok(store)
    }

    /// Says something to the person at the terminal, not to whoever reads the data.
    pub(super) fn remark(&self, text: &str) {
        if !self.global.quiet {
            // Nobody is left to tell if stderr is gone.
            let _ = writeln!(anstream::stderr(), "{text}");
        }
    }
}

/// Writes data to standard output. Unlike `print!` it does not panic where the reader has gone.
pub(super) fn put(data: impl AsRef<[u8]>) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    out.write_all(data.as_ref())?;
    out.flush()?;
    Ok(())
}

/// The embedded cluster of a machine: stops and describes it without opening a database.
pub(super) fn open_cluster(context: &Context) -> Result<Cluster, CliError> {
    Ok(Cluster::open(context.cluster()?)?)
}

/// The folder that holds the embedded cluster.
fn home() -> Result<PathBuf, CliError> {
    if let Some(folder) = std::env::var_os("STANCE_HOME").filter(|f| !f.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    embedded::default_root()
        .ok_or_else(|| CliError::new("no data folder").hint("set STANCE_HOME to a folder of yours"))
}

/// A day as people write it on a command line.
pub(super) fn day(given: &str, today: NaiveDate) -> Result<NaiveDate, CliError> {
    let given = given.trim();
    if let Ok(day) = given.parse() {
        return Ok(day);
    }
    let now = Local::now();
    let dialect = interim::Dialect::Us;
    interim::parse_date_string(given, now, dialect)
        .map(|time| {
            let day = time.date_naive();
            // "monday" on a Wednesday is the one behind us: news looks back.
            if day > today
                && given.chars().all(char::is_alphabetic)
                && given.to_lowercase() != "tomorrow"
            {
                day - chrono::Days::new(7)
            } else {
                day
            }
        })
        .map_err(|_| {
            CliError::new(format!("\"{given}\" is not a day"))
                .hint("write 2024-09-13, 13 Sep 2024, monday, yesterday or \"2 weeks ago\"")
        })
}

/// The last moment of a day.
const LAST: chrono::NaiveTime = match chrono::NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999) {
    Some(time) => time,
    None => chrono::NaiveTime::MIN,
};

/// A time as it is given, or the end of a day, local.
fn end_of(given: &str, today: NaiveDate) -> Result<DateTime<Utc>, CliError> {
    let given = given.trim();
    let future = || {
        CliError::new(format!("nothing is recorded of {given} yet")).hint(
            "give a day or time that has come, or leave --as-recorded out for what is known now",
        )
    };
    let time = DateTime::parse_from_rfc3339(given)
        .or_else(|_| DateTime::parse_from_str(given, "%Y-%m-%dT%H:%M%#z"));
    if let Ok(time) = time {
        let time = time.to_utc();
        return if time > Utc::now() {
            Err(future())
        } else {
            Ok(time)
        };
    }
    let day = day(given, today)?;
    if day > today {
        return Err(future());
    }
    let last = day.and_time(LAST).and_local_timezone(Local).latest();
    Ok(last.map_or_else(|| day.and_time(LAST).and_utc(), |time| time.to_utc()))
}
