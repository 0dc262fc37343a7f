//! A data folder for tests of the embedded PostgreSQL itself, and a machine to find programs on.

use super::postgres::{STANCE, cluster};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use stance::store::embedded::{Cluster, Config, Search};
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A scratch folder that the server's user may enter even when we are root. When dropped, the
/// server on it is stopped and the folder removed.
pub struct Home {
    scratch: tempfile::TempDir,
}

impl Home {
    /// An empty one.
    pub fn new() -> Home {
        let scratch = tempfile::Builder::new()
            .prefix("stance-home-")
            .tempdir()
            .unwrap();
        fs::set_permissions(scratch.path(), fs::Permissions::from_mode(0o711)).unwrap();
        Home { scratch }
    }

    /// One with a cluster in it, for tests of what comes after `initdb`, which takes a while.
    pub fn with_data() -> Home {
        let home = Home::new();
        let (data, _lock) = prepared_data();
        let root = home.cluster().root().to_owned();
        let copied = Command::new("cp").arg("-a").arg(data).arg(root).status();
        assert!(copied.unwrap().success());
        home
    }

    /// A path in the scratch folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// The cluster's root.
    pub fn root(&self) -> PathBuf {
        self.path("home")
    }

    /// Runs for a long time unused, and does not sync, since no test here pulls the plug.
    pub fn config(&self) -> Config {
        Config {
            pg_bin: Some(real_programs()),
            idle: Duration::from_secs(60),
            durable: false,
            ..Config::new(self.root(), STANCE)
        }
    }

    /// The cluster of [`Home::config`].
    pub fn cluster(&self) -> Cluster {
        Cluster::open(self.config()).unwrap()
    }

    /// Writes a shell script, executable by everybody, into `folder` of the scratch folder.
    pub fn script(&self, folder: &str, name: &str, body: &str) -> PathBuf {
        let folder = self.path(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let file = folder.join(name);
        fs::write(&file, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        folder
    }

    /// Server programs that claim to be of `major`, and whose `initdb` first runs `before`.
    pub fn programs(&self, folder: &str, major: u32, before: &str) -> PathBuf {
        let real = real_programs();
        let real = real.display();
        let version =
            format!("[ \"$1\" = --version ] && echo 'postgres (PostgreSQL) {major}.1' && exit");
        self.script(
            folder,
            "postgres",
            &format!("{version}\nexec {real}/postgres \"$@\""),
        );
        self.script(
            folder,
            "initdb",
            &format!("{before}\nexec {real}/initdb \"$@\""),
        )
    }

    /// Starts `cluster.ensure()` in a process of its own, which ends as soon as it has the lease.
    pub fn starter(&self, programs: &Path) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "starter", "--nocapture"])
            .env("EMBEDDED_TEST_ROOT", self.root())
            .env("EMBEDDED_TEST_PROGRAMS", programs)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What the process of [`Home::starter`] does.
    pub fn start_as_told() {
        let Some(root) = std::env::var_os("EMBEDDED_TEST_ROOT") else {
            return;
        };
        let programs = std::env::var_os("EMBEDDED_TEST_PROGRAMS").unwrap();
        let config = Config {
            pg_bin: Some(programs.into()),
            durable: false,
            ..Config::new(root, STANCE)
        };
        drop(Cluster::open(config).unwrap().ensure().unwrap());
    }

    /// The names in the cluster's root.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.root()).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if self.root().is_dir()
            && let Ok(cluster) = Cluster::open(self.config())
        {
            let _ = cluster.stop();
        }
    }
}

/// The data of a cluster that was made once and never used, and the lock that keeps others from
/// making it meanwhile.
fn prepared_data() -> (PathBuf, File) {
    let beside = cluster();
    let lock = File::create(beside.root().join("prepared.lock")).unwrap();
    lock.lock().unwrap();
    let major = beside.status().major.unwrap();
    let config = Config {
        pg_bin: Some(real_programs()),
        durable: false,
        ..Config::new(beside.root().join(format!("prepared-{major}")), STANCE)
    };
    let prepared = Cluster::open(config).unwrap();
    if prepared.status().data.is_none() {
        drop(prepared.ensure().unwrap());
    }
    // Also where a test program was killed before it came to this.
    prepared.stop().unwrap();
    (prepared.status().data.unwrap(), lock)
}

/// The folder of real server programs, which the machine has or the test cluster installed.
pub fn real_programs() -> PathBuf {
    cluster()
        .status()
        .programs
        .expect("the test cluster runs, so it has programs")
}

/// A machine on which programs are found in `folders` and nowhere else.
pub fn only_in(folders: &[&Path]) -> Search {
    Search {
        path: folders.iter().map(|folder| folder.to_path_buf()).collect(),
        patterns: vec![],
    }
}

/// Runs one statement in `database` and returns its first column as text.
pub async fn ask(cluster: &Cluster, database: &str, statement: &str) -> sqlx::Result<Vec<String>> {
    let mut connection = PgConnection::connect_with(&cluster.connect_options(database)).await?;
    let rows = sqlx::query_scalar(AssertSqlSafe(statement.to_owned()))
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    Ok(rows)
}

/// Waits until `done`, and fails the test after ten seconds.
pub fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let since = Instant::now();
    while !done() {
        assert!(
            since.elapsed() < Duration::from_secs(10),
            "{what}: not within ten seconds"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Kills a process of a cluster that the test itself started, unless it has just ended: a
/// supervisor does so when its server is killed.
pub fn kill_9(pid: i32) {
    assert!(pid > 1);
    // SAFETY: kill touches no memory of ours.
    unsafe { libc::kill(pid, libc::SIGKILL) };
}

/// The parent of a process: of a server, its supervisor.
pub fn parent(pid: i32) -> i32 {
    let parent = match fs::read_to_string(format!("/proc/{pid}/stat")) {
        Ok(stat) => stat
            .rsplit(')')
            .next()
            .unwrap()
            .split_whitespace()
            .nth(1)
            .map(str::to_owned),
        Err(_) => {
            let ps = Command::new("ps")
                .args(["-o", "ppid=", "-p", &pid.to_string()])
                .output();
            String::from_utf8(ps.unwrap().stdout).ok()
        }
    };
    parent.unwrap().trim().parse().unwrap()
}

/// A command that runs as the owner of `path`.
pub fn as_owner(path: &Path, program: &str) -> Command {
    use std::os::unix::process::CommandExt;
    let owner = fs::metadata(path).unwrap();
    let mut command = Command::new(program);
    // SAFETY: geteuid has no preconditions and cannot fail.
    if unsafe { libc::geteuid() } == 0 {
        command.uid(owner.uid()).gid(owner.gid());
    }
    command
}
