//! Pages and pictures: what they may hold, whatever a text brings.

use std::path::Path;

use chrono::{Days, NaiveDate};
use dom_query::{Document, NodeRef};
use serde_json::json;
use stance::model::{Coverage, HistoryRow, ShiftRow};
use stance::report::{self, Format, HistoryQuery, Report, Style, TopicHead, render};

use super::cases::{Bases, cases};

/// A page or picture without its style sheet, and without the hash by which the policy admits it.
pub fn without_rules(page: &str) -> String {
    let Some((before, rest)) = page.split_once("<style>") else {
        return page.to_owned();
    };
    let (_, after) = rest.split_once("</style>").unwrap();
    let before = match before.split_once("'sha256-") {
        Some((start, rest)) => format!("{start}'sha256-…'{}", rest.split_once('\'').unwrap().1),
        None => before.to_owned(),
    };
    format!("{before}<style>…</style>{after}").replace("><", ">\n<")
}

const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "footer",
    "p",
    "h1",
    "h2",
    "h3",
    "a",
    "strong",
    "span",
    "code",
    "mark",
    "article",
    "section",
    "div",
    "blockquote",
    "bdi",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "text",
    "desc",
];

const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "name",
    "content",
    "http-equiv",
    "class",
    "id",
    "href",
    "rel",
    "dir",
    "tabindex",
    "role",
    "scope",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "xmlns",
    "viewBox",
    "width",
    "height",
    "d",
    "x",
    "y",
    "cx",
    "cy",
    "r",
];

/// Everything on the page is of the report's own making: no element, attribute or address of a text's.
fn check(page: &str, what: &str) {
    let document = Document::from(page);
    let mut open: Vec<NodeRef> = document.root().children();
    let mut seen = 0;
    while let Some(node) = open.pop() {
        open.extend(node.children());
        let Some(name) = node.node_name() else {
            continue;
        };
        if !node.is_element() {
            continue;
        }
        seen += 1;
        assert!(ELEMENTS.contains(&name.as_ref()), "{what}: <{name}>");
        for attribute in node.attrs() {
            let key = attribute.name.local.to_string();
            let value = attribute.value.to_string();
            let own = ATTRIBUTES.contains(&key.as_str()) || key.starts_with("data-");
            assert!(own, "{what}: {key}={value:?}");
            if key == "href" {
                let leads = ["#", "http://", "https://"];
                assert!(
                    leads.iter().any(|start| value.starts_with(start)),
                    "{what}: {value}"
                );
            }
        }
    }
    assert!(seen > 10, "{what}: {page}");
}

#[test]
fn no_text_brings_markup_of_its_own() {
    for (path, report) in cases() {
        let page = render(&report, Format::Html, &Style::default());
        check(&page, &path.display().to_string());
        assert_eq!(page.matches("<style>").count(), 1, "{}", path.display());
        for word in ["<script", "javascript:", "url(", "@import", "src="] {
            assert!(
                !without_escaped(&page).contains(word),
                "{}: {word}",
                path.display()
            );
        }
    }
}

/// The page without its texts: the tags alone.
fn without_escaped(page: &str) -> String {
    page.split('<')
        .map(|part| format!("<{}", part.split('>').next().unwrap_or_default()))
        .collect()
}

#[test]
fn a_picture_is_well_formed_xml() {
    let mut drawn = 0;
    for (path, report) in cases() {
        let picture = render(&report, Format::Svg, &Style::default());
        if picture.is_empty() {
            continue;
        }
        drawn += 1;
        let mut reader = quick_xml::Reader::from_str(&picture);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{}: {error}\n{picture}", path.display()),
            }
        }
        assert!(
            picture.contains("<title") && picture.contains("<desc"),
            "{}",
            path.display()
        );
        assert!(!picture.contains("var(--"), "{}", path.display());
    }
    assert!(drawn > 3);
}

#[test]
fn ids_on_a_page_are_its_own_and_lead_somewhere() {
    for (path, report) in cases() {
        let page = render(&report, Format::Html, &Style::default());
        let document = Document::from(page.as_str());
        let ids: Vec<String> = document
            .select("[id]")
            .iter()
            .map(|one| one.attr("id").unwrap().to_string())
            .collect();
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(ids.len(), unique.len(), "{}: {ids:?}", path.display());
        for link in document.select("a[href^='#']").iter() {
            let target = link.attr("href").unwrap()[1..].to_owned();
            assert!(ids.contains(&target), "{}: #{target}", path.display());
        }
    }
}

/// Two thousand statements of six years, and a shift of every tenth.
fn crowd() -> Report {
    statements(2000, 11, 10)
}

