//! Coefficients of agreement against those of published packages, and what coders who differ are told.

use stance::eval::agreement::{Level, agreement, alpha, kappa};
use stance::model::{ArticleRead, CodedPosition};

/// The blocks of a language in the file of package figures.
fn blocks(language: &str) -> Vec<String> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/eval/agreement/packages.md"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let fence = format!("```{language}\n");
    text.split(fence.as_str())
        .skip(1)
        .map(|block| block.split("\n```").next().unwrap_or_default().to_owned())
        .collect()
}

fn table(block: &str) -> Vec<Vec<Option<i16>>> {
    block
        .lines()
        .map(|line| line.split(' ').map(|cell| cell.parse().ok()).collect())
        .collect()
}

/// The table's figures as the file has them.
fn figures(table: &[Vec<Option<i16>>]) -> String {
    let mut lines: Vec<String> = [
        ("nominal", Level::Nominal),
        ("ordinal", Level::Ordinal),
        ("interval", Level::Interval),
    ]
    .into_iter()
    .map(|(name, level)| format!("{name} {:.9}", alpha(table, level).unwrap()))
    .collect();
    for (one, row) in table.iter().enumerate() {
        for (other, other_row) in table.iter().enumerate().skip(one + 1) {
            let pairs: Vec<(i16, i16)> = row
                .iter()
                .zip(other_row)
                .filter_map(|(a, b)| Some(((*a)?, (*b)?)))
                .collect();
            lines.push(format!(
                "kappa {} {} {:.9}",
                one + 1,
                other + 1,
                kappa(&pairs).unwrap()
            ));
        }
    }
    lines.join("\n")
}

#[test]
fn coefficients_are_those_of_published_packages() {
    let (tables, expected) = (blocks("table"), blocks("figures"));
    assert_eq!((tables.len(), expected.len()), (2, 2));
    for (block, expected) in tables.iter().zip(expected) {
        assert_eq!(figures(&table(block)), expected);
    }
}

#[test]
fn where_nothing_varies_there_is_no_coefficient() {
    assert_eq!(
        alpha(&[vec![Some(1); 4], vec![Some(1); 4]], Level::Nominal),
        None
    );
    assert_eq!(alpha(&[vec![Some(1)], vec![None]], Level::Interval), None);
    assert_eq!(kappa(&[(2, 2), (2, 2)]), None);
    assert_eq!(kappa(&[]), None);
}

fn found(
    coder: &str,
    article_id: i64,
    actor_id: i64,
    stance: i16,
    span: (i32, i32),
) -> CodedPosition {
    CodedPosition {
        coder: coder.into(),
        machine: coder == "machine",
        article_id,
        actor_id: Some(actor_id),
        actor: Some(format!("Actor {actor_id}")),
        topic_id: 1,
        topic: "pier".into(),
        stance,
        confidence: (coder == "machine").then_some(0.7),
        place: "text".into(),
        evidence_start: span.0,
        evidence_end: span.1,
        evidence: "words".into(),
        coded_statement_id: None,
        root_claim_id: None,
        taken: None,
    }
}

fn read(article_id: i64, coder: &str) -> ArticleRead {
    ArticleRead {
        article_id,
        coder: coder.into(),
    }
}

#[test]
fn an_article_that_one_of_two_did_not_finish_says_nothing_of_their_agreement() {
    let topics = ["pier".to_owned()];
    let reading = [read(1, "ann"), read(1, "bo"), read(2, "ann")];
    let positions = [
        found("ann", 1, 7, 2, (0, 10)),
        found("bo", 1, 7, 2, (0, 10)),
        found("ann", 2, 7, -2, (0, 10)),
        // Begun and not read to its end.
        found("bo", 2, 8, -2, (0, 10)),
    ];
    let found = agreement(&reading, &positions, &topics, false);
    assert_eq!(found.articles, 1);
    assert_eq!(found.disagreements, []);
    assert_eq!(
        (found.pairs[0].passages, found.pairs[0].exact_f1),
        (1, Some(1.0))
    );
}

#[test]
fn each_passage_has_one_partner_and_the_likest_comes_first() {
    let reading = [read(1, "ann"), read(1, "bo")];
    let positions = [
        found("ann", 1, 7, 2, (0, 20)),
        found("ann", 1, 8, 2, (2, 22)),
        found("bo", 1, 7, 2, (2, 22)),
        found("bo", 1, 8, 2, (50, 60)),
    ];
    let found = agreement(&reading, &positions, &["pier".to_owned()], false);
    let pair = &found.pairs[0];
    // One of two on each side, and it is the same to the character.
    assert_eq!((pair.span_f1, pair.exact_f1), (Some(0.5), Some(0.5)));
}

#[test]
fn the_program_is_judged_by_what_people_agree_on_only() {
    let reading = [read(1, "ann"), read(1, "bo")];
    let positions = [
        found("ann", 1, 7, 2, (0, 20)),
        found("bo", 1, 7, 1, (0, 20)),
        // They differ about 8, so that nobody can say whether the program is right.
        found("ann", 1, 8, 2, (30, 40)),
        found("bo", 1, 8, -2, (30, 40)),
        found("ann", 1, 9, -1, (50, 60)),
        found("bo", 1, 9, -1, (50, 60)),
        found("machine", 1, 7, 2, (0, 20)),
        found("machine", 1, 8, 2, (30, 40)),
        found("machine", 1, 10, 2, (70, 80)),
    ];
    let found = agreement(&reading, &positions, &["pier".to_owned()], true);
    let all = &found.machine[0];
    assert_eq!((all.proposed, all.right, all.held), (2, 1, Some(2)));
    assert_eq!((all.precision, all.recall), (Some(0.5), Some(0.5)));
    assert_eq!(found.machine.last().unwrap().band, Some(7));
}
