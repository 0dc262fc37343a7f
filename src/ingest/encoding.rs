//! Bytes → text: UTF-8 first, then what the bytes or the page declare, then a guess.

use std::borrow::Cow;
use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::refused::Fault;

/// Decoded text, with the encoding if it was not UTF-8.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub from: Option<&'static Encoding>,
}

/// Decodes `bytes`; `declared` is what the page or record says about itself.
///
/// Refused with the position of the first bad byte are a UTF-8 text with a flaw (any single-byte
/// encoding would "fit" and garble every accent of it) and bytes that no likely encoding explains.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&'static Encoding>,
) -> Result<Decoded<'a>, Fault> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text: Cow::Borrowed(text),
                from: None,
            });
        }
        Err(error) => error,
    };
    let guessed = || {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    };
    let at = error.valid_up_to();
    if !is_flawed_utf8(bytes) {
        for encoding in declared.into_iter().chain([guessed()]) {
            if encoding == UTF_8 {
                continue;
            }
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            if let Some(text) = text.filter(|text| is_likely(text)) {
                return Ok(Decoded {
                    text,
                    from: Some(encoding),
                });
            }
        }
    }
    Err(Fault::new(
        format!(
            "not valid UTF-8 at byte {at} (0x{:02x}), nor any other likely encoding",
            bytes[at]
        ),
        "save it as UTF-8",
    ))
}

/// The bytes in UTF-8; as they are, where it is not known what they are in.
pub(super) fn to_utf8(bytes: &[u8], declared: Option<&'static Encoding>) -> Vec<u8> {
    match decode(bytes, declared) {
        Ok(decoded) => decoded.text.into_owned().into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

/// Encoding that the head of a page declares in a `meta` element.
pub(super) fn declared_by_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(at) = rest.windows(8).position(|window| window == b"charset=") {
        rest = &rest[at + 8..];
        let label: Vec<u8> = rest
            .iter()
            .copied()
            .skip_while(|byte| b"\"' ".contains(byte))
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(byte))
            .collect();
        if let Some(encoding) = Encoding::for_label(&label) {
            // Browsers do the same: a page in which we can read the label is not in UTF-16.
            let wide = encoding == UTF_16LE || encoding == UTF_16BE;
            return Some(if wide { UTF_8 } else { encoding });
        }
    }
    None
}

/// Whether the text was meant as UTF-8: at least half of its non-ASCII runs are valid UTF-8.
fn is_flawed_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad
}

/// Whether decoded text looks like text: no control characters, which bytes of another encoding
/// or none turn into.
fn is_likely(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\0'))
}

/// Legacy encoding of a stream whose records are decoded one by one and must agree.
pub(super) fn of_stream(head: &[u8]) -> Option<&'static Encoding> {
    decode(head, None).ok()?.from
}

/// UTF-16 told by its byte order mark, or by NULs in every other byte.
pub(super) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding).filter(|encoding| *encoding != UTF_8);
    }
    let pairs = head.len().min(512) / 2;
    let nul_at = |odd: usize| (0..pairs).filter(|pair| head[pair * 2 + odd] == 0).count();
    let (even, odd) = (nul_at(0), nul_at(1));
    if pairs < 8 {
        None
    } else if odd * 10 > pairs * 8 && even == 0 {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 8 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// A stream decoded into UTF-8 as it is read, its byte order mark removed. A broken surrogate
/// becomes U+FFFD.
pub(super) struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder(),
            raw: Vec::new(),
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.raw.resize(16 * 1024, 0);
        let read = self.inner.read(&mut self.raw)?;
        self.ended = read == 0;
        // Three bytes of UTF-8 for each UTF-16 unit, and room for what the decoder holds back.
        self.ready.resize(read * 3 + 64, 0);
        let (result, _, written, _) =
            self.decoder
                .decode_to_utf8(&self.raw[..read], &mut self.ready, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        self.ready.truncate(written);
        self.at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            self.refill()?;
        }
        let count = out.len().min(self.ready.len() - self.at);
        out[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// What a user should know about how the text was decoded.
pub(super) fn note(encoding: &'static Encoding) -> String {
    // The web's names: Latin-1 is read as its superset.
    if encoding == WINDOWS_1252 {
        "decoded from windows-1252 (Latin-1)".to_owned()
    } else {
        format!("decoded from {}", encoding.name())
    }
}
