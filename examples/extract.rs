//! Prints the analysis of articles as JSONL: `extract ARTICLES.jsonl [CODEBOOK.toml]`.

use std::io::{BufRead, BufWriter, Write};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use stance::model::{Analysis, Codebook};
use stance::text::codebook;
use stance::text::stance::Parameters;
use stance::text::{Engine, analyse};

#[derive(Deserialize)]
struct Article {
    id: String,
    title: Option<String>,
    date: Option<NaiveDate>,
    text: String,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(flatten)]
    analysis: &'a Analysis,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let articles = arguments
        .next()
        .ok_or("usage: extract ARTICLES.jsonl [CODEBOOK.toml]")?;
    let codebook: Codebook = match arguments.next() {
        Some(path) => {
            let text = std::fs::read_to_string(&path)?;
            codebook::parse(&path.to_string_lossy(), &text).map_err(|e| e.to_string())?
        }
        None => Codebook::default(),
    };
    let engine = Engine::new(&codebook, Parameters::default());
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::BufReader::new(std::fs::File::open(articles)?).lines() {
        let article: Article = serde_json::from_str(&line?)?;
        let analysis = analyse(
            &article.text,
            article.title.as_deref(),
            article.date,
            &engine,
        );
        serde_json::to_writer(
            &mut out,
            &Line {
                id: &article.id,
                analysis: &analysis,
            },
        )?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}
