//! Reads articles as JSONL (`id`, `text`) from a file and prints their attributions, one article a
//! line, spans in code points: `extract_attributions ARTICLES.jsonl [MODEL]`.

use std::io::{BufRead, BufWriter, Write};

use serde::Deserialize;
use stance::model::{Span, TextIndex};
use stance::text::attribution::{self, Model};
use stance::text::document::Document;

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
}

fn main() -> std::io::Result<()> {
    let mut paths = std::env::args_os().skip(1);
    let path = paths.next().unwrap_or_default();
    let other = paths.next().map(std::fs::read).transpose()?;
    let model = other.as_deref().and_then(Model::read);
    let file = std::io::BufReader::new(std::fs::File::open(path)?);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in file.lines() {
        let article: Article = serde_json::from_str(&line?)?;
        let document = Document::new(&article.text);
        let index = TextIndex::new(&article.text);
        let spans = |ranges: &[std::ops::Range<usize>]| -> Vec<Span> {
            ranges.iter().map(|r| index.span(r)).collect()
        };
        let found = match &model {
            Some(model) => attribution::find_with(&document, model),
            None => attribution::find(&document),
        };
        let attributions: Vec<_> = found
            .iter()
            .map(|f| {
                serde_json::json!({
                    "source": spans(&f.source), "cue": spans(&f.cue), "content": spans(&f.content),
                    "confidence": f.confidence,
                })
            })
            .collect();
        serde_json::to_writer(
            &mut out,
            &serde_json::json!({ "id": article.id, "attributions": attributions }),
        )?;
        writeln!(out)?;
    }
    out.flush()
}
