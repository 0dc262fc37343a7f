//! Who may ask: the address bar's own host, with the token where one is needed, and for what changes
//! something only this server's own forms.
//!
//! A page elsewhere can make a browser send requests here. Against its reading answers by a name that it
//! points here (DNS rebinding) the `Host` must be an address, `localhost` or a name that was allowed; against its
//! sending forms, `Sec-Fetch-Site` and `Origin` are looked at, and a word that only pages of this server know.

use std::net::IpAddr;

use hyper::header::{COOKIE, HOST, ORIGIN};
use hyper::{HeaderMap, StatusCode};

/// The cookie that holds the token; named for the port, so that two servers do not undo each other's.
const COOKIE_NAME: &str = "stance";

/// What a server asks of requests.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Names that requests may come by, besides addresses and `localhost`.
    names: Vec<String>,
    /// The port that is listened on.
    port: u16,
    /// What who asks must know; none on the loopback interface.
    token: Option<String>,
    /// What forms carry.
    form: String,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is wrong, and what to do.
    pub why: &'static str,
}

fn refused(why: &'static str) -> Refusal {
    Refusal {
        status: StatusCode::FORBIDDEN,
        why,
    }
}

impl Guard {
    /// A guard with words that nobody can guess.
    ///
    /// # Errors
    /// Where the system gives no chance.
    pub fn new(port: u16, names: Vec<String>, with_token: bool) -> Result<Self, getrandom::Error> {
        Ok(Self {
            names: names
                .into_iter()
                .map(|name| name.to_ascii_lowercase())
                .collect(),
            port,
            token: with_token.then(secret).transpose()?,
            form: secret()?,
        })
    }

    /// The token, which stands in the address that is printed.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// What forms carry.
    pub fn form_word(&self) -> &str {
        &self.form
    }

    /// The `Set-Cookie` that lets who brought the token in from now on.
    pub fn cookie(&self) -> Option<String> {
        let token = self.token.as_deref()?;
        Some(format!(
            "{COOKIE_NAME}{}={token}; Path=/; HttpOnly; SameSite=Strict",
            self.port
        ))
    }

    /// Whether a token is the one.
    pub fn is_token(&self, given: &str) -> bool {
        self.token
            .as_deref()
            .is_some_and(|token| same(token, given))
    }

    /// Whether what is asked may be answered; `given` is a token in the address.
    ///
    /// # Errors
    /// Why not.
    pub fn admits(&self, headers: &HeaderMap, given: Option<&str>) -> Result<(), Refusal> {
        self.host(headers)?;
        // A page elsewhere may lead here, and nothing else.
        let foreign = matches!(
            header(headers, "sec-fetch-site"),
            Some("cross-site" | "same-site")
        );
        let leads = header(headers, "sec-fetch-mode").is_none_or(|mode| mode == "navigate");
        if foreign && !leads {
            return Err(refused("This was asked for by a page of another site."));
        }
        if self.token.is_none() || given.is_some_and(|given| self.is_token(given)) {
            return Ok(());
        }
        let cookies = headers
            .get_all(COOKIE)
            .into_iter()
            .filter_map(|value| value.to_str().ok());
        let name = format!("{COOKIE_NAME}{}=", self.port);
        let known = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|cookie| cookie.trim().strip_prefix(&name))
            .any(|token| self.is_token(token));
        match known {
            true => Ok(()),
            false => Err(Refusal {
                status: StatusCode::UNAUTHORIZED,
                why: "This server asks for a token: open the address that it printed when it was started.",
            }),
        }
    }

    /// Whether a form may change something; `word` is what it carries.
    ///
    /// # Errors
    /// Why not.
    pub fn admits_change(&self, headers: &HeaderMap, word: Option<&str>) -> Result<(), Refusal> {
        let site = header(headers, "sec-fetch-site");
        if site.is_some_and(|site| site != "same-origin") {
            return Err(refused("This form was sent by a page of another site."));
        }
        let origin = header(headers, ORIGIN.as_str());
        let own = header(headers, HOST.as_str()).map(|host| format!("http://{host}"));
        match origin {
            Some(origin) if Some(origin) != own.as_deref() => {
                return Err(refused("This form was sent by a page of another site."));
            }
            None if site.is_none() => {
                return Err(refused("It cannot be told which page sent this form."));
            }
            _ => {}
        }
        match word.is_some_and(|word| same(word, &self.form)) {
            true => Ok(()),
            false => Err(refused(
                "This form is not of the server that runs now: go back, load the page again, and send it once more.",
            )),
        }
    }

    fn host(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).into_iter();
        let (Some(Ok(host)), None) = (hosts.next().map(|host| host.to_str()), hosts.next()) else {
            return Err(refused("The request names no host."));
        };
        match split(host) {
            Some((name, port)) if port == self.port && self.is_known(name) => Ok(()),
            _ => Err(refused(
                "This server does not answer to that name; open it by its address, or allow the name with --name.",
            )),
        }
    }

    fn is_known(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost" || bare.parse::<IpAddr>().is_ok() || self.names.contains(&name)
    }
}

