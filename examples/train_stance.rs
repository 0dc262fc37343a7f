//! Trains the weights of the stance stage.
//!
//! `cargo run --release --example train_stance -- CORPUS.jsonl… -o src/text/stance` writes the tables into
//! that folder; without `-o` it only reports how weights from some of the articles do on the rest. The
//! corpora are those whose articles the annotations of the project point into.

use std::path::PathBuf;

use stance::train::stance;

fn main() -> std::io::Result<()> {
    let (mut corpora, mut folder) = (Vec::new(), None);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match argument == "-o" {
            true => folder = arguments.next().map(PathBuf::from),
            false => corpora.push(PathBuf::from(argument)),
        }
    }
    if corpora.is_empty() {
        eprintln!("usage: train_stance CORPUS.jsonl… [-o FOLDER]");
        std::process::exit(2);
    }
    let articles = stance::articles(&corpora)?;
    let trained = stance::train(&articles).map_err(std::io::Error::other)?;
    if let Some(folder) = folder {
        for (name, table) in &trained.tables {
            std::fs::write(folder.join(name), table)?;
        }
    }
    println!("{}", trained.report);
    Ok(())
}
