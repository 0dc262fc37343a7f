//! Days as spreadsheets write them.

use chrono::NaiveDate;

/// In which order a spreadsheet wrote days and months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Nothing in the file says.
    #[default]
    Unknown,
    /// 13/9/2024.
    DayFirst,
    /// 9/13/2024.
    MonthFirst,
}

impl Order {
    /// What the cells of a file say together: one with a thirteenth month tells of all.
    pub fn of<'c>(cells: impl IntoIterator<Item = &'c str>) -> Self {
        let mut order = Self::Unknown;
        for cell in cells {
            let found = match numbers(cell) {
                Some(([first, _, _], '/' | '-')) if first > 12 && first <= 31 => Self::DayFirst,
                Some(([_, second, _], '/' | '-')) if second > 12 && second <= 31 => {
                    Self::MonthFirst
                }
                _ => continue,
            };
            match order {
                Self::Unknown => order = found,
                // Two orders in one file: neither can be trusted.
                known if known != found => return Self::Unknown,
                _ => {}
            }
        }
        order
    }
}

/// Three numbers with one mark between them.
fn numbers(cell: &str) -> Option<([u32; 3], char)> {
    let mark = cell.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = cell.split(mark);
    let numbers = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() {
        return None;
    }
    let mut read = [0; 3];
    for (number, text) in read.iter_mut().zip(numbers) {
        *number = text.parse().ok()?;
    }
    Some((read, mark))
}

/// The days that a cell can be, in the order of the file.
pub fn days(cell: &str, order: Order) -> Vec<NaiveDate> {
    // A time of day that a spreadsheet adds is midnight.
    let cell = cell.split([' ', 'T']).next().unwrap_or(cell);
    let Some(([a, b, c], mark)) = numbers(cell) else {
        return Vec::new();
    };
    let day = |year: u32, month: u32, day: u32| {
        let year = if year < 100 { 2000 + year } else { year };
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    };
    if a > 31 {
        return day(a, b, c).into_iter().collect();
    }
    let (first, second) = (day(c, b, a), day(c, a, b));
    let found = match (mark, order) {
        ('.', _) | (_, Order::DayFirst) => [first, None],
        (_, Order::MonthFirst) => [second, None],
        _ => [first, second.filter(|_| first != second)],
    };
    found.into_iter().flatten().collect()
}
