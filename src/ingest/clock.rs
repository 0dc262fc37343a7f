//! The time of day and the zone that stand behind a publication date.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};

/// The time of day behind a date, if one is given.
#[derive(Default)]
pub(super) struct Clock {
    time: Option<NaiveTime>,
    offset: Option<FixedOffset>,
}

impl Clock {
    /// None where the text is no time of day.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut clock = Self::default();
        let text = text.trim_start_matches(['T', 't', '_', ',']);
        // "GMT+0200 (Central European Summer Time)": the words repeat the offset.
        let text = text.split('(').next().unwrap_or(text);
        let mut half_day = None;
        for token in text.split([' ', ',', '|', '\u{a0}', '\u{202f}']) {
            let lower = token.trim_end_matches('.').to_ascii_lowercase();
            match lower.as_str() {
                "" | "at" | "-" | "–" | "·" | "local" | "time" => {}
                "am" | "a.m" => half_day = Some(false),
                "pm" | "p.m" => half_day = Some(true),
                _ => clock.token(&lower, &mut half_day)?,
            }
        }
        if let (Some(time), Some(afternoon)) = (clock.time, half_day) {
            clock.time = half_day_time(time, afternoon);
            clock.time?;
        }
        Some(clock)
    }

    fn token(&mut self, token: &str, half_day: &mut Option<bool>) -> Option<()> {
        if !token.starts_with(|c: char| c.is_ascii_digit()) {
            self.offset = zone(token)?;
            return Some(());
        }
        let end = token
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.'))
            .unwrap_or(token.len());
        let (time, tail) = token.split_at(end);
        let time = time.trim_end_matches('.');
        self.time = Some(
            ["%H:%M:%S%.f", "%H:%M", "%H.%M"]
                .iter()
                .find_map(|format| NaiveTime::parse_from_str(time, format).ok())
                .or_else(|| NaiveTime::from_hms_opt(time.parse().ok()?, 0, 0))?,
        );
        match tail {
            "" => {}
            "am" | "a.m" => *half_day = Some(false),
            "pm" | "p.m" => *half_day = Some(true),
            _ => self.offset = zone(tail)?,
        }
        Some(())
    }

    /// The instant on `day`, where both time and offset are known.
    pub(super) fn instant(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let local = day.and_time(self.time?);
        let instant = self.offset?.from_local_datetime(&local).single()?;
        Some(instant.with_timezone(&Utc))
    }
}

fn half_day_time(time: NaiveTime, afternoon: bool) -> Option<NaiveTime> {
    let hour = match (time.hour(), afternoon) {
        (12, false) => 0,
        (hour @ 1..=11, true) => hour + 12,
        (hour, _) => hour,
    };
    time.with_hour(hour)
}

/// Zones that outlets print, with the hours east of UTC; none where summer time decides.
const ZONES: &[(&str, Option<i32>)] = &[
    ("z", Some(0)),
    ("utc", Some(0)),
    ("gmt", Some(0)),
    ("ut", Some(0)),
    ("bst", Some(1)),
    ("cet", Some(1)),
    ("cest", Some(2)),
    ("eet", Some(2)),
    ("eest", Some(3)),
    ("msk", Some(3)),
    ("est", Some(-5)),
    ("edt", Some(-4)),
    ("cst", Some(-6)),
    ("cdt", Some(-5)),
    ("mst", Some(-7)),
    ("mdt", Some(-6)),
    ("pst", Some(-8)),
    ("pdt", Some(-7)),
    ("et", None),
    ("ct", None),
    ("mt", None),
    ("pt", None),
];

/// The offset of a zone: a name, `+02:00`, `+0200`, `+02` or `gmt+2`. None for what is no zone.
fn zone(text: &str) -> Option<Option<FixedOffset>> {
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == text) {
        return Some(hours.and_then(|hours| FixedOffset::east_opt(hours * 3600)));
    }
    let text = text
        .strip_prefix("gmt")
        .or_else(|| text.strip_prefix("utc"))
        .unwrap_or(text);
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(if digits.len() > 2 {
        digits.len() - 2
    } else {
        digits.len()
    });
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().ok()?
    };
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)).map(Some)
}
