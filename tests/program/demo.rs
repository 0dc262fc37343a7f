//! `stance demo`, and its articles for other tests.

use super::program::Program;
use super::support::home::{Home, real_programs};
use super::support::postgres::TestDb;

/// A program whose database holds the bundled articles under the bundled codebook.
pub fn with_the_demo_articles(database: &TestDb) -> Program {
    let program = Program::on(database);
    let bundled = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
    let codebook = format!("{bundled}/codebook.toml");
    program.ok(&["codebook", "apply", &codebook, "--quiet"]);
    program.ok(&["ingest", &format!("{bundled}/articles"), "--quiet"]);
    program
}

#[tokio::test]
async fn the_demo_uses_a_database_of_its_own_and_is_new_once() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let before = program.ok(&["db", "dump"]);
    let home = Home::with_data();
    let demo = |more: &[&str]| {
        let mut command = program.command(&["demo"]);
        command.args(more);
        command.env("STANCE_HOME", home.root());
        command.env("STANCE_PG_BIN", real_programs());
        super::program::Outcome::of(command.output().unwrap())
    };
    let first = demo(&[]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(
        first
            .stderr
            .contains("27 read: 27 new, 0 known, 0 revised, 0 refused"),
        "{}",
        first.stderr
    );
    assert!(first.stderr.contains("psql"), "{}", first.stderr);
    assert!(
        first.stdout.contains("Long-range weapons policy"),
        "{}",
        first.stdout
    );
    let second = demo(&["--database", &database.url]);
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    assert!(
        second
            .stderr
            .contains("27 read: 0 new, 27 known, 0 revised, 0 refused"),
        "{}",
        second.stderr
    );
    assert!(
        second.stderr.contains("nothing was new"),
        "{}",
        second.stderr
    );
    assert_eq!(second.stdout, first.stdout);
    assert_eq!(
        program.ok(&["db", "dump"]),
        before,
        "the named database was touched"
    );
}
