//! One request: checked, bounded, and followed hop by hop.

use std::error::Error;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode};
use tokio::sync::watch;
use url::Url;

use super::Settings;
use super::address::objection;
use super::polite::{AGENT, Hosts, Rules, retry_after};
use super::resolver::{Private, Resolver};

/// Redirects followed.
const MAX_HOPS: usize = 5;

/// The longest wait that a host can ask for before it is given up for this run.
const MAX_WAIT: Duration = Duration::from_secs(120);

/// Tries of a request that fails for a reason which may pass.
const TRIES: usize = 3;

/// Fetches.
pub struct Fetcher {
    client: Client,
    hosts: Hosts,
    pub(super) settings: Settings,
    stopped: watch::Sender<bool>,
}

/// What a page is recognised by when it is asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its entity tag.
    pub etag: Option<String>,
    /// When it was changed last, as the server writes it.
    pub last_modified: Option<String>,
}

/// What came of a request.
#[derive(Debug)]
pub enum Answer {
    /// A body.
    Fetched(Fetched),
    /// It is as it was when the validators were given.
    NotModified,
}

/// What was fetched.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Where it was in the end, behind redirects.
    pub url: String,
    /// The body, unpacked.
    pub bytes: Vec<u8>,
    /// The type that the server states.
    pub content_type: String,
    /// What it is recognised by the next time.
    pub validators: Validators,
    /// When.
    pub at: DateTime<Utc>,
}

impl Fetched {
    /// Unpacks what lies packed on the server, as large sitemaps do.
    pub(super) fn unpack(&mut self, limit: usize) -> Result<(), Failure> {
        if !self.bytes.starts_with(b"\x1f\x8b") {
            return Ok(());
        }
        let mut unpacked = Vec::new();
        flate2::read::MultiGzDecoder::new(self.bytes.as_slice())
            .take(limit as u64 + 1)
            .read_to_end(&mut unpacked)
            .map_err(|error| Failure::new(format!("it is damaged ({error})"), "try again later"))?;
        if unpacked.len() > limit {
            return Err(too_long(limit));
        }
        self.bytes = unpacked;
        Ok(())
    }
}

fn too_long(limit: usize) -> Failure {
    Failure::new(
        format!("it is longer than {} MB", limit as f64 / 1e6),
        "check that the address is that of an article",
    )
}

/// Why nothing was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong.
    pub reason: String,
    /// What the user can do about it.
    pub remedy: String,
    /// Whether the server says that there is nothing at the address: not found, or gone.
    pub is_gone: bool,
}

impl Failure {
    pub(super) fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            remedy: remedy.into(),
            is_gone: false,
        }
    }
}

/// Why a try failed.
enum Trouble {
    /// It will not get better.
    For(Failure),
    /// It may, after a while.
    Now(Failure, Duration),
}

