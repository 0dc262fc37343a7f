//! How long each stage of the analysis takes over the articles of the demonstration.
//!
//! `cargo bench` prints time and bytes a second for each stage by itself, on what the stages before
//! it made, and for the whole. The whole process against another program over a corpus of yours is
//! measured by `against_script.py`.

use std::hint::black_box;
use std::time::Duration;

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stance::model::Codebook;
use stance::text::actor::{self, Directory};
use stance::text::document::{Document, Find, TimeFind};
use stance::text::stance::{Judge, Parameters, Voice};
use stance::text::topic::CompiledCodebook;
use stance::text::{Engine, analyse, attribution, codebook, time};

const ARTICLES: &str = include_str!("../fixtures/demo/articles/articles.jsonl");
const CODEBOOK: &str = include_str!("../fixtures/demo/codebook.toml");

#[derive(serde::Deserialize)]
struct Article {
    text: String,
    /// A day, with or without the hour.
    date: String,
}

/// An article with what the stages before the one that is measured made of it.
struct Prepared<'a> {
    text: &'a str,
    day: Option<NaiveDate>,
    document: Document<'a>,
    finds: Vec<Find>,
    times: Vec<TimeFind>,
}

fn stages(criterion: &mut Criterion) {
    let codebook: Codebook =
        codebook::parse("codebook.toml", CODEBOOK).expect("the demo's codebook");
    let articles: Vec<Article> = ARTICLES
        .lines()
        .map(|line| serde_json::from_str(line).expect("the demo's articles"))
        .collect();
    let prepared: Vec<Prepared<'_>> = articles
        .iter()
        .map(|article| {
            let document = Document::new(&article.text);
            let day = article.date.get(..10).and_then(|day| day.parse().ok());
            Prepared {
                text: &article.text,
                day,
                finds: attribution::find(&document),
                times: time::find(&document, day),
                document,
            }
        })
        .collect();
    let directory = Directory::new(&codebook);
    let topics = CompiledCodebook::new(&codebook);
    let parameters = Parameters::default();
    let engine = Engine::new(&codebook, parameters);

    let mut group = criterion.benchmark_group("analysis");
    group
        .throughput(Throughput::Bytes(
            articles.iter().map(|a| a.text.len() as u64).sum(),
        ))
        .sample_size(30)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));
    let mut stage = |name: &str, work: &dyn Fn(&Prepared<'_>)| {
        group.bench_function(name, |bencher| {
            bencher.iter(|| prepared.iter().for_each(work))
        });
    };
    stage("sentences and tokens", &|article| {
        black_box(Document::new(black_box(article.text)));
    });
    stage("attribution", &|article| {
        black_box(attribution::find(black_box(&article.document)));
    });
    stage("times", &|article| {
        let times = time::find(black_box(&article.document), article.day);
        black_box(times);
    });
    stage("days of saying", &|article| {
        let Prepared {
            document,
            finds,
            times,
            day,
            ..
        } = black_box(article);
        black_box(time::said_all(document, finds, times, *day, &[]));
    });
    stage("actors", &|article| {
        let Prepared {
            document,
            finds,
            day,
            ..
        } = black_box(article);
        black_box(actor::resolve(document, finds, &directory, *day));
    });
    stage("stances", &|article| {
        let judge = Judge::new(black_box(&article.document), &topics, parameters);
        for find in &article.finds {
            black_box(judge.judge(find, &Voice::default()));
        }
    });
    stage("whole", &|article| {
        black_box(analyse(black_box(article.text), None, article.day, &engine));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
