//! The review queue: a proposal at a time, with its passage and what decides about it.

use maud::{Markup, html};

use super::answer::Answer;
use super::ask::Ask;
use super::frame::{self, choice, safe};
use super::pages::topic_choice;
use super::site::{Site, Wrong};
use crate::model::{ReviewItem, ReviewOrder, StanceValue};
use crate::report::{
    printed_day, printed_manner, printed_said, signed, stance_class, stance_symbol,
};
use crate::store::read::{Proposal, Scope};
use crate::store::write::{Correction, Judgement, Verdict};

/// Code points of the article shown on each side of a passage.
const AROUND: usize = 420;
/// The most proposals that an address remembers as passed over.
const PASSED: usize = 60;

/// Shows what comes next, or the claim that is named.
pub async fn show(site: &Site, ask: &Ask) -> Result<Answer, Wrong> {
    let order = ask
        .get("next")
        .and_then(ReviewOrder::of_name)
        .unwrap_or_default();
    let mut scope = Scope::default();
    for actor in ask.all("actor") {
        scope.actors.push(site.store.actor(actor).await?);
    }
    for topic in ask.all("topic") {
        scope.topics.push(site.store.topic(topic).await?);
    }
    let proposals = match ask.get("claim") {
        Some(claim) => of_claim(site, claim).await?,
        None => {
            let queue = site.queue(order, &scope).await?;
            site.store.review_next(&queue, &passed(ask), 1).await?
        }
    };
    let mut item = None;
    for proposal in proposals {
        item = site.store.review_item(proposal).await?;
        if item.is_some() {
            break;
        }
    }
    let order = order_form(site, ask).await?;
    let inside = html! {
        header {
            p class="kind" { "review" }
            h1 { @match &item { Some(item) => { (who(item)) }, None => { "Nothing left to review" } } }
        }
        main {
            (order)
            @if let Some(done) = ask.get("done") { (done_form(site, ask, done)) }
            @match &item {
                Some(item) => { (proposal(site, ask, item)) },
                None => {
                    p { "No proposal that nobody has judged is left here." }
                    @if ask.get("pass").is_some() {
                        p { a href=(ask.with(&[("pass", ""), ("done", ""), ("last", "")])) { "Show those that were passed over" } }
                    }
                },
            }
        }
    };
    Ok(Answer::page(frame::page(ask, "Review", inside)))
}

/// The stances of a claim ("31"), or the one on a topic ("31-2").
async fn of_claim(site: &Site, given: &str) -> Result<Vec<Proposal>, Wrong> {
    if let Some(proposal) = proposal_of(given) {
        return Ok(vec![proposal]);
    }
    let claim = given
        .parse()
        .map_err(|_| Wrong::Unreadable(format!("\"{given}\" is not the number of a claim")))?;
    let claim = site.store.claim(claim).await?.claim_id;
    let topics = site.store.topics_of_claim(claim).await?;
    if topics.is_empty() {
        return Err(Wrong::Nothing(
            format!("Claim {claim} is on no topic."),
            None,
        ));
    }
    Ok(topics.into_iter().map(|topic| (claim, topic)).collect())
}

/// A claim on a topic, as addresses write it: "31-2".
fn proposal_of(given: &str) -> Option<Proposal> {
    let (claim, topic) = given.split_once('-')?;
    Some((claim.parse().ok()?, topic.parse().ok()?))
}

/// What the address says was passed over: "31-2 45-2".
fn passed(ask: &Ask) -> Vec<Proposal> {
    let pairs = ask.get("pass").unwrap_or_default().split(' ');
    pairs.filter_map(proposal_of).collect()
}

fn who(item: &ReviewItem) -> String {
    let actor = item.actor.as_deref().unwrap_or("An unnamed source");
    safe(&format!("{actor} on {}", item.topic_name))
}

