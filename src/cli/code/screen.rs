//! The full-screen view of a coder joined with the database.

use super::{Done, known, told};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::review::interval;
use crate::cli::terminal::{self, Seat};
use crate::model::{Act, CodingItem, Form, TextIndex};
use crate::store::Store;
use crate::store::write::Marked;
use crate::text::document::Document;
use crate::tui::{CodingAsk, CodingScreen, Statement};

/// Opens the view on articles, or on what the coder was given and has not read, until the coder leaves.
pub(super) async fn run(
    store: &Store,
    context: &Context,
    coder: &str,
    articles: &[i64],
) -> Result<Done, CliError> {
    terminal::needed(
        "list the articles with: stance code --list; record statements with --passage or --from, and --read",
    )?;
    let articles = match articles {
        [] => store
            .assigned(coder)
            .await?
            .into_iter()
            .filter(|(_, read)| !read)
            .map(|(article, _)| article)
            .collect(),
        given => given.to_vec(),
    };
    if articles.is_empty() {
        context.remark(&format!(
            "nothing is assigned to {coder}, or all of it is read; assign with: stance code --coder {coder} --assign ARTICLE…"
        ));
        return Ok(Done::Well);
    }
    let mut session = Session {
        store,
        context,
        coder,
        articles,
        at: 0,
    };
    let mut screen = CodingScreen::new(coder, store.topic_choices().await?);
    session.show(&mut screen).await?;
    let mut seat = Seat::take()?;
    loop {
        let key = seat.ask(|frame| screen.draw(frame)).await?;
        let Some(ask) = screen.press(key) else {
            continue;
        };
        if ask == CodingAsk::Quit {
            break;
        }
        if let Err(error) = session.answer(ask, &mut screen).await {
            screen.failed(error.to_string());
        }
        seat.forget_typed();
    }
    drop(seat);
    Ok(Done::Well)
}

/// One sitting of a coder.
struct Session<'a> {
    store: &'a Store,
    context: &'a Context,
    coder: &'a str,
    articles: Vec<i64>,
    at: usize,
}

impl Session<'_> {
    async fn answer(&mut self, ask: CodingAsk, screen: &mut CodingScreen) -> Result<(), CliError> {
        match ask {
            CodingAsk::Add(statement) => {
                let id = self.add(&statement).await?;
                screen.recorded(self.item().await?);
                screen.told(format!("statement {id} recorded; u takes it back"));
            }
            CodingAsk::Undo => {
                let item = self.item().await?;
                let last = item
                    .statements
                    .iter()
                    .filter(|s| s.taken.is_none())
                    .filter_map(|s| s.coded_statement_id)
                    .max()
                    .ok_or_else(|| CliError::new("nothing recorded here can be taken back"))?;
                self.store.unmark(last, self.coder).await?;
                screen.recorded(self.item().await?);
                screen.told(format!("taken back: statement {last}"));
            }
            CodingAsk::Finish => {
                let article = self.articles[self.at];
                let finished = self.store.finish_reading(article, self.coder, None).await?;
                self.at += 1;
                self.show(screen).await?;
                screen.told(format!("article {article}: {}", told(&finished)));
            }
            CodingAsk::Next => {
                self.at = (self.at + 1).min(self.articles.len());
                self.show(screen).await?;
            }
            CodingAsk::Back => {
                self.at = self.at.saturating_sub(1);
                self.show(screen).await?;
            }
            CodingAsk::Quit => {}
        }
        Ok(())
    }

    async fn show(&self, screen: &mut CodingScreen) -> Result<(), CliError> {
        let item = match self.at < self.articles.len() {
            true => Some(self.item().await?),
            false => None,
        };
        screen.show(item, self.at + 1, self.articles.len());
        Ok(())
    }

    /// The article on the screen, with its sentences.
    async fn item(&self) -> Result<CodingItem, CliError> {
        let article = self.articles[self.at];
        let mut item = self.store.coding_item(article, self.coder).await?;
        let index = TextIndex::new(&item.text);
        item.sentences = Document::new(&item.text)
            .sentences
            .iter()
            .map(|sentence| index.span(&sentence.range))
            .map(|span| (span.start as usize, span.end as usize))
            .collect();
        Ok(item)
    }

    async fn add(&self, statement: &Statement) -> Result<i64, CliError> {
        let marked = Marked {
            article_id: self.articles[self.at],
            span: (statement.span.0 as u32, statement.span.1 as u32),
            in_title: statement.in_title,
            actor: known(self.store, &statement.actor).await?,
            actor_name: statement.actor.clone(),
            topic: self.store.topic(&statement.topic).await?,
            stance: statement.stance,
            act: Act::Statement,
            form: Form::Indirect,
            said: statement
                .said
                .as_deref()
                .map(|day| interval(day, self.context.today))
                .transpose()?,
            note: None,
        };
        Ok(self.store.mark(&marked, self.coder).await?)
    }
}
