//! A page that stands by itself: no script, nothing fetched, in the light and in the dark, on a phone
//! and on paper.
//!
//! Every text passes [`safe`] and the template's escaping. The content security policy allows this
//! page's own style sheet, by its hash, and nothing else: should a text ever come through as markup,
//! it still could not run or fetch anything.

mod block;
mod inline;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::block::Report;
use super::svg::{self, safe};
use super::{Style, words};
pub use inline::class;
use inline::line;

/// The page's rules without its colours.
const RULES: &str = include_str!("page.css");

/// Prints a report as a page.
pub fn render(report: &Report, style: &Style) -> String {
    let css = css();
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(css.as_bytes()))
    );
    let title = safe(&report.title.to_plain());
    let page = block::Page::new(&report.blocks);
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (if title.is_empty() { report.kind } else { &title }) }
                style { (PreEscaped(css.as_str())) }
            }
            body {
                (head(report))
                main { (page.blocks(&report.blocks)) }
                footer {
                    "Made by stance " (env!("CARGO_PKG_VERSION"))
                    @if let Some(day) = style.made_on { " on " (words::day(day)) }
                    ". What is marked “not reviewed” was found by a program and not yet checked by a person."
                }
            }
        }
    };
    whole.into_string() + "\n"
}

/// What stands above a report.
fn head(report: &Report) -> Markup {
    html! {
        header {
            p class="kind" { (report.kind) }
            h1 { (line(&report.title)) }
            @if !report.subtitle.is_empty() { p class="sub" { (line(&report.subtitle)) } }
            p class="basis" { (line(&report.basis.line())) }
        }
    }
}

/// A report for a page that brings the rules, and what stands around it: its head, and its body.
pub fn parts(report: &Report) -> (String, String) {
    let page = block::Page::new(&report.blocks);
    (
        head(report).into_string(),
        page.blocks(&report.blocks).into_string(),
    )
}

/// The rules of pages, colours and pictures.
pub fn css() -> String {
    format!(
        ":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}@media print{{:root{{{light}}}}}\n{}{RULES}",
        svg::chart_rules(),
        light = svg::variables(false),
        dark = svg::variables(true),
    )
}

/// Base64 (RFC 4648) of a hash, as content security policies write it.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for place in 0..4 {
            out.push(match place <= group.len() {
                true => char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]),
                false => '=',
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_written_as_rfc_4648_says() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
