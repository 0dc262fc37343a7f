use super::*;
use crate::model::{ExchangedArticle, Statement};

#[test]
fn places_are_counted_in_utf_16_and_back() {
    let text = "𝄞 é!";
    assert_eq!((utf16(text, 0), utf16(text, 1), utf16(text, 3)), (0, 2, 4));
    assert_eq!(code_points(text, 4), Some(3));
    assert_eq!(code_points(text, 1), None, "inside a character");
    assert_eq!(code_points(text, 9), None, "behind the end");
}

#[test]
fn statements_go_there_and_back() {
    let article = ExchangedArticle {
        article_id: 8,
        text: "𝄞 Holt said no.".into(),
        outlet: Some("x".repeat(300)),
        ..ExchangedArticle::default()
    };
    let statement = Statement {
        actor: Some("Mira Holt".into()),
        topic: Some("pier".into()),
        topic_name: Some("The pier".into()),
        proposition: Some("It should stay.".into()),
        stance: Some(-1),
        act: "vote".into(),
        place: "text".into(),
        article_id: 8,
        evidence_start: 2,
        evidence_end: 15,
        origin: "machine".into(),
        ..Statement::default()
    };
    let undecided = Statement {
        stance: Some(0),
        ..statement.clone()
    };
    let ascribed = Statement {
        ascribed_by: Some("A rival".into()),
        ..statement.clone()
    };
    let (project, left) = project(&[article], &[statement, undecided, ascribed]);
    assert_eq!((left.undecided, left.ascribed, left.off_topic), (1, 1, 0));
    assert_eq!(project.documents[0].source.chars().count(), 190);
    let [coded] = project.statements.as_slice() else {
        panic!()
    };
    assert_eq!((coded.start, coded.stop, coded.coder), (3, 16, 2));
    assert_eq!(project.text(coded, "agreement").as_deref(), Some("0"));
    let found = found(&project);
    assert_eq!(found[0].coder, "stance");
    let one = &found[0].found;
    assert_eq!(
        (one.position, one.quote.exact.as_str()),
        (Some((2, 15)), "Holt said no.")
    );
    assert_eq!(
        (one.actor.as_deref(), one.topic.as_deref()),
        (Some("Mira Holt"), Some("The pier"))
    );
    assert_eq!(
        (one.stance.map(|s| s.number()), one.act.as_str()),
        (Some(-1), "vote")
    );
    let topics = concepts(&project).topics;
    assert_eq!(
        (topics[0].id.as_str(), topics[0].proposition.as_str()),
        ("pier", "It should stay.")
    );
}

#[test]
fn the_password_is_digested_as_dna_does() {
    // Sixteen bytes of salt and thirty-two of digest.
    assert_eq!(hashed().len(), 64);
    assert_eq!(hashed(), hashed());
}
