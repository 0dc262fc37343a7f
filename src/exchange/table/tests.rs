use chrono::NaiveDate;

use super::change::{Outcome, decide};
use super::*;
use crate::model::Statement;

fn claim() -> Statement {
    let day = NaiveDate::from_ymd_opt(2024, 4, 3);
    Statement {
        claim_id: 7,
        root_claim_id: 5,
        actor: Some("=Zoë\u{a0}Lind".into()),
        topic: Some("pier".into()),
        stance: Some(-1),
        said_from: day,
        said_to: day,
        act: "statement".into(),
        link: None,
        status: "proposed".into(),
        reviewed_by: None,
        evidence: "-1 + \"1\",\n\u{1b}[31m".into(),
        outlet: None,
        published_day: None,
        title: Some("'+ quoted".into()),
        url: None,
        article_id: 3,
        form: "direct".into(),
        basis: "article".into(),
        on_behalf_of: None,
        ascribed_by: None,
        confidence: 0.5,
        ..Statement::default()
    }
}

/// The row that is written, with some cells edited.
fn edited(changes: &[(&str, &str)]) -> Row {
    let mut written = begin(Vec::new()).unwrap();
    row(&mut written, &claim()).unwrap();
    let bytes = written.into_inner().unwrap();
    let text = std::str::from_utf8(&bytes[3..]).unwrap();
    let mut records = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = records
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let record = records.records().next().unwrap().unwrap();
    let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
    for (column, value) in changes {
        let at = header.iter().position(|name| name == column).unwrap();
        cells[at] = (*value).to_owned();
    }
    read(&header, vec![(2, cells)]).unwrap().0.remove(0)
}

