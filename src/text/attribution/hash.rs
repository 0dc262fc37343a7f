//! Feature hashing: multiplication and high bits (Fibonacci hashing), once a feature.

use crate::text::hash::spread;

/// Index of the feature "template `template` with value `value`" in a table of 2^`bits` rows.
#[inline]
pub(crate) fn row(template: u32, value: u64, bits: u32) -> usize {
    spread(value ^ (u64::from(template) << 56), bits)
}

/// One value of two.
#[inline]
pub(crate) fn join(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(31) ^ b).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}
