//! Two runs at once: they wait for each other where they can touch the same, and leave what one run leaves.

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sqlx::{Connection, PgConnection};
use stance::model::Codebook;
use stance::store::Store;
use stance::store::write::Saved;
use stance::text::Engine;
use stance::text::stance::Parameters;

use super::dice::Dice;
use super::order::{Database, Text, assert_same, by_definition, prepared, take_in, texts};
use super::program::{Outcome, Program};

/// The near-copies that have a day: without one, a text touches everything, and nobody is beside it.
fn dated() -> Vec<Text> {
    let mut texts = texts();
    texts.retain(|text| text.day.is_some());
    texts
}

/// Every other of them, from the first on and from the second on.
fn halves(texts: &[Text]) -> [Vec<Text>; 2] {
    [0, 1].map(|first| texts.iter().skip(first).step_by(2).cloned().collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn runs_at_once_leave_what_one_run_leaves() {
    let all = dated();
    let expected = by_definition(&all);
    let mut dice = Dice(23);
    for (number, at_once) in [1, 1, 3, 8].into_iter().enumerate() {
        let database = Database::new().await;
        let mut running = Vec::new();
        for half in halves(&dice.shuffled(all.clone())) {
            for half in halves(&half) {
                let store = Store::with_options(database.db.options.clone(), None);
                let (store, run) = (store.await.unwrap(), database.run);
                running.push(tokio::spawn(async move {
                    take_in(&store, run, &half, at_once).await;
                }));
            }
        }
        for one in running {
            one.await.unwrap();
        }
        assert_same(
            &database.groups().await,
            &expected,
            &format!("of four runs at once, {number}"),
        );
    }
}

#[tokio::test]
async fn two_processes_at_once_leave_what_one_leaves() {
    let all = Dice(29).shuffled(dated());
    let database = Database::new().await;
    let program = Program::on(&database.db);
    let mut running = Vec::new();
    for (half, name) in halves(&all).iter().zip(["odd.jsonl", "even.jsonl"]) {
        let line = |text: &Text| {
            serde_json::json!({ "id": text.number.to_string(), "publisher": format!("Outlet {}", text.number),
                "date": text.day, "language": "en", "text": text.text })
            .to_string()
        };
        let lines: Vec<String> = half.iter().map(line).collect();
        program.file(name, lines.join("\n"));
        let mut command = program.command(&["ingest", name]);
        running.push(std::thread::spawn(move || {
            Outcome::of(command.output().unwrap())
        }));
    }
    for one in running {
        let outcome = one.join().unwrap();
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    }
    assert_same(
        &database.groups().await,
        &by_definition(&all),
        "of two processes",
    );
}

/// Waits until somebody waits for a lock of this kind.
async fn somebody_waits_for(kind: &str, connection: &mut PgConnection) {
    let since = Instant::now();
    loop {
        let waits: bool = sqlx::query_scalar(
            "select exists (select from pg_locks l join pg_stat_activity a using (pid) \
                where not l.granted and l.locktype = $1 and a.datname = current_database())",
        )
        .bind(kind)
        .fetch_one(&mut *connection)
        .await
        .unwrap();
        if waits {
            return;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "nobody waits");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_what_has_a_key_in_common_is_waited_for() {
    let database = Database::new().await;
    let engine = Engine::new(&Codebook::default(), Parameters::default());
    let report = dated().swap_remove(0);
    let text = |number: usize, (year, month, day)| Text {
        number,
        day: NaiveDate::from_ymd_opt(year, month, day),
        ..report.clone()
    };
    let save = |text: Text| {
        let (store, run, batch) = (
            database.store.clone(),
            database.run,
            [prepared(&text, &engine)],
        );
        tokio::spawn(async move { store.writer().save(run, &batch).await.unwrap() })
    };
    // A run that is held up in the middle: its outlet is being entered by somebody else.
    let mut other = database.db.connect().await;
    let mut watcher = database.db.connect().await;
    let mut entering = other.begin().await.unwrap();
    sqlx::query("insert into publisher (name) values ('Outlet 1')")
        .execute(&mut *entering)
        .await
        .unwrap();
    let held_up = save(text(1, (2024, 3, 5)));
    somebody_waits_for("transactionid", &mut watcher).await;
    // The same words of another year, in another outlet.
    let of_another_year =
        tokio::time::timeout(Duration::from_secs(60), save(text(2, (2021, 3, 5))));
    let saved = of_another_year.await.expect("it waits").unwrap();
    assert!(matches!(saved, Saved::Stored(_)));
    // The same words a day later.
    let copy = save(text(3, (2024, 3, 6)));
    somebody_waits_for("advisory", &mut watcher).await;
    assert!(!held_up.is_finished() && !copy.is_finished());
    entering.rollback().await.unwrap();
    for one in [held_up, copy] {
        assert!(matches!(one.await.unwrap(), Saved::Stored(_)));
    }
    let stories: Vec<Vec<String>> = database
        .groups()
        .await
        .stories
        .into_iter()
        .map(|story| story.into_iter().collect())
        .collect();
    assert_eq!(stories, [vec!["1", "3"], vec!["2"]]);
}
