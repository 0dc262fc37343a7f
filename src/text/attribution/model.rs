//! The model file: what training wrote, used as it lies in the program.
//!
//! Little-endian: the name `STNCATTR`, a version, a hash of all that follows, the sizes and scalars
//! of [`Header`], the vocabulary's table, then one byte a weight, signed, to be multiplied by its
//! stage's scale. A file whose hash or sizes do not fit is refused.

use super::crf::{COLUMNS, Potential, Transitions, exponential};
use super::pipeline::Weights;
use super::vocabulary::{SLOT, Vocabulary};
use super::{confidence, cue, window};

const NAME: &[u8; 8] = b"STNCATTR";
const VERSION: u32 = 3;
/// Name, version, padding, hash.
const PREFIX: usize = 24;
/// The last is none: with it, the tables begin at a multiple of 64 bytes, as pieces of memory do that are fetched together.
const SCALARS: usize = 3 + 32 + 4 + 1;

/// Bits that tell the sum of the at most 64 rows of a token, with its sign.
const SUM_BITS: u32 = 14;

/// A model over its file's bytes.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    pub(crate) vocabulary: Vocabulary<'a>,
    pub(crate) header: Header,
    cue: &'a [u8],
    label: &'a [u8],
    keep: &'a [u8],
    /// The exponentials of what sums of the second stage's weights stand for, by the last [`SUM_BITS`] bits of a sum.
    exponentials: Box<[f32; 1 << SUM_BITS]>,
}

/// The model's scalars.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Header {
    /// What a step of the first stage's weights is worth.
    pub cue_scale: f32,
    /// What a step of the second stage's weights is worth.
    pub label_scale: f32,
    /// What a step of the confidence's weights is worth.
    pub keep_scale: f32,
    /// Label following label.
    pub transitions: Transitions,
    /// Slope and offset from the confidence's log odds to calibrated ones.
    pub calibration: [f32; 2],
    /// Log odds under which a cue is not looked at.
    pub cue_floor: f32,
    /// Confidence under which an attribution is not reported.
    pub floor: f32,
}

impl<'a> Model<'a> {
    /// Reads a model; `None` if the bytes are damaged or of another version.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (prefix, rest) = bytes.split_at_checked(PREFIX)?;
        let version = u32::from_le_bytes(prefix[8..12].try_into().ok()?);
        let hash = u64::from_le_bytes(prefix[16..24].try_into().ok()?);
        if prefix[..8] != *NAME || version != VERSION || hash != checksum(rest) {
            return None;
        }
        let (sizes, rest) = rest.split_at_checked(8)?;
        let words = u32::from_le_bytes(sizes[..4].try_into().ok()?) as usize;
        let (scalars, rest) = rest.split_at_checked(SCALARS * 4)?;
        let scalars: Vec<f32> = scalars
            .as_chunks()
            .0
            .iter()
            .map(|b| f32::from_le_bytes(*b))
            .collect();
        let (vocabulary, rest) = rest.split_at_checked(words)?;
        let (cue, rest) = rest.split_at_checked(1 << cue::BITS)?;
        let (label, keep) = rest.split_at_checked(COLUMNS << window::BITS)?;
        let fits = (words / SLOT).is_power_of_two() && keep.len() == 1 << confidence::BITS;
        let header = Header::from_scalars(&scalars);
        fits.then(|| Self {
            vocabulary: Vocabulary::new(vocabulary),
            exponentials: exponentials(header.label_scale),
            header,
            cue,
            label,
            keep,
        })
    }

    /// Writes a model's bytes.
    pub(crate) fn write(
        header: &Header,
        vocabulary: &[u8],
        cue: &[f32],
        label: &[[f32; COLUMNS]],
        keep: &[f32],
    ) -> Vec<u8> {
        let mut rest = Vec::new();
        rest.extend((vocabulary.len() as u32).to_le_bytes());
        rest.extend([0; 4]);
        let mut header = header.clone();
        header.cue_scale = scale(cue.iter().copied());
        header.label_scale = scale(label.iter().flatten().copied());
        header.keep_scale = scale(keep.iter().copied());
        rest.extend(header.to_scalars().iter().flat_map(|s| s.to_le_bytes()));
        rest.extend(vocabulary);
        rest.extend(cue.iter().map(|w| step(*w, header.cue_scale)));
        rest.extend(label.iter().flatten().map(|w| step(*w, header.label_scale)));
        rest.extend(keep.iter().map(|w| step(*w, header.keep_scale)));
        let mut bytes = NAME.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(checksum(&rest).to_le_bytes());
        bytes.extend(rest);
        bytes
    }
}

