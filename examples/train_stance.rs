//! Trains the weights of the stance stage.
//!
//! `cargo run --release --example train_stance -- TRAIN.jsonl -o src/text/stance` writes the tables into
//! that folder; without `-o` it only reports how weights from some of the articles do on the rest. The
//! corpus is the one whose articles the annotations of the project point into.

use std::path::PathBuf;

use stance::train::stance;

fn main() -> std::io::Result<()> {
    let mut paths = std::env::args_os()
        .skip(1)
        .filter(|a| a != "-o")
        .map(PathBuf::from);
    let Some(corpus) = paths.next() else {
        eprintln!("usage: train_stance TRAIN.jsonl [-o FOLDER]");
        std::process::exit(2);
    };
    let articles = stance::articles(&corpus)?;
    let trained = stance::train(&articles).map_err(std::io::Error::other)?;
    if let Some(folder) = paths.next() {
        for (name, table) in &trained.tables {
            std::fs::write(folder.join(name), table)?;
        }
    }
    println!("{}", trained.report);
    Ok(())
}
