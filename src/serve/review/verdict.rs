//! Taking a verdict, or taking one back.

use chrono::NaiveDate;
use hyper::StatusCode;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::site::{Site, Wrong};
use super::done::Done;
use super::form::{FIELDS, Given};
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

    /// What was changed, by the names of its fields. What was emptied is left as it is.
    fn changed(&self) -> Vec<(&str, &str)> {
        let differs = |name: &str| {
            let value = self.field(name).filter(|value| !value.is_empty())?;
            (self.field(&format!("was-{name}")) != Some(value)).then_some(value)
        };
        FIELDS
            .iter()
            .filter_map(|name| Some((*name, differs(name)?)))
            .collect()
    }
}

/// Takes a verdict or takes one back, and leads on to what comes next. What cannot be taken is shown again.
pub async fn take(site: &Site, ask: &Ask, fields: &[(String, String)]) -> Result<Answer, Wrong> {
    if ask.path != ["review"] {
        return Err(Wrong::Nothing("Nothing is changed here.".into(), None));
    }
    let form = Form(fields);
    let taken = match form.field("undo") {
        Some(given) => undo(site, ask, given).await,
        None => judge(site, ask, &form).await,
    };
    let wrong = match taken {
        Ok(next) => return Ok(Answer::see(&next)),
        Err(wrong) => wrong,
    };
    let (status, why) = match &wrong {
        Wrong::Unreadable(why) => (StatusCode::BAD_REQUEST, why.clone()),
        Wrong::Store(StoreError::Refused(why)) => (StatusCode::CONFLICT, why.clone()),
        Wrong::Nothing(why, hint) => {
            let hint = hint.as_ref().map(|hint| format!(" {hint}"));
            (
                StatusCode::NOT_FOUND,
                why.clone() + &hint.unwrap_or_default(),
            )
        }
        _ => return Err(wrong),
    };
    let given = Given {
        fields: fields.to_vec(),
        refused: Some(format!("Not recorded: {why}")),
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
async fn judge(site: &Site, ask: &Ask, form: &Form<'_>) -> Result<String, Wrong> {
    let judged: Proposal = (form.number("claim")?, form.number("on")?);
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
    let ids = site.store.review_all(&judgements).await?;
    let mut done = Done::of(ask);
    done.push(Done { ids, judged });
    Ok(ask.with(&[("done", &Done::written(&done)), ("claim", "")]))
}

/// The verdicts that a form holds, in their order: one on the topic shown; or that it is not on this topic, and
/// where it stands on the one that is returned.
async fn verdicts(site: &Site, form: &Form<'_>) -> Result<(Option<i64>, Vec<Verdict>), Wrong> {
    let none = || Wrong::Unreadable("the form holds no verdict".into());
    let given = form.field("verdict").ok_or_else(none)?;
    let mut changed = form.changed();
    match given {
        "reject" => return Ok((None, vec![Verdict::Reject])),
        "confirm" if changed.is_empty() => return Ok((None, vec![Verdict::Confirm])),
        "set" if changed.is_empty() => {
            return Err(Wrong::Unreadable("nothing was changed".into()));
        }
        "confirm" | "set" => {}
        other => {
            let stance = other.strip_prefix("stance=").ok_or_else(none)?;
            if changed.is_empty() && form.field("was-stance") == Some(stance) {
                return Ok((None, vec![Verdict::Confirm]));
            }
            changed.push(("stance", stance));
        }
    }
    let (mut correction, topic) = site.store.correction(changed, days).await?;
    if topic.is_none() {
        return Ok((None, vec![Verdict::Correct(correction)]));
    }
    if correction.stance.is_none() {
        let proposed = form.field("was-stance").and_then(|was| was.parse().ok());
        correction.stance = proposed.and_then(StanceValue::new);
    }
    match correction {
        Correction { stance: None, .. } => Err(Wrong::Unreadable(
            "it takes no side that could be moved to another topic: choose the stance there, too"
                .into(),
        )),
        moved => Ok((topic, vec![Verdict::Reject, Verdict::Correct(moved)])),
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
