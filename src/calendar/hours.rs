//! When the lines are open.

use super::{Grid, Series};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;
use std::collections::BTreeMap;

/// Part of a day between two clock times, in minutes after local midnight.
///
/// `to` is at most 1440 (midnight at the end of the day) and later than `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ClockSpan {
    /// First minute inside.
    pub from: u32,
    /// First minute after it.
    pub to: u32,
}

impl ClockSpan {
    /// Does the minute of the day lie inside?
    pub fn contains(self, minute: u32) -> bool {
        self.from <= minute && minute < self.to
    }

    /// Its length in minutes.
    pub fn minutes(self) -> u32 {
        self.to - self.from
    }
}

/// Reads a clock time such as `08:30` or `24:00` as minutes after midnight.
///
/// ```
/// assert_eq!(bezet::calendar::parse_clock("08:30"), Some(510));
/// assert_eq!(bezet::calendar::parse_clock("24:00"), Some(1440));
/// assert_eq!(bezet::calendar::parse_clock("25:00"), None);
/// ```
pub fn parse_clock(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    if minutes.len() != 2 || hours.is_empty() || hours.len() > 2 {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 1440).then_some(total)
}

/// Minutes after midnight as `08:30`.
///
/// ```
/// assert_eq!(bezet::calendar::clock(510), "08:30");
/// ```
pub fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Names of the weekdays, Monday first: short and whole, in English and in Dutch.
///
/// ```
/// use bezet::calendar::WEEKDAYS;
/// assert_eq!(WEEKDAYS[0], ["mon", "ma", "monday", "maandag"]);
/// ```
pub const WEEKDAYS: [[&str; 4]; 7] = [
    ["mon", "ma", "monday", "maandag"],
    ["tue", "di", "tuesday", "dinsdag"],
    ["wed", "wo", "wednesday", "woensdag"],
    ["thu", "do", "thursday", "donderdag"],
    ["fri", "vr", "friday", "vrijdag"],
    ["sat", "za", "saturday", "zaterdag"],
    ["sun", "zo", "sunday", "zondag"],
];

/// The number of a weekday by any of its names, 0 is Monday.
///
/// ```
/// use bezet::calendar::weekday;
/// assert_eq!(weekday("Fri"), Some(4));
/// assert_eq!(weekday("vrijdag"), Some(4));
/// ```
pub fn weekday(name: &str) -> Option<usize> {
    let name = name.trim().to_lowercase();
    WEEKDAYS
        .iter()
        .position(|names| names.contains(&name.as_str()))
}

/// Which weekdays, Monday first, a text such as `mon`, `mon-fri` or `mon,wed` names.
///
/// ```
/// use bezet::calendar::parse_weekdays;
/// let three = [true, false, true, true, false, false, false];
/// assert_eq!(parse_weekdays("Mon,wed-thu"), Some(three));
/// assert_eq!(parse_weekdays("ma,wo-do"), Some(three));
/// assert_eq!(parse_weekdays("fri-mon"), None);
/// ```
pub fn parse_weekdays(text: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (weekday(first)?, weekday(last)?);
        if first > last {
            return None;
        }
        days[first..=last].fill(true);
    }
    Some(days)
}

/// Opening hours by weekday, with dates that are closed or differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpeningHours {
    /// Spans per weekday, Monday first; empty is closed.
    pub week: [Vec<ClockSpan>; 7],
    /// Dates on which the week's hours do not hold: closed (empty) or other hours.
    pub exceptions: BTreeMap<NaiveDate, Vec<ClockSpan>>,
}

impl OpeningHours {
    /// Open round the clock.
    pub fn always() -> Self {
        let all_day = vec![ClockSpan { from: 0, to: 1440 }];
        Self {
            week: std::array::from_fn(|_| all_day.clone()),
            exceptions: BTreeMap::new(),
        }
    }

    /// The spans of a date.
    pub fn on(&self, date: NaiveDate) -> &[ClockSpan] {
        match self.exceptions.get(&date) {
            Some(spans) => spans,
            None => &self.week[date.weekday().num_days_from_monday() as usize],
        }
    }

    /// Is the line open at any time on this weekday of an ordinary week?
    pub fn opens_on(&self, weekday: Weekday) -> bool {
        !self.week[weekday.num_days_from_monday() as usize].is_empty()
    }

    /// The mask of open intervals: true where the interval starts within opening hours; an interval of
    /// a whole day is open where the line is at any time of its date.
    ///
    /// ```
    /// use bezet::calendar::{ClockSpan, Grid, OpeningHours};
    /// use chrono::NaiveDate;
    /// let mut hours = OpeningHours::default();
    /// hours.week[0] = vec![ClockSpan { from: 510, to: 1020 }];
    /// let monday = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
    /// let grid = Grid::days(chrono_tz::Europe::Amsterdam, monday, 7, 15);
    /// let open = hours.mask(&grid);
    /// assert_eq!(open.values.iter().filter(|open| **open).count(), 34);
    /// ```
    pub fn mask(&self, grid: &Grid) -> Series<bool> {
        Series::from_fn(*grid, |index| {
            let local = grid.local(index);
            let minute = grid.minute_of_day(index);
            let spans = self.on(local.date());
            let whole_day = grid.step == 1440 && !spans.is_empty();
            whole_day || spans.iter().any(|span| span.contains(minute))
        })
    }
}
