//! `stance db`: the database itself.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read};
use std::path::PathBuf;
use std::time::Duration;

use clap::Subcommand;

use super::Done;
use super::context::{Context, open_cluster, put};
use super::error::CliError;
use crate::report::{count, number};
use crate::store::Target;
use crate::store::embedded;

/// Where the database is; start, stop, install, upgrade, dump and restore it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print where psql reaches it, starting the embedded server
    #[command(after_help = "Example:\n  psql \"$(stance db url)\"")]
    Url,
    /// Start the embedded server; with --tcp for notebooks and Metabase, on 127.0.0.1
    #[command(after_help = "Example:\n  stance db up --tcp")]
    Up {
        /// Listen on 127.0.0.1 for the reader role, whose password is printed
        #[arg(long)]
        tcp: bool,
        /// Port for --tcp
        #[arg(long, default_value_t = 54329)]
        port: u16,
        /// Minutes that it stays up unused
        #[arg(long, default_value_t = 10)]
        keep: u64,
    },
    /// Say what is there, and how much it holds
    #[command(after_help = "Example:\n  stance db status")]
    Status,
    /// Get PostgreSQL into the data folder, where the machine has none
    #[command(after_help = "Example:\n  stance db install")]
    Install,
    /// Bring the schema up to date; every command does so by itself
    #[command(
        after_help = "Example:\n  stance db migrate --database postgresql://db.example/stance"
    )]
    Migrate,
    /// Write the whole record to a file, or to standard output
    #[command(after_help = "Example:\n  stance db dump stance.sql")]
    Dump {
        /// The file; must not be there yet
        file: Option<PathBuf>,
    },
    /// Read a dump into an empty database
    #[command(after_help = "Example:\n  stance db restore stance.sql --database copy")]
    Restore {
        /// The file, or - for standard input
        file: PathBuf,
    },
    /// Stop the embedded server
    #[command(after_help = "Example:\n  stance db stop")]
    Stop,
}

impl Args {
    /// Whether a database that is not there is made.
    pub(super) fn makes_database(&self) -> bool {
        matches!(
            self.verb,
            Verb::Migrate | Verb::Restore { .. } | Verb::Up { .. } | Verb::Url
        )
    }
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    match args.verb {
        Verb::Url => {
            let store = context.store().await?;
            put(format!("{}\n", url(&context)?))?;
            drop(store);
        }
        Verb::Up { tcp, port, keep } => up(&context, tcp.then_some(port), keep).await?,
        Verb::Status => status(&context).await?,
        Verb::Install => {
            let config = context.cluster()?;
            let folder =
                blocking(move || Ok(embedded::install(&config, &mut |step| eprintln!("{step}"))?))
                    .await?;
            context.remark(&format!("PostgreSQL is in {}", folder.display()));
        }
        Verb::Migrate => {
            context.store().await?;
            context.remark("the schema is up to date");
        }
        Verb::Dump { file } => dump(&context, file).await?,
        Verb::Restore { file } => {
            let source: Box<dyn Read + Send> = if file.as_os_str() == "-" {
                Box::new(std::io::stdin())
            } else {
                Box::new(File::open(&file).map_err(|error| CliError::file(file.display(), &error))?)
            };
            let store = context.store().await?;
            store.restore(&mut BufReader::new(source)).await?;
            context.remark(&format!(
                "restored: {}",
                count(store.totals().await?.articles, "article")
            ));
        }
        Verb::Stop => {
            let cluster = open_cluster(&context)?;
            let stopped = blocking(move || Ok(cluster.stop()?)).await?;
            context.remark(if stopped {
                "stopped"
            } else {
                "it was not running"
            });
        }
    }
    Ok(Done::Well)
}

fn url(context: &Context) -> Result<String, CliError> {
    Ok(match context.target()? {
        Target::Url(url) => url,
        Target::Embedded { database, .. } => open_cluster(context)?.url(&database),
    })
}

