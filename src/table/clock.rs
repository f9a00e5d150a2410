//! Times of day as exports write them.

use super::{Number, number};

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

pub(super) fn clock(text: &str, iso: bool) -> Option<Clock> {
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
pub(super) fn near_minute(fraction: f64) -> u32 {
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

pub(super) fn offset_seconds(text: &str) -> Option<i32> {
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