async fn order_form(site: &Site, ask: &Ask) -> Result<Markup, Wrong> {
    let topics = topic_choice(site, ask).await?;
    Ok(html! {
        form class="filter" {
            @for value in ask.all("actor") { input type="hidden" name="actor" value=(safe(value)); }
            (choice(ask, "next", "First", &[("uncertain", "the most uncertain"), ("shifts", "ends of candidate shifts"), ("date", "what was said last")]))
            (topics)
            button { "Show" }
        }
    })
}

/// What was just done, and the way back.
fn done_form(site: &Site, ask: &Ask, done: &str) -> Markup {
    html! {
        form method="post" action=(ask.with(&[("done", ""), ("last", "")])) class="done" role="status" {
            "Verdict " (safe(done)) " is recorded. "
            input type="hidden" name="word" value=(site.guard.form_word());
            input type="hidden" name="last" value=(safe(ask.get("last").unwrap_or_default()));
            button name="undo" value=(safe(done)) data-key="u" accesskey="u" { "Take it back" kbd { "u" } }
        }
    }
}

fn proposal(site: &Site, ask: &Ask, item: &ReviewItem) -> Markup {
    let proposed = match item.stance {
        Some(stance) => format!(
            "{} {} {}",
            stance_symbol(stance),
            signed(stance),
            label(stance)
        ),
        None => "takes no side".to_owned(),
    };
    let side = item.stance.map_or("off", stance_class);
    let skip = pass_on(ask, item);
    html! {
        p class="sub" { (safe(&item.proposition)) }
        p class="proposed" {
            "Proposed: " strong class=(side) { (proposed) }
            @if item.act == "refusal" { " (declined to say)" }
            span class="dim" { " · confidence " (format!("{:.2}", item.confidence)) }
        }
        blockquote class="passage" dir="auto" {
            p {
                span class="around" { (before(&item.lead)) " " }
                mark { (safe(&item.evidence)) }
                span class="around" { " " (after(&item.trail)) }
            }
        }
        p class="detail" {
            (printed_said(item.said_from, item.said_to, &item.basis))
            @if let Some(words) = &item.time_expression { " (“" (safe(words)) "”)" }
            " · " (printed_manner(&item.act, &item.form))
            @if item.bearing == "inferred" { " · inferred from an argument" }
            @if let Some(name) = &item.on_behalf_of { " · for " (safe(name)) }
            @if let Some(name) = &item.ascribed_by { " · says " (safe(name)) }
            @if let Some(outlet) = &item.outlet { " · " (safe(outlet)) }
            @if let Some(day) = item.published_day { ", " (printed_day(day)) }
            " · " a href={ "/claim/" (item.claim_id) } { "claim\u{a0}" (item.claim_id) }
            " · " a href={ "/article/" (item.article_id) } { "article\u{a0}" (item.article_id) }
        }
        @if !item.why_rule.is_empty() {
            p class="detail" { "cue “" (safe(&item.why_cue)) "”, term “" (safe(&item.why_term)) "”, rule " (safe(&item.why_rule)) }
        }
        @for verdict in &item.verdicts {
            p class="note" {
                "Verdict " (verdict.review_id) ": " (safe(&verdict.verdict)) " by " (safe(&verdict.reviewer))
                @if let Some(note) = &verdict.note { ", “" (safe(note)) "”" }
            }
        }
        form method="post" action=(ask.with(&[("done", ""), ("last", "")])) class="verdict" {
            // The first button is what Enter in the note presses; this one does nothing, so that a note is no verdict.
            button disabled hidden { "No verdict" }
            input type="hidden" name="word" value=(site.guard.form_word());
            input type="hidden" name="claim" value=(item.claim_id);
            input type="hidden" name="topic" value=(item.topic_id);
            div class="keys" {
                button class="yes" name="verdict" value="confirm" data-key="c" accesskey="c" { "Right" kbd { "c" } }
                button class="no" name="verdict" value="reject" data-key="x" accesskey="x" { "Wrong" kbd { "x" } }
                a class="button" href=(skip) data-key="s" accesskey="s" { "Skip" kbd { "s" } }
            }
            fieldset class="keys" {
                legend { "Right but for the stance" }
                @for (key, stance) in (1..).zip(-2..=2_i16) {
                    button class=(side_button(stance)) name="verdict" value={ "stance=" (stance) } data-key=(key) title=(label(stance)) {
                        (stance_symbol(stance)) " " (signed(stance)) kbd { (key) }
                    }
                }
            }
            span class="field" {
                label for="note" { "Note " kbd { "n" } }
                input id="note" name="note" maxlength="500" data-key="n";
            }
        }
    }
}

