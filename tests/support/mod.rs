//! What the integration tests share. Each test file says `mod support;`.
#![allow(dead_code, reason = "every test file uses a part of it")]

pub mod cases;
#[cfg(unix)]
pub mod home;
pub mod postgres;
pub mod server;
