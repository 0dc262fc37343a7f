//! What holds for every text.

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::model::SaidBasis;
use crate::text::document::{Document, Find};
use crate::text::time::{find, said_all};

/// Text made of what the grammar looks at, in orders that no prose has.
const PIECES: &str = "([0-9]{1,9}|May|Sept\\.|Monday|last|next|the|end|of|year|days|ago|before|after|first|\
    quarter|'|’|s|two|thousand|noon|summer|[ \\n.,:/-]|said|will|\\PC){0,60}";

fn any_day() -> impl Strategy<Value = Option<NaiveDate>> {
    proptest::option::of(
        (-300_000i32..3_000_000).prop_filter_map("no day", NaiveDate::from_num_days_from_ce_opt),
    )
}

proptest! {
    #[test]
    fn expressions_are_in_order_and_apart_in_any_text(text in PIECES, day in any_day()) {
        let document = Document::new(&text);
        let mut at = 0;
        for time in find(&document, day) {
            prop_assert!(at <= time.range.start && time.range.start < time.range.end);
            prop_assert!(text.get(time.range.clone()).is_some());
            prop_assert!(time.days.is_none_or(|(from, to)| from <= to));
            at = time.range.end;
        }
    }

    #[test]
    fn no_saying_is_later_than_its_article(
        text in PIECES,
        day in any_day(),
        cuts in proptest::collection::vec(0usize..200, 0..24),
    ) {
        let document = Document::new(&text);
        let times = find(&document, day);
        let ends: Vec<usize> = document.tokens.iter().map(|t| t.start as usize).collect();
        let place = |cut: usize| ends.get(cut % ends.len().max(1)).copied().unwrap_or(0);
        let one = |start: usize, length: usize| {
            std::iter::once(start..(start + length).min(text.len())).collect::<Vec<_>>()
        };
        let finds: Vec<Find> = cuts
            .chunks_exact(3)
            .map(|cut| Find {
                source: one(place(cut[0]), 1),
                cue: one(place(cut[1]), 1),
                content: one(place(cut[2]), text.len()),
                confidence: 1.0,
                ..Find::default()
            })
            .collect();
        for said in said_all(&document, &finds, &times, day, &[]) {
            prop_assert_eq!(said.from.is_some(), said.to.is_some());
            prop_assert!(said.from <= said.to);
            if let (Some(to), Some(day)) = (said.to, day) {
                prop_assert!(to <= day);
            }
            prop_assert!(said.basis != SaidBasis::Unknown || said.from.is_none());
        }
    }
}
