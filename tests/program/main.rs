//! The whole program, run as a user runs it, against a real PostgreSQL.
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

mod at_once;
mod bad_input;
mod beside;
mod crowd;
mod demo;
mod dice;
mod dump;
mod exchange;
mod fetching;
mod formats;
mod integrity;
mod kept;
mod kills;
mod order;
mod output;
mod plans;
mod program;
mod reviewing;
mod roles;

mod serving;
mod serving_refusals;
mod sessions;
mod sql;
mod upgrade;
