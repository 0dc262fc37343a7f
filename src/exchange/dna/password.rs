//! Coders of DNA log in with a password, of which the file holds a digest.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The password of every coder in a file that stance writes.
pub const PASSWORD: &str = "stance";

/// How often the digest is digested.
const TIMES: usize = 100_000;

/// The digest of [`PASSWORD`] as DNA's library keeps it: SHA-256, a hundred thousand times, behind its salt of 16
/// bytes, in Base64. The salt is always the same, so that the same record gives the same file: the password is
/// no secret.
pub fn hashed() -> String {
    let salt = &Sha256::digest("the salt of stance")[..16];
    let mut digest = Sha256::new()
        .chain_update(salt)
        .chain_update(PASSWORD)
        .finalize();
    for _ in 1..TIMES {
        digest = Sha256::digest(digest);
    }
    STANDARD.encode([salt, &digest[..]].concat())
}
