//! What an article's claims say, end to end: who, for whom, by whose word, with which stance, and which
//! earlier statement they take up. The cases are files in `fixtures/claims`.

mod support;

use std::fmt::Write;

use stance::model::{ActorRef, Claim, StanceFound};
use stance::text::stance::Parameters;
use stance::text::{Engine, analyse, codebook};

fn run(inputs: &[(&str, &str)]) -> String {
    let book = codebook::parse("fixture", inputs[0].1).expect("a good codebook");
    let engine = Engine::new(&book, Parameters::default());
    let text = inputs[1].1.trim_end();
    let day = "2024-09-13".parse().ok();
    let analysis = analyse(text, None, day, &engine);
    let lines: Vec<String> = analysis
        .claims
        .iter()
        .map(|claim| line(claim, text))
        .collect();
    match lines.is_empty() {
        true => "no claim".to_owned(),
        false => lines.join("\n"),
    }
}

/// One claim: who, by whose word, what was done, the words, the day where the text gives one, and
/// what follows for the topics.
fn line(claim: &Claim, text: &str) -> String {
    let name = |actor: &ActorRef| format!("{} ({})", actor.name, actor.kind.as_str());
    let mut out = claim.actor.as_ref().map_or("nobody".to_owned(), name);
    if let Some(principal) = &claim.on_behalf_of {
        let _ = write!(out, " for {}", principal.name);
    }
    if let Some(place) = &claim.affiliation {
        let _ = write!(out, " of {}", name(place));
    }
    if let Some(other) = &claim.ascribed_by {
        let _ = write!(out, ", says {}", other.name);
    }
    let points: Vec<char> = text.chars().collect();
    let printed = |spans: &[stance::model::Span]| {
        let parts = spans.iter();
        let parts = parts.map(|s| points[s.start as usize..s.end as usize].iter().collect());
        parts.collect::<Vec<String>>().join(" … ")
    };
    let _ = write!(out, ", {}: “{}”", claim.act.as_str(), printed(&claim.cue));
    if let (Some(from), Some(to)) = (claim.said.from, claim.said.to)
        && claim.said.basis.as_str() == "explicit"
    {
        let _ = write!(out, " {from}..{to}");
    }
    for (what, found) in [("", &claim.stances), ("proposed ", &claim.proposed)] {
        for StanceFound { topic, stance, .. } in found {
            let _ = write!(out, "; {what}{topic} {stance}");
        }
    }
    if let Some(link) = &claim.link {
        let _ = write!(out, "; {} “{}”", link.kind.as_str(), printed(&link.cue));
        for on in &link.on {
            let side = on.side.map_or(String::new(), |side| format!(" {side:+}"));
            let _ = write!(out, " on {}{side}", on.topic);
        }
    }
    out
}

#[test]
fn unnamed_sources_keep_whom_they_belong_to_and_never_speak_for_it() {
    support::cases::check("fixtures/claims/unnamed.md", run);
}

#[test]
fn what_another_says_of_somebody_stays_the_others_word() {
    support::cases::check("fixtures/claims/ascribed.md", run);
}

#[test]
fn earlier_statements_are_taken_up() {
    support::cases::check("fixtures/claims/links.md", run);
}

#[test]
fn every_subject_is_found() {
    support::cases::check("fixtures/claims/subjects.md", run);
}

#[test]
fn what_somebody_once_held_is_no_contradiction() {
    support::cases::check("fixtures/claims/once.md", run);
}

#[test]
fn deeds_count_where_they_are_positions() {
    support::cases::check("fixtures/claims/deeds.md", run);
}

#[test]
fn an_article_on_a_topic_is_on_it_where_it_is_not_named() {
    support::cases::check("fixtures/claims/subject.md", run);
}
