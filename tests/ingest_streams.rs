//! Ingest of what no fixture can show: folders, options, huge records, endless streams, noise.

use std::fs;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use proptest::prelude::*;
use stance::ingest::{Format, Options, Refused, Service, Sources, published, read, read_stream};
use stance::model::{Article, PublishedBasis};

const FORMATS: [Option<Format>; 15] = [
    None,
    Some(Format::Text),
    Some(Format::Markdown),
    Some(Format::Html),
    Some(Format::Json),
    Some(Format::JsonLines),
    Some(Format::Csv),
    Some(Format::Warc),
    Some(Format::Zip),
    Some(Format::Docx),
    Some(Format::Rtf),
    Some(Format::Pdf),
    Some(Format::Export(Service::Nexis)),
    Some(Format::Export(Service::FactivaCoded)),
    Some(Format::Export(Service::FactivaPlain)),
];

fn options() -> Options {
    Options::new(NaiveDate::from_ymd_opt(2024, 12, 1).unwrap())
}

fn read_bytes(
    bytes: &[u8],
    format: Option<Format>,
    options: &Options,
) -> Vec<Result<Article, Refused>> {
    read_stream("stream", format, io::Cursor::new(bytes.to_vec()), options).collect()
}

fn ids_or_refusals(outcomes: impl IntoIterator<Item = Result<Article, Refused>>) -> Vec<String> {
    outcomes
        .into_iter()
        .map(|outcome| outcome.map_or_else(|refused| refused.to_string(), |article| article.id))
        .collect()
}

#[test]
fn folders_are_walked_by_name_without_hidden_files_and_page_assets() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for path in [
        "b/z.txt",
        "a.txt",
        "b/.hidden.txt",
        ".git/c.txt",
        "page_files/x.txt",
        "notes",
    ] {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), "The council met.").unwrap();
    }
    fs::write(
        root.join("page.html"),
        "<html><body><p>Short.</p></body></html>",
    )
    .unwrap();
    fs::write(root.join("style.css"), "p {}").unwrap();
    fs::write(root.join("scan.pdf"), "%PDF-1.7").unwrap();
    let root = root.to_str().unwrap();

    let outcomes = ids_or_refusals(read([root], &options()));
    assert_eq!(outcomes[..3], ["a.txt", "b/z.txt", "notes"]);
    assert!(outcomes[3].contains("page.html: no article found"));
    assert!(outcomes[4].contains("scan.pdf: the PDF is damaged"));
    let left_out = Sources::find([root]).left_out;
    assert_eq!(left_out.len(), 1, "{left_out:?}");
    assert!(left_out[0].ends_with("style.css"));

    let globbed = ids_or_refusals(read([format!("{root}/**/*.txt")], &options()));
    assert_eq!(globbed.len(), 3, "{globbed:?}");
    let none = ids_or_refusals(read([format!("{root}/*.json")], &options()));
    assert!(none[0].ends_with("*.json: no file matches; check the pattern"));
}

#[test]
fn addresses_are_no_files() {
    let outcomes = ids_or_refusals(read(["https://harbour-courier.example/a"], &options()));
    assert_eq!(
        outcomes,
        [
            "https://harbour-courier.example/a: it is an address, and no file; \
          give it to stance ingest or stance extract"
        ]
    );
}

#[test]
fn options_fill_what_a_file_does_not_say_and_nothing_else() {
    let given = |text| published(text, PublishedBasis::Given, options().today).unwrap();
    let options = Options {
        publisher: Some("Island Post".to_owned()),
        published: Some(given("2024-05-01")),
        ..options()
    };
    let lines =
        br#"{"text": "The council met.", "publisher": "Harbour Courier", "date": "2024-09-17"}
{"text": "The council met.", "url": "https://harbour-courier.example/2024/09/16/a"}"#;
    let articles: Vec<Article> = read_bytes(lines, None, &options)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(articles[0].publisher.as_deref(), Some("Harbour Courier"));
    assert_eq!(
        articles[0].published.as_ref().unwrap().basis,
        PublishedBasis::Record
    );
    assert_eq!(articles[1].publisher.as_deref(), Some("Island Post"));
    assert_eq!(
        articles[1].published, options.published,
        "a given date beats one in the address"
    );
}

