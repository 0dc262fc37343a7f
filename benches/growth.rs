//! Whether a byte of a long text costs more than one of a short text.
//!
//! `cargo bench --bench growth` analyses prose, and what hostile texts repeat, at one length and at
//! ten times that, and prints how many times the cost of a byte grew: about 1 for linear work, 10 for
//! quadratic work. It ends with 1 where something grew more than threefold. It is no test, since a busy
//! machine would fail it.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use chrono::NaiveDate;
use stance::model::Codebook;
use stance::text::stance::Parameters;
use stance::text::{Engine, analyse, codebook};

const CODEBOOK: &str = include_str!("../fixtures/demo/codebook.toml");

/// Bytes of the shorter text.
const SHORT: usize = 20_000;
/// How often each text is analysed; the fastest run counts.
const ROUNDS: usize = 5;
/// From here on, work grows faster than its text.
const LIMIT: f64 = 3.0;

const PROSE: &str = "Maria Holt and Paul Ostrow met on Monday. “The bridge is late,” Ms. Holt said. \
    He opposed it, a spokesman for the Harbor Commission said, and she voted for it.\n\n";

/// What would make a careless loop run over the text again and again.
const HOSTILE: [&str; 22] = [
    "He said. ",
    "“",
    "he said ",
    ".",
    "\"",
    "''said ",
    "said: ",
    "a,",
    "“said ",
    "’s",
    ")",
    "said\n",
    "“said\n",
    "ANN LEE: we said so\n",
    "— Ann Lee (@ann) ",
    "“We will stay at home.”\nAnn Lee, 41\n",
    "Monday of last week, ",
    "early late mid the end of the ",
    "5 to two and 12-",
    "to be ",
    "Ann Lee, Bo Ray and ",
    "the ferry pier, his plan for it and ",
];

fn main() -> ExitCode {
    let codebook: Codebook =
        codebook::parse("codebook.toml", CODEBOOK).expect("the demo's codebook");
    let engine = Engine::new(&codebook, Parameters::default());
    let mut worst: f64 = 0.0;
    for unit in std::iter::once(PROSE).chain(HOSTILE) {
        let [short, long] = [SHORT, 10 * SHORT].map(|bytes| nanos_a_byte(unit, bytes, &engine));
        let growth = long / short;
        worst = worst.max(growth);
        let shown: String = unit.chars().take(40).collect();
        println!("{growth:5.2}  {short:6.0} ns a byte, then {long:6.0}  {shown:?}");
    }
    println!("{worst:5.2}  at most");
    ExitCode::from(u8::from(worst > LIMIT))
}

fn nanos_a_byte(unit: &str, bytes: usize, engine: &Engine) -> f64 {
    let text = unit.repeat(bytes / unit.len());
    let day = NaiveDate::from_ymd_opt(2024, 9, 13);
    let runs = (0..ROUNDS).map(|_| {
        let clock = Instant::now();
        black_box(analyse(&text, None, day, engine));
        clock.elapsed().as_secs_f64()
    });
    1e9 * runs.fold(f64::MAX, f64::min) / text.len() as f64
}
