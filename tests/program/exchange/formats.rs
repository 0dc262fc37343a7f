//! Formats of other programs.

use super::super::demo::with_the_demo_articles;
use super::super::program::Program;
use super::super::support::postgres::TestDb;
use super::{column, lived_in};

/// What coders hold, as lines to be compared between databases whose ids differ.
const HELD: &str = "select coalesce(a.title, '') || '|' || p.actor || '|' || p.topic || '|' || p.stance || '|' || p.evidence as held \
    from coded_position p join article a using (article_id) where p.coder = 'ann' order by 1";

/// What stands on topics and takes a side, in the texts of live articles, in the same notation.
const STANDS: &str = "select coalesce(a.title, '') || '|' || e.actor || '|' || t.slug || '|' || s.value || '|' || e.evidence as held \
    from claim_evidence e join stance s on s.claim_id = e.claim_id and s.superseded_at is null join topic t using (topic_id) \
    join article a using (article_id) \
    where s.value <> 0 and e.act <> 'refusal' and e.ascribed_by is null and e.actor is not null and e.place = 'text' \
        and a.superseded_at is null and a.kind = 'article' order by 1";

/// A second database with the same topics and actors, and nothing in it.
async fn with_the_same_codebook() -> (TestDb, Program) {
    let database = TestDb::new().await;
    let program = Program::on(&database);
    let codebook = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo/codebook.toml");
    program.ok(&["codebook", "apply", codebook, "--quiet"]);
    (database, program)
}

#[tokio::test]
async fn annotations_come_back_as_statements_of_a_coder() {
    let database = TestDb::new().await;
    let program = with_the_demo_articles(&database);
    program.ok(&["export", "-o", "all.jsonld"]);
    let text = std::fs::read_to_string(program.folder().join("all.jsonld")).unwrap();
    let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
    let items = whole["first"]["items"].as_array().unwrap();
    assert_eq!(whole["total"], items.len());
    assert_eq!(
        items[0]["target"]["selector"][0]["type"],
        "TextQuoteSelector"
    );
    // What nobody judged is nobody's statement.
    let left = program.run(&["import", "all.jsonld", "--coder", "ann"]);
    assert!(
        left.stderr.contains("left out: a program proposes them"),
        "{}",
        left.stderr
    );
    assert_eq!(column(&program, HELD), [""; 0], "{}", left.stderr);
    let tried = program.run(&[
        "import",
        "all.jsonld",
        "--coder",
        "ann",
        "--dry-run",
        "--proposals",
    ]);
    assert_eq!(column(&program, HELD), [""; 0], "{}", tried.stderr);
    let outcome = program.run(&["import", "all.jsonld", "--coder", "ann", "--proposals"]);
    assert!(
        outcome.stderr.contains("recorded as ann's"),
        "{}",
        outcome.stderr
    );
    let held = column(&program, HELD);
    let stands = column(&program, STANDS);
    assert!(stands.len() > 20);
    for one in &stands {
        assert!(held.contains(one), "{one}\n{}", outcome.stderr);
    }
    let again = program.run(&["import", "all.jsonld", "--coder", "ann", "--proposals"]);
    assert!(
        again.stderr.contains(" 0 recorded as ann's"),
        "{}",
        again.stderr
    );

    // In another database articles have other ids.
    let (_other_database, other) = with_the_same_codebook().await;
    other.file("first.txt", "Nobody said anything.");
    other.ok(&[
        "ingest",
        "first.txt",
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo/articles"),
    ]);
    other.file("all.jsonld", &text);
    let outcome = other.run(&["import", "all.jsonld", "--coder", "ann", "--proposals"]);
    let held = column(&other, HELD);
    for one in &stands {
        assert!(held.contains(one), "{one}\n{}", outcome.stderr);
    }

    // What does not anchor is told, and the rest is taken.
    program.file(
        "moved.jsonld",
        r#"[{"type": "Annotation", "target": {"source": "urn:x-stance:article:1", "selector": {"type": "TextQuoteSelector", "exact": "never said"}},
             "body": {"type": "x", "stance:actor": "scholz", "stance:topic": "long-range-weapons", "stance:value": 1}},
            {"type": "Annotation", "target": "https://nowhere.example/", "body": {"stance:topic": "long-range-weapons"}}]"#,
    );
    let moved = program.run(&["import", "moved.jsonld", "--coder", "ann", "--proposals"]);
    assert_eq!(moved.code, Some(1));
    for says in [
        "moved.jsonld: annotation 1: article 1: the passage does not stand in the text any more",
        "moved.jsonld: annotation 2: its article is not stored",
    ] {
        assert!(moved.stderr.contains(says), "{}", moved.stderr);
    }
}

