//! Positions: who stands where on which topic, against annotated ones.
//!
//! What another speaker ascribes to the actor is neither wanted nor counted against a prediction.
//!
//! | measure | counts |
//! | --- | --- |
//! | `found` | (article, actor, topic) |
//! | `stance` | (article, actor, topic, side): the headline; a wrong side for an actor costs it the right ones |
//! | `sign` | of what was found, the share with a right side and no wrong one |
//! | `evidence` | of the gold rows, the share whose passage was found, whoever the actor |
//! | `date` | of them with the right actor, the share whose day lies in the predicted days and these are no vaguer |
//! | `explicit` | the same over the rows whose day the text gives |
//! | `recall direct`, … | of the gold rows in such words, the share found with their side |

mod tally;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Days, Months, NaiveDate};
use serde::Deserialize;

use super::names::plain;
use super::read::or_default;
use super::{by_outlet, counted, keyed};
use crate::model::{Analysis, Scores};
pub use tally::Match;
use tally::Tally;

/// An annotated position.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Id of the article.
    pub article: String,
    /// Who printed it, where the row says so.
    #[serde(default)]
    pub publication: Option<String>,
    /// Id of the topic.
    pub topic: String,
    /// Whose position.
    pub actor: String,
    /// person, organization, government, group or anonymous.
    #[serde(default)]
    pub actor_kind: String,
    /// Other names that the article gives the actor.
    #[serde(default, deserialize_with = "or_default")]
    pub names: Vec<String>,
    /// −2 … +2.
    pub stance: i64,
    /// The passage.
    pub evidence: String,
    /// When it was said.
    pub said_on: SaidOn,
    /// "explicit" where the text gives the day.
    #[serde(default, deserialize_with = "or_default")]
    pub date_basis: String,
    /// direct, mixed, indirect or action.
    #[serde(default, deserialize_with = "or_default")]
    pub speech: String,
    /// Whether another speaker ascribes it to the actor.
    #[serde(default, deserialize_with = "or_default")]
    pub by_other: bool,
}

/// A day, month, year, or "first/last": first and last day.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct SaidOn(NaiveDate, NaiveDate);

impl TryFrom<String> for SaidOn {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        read(&text).ok_or_else(|| {
            format!("said_on {text:?} is no day; write YYYY-MM-DD, YYYY-MM, YYYY or first/last")
        })
    }
}

fn read(text: &str) -> Option<SaidOn> {
    if let Some((first, last)) = text.split_once('/') {
        return Some(SaidOn(first.parse().ok()?, last.parse().ok()?));
    }
    let parts: Vec<u32> = text
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let (year, month, day) = match parts[..] {
        [year] => (year, None, None),
        [year, month] => (year, Some(month), None),
        [year, month, day] => (year, Some(month), Some(day)),
        _ => return None,
    };
    let year = i32::try_from(year).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
    let next = match (month, day) {
        (_, Some(_)) => return Some(SaidOn(first, first)),
        (Some(_), None) => first.checked_add_months(Months::new(1))?,
        (None, None) => first.checked_add_months(Months::new(12))?,
    };
    Some(SaidOn(first, next.checked_sub_days(Days::new(1))?))
}

/// What was predicted for an article.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Predicted {
    /// Which article.
    pub id: String,
    /// What was found.
    #[serde(default, deserialize_with = "or_default")]
    pub claims: Vec<Claimed>,
}

/// The part of a claim that is compared.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Claimed {
    #[serde(default, deserialize_with = "or_default")]
    actor: Named,
    #[serde(default, deserialize_with = "or_default")]
    evidence: Passage,
    #[serde(default)]
    said_from: Option<NaiveDate>,
    #[serde(default)]
    said_to: Option<NaiveDate>,
    #[serde(default, deserialize_with = "or_default")]
    stances: Vec<OnTopic>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Passage {
    #[serde(default, deserialize_with = "or_default")]
    text: String,
}

#[derive(Clone, Debug, Deserialize)]
struct OnTopic {
    topic: String,
    stance: i64,
}

impl Predicted {
    /// What an analysis found in article `id`.
    pub fn of(id: &str, analysis: &Analysis) -> Self {
        let claims = analysis.claims.iter().map(|claim| Claimed {
            actor: Named {
                name: claim
                    .actor
                    .as_ref()
                    .map_or_else(String::new, |a| a.name.clone()),
            },
            evidence: Passage {
                text: claim.evidence.text.clone(),
            },
            said_from: claim.said.from,
            said_to: claim.said.to,
            stances: claim
                .stances
                .iter()
                .map(|one| OnTopic {
                    topic: one.topic.clone(),
                    stance: one.stance.number().into(),
                })
                .collect(),
        });
        Self {
            id: id.to_owned(),
            claims: claims.collect(),
        }
    }
}

/// A predicted position: its actor's plain name, its side, its claim.
struct Position<'a> {
    name: String,
    side: i64,
    claim: &'a Claimed,
}

/// What there is on one topic in one article.
#[derive(Default)]
struct Case<'a> {
    outlet: Option<&'a str>,
    article: &'a str,
    gold: Vec<&'a Gold>,
    predicted: Vec<Position<'a>>,
}

/// Scores predictions against the annotations, over all articles and by outlet. `outlets` names the
/// publication of articles by their id, where the gold does not.
pub fn score(
    gold: &[Gold],
    predicted: Vec<Predicted>,
    outlets: &HashMap<String, String>,
) -> Scores {
    let predicted = keyed(predicted, |article| &article.id);
    let topics: HashSet<&str> = gold.iter().map(|row| row.topic.as_str()).collect();
    let mut cases: BTreeMap<(&str, &str), Case<'_>> = BTreeMap::new();
    let mut printed: HashMap<&str, &str> = outlets
        .iter()
        .map(|(id, outlet)| (id.as_str(), outlet.as_str()))
        .collect();
    for row in gold {
        if let Some(outlet) = &row.publication {
            printed.insert(&row.article, outlet);
        }
        let case = cases.entry((&row.article, &row.topic)).or_default();
        case.gold.push(row);
    }
    for article in &predicted {
        for claim in &article.claims {
            let on_topic = claim.stances.iter();
            for stance in on_topic.filter(|s| topics.contains(s.topic.as_str())) {
                let case = cases.entry((&article.id, &stance.topic)).or_default();
                case.predicted.push(Position {
                    name: plain(&claim.actor.name),
                    side: stance.stance.signum(),
                    claim,
                });
            }
        }
    }
    let cases: Vec<Case<'_>> = cases
        .into_iter()
        .map(|((article, _), case)| Case {
            article,
            outlet: printed.get(article).copied(),
            ..case
        })
        .collect();
    let scores = by_outlet(
        "stance",
        &cases,
        |case| case.outlet,
        |part, outlet| {
            let mut tally = Tally::default();
            part.iter().for_each(|case| tally.add(case));
            tally.rows(outlet)
        },
    );
    let articles: BTreeSet<&str> = cases
        .iter()
        .filter(|c| !c.gold.is_empty())
        .map(|c| c.article)
        .collect();
    let there: HashSet<&str> = predicted.iter().map(|p| p.id.as_str()).collect();
    counted(scores, articles.into_iter(), |id| there.contains(id))
}
