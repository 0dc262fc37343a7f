//! From a request to its answer.

use std::time::{Duration, Instant};

use chrono::Local;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::SET_COOKIE;
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::Mutex;

use super::answer::{Answer, Body};
use super::ask::{Ask, Unreadable, fields};
use super::guard::{Guard, Refusal};
use super::{find, frame, known, pages, review};
use crate::model::ReviewOrder;
use crate::report::{Format, Report, Style, file, page_rules};
use crate::store::read::{ReviewQueue, Scope, Totals};
use crate::store::{Candidate, Store, StoreError};

/// The most bytes of a form.
const FORM: usize = 64 * 1024;
/// How long a page may take.
const SLOWEST_PAGE: Duration = Duration::from_secs(60);
/// How long the server may take for a part of it; then it stops, whoever still waits.
const SLOWEST_STATEMENT: Duration = Duration::from_secs(20);
/// How old the counts of the first page may be.
const COUNTED_FOR: Duration = Duration::from_secs(60);
/// How old the order of the review queue may be.
const QUEUED_FOR: Duration = Duration::from_secs(60);
/// How often what is kept of the history is looked at.
const KEEPING: Duration = Duration::from_secs(60);

/// The rules of what stands around reports.
const STYLE: &str = include_str!("site.css");
/// What keys do, and search while typing; everything works without it.
const SCRIPT: &str = include_str!("page.js");
/// The sign in the tab.
const ICON: &str = include_str!("icon.svg");

/// What is served.
#[derive(Debug)]
pub struct Site {
    pub(super) store: Store,
    /// The same without a time limit, for what nobody waits for.
    patient: Store,
    counted: Mutex<Option<(Instant, Totals)>>,
    queued: Mutex<Option<(Instant, ReviewQueue)>>,
    /// Who decides, for the record.
    pub(super) by: String,
    pub(super) guard: Guard,
    style: String,
}

/// Why there is no page.
#[derive(Debug)]
pub enum Wrong {
    /// The address names something that is not there.
    Nothing(String, Option<String>),
    /// A name that several answer to.
    Several(String, Vec<Candidate>),
    /// A field cannot be read.
    Unreadable(String),
    /// The database refused.
    Store(StoreError),
}

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { ref near, .. } => {
                // Hints of the store are commands; what is near is told by the error itself.
                let hint = match near.is_empty() {
                    true => None,
                    false => Some(format!("Did you mean {}?", near.join(", "))),
                };
                Self::Nothing(error.to_string(), hint)
            }
            StoreError::Ambiguous { given, candidates } => Self::Several(given, candidates),
            other => Self::Store(other),
        }
    }
}

impl From<Unreadable> for Wrong {
    fn from(Unreadable(why): Unreadable) -> Self {
        Self::Unreadable(why)
    }
}

impl Site {
    /// A site over a database; `by` gives the verdicts.
    pub fn new(store: Store, by: &str, guard: Guard) -> Self {
        Self {
            store: store.clone().with_time_limit(SLOWEST_STATEMENT),
            patient: store,
            counted: Mutex::default(),
            queued: Mutex::default(),
            by: by.to_owned(),
            guard,
            style: page_rules() + STYLE,
        }
    }

    /// How much the database holds, or held a minute ago: in a large record counting takes longer than the page.
    pub(super) async fn totals(&self) -> Result<Totals, StoreError> {
        let mut counted = self.counted.lock().await;
        if let Some((at, totals)) = &*counted
            && at.elapsed() < COUNTED_FOR
        {
            return Ok(totals.clone());
        }
        let totals = self.store.totals().await?;
        *counted = Some((Instant::now(), totals.clone()));
        Ok(totals)
    }