#[test]
fn no_nul_reaches_the_database() {
    let line =
        br#"{"text": "a\u0000b", "title": "\u0000", "id": "\u0000", "x": {"\u0000": ["\u0000"]}}"#;
    let article = read_bytes(line, None, &options()).remove(0).unwrap();
    assert_eq!(article.text, "a\u{fffd}b");
    assert!(!format!("{article:?}").contains("\\0"), "{article:?}");
}

#[test]
fn metadata_is_left_out_where_nobody_wants_it() {
    let line = br#"{"text": "The council met.", "wire": {"desk": [1, 2]}}"#;
    let kept = read_bytes(line, None, &options()).remove(0).unwrap();
    assert_eq!(kept.metadata["wire"]["desk"][1], 2);
    let options = Options {
        keep_metadata: false,
        ..options()
    };
    let bare = read_bytes(line, None, &options).remove(0).unwrap();
    assert!(bare.metadata.is_empty());
    assert_eq!(bare.raw_sha256, kept.raw_sha256);
}

#[test]
fn streams_without_a_name_are_told_by_what_they_hold() {
    for (input, text) in [
        (
            "{\"text\": \"The council met.\"}\n{\"text\": \"b\"}\n",
            "The council met.",
        ),
        (
            "{\n  \"text\": \"The council met.\"\n}\n",
            "The council met.",
        ),
        (" [ {\"text\": \"The council met.\"} ]", "The council met."),
        ("id;text\n1;The council met.\n", "The council met."),
        ("# Vote\n\nThe council *met*.\n", "The council met."),
        (
            "---\ntitle: Vote\n---\nThe council met.",
            "The council met.",
        ),
        (
            "The council met, the text says.\n",
            "The council met, the text says.\n",
        ),
        ("[The council met.]", "[The council met.]"),
        ("{council} met", "{council} met"),
        ("--- The council met.", "--- The council met."),
    ] {
        let article = read_bytes(input.as_bytes(), None, &options()).remove(0);
        assert_eq!(article.unwrap().text, text, "{input:?}");
    }
}

#[test]
fn one_address_is_not_given_to_two_articles() {
    let options = Options {
        url: Some("https://harbour-courier.example/a".to_owned()),
        ..options()
    };
    let lines = b"{\"text\": \"The council met.\"}\n{\"text\": \"It met again.\"}";
    assert_eq!(
        ids_or_refusals(read_bytes(lines, None, &options)),
        [
            "stream:1",
            "stream:2: --url names one article, and this is the second; \
          ingest it in a run of its own"
        ]
    );
}

#[test]
fn what_is_too_long_is_refused_and_the_next_record_is_read() {
    let long = "x".repeat(50_000_000);
    let good = "\"text\": \"The council met.\"";
    let lines = format!("{{\"text\": \"{long}\"}}\n{{{good}}}\n");
    let array = format!("[{{\"text\": \"{long}\"}}, {{{good}}}]");
    let table = format!("text,id\n\"{long}\",1\nThe council met.,2\n");
    let refused = |place: &str, what: &str| {
        format!("stream{place}: {what} is longer than 40 MB; split it into articles")
    };
    for (input, format, expected) in [
        (
            &lines,
            Format::JsonLines,
            vec![refused(":1", "the line"), "stream:2".to_owned()],
        ),
        (
            &array,
            Format::Json,
            vec![refused(": record 1", "the record"), "stream#2".to_owned()],
        ),
        (
            &table,
            Format::Csv,
            vec![refused(":2", "the row"), "2".to_owned()],
        ),
        (&long, Format::Text, vec![refused("", "the file")]),
        (&long, Format::Markdown, vec![refused("", "the file")]),
        (&long, Format::Html, vec![refused("", "the file")]),
    ] {
        let outcomes = ids_or_refusals(read_bytes(input.as_bytes(), Some(format), &options()));
        assert_eq!(outcomes, expected, "{format:?}");
    }
}

/// Repeats a line, and counts the bytes taken.
struct Endless {
    line: &'static [u8],
    at: usize,
    taken: Arc<AtomicUsize>,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        for byte in out.iter_mut() {
            *byte = self.line[self.at];
            self.at = (self.at + 1) % self.line.len();
        }
        self.taken.fetch_add(out.len(), Ordering::Relaxed);
        Ok(out.len())
    }
}

