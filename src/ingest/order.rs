//! Which number is the day in the dates of a table: told by the rows that leave no choice.

use std::collections::VecDeque;
use std::sync::Arc;

use super::csv::Header;
use super::date::{self, DayOrder};
use super::piece::{Cut, Raw};
use super::refused::Fault;

/// Bytes of rows that are looked at before the first date that can be read two ways is read.
const AHEAD: usize = 32 << 20;

/// Rows of a table, each with a header that says how its dates are written, as far as the rows agree.
///
/// The first "03/04/2024" has the rows behind it looked at, and held until then. What lies further ahead can take
/// back what was told, and no more: a file in the order of its days shows the thirteenth long before.
pub(super) struct Ordered {
    rows: Cut,
    header: Arc<Header>,
    ahead: VecDeque<Result<Raw, Fault>>,
    looked_ahead: bool,
    /// Whether dates were seen that begin with the day, and with the month.
    seen: [bool; 2],
}

impl Ordered {
    pub(super) fn new(rows: Cut, header: Arc<Header>) -> Self {
        Self {
            rows,
            header,
            ahead: VecDeque::new(),
            looked_ahead: false,
            seen: [false; 2],
        }
    }

    /// Learns from the dates of a row; returns whether one can be read two ways.
    fn learn(&mut self, row: &Raw) -> bool {
        let dates = self.header.dates(&row.bytes);
        let before = self.seen;
        for date in &dates {
            match date::order_of(date) {
                Some(DayOrder::DayFirst) => self.seen[0] = true,
                Some(DayOrder::MonthFirst) => self.seen[1] = true,
                None => {}
            }
        }
        if self.seen != before {
            let order = match self.seen {
                [true, false] => Some(DayOrder::DayFirst),
                [false, true] => Some(DayOrder::MonthFirst),
                _ => None,
            };
            self.header = Arc::new(self.header.ordered(order));
        }
        dates.iter().any(|date| date::is_swappable(date))
    }

    fn look_ahead(&mut self) {
        let mut bytes = 0;
        while bytes < AHEAD {
            let Some(row) = self.rows.next() else {
                return;
            };
            if let Ok(row) = &row {
                bytes += row.bytes.len();
                self.learn(row);
            }
            self.ahead.push_back(row);
        }
    }

    /// The row under the header as it is known now.
    fn headed(&self, row: Raw) -> Raw {
        Raw {
            kind: Header::kind(&self.header),
            ..row
        }
    }
}

impl Iterator for Ordered {
    type Item = Result<Raw, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.ahead.pop_front() {
            return Some(row.map(|row| self.headed(row)));
        }
        let row = match self.rows.next()? {
            Ok(row) => row,
            Err(fault) => return Some(Err(fault)),
        };
        if self.learn(&row) && !self.looked_ahead {
            self.looked_ahead = true;
            self.look_ahead();
        }
        Some(Ok(self.headed(row)))
    }
}