impl Header {
    fn from_scalars(s: &[f32]) -> Self {
        let mut transitions = Transitions::default();
        for (to, from) in transitions.iter_mut().flatten().flatten().zip(&s[3..35]) {
            *to = *from;
        }
        Self {
            cue_scale: s[0],
            label_scale: s[1],
            keep_scale: s[2],
            transitions,
            calibration: [s[35], s[36]],
            cue_floor: s[37],
            floor: s[38],
        }
    }

    fn to_scalars(&self) -> Vec<f32> {
        let mut s = vec![self.cue_scale, self.label_scale, self.keep_scale];
        s.extend(self.transitions.iter().flatten().flatten());
        s.extend(self.calibration);
        s.extend([self.cue_floor, self.floor, 0.0]);
        s
    }
}

impl Weights for Model<'_> {
    fn cue(&self, row: usize) -> f32 {
        f32::from(self.cue[row] as i8)
    }

    fn cue_scale(&self) -> f32 {
        self.header.cue_scale
    }

    // Sixteen bits hold the sum of the at most 64 rows of a token, and add fast.
    type Sum = [i16; COLUMNS];

    fn sum(&self, mut sum: [i16; COLUMNS], rows: &[u32]) -> [i16; COLUMNS] {
        for row in rows {
            let first = *row as usize * COLUMNS;
            for (s, w) in sum.iter_mut().zip(&self.label[first..first + COLUMNS]) {
                *s += i16::from(*w as i8);
            }
        }
        sum
    }

    fn both(&self, one: [i16; COLUMNS], other: [i16; COLUMNS]) -> [i16; COLUMNS] {
        std::array::from_fn(|column| one[column] + other[column])
    }

    fn potential(&self, sum: &[i16; COLUMNS]) -> Potential {
        Potential::new(&sum.map(|s| f32::from(s) * self.header.label_scale))
    }

    fn factors(&self, sum: &[i16; COLUMNS]) -> Potential {
        let of = |sum: i16| self.exponentials[sum as usize % (1 << SUM_BITS)];
        Potential::of_exponentials(&sum.map(of))
    }

    fn keep(&self, row: usize) -> f32 {
        f32::from(self.keep[row] as i8)
    }

    fn keep_scale(&self) -> f32 {
        self.header.keep_scale
    }

    fn transitions(&self) -> &Transitions {
        &self.header.transitions
    }
}

/// The exponential of each number of steps of weights, by its last bits.
fn exponentials(scale: f32) -> Box<[f32; 1 << SUM_BITS]> {
    const SIGN: i16 = 1 << (SUM_BITS - 1);
    let of = |n: usize| exponential(f32::from((n as i16 ^ SIGN) - SIGN) * scale);
    Box::new(std::array::from_fn(of))
}

/// A step that loses little at the small end and clips the few largest weights.
fn scale(weights: impl Iterator<Item = f32>) -> f32 {
    let mut sizes: Vec<f32> = weights.map(f32::abs).filter(|w| *w > 0.0).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let top = sizes.len().saturating_sub(1 + sizes.len() / 50_000);
    sizes.get(top).copied().unwrap_or(1.0) / 127.0
}

fn step(weight: f32, scale: f32) -> u8 {
    (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8
}

/// A fast hash over eight bytes at a time: it shows damage, not malice.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, tail) = bytes.as_chunks::<8>();
    let mix = |hash: u64, word: u64| {
        (hash ^ word)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29)
    };
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| {
        mix(hash, u64::from_le_bytes(*word))
    });
    tail.iter()
        .fold(hash, |hash, byte| mix(hash, u64::from(*byte)))
}