fn side_button(stance: i16) -> String {
    format!("side {}", stance_class(stance))
}

fn label(stance: i16) -> &'static str {
    StanceValue::new(stance).map_or("", StanceValue::label)
}

/// The address that shows what comes after an item.
fn pass_on(ask: &Ask, item: &ReviewItem) -> String {
    let mut pairs: Vec<String> = passed(ask)
        .iter()
        .map(|(claim, topic)| format!("{claim}-{topic}"))
        .collect();
    pairs.push(format!("{}-{}", item.claim_id, item.topic_id));
    let first = pairs.len().saturating_sub(PASSED);
    ask.with(&[
        ("pass", &pairs[first..].join(" ")),
        ("done", ""),
        ("claim", ""),
    ])
}

/// The end of what stands before a passage, from the beginning of a word.
fn before(lead: &str) -> String {
    let skip = lead.chars().count().saturating_sub(AROUND);
    let text: String = lead.chars().skip(skip).collect();
    match (skip, text.split_once(char::is_whitespace)) {
        (1.., Some((_, rest))) => safe(&format!("… {rest}")),
        _ => safe(&text),
    }
}

/// The beginning of what stands behind a passage, to the end of a word.
fn after(trail: &str) -> String {
    let text: String = trail.chars().take(AROUND).collect();
    match (
        text.len() < trail.len(),
        text.rsplit_once(char::is_whitespace),
    ) {
        (true, Some((rest, _))) => safe(&format!("{rest} …")),
        _ => safe(&text),
    }
}

/// Takes a verdict or takes one back, and leads on to what comes next.
pub async fn take(site: &Site, ask: &Ask, fields: &[(String, String)]) -> Result<Answer, Wrong> {
    if ask.path != ["review"] {
        return Err(Wrong::Nothing("Nothing is changed here.".into(), None));
    }
    let field = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim())
    };
    let number = |name: &str| -> Result<i64, Wrong> {
        let given = field(name).unwrap_or_default();
        given
            .parse()
            .map_err(|_| Wrong::Unreadable(format!("the form names no {name}")))
    };
    if field("undo").is_some() {
        site.store.undo_review(number("undo")?, &site.by).await?;
        // Back to what was judged, as it was.
        let last = field("last")
            .filter(|last| proposal_of(last).is_some())
            .unwrap_or_default();
        return Ok(Answer::see(&ask.with(&[
            ("done", ""),
            ("last", ""),
            ("claim", last),
        ])));
    }
    let verdict = match field("verdict") {
        Some("confirm") => Verdict::Confirm,
        Some("reject") => Verdict::Reject,
        Some(other) => {
            let value = other
                .strip_prefix("stance=")
                .and_then(|value| value.parse().ok())
                .and_then(StanceValue::new);
            let stance =
                value.ok_or_else(|| Wrong::Unreadable("the form holds no verdict".into()))?;
            Verdict::Correct(Correction {
                stance: Some(stance),
                ..Correction::default()
            })
        }
        None => return Err(Wrong::Unreadable("the form holds no verdict".into())),
    };
    let judgement = Judgement {
        claim_id: number("claim")?,
        topic: Some(number("topic")?),
        verdict,
        reviewer: &site.by,
        note: field("note").filter(|note| !note.is_empty()),
    };
    let done = site.store.review(&judgement).await?.to_string();
    let last = format!("{}-{}", judgement.claim_id, number("topic")?);
    let next = [("done", done.as_str()), ("last", &last), ("claim", "")];
    Ok(Answer::see(&ask.with(&next)))
}