    /// What is reviewed next, in the order that it had a minute ago: in a large record the order takes longer than
    /// the page.
    pub(super) async fn queue(
        &self,
        order: ReviewOrder,
        scope: &Scope,
    ) -> Result<ReviewQueue, StoreError> {
        let mut queued = self.queued.lock().await;
        if let Some((at, queue)) = &*queued
            && at.elapsed() < QUEUED_FOR
            && queue.is_of(order, scope)
        {
            return Ok(queue.clone());
        }
        let queue = self.store.review_queue(order, scope).await?;
        *queued = Some((Instant::now(), queue.clone()));
        Ok(queue)
    }

    /// Keeps the history up to date for the pages that read all of it, as long as it is polled.
    pub(super) async fn keep(&self) {
        loop {
            // Who may not write, as on a replica, has pages that take longer.
            let _ = self.patient.keep_history().await;
            tokio::time::sleep(KEEPING).await;
        }
    }

    /// Answers a request, whatever it is.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let head = request.method() == Method::HEAD;
        let answer = match tokio::time::timeout(SLOWEST_PAGE, self.decide(request)).await {
            Ok(answer) => answer,
            Err(_) => Answer::new(
                "text/plain; charset=utf-8",
                "This takes too long; narrow it by an actor, a topic or days.",
            )
            .status(StatusCode::SERVICE_UNAVAILABLE),
        };
        let answer = match head {
            true => Answer {
                body: Vec::new(),
                ..answer
            },
            false => answer,
        };
        answer.response()
    }

    async fn decide(&self, request: Request<Incoming>) -> Answer {
        let (parts, body) = request.into_parts();
        let ask = Ask::new(
            parts.uri.path(),
            parts.uri.query(),
            Local::now().date_naive(),
        );
        let given = ask.get("token");
        if let Err(refusal) = self.guard.admits(&parts.headers, given) {
            return refuse(&refusal);
        }
        // The token leaves the address bar, which is seen over shoulders and kept in histories.
        if given.is_some() && parts.method == Method::GET {
            let on = Answer::see(&ask.with(&[]));
            return match (
                given.is_some_and(|given| self.guard.is_token(given)),
                self.guard.cookie(),
            ) {
                (true, Some(cookie)) => on.with(SET_COOKIE, cookie),
                _ => on,
            };
        }
        match parts.method {
            Method::GET | Method::HEAD => self.shown(&ask).await,
            Method::POST => {
                let form = match Limited::new(body, FORM).collect().await {
                    Ok(form) => form.to_bytes(),
                    Err(_) => {
                        return Answer::new("text/plain; charset=utf-8", "This form is too long.")
                            .status(StatusCode::PAYLOAD_TOO_LARGE);
                    }
                };
                let fields = fields(&String::from_utf8_lossy(&form));
                let word = fields
                    .iter()
                    .find(|(name, _)| name == "word")
                    .map(|(_, word)| word.as_str());
                if let Err(refusal) = self.guard.admits_change(&parts.headers, word) {
                    return refuse(&refusal);
                }
                match review::take(self, &ask, &fields).await {
                    Ok(answer) => answer,
                    Err(wrong) => told(&ask, wrong),
                }
            }
            _ => Answer::new("text/plain; charset=utf-8", "Only GET, HEAD and POST.")
                .status(StatusCode::METHOD_NOT_ALLOWED)
                .with(hyper::header::ALLOW, "GET, HEAD, POST"),
        }
    }

    async fn shown(&self, ask: &Ask) -> Answer {
        let path: Vec<&str> = ask.path.iter().map(String::as_str).collect();
        if let Some((why, hint)) = known::unknown(ask) {
            let page = frame::wrong(ask, "This cannot be read", &why, Some(&hint));
            return Answer::page(page).status(StatusCode::BAD_REQUEST);
        }
        let page = match path.as_slice() {
            ["style.css"] => return Answer::new("text/css; charset=utf-8", self.style.clone()),
            ["page.js"] => return Answer::new("text/javascript; charset=utf-8", SCRIPT),
            ["icon.svg"] => return Answer::new("image/svg+xml", ICON),
            [] => find::home(self, ask).await,
            ["search"] => find::search(self, ask).await,
            ["review"] => review::show(self, ask).await,
            _ => pages::show(self, ask, &path).await,
        };
        page.unwrap_or_else(|wrong| told(ask, wrong))
    }
}

