//! The form of a verdict: right, wrong, or right once something is changed.

use maud::{Markup, html};

use super::super::ask::Ask;
use super::super::frame::safe;
use super::super::site::Site;
use super::item::label;
use super::pass_on;
use crate::model::{LinkKind, ReviewItem, TopicChoice};
use crate::report::{signed, stance_class, stance_symbol};
use crate::store::write::ACTS;

/// The fields that can be changed besides the stance, as `stance review --set` names them.
pub const FIELDS: [&str; 5] = ["actor", "topic", "said", "act", "link"];

/// What a claim can be made.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    /// The topics.
    pub topics: Vec<TopicChoice>,
    /// Who speaks in the same article.
    pub actors: Vec<String>,
}

/// What a form held that could not be taken.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// Why it was not taken.
    pub refused: Option<String>,
    /// The field that this is about.
    pub wrong: Option<&'static str>,
}

impl Given {
    fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it was not taken because of this field.
    fn is_wrong(&self, name: &str) -> bool {
        self.wrong == Some(name)
    }
}

/// The id of what says why a form was not taken.
pub const WHY: &str = "why";

/// What tells that a claim was judged since it was shown: the last verdict that stands on it.
pub fn seen(item: &ReviewItem) -> i64 {
    item.verdicts.last().map_or(0, |verdict| verdict.review_id)
}

/// What is proposed in a field.
fn proposed(item: &ReviewItem, field: &str) -> String {
    match field {
        "actor" => item.actor.clone().unwrap_or_default(),
        "topic" => item.topic.clone(),
        "act" => item.act.clone(),
        "link" => item.link.clone().unwrap_or_else(|| "none".to_owned()),
        _ => match (item.said_from, item.said_to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from}/{to}"),
            _ => String::new(),
        },
    }
}

/// The whole form.
pub fn verdict(
    site: &Site,
    ask: &Ask,
    item: &ReviewItem,
    offered: &Offered,
    given: &Given,
) -> Markup {
    html! {
        form method="post" action=(ask.with(&[])) class="verdict" {
            // The first button is what Enter in a field presses; this one does nothing, so that a note is no verdict.
            button disabled hidden { "No verdict" }
            input type="hidden" name="word" value=(site.guard.form_word());
            input type="hidden" name="claim" value=(item.claim_id);
            input type="hidden" name="on" value=(item.topic_id);
            input type="hidden" name="seen" value=(seen(item));
            // What was shown: what differs from it was changed.
            @for field in FIELDS { input type="hidden" name={ "was-" (field) } value=(safe(&proposed(item, field))); }
            @if let Some(stance) = item.stance { input type="hidden" name="was-stance" value=(stance); }
            div class="keys" {
                button class="yes" name="verdict" value="confirm" data-key="c" accesskey="c" { "Right" kbd { "c" } }
                button class="no" name="verdict" value="reject" data-key="x" accesskey="x" { "Wrong" kbd { "x" } }
                a class="button" href=(pass_on(ask, item)) data-key="s" accesskey="s" { "Skip" kbd { "s" } }
            }
            fieldset class="keys" {
                legend { "Right but for the stance" }
                @for (key, stance) in (1..).zip(-2..=2_i16) {
                    button class={ "side " (stance_class(stance)) } name="verdict" value={ "stance=" (stance) } data-key=(key) title=(label(stance)) {
                        (stance_symbol(stance)) " " (signed(stance)) kbd { (key) }
                    }
                }
            }
            (mend(item, offered, given))
            span class="field" {
                label for="note" { "Note " kbd { "n" } }
                input id="note" name="note" maxlength="500" data-key="n" value=(safe(given.field("note").unwrap_or_default()));
            }
        }
    }
}

/// The fields besides the stance.
fn mend(item: &ReviewItem, offered: &Offered, given: &Given) -> Markup {
    let value = |field: &str| {
        let value = given.field(field).map(str::to_owned);
        safe(&value.unwrap_or_else(|| proposed(item, field)))
    };
    let choice = |field: &str, name: &str, key: &str, values: &[(&str, String)]| {
        let chosen = value(field);
        let wrong = given.is_wrong(field);
        html! {
            span class="field" {
                label for={ "m-" (field) } { (name) " " kbd { (key) } }
                select id={ "m-" (field) } name=(field) data-key=(key) autocomplete="off"
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some(WHY)] autofocus[wrong] {
                    @for (value, text) in values { option value=(value) selected[*value == chosen] { (text) } }
                }
            }
        }
    };
    let topics: Vec<(&str, String)> = offered
        .topics
        .iter()
        .map(|topic| (topic.topic.as_str(), safe(&topic.name)))
        .collect();
    let typed = |field: &str| {
        let wrong = given.is_wrong(field);
        (wrong, wrong.then_some("true"), wrong.then_some(WHY))
    };
    let (actor, said) = (typed("actor"), typed("said"));
    let acts = ACTS.map(|act| (act, act.to_owned()));
    let links: Vec<(&str, String)> = std::iter::once("none")
        .chain(LinkKind::ALL.map(LinkKind::as_str))
        .map(|kind| (kind, kind.replace('_', " ")))
        .collect();
    html! {
        fieldset class="mend" {
            legend { "Right once this is changed" }
            span class="field" {
                label for="m-actor" { "Who said it " kbd { "a" } }
                input id="m-actor" name="actor" value=(value("actor")) data-key="a" list="speakers" placeholder="name or id" autocomplete="off"
                    aria-invalid=[actor.1] aria-describedby=[actor.2] autofocus[actor.0];
                datalist id="speakers" { @for actor in &offered.actors { option value=(safe(actor)) {} } }
            }
            span class="field" {
                label for="m-said" { "Said on " kbd { "d" } }
                input id="m-said" name="said" value=(value("said")) data-key="d" placeholder="2024-09-13 or 2024-09-02/2024-09-08" autocomplete="off"
                    aria-invalid=[said.1] aria-describedby=[said.2] autofocus[said.0];
            }
            (choice("topic", "Topic", "t", &topics))
            (choice("act", "What it is", "k", &acts))
            (choice("link", "Takes up earlier words", "l", &links))
            button name="verdict" value="set" data-key="m" accesskey="m" { "Record the changes" kbd { "m" } }
        }
    }
}
