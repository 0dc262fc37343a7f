//! PostgreSQL: the only room that knows SQL.
//!
//! [`Store::open`] connects to a server or to the embedded cluster and brings the schema up to date;
//! `write` puts whole articles in, in one transaction each batch; `read` asks the public views.

mod connect;
mod copy;
mod dna;
mod dump;
pub mod embedded;
mod error;
mod schema;
mod whole;

pub mod read;
pub mod write;

pub use connect::{Store, Target};
pub use dna::{read_dna, write_dna};
pub use error::{Candidate, StoreError};
pub use schema::{MIGRATIONS, VIEWS, migrate, migrate_to};
