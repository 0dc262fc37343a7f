//! The language of an article: as given, else detected.

use whichlang::{Lang, detect_language};

/// The BCP 47 tag that was given: "en_US" and "EN-us" become "en-US", "English" becomes "en".
/// None for what is no tag.
pub(super) fn tag(given: &str) -> Option<String> {
    let lower = given.trim().to_ascii_lowercase();
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some((*tag).to_owned());
    }
    let mut parts = given.trim().split(['-', '_']);
    let primary = parts.next()?;
    let is_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !(2..=3).contains(&primary.len()) || !is_letters(primary) {
        return None;
    }
    let primary = primary.to_ascii_lowercase();
    let mut tag = THREE_LETTERS
        .iter()
        .find(|(three, _)| *three == primary)
        .map_or(primary, |(_, two)| (*two).to_owned());
    for part in parts {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        tag.push('-');
        tag.push_str(&match part.len() {
            2 if is_letters(part) => part.to_ascii_uppercase(),
            _ => part.to_ascii_lowercase(),
        });
    }
    Some(tag)
}

const NAMES: &[(&str, &str)] = &[
    ("english", "en"),
    ("german", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("spanish", "es"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
];

/// ISO 639-2 codes that are commonly met, with the two letters that BCP 47 asks for.
const THREE_LETTERS: &[(&str, &str)] = &[
    ("eng", "en"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("rus", "ru"),
    ("ukr", "uk"),
];

/// Letters that the detector needs; a shorter text says nothing about its language.
const ENOUGH: usize = 40;

/// Bytes looked at. The detector is fast, not free, and one paragraph is as good as ten.
const SAMPLE: usize = 600;

/// The language of a text, as a tag; none where it is too short to tell.
pub(super) fn detect(text: &str) -> Option<String> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    if sample.chars().filter(|c| c.is_alphabetic()).count() < ENOUGH {
        return None;
    }
    let tag = match detect_language(sample) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        // The detector knows no Ukrainian; these letters are in every sentence of it and in no
        // Russian one.
        Lang::Rus if sample.contains(['і', 'ї', 'є', 'І', 'Ї', 'Є']) => "uk",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    };
    Some(tag.to_owned())
}