/// So many statements, one each so many days, and a shift of every tenth.
fn statements(many: u64, days: u64, of: u64) -> Report {
    let bases = Bases::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/report"));
    let day = |n: u64| NaiveDate::from_ymd_opt(2019, 1, 7).unwrap() + Days::new(n * days / of);
    let stance = |n: u64| [-2, -1, 0, 1, 2, 2][(n / 7 % 6) as usize];
    let evidence = "“There is a time to build tracks and a time to mend them, and nobody who has sat in a \
        night train to the coast will tell you that the two are one,” she told the assembly, to some laughter.";
    let rows: Vec<_> = (0..many)
        .map(|n| {
            json!({"utterance_id": n, "claim_id": n, "claim_ids": [n], "article_id": n, "article_ids": [n],
                "said_from": day(n), "said_to": day(n), "stance": stance(n), "evidence": evidence})
        })
        .collect();
    let shifts: Vec<_> = (1..many / 10)
        .map(|n| {
            json!({"shift_id": format!("7-{}-{}", n * 10 - 1, n * 10),
                "before": {"utterance_id": n * 10 - 1, "said_from": day(n * 10 - 1), "said_to": day(n * 10 - 1), "evidence": evidence},
                "after": {"utterance_id": n * 10, "stance": 1, "said_from": day(n * 10), "said_to": day(n * 10), "evidence": evidence}})
        })
        .collect();
    let query = HistoryQuery {
        actor: Some("Marta Quill"),
        topic: Some(TopicHead {
            name: "Night trains",
            proposition: "The state should pay.",
        }),
        all: false,
        everywhere: None,
        window: None,
        today: day(many + 10),
    };
    report::history(
        &query,
        &bases.rows::<HistoryRow>("history", &rows),
        &bases.rows::<ShiftRow>("shift", &shifts),
        &Coverage::default(),
    )
}

#[test]
fn a_page_of_two_thousand_statements_can_be_sent_and_read() {
    let report = crowd();
    let page = render(&report, Format::Html, &Style::default());
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    let document = Document::from(page.as_str());
    // Counted, not a blot: a bar is of many statements, and none is left out.
    let bars = document.select("svg.wide .m");
    let counts = bars
        .iter()
        .map(|bar| bar.attr("data-statements").unwrap().parse::<u32>().unwrap());
    assert_eq!(counts.sum::<u32>(), 2000);
    assert!(bars.length() < 700, "{} bars", bars.length());
    assert_eq!(document.select("[id^=claim-]").length(), 2000);
    let picture = render(&report, Format::Svg, &Style::default());
    assert!(picture.len() < 200_000, "{} bytes", picture.len());
}

/// Some hundred statements are drawn one by one, also where ten of them are of one day: none covers another.
#[test]
fn each_of_some_hundred_statements_is_a_mark() {
    for (days, of) in [(4, 1), (1, 10)] {
        let report = statements(400, days, of);
        let page = render(&report, Format::Html, &Style::default());
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
        let document = Document::from(page.as_str());
        assert_eq!(document.select("svg.wide .m[data-claim]").length(), 400);
        let number = |mark: &NodeRef, name: &str| mark.attr(name).unwrap().parse::<f64>().unwrap();
        let marks: Vec<(f64, f64, f64)> = document
            .select("svg.wide .m circle")
            .nodes()
            .iter()
            .map(|mark| (number(mark, "cx"), number(mark, "cy"), number(mark, "r")))
            .collect();
        assert_eq!(marks.len(), 400);
        for (at, (x, y, r)) in marks.iter().enumerate() {
            for (other_x, other_y, other_r) in &marks[..at] {
                let apart = (x - other_x).hypot(y - other_y);
                // Places are written with one digit behind the point.
                assert!(apart > r + other_r - 0.2, "{apart} at {x}, {y}");
            }
        }
    }
}

#[test]
fn a_workbook_holds_every_row_and_no_formula() {
    for (path, report) in cases() {
        let bytes = report::file(&report, Format::Xlsx, &Style::default()).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            let mut file = archive.by_name(name).unwrap();
            std::io::Read::read_to_string(&mut file, &mut text).unwrap();
            text
        };
        let sheet = part("xl/worksheets/sheet1.xml");
        let rows = report.flat.as_ref().unwrap_or(&report.rows);
        assert!(!sheet.contains("<f>"), "{}: {sheet}", path.display());
        let told = rows
            .iter()
            .filter(|row| row.values().any(|value| !value.is_null()));
        let heading = usize::from(!report.columns.is_empty());
        assert_eq!(
            sheet.matches("<row ").count(),
            told.count() + heading,
            "{}",
            path.display()
        );
        let texts = part("xl/sharedStrings.xml");
        assert!(
            !texts.contains(['\u{1b}', '\u{202e}']),
            "{}",
            path.display()
        );
    }
}
