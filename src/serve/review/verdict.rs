//! Taking a verdict, or taking one back.

use chrono::NaiveDate;
use hyper::StatusCode;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::site::{Site, Wrong};
use super::done::Done;
use super::form::{FIELDS, Given, seen};
use super::item;
use crate::model::StanceValue;
use crate::store::StoreError;
use crate::store::read::Proposal;
use crate::store::write::{Correction, FieldError, Judgement, Verdict};

impl From<FieldError> for Wrong {
    fn from(error: FieldError) -> Self {
        match error {
            FieldError::Unreadable { why, hint } if hint.is_empty() => Self::Unreadable(why),
            FieldError::Unreadable { why, hint } => Self::Unreadable(format!("{why}: {hint}")),
            FieldError::Store(error) => error.into(),
        }
    }
}

/// The fields of a form.
struct Form<'f>(&'f [(String, String)]);

impl Form<'_> {
    fn field(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim())
    }

    fn number(&self, name: &str) -> Result<i64, Wrong> {
        let given = self.field(name).unwrap_or_default();
        given
            .parse()
            .map_err(|_| Wrong::Unreadable(format!("the form names no {name}")))
    }

    /// What was changed, by the names of its fields.
    fn changed(&self) -> Result<Vec<(&'static str, &str)>, Refused> {
        let mut changed = Vec::new();
        for name in FIELDS {
            let (given, was) = (self.field(name), self.field(&format!("was-{name}")));
            match given.filter(|given| was != Some(given)) {
                None => {}
                Some("") => return Err(Refused::of(name, emptied(name))),
                Some(given) => changed.push((name, given)),
            }
        }
        Ok(changed)
    }
}

/// Why a field cannot be left empty, and what can be done instead.
fn emptied(field: &str) -> String {
    match field {
        "actor" => "a claim is somebody’s: write who said it, or reject the claim with “Wrong”".to_owned(),
        "said" => "a day cannot be taken away: write on which day it was said, or the first and the last that it can be".to_owned(),
        other => format!("the {other} cannot be left empty: choose one"),
    }
}

/// Why a form is not taken, and the field that this is about.
struct Refused {
    field: Option<&'static str>,
    wrong: Wrong,
}

impl Refused {
    fn of(field: &'static str, why: impl Into<String>) -> Self {
        Self {
            field: Some(field),
            wrong: Wrong::Unreadable(why.into()),
        }
    }
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Self {
        Self { field: None, wrong }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Wrong::from(error).into()
    }
}

/// Takes a verdict or takes one back, and leads on to what comes next. What cannot be taken is shown again.
pub async fn take(site: &Site, ask: &Ask, fields: &[(String, String)]) -> Result<Answer, Wrong> {
    if ask.path != ["review"] {
        return Err(Wrong::Nothing("Nothing is changed here.".into(), None));
    }
    let form = Form(fields);
    let taken = match form.field("undo") {
        Some(given) => undo(site, ask, given).await.map_err(Refused::from),
        None => judge(site, ask, &form).await,
    };
    let Refused { field, wrong } = match taken {
        Ok(next) => return Ok(Answer::see(&next)),
        Err(refused) => refused,
    };
    let (status, why) = match &wrong {
        Wrong::Unreadable(why) => (StatusCode::BAD_REQUEST, why.clone()),
        Wrong::Several(given, candidates) => {
            let each: Vec<String> = candidates.iter().map(ToString::to_string).collect();
            let why = format!("“{given}” can be {}: write the id", each.join(", or "));
            (StatusCode::BAD_REQUEST, why)
        }
        Wrong::Store(StoreError::Refused(why)) => (StatusCode::CONFLICT, why.clone()),
        Wrong::Nothing(why, hint) => {
            let hint = hint.as_ref().map(|hint| format!(". {hint}"));
            (
                StatusCode::NOT_FOUND,
                why.clone() + &hint.unwrap_or_default(),
            )
        }
        _ => return Err(wrong),
    };
    // What was typed stays; what was not touched is shown as it is now.
    let touched = |(name, value): &&(String, String)| {
        let is_field = FIELDS.contains(&name.as_str());
        !is_field || form.field(&format!("was-{name}")) != Some(value.trim())
    };
    let given = Given {
        fields: fields.iter().filter(touched).cloned().collect(),
        refused: Some(format!("Not recorded: {why}")),
        wrong: field,
    };
    // The claim stays on the screen, with what was typed.
    let there = form.number("claim").ok().zip(form.number("on").ok());
    let again = match there {
        Some((claim, topic)) => ask.again(&[("claim", &format!("{claim}-{topic}"))]),
        None => ask.again(&[]),
    };
    match super::page(site, &again, &given).await {
        Ok(page) => Ok(page.status(status)),
        Err(_) => Err(wrong),
    }
}

/// Takes verdicts of this sitting back; returns the page that shows again what was judged.
async fn undo(site: &Site, ask: &Ask, given: &str) -> Result<String, Wrong> {
    let mut done = Done::of(ask);
    let at = done.iter().rposition(|one| one.is(given));
    let at =
        at.ok_or_else(|| Wrong::Unreadable("the form names no verdict of this sitting".into()))?;
    let one = done.remove(at);
    site.store.undo_reviews(&one.ids, &site.by).await?;
    let (claim, topic) = one.judged;
    let judged = format!("{claim}-{topic}");
    Ok(ask.with(&[("done", &Done::written(&done)), ("claim", &judged)]))
}

