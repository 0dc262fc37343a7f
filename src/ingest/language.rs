//! The language of an article: as given, else detected.

use whatlang::Lang;

/// The BCP 47 tag that was given: "en_US" and "EN-us" become "en-US", "English" becomes "en".
/// None for what is no tag.
pub(super) fn tag(given: &str) -> Option<String> {
    let given = given.trim();
    let named = |lang: &&Lang| lang.eng_name().eq_ignore_ascii_case(given);
    if let Some(lang) = Lang::all().iter().find(named) {
        return Some(two_letters(lang.code()));
    }
    let mut parts = given.split(['-', '_']);
    let primary = parts.next()?;
    let is_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !(2..=3).contains(&primary.len()) || !is_letters(primary) {
        return None;
    }
    let mut tag = two_letters(&primary.to_ascii_lowercase());
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

/// Letters that detection needs; a shorter text says nothing about its language.
const ENOUGH: usize = 40;

/// Letters from which on detection knows better than a page's template.
const PLENTY: usize = 200;

/// Bytes looked at. Detection is fast, not free, and one paragraph is as good as ten.
const SAMPLE: usize = 600;

/// A tenth of the words of English prose are these ([`is_plainly_english`]), which is more than as many in a sample.
const PLAIN: usize = 6;

/// The language of a text, as a tag; none where it is too short to tell.
pub(super) fn detect(text: &str) -> Option<String> {
    let sample = sample(text);
    (letters(sample) >= ENOUGH).then(|| detected(sample))?
}

/// The language of a page: as it declares, unless its text is plainly in another one. Many sites
/// declare the language of their template. A second value notes the difference.
pub(super) fn of_page(declared: Option<String>, text: &str) -> (Option<String>, Option<String>) {
    let sample = sample(text);
    let (Some(tag), true) = (&declared, letters(sample) >= PLENTY) else {
        return (declared, None);
    };
    match detected(sample) {
        Some(found) if !tag.starts_with(&found) => {
            let note = format!("the page declares language {tag}, the text reads as {found}");
            (Some(found), Some(note))
        }
        _ => (declared, None),
    }
}

fn detected(sample: &str) -> Option<String> {
    // The one detector is the surer and faster on English, the other knows more languages.
    if is_plainly_english(sample) || whichlang::detect_language(sample) == whichlang::Lang::Eng {
        return Some("en".to_owned());
    }
    whatlang::detect_lang(sample).map(|lang| two_letters(lang.code()))
}

/// Whether so many words are such as stand all over English and in no other language that no detector need be asked.
fn is_plainly_english(sample: &str) -> bool {
    let words = sample.split_ascii_whitespace();
    let telling = words.filter(|word| matches!(*word, "the" | "and" | "that" | "with"));
    telling.count() >= PLAIN
}

fn sample(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// ISO 639-3 (and two older) codes, each with the two letters that BCP 47 asks for.
const CODES: &str = "
    afr af  aka ak  amh am  ara ar  aze az  bel be  ben bn  bul bg  cat ca  ces cs  cmn zh  cym cy
    dan da  deu de  ell el  eng en  epo eo  est et  fin fi  fra fr  fre fr  ger de  guj gu  heb he
    hin hi  hrv hr  hun hu  hye hy  ind id  ita it  jav jv  jpn ja  kan kn  kat ka  khm km  kor ko
    lat la  lav lv  lit lt  mal ml  mar mr  mkd mk  mya my  nep ne  nld nl  nob nb  ori or  pan pa
    pes fa  pol pl  por pt  ron ro  rus ru  sin si  slk sk  slv sl  sna sn  spa es  srp sr  swe sv
    tam ta  tel te  tgl tl  tha th  tuk tk  tur tr  ukr uk  urd ur  uzb uz  vie vi  yid yi  zul zu";

fn two_letters(code: &str) -> String {
    // Keys have three letters, so that what is found by three letters is a key.
    let mut codes = CODES.split_ascii_whitespace();
    let is_key = |known: &&str| code.len() == 3 && *known == code;
    let found = codes.find(is_key).and_then(|_| codes.next());
    found.unwrap_or(code).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_written_as_bcp_47_asks() {
        for (given, expected) in [
            ("en", Some("en")),
            ("EN_us", Some("en-US")),
            ("zh-Hant-TW", Some("zh-hant-TW")),
            ("deu", Some("de")),
            ("English", Some("en")),
            ("ukrainian", Some("uk")),
            ("gsw", Some("gsw")),
            ("e", None),
            ("the usual", None),
            ("en-", None),
        ] {
            assert_eq!(tag(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn each_code_of_the_detector_has_two_letters() {
        for lang in Lang::all() {
            assert_eq!(two_letters(lang.code()).len(), 2, "{lang}");
        }
    }
}
