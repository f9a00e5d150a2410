//! Equal intervals between instants.

use crate::error::{Error, Result};
use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, TimeDelta};
use chrono::{NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use std::fmt;

/// A run of equal intervals: time zone, first instant, step and length.
///
/// The grid is made of instants, so a day of the clock change has as many intervals as it has
/// time.
///
/// ```
/// use bezet::calendar::Grid;
/// use chrono::NaiveDate;
/// let spring = NaiveDate::from_ymd_opt(2021, 3, 28).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, spring, 1, 15);
/// assert_eq!(grid.len, 92);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Time zone of the local clock.
    pub zone: Tz,
    /// Start of the first interval.
    pub start: DateTime<Utc>,
    /// Length of an interval in minutes.
    pub step: u32,
    /// Number of intervals.
    pub len: usize,
}

impl Grid {
    /// The grid over `days` whole local days from `first`, in intervals of `step` minutes.
    pub fn days(zone: Tz, first: NaiveDate, days: u32, step: u32) -> Self {
        let start = local_instant(zone, first.and_time(NaiveTime::MIN));
        let end = local_instant(
            zone,
            (first + Days::new(u64::from(days))).and_time(NaiveTime::MIN),
        );
        let minutes = (end - start).num_minutes().max(0) as usize;
        Self {
            zone,
            start,
            step,
            len: minutes / step.max(1) as usize,
        }
    }

    /// The instant at which interval `index` starts; `index == len` gives the end of the grid.
    pub fn instant(&self, index: usize) -> DateTime<Utc> {
        self.start + TimeDelta::minutes(index as i64 * i64::from(self.step))
    }

    /// The local clock time at which interval `index` starts.
    pub fn local(&self, index: usize) -> NaiveDateTime {
        self.instant(index).with_timezone(&self.zone).naive_local()
    }

    /// The local date on which interval `index` starts.
    pub fn date(&self, index: usize) -> NaiveDate {
        self.local(index).date()
    }

    /// Minutes after local midnight at which interval `index` starts.
    pub fn minute_of_day(&self, index: usize) -> u32 {
        let time = self.local(index).time();
        time.hour() * 60 + time.minute()
    }

    /// The interval that holds `instant`, if the grid reaches there.
    ///
    /// ```
    /// use bezet::calendar::Grid;
    /// use chrono::NaiveDate;
    /// let day = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
    /// let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 15);
    /// assert_eq!(grid.index_of(grid.instant(34)), Some(34));
    /// assert_eq!(grid.index_of(grid.instant(96)), None);
    /// ```
    pub fn index_of(&self, instant: DateTime<Utc>) -> Option<usize> {
        let seconds = (instant - self.start).num_seconds();
        if seconds < 0 {
            return None;
        }
        let index = (seconds / (i64::from(self.step) * 60)) as usize;
        (index < self.len).then_some(index)
    }

    /// Length of an interval in seconds.
    pub fn step_seconds(&self) -> f64 {
        f64::from(self.step) * 60.0
    }

    /// Length of an interval in hours.
    pub fn step_hours(&self) -> f64 {
        f64::from(self.step) / 60.0
    }

    /// The local dates that the grid touches, in order.
    pub fn dates(&self) -> Vec<NaiveDate> {
        if self.len == 0 {
            return Vec::new();
        }
        let last = self.date(self.len - 1);
        self.date(0)
            .iter_days()
            .take_while(|date| *date <= last)
            .collect()
    }

    /// The intervals that start on a local date, as a range of indices (empty outside the grid).
    pub fn day_range(&self, date: NaiveDate) -> std::ops::Range<usize> {
        let bound = |date: NaiveDate| {
            let midnight = local_instant(self.zone, date.and_time(NaiveTime::MIN));
            let step = i64::from(self.step) * 60;
            let seconds = (midnight - self.start).num_seconds();
            (seconds.max(0) as u64)
                .div_ceil(step as u64)
                .min(self.len as u64) as usize
        };
        let next = date.succ_opt().unwrap_or(date);
        bound(date)..bound(next)
    }

    /// The part of this grid in `range`.
    pub fn part(&self, range: std::ops::Range<usize>) -> Self {
        Self {
            start: self.instant(range.start),
            len: range.len(),
            ..*self
        }
    }

    /// Fails, naming both, when `other` is not this very grid.
    pub fn same_as(&self, other: &Self) -> Result<()> {
        if self == other {
            return Ok(());
        }
        Err(Error::Grids {
            left: self.to_string(),
            right: other.to_string(),
        })
    }
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start.with_timezone(&self.zone);
        write!(
            f,
            "{} x {} min from {}",
            self.len,
            self.step,
            start.format("%Y-%m-%d %H:%M %Z")
        )
    }
}

