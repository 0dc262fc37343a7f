//! What stands around every page: the way to the others, the search, and the page's rows as files.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::ask::Ask;
use crate::report::{Breaks, Report, page_parts, printable};

/// The pages that every page leads to.
const WAYS: [(&str, &str); 9] = [
    ("/topics", "Topics"),
    ("/actors", "Actors"),
    ("/matrix", "Matrix"),
    ("/compare", "Compare"),
    ("/shifts", "Shifts"),
    ("/digest", "Digest"),
    ("/network", "Network"),
    ("/articles", "Articles"),
    ("/review", "Review"),
];

/// The files that a report is offered as; pictures and networks where it has them.
const FILES: [(&str, &str); 4] = [
    ("csv", "CSV"),
    ("json", "JSON"),
    ("xlsx", "XLSX"),
    ("parquet", "Parquet"),
];

/// A page with a report, and what stands above its body.
pub fn report(ask: &Ask, report: &Report, above: Markup) -> String {
    let (head, body) = page_parts(report);
    let mut files: Vec<(&str, &str)> = FILES.to_vec();
    if body.contains("<svg ") && !matches!(report.kind, "article") {
        files.push(("svg", "SVG"));
    }
    if report.graph.is_some() {
        files.extend([("graphml", "GraphML"), ("gexf", "GEXF")]);
    }
    let inside = html! {
        (PreEscaped(head))
        main {
            (above)
            (PreEscaped(body))
            p class="files" {
                "These rows as"
                @for (format, name) in files { " " a href=(ask.with(&[("format", format)])) { (name) } }
                @if report.kind == "history" {
                    " (all of them, on however many pages; what forms no position says why in " code { "not_counted_because" } ")"
                }
            }
        }
    };
    page(ask, &report.title.to_plain(), inside)
}

/// A page around its inside.
pub fn page(ask: &Ask, title: &str, inside: Markup) -> String {
    let here = ask.path.first().map_or("", String::as_str);
    let asked = if here == "search" {
        ask.get("q").unwrap_or_default()
    } else {
        ""
    };
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (safe(title)) " · stance" }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                script src="/page.js" defer {}
            }
            body {
                a class="skip" href="#inside" { "To the page" }
                nav aria-label="pages" {
                    a class="home" href="/" { "stance" }
                    form action="/search" role="search" {
                        label class="unseen" for="q" { "Search actors, topics and claims" }
                        input id="q" type="search" name="q" value=(safe(asked)) placeholder="Search actors, topics, claims" autocomplete="off";
                        button { "Search" }
                    }
                    ul {
                        @for (way, name) in WAYS {
                            li { a href=(way) aria-current=[(way.trim_start_matches('/') == here).then_some("page")] { (name) } }
                        }
                    }
                }
                div id="inside" { (inside) }
                footer {
                    "stance " (env!("CARGO_PKG_VERSION"))
                    ". What is marked “not reviewed” was found by a program and not yet checked by a person."
                }
            }
        }
    };
    whole.into_string() + "\n"
}

/// A page that says why there is none.
pub fn wrong(ask: &Ask, title: &str, why: &str, hint: Option<&str>) -> String {
    let inside = html! {
        header { h1 { (safe(title)) } }
        main {
            p { (safe(why)) }
            @if let Some(hint) = hint { p class="note" { (safe(hint)) } }
        }
    };
    page(ask, title, inside)
}

/// A text made safe to show; the template escapes it.
pub fn safe(text: &str) -> String {
    printable(text, Breaks::Space)
}

/// A field of a filter with its label.
pub fn field(ask: &Ask, kind: &str, name: &str, label: &str) -> Markup {
    let id = format!("f-{name}");
    html! {
        span class="field" {
            label for=(id) { (label) }
            input id=(id) type=(kind) name=(name) value=(safe(ask.get(name).unwrap_or_default()));
        }
    }
}

/// A choice of a filter with its label; the first is what holds where nothing is chosen.
pub fn choice(ask: &Ask, name: &str, label: &str, values: &[(&str, &str)]) -> Markup {
    let id = format!("f-{name}");
    let chosen = ask.get(name).unwrap_or_default();
    html! {
        span class="field" {
            label for=(id) { (label) }
            select id=(id) name=(name) {
                @for (value, text) in values { option value=(value) selected[*value == chosen] { (text) } }
            }
        }
    }
}