fn asked(changes: &[(&str, &str)], now: &Statement, order: Order) -> String {
    match decide(&edited(changes), std::slice::from_ref(now), order) {
        Ok(Outcome::Unchanged) => "unchanged".into(),
        Ok(Outcome::Conflict(told)) => format!("conflict: {told}"),
        Ok(Outcome::Change(_, change)) => {
            let all = format!("{change:?}");
            let fields = all.trim_start_matches("Change { ").trim_end_matches(" }");
            let set = fields
                .split(", ")
                .filter(|field| !field.ends_with(": None"));
            set.collect::<Vec<_>>().join(", ")
        }
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn formulas_are_defused_and_come_back() {
    for text in [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "'=1",
        "''",
        "'",
        "\u{202e}=1",
        "＝1",
        "1-1",
        "",
        "don't",
        "\u{1b}[31m",
    ] {
        let cell = defused(text);
        assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{text}");
        assert!(!cell.contains('\u{1b}'), "{text}");
        assert_eq!(cell::plain(&restored(&cell)), cell::plain(text));
    }
}

#[test]
fn what_nobody_edited_is_unchanged_however_it_was_saved() {
    let now = claim();
    for changes in [
        &[][..],
        &[("said_from", "03/04/2024"), ("said_to", "4/3/24")],
        &[
            ("said_from", "03.04.2024"),
            ("said_to", "2024-04-03 00:00:00"),
        ],
        &[("stance", "−1"), ("actor", "'=Zoë Lind ")],
        &[("actor", "=Zoë Lind")],
        &[("status", "whatever"), ("evidence", "is only read")],
    ] {
        assert_eq!(
            asked(changes, &now, Order::Unknown),
            "unchanged",
            "{changes:?}"
        );
    }
}

#[test]
fn what_was_edited_is_asked_for() {
    let now = claim();
    for (changes, wanted) in [
        (&[("verdict", "Confirm")][..], "verdict: Some(Confirm)"),
        (
            &[("verdict", "reject"), ("note", "a rival's")],
            "verdict: Some(Reject)",
        ),
        (&[("stance", "+2")], "stance: Some(StanceValue(2))"),
        (
            &[("actor", "Ann Low"), ("act", "vote")],
            "actor: Some(\"Ann Low\"), act: Some(Vote)",
        ),
        (
            &[("topic", "boat")],
            "topic: Some(\"boat\"), stance: Some(StanceValue(-1))",
        ),
        (
            &[("said_from", "2024-04-01")],
            "said: Some((2024-04-01, 2024-04-03))",
        ),
        (&[("link", "clarifies")], "link: Some(Some(Clarifies))"),
        (
            &[("stance", "3")],
            "2: stance: \"3\" is not on the scale; a stance is -2, -1, 0, 1 or 2",
        ),
        (
            &[("stance", "")],
            "2: stance: a stance cannot be taken away; write reject in the column verdict",
        ),
        (
            &[("said_to", "05/06/2024")],
            "2: said_to: \"05/06/2024\" can be 2024-06-05 or 2024-05-06; write it like these",
        ),
        (
            &[("said_to", "soon")],
            "2: said_to: \"soon\" is no day; write 2024-09-13",
        ),
        (
            &[("said_from", "2024-05-01")],
            "2: said_to: 2024-04-03 is before said_from, 2024-05-01; change both, where it was another day",
        ),
        (
            &[("act", "song")],
            "2: act: \"song\" is no act; an act is statement, refusal, decision, vote or belief",
        ),
        (
            &[("verdict", "maybe")],
            "2: verdict: \"maybe\" is no verdict; write confirm or reject, or leave it empty",
        ),
        (
            &[("verdict", "reject"), ("stance", "2")],
            "2: verdict: the claim is rejected and changed in one row; do one of the two",
        ),
        (
            &[("note", "hm")],
            "2: note: a note without a verdict or a change; write confirm or reject in the column verdict",
        ),
    ] {
        assert_eq!(asked(changes, &now, Order::Unknown), wanted, "{changes:?}");
    }
    assert_eq!(
        asked(&[("said_to", "05/06/2024")], &now, Order::DayFirst),
        "said: Some((2024-04-03, 2024-06-05))"
    );
}

#[test]
fn a_claim_that_has_changed_since_is_a_conflict_only_where_the_row_was_edited() {
    let now = Statement {
        claim_id: 9,
        stance: Some(2),
        status: "corrected".into(),
        ..claim()
    };
    for (changes, wanted) in [
        (&[][..], "unchanged"),
        (
            &[("said_from", "4/3/2024"), ("said_to", "4/3/2024")],
            "unchanged",
        ),
        (&[("stance", "2")], "unchanged"),
        (
            &[("stance", "1")],
            "conflict: stance is 2, status is corrected",
        ),
        (
            &[("verdict", "reject")],
            "conflict: stance is 2, status is corrected",
        ),
    ] {
        assert_eq!(asked(changes, &now, Order::Unknown), wanted, "{changes:?}");
    }
    let judged = Statement {
        status: "confirmed".into(),
        ..claim()
    };
    assert_eq!(
        asked(&[("verdict", "confirm")], &judged, Order::Unknown),
        "unchanged"
    );
    assert_eq!(
        asked(&[("verdict", "reject")], &judged, Order::Unknown),
        "conflict: status is confirmed"
    );
    assert_eq!(
        decide(&edited(&[]), &[], Order::Unknown).unwrap_err().field,
        "claim"
    );
}

#[test]
fn the_order_of_days_is_told_by_the_whole_file() {
    assert_eq!(Order::of(["03/04/2024", "13/04/2024"]), Order::DayFirst);
    assert_eq!(Order::of(["03/04/2024", "4/13/2024"]), Order::MonthFirst);
    assert_eq!(Order::of(["13/04/2024", "4/13/2024"]), Order::Unknown);
    assert_eq!(Order::of(["2024-04-13", "03/04/2024", ""]), Order::Unknown);
}

#[test]
fn a_table_of_other_columns_is_refused() {
    let header = |names: &str| names.split(' ').map(str::to_owned).collect::<Vec<_>>();
    for (names, says) in [
        (
            "claim version sentiment",
            "1: sentiment: unknown column; take it out",
        ),
        (
            "claim version stance stance",
            "1: stance: the column is there twice; take one out",
        ),
        ("actor stance", "1: claim: no such column"),
    ] {
        let told = read(&header(names), Vec::new()).unwrap_err().to_string();
        assert!(told.starts_with(says), "{told}");
    }
    let rows = vec![
        (2, vec!["x".into(), "v1".into()]),
        (3, vec!["1".into(), String::new()]),
        (4, vec![String::new(), String::new()]),
        (5, vec!["1".into(), "v1".into(), "more".into()]),
    ];
    let (read, faults) = read(&header("claim version"), rows).unwrap();
    assert_eq!((read.len(), faults.len()), (0, 3));
}
