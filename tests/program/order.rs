//! Stories and utterances do not depend on the order in which articles come: every order gives the groups
//! that gathering all of them at once gives.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use stance::model::{Article, Codebook, Precision, Published, PublishedBasis, TextIndex};
use stance::store::Store;
use stance::store::write::{ArticleKind, Decision, Extractor, Prepared, Purpose, Run, Saved};
use stance::text::stance::Parameters;
use stance::text::story::{self, Sketch};
use stance::text::utterance::{self, Told};
use stance::text::{Engine, analyse, lead};

use super::dice::Dice;
use super::support::postgres::TestDb;

/// An article, known by its number.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) number: usize,
    pub(super) day: Option<NaiveDate>,
    pub(super) text: String,
}

const PEOPLE: [&str; 3] = ["Mira Holt", "Jonas Reed", "Carla Voss"];
const WORDS: [&str; 40] = [
    "harbour",
    "ferry",
    "pier",
    "winter",
    "council",
    "budget",
    "timber",
    "crane",
    "island",
    "school",
    "bridge",
    "tariff",
    "engine",
    "captain",
    "storm",
    "market",
    "quarry",
    "library",
    "tunnel",
    "orchard",
    "signal",
    "railway",
    "clinic",
    "festival",
    "mill",
    "reservoir",
    "lantern",
    "barge",
    "granary",
    "theatre",
    "causeway",
    "foundry",
    "kiosk",
    "meadow",
    "observatory",
    "promenade",
    "quay",
    "shipyard",
    "tollgate",
    "warehouse",
];

pub(super) fn sentence(dice: &mut Dice) -> String {
    let mut words: Vec<&str> = (0..9).map(|_| WORDS[dice.below(WORDS.len())]).collect();
    words.insert(4, "and the");
    match dice.below(3) {
        0 => format!(
            "{} said on Tuesday that the {} must wait.",
            PEOPLE[dice.below(3)],
            words.join(" ")
        ),
        1 => format!(
            "“The {} will be there,” {} said.",
            words.join(" "),
            PEOPLE[dice.below(3)]
        ),
        _ => format!("Nobody knows whether the {} is enough.", words.join(" ")),
    }
}

/// Reports, and copies of copies of them: cut, mixed with each other, a few days on, some without a day.
pub(super) fn texts() -> Vec<Text> {
    let mut dice = Dice(7);
    let mut made: Vec<(Option<NaiveDate>, Vec<String>)> = Vec::new();
    let first = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
    for _ in 0..8 {
        let day = first + Days::new(dice.below(10) as u64);
        made.push((Some(day), (0..14).map(|_| sentence(&mut dice)).collect()));
    }
    while made.len() < 60 {
        let (day, from) = made[dice.below(made.len())].clone();
        let other = made[dice.below(made.len())].1.clone();
        let (start, kept) = (dice.below(4), 4 + dice.below(9));
        let mut sentences: Vec<String> = from.into_iter().skip(start).take(kept).collect();
        if sentences.len() < 3 {
            sentences.extend((0..3).map(|_| sentence(&mut dice)));
        }
        for _ in 0..dice.below(6) {
            let at = dice.below(sentences.len());
            sentences[at] = match dice.below(3) {
                0 => other[dice.below(other.len())].clone(),
                1 => sentence(&mut dice),
                _ => sentences[at]
                    .replace("the", "that")
                    .replace(" and", ", and"),
            };
        }
        let day =
            (dice.below(12) > 0).then(|| day.unwrap_or(first) + Days::new(dice.below(5) as u64));
        made.push((day, sentences));
    }
    // Copies to the letter, from other places.
    for at in [3, 12, 25, 25, 31, 31, 31, 38, 47, 55, 59] {
        made.push(made[at].clone());
    }
    let texts = made
        .into_iter()
        .enumerate()
        .map(|(number, (day, sentences))| Text {
            number,
            day,
            text: sentences.join(" "),
        });
    texts.collect()
}