/// Host and port of a `Host`; without a port it is that of HTTP.
fn split(host: &str) -> Option<(&str, u16)> {
    let end = match host.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => host.find(':').unwrap_or(host.len()),
    };
    let (name, port) = host.split_at(end);
    match port.strip_prefix(':') {
        Some(port) => Some((name, port.parse().ok()?)),
        None if port.is_empty() => Some((name, 80)),
        None => None,
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// Compares without telling by the time taken how much is alike.
fn same(one: &str, other: &str) -> bool {
    let differing = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differing == 0
}

/// 128 bits of chance in hexadecimal digits.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_addresses_and_allowed_names_are_answered() {
        let guard = Guard::new(7070, vec!["desk.Example".into()], false).unwrap();
        for (host, known) in [
            ("127.0.0.1:7070", true),
            ("localhost:7070", true),
            ("LOCALHOST:7070", true),
            ("[::1]:7070", true),
            ("192.168.1.7:7070", true),
            ("desk.example:7070", true),
            ("evil.example:7070", false),
            ("localhost.evil.example:7070", false),
            ("127.0.0.1.evil.example:7070", false),
            ("127.0.0.1", false),
            ("127.0.0.1:80", false),
            ("localhost:7070@evil.example", false),
            ("", false),
        ] {
            assert_eq!(
                guard.admits(&headers(&[("host", host)]), None).is_ok(),
                known,
                "{host}"
            );
        }
        assert!(guard.admits(&HeaderMap::new(), None).is_err());
        let twice = headers(&[("host", "localhost:7070"), ("host", "evil.example:7070")]);
        assert!(guard.admits(&twice, None).is_err());
    }

    #[test]
    fn a_token_is_asked_for_and_then_carried_by_the_cookie() {
        let guard = Guard::new(7070, Vec::new(), true).unwrap();
        let host = ("host", "10.0.0.5:7070");
        let bare = guard.admits(&headers(&[host]), None).unwrap_err();
        assert_eq!(bare.status, StatusCode::UNAUTHORIZED);
        let token = guard.token().unwrap().to_owned();
        assert!(guard.admits(&headers(&[host]), Some(&token)).is_ok());
        assert!(guard.admits(&headers(&[host]), Some(&token[1..])).is_err());
        let cookie = format!("other=1; stance7070={token}");
        assert!(
            guard
                .admits(&headers(&[host, ("cookie", &cookie)]), None)
                .is_ok()
        );
        assert!(
            guard
                .admits(&headers(&[host, ("cookie", "stance7070=0")]), None)
                .is_err()
        );
        assert!(
            guard
                .cookie()
                .unwrap()
                .contains("HttpOnly; SameSite=Strict")
        );
    }

    #[test]
    fn only_own_forms_change_anything() {
        let guard = Guard::new(7070, Vec::new(), false).unwrap();
        let word = guard.form_word().to_owned();
        let host = ("host", "localhost:7070");
        let own = ("origin", "http://localhost:7070");
        let from = |pairs: &[(&'static str, &str)]| {
            guard.admits_change(&headers(pairs), Some(&word)).is_ok()
        };
        assert!(from(&[host, own, ("sec-fetch-site", "same-origin")]));
        assert!(from(&[host, own]));
        assert!(from(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(!from(&[host]));
        assert!(!from(&[host, ("origin", "null")]));
        assert!(!from(&[host, ("origin", "http://evil.example")]));
        assert!(!from(&[host, ("origin", "http://localhost:7071")]));
        assert!(!from(&[host, own, ("sec-fetch-site", "cross-site")]));
        assert!(!from(&[host, own, ("sec-fetch-site", "none")]));
        let whole = headers(&[host, own]);
        assert!(guard.admits_change(&whole, None).is_err());
        assert!(guard.admits_change(&whole, Some("")).is_err());
        assert!(guard.admits_change(&whole, Some(&word[..31])).is_err());
    }

    #[test]
    fn pages_elsewhere_may_lead_here_and_not_look() {
        let guard = Guard::new(7070, Vec::new(), false).unwrap();
        let host = ("host", "localhost:7070");
        let from = |site, mode| {
            let asked = headers(&[host, ("sec-fetch-site", site), ("sec-fetch-mode", mode)]);
            guard.admits(&asked, None).is_ok()
        };
        assert!(from("cross-site", "navigate"));
        assert!(from("same-origin", "cors"));
        assert!(from("none", "navigate"));
        assert!(!from("cross-site", "no-cors"));
        assert!(!from("same-site", "cors"));
    }
}