#[test]
fn an_endless_stream_is_read_record_by_record() {
    for (format, line) in [
        (
            Format::JsonLines,
            b"{\"text\": \"The council met.\"}\n" as &[u8],
        ),
        (Format::Json, b"{\"text\": \"The council met.\"}\n\n"),
        (Format::Csv, b"text,text\n"),
    ] {
        let taken = Arc::new(AtomicUsize::new(0));
        let stream = Endless {
            line,
            at: 0,
            taken: Arc::clone(&taken),
        };
        let mut articles = read_stream("stream", Some(format), stream, &options());
        for _ in 0..10_000 {
            assert!(articles.next().unwrap().is_ok(), "{format:?}");
        }
        let used = 10_001 * line.len();
        let ahead = taken.load(Ordering::Relaxed) - used;
        assert!(ahead < 300_000, "{format:?} reads {ahead} bytes ahead");
    }
}

#[test]
fn hostile_pages_are_refused_in_time() {
    let started = std::time::Instant::now();
    let deep = "<div>".repeat(200_000) + "text";
    let wide = "<p>text</p>".repeat(200_000);
    let decoyed = "</x><div>".repeat(200_000) + "text";
    let fonts: String = (0..100).map(|n| format!("<font size={n}>")).collect();
    let formatted = fonts + &"<p>text".repeat(100_000);
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=b")).collect();
    let attributes = format!("<p{attributes}>text</p>");
    for page in [deep, wide, decoyed, formatted, attributes] {
        let outcomes = read_bytes(page.as_bytes(), Some(Format::Html), &options());
        assert!(outcomes[0].is_err());
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn no_bytes_make_ingest_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for format in FORMATS {
            read_bytes(&bytes, format, &options());
        }
    }

    #[test]
    fn no_text_makes_ingest_panic(text in "(?s)[-+#<>/a-p\"'={}\\[\\]:,;|*`!&\n\t é“0-9]{0,300}") {
        for format in FORMATS {
            read_bytes(text.as_bytes(), format, &options());
        }
    }

    #[test]
    fn no_export_makes_ingest_panic(
        lines in prop::collection::vec(
            prop::sample::select(vec![
                "1 of 2 DOCUMENTS", "Body", "End of Document", "Length: 4 words", "BYLINE: By ", "BODY:",
                "September 13, 2024 Friday", "  Final Edition", "HD", "HD   Pier", "SN", "PD", "TD", "LP  x",
                "AN", "Document HARCOU0020240913ek9d0001e", "412 words", "13 September 2024", "Copyright 2024",
                "By", "é", "", "Page 1 of 2", "All Rights Reserved", "Load-Date: May 3, 2003",
            ]),
            0..24,
        )
    ) {
        for format in FORMATS {
            read_bytes(lines.join("\n").as_bytes(), format, &options());
        }
    }

    #[test]
    fn the_text_of_a_record_is_kept_to_the_code_point(text in "(?s).{0,200}") {
        // A text without a letter is refused.
        prop_assume!(text.contains(char::is_alphabetic));
        let line = serde_json::json!({"text": text}).to_string();
        let outcomes = read_bytes(line.as_bytes(), Some(Format::JsonLines), &options());
        let article = outcomes[0].as_ref().unwrap();
        prop_assert_eq!(&article.text, &text.replace('\0', "\u{fffd}"));
    }

    #[test]
    fn no_date_makes_reading_panic(text in "(?s)[0-9A-Za-z/.,:+ -]{0,40}|.{0,40}") {
        let _ = published(&text, PublishedBasis::Record, options().today);
    }
}

/// Cut anywhere, and with any byte of it wrong, a document is read or refused with a word.
#[test]
fn a_damaged_rtf_document_is_an_article_or_a_refusal() {
    for case in ["article.rtf", "nexis.rtf", "factiva-coded.rtf"] {
        let whole = fs::read(format!("fixtures/ingest/cases/rtf/{case}")).unwrap();
        let mut refused = 0;
        for at in 1..whole.len() {
            let mut wrong = whole.clone();
            wrong[at] = b"{}\\'*\0\xff9-"[at % 9];
            for damaged in [&whole[..at], &wrong] {
                let outcomes = read_bytes(damaged, Some(Format::Rtf), &options());
                assert!(!outcomes.is_empty(), "{case} at {at}: nothing said");
                refused += outcomes.iter().filter(|outcome| outcome.is_err()).count();
            }
        }
        assert!(refused > 100, "{case}: {refused} refused");
    }
}