/// In documents: zone, first instant with its offset, step and length.
impl Serialize for Grid {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut document = serializer.serialize_struct("Grid", 4)?;
        document.serialize_field("zone", self.zone.name())?;
        let start = self.start.with_timezone(&self.zone);
        document.serialize_field("start", &start.to_rfc3339())?;
        document.serialize_field("step_minutes", &self.step)?;
        document.serialize_field("len", &self.len)?;
        document.end()
    }
}

/// The instant of a local clock time.
///
/// A time that the spring change skips is the instant of the change, so that a later time is never
/// an earlier instant; a time that the autumn change repeats is its first occurrence.
///
/// ```
/// use bezet::calendar::local_instant;
/// use chrono::NaiveDate;
/// let noon = NaiveDate::from_ymd_opt(2021, 7, 1).and_then(|d| d.and_hms_opt(12, 0, 0));
/// let instant = local_instant(chrono_tz::Europe::Amsterdam, noon.expect("a time"));
/// assert_eq!(instant.to_rfc3339(), "2021-07-01T10:00:00+00:00");
/// ```
pub fn local_instant(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
            instant.with_timezone(&Utc)
        }
        LocalResult::None => change_after(zone, local),
    }
}

/// The first instant at which the clock shows this time, which it skips, or a later one.
fn change_after(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    // Offsets lie between 12 hours west and 14 hours east.
    let (mut before, mut after) = (-26 * 3600, 26 * 3600);
    let at = |seconds: i64| Utc.from_utc_datetime(&local) + TimeDelta::seconds(seconds);
    while after - before > 1 {
        let middle = i64::midpoint(before, after);
        match at(middle).with_timezone(&zone).naive_local() < local {
            true => before = middle,
            false => after = middle,
        }
    }
    at(after)
}

/// A week of the ISO calendar, Monday to Sunday, written `2021-W15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IsoWeek {
    /// Its Monday.
    pub monday: NaiveDate,
}

impl IsoWeek {
    /// Reads `2021-W15`.
    ///
    /// ```
    /// use bezet::calendar::IsoWeek;
    /// let week: IsoWeek = "2021-W15".parse().expect("a week");
    /// assert_eq!(week.monday.to_string(), "2021-04-12");
    /// assert_eq!(week.to_string(), "2021-W15");
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        if week.len() != 2 {
            return None;
        }
        let monday = NaiveDate::from_isoywd_opt(
            year.parse().ok()?,
            week.parse().ok()?,
            chrono::Weekday::Mon,
        )?;
        Some(Self { monday })
    }
}

impl std::str::FromStr for IsoWeek {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        Self::parse(text).ok_or_else(|| format!("`{text}` is no ISO week; write it as 2021-W15"))
    }
}

impl fmt::Display for IsoWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.monday.iso_week();
        write!(f, "{}-W{:02}", week.year(), week.week())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Amsterdam;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn clock_changes_make_short_and_long_days() {
        let year = Grid::days(Amsterdam, date(2021, 1, 1), 365, 15);
        assert_eq!(year.day_range(date(2021, 3, 28)).len(), 92);
        assert_eq!(year.day_range(date(2021, 10, 31)).len(), 100);
        assert_eq!(year.day_range(date(2021, 6, 1)).len(), 96);
        assert_eq!(year.len, 365 * 96);
    }

    #[test]
    fn a_skipped_time_is_the_moment_of_the_change() {
        let skipped = date(2021, 3, 28).and_hms_opt(2, 30, 0).unwrap();
        let change = date(2021, 3, 28).and_hms_opt(3, 0, 0).unwrap();
        assert_eq!(
            local_instant(Amsterdam, skipped),
            local_instant(Amsterdam, change)
        );
        // Samoa went from one side of the date line to the other and skipped a whole day.
        let skipped = date(2011, 12, 30).and_hms_opt(12, 0, 0).unwrap();
        assert_eq!(
            local_instant(chrono_tz::Pacific::Apia, skipped).to_rfc3339(),
            "2011-12-30T10:00:00+00:00"
        );
    }

    #[test]
    fn clock_times_come_back() {
        let grid = Grid::days(Amsterdam, date(2021, 10, 31), 1, 15);
        assert_eq!(grid.minute_of_day(8), 120);
        assert_eq!(grid.minute_of_day(12), 120);
        assert_eq!(grid.minute_of_day(16), 180);
        assert_eq!(grid.dates(), vec![date(2021, 10, 31)]);
    }

    #[test]
    fn days_outside_the_grid_are_empty() {
        let grid = Grid::days(Amsterdam, date(2021, 4, 12), 7, 15);
        assert!(grid.day_range(date(2021, 4, 11)).is_empty());
        assert!(grid.day_range(date(2021, 4, 19)).is_empty());
        assert_eq!(grid.day_range(date(2021, 4, 18)), 576..672);
    }
}