async fn up(context: &Context, tcp: Option<u16>, keep: u64) -> Result<(), CliError> {
    let Target::Embedded {
        mut config,
        database,
    } = context.target()?
    else {
        return Err(
            CliError::new("--database names a server, which stance does not start")
                .hint("without --database and DATABASE_URL it is the embedded one"),
        );
    };
    config.idle = Duration::from_secs(keep.max(1) * 60);
    let cluster = embedded::Cluster::open(config.clone())?;
    let (cluster, lease) = blocking(move || {
        let lease = match tcp {
            Some(port) => cluster.ensure_tcp(port)?,
            None => cluster.ensure()?,
        };
        Ok((cluster, lease))
    })
    .await?;
    // The reader role comes with the schema.
    let store = context.store().await?;
    match tcp {
        None => put(format!("{}\n", cluster.url(&database)))?,
        Some(port) => {
            let password = password()?;
            cluster.set_password("stance_reader", &password).await?;
            put(format!(
                "postgresql://stance_reader:{password}@127.0.0.1:{port}/{database}\n"
            ))?;
        }
    }
    context.remark(&format!(
        "it stays up while anybody is connected, and {} after",
        count(keep.max(1) as i64, "minute")
    ));
    drop((store, lease));
    Ok(())
}

async fn status(context: &Context) -> Result<(), CliError> {
    match context.target()? {
        Target::Url(_) => put("server       named by --database or DATABASE_URL\n")?,
        Target::Embedded { database, .. } => {
            let status = open_cluster(context)?.status();
            put(format!("folder       {}\n", status.root.display()))?;
            match status.major {
                Some(major) => put(format!(
                    "PostgreSQL   {major}, embedded; database {database}\n"
                ))?,
                None => put("PostgreSQL   embedded; no data yet\n")?,
            }
            match status.pid {
                Some(pid) if status.accepting => {
                    put(format!("server       running (process {pid})\n"))?
                }
                Some(pid) => put(format!(
                    "server       starting or stopping (process {pid})\n"
                ))?,
                None => put("server       stopped; any command starts it\n")?,
            }
            if let Some(port) = status.tcp {
                put(format!("listening    127.0.0.1:{port}\n"))?;
            }
            if status.major.is_none() {
                return Ok(());
            }
        }
    }
    let totals = context.store().await?.totals().await?;
    put(format!(
        "articles     {} in {} from {}\n",
        number(totals.articles),
        count(totals.stories, "story"),
        count(totals.outlets, "outlet")
    ))?;
    put(format!(
        "             {} without a date, {} in another language\n",
        number(totals.undated),
        number(totals.other_language)
    ))?;
    put(format!("claims       {}\n", number(totals.claims)))?;
    match totals.codebook_id {
        Some(version) => put(format!(
            "codebook     version {version}, {}\n",
            count(totals.topics, "topic")
        ))?,
        None => put("codebook     none yet; begin with: stance topic new \"…\"\n")?,
    }
    Ok(())
}

async fn dump(context: &Context, file: Option<PathBuf>) -> Result<(), CliError> {
    let store = context.store().await?;
    let Some(file) = file else {
        return Ok(store.dump(&mut BufWriter::new(std::io::stdout())).await?);
    };
    // Written aside and renamed: a dump that is there is whole.
    let aside = file.with_extension("part");
    if file.exists() {
        return Err(
            CliError::new(format!("{} is there already", file.display())).hint("name another file"),
        );
    }
    let out = File::create(&aside).map_err(|error| CliError::file(aside.display(), &error))?;
    store.dump(&mut BufWriter::new(&out)).await?;
    out.sync_all()?;
    std::fs::rename(&aside, &file).map_err(|error| CliError::file(file.display(), &error))?;
    context.remark(&format!("written to {}", file.display()));
    Ok(())
}

/// 144 random bits in hexadecimal.
fn password() -> Result<String, CliError> {
    let mut bytes = [0; 18];
    File::open("/dev/urandom").and_then(|mut f| f.read_exact(&mut bytes))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CliError> + Send + 'static,
) -> Result<T, CliError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| CliError::new(error.to_string()))?
}
