//! The clock on the wall, and the instants that it shows.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset};
use chrono::{TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// What a local clock time stands for, in minutes since 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wall {
    /// One instant.
    Once(i32),
    /// The autumn change shows it twice: the first instant, and minutes to the second.
    Twice(i32, u8),
    /// The spring change skips it.
    Never,
}

/// Turns local clock times into instants, remembering the offset of the day.
#[derive(Clone, Debug)]
pub(super) struct WallClock {
    zone: Tz,
    day: NaiveDate,
    /// Offset in minutes, when it holds all day.
    offset: Option<i64>,
}

impl WallClock {
    pub fn new(zone: Tz) -> Self {
        Self {
            zone,
            day: NaiveDate::MIN,
            offset: None,
        }
    }

    /// The instant or instants of a local time.
    pub fn read(&mut self, local: NaiveDateTime) -> Wall {
        if local.date() != self.day {
            self.turn_to(local.date());
        }
        if let Some(offset) = self.offset {
            return Wall::Once((local.and_utc().timestamp().div_euclid(60) - offset) as i32);
        }
        match self.zone.from_local_datetime(&local) {
            LocalResult::Single(instant) => Wall::Once(minute(&instant)),
            LocalResult::Ambiguous(first, second) => {
                Wall::Twice(minute(&first), (minute(&second) - minute(&first)) as u8)
            }
            LocalResult::None => Wall::Never,
        }
    }

    /// The minutes since local midnight that the clock shows at an instant.
    pub fn minute_of_day(&self, instant: DateTime<Utc>) -> u32 {
        let local = instant.with_timezone(&self.zone);
        local.hour() * 60 + local.minute()
    }

    fn turn_to(&mut self, day: NaiveDate) {
        self.day = day;
        let at = |hour, minute| {
            let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
            let instant = self
                .zone
                .from_local_datetime(&day.and_time(time))
                .single()?;
            Some(i64::from(instant.offset().fix().local_minus_utc() / 60))
        };
        let (morning, evening) = (at(0, 0), at(23, 59));
        // Zones change their clocks on at most one moment of a day; old local mean times had
        // odd seconds, which whole minutes cannot hold.
        self.offset = match morning == evening && day.year() >= 1940 {
            true => morning,
            false => None,
        };
    }
}

fn minute<Z: TimeZone>(instant: &DateTime<Z>) -> i32 {
    instant.timestamp().div_euclid(60) as i32
}

/// The instant of a minute since 1970.
pub(super) fn instant(minute: i32) -> DateTime<Utc> {
    DateTime::from_timestamp(i64::from(minute) * 60, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_the_clock() {
        let mut clock = WallClock::new(chrono_tz::Europe::Amsterdam);
        let mut read = |day: &str, hour| {
            let day: NaiveDate = day.parse().unwrap();
            clock.read(day.and_hms_opt(hour, 30, 0).unwrap())
        };
        assert_eq!(read("2021-03-28", 2), Wall::Never);
        let Wall::Twice(first, 60) = read("2021-10-31", 2) else {
            panic!("the hour is repeated")
        };
        assert_eq!(instant(first).to_rfc3339(), "2021-10-31T00:30:00+00:00");
        assert_eq!(read("2021-10-31", 4), Wall::Once(first + 180));
        assert_eq!(read("2021-11-01", 2), Wall::Once(first + 25 * 60));
    }
}
