//! A piece → an article: the format's reader, then what is common to all formats.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::detect::Format;
use super::links::Link;
use super::piece::{Kind, Piece};
use super::refused::{Fault, Place, Record, Refused};
use super::{
    Options, date, docx, encoding, export, html, json, language, markdown, pdf, plain, record, rtf,
};
use crate::model::{Article, PublishedBasis};

impl Piece {
    /// Decodes and parses the piece.
    ///
    /// # Errors
    ///
    /// A [`Refused`] with file, place, reason and remedy, where there is no usable article in it.
    pub fn article(&self, options: &Options) -> Result<Article, Refused> {
        self.parse(options).map_err(|mut fault| {
            fault.record = self.apart().map(Box::new);
            let refused = fault.in_file(&self.origin, self.raw.place);
            match self.response.as_ref().and_then(|r| r.link.as_ref()) {
                Some(link) => link.refused(refused),
                None => refused,
            }
        })
    }

    /// The article that it only names, and that is to be fetched: a row of a list of addresses.
    ///
    /// # Errors
    /// As [`Piece::article`].
    pub fn link(&self, options: &Options) -> Option<Result<Link, Refused>> {
        let Kind::Listed(header) = &self.raw.kind else {
            return None;
        };
        let refused = |mut fault: Fault| {
            fault.record = self.apart().map(Box::new);
            fault.in_file(&self.origin, self.raw.place)
        };
        let read = || {
            let decoded = encoding::decode(&self.raw.bytes, header.encoding())?;
            let record = header.record(&decoded.text)?;
            let reading = header.reading(options.reading());
            let described = record::described(record, PublishedBasis::Record, reading)?;
            Link::of_row(described, refused(Fault::new("", "")))
        };
        Some(read().map_err(refused))
    }

    /// The record that it is, if its file holds many.
    pub(super) fn apart(&self) -> Option<Record> {
        let place = self.raw.place?;
        let format = match (&self.raw.kind, place) {
            (Kind::Csv(header) | Kind::Listed(header), _) => {
                return Some(header.apart(&self.raw.bytes));
            }
            (Kind::Json, Place::Line(_)) => Format::JsonLines,
            (Kind::Json, _) => Format::Json,
            (Kind::Export(service), _) => Format::Export(*service),
            _ => return None,
        };
        Some(Record {
            format,
            head: Vec::new(),
            bytes: encoding::to_utf8(&self.raw.bytes, None),
        })
    }

