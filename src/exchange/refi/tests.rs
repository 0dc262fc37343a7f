use super::*;
use crate::model::{ExchangedArticle, Statement, TopicChoice};

fn topics() -> Vec<TopicChoice> {
    vec![TopicChoice {
        topic: "pier".into(),
        name: "The <pier>".into(),
        proposition: "It \"should\" stay\u{1}.".into(),
    }]
}

#[test]
fn a_codebook_comes_back() {
    let xml = codebook(&topics());
    let read = codebook_of(&xml).unwrap().topics;
    assert_eq!(read.len(), 1, "places on a scale are no topics");
    assert_eq!(
        (read[0].name.as_str(), read[0].id.as_str()),
        ("The <pier>", "pier")
    );
    assert_eq!(read[0].proposition, "It \"should\" stay\u{fffd}.");
    assert!(codebook_of("<a/>").unwrap_err().contains("neither codes"));
    assert!(
        codebook_of("<CodeBook><Codes")
            .unwrap_err()
            .contains("not valid XML")
    );
}

#[test]
fn a_project_comes_back() {
    let article = ExchangedArticle {
        article_id: 8,
        title: Some("A & B".into()),
        outlet: Some("Gazette".into()),
        published_day: chrono::NaiveDate::from_ymd_opt(2024, 3, 5),
        text: "𝄞 Holt said\r\nno <i>way</i>.\u{7}".into(),
        ..ExchangedArticle::default()
    };
    let statement = Statement {
        actor: Some("Mira \"M\" Holt".into()),
        topic: Some("pier".into()),
        stance: Some(-1),
        place: "text".into(),
        article_id: 8,
        evidence: "Holt said\r\nno".into(),
        evidence_start: 2,
        evidence_end: 15,
        reviewed_by: Some("ann".into()),
        ..Statement::default()
    };
    let bytes = project(&topics(), std::slice::from_ref(&article), &[statement]).unwrap();
    let brought = project_of(&bytes).unwrap();
    assert_eq!(brought.records[0].text, article.text);
    assert_eq!(brought.records[0].json["publisher"], "Gazette");
    assert_eq!(brought.records[0].json["date"], "2024-03-05");
    assert_eq!(brought.records[0].json["title"], "A & B");
    let [one] = brought.found.as_slice() else {
        panic!("{:?}", brought.found)
    };
    assert_eq!(one.coder, "ann");
    assert_eq!(one.found.quote.exact, "Holt said\r\nno");
    assert_eq!(one.found.actor.as_deref(), Some("Mira \"M\" Holt"));
    assert_eq!(one.found.topic.as_deref(), Some("pier"));
    assert_eq!(one.found.stance.map(|s| s.number()), Some(-1));
    assert_eq!(brought.codebook.topics.len(), 1);
    assert!(project_of(b"PK\x03\x04").is_err());
}
