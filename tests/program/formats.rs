//! Every report in every format: each parses, and all agree on how many rows there are.

use serde_json::Value;

use super::demo::with_the_demo_articles;
use super::support::postgres::TestDb;

#[tokio::test]
async fn all_formats_parse_and_agree() {
    let database = TestDb::new().await;
    let program = with_the_demo_articles(&database);
    for report in [
        &["history", "--topic", "long-range-weapons"][..],
        &[
            "history",
            "--actor",
            "scholz",
            "--topic",
            "long-range-weapons",
        ],
        &["shifts"],
        &["shifts", "--topic", "israel-arms-exports"],
        &["matrix", "--at", "2024-10-01"],
        &["compare", "scholz", "macron"],
        &["claims"],
        &["claims", "--words", "escalation"],
        &["article", "list"],
        &["article", "show", "3"],
        &["actor", "list"],
        &["actor", "show", "scholz"],
        &["topic", "list"],
        &["topic", "show", "long-range-weapons"],
        &["eval", "shifts"],
    ] {
        let print = |format| program.ok(&[report, &["--format", format]].concat());
        let json: Value = serde_json::from_str(&print("json")).unwrap();
        let rows = json["rows"].as_array().unwrap();
        assert!(!rows.is_empty(), "{report:?} has no rows");
        assert!(
            json["report"].is_string() && json["basis"].is_object(),
            "{report:?}"
        );

        let lines = print("jsonl");
        let lines: Vec<Value> = lines
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(&lines, rows, "{report:?}");

        let csv = print("csv");
        let mut csv = csv::Reader::from_reader(csv.as_bytes());
        let width = csv.headers().unwrap().len();
        let records: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
        assert!(records.iter().all(|record| record.len() == width));
        let lists = |row: &Value| {
            row["stances"]
                .as_array()
                .map_or(1, |list| list.len().max(1))
        };
        // A table has no lists: a claim has a line for each of its stances.
        let flat: usize = rows.iter().map(lists).sum();
        assert_eq!(records.len(), flat, "{report:?}");

        for format in ["markdown", "table"] {
            let text = print(format);
            assert!(
                text.ends_with('\n') && !text.contains('\u{1b}'),
                "{report:?}"
            );
            assert!(
                text.trim().lines().count() > 2,
                "{report:?} as {format}: {text}"
            );
        }
    }
}
