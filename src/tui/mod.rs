//! Full-screen views: pure state machines, from a key to what is asked for, and their drawing.
//!
//! A view ([`ReviewScreen`], [`CodingScreen`]) knows neither terminal nor database. Whoever runs it hands it keys, does
//! what it asks for, and hands back what came of that; so a test types on it without a terminal. Depends on
//! [`crate::model`] and [`crate::report`] only. Nothing is told by colour, and texts from articles are made
//! harmless before they are drawn.

mod coding;
mod frame;
mod input;
mod key;
mod review;
mod wrap;

pub use coding::{CodingAsk, CodingScreen, Statement};
pub use key::Key;
pub use review::{Answer, Ask, ReviewScreen};
