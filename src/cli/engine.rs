//! The analysis as the verbs use it: compiled from the codebook in force, run on all cores.

use std::num::NonZero;

use crate::model::{Analysis, Article, Codebook};
use crate::store::Store;
use crate::store::write::{Extractor, StoredText};
use crate::text::stance::Parameters;
use crate::text::{self, Engine};

use super::error::CliError;

/// Confidence floor where no database says otherwise.
pub(super) const FLOOR: f32 = 0.5;

/// The engine for the codebook in force, with its version and the names that people gave to actors.
pub(super) async fn of_store(store: &Store) -> Result<(Option<i64>, Engine), CliError> {
    let (version, codebook) = match store.codebook_toml().await? {
        Some((version, toml)) => {
            let codebook = text::codebook::parse(&format!("codebook version {version}"), &toml)
                .map_err(|error| CliError::new(error.to_string()))?;
            (Some(version), codebook)
        }
        None => (None, Codebook::default()),
    };
    Ok((version, with_people(store, codebook).await?))
}

/// The engine for a codebook that is not in force yet.
pub(super) async fn with_people(store: &Store, mut codebook: Codebook) -> Result<Engine, CliError> {
    for given in store.aliases_by_people().await? {
        match codebook.actors.iter_mut().find(|a| a.id == given.actor) {
            Some(actor) => actor.aliases.push(given.alias),
            None => codebook.actors.push(crate::model::Actor {
                id: given.actor,
                name: given.name,
                kind: serde_json::from_value(given.kind.into()).unwrap_or_default(),
                aliases: vec![given.alias],
                ..crate::model::Actor::default()
            }),
        }
    }
    Ok(compiled(&codebook, store.confidence_floor().await?))
}

/// The engine for a codebook; stances less sure than `floor` (0 … 1) are only proposed.
pub(super) fn compiled(codebook: &Codebook, floor: f32) -> Engine {
    Engine::new(codebook, Parameters { floor })
}

/// What ran, for the record.
pub(super) fn extractor(floor: f32) -> Extractor {
    Extractor {
        lexicon_sha256: Some(text::lexicon_sha256()),
        model_sha256: Some(text::model_sha256()),
        parameters: serde_json::json!({ "confidence_floor": floor }),
    }
}

/// Analyses an article, unless it is in a language that the analysis does not read.
pub(super) fn article(article: &Article, engine: &Engine) -> Analysis {
    one(
        &article.text,
        article.title.as_deref(),
        article.language.as_deref(),
        article.published.as_ref().map(|p| p.day),
        engine,
    )
}

/// Analyses stored texts on all cores, in order.
pub(super) fn stored(texts: &[StoredText], engine: &Engine) -> Vec<Analysis> {
    on_all_cores(texts.iter().collect(), |t| {
        one(
            &t.text,
            t.title.as_deref(),
            t.language.as_deref(),
            t.document_day,
            engine,
        )
    })
}

fn one(
    text: &str,
    title: Option<&str>,
    language: Option<&str>,
    day: Option<chrono::NaiveDate>,
    engine: &Engine,
) -> Analysis {
    if language.is_none_or(|l| {
        l.split('-')
            .next()
            .is_some_and(|l| l.eq_ignore_ascii_case("en"))
    }) {
        text::analyse(text, title, day, engine)
    } else {
        Analysis {
            outcome: crate::model::Outcome::OtherLanguage,
            ..Analysis::default()
        }
    }
}

/// How many threads analyse.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Maps items on all cores, keeping their order.
pub(super) fn on_all_cores<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let share = items.len().div_ceil(cores()).max(1);
    let mut items = items.into_iter();
    std::thread::scope(|scope| {
        let work = &work;
        let mut threads = Vec::with_capacity(cores());
        loop {
            let part: Vec<T> = items.by_ref().take(share).collect();
            if part.is_empty() {
                break;
            }
            threads.push(scope.spawn(move || part.into_iter().map(work).collect::<Vec<R>>()));
        }
        threads
            .into_iter()
            .flat_map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}
