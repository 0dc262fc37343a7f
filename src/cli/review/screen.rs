//! The full-screen view joined with the database: what keys ask for is done here.

use std::collections::VecDeque;

use tokio::task::JoinHandle;

use super::{Done, correction};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::terminal::{self, Seat};
use crate::model::{ReviewItem, ReviewOrder, StanceValue};
use crate::store::read::{Proposal, ReviewQueue, Scope};
use crate::store::write::{Correction, Judgement, Verdict};
use crate::store::{Store, StoreError};
use crate::tui::{Answer, Ask, ReviewScreen};

/// Proposals fetched at once.
const AHEAD: i64 = 20;
/// Proposals left at which more are fetched, while the reviewer reads.
const LOW: usize = 10;

/// One sitting of a reviewer.
struct Session<'a> {
    store: &'a Store,
    context: &'a Context,
    scope: Scope,
    source: ReviewQueue,
    /// Whether only given claims are reviewed, whoever judged them before.
    given: bool,
    queue: VecDeque<Proposal>,
    /// What is being fetched.
    coming: Option<JoinHandle<Result<Vec<Proposal>, StoreError>>>,
    /// What was shown, in its order, and which of it is on the screen.
    shown: Vec<Proposal>,
    at: usize,
    item: Option<ReviewItem>,
    /// Verdicts of this sitting that stand, with what they judged.
    verdicts: Vec<(Vec<i64>, Proposal)>,
}

/// Opens the view, on given claims or on what comes next, and stays until the reviewer leaves.
pub(super) async fn run(
    store: &Store,
    context: &Context,
    order: ReviewOrder,
    scope: Scope,
    claims: &[i64],
) -> Result<Done, CliError> {
    terminal::needed(
        "list what comes next with: stance review --list; give a verdict with --confirm, --reject or --set",
    )?;
    let mut session = Session {
        store,
        context,
        source: store.review_queue(order, &scope).await?,
        scope,
        given: !claims.is_empty(),
        queue: VecDeque::new(),
        coming: None,
        shown: Vec::new(),
        at: 0,
        item: None,
        verdicts: Vec::new(),
    };
    for &claim in claims {
        let claim = store.claim(claim).await?.claim_id;
        let topics = store.topics_of_claim(claim).await?;
        if topics.is_empty() {
            context.remark(&format!(
                "claim {claim} is on no topic: say which with --set topic=…,stance=…"
            ));
        }
        session
            .queue
            .extend(topics.into_iter().map(|topic| (claim, topic)));
    }
    let narrowed = session.narrowed().await?;
    let mut screen = ReviewScreen::new(context.by(), &narrowed, order);
    let first = session.next().await?;
    screen.show(first);
    let mut seat = Seat::take()?;
    let ended = session.sit(&mut screen, &mut seat).await;
    drop(seat);
    let _ = store.keep_history().await;
    ended?;
    context.remark(&format!(
        "{} recorded",
        crate::report::count(session.verdicts.len() as i64, "verdict")
    ));
    Ok(Done::Well)
}

