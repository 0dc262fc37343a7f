//! The words that the model knows, with their distributional classes.

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Distributional class, fine.
    pub fine: u16,
    /// Distributional class, coarse.
    pub coarse: u8,
    /// How often the word is a cue's head: 0 never seen as one, up to 7.
    pub cue: u8,
}

/// A hash table over the bytes of the model file: eight bytes a slot, the word's hash (never 0) and
/// its entry, linear probing, a power of two slots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vocabulary<'a> {
    slots: &'a [u8],
}

/// Bytes of one slot.
pub(crate) const SLOT: usize = 8;

impl<'a> Vocabulary<'a> {
    /// Takes a table's bytes; the length must be a power of two times [`SLOT`].
    pub(crate) fn new(slots: &'a [u8]) -> Self {
        debug_assert!((slots.len() / SLOT).is_power_of_two());
        Self { slots }
    }

    /// Looks a word up by its [`word_hash`].
    pub(crate) fn get(&self, hash: u32) -> Option<Entry> {
        let mask = self.slots.len() / SLOT - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = &self.slots[at * SLOT..at * SLOT + SLOT];
            let key = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
            if key == hash {
                let fine = u16::from_le_bytes([slot[4], slot[5]]);
                return Some(Entry {
                    fine,
                    coarse: slot[6],
                    cue: slot[7],
                });
            }
            if key == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Builds the table's bytes, at most half full.
    pub(crate) fn build(entries: &[(u32, Entry)]) -> Vec<u8> {
        let slots = (entries.len() * 2).next_power_of_two().max(2);
        let mut bytes = vec![0; slots * SLOT];
        for (hash, entry) in entries {
            let mut at = *hash as usize & (slots - 1);
            while bytes[at * SLOT..at * SLOT + 4] != [0; 4] {
                at = (at + 1) & (slots - 1);
            }
            let slot = &mut bytes[at * SLOT..at * SLOT + SLOT];
            slot[..4].copy_from_slice(&hash.to_le_bytes());
            slot[4..6].copy_from_slice(&entry.fine.to_le_bytes());
            slot[6] = entry.coarse;
            slot[7] = entry.cue;
        }
        bytes
    }
}

/// Hash of a word in small letters, curly apostrophes made straight; never 0.
pub(crate) fn word_hash(word: &str) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    let mut step = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    if word.is_ascii() {
        word.bytes().for_each(|b| step(b.to_ascii_lowercase()));
    } else {
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut step);
        }
    }
    ((hash >> 32) as u32 ^ hash as u32).max(1)
}
