//! A real PostgreSQL for the tests, which they start themselves: one throw-away cluster for all
//! test programs and threads, in it one migrated template, and a copy of that for each test.
//!
//! No environment variable is read. A machine without PostgreSQL gets it installed below the
//! target folder; where that cannot be done the tests fail, and say what to do.

use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection};
use stance::store::embedded::{Cluster, Config, EmbeddedError, ErrorKind, Lease, install};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::OnceCell;

/// The program whose hidden verb supervises the server.
pub const STANCE: &str = env!("CARGO_BIN_EXE_stance");

/// How long the server outlives the last test program; the next one is usually there sooner.
const IDLE: Duration = Duration::from_secs(5);

/// Key of the advisory lock under which the template is made.
const TEMPLATE_LOCK: i64 = 0x7374_616e_6365;

/// Prepares the template. The only thing here that knows what the tests' databases look like.
async fn migrate(connection: &mut PgConnection) {
    stance::store::migrate(connection)
        .await
        .expect("the schema is made");
}

/// A database of its own for one test, gone when dropped.
pub struct TestDb {
    /// How to connect to it as its owner.
    pub options: PgConnectOptions,
    /// The same for programs that take a URL.
    pub url: String,
    name: String,
}

impl TestDb {
    /// A fresh, migrated database.
    pub async fn new() -> TestDb {
        let cluster = tokio::task::spawn_blocking(cluster)
            .await
            .expect("the cluster starts");
        let template = template(cluster).await;
        let mut connection = connect(cluster, "postgres").await;
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("t_{}_{count}", std::process::id());
        // A killed test program with the same process id may have left one.
        run(
            &mut connection,
            format!("drop database if exists {name} with (force)"),
        )
        .await;
        run(
            &mut connection,
            format!("create database {name} template {template}"),
        )
        .await;
        TestDb {
            options: cluster.connect_options(&name),
            url: cluster.url(&name),
            name,
        }
    }

    /// An open connection to it.
    pub async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&self.options)
            .await
            .expect("the test's database is there")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let options = self.options.clone().database("postgres");
        let statement = format!("drop database if exists {} with (force)", self.name);
        // On a thread of its own, since a test's runtime cannot be waited for from inside it.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let mut connection = PgConnection::connect_with(&options).await?;
                sqlx::raw_sql(AssertSqlSafe(statement))
                    .execute(&mut connection)
                    .await?;
                connection.close().await
            })
        });
        // A database that stays is swept away by the next test program; it fails no test.
        drop(dropped.join());
    }
}

/// The running cluster of all tests. This program keeps it up until it ends. Blocks.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<(Cluster, Lease)> = OnceLock::new();
    let (cluster, _lease) = CLUSTER.get_or_init(|| {
        let (here, elsewhere) = roots();
        started(&here)
            .or_else(|error| match error.kind() {
                // Root's target folder lies in root's home, or somebody else built the tests.
                ErrorKind::NotEnterable { .. } | ErrorKind::Io { .. } => started(&elsewhere),
                _ => Err(error),
            })
            .unwrap_or_else(|error| panic!("the tests need PostgreSQL: {error}"))
    });
    cluster
}

/// Where the cluster may lie: in the target folder; else in the temporary folder, under a name
/// made from that and the user.
fn roots() -> (PathBuf, PathBuf) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // SAFETY: geteuid has no preconditions and cannot fail.
    let user = unsafe { libc::geteuid() };
    let name = hex(&Sha256::digest(target.as_os_str().as_encoded_bytes()));
    (
        target.join(format!("cluster-{user}")),
        std::env::temp_dir().join(format!("stance-tests-{user}-{name}")),
    )
}

fn started(root: &Path) -> Result<(Cluster, Lease), EmbeddedError> {
    let config = Config {
        idle: IDLE,
        durable: false,
        max_connections: 100,
        ..Config::new(root, STANCE)
    };
    let cluster = Cluster::open(config.clone())?;
    let lease = cluster.ensure().or_else(|error| match error.kind() {
        ErrorKind::NoBinaries { .. } | ErrorKind::MajorGone { .. } => {
            install(&config, &mut |step| eprintln!("{step}"))?;
            cluster.ensure()
        }
        // Without fsync a crash of the machine may leave anything behind; nothing in it is kept.
        ErrorKind::Start { folder, .. } if fs::remove_dir_all(folder).is_ok() => cluster.ensure(),
        _ => Err(error),
    })?;
    Ok((cluster, lease))
}

/// Name of the migrated template, which is made if it is not there yet. A changed migration has
/// another name.
async fn template(cluster: &Cluster) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(|| make_template(cluster)).await
}

async fn make_template(cluster: &Cluster) -> String {
    let name = format!("stance_template_{}", hex(&migrations()));
    let mut connection = connect(cluster, "postgres").await;
    let lock = "select pg_advisory_lock($1)";
    sqlx::query(lock)
        .bind(TEMPLATE_LOCK)
        .execute(&mut connection)
        .await
        .expect("the lock");
    sweep(&mut connection).await;
    let exists = "select exists (select from pg_database where datname = $1)";
    let exists: sqlx::Result<bool> = sqlx::query_scalar(exists)
        .bind(&name)
        .fetch_one(&mut connection)
        .await;
    if !exists.expect("the list of databases") {
        let building = format!("{name}_building");
        run(
            &mut connection,
            format!("drop database if exists {building} with (force)"),
        )
        .await;
        run(&mut connection, format!("create database {building}")).await;
        let mut inside = connect(cluster, &building).await;
        migrate(&mut inside).await;
        inside.close().await.expect("the connection closes");
        run(
            &mut connection,
            format!("alter database {building} rename to {name}"),
        )
        .await;
    }
    connection
        .close()
        .await
        .expect("the connection closes, and the lock with it");
    name
}

/// Removes the databases of test programs that were killed.
async fn sweep(connection: &mut PgConnection) {
    let names = "select datname from pg_database where datname like 't\\_%'";
    let names: Vec<String> = sqlx::query_scalar(names)
        .fetch_all(&mut *connection)
        .await
        .expect("a list of databases");
    for name in names {
        let process = name.split('_').nth(1).and_then(|id| id.parse().ok());
        // SAFETY: signal 0 is sent to nobody; it asks whether the process exists.
        if process.is_some_and(|id| unsafe { libc::kill(id, 0) } != 0) {
            run(
                connection,
                format!("drop database if exists {name} with (force)"),
            )
            .await;
        }
    }
}

async fn connect(cluster: &Cluster, database: &str) -> PgConnection {
    PgConnection::connect_with(&cluster.connect_options(database))
        .await
        .expect("a connection")
}

async fn run(connection: &mut PgConnection, statement: String) {
    let outcome = sqlx::raw_sql(AssertSqlSafe(statement.clone()))
        .execute(connection)
        .await;
    outcome.unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// A digest of everything that decides what a migrated database looks like.
fn migrations() -> Vec<u8> {
    let mut files = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"),
        &mut files,
    );
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(file.as_os_str().as_encoded_bytes());
        digest.update(fs::read(&file).expect("a migration can be read"));
    }
    digest.finalize().to_vec()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)
        } else {
            files.push(path)
        }
    }
}

fn hex(digest: &[u8]) -> String {
    digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
