//! Near-duplicate articles: MinHash sketches of word shingles (Broder 1997), one permutation with
//! rotation to fill empty buckets (Shrivastava & Li 2014).

/// Buckets of a sketch.
pub const BUCKETS: usize = 64;
/// Sketch values that make one band: articles sharing a band are compared.
const BAND: usize = 4;
/// Words that make one shingle.
const SHINGLE: usize = 4;

/// The sketch of a text; none for one too short to be told from others by its shingles.
pub fn sketch(text: &str) -> Option<Vec<i32>> {
    let mut words = Vec::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        words.push(hash_word(word));
    }
    if words.len() < 4 * SHINGLE {
        return None;
    }
    let mut buckets = [u32::MAX; BUCKETS];
    for shingle in words.windows(SHINGLE) {
        let hash = shingle
            .iter()
            .fold(0x9E37_79B9_7F4A_7C15, |h, w| mix(h ^ w));
        let bucket = (hash >> 58) as usize;
        buckets[bucket] = buckets[bucket].min(hash as u32);
    }
    let filled = buckets;
    for at in 0..BUCKETS {
        if buckets[at] == u32::MAX {
            // The next filled bucket lends its value, marked by the distance so that two
            // texts agree only where they borrowed alike.
            let step = (1..BUCKETS).find(|s| filled[(at + s) % BUCKETS] != u32::MAX)?;
            buckets[at] =
                filled[(at + step) % BUCKETS].wrapping_add((step as u32).wrapping_mul(0x9E37_79B1));
        }
    }
    Some(buckets.iter().map(|&v| v as i32).collect())
}

/// Estimated share of shingles that two texts have in common, 0 … 1.
pub fn similarity(a: &[i32], b: &[i32]) -> f32 {
    let same = a.iter().zip(b).filter(|(x, y)| x == y).count();
    same as f32 / a.len().max(1) as f32
}

/// The keys under which near-duplicates of a sketch are looked up.
pub fn bands(sketch: &[i32]) -> Vec<i64> {
    sketch
        .chunks(BAND)
        .enumerate()
        .map(|(at, values)| {
            values
                .iter()
                .fold(mix(at as u64 + 1), |h, v| mix(h ^ u64::from(*v as u32))) as i64
        })
        .collect()
}

/// Hash of a word without regard to case.
pub(crate) fn hash_word(word: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for c in word.chars().flat_map(char::to_lowercase) {
        hash = (hash ^ c as u64).wrapping_mul(0x0000_0100_0000_01B3);
    }
    mix(hash)
}

/// Finaliser of SplitMix64: spreads the bits of a weak hash.
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The harbour council voted on Monday to close the old ferry pier after \
        engineers warned that its piles would not last another winter. Members of the public who \
        had come to protest were told that a temporary landing would open before the summer \
        season, at a cost that the treasurer put at two million crowns.";

    #[test]
    fn a_light_rewrite_stays_near() {
        let rewritten = STORY
            .replace("on Monday ", "")
            .replace("two million", "2 million");
        let near = similarity(&sketch(STORY).unwrap(), &sketch(&rewritten).unwrap());
        assert!(near > 0.6, "{near}");
    }

    #[test]
    fn another_story_is_far() {
        let other = "Rain is expected along the coast until Thursday, forecasters said, with gusts \
            strong enough to bring down branches and trouble for trains on the northern line.";
        let near = similarity(&sketch(STORY).unwrap(), &sketch(other).unwrap());
        assert!(near < 0.2, "{near}");
    }

    #[test]
    fn a_few_words_have_no_sketch() {
        assert_eq!(sketch("Too short to tell apart."), None);
    }
}
