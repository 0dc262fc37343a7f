//! Any bytes whatever through the whole analysis: it must not panic, hang, or say what is not so.

#![no_main]

use std::sync::LazyLock;

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use stance::text::stance::Parameters;
use stance::text::{Engine, analyse, codebook};

#[path = "../../tests/support/sound.rs"]
mod sound;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let source = include_str!("../../fixtures/demo/codebook.toml");
    let codebook = codebook::parse("codebook.toml", source).expect("the fixture parses");
    Engine::new(&codebook, Parameters::default())
});

fuzz_target!(|data: &[u8]| {
    let input = String::from_utf8_lossy(data);
    // What stands before a NUL is the title; an article of odd length has no day.
    let (title, text) = match input.split_once('\0') {
        Some((title, text)) => (Some(title), text),
        None => (None, input.as_ref()),
    };
    let day = NaiveDate::from_ymd_opt(2024, 9, 13).filter(|_| text.len() % 2 == 0);
    let analysis = analyse(text, title, day, &ENGINE);
    if let Err(broken) = sound::check(&analysis, text, title.unwrap_or_default(), day) {
        panic!("{broken}");
    }
});
