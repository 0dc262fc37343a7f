//! `stance`: a claim and stance tracking database for news.
//!
//! It reads news articles, finds who said what, records each stated position per actor and topic with
//! the day it was said and the passage that shows it, and reports how stances shift.
//!
//! ```text
//! bytes ──ingest──▶ Article ──text──▶ Analysis (attributions ▸ claims ▸ stances, and what was skipped, and why)
//!                                         │
//!                                       store (PostgreSQL: tables ▸ views)
//!                                         │
//!                                       report ──▶ terminal · Markdown · HTML/SVG · CSV/XLSX/Parquet · JSON
//! ```
//!
//! # Where things are
//!
//! | room | what it knows | where to begin |
//! | --- | --- | --- |
//! | [`model`] | plain types of the domain, no I/O | `model/analysis.rs`, the contract of `stance extract` |
//! | [`ingest`] | bytes → articles: a file per format, one that detects | `ingest/mod.rs` |
//! | [`fetch`] | addresses → pages, politely; feeds and sitemaps; async | `fetch/mod.rs` |
//! | [`text`] | pure analysis; its rules and word lists are data in `text/lexicon/` | `text/analyse.rs`, the pipeline |
//! | [`eval`] | predictions against annotations → scores, as the field's own scorers count; coders against each other | `eval/mod.rs` |
//! | [`train`] | making the models of attributions, of what words mean and of stances again | `train/mod.rs` |
//! | [`exchange`] | the record in the notations of others, out and back: a file or folder per format | `exchange/format.rs`, which one is which |
//! | [`store`] | PostgreSQL: `embedded` runs a server, `write` puts in, `read` asks the public views | `store/mod.rs` |
//! | [`report`] | rows → one report model → a renderer per format; `report/chart/` holds pictures as data, `report/svg/` draws them, `report/network/` ties actors | `report/mod.rs` |
//! | [`tui`] | full-screen views: from a key to what is asked for, and their drawing | `tui/review/mod.rs` |
//! | [`serve`] | the reports in a browser: who may ask, from an address to a page, the review queue | `serve/mod.rs` |
//! | [`cli`] | one file per verb, thin | `cli/mod.rs` |
//!
//! The schema is in `migrations/`: numbered files hold tables, `views/` the public views and functions.
//! What is aggregated (histories, positions, shifts, the matrix) is computed there and nowhere else, so
//! that the command line and SQL users read the same numbers.
//!
//! # What holds
//!
//! - `model` depends on nothing of the project. `text`, `ingest`, `report`, `eval` and `exchange` depend on `model`
//!   only: no async, no clock, no environment, no database. "Now" and the document's day are passed in.
//! - `fetch` depends on `ingest` only, is async and asks the clock. Nothing else asks the network, the
//!   database's apart.
//! - `serve` depends on `store` and `report`, reads codebooks by `text::codebook`, and opens the one socket that is
//!   listened on. What changes anything there is let in by `serve/guard.rs` alone.
//! - `text` cannot fail: it returns what it found, what it skipped and why.
//! - `tui` depends on `model` and `report` only and is as pure: `cli` reads the keys, does what a view asks
//!   for, and hands back what came of it.
//! - `exchange` takes of `report` only how texts are made harmless.
//! - `store` alone names sqlx, also for the SQLite files of other programs; of `exchange` it uses the types that
//!   a format is written in, of `text` only how near-duplicates and repeated utterances are told (`text::story`,
//!   `text::utterance`) and gathered (`text::lead`). `cli` joins the parts and holds no rules.
//! - Rows of the database are immutable: they are added, and closed once; only `store/write/forget.rs`
//!   takes an article's text and passages away, out of snapshots, too. A passage equals the article's text at its offsets, which
//!   a trigger checks for every writer.
//! - Whatever decides about claims goes one at a time (`store::write::alone`), so that no article stays coded under
//!   a codebook that is not in force. Batches of articles go beside each other where they have no key in common
//!   (`store::write::locks`), so that stories and utterances are what one run makes of them.
//! - The rows of the present history are kept, for speed, and so are the periods that positions and shifts are made of
//!   (`migrations/views/kept_history.sql`, `kept_period.sql`): what changes them marks them, by triggers, and marked rows are made anew by
//!   `stance_history` and `stance_period` (in functions, `…_anew`, that are planned where anything is marked) until `keep_history()`
//!   keeps them. So who reads those never reads what is out of date, and nobody else reads what is kept. Of an earlier record
//!   they are read, too, where nothing changed since (`history_change`).
//! - Of which record a report is made (now, at a time, a snapshot's, with what outlets corrected) is settled
//!   in one place, `store/read/recorded.rs`; the views and functions that it chooses among are public.
//! - What a person decided is never overwritten by a later run.
//! - Lexicon and codebook entries that do not parse are refused, with file and line.
//!
//! Those of rooms are checked by `tests/architecture.rs`.

pub mod cli;
pub mod eval;
pub mod exchange;
pub mod fetch;
pub mod ingest;
pub mod model;
pub mod report;
pub mod serve;
pub mod store;
pub mod text;
pub mod train;
pub mod tui;