/// Records the verdict of a form; returns the page of what comes next.
async fn judge(site: &Site, ask: &Ask, form: &Form<'_>) -> Result<String, Refused> {
    let judged: Proposal = (form.number("claim")?, form.number("on")?);
    is_as_shown(site, form, judged).await?;
    let (topic, verdicts) = verdicts(site, form).await?;
    let judgements: Vec<Judgement> = verdicts
        .into_iter()
        .zip([judged.1].into_iter().chain(topic))
        .map(|(verdict, topic)| Judgement {
            claim_id: judged.0,
            topic: Some(topic),
            verdict,
            reviewer: &site.by,
            note: form.field("note").filter(|note| !note.is_empty()),
        })
        .collect();
    let ids = match site.store.review_all(&judgements).await {
        Ok(ids) => ids,
        Err(wrong) => {
            // Of what the record does not allow, it is the day that is typed here.
            let dated = form.changed()?.iter().any(|(name, _)| *name == "said");
            let refused = matches!(wrong, StoreError::Refused(_));
            return Err(Refused {
                field: (dated && refused).then_some("said"),
                wrong: wrong.into(),
            });
        }
    };
    let mut done = Done::of(ask);
    done.push(Done { ids, judged });
    Ok(ask.with(&[("done", &Done::written(&done)), ("claim", "")]))
}

/// Refuses a verdict on what somebody else has judged since it was shown: what is shown then is as it is now, and may
/// be judged again.
async fn is_as_shown(site: &Site, form: &Form<'_>, judged: Proposal) -> Result<(), Refused> {
    let Some(shown) = form.field("seen") else {
        return Ok(());
    };
    let Some(item) = site.store.review_item(judged).await? else {
        return Ok(());
    };
    if shown == seen(&item).to_string() {
        return Ok(());
    }
    let why = match item.verdicts.last() {
        Some(verdict) => format!(
            "{} {} this meanwhile (verdict {}). Below is how it stands now; judge it again if you see it otherwise",
            verdict.reviewer,
            item::done(&verdict.verdict).to_lowercase(),
            verdict.review_id
        ),
        None => "the verdict that you saw was taken back meanwhile. Below is how it stands now"
            .to_owned(),
    };
    Err(StoreError::Refused(why).into())
}

/// The verdicts that a form holds, in their order: one on the topic shown; or that it is not on this topic, and
/// where it stands on the one that is returned.
async fn verdicts(site: &Site, form: &Form<'_>) -> Result<(Option<i64>, Vec<Verdict>), Refused> {
    let none = || Wrong::Unreadable("the form holds no verdict".into());
    let given = form.field("verdict").ok_or_else(none)?;
    if given == "reject" {
        return Ok((None, vec![Verdict::Reject]));
    }
    let mut changed = form.changed()?;
    match given {
        "confirm" if changed.is_empty() => return Ok((None, vec![Verdict::Confirm])),
        "set" if changed.is_empty() => {
            let why = "nothing was changed: change a field, or press “Right”";
            return Err(Wrong::Unreadable(why.into()).into());
        }
        "confirm" | "set" => {}
        other => {
            let stance = other.strip_prefix("stance=").ok_or_else(none)?;
            if changed.is_empty() && form.field("was-stance") == Some(stance) {
                return Ok((None, vec![Verdict::Confirm]));
            }
            if form.field("act") == Some("refusal") && stance != "0" {
                let why = "who declines to say takes no side: choose another act together with this stance, or \
                    record the refusal with “Record the changes”";
                return Err(Refused::of("act", why));
            }
            changed.push(("stance", stance));
        }
    }
    let (mut correction, topic) = match site.store.correction(changed.clone(), days).await {
        Ok(read) => read,
        Err(wrong) => return Err(culprit(site, &changed, wrong).await),
    };
    if topic.is_none() {
        return Ok((None, vec![Verdict::Correct(correction)]));
    }
    if correction.stance.is_none() {
        let proposed = form.field("was-stance").and_then(|was| was.parse().ok());
        // Who declines to say takes no side there, either.
        let moved = proposed.map(|stance: i16| match correction.act.as_deref() {
            Some("refusal") => 0,
            _ => stance,
        });
        correction.stance = moved.and_then(StanceValue::new);
    }
    match correction {
        Correction { stance: None, .. } => Err(Refused::of(
            "topic",
            "it takes no side that could be moved to another topic: choose the stance there, too",
        )),
        moved => Ok((topic, vec![Verdict::Reject, Verdict::Correct(moved)])),
    }
}

/// Why fields cannot be read, with the first that cannot.
async fn culprit(site: &Site, changed: &[(&'static str, &str)], wrong: FieldError) -> Refused {
    let mut field = None;
    for (name, value) in changed {
        if site
            .store
            .correction([(*name, *value)], days)
            .await
            .is_err()
        {
            field = Some(*name);
            break;
        }
    }
    Refused {
        field,
        wrong: wrong.into(),
    }
}

/// One day, or first and last with a slash between.
fn days(given: &str) -> Result<(NaiveDate, NaiveDate), FieldError> {
    let day = |given: &str| {
        given.trim().parse().map_err(|_| {
            let why = format!("\"{given}\" is not a day");
            FieldError::new(why, "write 2024-09-13, or 2024-09-02/2024-09-08")
        })
    };
    let (from, to) = given.split_once('/').unwrap_or((given, given));
    let (from, to): (NaiveDate, NaiveDate) = (day(from)?, day(to)?);
    if from > to {
        let why = format!("{from} is later than {to}");
        return Err(FieldError::new(why, "give the first day first"));
    }
    Ok((from, to))
}
