//! What is sent back.

use std::convert::Infallible;

use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

/// What pages may load: this server's own style sheet, script and pictures, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The body of an answer.
pub type Body = BoxBody<Bytes, Infallible>;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its media type.
    pub kind: &'static str,
    /// What it holds.
    pub body: Vec<u8>,
    /// Further headers.
    pub headers: Vec<(HeaderName, String)>,
}

impl Answer {
    /// A page.
    pub fn page(html: String) -> Self {
        Self::new("text/html; charset=utf-8", html)
    }

    /// Something of a kind.
    pub fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: StatusCode::OK,
            kind,
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// Leads on to a page of this server.
    pub fn see(page: &str) -> Self {
        Self {
            status: StatusCode::SEE_OTHER,
            ..Self::new("text/plain; charset=utf-8", "")
        }
        .with(header::LOCATION, page)
    }

    /// With a status.
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// With a header.
    pub fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// As a file of a name.
    pub fn file(self, name: &str) -> Self {
        self.with(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        )
    }

    /// As it goes over the wire, with what keeps browsers from being led astray.
    pub fn response(self) -> Response<Body> {
        let mut response = Response::new(Full::new(Bytes::from(self.body)).boxed());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let fixed = [
            (header::CONTENT_TYPE, self.kind),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            // With "no-referrer" browsers would send this server's own forms with the origin "null".
            (header::REFERRER_POLICY, "same-origin"),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                "same-origin",
            ),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            ),
            // What is shown may change with the next verdict.
            (header::CACHE_CONTROL, "no-store"),
        ];
        for (name, value) in fixed {
            headers.insert(name, HeaderValue::from_static(value));
        }
        for (name, value) in self.headers {
            // What is put here is percent-encoded or made by this program.
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}