    fn parse(&self, options: &Options) -> Result<Article, Fault> {
        let bytes = self.raw.bytes.as_slice();
        let (today, reading) = (options.today, options.reading());
        let mut note = None;
        let mut decode = |declared| -> Result<Cow<'_, str>, Fault> {
            let decoded = encoding::decode(bytes, declared)?;
            note = decoded.from.map(encoding::note);
            Ok(decoded.text)
        };
        let mut article = match &self.raw.kind {
            Kind::Text => plain::article(&decode(None)?, reading)?,
            Kind::Markdown => markdown::article(&decode(None)?, reading)?,
            Kind::Html(response) => {
                let mut article = Article::default();
                let mut declared = encoding::declared_by_page(bytes);
                if let Some(response) = response {
                    article.url.clone_from(&response.url);
                    article.retrieved_at = response.retrieved_at;
                    declared = response.encoding.or(declared);
                }
                html::fill(&mut article, &decode(declared)?, today)?;
                article
            }
            Kind::Json => {
                let record = json::record(&decode(None)?, options.keep_metadata, &options.columns)?;
                record::article(record, PublishedBasis::Record, reading)?
            }
            Kind::Csv(header) => {
                let record = header.record(&decode(header.encoding())?)?;
                let reading = header.reading(reading);
                record::article(record, PublishedBasis::Record, reading)?
            }
            Kind::Listed(_) => {
                return Err(Fault::new(
                    "it is an address without a text, and nothing is fetched here",
                    "save the page and ingest that",
                ));
            }
            Kind::Docx => docx::article(bytes)?,
            Kind::Rtf => rtf::article(bytes)?,
            Kind::Pdf => pdf::article(bytes)?,
            Kind::Export(service) => export::article(&decode(None)?, *service, today)?,
        };
        if let Some(response) = &self.response {
            fill(&mut article.url, &response.url);
            fill(&mut article.retrieved_at, &response.retrieved_at);
            if let Some(link) = &response.link {
                fill(&mut article.title, &link.title);
                fill(&mut article.publisher, &link.publisher);
                fill(&mut article.published, &link.published);
            }
        }
        article.notes.splice(0..0, self.notes.iter().cloned());
        article.notes.extend(note);
        if !options.keep_metadata {
            article.metadata.clear();
        }
        article.raw_sha256 = self.raw_sha256();
        self.complete(&mut article, options)?;
        Ok(article)
    }

    /// Fills what the piece does not say, from the options and from the text itself.
    fn complete(&self, article: &mut Article, options: &Options) -> Result<(), Fault> {
        no_nuls(article);
        if article.text.trim().is_empty() {
            return Err(Fault::new(
                "there is no text in it",
                "check how it was saved",
            ));
        }
        // Broken bytes decode to something, and a separator line is a text: neither can be read.
        if !article.text.contains(char::is_alphabetic) {
            return Err(Fault::new(
                "there is no readable text in it",
                "check how it was saved",
            ));
        }
        if article.id.is_empty() {
            article.id.clone_from(&self.id);
        }
        article.origin = match self.raw.place {
            Some(Place::Line(line)) => format!("{}:{line}", self.origin),
            Some(Place::Record(record)) => format!("{}#{record}", self.origin),
            _ => self.origin.clone(),
        };
        fill(&mut article.publisher, &options.publisher);
        fill(&mut article.url, &options.url);
        fill(&mut article.title, &options.title);
        fill(&mut article.url, &article.canonical_url.clone());
        if matches!(self.raw.kind, Kind::Html(_)) {
            // A page without a word on whose it is was read at an address that is somebody's.
            fill(
                &mut article.publisher,
                &article.url.as_deref().and_then(host),
            );
        }
        fill(&mut article.published, &options.published);
        if article.published.is_none() {
            let address = article.url.as_deref().unwrap_or_default();
            article.published = date::in_address(address, options.today)
                .or_else(|| plain::dateline(&article.text, options.today));
        }
        if article.language.is_none() {
            article.language = language::detect(&article.text);
        }
        Ok(())
    }
}

/// The host of an address, as outlets are called that are known by theirs.
fn host(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let host = url.domain()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn fill<T: Clone>(field: &mut Option<T>, given: &Option<T>) {
    if field.is_none() {
        field.clone_from(given);
    }
}

/// PostgreSQL cannot hold U+0000. The replacement is one code point as well, so that offsets stay.
fn no_nuls(article: &mut Article) {
    no_nul(&mut article.text);
    no_nul(&mut article.id);
    for field in [
        &mut article.title,
        &mut article.publisher,
        &mut article.byline,
        &mut article.url,
        &mut article.canonical_url,
    ] {
        field.iter_mut().for_each(no_nul);
    }
    let metadata = std::mem::take(&mut article.metadata);
    article.metadata = no_nul_keys(metadata);
}

fn no_nul(text: &mut String) {
    if text.contains('\0') {
        *text = text.replace('\0', "\u{fffd}");
    }
}

fn no_nul_in(value: &mut Value) {
    match value {
        Value::String(text) => no_nul(text),
        Value::Array(items) => items.iter_mut().for_each(no_nul_in),
        Value::Object(fields) => *fields = no_nul_keys(std::mem::take(fields)),
        _ => {}
    }
}

fn no_nul_keys(mut fields: Map<String, Value>) -> Map<String, Value> {
    fields.values_mut().for_each(no_nul_in);
    if fields.keys().any(|key| key.contains('\0')) {
        let renamed = fields.into_iter().map(|(mut key, value)| {
            no_nul(&mut key);
            (key, value)
        });
        return renamed.collect();
    }
    fields
}
