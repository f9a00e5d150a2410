//! Dates as exports write them.

use super::Choice;
use chrono::{NaiveDate, TimeDelta};

/// The order of day and month in dates with slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// `12/04/2021` is 12 April.
    DayFirst,
    /// `12/04/2021` is 4 December.
    MonthFirst,
}

/// Reads a date: ISO, Dutch (`12-4-2021`, `12 april 2021`), with slashes, or an Excel serial.
///
/// Dates with dashes or dots have the day first. With slashes the order is the file's own, shown
/// by a number above 12 somewhere in it: see [`Choice`].
///
/// ```
/// use bezet::table::{Choice, date};
/// let mut order = Choice::new(None);
/// let mut read = |text| date(text, &mut order, || String::new()).map(|d| d.to_string());
/// assert_eq!(read("12-4-2021").as_deref(), Some("2021-04-12"));
/// assert_eq!(read("ma 12 april 2021").as_deref(), Some("2021-04-12"));
/// assert_eq!(read("44298").as_deref(), Some("2021-04-12"));
/// assert_eq!(read("31-2-2021"), None);
/// ```
pub fn date(
    text: &str,
    order: &mut Choice<DateOrder>,
    place: impl Fn() -> String,
) -> Option<NaiveDate> {
    let text = match text.split_once([' ', ',']) {
        Some((weekday, rest)) if weekday.bytes().all(|b| b.is_ascii_alphabetic()) => rest.trim(),
        _ => text,
    };
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits_date(text);
    }
    let mut parts = text.splitn(3, ['-', '/', '.', ' ']);
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    if one.len() == 4 {
        return civil(one, two.parse().ok()?, three);
    }
    if three.len() != 4 {
        return None;
    }
    if let Some(month) = month_by_name(two) {
        return civil(three, month, one);
    }
    if !text.contains('/') {
        return civil(three, two.parse().ok()?, one);
    }
    let (a, b): (u32, u32) = (one.parse().ok()?, two.parse().ok()?);
    let order = match (a > 12, b > 12) {
        (true, true) => return None,
        (true, false) => shown(order, DateOrder::DayFirst, place)?,
        (false, true) => shown(order, DateOrder::MonthFirst, place)?,
        _ if a == b => DateOrder::DayFirst,
        _ => order.doubt(place).unwrap_or(DateOrder::DayFirst),
    };
    match order {
        DateOrder::DayFirst => civil(three, b, one),
        DateOrder::MonthFirst => civil(three, a, two),
    }
}

fn shown(
    order: &mut Choice<DateOrder>,
    value: DateOrder,
    place: impl Fn() -> String,
) -> Option<DateOrder> {
    order.witness(value, place).then_some(value)
}

fn civil(year: &str, month: u32, day: &str) -> Option<NaiveDate> {
    let year: i32 = year.parse().ok()?;
    if !(1900..=2200).contains(&year) || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)
}

/// `20210412`, or the serial day number of a spreadsheet (1954 to 2119).
fn digits_date(text: &str) -> Option<NaiveDate> {
    if text.len() == 8 {
        return civil(
            text.get(..4)?,
            text.get(4..6)?.parse().ok()?,
            text.get(6..)?,
        );
    }
    let serial: i64 = text.parse().ok()?;
    (20_000..80_000)
        .contains(&serial)
        .then(|| serial_day(serial))?
}

/// Day numbers of spreadsheets count from the day before 1899-12-31, and 1900 as a leap year.
pub(super) fn serial_day(serial: i64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(TimeDelta::days(serial))
}

fn month_by_name(word: &str) -> Option<u32> {
    const MONTHS: [[&str; 2]; 12] = [
        ["jan", "jan"],
        ["feb", "feb"],
        ["mrt", "mar"],
        ["apr", "apr"],
        ["mei", "may"],
        ["jun", "jun"],
        ["jul", "jul"],
        ["aug", "aug"],
        ["sep", "sep"],
        ["okt", "oct"],
        ["nov", "nov"],
        ["dec", "dec"],
    ];
    let word = word.to_lowercase();
    if word.len() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    if word == "maart" {
        return Some(3);
    }
    let known = MONTHS
        .iter()
        .position(|names| names.iter().any(|name| word.starts_with(name)));
    known.map(|index| index as u32 + 1)
}
