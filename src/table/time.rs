//! Moments as exports write them: a date with a time of day.

use super::clock::{clock, near_minute, offset_seconds};
use super::date::serial_day;
use super::{Choice, Clock, DateOrder, Number, date, number};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};

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