/// A report as a page, or as the file that is asked for.
pub fn given(ask: &Ask, report: Report, above: maud::Markup) -> Result<Answer, Wrong> {
    let Some(format) = ask.choice::<Format>("format")? else {
        let linked = super::links::link(report);
        return Ok(Answer::page(frame::report(ask, &linked, above)));
    };
    let style = Style {
        made_on: Some(ask.today),
        ..Style::default()
    };
    let (kind, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Json => ("application/json", "json"),
        Format::Jsonl => ("application/jsonl", "jsonl"),
        Format::Svg => ("image/svg+xml", "svg"),
        Format::Graphml => ("application/xml", "graphml"),
        Format::Gexf => ("application/xml", "gexf"),
        Format::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        Format::Parquet => ("application/vnd.apache.parquet", "parquet"),
        Format::Markdown => ("text/markdown; charset=utf-8", "md"),
        Format::Table => ("text/plain; charset=utf-8", "txt"),
        Format::Html => ("text/html; charset=utf-8", "html"),
    };
    let body = file(&report, format, &style).map_err(Wrong::Unreadable)?;
    if body.is_empty() {
        return Err(Wrong::Unreadable(format!("this page has no {format}")));
    }
    Ok(Answer::new(kind, body).file(&format!("{}.{ending}", report.kind)))
}

/// What a page that takes too long can be narrowed by.
fn narrower(ask: &Ask) -> String {
    let narrowed = |name| ask.get(name).is_some();
    let ways = [
        ("actor", "one actor"),
        ("topic", "one topic"),
        ("since", "days: since, until"),
        ("words", "rarer words"),
    ];
    let known: &[&str] = match ask.path.first().map_or("", String::as_str) {
        "history" | "shifts" | "digest" => &["actor", "topic", "since"],
        "network" => &["topic", "since"],
        "matrix" | "compare" => &["actor", "topic"],
        "claims" => &["actor", "topic", "since", "words"],
        "articles" => &["words"],
        _ => &[],
    };
    let left: Vec<&str> = ways
        .into_iter()
        .filter(|(name, _)| known.contains(name) && !narrowed(name))
        .map(|(_, way)| way)
        .collect();
    match left.is_empty() {
        true => "Try again when the database has less to do.".to_owned(),
        false => format!("Narrow it to {}.", left.join(", or ")),
    }
}

fn refuse(refusal: &Refusal) -> Answer {
    Answer::new("text/plain; charset=utf-8", format!("{}\n", refusal.why)).status(refusal.status)
}

fn told(ask: &Ask, wrong: Wrong) -> Answer {
    let (status, title, why, hint) = match wrong {
        Wrong::Several(given, candidates) => {
            let page = find::several(ask, &given, &candidates);
            return Answer::page(page).status(StatusCode::MULTIPLE_CHOICES);
        }
        Wrong::Nothing(why, hint) => (StatusCode::NOT_FOUND, "Not found", why, hint),
        Wrong::Unreadable(why) => (StatusCode::BAD_REQUEST, "This cannot be read", why, None),
        Wrong::Store(StoreError::Refused(why)) => (StatusCode::CONFLICT, "Not done", why, None),
        Wrong::Store(StoreError::TooLong(_)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "This takes too long",
            format!(
                "The database was stopped after {} seconds.",
                SLOWEST_STATEMENT.as_secs()
            ),
            Some(narrower(ask)),
        ),
        // What the store would have one do are commands.
        Wrong::Store(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "The database does not answer this",
            error.to_string(),
            Some("Try again; the server’s own log may tell more.".to_owned()),
        ),
    };
    Answer::page(frame::wrong(ask, title, &why, hint.as_deref())).status(status)
}
