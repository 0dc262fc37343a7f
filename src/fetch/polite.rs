//! What a host is owed: its robots.txt obeyed, a pause between requests, and a longer one where it asks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use texting_robots::Robot;
use tokio::time::Instant;
use url::Url;

use super::client::Failure;

/// The name by which robots.txt files speak to us.
pub(super) const AGENT: &str = "stance";

/// The longest pause that a robots.txt can ask for.
const MAX_PAUSE: Duration = Duration::from_secs(60);

/// Longest robots.txt that is read (RFC 9309 asks for as much).
pub(super) const MAX_ROBOTS: usize = 512_000;

/// What a host allows.
#[derive(Clone)]
pub(super) enum Rules {
    /// Everything: it has none.
    All,
    /// Nothing: it could not be asked, for this reason, which is to be taken for a no (RFC 9309).
    Nothing(Failure),
    /// What its robots.txt says.
    Stated(Arc<Robot>),
}

impl Rules {
    pub(super) fn read(text: &[u8]) -> Self {
        let text = &text[..text.len().min(MAX_ROBOTS)];
        match Robot::new(AGENT, text) {
            Ok(robot) => Self::Stated(Arc::new(robot)),
            Err(_) => Self::All,
        }
    }

    pub(super) fn allow(&self, url: &Url) -> bool {
        match self {
            Self::All => true,
            Self::Nothing(_) => false,
            Self::Stated(robot) => robot.allowed(url.as_str()),
        }
    }

    fn pause(&self) -> Duration {
        match self {
            Self::Stated(robot) => {
                let delay = robot
                    .delay
                    .unwrap_or(0.0)
                    .clamp(0.0, MAX_PAUSE.as_secs_f32());
                Duration::try_from_secs_f32(delay).unwrap_or_default()
            }
            _ => Duration::ZERO,
        }
    }
}

/// Hosts by scheme, name and port, with what they are owed.
pub(super) struct Hosts {
    pause: Duration,
    hosts: Mutex<HashMap<String, Host>>,
}

#[derive(Clone, Default)]
struct Host {
    rules: Option<Rules>,
    next: Option<Instant>,
}

/// Of an address, what its host is known by.
pub(super) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

impl Hosts {
    pub(super) fn new(pause: Duration) -> Self {
        Self {
            pause,
            hosts: Mutex::default(),
        }
    }

    fn with<T>(&self, url: &Url, work: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        work(hosts.entry(origin(url)).or_default())
    }

    pub(super) fn rules(&self, url: &Url) -> Option<Rules> {
        self.with(url, |host| host.rules.clone())
    }

    pub(super) fn set_rules(&self, url: &Url, rules: Rules) {
        self.with(url, |host| host.rules = Some(rules));
    }

    /// Waits until the host may be asked again. Who comes next waits for longer.
    pub(super) async fn wait(&self, url: &Url) {
        let now = Instant::now();
        let turn = self.with(url, |host| {
            let turn = host.next.unwrap_or(now).max(now);
            let asked = host.rules.as_ref().map_or(Duration::ZERO, Rules::pause);
            host.next = Some(turn + self.pause.max(asked));
            turn
        });
        tokio::time::sleep_until(turn).await;
    }

    /// Leaves the host alone for so long.
    pub(super) fn leave_alone(&self, url: &Url, time: Duration) {
        let until = Instant::now() + time;
        self.with(url, |host| {
            host.next = Some(host.next.unwrap_or(until).max(until))
        });
    }
}

/// How long a `Retry-After` asks to wait: seconds, or until a date.
pub(super) fn retry_after(given: &str, now: DateTime<Utc>) -> Option<Duration> {
    let given = given.trim();
    if let Ok(seconds) = given.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(given).ok()?;
    Some((until.to_utc() - now).to_std().unwrap_or_default())
}
