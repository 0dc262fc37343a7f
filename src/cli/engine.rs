//! The analysis as the verbs use it: compiled from the codebook in force, run on all cores.

use std::num::NonZero;
use std::sync::LazyLock;

use crate::ingest::{Options, Piece, Refused};
use crate::model::{Actor, Analysis, Article, Codebook, Outcome, Topic};
use crate::store::Store;
use crate::store::write::{Extractor, RoleByPerson, StoredText};
use crate::text::stance::Parameters;
use crate::text::{self, Engine, Unread};

use super::error::CliError;

/// Confidence floor where no database says otherwise.
pub(super) const FLOOR: f32 = Parameters::DEFAULT.floor;

/// Begins to read word lists and models, which all analysis waits for, while the database is waited for.
pub(super) fn get_ready() {
    std::thread::spawn(|| {
        let topic = Topic {
            id: "toll".into(),
            name: "Toll".into(),
            proposition: "The toll should be raised".into(),
            about: vec!["toll".into()],
            ..Topic::default()
        };
        let codebook = Codebook {
            topics: vec![topic],
            ..Codebook::default()
        };
        let engine = compiled(&codebook, FLOOR);
        let text = "The mayor said on Monday that she supports a higher toll.";
        text::analyse(text, None, None, &engine);
    });
}

/// The engine for the codebook in force, with its version and the names that people gave to actors.
pub(super) async fn of_store(store: &Store) -> Result<(Option<i64>, Engine), CliError> {
    of_store_with(store, None).await
}

/// The same, as if somebody had noted an office more.
pub(super) async fn of_store_with(
    store: &Store,
    also: Option<RoleByPerson>,
) -> Result<(Option<i64>, Engine), CliError> {
    let (version, codebook) = match store.codebook_toml().await? {
        Some((version, toml)) => {
            let codebook = text::codebook::parse(&format!("codebook version {version}"), &toml)
                .map_err(|error| CliError::new(error.to_string()))?;
            (Some(version), codebook)
        }
        None => (None, Codebook::default()),
    };
    Ok((version, with_people(store, codebook, also).await?))
}

/// The engine for a codebook that is not in force yet.
pub(super) async fn with_people(
    store: &Store,
    mut codebook: Codebook,
    also: Option<RoleByPerson>,
) -> Result<Engine, CliError> {
    for given in store.aliases_by_people().await? {
        let actor = of_codebook(&mut codebook, given.actor, given.name, given.kind);
        actor.aliases.push(given.alias);
    }
    for given in store.roles_by_people().await?.into_iter().chain(also) {
        let actor = of_codebook(&mut codebook, given.actor, given.name, given.kind);
        // It stands for the codebook's own.
        actor.roles.retain(|role| !role.is_same(&given.role));
        actor.roles.push(given.role);
    }
    Ok(compiled(&codebook, store.confidence_floor().await?))
}

