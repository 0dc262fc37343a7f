//! Trains the attribution model.
//!
//! `cargo run --release --example train_attribution -- TRAIN.jsonl -o MODEL` writes the model;
//! without `-o` it trains on seven eighths of the articles and reports how it does on the rest.

use std::path::PathBuf;

use stance::train::{attribution, corpus};

fn main() -> std::io::Result<()> {
    let mut paths = std::env::args_os()
        .skip(1)
        .filter(|a| a != "-o")
        .map(PathBuf::from);
    let Some(corpus) = paths.next() else {
        eprintln!("usage: train_attribution TRAIN.jsonl [-o MODEL]");
        std::process::exit(2);
    };
    let articles = corpus::read(&corpus)?;
    match paths.next() {
        Some(model) => std::fs::write(model, attribution::train(&articles)),
        None => {
            println!("{}", attribution::experiment(articles));
            Ok(())
        }
    }
}
