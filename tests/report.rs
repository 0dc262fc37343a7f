//! Every case of `fixtures/report/*.json`: rows in, whole reports out.
//!
//! A case names its report and gives rows; what a row does not say is taken from `base.json`, so
//! that a case shows what it is about. Expected outputs lie beside it: `.txt` (80 columns),
//! `.narrow.txt` (44), `.md`, `.csv`, `.out.json`, `.jsonl`. `STANCE_BLESS=1` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use stance::model::{
    ClaimRow, Coverage, HistoryRow, MatrixCell, PositionRow, Role, ShiftRow, Topic,
};
use stance::report::{self, Basis, Format, Report, Style, render};

/// What a case may give; each report reads its own part.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Case {
    report: String,
    actor: Option<String>,
    topic: Option<Head>,
    actors: Vec<String>,
    today: chrono::NaiveDate,
    all: bool,
    title: String,
    columns: Vec<String>,
    coverage: Coverage,
    everywhere: Option<Coverage>,
    window: Option<String>,
    rows: Vec<Value>,
    shifts: Vec<Value>,
    positions: Vec<Value>,
    before: Vec<Value>,
    row: Value,
    roles: Vec<Role>,
    terms: Topic,
    lead: [String; 2],
    trail: [String; 2],
    total: Option<i64>,
    among: Option<i64>,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            report: String::new(),
            actor: None,
            topic: None,
            actors: Vec::new(),
            today: chrono::NaiveDate::from_ymd_opt(2024, 11, 20).unwrap(),
            all: false,
            title: String::new(),
            columns: Vec::new(),
            coverage: Coverage::default(),
            everywhere: None,
            window: None,
            rows: Vec::new(),
            shifts: Vec::new(),
            positions: Vec::new(),
            before: Vec::new(),
            row: Value::Null,
            roles: Vec::new(),
            terms: Topic::default(),
            lead: Default::default(),
            trail: Default::default(),
            total: None,
            among: None,
        }
    }
}

#[derive(Default, Deserialize)]
struct Head {
    name: String,
    proposition: String,
}

/// Fills rows up from `base.json`.
struct Bases(Map<String, Value>);

impl Bases {
    fn read(folder: &Path) -> Self {
        Self(serde_json::from_str(&fs::read_to_string(folder.join("base.json")).unwrap()).unwrap())
    }

    fn fill(&self, kind: &str, given: &Value) -> Value {
        let mut whole = self.0[kind].as_object().unwrap().clone();
        whole.extend(given.as_object().cloned().unwrap_or_default());
        for (part, base) in [("before", "end"), ("after", "end")] {
            if kind == "shift" {
                let end = self.fill(base, whole.get(part).unwrap_or(&Value::Null));
                whole.insert(part.into(), end);
            }
        }
        if kind == "claim" {
            let stances = whole["stances"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| self.fill("stance", one))
                .collect();
            whole.insert("stances".into(), stances);
        }
        Value::Object(whole)
    }

    fn one<T: DeserializeOwned>(&self, kind: &str, given: &Value) -> T {
        serde_json::from_value(self.fill(kind, given)).unwrap()
    }

    fn rows<T: DeserializeOwned>(&self, kind: &str, given: &[Value]) -> Vec<T> {
        given.iter().map(|row| self.one(kind, row)).collect()
    }
}

fn build(case: &Case, bases: &Bases) -> Report {
    let shifts: Vec<ShiftRow> = bases.rows("shift", &case.shifts);
    let positions: Vec<PositionRow> = bases.rows("position", &case.positions);
    let cells = || bases.rows::<MatrixCell>("cell", &case.rows);
    let among = case.among.map(Basis::of_statements);
    match case.report.as_str() {
        "history" => {
            let topic = case.topic.as_ref();
            let query = report::HistoryQuery {
                actor: case.actor.as_deref(),
                topic: topic.map(|head| report::TopicHead {
                    name: &head.name,
                    proposition: &head.proposition,
                }),
                all: case.all,
                window: case.window.as_deref(),
                everywhere: case.everywhere.as_ref(),
                today: case.today,
            };
            report::history(
                &query,
                &bases.rows::<HistoryRow>("history", &case.rows),
                &shifts,
                &case.coverage,
            )
        }
        "shifts" => {
            let query = report::ShiftsQuery {
                actor: case.actor.as_deref(),
                topic: case.topic.as_ref().map(|head| head.name.as_str()),
                among: among.as_ref(),
            };
            report::shifts(&query, &shifts)
        }
        "shift" => {
            let around = |at: usize| report::Surroundings {
                lead: case.lead[at].clone(),
                trail: case.trail[at].clone(),
            };
            report::shift_detail(
                &shifts[0],
                &around(0),
                &around(1),
                &bases.rows::<HistoryRow>("history", &case.rows),
            )
        }
        "matrix" => {
            let query = report::MatrixQuery {
                day: case.today,
                all: case.all,
                behind: among.as_ref(),
            };
            report::matrix(&query, &cells())
        }
        "compare" => {
            let actors: Vec<&str> = case.actors.iter().map(String::as_str).collect();
            report::compare(&actors, case.today, &cells())
        }
        "claims" => {
            let query = report::ClaimsQuery {
                filter: &case.title,
                total: case.total,
            };
            report::claims(&query, &bases.rows::<ClaimRow>("claim", &case.rows))
        }
        "claim" => report::claim(&bases.one("claim", &case.row)),
        "article" => report::article_show(
            &bases.one("article", &case.row),
            &bases.rows::<ClaimRow>("claim", &case.rows),
        ),
        "articles" => report::article_list(&bases.rows("article", &case.rows), None),
        "actors" => report::actor_list(&bases.rows("actor", &case.rows)),
        "actor" => report::actor_show(
            &bases.one("actor", &case.row),
            &case.roles,
            &positions,
            &shifts,
        ),
        "topics" => report::topic_list(&bases.rows("topic", &case.rows)),
        "topic" => report::topic_show(
            &bases.one("topic", &case.row),
            &case.terms,
            &positions,
            &shifts,
        ),
        "changes" => {
            let before: Vec<PositionRow> = bases.rows("position", &case.before);
            report::positions_diff(&case.title, &before, &positions)
        }
        "sql" => {
            let rows = case
                .rows
                .iter()
                .map(|row| row.as_object().unwrap().clone())
                .collect();
            report::listing("sql", &case.title, case.columns.clone(), rows)
        }
        other => panic!("no report {other:?}"),
    }
}