#[tokio::test]
async fn claims_are_told_in_schema_org() {
    let database = TestDb::new().await;
    let program = lived_in(&database).await;
    let printed = program.ok(&["export", "--as", "schema-org", "--confirmed"]);
    let whole: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let items = whole["@graph"].as_array().unwrap();
    assert!(!items.is_empty());
    for item in items {
        assert_eq!(item["@type"], "Claim");
        assert!(
            item["appearance"]["isPartOf"]["@type"] == "NewsArticle",
            "{item}"
        );
        assert_ne!(item["creativeWorkStatus"], "proposed");
    }
}

#[tokio::test]
async fn a_project_of_dna_comes_back_in_another_database() {
    let database = TestDb::new().await;
    let program = with_the_demo_articles(&database);
    program.ok(&["export", "-o", "project.dna"]);
    program.ok(&["export", "-o", "again.dna"]);
    let bytes = |name: &str| std::fs::read(program.folder().join(name)).unwrap();
    assert!(
        bytes("project.dna") == bytes("again.dna"),
        "another project of the same record"
    );
    let (_other_database, other) = with_the_same_codebook().await;
    other.file("project.dna", bytes("project.dna"));
    let topics = other.ok(&["import", "project.dna", "--codebook"]);
    assert!(topics.contains("id = \"long-range-weapons\""), "{topics}");
    let outcome = other.run(&["import", "project.dna", "--coder", "ann", "--proposals"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let (held, stands) = (column(&other, HELD), column(&program, STANDS));
    for (one, others, says) in [(&held, &stands, "too much"), (&stands, &held, "missing")] {
        for line in one {
            assert!(others.contains(line), "{says}: {line}");
        }
    }
    // By its own name, a coder of the project is one here.
    let outcome = other.run(&["import", "project.dna", "--proposals"]);
    assert!(
        outcome.stderr.contains("recorded as stance's"),
        "{}",
        outcome.stderr
    );
    other.file("no.dna", b"SQLite format 3\0 and no more");
    let no = other.run(&["import", "no.dna", "--proposals"]);
    assert!(
        no.code == Some(1) && no.stderr.contains("no.dna: this is no project of DNA 3"),
        "{}",
        no.stderr
    );
}

#[tokio::test]
async fn a_project_of_refi_qda_comes_back_in_another_database() {
    let database = TestDb::new().await;
    let program = with_the_demo_articles(&database);
    program.ok(&["export", "-o", "project.qdpx"]);
    program.ok(&["export", "-o", "topics.qdc"]);
    let (_other_database, other) = with_the_same_codebook().await;
    for name in ["project.qdpx", "topics.qdc"] {
        other.file(name, std::fs::read(program.folder().join(name)).unwrap());
    }
    let topics = other.ok(&["import", "topics.qdc"]);
    assert!(
        topics.contains("name = \"Long-range weapons policy\""),
        "{topics}"
    );
    let outcome = other.run(&["import", "project.qdpx", "--coder", "ann", "--proposals"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let held = column(&other, HELD);
    for one in column(&program, STANDS) {
        assert!(held.contains(&one), "{one}");
    }
}