pub(super) fn prepared(text: &Text, engine: &Engine) -> Prepared {
    let analysis = analyse(&text.text, None, text.day, engine);
    let article = Article {
        id: text.number.to_string(),
        origin: format!("made:{}", text.number),
        publisher: Some(format!("Outlet {}", text.number)),
        language: Some("en".into()),
        published: text.day.map(|day| Published {
            day,
            at: None,
            precision: Precision::Day,
            basis: PublishedBasis::Record,
        }),
        text: text.text.clone(),
        ..Article::default()
    };
    Prepared::new(article, analysis, None, ArticleKind::Article)
}

/// Groups by what their members are known by.
pub(super) type Partition = BTreeSet<BTreeSet<String>>;

pub(super) struct Groups {
    pub(super) stories: Partition,
    pub(super) utterances: Partition,
}

pub(super) struct Database {
    pub(super) store: Store,
    pub(super) run: Run,
    pub(super) db: TestDb,
}

impl Database {
    pub(super) async fn new() -> Self {
        let db = TestDb::new().await;
        let store = Store::with_options(db.options.clone(), None).await.unwrap();
        let run = store
            .begin_run(Purpose::Ingest, &Extractor::default(), None)
            .await
            .unwrap();
        Self { store, run, db }
    }

    pub(super) async fn take_in(&self, texts: &[Text], at_once: usize) {
        take_in(&self.store, self.run, texts, at_once).await;
    }

    pub(super) async fn groups(&self) -> Groups {
        let mut connection = self.db.connect().await;
        let mut partition = async |sql: &'static str| -> Partition {
            let groups: Vec<Vec<String>> = sqlx::query_scalar(sql)
                .fetch_all(&mut connection)
                .await
                .unwrap();
            groups
                .into_iter()
                .map(|group| group.into_iter().collect())
                .collect()
        };
        Groups {
            stories: partition(
                "select array_agg(a.external_id) from story_member m join article a using (article_id) \
                 where m.superseded_at is null group by m.story_id",
            )
            .await,
            utterances: partition(
                "select array_agg(a.external_id || ' ' || lower(c.content_span) || ' ' || who.name) from utterance_member m \
                 join claim c using (claim_id) join article a using (article_id) join actor who using (actor_id) \
                 where m.superseded_at is null and c.superseded_at is null group by m.utterance_id",
            )
            .await,
        }
    }

    async fn article(&self, number: usize) -> i64 {
        let mut connection = self.db.connect().await;
        sqlx::query_scalar("select article_id from article where external_id = $1")
            .bind(number.to_string())
            .fetch_one(&mut connection)
            .await
            .unwrap()
    }
}

/// Stores texts, so many in a transaction.
pub(super) async fn take_in(store: &Store, run: Run, texts: &[Text], at_once: usize) {
    let engine = Engine::new(&Codebook::default(), Parameters::default());
    for batch in texts.chunks(at_once) {
        let batch: Vec<Prepared> = batch.iter().map(|text| prepared(text, &engine)).collect();
        let saved = store.writer().save(run, &batch).await.unwrap();
        assert!(matches!(saved, Saved::Stored(_)), "{saved:?}");
    }
}

/// The groups by definition: every pair compared, all gathered in their order.
pub(super) fn by_definition(texts: &[Text]) -> Groups {
    let sketched: Vec<(&Text, Sketch)> = texts
        .iter()
        .map(|t| (t, story::sketch(&t.text).unwrap()))
        .collect();
    let stories = gathered(
        sketched,
        |(text, sketch)| (sketch.place(text.day), text.number),
        |(a, a_sketch), (b, b_sketch)| {
            let days = a
                .day
                .zip(b.day)
                .map_or(0, |(a, b)| (a - b).num_days().abs());
            let share = story::containment(a_sketch, b_sketch);
            (days <= 7 && share >= 0.5).then_some(share)
        },
        |(text, _)| text.number.to_string(),
    );
    let engine = Engine::new(&Codebook::default(), Parameters::default());
    let mut claims: Vec<(String, Told, String)> = Vec::new();
    for text in texts {
        let index = TextIndex::new(&text.text);
        for claim in analyse(&text.text, None, text.day, &engine).claims {
            let Some(actor) = &claim.actor else { continue };
            let told = Told::new(
                &claim.said,
                claim.act,
                None,
                utterance::words(&claim, &index),
            );
            let name = format!("{} {} {}", text.number, claim.content[0].start, actor.name);
            claims.push((actor.name.clone(), told, name));
        }
    }
    let utterances = gathered(
        claims,
        |(actor, told, name)| (actor.clone(), told.place(), name.clone()),
        |(a, told, _), (b, other, _)| {
            let agreement = utterance::agreement(told, other).filter(|agreement| *agreement >= 0.7);
            // What shares none of its least words is not looked at.
            let keys: Vec<i32> = other.keys(1).collect();
            let looked_up = told.keys(1).any(|key| keys.contains(&key));
            agreement.filter(|_| a == b && looked_up)
        },
        |(_, _, name)| name.clone(),
    );
    Groups {
        stories,
        utterances,
    }
}

