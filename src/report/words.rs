//! The words of reports: days, counts and stances, for people.

use chrono::{Datelike, NaiveDate};

use crate::model::StanceValue;

use super::line::{Line, Tone};

/// "12 Sep 2024".
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// Two inclusive days, as short as they can be told: "12 Sep 2024", "2–8 Sep 2024", "May 2024",
/// "30 Aug – 5 Sep 2024", "2024".
pub fn interval(from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return day(from);
    }
    let same_year = from.year() == to.year();
    let whole_months = from.day() == 1 && to.succ_opt().is_some_and(|next| next.day() == 1);
    if whole_months && same_year && from.month() == 1 && to.month() == 12 {
        return from.year().to_string();
    }
    if same_year && from.month() == to.month() {
        return match whole_months {
            true => from.format("%b %Y").to_string(),
            false => format!("{}–{}", from.day(), day(to)),
        };
    }
    match same_year {
        true => format!("{} – {}", from.format("%-d %b"), day(to)),
        false => format!("{} – {}", day(from), day(to)),
    }
}

/// The day of saying with its basis: "reported …" where only the article's day is known.
pub fn said(from: Option<NaiveDate>, to: Option<NaiveDate>, basis: &str) -> String {
    match (from, to) {
        (Some(from), Some(to)) if basis == "article" => format!("reported {}", interval(from, to)),
        (Some(from), Some(to)) if basis != "unknown" => interval(from, to),
        _ => "day unknown".to_owned(),
    }
}

/// "1 article", "1,204 articles".
pub fn count(n: i64, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if n == 1 => format!("1 {noun}"),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{} {stem}ies", number(n)),
        _ => format!("{} {noun}s", number(n)),
    }
}

/// "once", "3 times".
pub fn times(n: i64) -> String {
    match n {
        1 => "once".to_owned(),
        _ => count(n, "time"),
    }
}

/// Digits in threes: "1,204".
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "3 days", "12–14 days".
pub fn days_between(min: i32, max: i32) -> String {
    match min == max {
        true => count(min.into(), "day"),
        false => format!("{}–{}", min, count(max.into(), "day")),
    }
}

/// The mark of a stance: a shape, so that nothing hangs on colour.
pub fn symbol(stance: i16) -> &'static str {
    match stance {
        ..=-2 => "▼",
        -1 => "▽",
        0 => "○",
        1 => "△",
        _ => "▲",
    }
}

/// "+2", "−1", "0", with a true minus.
pub fn signed(stance: i16) -> String {
    match StanceValue::new(stance) {
        Some(value) => value.to_string(),
        None => stance.to_string(),
    }
}

/// "▼ −2 opposes".
pub fn stance(value: i16, label: &str) -> Line {
    let text = format!("{} {} {label}", symbol(value), signed(value));
    Line::new().run(text.trim_end(), Tone::Stance(value))
}

/// A position's stance, which is none while it is mixed and once it is withdrawn.
pub fn position(value: Option<i16>, label: &str) -> Line {
    match (value, label) {
        (Some(value), _) => stance(value, label),
        (None, "withdrawn") => Line::new().alert(format!("{WITHDRAWN} withdrawn")),
        (None, "mixed" | "") => Line::new().alert("± mixed"),
        (None, label) => Line::new().alert(format!("{LINKED} {label}")),
    }
}

/// The mark of a position that was taken back.
pub const WITHDRAWN: &str = "⊘";

/// The mark of a statement about an earlier one.
pub const LINKED: &str = "↩";

/// What a statement does to an earlier one, for people.
pub fn link(kind: &str) -> &str {
    match kind {
        "restates" => "holds to",
        "withdraws" => "takes back",
        "denies_saying" => "denies having said",
        "clarifies" => "says what was meant by",
        "disputes_quotation" => "disputes the quotation of",
        other => other,
    }
}

/// The scale, for the foot of a report.
pub fn scale() -> Line {
    let values = (-2..=2).rev().filter_map(StanceValue::new);
    Line::joined(values.map(|value| {
        let mut line = stance(value.number(), value.label());
        line.0
            .iter_mut()
            .for_each(|run| run.text = run.text.replace(' ', "\u{a0}"));
        line
    }))
}

/// A row's status as people read it: what the machine proposed is "not reviewed".
pub fn status(status: &str) -> Line {
    match status {
        "proposed" | "candidate" => Line::new().alert("not\u{a0}reviewed"),
        other => Line::new().strong(other),
    }
}

/// A mark on a stance whose side is as good as open; nothing on others.
pub fn open_side(open: bool) -> Line {
    match open {
        true => Line::fact("side open"),
        false => Line::new(),
    }
}

/// How far a position can be relied on: a person's word, or how sure the machine was; a weak one says so at once.
pub fn reliance(status: &str, confidence: f32) -> Line {
    /// Where three in ten are wrong, or more.
    const WEAK: f32 = 0.7;
    // As it is printed: 0.70 is not weak.
    match (status, (confidence * 100.0).round() / 100.0) {
        ("proposed", ..WEAK) => Line::new().alert(format!(
            "not\u{a0}reviewed, weak: confidence\u{a0}{confidence:.2}"
        )),
        ("proposed", _) => self::status(status).text(format!(", confidence\u{a0}{confidence:.2}")),
        _ => self::status(status),
    }
}

/// "statement, indirect", "refusal".
pub fn manner(act: &str, form: &str) -> String {
    match form {
        "none" | "" => act.to_owned(),
        form => format!("{act}, {form}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn intervals_are_told_as_shortly_as_they_can_be() {
        let cases = [
            (ymd(2024, 9, 12), ymd(2024, 9, 12), "12 Sep 2024"),
            (ymd(2024, 9, 2), ymd(2024, 9, 8), "2–8 Sep 2024"),
            (ymd(2024, 2, 1), ymd(2024, 2, 29), "Feb 2024"),
            (ymd(2023, 2, 1), ymd(2023, 2, 27), "1–27 Feb 2023"),
            (ymd(2024, 8, 30), ymd(2024, 9, 5), "30 Aug – 5 Sep 2024"),
            (
                ymd(2023, 12, 30),
                ymd(2024, 1, 2),
                "30 Dec 2023 – 2 Jan 2024",
            ),
            (ymd(2024, 1, 1), ymd(2024, 12, 31), "2024"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(interval(from, to), expected);
        }
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(count(1, "article"), "1 article");
        assert_eq!(count(0, "article"), "0 articles");
        assert_eq!(count(1_234_567, "history"), "1,234,567 histories");
        assert_eq!(days_between(12, 14), "12–14 days");
        assert_eq!(times(1), "once");
    }

    #[test]
    fn a_day_taken_from_the_article_says_so() {
        let day = Some(ymd(2024, 9, 13));
        assert_eq!(said(day, day, "article"), "reported 13 Sep 2024");
        assert_eq!(said(day, day, "explicit"), "13 Sep 2024");
        assert_eq!(said(None, None, "unknown"), "day unknown");
    }
}
