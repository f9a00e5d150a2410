//! Dates, clock times and moments as exports write them.

use super::{Choice, Number, number};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// The order of day and month in dates with slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// `12/04/2021` is 12 April.
    DayFirst,
    /// `12/04/2021` is 4 December.
    MonthFirst,
}

/// A point in time as written: on the local clock, or with its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The clock on the wall.
    Local(NaiveDateTime),
    /// An instant: the text had an offset from UTC.
    Instant(DateTime<Utc>),
}

/// A moment that was read, with what its text said beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub moment: Moment,
    /// Length in minutes, where the text was a span such as `08:00-08:15`.
    pub minutes: Option<u32>,
    /// Was it a serial number of a spreadsheet?
    pub serial: bool,
}

/// A time of day that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Seconds after midnight.
    pub second: u32,
    /// Length in minutes, where the text was a span.
    pub minutes: Option<u32>,
    /// Offset from UTC in seconds, where given.
    pub offset: Option<i32>,
    /// Was it a serial number of a spreadsheet?
    pub serial: bool,
}

const DAY: u32 = 86_400;

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
fn serial_day(serial: i64) -> Option<NaiveDate> {
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

/// Reads a time of day: `8:00`, `08:00:00`, `08:00-08:15`, `8:00 AM`, or a fraction of a day.
///
/// ```
/// use bezet::table::time_of_day;
/// let clock = time_of_day("08:00-08:15").expect("a time");
/// assert_eq!((clock.second, clock.minutes), (8 * 3600, Some(15)));
/// assert_eq!(time_of_day("0,354166667").map(|clock| clock.second), Some(8 * 3600 + 30 * 60));
/// assert_eq!(time_of_day("25:00"), None);
/// ```
pub fn time_of_day(text: &str) -> Option<Clock> {
    clock(text, false)
}

fn clock(text: &str, iso: bool) -> Option<Clock> {
    if !text.contains(':') {
        return fraction(text);
    }
    if let Some(offset_at) = text.find(['Z', '+']) {
        let (time, offset) = text.split_at(offset_at);
        return with_offset(time, offset);
    }
    let Some((left, right)) = text.split_once(['-', '\u{2013}']) else {
        return Some(at(clock_seconds(text.trim())?));
    };
    let (left, right) = (left.trim(), right.trim());
    let alike = left.matches(':').count() == right.matches(':').count();
    if iso || !alike {
        return with_offset(left, &format!("-{right}"));
    }
    let (from, to) = (clock_seconds(left)?, clock_seconds(right)?);
    let length = (to + DAY - from) % DAY;
    // A span to the last second of the interval, `08:00:00-08:14:59`, is meant as the whole.
    let length = if length % 60 == 59 {
        length + 1
    } else {
        length
    };
    (length > 0 && length % 60 == 0).then_some(Clock {
        minutes: Some(length / 60),
        ..at(from)
    })
}

fn at(second: u32) -> Clock {
    Clock {
        second,
        minutes: None,
        offset: None,
        serial: false,
    }
}

fn fraction(text: &str) -> Option<Clock> {
    let (Number::Plain(value) | Number::Marked(value, _)) = number(text)? else {
        return None;
    };
    (0.0..1.0).contains(&value).then(|| Clock {
        serial: true,
        ..at(near_minute(value) % DAY)
    })
}

/// Seconds of a fraction of a day, drawn to a whole minute within two seconds of it: serial
/// numbers come with five decimals, which is nearly a second.
fn near_minute(fraction: f64) -> u32 {
    let seconds = (fraction * f64::from(DAY)).round() as u32;
    let minute = (seconds + 30) / 60 * 60;
    if seconds.abs_diff(minute) <= 2 {
        minute
    } else {
        seconds
    }
}

fn with_offset(time: &str, offset: &str) -> Option<Clock> {
    Some(Clock {
        offset: Some(offset_seconds(offset)?),
        ..at(clock_seconds(time.trim())?)
    })
}

fn offset_seconds(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits = text.get(1..)?.replace(':', "");
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits
        .get(2..)
        .filter(|m| !m.is_empty())
        .map_or(Ok(0), str::parse)
        .ok()?;
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// `8:00`, `08:00:00`, `08:00:00.000`, with `AM` or `PM`.
fn clock_seconds(text: &str) -> Option<u32> {
    let upper = text.to_ascii_uppercase();
    let (text, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(time), _) => (time.trim_end(), Some(0)),
        (_, Some(time)) => (time.trim_end(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let mut parts = text.splitn(3, ':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = match parts.next() {
        Some(second) => two_digits(second.split(['.', ',']).next()?)?,
        None => 0,
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

fn two_digits(text: &str) -> Option<u32> {
    let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

/// Reads a moment: ISO with or without offset, a date and a time, or an Excel serial.
///
/// ```
/// use bezet::table::{Choice, Moment, stamp};
/// let mut order = Choice::new(None);
/// let mut local = |text: &str| match stamp(text, &mut order, || String::new())?.moment {
///     Moment::Local(local) => Some(local.to_string()),
///     Moment::Instant(instant) => Some(instant.to_rfc3339()),
/// };
/// assert_eq!(local("12-4-2021 8:30").as_deref(), Some("2021-04-12 08:30:00"));
/// assert_eq!(local("44298.354166667").as_deref(), Some("2021-04-12 08:30:00"));
/// assert_eq!(local("2021-04-12T08:30+02:00").as_deref(), Some("2021-04-12T06:30:00+00:00"));
/// ```
pub fn stamp(
    text: &str,
    order: &mut Choice<DateOrder>,
    place: impl Fn() -> String,
) -> Option<Stamp> {
    if let Some(local) = iso_local(text.as_bytes()) {
        return Some(local_stamp(local));
    }
    if let Some(instant) = iso_instant(text) {
        return Some(instant);
    }
    if let Some(serial) = serial_stamp(text) {
        return Some(serial);
    }
    for (at, sign) in text.match_indices(['T', ' ', ',']) {
        let (day, time) = (text.get(..at)?, text.get(at + 1..)?.trim());
        if !time.contains(':') || !day.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let Some(clock) = clock(time, sign == "T") else {
            continue;
        };
        let Some(day) = date(day.trim(), order, &place) else {
            continue;
        };
        return combine(day, clock);
    }
    let midnight = date(text, order, place)?.and_hms_opt(0, 0, 0)?;
    Some(local_stamp(midnight))
}

fn local_stamp(local: NaiveDateTime) -> Stamp {
    Stamp {
        moment: Moment::Local(local),
        minutes: None,
        serial: false,
    }
}

/// A date and a time of day together.
pub(super) fn combine(day: NaiveDate, clock: Clock) -> Option<Stamp> {
    let local = day.and_hms_opt(0, 0, 0)? + TimeDelta::seconds(i64::from(clock.second));
    let moment = match clock.offset {
        None => Moment::Local(local),
        Some(offset) => {
            let zone = FixedOffset::east_opt(offset)?;
            Moment::Instant(local.and_local_timezone(zone).single()?.with_timezone(&Utc))
        }
    };
    Some(Stamp {
        moment,
        minutes: clock.minutes,
        serial: clock.serial,
    })
}

impl Stamp {
    /// A date in one column and a time of day in another.
    pub fn of(day: NaiveDate, clock: Clock) -> Option<Self> {
        combine(day, clock)
    }
}

/// `2021-04-12T08:30`, with a blank for the `T` and with seconds: what most rows of large files
/// look like, read without detours.
fn iso_local(text: &[u8]) -> Option<NaiveDateTime> {
    let second = match (text.len(), text.get(16)) {
        (16, _) => 0,
        (19, Some(b':')) => pair(text, 17)?,
        _ => return None,
    };
    let signs = [(4, b'-'), (7, b'-'), (13, b':')];
    if signs.iter().any(|(at, sign)| text.get(*at) != Some(sign)) {
        return None;
    }
    if !matches!(text.get(10), Some(b'T' | b' ')) {
        return None;
    }
    let year = pair(text, 0)? * 100 + pair(text, 2)?;
    let day = NaiveDate::from_ymd_opt(year as i32, pair(text, 5)?, pair(text, 8)?)?;
    let local = day.and_hms_opt(pair(text, 11)?, pair(text, 14)?, second)?;
    (1900..=2200).contains(&year).then_some(local)
}

/// `2021-04-12T08:30:00+02:00`, likewise.
fn iso_instant(text: &str) -> Option<Stamp> {
    let local = iso_local(text.get(..19)?.as_bytes())?;
    let zone = FixedOffset::east_opt(offset_seconds(text.get(19..)?)?)?;
    let instant = local.and_local_timezone(zone).single()?;
    Some(Stamp {
        moment: Moment::Instant(instant.with_timezone(&Utc)),
        ..local_stamp(local)
    })
}

fn pair(text: &[u8], at: usize) -> Option<u32> {
    let tens = text.get(at).filter(|b| b.is_ascii_digit())?;
    let ones = text.get(at + 1).filter(|b| b.is_ascii_digit())?;
    Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

fn serial_stamp(text: &str) -> Option<Stamp> {
    let (Number::Plain(value) | Number::Marked(value, _)) = number(text)? else {
        return None;
    };
    if !(20_000.0..80_000.0).contains(&value) {
        return None;
    }
    let midnight = serial_day(value.trunc() as i64)?.and_hms_opt(0, 0, 0)?;
    let seconds = i64::from(near_minute(value.fract()));
    Some(Stamp {
        serial: true,
        ..local_stamp(midnight + TimeDelta::seconds(seconds))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let mut order = Choice::new(None);
        let stamp = stamp(text, &mut order, String::new)?;
        Some(match stamp.moment {
            Moment::Local(local) => format!("{local} {}", stamp.minutes.unwrap_or(0)),
            Moment::Instant(instant) => instant.to_rfc3339(),
        })
    }

    #[test]
    fn one_moment_written_in_many_ways() {
        for text in [
            "2021-04-12T08:30:00",
            "2021-04-12 08:30",
            "2021/04/12 8:30",
            "12-04-2021 08:30:00",
            "12.4.2021 8:30",
            "ma 12-04-2021 08:30",
            "12 apr 2021 08:30",
            "20210412 08:30",
            "44298,354166667",
            "44298.35417",
            "4-12-2021 8:30 AM",
            "12 april 2021, 08:30",
        ] {
            let expected = match text.starts_with("4-12") {
                true => "2021-12-04 08:30:00 0",
                false => "2021-04-12 08:30:00 0",
            };
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            read("12-04-2021 08:30 - 08:45").as_deref(),
            Some("2021-04-12 08:30:00 15")
        );
        for text in [
            "2021-04-12T06:30:00Z",
            "2021-04-12 01:30:00-05:00",
            "2021-04-12T01:30-05:00",
        ] {
            assert_eq!(
                read(text).as_deref(),
                Some("2021-04-12T06:30:00+00:00"),
                "{text}"
            );
        }
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in [
            "",
            "Totaal",
            "2021-13-01 08:00",
            "2021-04-12 24:10",
            "12",
            "12:00",
            "1-1-21",
            "é",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn slashes_wait_for_evidence() {
        let mut order = Choice::new(None);
        date("03/04/2021", &mut order, || "row 2".into());
        assert!(matches!(order.verdict(), super::super::Verdict::Unknown(_)));
        date("03/14/2021", &mut order, || "row 3".into());
        assert_eq!(
            order.verdict(),
            super::super::Verdict::Again(DateOrder::MonthFirst)
        );
    }
}