fn gathered<T, K: Ord>(
    mut members: Vec<T>,
    order: impl Fn(&T) -> K,
    near: impl Fn(&T, &T) -> Option<f32>,
    name: impl Fn(&T) -> String,
) -> Partition {
    members.sort_by_key(|member| order(member));
    let joins = lead::gather(members.len(), |member| {
        let before =
            (0..member).filter_map(|other| Some((other, near(&members[other], &members[member])?)));
        before.collect()
    });
    let mut groups: Vec<BTreeSet<String>> = vec![BTreeSet::new(); members.len()];
    for (member, joined) in joins.iter().enumerate() {
        groups[joined.map_or(member, |(lead, _)| lead)].insert(name(&members[member]));
    }
    groups
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect()
}

pub(super) fn assert_same(shown: &Groups, expected: &Groups, how: &str) {
    for (what, shown, expected) in [
        ("stories", &shown.stories, &expected.stories),
        ("utterances", &shown.utterances, &expected.utterances),
    ] {
        let only = |one: &Partition, other: &Partition| {
            format!("{:#?}", one.difference(other).collect::<Vec<_>>())
        };
        assert!(
            shown == expected,
            "{what} {how}: shown {}, expected {}",
            only(shown, expected),
            only(expected, shown)
        );
    }
}

#[tokio::test]
async fn every_order_gives_the_groups_that_all_at_once_give() {
    let texts = texts();
    let expected = by_definition(&texts);
    // They are no trivial ones.
    let large = |groups: &Partition| groups.iter().filter(|group| group.len() > 2).count();
    assert!(large(&expected.stories) >= 4, "{:#?}", expected.stories);
    assert!(
        large(&expected.utterances) >= 10,
        "{:#?}",
        expected.utterances
    );
    let mut dice = Dice(11);
    let mut orders = vec![texts.clone(), texts.iter().rev().cloned().collect()];
    orders.extend((0..4).map(|_| dice.shuffled(texts.clone())));
    for (number, order) in orders.iter().enumerate() {
        let database = Database::new().await;
        database.take_in(order, [1, 7, 61][number % 3]).await;
        assert_same(
            &database.groups().await,
            &expected,
            &format!("in order {number}"),
        );
    }
}

/// Of copies to the letter the first is looked up and stands for all: where it turns to a nearer lead, so do
/// the others.
#[tokio::test]
async fn copies_follow_the_first_of_them_to_a_nearer_lead() {
    let mut dice = Dice(13);
    let mut sentences = |count: usize| -> Vec<String> {
        let words = |dice: &mut Dice| -> Vec<&str> {
            (0..9).map(|_| WORDS[dice.below(WORDS.len())]).collect()
        };
        (0..count)
            .map(|_| words(&mut dice).join(" ") + ".")
            .collect()
    };
    let (old, new) = (sentences(20), sentences(25));
    let first = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
    // A copy has two thirds of its words from the old report, and all but one sentence in the new.
    let copy = [&old[..6], &new[..3]].concat();
    let text = |number: usize, days: u64, sentences: &[String]| Text {
        number,
        day: Some(first + Days::new(days)),
        text: sentences.join(" "),
    };
    let mut texts = vec![text(0, 0, &old)];
    texts.extend((1..5).map(|number| text(number, 2, &copy)));
    texts.push(text(5, 1, &[&old[..5], &new[..]].concat()));
    let expected = by_definition(&texts);
    let of_copies = expected.stories.iter().find(|story| story.contains("1"));
    let of_copies: Vec<&str> = of_copies.unwrap().iter().map(String::as_str).collect();
    assert_eq!(of_copies, ["1", "2", "3", "4", "5"]);
    let database = Database::new().await;
    database.take_in(&texts, 1).await;
    assert_same(
        &database.groups().await,
        &expected,
        "with the new report last",
    );
}

