//! Makes the word vectors.
//!
//! `cargo run --release --example train_vectors -- glove.6B.100d.txt NEWS.jsonl -o src/text/vector/vectors.bin`
//! writes the file; after it the weights of the stance stage have to be made again.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use stance::train::{corpus, vectors};

fn main() -> std::io::Result<()> {
    let paths = std::env::args_os().skip(1).filter(|a| a != "-o");
    let [glove, news, file] = &paths.map(PathBuf::from).collect::<Vec<_>>()[..] else {
        eprintln!("usage: train_vectors GLOVE.txt NEWS.jsonl -o FILE");
        std::process::exit(2);
    };
    let news: Vec<String> = corpus::read(news)?.into_iter().map(|a| a.text).collect();
    let made = vectors::make(BufReader::new(File::open(glove)?), &news)?;
    println!("{} bytes", made.len());
    std::fs::write(file, made)
}
