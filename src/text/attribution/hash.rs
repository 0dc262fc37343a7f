//! Feature hashing: multiplication and high bits (Fibonacci hashing), once a feature.

/// Index of the feature "template `template` with value `value`" in a table of 2^`bits` rows.
#[inline]
pub(crate) fn row(template: u32, value: u64, bits: u32) -> usize {
    let mixed = (value ^ (u64::from(template) << 56)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (64 - bits)) as usize
}

/// One value of two.
#[inline]
pub(crate) fn join(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(31) ^ b).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ (mixed >> 32)
}
