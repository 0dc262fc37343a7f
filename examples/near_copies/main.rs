//! How well copies of articles and repeated utterances are told, on copies made of a corpus: `docs/stories.md`.
//!
//! `cargo run --release --example near_copies -- CORPUS.jsonl` prints precision and recall; `--sweep` what
//! other thresholds would do, `--show` the mistakes in the half that was tuned on, and `--pairs` the near
//! copies inside the corpus itself. The same set is made every time.

mod edit;
mod said;
mod set;
mod stories;

use set::Record;

fn main() -> std::io::Result<()> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let Some(path) = paths.first() else {
        eprintln!("usage: near_copies CORPUS.jsonl [--sweep] [--show] [--pairs]");
        std::process::exit(2);
    };
    let records: Vec<Record> = std::fs::read_to_string(path)?
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let asked = |flag: &str| flags.iter().any(|given| given == flag);
    if asked("--pairs") {
        stories::pairs(&records);
        return Ok(());
    }
    let mut items = set::make(&records);
    println!("{} articles made of {}", items.len(), records.len());
    stories::report(&items, asked("--sweep"), asked("--show"));
    let claims = said::claims(&items);
    said::slogans(&records, &claims, &mut items);
    let claims = said::claims(&items);
    println!("{} claims of named actors, slogans included", claims.len());
    said::report(&claims, &items, asked("--sweep"), asked("--show"));
    Ok(())
}
