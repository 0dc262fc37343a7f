//! Trains the weights of the stance stage.
//!
//! `cargo run --release --example train_stance -- TRAIN.jsonl -o WEIGHTS` writes the weights; without
//! `-o` it only reports how weights from four fifths of the articles do on the rest. The corpus is the
//! one whose articles the annotations of the project point into.

use std::path::PathBuf;

use stance::train::stance;

fn main() -> std::io::Result<()> {
    let mut paths = std::env::args_os()
        .skip(1)
        .filter(|a| a != "-o")
        .map(PathBuf::from);
    let Some(corpus) = paths.next() else {
        eprintln!("usage: train_stance TRAIN.jsonl [-o WEIGHTS]");
        std::process::exit(2);
    };
    let articles = stance::articles(&corpus)?;
    let (weights, report) = stance::train(&articles).map_err(std::io::Error::other)?;
    if let Some(path) = paths.next() {
        std::fs::write(path, weights)?;
    }
    println!("{report}");
    Ok(())
}
