//! A proposal with what decides about it.

use maud::{Markup, html};

use super::super::frame::safe;
use crate::model::{ReviewItem, StanceValue};
use crate::report::{
    printed_day, printed_manner, printed_said, signed, stance_class, stance_symbol,
};

/// Code points of the article shown on each side of a passage.
const AROUND: usize = 420;

/// What was proposed, its passage, and what is known of it.
pub fn shown(item: &ReviewItem) -> Markup {
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
    let judged = item.verdicts.last();
    // What a person set is as sure as that person.
    let by_person = judged.is_some_and(|verdict| verdict.verdict == "correct");
    html! {
        p class="sub" { (safe(&item.proposition)) }
        p class="proposed" {
            @match judged {
                Some(verdict) => { (done(&verdict.verdict)) " by " (safe(&verdict.reviewer)) ": " }
                None => "Proposed: ",
            }
            strong class=(side) { (proposed) }
            @if item.act == "refusal" { " (declined to say)" }
            @if !by_person { span class="dim" { " · confidence " (format!("{:.2}", item.confidence)) @if item.side_open { ", its side is open" } } }
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
            p class="detail" {
                @if !item.why_cue.is_empty() { "cue “" (safe(&item.why_cue)) "”, " }
                @if !item.why_term.is_empty() { "term “" (safe(&item.why_term)) "”, " }
                "rule " (safe(&item.why_rule))
            }
        }
        @for verdict in &item.verdicts {
            p class="note" {
                "Verdict " (verdict.review_id) ": " (done(&verdict.verdict).to_lowercase()) " by " (safe(&verdict.reviewer))
                ", " (printed_day(verdict.recorded_at.date_naive()))
                @if let Some(note) = &verdict.note { ", “" (safe(note)) "”" }
            }
        }
    }
}

/// What a verdict did: as it stands before who gave it.
pub fn done(verdict: &str) -> &'static str {
    match verdict {
        "confirm" => "Confirmed",
        "reject" => "Rejected",
        _ => "Corrected",
    }
}

/// A place on the scale in words.
pub fn label(stance: i16) -> &'static str {
    StanceValue::new(stance).map_or("", StanceValue::label)
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
