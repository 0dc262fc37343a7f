//! Trains the attribution model.
//!
//! `cargo run --release --example train_attribution -- TRAIN.jsonl -o MODEL` writes the model;
//! without `-o` it only reports how models trained on three quarters of the articles do on the rest.

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
    let report = match paths.next() {
        Some(path) => {
            let (model, report) = attribution::train(&articles);
            std::fs::write(path, model)?;
            report
        }
        None => attribution::experiment(&articles),
    };
    println!("{report}");
    Ok(())
}
