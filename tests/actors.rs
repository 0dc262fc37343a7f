//! Who is meant: the cases of `fixtures/actors`, each a small article with its attributions marked
//! and the whole of what is expected. `STANCE_BLESS=1` writes what came out into the files.
//!
//! In the text `{1S …}` marks the source of attribution 1, `{1C …}` its cue and `{1T …}` its
//! content; marks may stand inside one another.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use stance::model::{ActorRef, Analysis, Claim, Codebook, Span, TextIndex};
use stance::text::codebook;
use stance::text::document::Find;
use stance::text::stance::Parameters;
use stance::text::{Engine, analyse_found};

struct Case {
    day: Option<NaiveDate>,
    codebook: Codebook,
    text: String,
    finds: Vec<Find>,
}

/// The body of `## name`, up to the next heading.
fn section<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    let heading = format!("## {name}\n");
    let body = &file[file.find(&heading)? + heading.len()..];
    Some(body[..body.find("\n## ").unwrap_or(body.len())].trim())
}

fn read(file: &str) -> Case {
    let codebook = section(file, "Codebook").map(|s| {
        let toml = s.trim_start_matches("```toml").trim_end_matches("```");
        codebook::parse("case", toml).expect("the codebook parses")
    });
    let (text, finds) = unmark(section(file, "Text").expect("a case has a text"));
    Case {
        day: section(file, "Day").map(|day| day.parse().expect("a day is YYYY-MM-DD")),
        codebook: codebook.unwrap_or_default(),
        text,
        finds,
    }
}

/// The text without its marks, and the attributions that they mark.
fn unmark(marked: &str) -> (String, Vec<Find>) {
    let mut text = String::new();
    let mut finds: Vec<Find> = Vec::new();
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        if c == '{' {
            let space = rest.find(' ').expect("a mark reads {1S …}");
            let (number, part) = rest[1..space].split_at(space - 2);
            let number: usize = number.parse().expect("a mark begins with a number");
            open.push((number, part.chars().next().unwrap_or('S'), text.len()));
            rest = &rest[space + 1..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c != '}' {
            text.push(c);
            continue;
        }
        let (number, part, start) = open.pop().expect("every } closes a mark");
        finds.resize_with(finds.len().max(number), || Find {
            confidence: 1.0,
            ..Find::default()
        });
        let range = start..text.len();
        match part {
            'S' => finds[number - 1].source.push(range),
            'C' => finds[number - 1].cue.push(range),
            _ => finds[number - 1].content.push(range),
        }
    }
    (text, finds)
}

fn named(actor: &ActorRef) -> String {
    let id = actor.id.as_ref().map(|id| format!(" [{id}]"));
    format!(
        "{} {}{}",
        actor.kind.as_str(),
        actor.name,
        id.unwrap_or_default()
    )
}

fn line(claim: &Claim) -> String {
    let mut line = claim.actor.as_ref().map_or("nobody".to_owned(), named);
    if let Some(principal) = &claim.on_behalf_of {
        let _ = write!(line, " · for {}", named(principal));
    }
    if let Some(other) = &claim.ascribed_by {
        let _ = write!(line, " · ascribed by {}", named(other));
    }
    let _ = write!(line, " · {} · {}", claim.form.as_str(), claim.act.as_str());
    for stance in &claim.stances {
        let _ = write!(line, " · {} {}", stance.topic, stance.stance);
    }
    for stance in &claim.proposed {
        let _ = write!(line, " · proposed {} {}", stance.topic, stance.stance);
    }
    line
}

/// What came out, in the order of the text.
fn outcome(text: &str, analysis: &Analysis) -> String {
    let index = TextIndex::new(text);
    let printed = |spans: &[Span]| {
        let parts: Vec<&str> = spans.iter().map(|s| &text[index.range(*s)]).collect();
        parts.join(" … ")
    };
    let mut out = String::new();
    for found in &analysis.attributions {
        let _ = writeln!(
            out,
            "- {} *{}*",
            printed(&found.source),
            printed(&found.cue)
        );
        let same = |c: &&Claim| c.cue == found.cue && c.source == found.source;
        for claim in analysis.claims.iter().filter(same) {
            let _ = writeln!(out, "  - {}", line(claim));
            let _ = writeln!(out, "    > {}", claim.evidence.text);
        }
        let place = found.source.first().or(found.cue.first()).map(|s| s.start);
        let left = |s: &&stance::model::Skipped| Some(s.start) == place;
        for skipped in analysis.skipped.iter().filter(left) {
            let _ = writeln!(out, "  - skipped: {}", skipped.reason);
        }
    }
    out
}

#[test]
fn every_case_gives_its_expected_actors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/actors");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    let bless = std::env::var_os("STANCE_BLESS").is_some();
    let mut wrong = String::new();
    for path in &paths {
        let file = std::fs::read_to_string(path).expect("a readable case");
        let case = read(&file);
        let engine = Engine::new(&case.codebook, Parameters::default());
        let analysis = analyse_found(&case.text, case.finds, case.day, &engine);
        let got = outcome(&case.text, &analysis);
        let expected = section(&file, "Expected").unwrap_or_default();
        if got.trim() == expected {
            continue;
        }
        if bless {
            let (head, _) = file.split_once("## Expected").unwrap_or((&file, ""));
            let blessed = format!("{}\n\n## Expected\n\n{got}", head.trim_end());
            std::fs::write(path, blessed).expect("a writable case");
        } else {
            let _ = writeln!(
                wrong,
                "{}\n--- expected\n{expected}\n--- got\n{got}",
                path.display()
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}STANCE_BLESS=1 takes what came out as expected"
    );
}