impl Session<'_> {
    async fn sit(&mut self, screen: &mut ReviewScreen, seat: &mut Seat) -> Result<(), CliError> {
        loop {
            let key = seat.ask(|frame| screen.draw(frame)).await?;
            let Some(ask) = screen.press(key) else {
                continue;
            };
            if ask == Ask::Quit {
                return Ok(());
            }
            if let Err(error) = self.answer(ask, screen).await {
                screen.failed(error.to_string());
            }
            seat.forget_typed();
        }
    }

    async fn answer(&mut self, ask: Ask, screen: &mut ReviewScreen) -> Result<(), CliError> {
        match ask {
            Ask::Judge { answer, note } => {
                let told = self.judge(&answer, note.as_deref()).await?;
                screen.told(told);
                screen.count(self.verdicts.len());
                let next = self.next().await?;
                screen.show(next);
            }
            Ask::Next => {
                let next = self.next().await?;
                screen.show(next);
            }
            Ask::Back => match self.at.checked_sub(1) {
                None => screen.failed("this is the first"),
                Some(before) => {
                    let item = self.show(before).await?;
                    screen.show(item);
                }
            },
            Ask::Undo => {
                let Some((ids, proposal)) = self.verdicts.last().cloned() else {
                    screen.failed("no verdict of this session stands");
                    return Ok(());
                };
                self.store.undo_reviews(&ids, self.context.by()).await?;
                self.verdicts.pop();
                screen.count(self.verdicts.len());
                screen.told(format!("taken back: verdict {}", listed(&ids)));
                let at = self.shown.iter().position(|shown| *shown == proposal);
                let item = self.show(at.unwrap_or(self.at)).await?;
                screen.show(item);
            }
            Ask::Reorder(order) => {
                self.source = self.store.review_queue(order, &self.scope).await?;
                self.queue.clear();
                self.coming = None;
                self.at = self.shown.len();
                screen.ordered(order);
                let next = self.next().await?;
                screen.show(next);
            }
            Ask::Quit => {}
        }
        Ok(())
    }

    /// Goes on: to what was shown behind the one on the screen, else to the queue.
    async fn next(&mut self) -> Result<Option<ReviewItem>, CliError> {
        if self.item.is_some() && self.at + 1 < self.shown.len() {
            return self.show(self.at + 1).await;
        }
        loop {
            if self.queue.is_empty() && !self.given {
                let more = self.more().await?;
                self.queue.extend(more);
            }
            let Some(proposal) = self.queue.pop_front() else {
                self.item = None;
                self.at = self.shown.len();
                return Ok(None);
            };
            // Another reviewer may have been faster, and a correction may have taken it away.
            if let Some(item) = self.store.review_item(proposal).await?
                && (self.given || item.verdicts.is_empty())
            {
                self.shown.push(proposal);
                self.at = self.shown.len() - 1;
                self.item = Some(item.clone());
                self.look_ahead();
                return Ok(Some(item));
            }
        }
    }

    /// What comes behind the queue: what was fetched meanwhile, else what is there now.
    async fn more(&mut self) -> Result<Vec<Proposal>, CliError> {
        if let Some(coming) = self.coming.take() {
            let fetched = coming
                .await
                .map_err(|error| CliError::new(error.to_string()))??;
            if !fetched.is_empty() {
                return Ok(fetched);
            }
        }
        let found = self
            .store
            .review_next(&self.source, &self.shown, AHEAD)
            .await?;
        Ok(found)
    }

    /// Fetches more while the reviewer reads, where little is left: nobody is to wait for it.
    fn look_ahead(&mut self) {
        if self.given || self.coming.is_some() || self.queue.len() > LOW {
            return;
        }
        let (store, source) = (self.store.clone(), self.source.clone());
        let known: Vec<Proposal> = self.shown.iter().chain(&self.queue).copied().collect();
        self.coming = Some(tokio::spawn(async move {
            store.review_next(&source, &known, AHEAD).await
        }));
    }

    /// Shows again what was shown.
    async fn show(&mut self, at: usize) -> Result<Option<ReviewItem>, CliError> {
        self.at = at;
        self.item = match self.shown.get(at) {
            Some(&proposal) => self.store.review_item(proposal).await?,
            None => None,
        };
        Ok(self.item.clone())
    }

    /// Records a verdict on what is on the screen; says what was done, and what others did meanwhile.
    async fn judge(&mut self, answer: &Answer, note: Option<&str>) -> Result<String, CliError> {
        let (Some(item), Some(&proposal)) = (self.item.clone(), self.shown.get(self.at)) else {
            return Err(CliError::new("nothing is on the screen"));
        };
        let judgement = |topic, verdict| Judgement {
            claim_id: item.claim_id,
            topic: Some(topic),
            verdict,
            reviewer: self.context.by(),
            note,
        };
        let (judgements, done) = match answer {
            Answer::Confirm => (
                vec![judgement(item.topic_id, Verdict::Confirm)],
                "confirmed".to_owned(),
            ),
            Answer::Reject => (
                vec![judgement(item.topic_id, Verdict::Reject)],
                "rejected".to_owned(),
            ),
            Answer::Set(field) => {
                let mut topic = None;
                let given = std::slice::from_ref(field);
                let correction =
                    correction(given, &mut topic, self.store, self.context.today).await?;
                (
                    vec![judgement(item.topic_id, Verdict::Correct(correction))],
                    format!("corrected: {field}"),
                )
            }
            Answer::Move(name) => {
                let topic = self.store.topic(name).await?;
                let stance = item.stance.and_then(StanceValue::new).ok_or_else(|| {
                    CliError::new("it takes no side that could be moved to another topic")
                })?;
                let correction = Correction {
                    stance: Some(stance),
                    ..Correction::default()
                };
                (
                    vec![
                        judgement(item.topic_id, Verdict::Reject),
                        judgement(topic, Verdict::Correct(correction)),
                    ],
                    format!("moved to {name}"),
                )
            }
        };
        let ids = self.store.review_all(&judgements).await?;
        let mut told = format!("{done} (verdict {}; u takes it back)", listed(&ids));
        let seen = item.verdicts.last().map_or(0, |verdict| verdict.review_id);
        let now = self.store.review_item(proposal).await?;
        let meanwhile = now
            .iter()
            .flat_map(|now| &now.verdicts)
            .rfind(|verdict| verdict.review_id > seen && !ids.contains(&verdict.review_id));
        if let Some(verdict) = meanwhile {
            told += &format!(
                "; {} {}ed it meanwhile, yours is the later and counts",
                verdict.reviewer, verdict.verdict
            );
        }
        self.verdicts.push((ids, proposal));
        Ok(told)
    }

    /// The scope in words.
    async fn narrowed(&self) -> Result<String, CliError> {
        let mut words = Vec::new();
        for &actor in &self.scope.actors {
            words.push(self.store.actor_name(actor).await?);
        }
        for &topic in &self.scope.topics {
            words.push(self.store.topic_head(topic).await?.0);
        }
        Ok(words.join(" on "))
    }
}

fn listed(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    ids.join(" and ")
}