/// The codebook's actor of an id, who comes into it where nobody has the id.
fn of_codebook(codebook: &mut Codebook, id: String, name: String, kind: String) -> &mut Actor {
    let there = codebook.actors.iter().position(|actor| actor.id == id);
    let at = there.unwrap_or_else(|| {
        codebook.actors.push(Actor {
            id,
            name,
            kind: serde_json::from_value(kind.into()).unwrap_or_default(),
            ..Actor::default()
        });
        codebook.actors.len() - 1
    });
    &mut codebook.actors[at]
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

/// Analyses articles, except those in a language that the analysis does not read.
pub(super) fn articles(articles: &[&Article], engine: &Engine) -> Vec<Analysis> {
    let each = articles.iter().map(|article| {
        let unread = Unread {
            text: &article.text,
            title: article.title.as_deref(),
            day: article.published.as_ref().map(|p| p.day),
        };
        (article.language.as_deref(), unread)
    });
    all(each.collect(), engine)
}

/// An article that was read and analysed.
pub(super) struct Extracted {
    pub(super) article: Article,
    /// Whether the reader has the text: JSONL gives it exactly as taken.
    pub(super) gives_text: bool,
    pub(super) analysis: Analysis,
}

/// Articles that each of several cores reads and analyses before the others are waited for.
const SHARE: usize = 64;

/// Articles that one core does, which waits for none: so few that each is told of while it is at hand, and so many that
/// analysing them together is worth it.
const ALONE: usize = 16;

/// Reads and analyses the articles of `pieces`, and hands each to `take` in input order.
pub(super) fn extract(
    mut pieces: impl Iterator<Item = Result<Piece, Refused>>,
    options: &Options,
    engine: &Engine,
    mut take: impl FnMut(Result<Extracted, Refused>) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let most = match cores() {
        1 => ALONE,
        cores => cores * SHARE,
    };
    loop {
        let batch: Vec<_> = pieces.by_ref().take(most).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let found = on_all_cores(batch, |share| extracted(share, options, engine));
        found.into_iter().try_for_each(&mut take)?;
    }
}

fn extracted(
    pieces: Vec<Result<Piece, Refused>>,
    options: &Options,
    engine: &Engine,
) -> Vec<Result<Extracted, Refused>> {
    let read = pieces.into_iter().map(|piece| {
        let piece = piece?;
        Ok((piece.article(options)?, piece.gives_text()))
    });
    let read: Vec<Result<(Article, bool), Refused>> = read.collect();
    let whole: Vec<&Article> = read.iter().flatten().map(|(article, _)| article).collect();
    let mut analyses = articles(&whole, engine).into_iter();
    let each = read.into_iter().map(|one| {
        let (article, gives_text) = one?;
        Ok(Extracted {
            article,
            gives_text,
            analysis: analyses.next().expect("each article has one"),
        })
    });
    each.collect()
}

/// Analyses stored texts on all cores, in order.
pub(super) fn stored(texts: &[StoredText], engine: &Engine) -> Vec<Analysis> {
    on_all_cores(texts.iter().collect(), |share| {
        let each = share.into_iter().map(|stored: &StoredText| {
            let unread = Unread {
                text: &stored.text,
                title: stored.title.as_deref(),
                day: stored.document_day,
            };
            (stored.language.as_deref(), unread)
        });
        all(each.collect(), engine)
    })
}

/// Analyses texts, each with its language, except those in one that the analysis does not read.
fn all(texts: Vec<(Option<&str>, Unread<'_>)>, engine: &Engine) -> Vec<Analysis> {
    let is_read = |language: &Option<&str>| {
        let primary = language.and_then(|language| language.split('-').next());
        primary.is_none_or(|primary| primary.eq_ignore_ascii_case("en"))
    };
    let read = texts.iter().filter(|(language, _)| is_read(language));
    let read: Vec<Unread<'_>> = read.map(|(_, unread)| *unread).collect();
    let mut analyses = text::analyse_all(&read, engine).into_iter();
    let each = texts.iter().map(|(language, _)| match is_read(language) {
        true => analyses.next().expect("each text has one"),
        false => Analysis {
            outcome: Outcome::OtherLanguage,
            ..Analysis::default()
        },
    });
    each.collect()
}

/// How many threads analyse.
pub(super) fn cores() -> usize {
    // Asked once: files are read for the answer.
    static CORES: LazyLock<usize> =
        LazyLock::new(|| std::thread::available_parallelism().map_or(1, NonZero::get));
    *CORES
}

/// Maps items on all cores, each its share at once, keeping their order.
pub(super) fn on_all_cores<T: Send, R: Send>(
    mut items: Vec<T>,
    work: impl Fn(Vec<T>) -> Vec<R> + Sync,
) -> Vec<R> {
    let share = items.len().div_ceil(cores()).max(1);
    std::thread::scope(|scope| {
        let work = &work;
        let mut threads = Vec::with_capacity(cores());
        // The first share is this thread's own: what it makes need not be given back to another.
        while items.len() > share {
            let part = items.split_off((items.len() - 1) / share * share);
            threads.push(scope.spawn(move || work(part)));
        }
        let mut done = work(items);
        for thread in threads.into_iter().rev() {
            let part = thread.join();
            done.extend(part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_on_all_cores_keeps_its_order() {
        for items in 0..40 {
            let all: Vec<usize> = (0..items).collect();
            assert_eq!(on_all_cores(all.clone(), |share| share), all);
        }
    }
}
