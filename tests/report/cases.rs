//! The cases of `fixtures/report/*.json` as reports.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use stance::model::{
    ClaimRow, CorrectedRow, Coverage, DigestRow, GivenVerdict, HistoryRow, MatrixCell,
    PassageSource, PositionRow, Role, ShiftRow, SnapshotRow, StandingRow, Topic,
};
use stance::report::{self, Basis, Report};

/// What a case may give; each report reads its own part.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Case {
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
    verdicts: Vec<GivenVerdict>,
    terms: Topic,
    lead: [String; 2],
    trail: [String; 2],
    /// Where the passages of a shift come from, before and after.
    source: Vec<PassageSource>,
    total: Option<i64>,
    among: Option<i64>,
    since: Option<chrono::NaiveDate>,
    standings: Vec<StandingRow>,
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
            verdicts: Vec::new(),
            terms: Topic::default(),
            lead: Default::default(),
            trail: Default::default(),
            source: Vec::new(),
            total: None,
            among: None,
            since: None,
            standings: Vec::new(),
        }
    }
}

#[derive(Default, Deserialize)]
struct Head {
    name: String,
    proposition: String,
}

/// Fills rows up from `base.json`.
pub struct Bases(Map<String, Value>);

impl Bases {
    pub fn read(folder: &Path) -> Self {
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

    pub fn rows<T: DeserializeOwned>(&self, kind: &str, given: &[Value]) -> Vec<T> {
        given.iter().map(|row| self.one(kind, row)).collect()
    }
}

/// Rows that are given whole.
fn plain<T: DeserializeOwned>(given: &[Value]) -> Vec<T> {
    let row = |row: &Value| serde_json::from_value(row.clone()).unwrap();
    given.iter().map(row).collect()
}

pub fn build(case: &Case, bases: &Bases) -> Report {
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
                source: case.source.get(at).cloned(),
            };
            report::shift_detail(
                &shifts[0],
                &around(0),
                &around(1),
                &bases.rows::<HistoryRow>("history", &case.rows),
            )
        }
        "matrix" => {
            let earlier: Vec<MatrixCell> = bases.rows("cell", &case.before);
            let behind = Basis::of_statements(cells().iter().map(|cell| cell.statements).sum());
            let query = report::MatrixQuery {
                day: case.today,
                all: case.all,
                before: case.since.map(|day| (day, earlier.as_slice())),
                behind: among.as_ref().or(Some(&behind)),
            };
            report::matrix(&query, &cells())
        }
        "compare" => {
            let actors: Vec<&str> = case.actors.iter().map(String::as_str).collect();
            let behind = Basis::of_statements(7);
            report::compare(&actors, case.today, &cells(), &behind)
        }
        "claims" => {
            let query = report::ClaimsQuery {
                filter: &case.title,
                total: case.total,
            };
            report::claims(&query, &bases.rows::<ClaimRow>("claim", &case.rows))
        }
        "claim" => report::claim(&bases.one("claim", &case.row), &case.verdicts),
        "article" => report::article_show(
            &bases.one("article", &case.row),
            &bases.rows::<ClaimRow>("claim", &case.rows),
        ),
        "articles" => report::article_list(&bases.rows("article", &case.rows), None),
        "actors" => {
            let rows = bases.rows("actor", &case.rows);
            report::actor_list(&rows, &plain(&case.before))
        }
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
            &report::Field {
                history: &bases.rows("history", &case.rows),
                standings: &case.standings,
            },
        ),
        "digest" => {
            let query = report::DigestQuery {
                since: case.since.unwrap(),
                until: case.today,
                name: Some(case.title.as_str()).filter(|name| !name.is_empty()),
                archive: case.all,
                among: &Basis::of_statements(case.among.unwrap_or(0)),
            };
            report::digest(&query, &bases.rows::<DigestRow>("digest", &case.rows))
        }
        "changes" => {
            let before: Vec<PositionRow> = bases.rows("position", &case.before);
            report::positions_diff(&case.title, &before, &positions)
        }
        "preview" => {
            let before: Vec<PositionRow> = bases.rows("position", &case.before);
            let diff = report::positions_diff(&case.title, &before, &positions);
            report::with_shifts(diff, &[], &shifts)
        }
        "corrections" => report::corrections(&plain::<CorrectedRow>(&case.rows), None),
        "snapshots" => report::snapshots(&plain::<SnapshotRow>(&case.rows)),
        "snapshot" => report::snapshot(&plain::<SnapshotRow>(&case.rows)[0]),
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

/// Every case: its file and its report.
pub fn cases() -> Vec<(PathBuf, Report)> {
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
    built.collect()
}
