//! Reads articles as JSONL (`{"id", "dct", "text"}`) from a file or standard input and prints the
//! calendar expressions found in each: `{"id", "timexes": [{"start", "end", "value"}]}`, offsets in
//! code points.
//!
//! usage: cargo run --release --example extract_timexes -- [FILE]

use std::io::{BufRead, BufReader, BufWriter, Read, Write};

use chrono::NaiveDate;
use serde_json::{Value, json};
use stance::model::TextIndex;
use stance::text::document::Document;
use stance::text::time;

fn main() -> anyhow::Result<()> {
    let input: Box<dyn Read> = match std::env::args().nth(1) {
        Some(path) => Box::new(std::fs::File::open(path)?),
        None => Box::new(std::io::stdin()),
    };
    let mut output = BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(input).lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        let day = article["dct"]
            .as_str()
            .or(article["date"].as_str())
            .and_then(|date| NaiveDate::parse_from_str(date.get(..10)?, "%Y-%m-%d").ok());
        let document = Document::new(text);
        let index = TextIndex::new(text);
        let timexes: Vec<Value> = time::find(&document, day)
            .iter()
            .filter_map(|find| {
                let span = index.span(&find.range);
                let value = find.value?.to_string();
                Some(json!({"start": span.start, "end": span.end, "value": value}))
            })
            .collect();
        writeln!(
            output,
            "{}",
            json!({"id": article["id"], "timexes": timexes})
        )?;
    }
    Ok(())
}