impl Fetcher {
    /// # Errors
    /// Where the machine has no certificates to check servers by.
    pub fn new(settings: Settings) -> Result<Self, Failure> {
        // Another part of the program may have chosen one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let contact = settings
            .contact
            .as_deref()
            .map_or(String::new(), |c| format!("; {c}"));
        let agent = format!(
            "{AGENT}/{} (reads news articles on behalf of one person{contact})",
            env!("CARGO_PKG_VERSION")
        );
        let client = Client::builder()
            .user_agent(agent)
            .no_proxy()
            .referer(false)
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Arc::new(Resolver {
                allow_private: settings.allow_private,
            }))
            .connect_timeout(settings.patience.min(Duration::from_secs(15)))
            .timeout(settings.patience)
            .gzip(true)
            .build()
            .map_err(|error| Failure::new(told(&error), "check the machine's certificates"))?;
        Ok(Self {
            client,
            hosts: Hosts::new(settings.pause),
            settings,
            stopped: watch::Sender::new(false),
        })
    }

    /// Has all crawls end where they are: what is being fetched is left, and what was fetched is told as ever.
    pub fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// What comes of some work; none where it is to stop before.
    pub(super) async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut stopped = self.stopped.subscribe();
        tokio::select! {
            // The sender is here as long as we are.
            _ = stopped.wait_for(|stopped| *stopped) => None,
            done = work => Some(done),
        }
    }

    /// Fetches an address, as its host's robots.txt allows. With `known`, only if it changed since.
    ///
    /// # Errors
    /// Where there is nothing to be had, with what to do about it.
    pub async fn get(&self, address: &str, known: Option<&Validators>) -> Result<Answer, Failure> {
        let mut url = Url::parse(address)
            .map_err(|error| Failure::new(format!("no address: {error}"), "check it"))?;
        for _ in 0..=MAX_HOPS {
            self.check(&url)?;
            let rules = self.rules(&url).await;
            if let Rules::Nothing(failure) = rules {
                return Err(failure);
            }
            if !rules.allow(&url) {
                return Err(Failure::new(
                    format!("{} does not allow it (robots.txt)", host(&url)),
                    "ask the publisher, or save the page and ingest the file with --url",
                ));
            }
            let response = self.patient(&url, known, self.settings.max_bytes).await?;
            match response {
                Hop::To(next) => url = next,
                Hop::Here(answer) => return Ok(answer),
            }
        }
        Err(Failure::new(
            format!("it is redirected more than {MAX_HOPS} times"),
            "check the address in a browser",
        ))
    }

    fn check(&self, url: &Url) -> Result<(), Failure> {
        match objection(url, self.settings.allow_private) {
            Some(objection) => Err(private(objection)),
            None => Ok(()),
        }
    }

    /// What the host allows; asked once.
    async fn rules(&self, url: &Url) -> Rules {
        if let Some(rules) = self.hosts.rules(url) {
            return rules;
        }
        let rules = match url.join("/robots.txt") {
            Ok(robots) => self.robots(robots).await,
            Err(_) => Rules::All,
        };
        self.hosts.set_rules(url, rules.clone());
        rules
    }

    /// A robots.txt that is not there allows everything; one that cannot be had, nothing (RFC 9309).
    async fn robots(&self, mut url: Url) -> Rules {
        for _ in 0..=MAX_HOPS {
            if let Err(failure) = self.check(&url) {
                return Rules::Nothing(failure);
            }
            match self.once(&url, None, super::polite::MAX_ROBOTS).await {
                Ok(Hop::To(next)) => url = next,
                Ok(Hop::Here(Answer::Fetched(fetched))) => return Rules::read(&fetched.bytes),
                Ok(Hop::Here(Answer::NotModified)) => return Rules::All,
                Err(Trouble::For(failure)) if failure.reason.starts_with(ANSWERED) => {
                    return Rules::All;
                }
                // The host is not there, or not public: no need to speak of its rules.
                Err(Trouble::For(failure)) => return Rules::Nothing(failure),
                Err(Trouble::Now(failure, _)) => {
                    return Rules::Nothing(Failure::new(
                        format!(
                            "what it allows (robots.txt) cannot be known: {}",
                            failure.reason
                        ),
                        failure.remedy,
                    ));
                }
            }
        }
        Rules::All
    }

    /// Tries until it works, it is clear that it will not, or the host asks for more patience than there is.
    async fn patient(
        &self,
        url: &Url,
        known: Option<&Validators>,
        limit: usize,
    ) -> Result<Hop, Failure> {
        let mut tries = 0;
        loop {
            self.hosts.wait(url).await;
            tries += 1;
            match self.once(url, known, limit).await {
                Ok(hop) => return Ok(hop),
                Err(Trouble::For(failure)) => return Err(failure),
                Err(Trouble::Now(failure, wait)) => {
                    self.hosts.leave_alone(url, wait.min(MAX_WAIT));
                    if tries == TRIES || wait > MAX_WAIT {
                        return Err(failure);
                    }
                }
            }
        }
    }

    async fn once(
        &self,
        url: &Url,
        known: Option<&Validators>,
        limit: usize,
    ) -> Result<Hop, Trouble> {
        let mut request = self.client.get(url.clone()).header(
            ACCEPT,
            "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,\
             application/feed+json,application/xml;q=0.9,*/*;q=0.5",
        );
        for (name, value) in [
            (IF_NONE_MATCH, known.and_then(|k| k.etag.as_ref())),
            (
                IF_MODIFIED_SINCE,
                known.and_then(|k| k.last_modified.as_ref()),
            ),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.send().await.map_err(|error| unreachable(&error))?;
        let status = response.status();
        let headers = response.headers();
        if status == StatusCode::NOT_MODIFIED {
            return Ok(Hop::Here(Answer::NotModified));
        }
        if status.is_redirection() {
            let next = line(headers, LOCATION).and_then(|to| url.join(&to).ok());
            let nowhere = || Failure::new("it is redirected to nowhere", "check it in a browser");
            return next.map(Hop::To).ok_or_else(|| Trouble::For(nowhere()));
        }
        if !status.is_success() {
            return Err(refusal(status, line(headers, RETRY_AFTER)));
        }
        let content_type = line(headers, CONTENT_TYPE)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let validators = Validators {
            etag: line(headers, ETAG),
            last_modified: line(headers, LAST_MODIFIED),
        };
        Ok(Hop::Here(Answer::Fetched(Fetched {
            url: url.to_string(),
            bytes: body(response, limit).await?,
            content_type,
            validators,
            at: Utc::now(),
        })))
    }
}

