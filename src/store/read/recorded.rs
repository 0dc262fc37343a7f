//! Of which record reports are made: as it is now, as it was at a time, or as a snapshot froze it; and whether what
//! outlets corrected or withdrew is among it.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::store::Store;

/// The record that a store's reports are made of. By default it is what the database says now, without what
/// outlets corrected or withdrew.
#[derive(Clone, Debug, Default)]
pub struct AsRecorded {
    /// What was recorded until then; none for now.
    pub until: Option<DateTime<Utc>>,
    /// Whether what outlets corrected or withdrew counts, and says so.
    pub with_corrected: bool,
    /// The snapshot whose rows are read instead.
    pub snapshot: Option<i64>,
}

impl AsRecorded {
    /// The time as SQL.
    pub(super) fn known(&self) -> String {
        match self.until {
            Some(time) => format!(
                "'{}'::timestamptz",
                time.to_rfc3339_opts(SecondsFormat::Micros, true)
            ),
            None => "'infinity'::timestamptz".to_owned(),
        }
    }

    /// Whether it is the present record without what outlets took back.
    pub(super) fn is_default(&self) -> bool {
        self.until.is_none() && !self.with_corrected
    }

    /// A public view, or the function that makes its rows of another record. `function` is called with
    /// `before` its arguments of time and correction.
    fn source(&self, view: &str, function: &str, before: &str, frozen: &str) -> String {
        match self.snapshot {
            Some(id) => format!("(select * from {frozen} where snapshot_id = {id}) {view}"),
            None if self.is_default() => view.to_owned(),
            None => format!(
                "{function}({before}{}, {}) {view}",
                self.known(),
                self.with_corrected
            ),
        }
    }

    /// Where rows of `stance_history` come from.
    pub(super) fn history(&self) -> String {
        self.source(
            "stance_history",
            "stance_history_at",
            "",
            "snapshot_history",
        )
    }

    /// Where rows of `stance_shift` come from.
    pub(super) fn shifts(&self) -> String {
        self.source(
            "stance_shift",
            "stance_shift_at",
            "'infinity', ",
            "snapshot_shift",
        )
    }

    /// Where rows of `current_position` come from; a snapshot has none.
    pub(super) fn positions(&self) -> String {
        match self.is_default() {
            true => "current_position".to_owned(),
            false => format!(
                "stance_as_of('infinity', {}, {})",
                self.known(),
                self.with_corrected
            ),
        }
    }

    /// Where rows of `claim_evidence` come from.
    pub(super) fn claims(&self, alias: &str) -> String {
        match self.is_default() {
            true => format!("claim_evidence {alias}"),
            false => format!(
                "claim_evidence_at({}, {}) {alias}",
                self.known(),
                self.with_corrected
            ),
        }
    }

    /// Where rows of `coverage` come from.
    pub(super) fn coverage(&self) -> String {
        match (self.snapshot, self.until) {
            (Some(id), _) => {
                format!("(select * from snapshot_coverage where snapshot_id = {id}) coverage")
            }
            (None, None) => "coverage".to_owned(),
            (None, Some(_)) => format!("coverage_at({}) coverage", self.known()),
        }
    }

    /// Where rows of a public view come from whose function of the same name with `_at` takes the time and
    /// whether what outlets corrected counts; a snapshot has none.
    pub(super) fn overview(&self, view: &str) -> String {
        match self.is_default() {
            true => view.to_owned(),
            false => format!(
                "{view}_at({}, {}) {view}",
                self.known(),
                self.with_corrected
            ),
        }
    }

    /// Where rows of a public view come from whose function of the same name with `_at` takes the time alone.
    pub(super) fn at(&self, view: &str) -> String {
        match self.until {
            None => view.to_owned(),
            Some(_) => format!("{view}_at({})", self.known()),
        }
    }

    /// `held(…)` of the rows of an alias that are added and never closed.
    pub(super) fn added(&self, alias: &str) -> String {
        match self.until {
            None => "true".to_owned(),
            Some(_) => format!("{alias}.recorded_at <= {}", self.known()),
        }
    }

    /// The time as SQL, for those who write what is read.
    pub(in crate::store) fn sql_time(&self) -> String {
        self.known()
    }

    /// Rows of `stance_history`, for those who write what is read.
    pub(in crate::store) fn history_rows(&self) -> String {
        format!(
            "stance_history_at({}, {})",
            self.known(),
            self.with_corrected
        )
    }

    /// Rows of `stance_shift`, for those who write what is read.
    pub(in crate::store) fn shift_rows(&self) -> String {
        format!(
            "stance_shift_at('infinity', {}, {})",
            self.known(),
            self.with_corrected
        )
    }

    /// `held(…)` of the rows of an alias.
    pub(super) fn held(&self, alias: &str) -> String {
        match self.until {
            None => format!("{alias}.superseded_at is null"),
            Some(_) => format!(
                "held({alias}.recorded_at, {alias}.superseded_at, {})",
                self.known()
            ),
        }
    }
}

impl Store {
    /// The same database, its reports made of another record.
    pub fn as_recorded(mut self, recorded: AsRecorded) -> Self {
        self.recorded = recorded;
        self
    }

    /// The same database, its reports with what outlets corrected or withdrew.
    pub fn with_corrected(mut self, with_corrected: bool) -> Self {
        self.recorded.with_corrected = with_corrected;
        self
    }

    /// Of which record reports are made.
    pub fn recorded(&self) -> &AsRecorded {
        &self.recorded
    }
}
