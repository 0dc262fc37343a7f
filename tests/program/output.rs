//! Where output goes, and which database is meant.

use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::process::Stdio;

use super::program::{Outcome, Program};
use super::support::postgres::TestDb;

const TOWN: &str = "Mira Holt said on Monday that the ferry pier should stay open.";

#[tokio::test]
async fn the_option_beats_the_environment() {
    let (named, other) = (TestDb::new().await, TestDb::new().await);
    let program = Program::on(&other);
    program.file("town.txt", TOWN);
    let count = ["sql", "select count(*) from article", "--format", "csv"];
    program.ok(&["--database", &named.url, "ingest", "town.txt"]);
    assert_eq!(program.ok(&count), "count\n0\n");
    let of_named = [&count[..], &["--database", &named.url]].concat();
    assert_eq!(program.ok(&of_named), "count\n1\n");
    assert_eq!(program.ok(&["db", "url"]).trim_end(), other.url);
    assert_eq!(
        program
            .ok(&["db", "url", "--database", &named.url])
            .trim_end(),
        named.url
    );
    let status = program.ok(&["db", "status", "--database", &named.url]);
    assert!(status.contains("articles     1 "), "{status}");
}

#[tokio::test]
async fn data_goes_to_standard_output_and_all_else_to_standard_error() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("town.txt", TOWN);
    let ingested = program.run(&["ingest", "town.txt"]);
    assert_eq!(ingested.stdout, "");
    assert!(
        ingested.stderr.contains("1 read: 1 new"),
        "{}",
        ingested.stderr
    );
    let quiet = program.run(&["ingest", "town.txt", "--quiet"]);
    assert_eq!((quiet.stdout, quiet.stderr), (String::new(), String::new()));
    let faulty = program.run(&["ingest", "gone.txt", "--quiet"]);
    assert_eq!((faulty.code, faulty.stdout.as_str()), (Some(1), ""));
    assert!(faulty.stderr.contains("gone.txt"), "{}", faulty.stderr);
    let listed = program.run(&["article", "list", "--format", "jsonl"]);
    assert_eq!(
        (listed.stdout.lines().count(), listed.stderr.as_str()),
        (1, "")
    );
}

#[tokio::test]
async fn a_reader_that_has_had_enough_is_no_error() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("town.txt", TOWN.repeat(500));
    program.ok(&["ingest", "town.txt", "--quiet"]);
    for many in [
        "stance sql 'select * from generate_series(1, 100000)'",
        "stance sql 'select * from generate_series(1, 100000)' --format jsonl",
        "stance extract town.txt",
        "stance db dump",
        "stance completions bash",
    ] {
        let line = format!("{{ {many}; echo \"exit $?\" >&2; }} | head -c 10 >/dev/null");
        let outcome = program.shell(&line);
        assert_eq!(outcome.stderr, "exit 0\n", "{many}");
    }
    // Little is lost in the pipe, unless its reader has gone before.
    program.file(
        "pier.toml",
        "[[topic]]\nid = \"pier\"\nname = \"Pier\"\nproposition = \"It should stay.\"\nabout = [\"ferry pier\"]\n",
    );
    program.ok(&["codebook", "apply", "pier.toml", "--quiet"]);
    for little in [
        "db url",
        "db status",
        "codebook export",
        "codebook check pier.toml",
        "topic new 'The pier should stay.' --quiet",
        "article list",
        "history --topic pier",
    ] {
        let line = format!("{{ sleep 0.1; stance {little}; echo \"exit $?\" >&2; }} | true");
        let outcome = program.shell(&line);
        assert_eq!(outcome.stderr, "exit 0\n", "{little}");
    }
}

#[tokio::test]
async fn colour_is_for_terminals_and_can_be_declined() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    program.file("town.txt", TOWN);
    program.ok(&["ingest", "town.txt", "--quiet"]);
    let show = ["article", "show", "1"];
    assert!(on_a_terminal(&program, &show, None).contains('\u{1b}'));
    assert!(!on_a_terminal(&program, &show, Some(("NO_COLOR", "1"))).contains('\u{1b}'));
    let declined = [&show[..], &["--no-color"]].concat();
    assert!(!on_a_terminal(&program, &declined, None).contains('\u{1b}'));
    assert!(!program.ok(&show).contains('\u{1b}'));
}

/// What the program prints on a terminal of 80 columns.
fn on_a_terminal(program: &Program, args: &[&str], variable: Option<(&str, &str)>) -> String {
    let (mut main, mut side) = (0, 0);
    let mut size = libc::winsize {
        ws_row: 24,
        ws_col: 80,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    let null = std::ptr::null_mut();
    // SAFETY: the pointers are to live variables, and both descriptors are new and ours.
    let (mut main, side) = unsafe {
        assert_eq!(
            libc::openpty(&mut main, &mut side, null, null.cast(), &raw mut size),
            0
        );
        (std::fs::File::from_raw_fd(main), OwnedFd::from_raw_fd(side))
    };
    let mut command = program.command(args);
    command.stdout(Stdio::from(side)).stderr(Stdio::null());
    if let Some((name, value)) = variable {
        command.env(name, value);
    }
    let mut child = command.spawn().unwrap();
    // Our own copy of the terminal's other end, which would keep the reading from ending.
    drop(command);
    let mut printed = Vec::new();
    let mut buffer = [0; 4096];
    // Linux reports an error where the last writer has gone, other systems an end.
    while let Ok(length) = main.read(&mut buffer)
        && length > 0
    {
        printed.write_all(&buffer[..length]).unwrap();
    }
    assert!(child.wait().unwrap().success());
    String::from_utf8(printed).unwrap()
}

#[tokio::test]
async fn usage_errors_exit_with_2() {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    for args in [
        &["histroy"][..],
        &["history", "--format", "xml", "--topic", "pier"],
        &["ingest"],
        &["review", "--confirm"],
        &[],
    ] {
        let outcome = program.run(args);
        assert_eq!(outcome.code, Some(2), "{args:?}");
        assert_eq!(outcome.stdout, "", "{args:?}");
    }
    let help = Outcome::of(program.command(&["--help"]).output().unwrap());
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
}