fn outputs(report: &Report) -> Vec<(&'static str, String)> {
    let plain = |width| {
        render(
            report,
            Format::Table,
            &Style {
                width,
                colour: false,
            },
        )
    };
    let style = Style::default();
    vec![
        ("txt", plain(80)),
        ("narrow.txt", plain(44)),
        ("md", render(report, Format::Markdown, &style)),
        ("csv", render(report, Format::Csv, &style)),
        ("out.json", render(report, Format::Json, &style)),
        ("jsonl", render(report, Format::Jsonl, &style)),
    ]
}

fn cases() -> (PathBuf, Vec<(PathBuf, Report)>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/report");
    let bases = Bases::read(&folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .filter(|path| {
            !path.to_string_lossy().ends_with(".out.json") && path.file_stem().unwrap() != "base"
        })
        .collect();
    files.sort();
    let built = files.into_iter().map(|path| {
        let case: Case = serde_json::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let report = build(&case, &bases);
        (path, report)
    });
    let built = built.collect();
    (folder, built)
}

#[test]
fn every_case_prints_as_expected_in_every_format() {
    let bless = std::env::var_os("STANCE_BLESS").is_some();
    let mut wrong = Vec::new();
    for (path, report) in cases().1 {
        for (ending, printed) in outputs(&report) {
            let expected = path.with_extension(ending);
            if bless {
                fs::write(&expected, &printed).unwrap();
            } else if fs::read_to_string(&expected).unwrap_or_default() != printed {
                wrong.push(format!("{}\n--- is now:\n{printed}", expected.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n(STANCE_BLESS=1 accepts)",
        wrong.join("\n")
    );
}

#[test]
fn nothing_printed_acts_on_a_terminal() {
    for (path, report) in cases().1 {
        for (ending, printed) in outputs(&report) {
            let acting = printed.chars().find(|c| {
                (c.is_control() && !matches!(c, '\n' | '\t'))
                    || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            });
            assert_eq!(acting, None, "{} as {ending}", path.display());
        }
    }
}

#[test]
fn colour_adds_colour_and_nothing_else() {
    for (path, report) in cases().1 {
        for width in [10, 44, 80, 200] {
            let colour = render(
                &report,
                Format::Table,
                &Style {
                    width,
                    colour: true,
                },
            );
            let plain = render(
                &report,
                Format::Table,
                &Style {
                    width,
                    colour: false,
                },
            );
            let stripped = anstream::adapter::strip_str(&colour).to_string();
            assert_eq!(stripped, plain, "{}", path.display());
        }
    }
}

#[test]
fn json_and_csv_have_the_same_rows() {
    for (path, report) in cases().1 {
        let style = Style::default();
        let json: Value = serde_json::from_str(&render(&report, Format::Json, &style)).unwrap();
        let rows = json["rows"].as_array().unwrap();
        let lines = render(&report, Format::Jsonl, &style);
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(rows, &lines, "{}", path.display());
        let csv = render(&report, Format::Csv, &style);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let records = reader.records().map(Result::unwrap).count();
        assert_eq!(
            records,
            report.flat.as_ref().unwrap_or(&report.rows).len(),
            "{}",
            path.display()
        );
        for key in report
            .flat
            .as_ref()
            .unwrap_or(&report.rows)
            .iter()
            .flat_map(|row| row.keys())
        {
            assert!(
                header
                    .iter()
                    .any(|name| name.trim_start_matches('\'') == key),
                "{}: {key}",
                path.display()
            );
        }
    }
}