/// Where a request leads.
enum Hop {
    To(Url),
    Here(Answer),
}

/// Reads a body piece by piece; packed ones are unpacked on the way, and count as what they unpack to.
async fn body(mut response: Response, limit: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(bytes),
            Err(error) => return Err(unreachable(&error)),
        }
        if bytes.len() > limit {
            return Err(Trouble::For(too_long(limit)));
        }
    }
}

fn line(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.trim().to_owned())
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

/// How the refusal of an answer begins that is final: the server was there, and has nothing.
const ANSWERED: &str = "the server answers ";

fn refusal(status: StatusCode, wait: Option<String>) -> Trouble {
    let reason = format!("{ANSWERED}{status}");
    let wait = wait.and_then(|given| retry_after(&given, Utc::now()));
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            let wait = wait.unwrap_or(Duration::from_secs(10));
            let failure = Failure::new(
                format!("the server asks to wait ({status})"),
                format!("try again in {} s or later", wait.as_secs().max(1)),
            );
            Trouble::Now(failure, wait)
        }
        _ if status.is_server_error() => {
            let failure = Failure::new(format!("the server fails ({status})"), "try again later");
            Trouble::Now(failure, Duration::from_secs(2))
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            let failure = Failure::new(reason, "check the address");
            Trouble::For(Failure {
                is_gone: true,
                ..failure
            })
        }
        _ => Trouble::For(Failure::new(
            reason,
            "save the page in a browser and ingest the file with --url",
        )),
    }
}

fn private(objection: String) -> Failure {
    Failure::new(
        format!("it is not fetched: {objection}"),
        "give --allow-private if you trust it",
    )
}

/// What kept an answer from coming.
fn unreachable(error: &reqwest::Error) -> Trouble {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(inner) = cause {
        if inner.is::<Private>() {
            return Trouble::For(private(inner.to_string()));
        }
        cause = inner.source();
    }
    if error.is_timeout() {
        return Trouble::For(Failure::new("it takes too long", "try again later"));
    }
    Trouble::For(Failure::new(
        format!("it cannot be had: {}", told(error)),
        "check the address and the network",
    ))
}

/// The innermost cause says most.
fn told(error: &reqwest::Error) -> String {
    let mut told: &dyn Error = error;
    while let Some(inner) = told.source() {
        told = inner;
    }
    told.to_string()
}