#[tokio::test]
async fn no_story_runs_past_its_days() {
    let database = Database::new().await;
    let mut dice = Dice(3);
    let report: Vec<String> = (0..10).map(|_| sentence(&mut dice)).collect();
    let first = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
    // The same words every other day for two months.
    let texts: Vec<Text> = (0..30)
        .map(|number| Text {
            number,
            day: Some(first + Days::new(2 * number as u64)),
            text: report.join(" "),
        })
        .collect();
    database.take_in(&dice.shuffled(texts.clone()), 4).await;
    let groups = database.groups().await;
    assert_same(&groups, &by_definition(&texts), "of a chain");
    assert!(
        groups.stories.iter().all(|story| story.len() <= 4),
        "{:#?}",
        groups.stories
    );
}

#[tokio::test]
async fn what_is_mended_and_forgotten_leaves_what_was_never_otherwise() {
    let texts = texts();
    let mut expected: Vec<Text> = texts.clone();
    let database = Database::new().await;
    database.take_in(&Dice(5).shuffled(texts), 9).await;
    let engine = Engine::new(&Codebook::default(), Parameters::default());
    for (number, days) in [(0, 3), (5, 9), (17, 1)] {
        let day = NaiveDate::from_ymd_opt(2024, 3, 1).unwrap() + Days::new(days);
        expected[number].day = Some(day);
        let article = database.article(number).await;
        let analyse = |stored: &[stance::store::write::StoredText]| {
            stored
                .iter()
                .map(|s| analyse(&s.text, None, s.document_day, &engine))
                .collect()
        };
        let (store, extractor) = (&database.store, Extractor::default());
        let mended = store
            .set_article_date(article, day, "editor", &extractor, None, &mut { analyse })
            .await;
        mended.unwrap().unwrap();
    }
    assert_same(
        &database.groups().await,
        &by_definition(&expected),
        "with dates mended",
    );
    for number in [2, 6, 30] {
        let article = database.article(number).await;
        database
            .store
            .forget_article(article, "asked to", "editor")
            .await
            .unwrap();
        expected.retain(|text| text.number != number);
    }
    assert_same(
        &database.groups().await,
        &by_definition(&expected),
        "without the forgotten",
    );
}

#[tokio::test]
async fn actors_made_one_and_taken_apart_share_utterances_and_cease_to() {
    let database = Database::new().await;
    let said = "that the ferry pier and the winter timetable of the islands must stay as they are";
    let text = |number, who: &str| Text {
        number,
        day: NaiveDate::from_ymd_opt(2024, 3, 5),
        text: format!(
            "{who} said on Monday {said}. The council meets again in the summer to vote on it."
        ),
    };
    database
        .take_in(&[text(0, "Mira Holt"), text(1, "Mira C. Holt-Brandt")], 1)
        .await;
    let mut connection = database.db.connect().await;
    let mut utterances = async || -> i64 {
        sqlx::query_scalar(
            "select count(distinct utterance_id) from utterance_member where superseded_at is null",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap()
    };
    assert_eq!(utterances().await, 2);
    let mut actor = database.db.connect().await;
    let ids: Vec<i64> = sqlx::query_scalar("select distinct actor_id from claim order by 1")
        .fetch_all(&mut actor)
        .await
        .unwrap();
    let merge = Decision::Merge {
        into: ids[0],
        from: ids[1],
    };
    database.store.decide(&merge, "editor", None).await.unwrap();
    assert_eq!(utterances().await, 1);
    database.store.undo_decision(None, "editor").await.unwrap();
    assert_eq!(utterances().await, 2);
}
