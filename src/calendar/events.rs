//! What bends the volume on a date: holidays, school terms and named events.

use super::{Holiday, dutch_holidays};
use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::Serialize;
use std::collections::BTreeMap;

/// What an event does to planning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// Known beforehand and expected to move the volume: a tax bill, an election.
    Planned,
    /// Something past that must not leak into a forecast: a pandemic's first weeks, an outage.
    Shock,
    /// A school term or holiday period.
    School,
}

/// A named stretch of days that bends the volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its name; events of one name in different years are the same event.
    pub name: String,
    /// What it does.
    pub kind: EventKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
}

/// Holidays so many days apart leave the days between them quiet.
const BETWEEN: i64 = 8;

/// All that is known of dates: public holidays by rule, and events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayCalendar {
    holidays: BTreeMap<NaiveDate, Holiday>,
    /// Named events, in order of first day.
    pub events: Vec<Event>,
}

impl DayCalendar {
    /// The Dutch calendar of the years given, with these events.
    ///
    /// ```
    /// use bezet::calendar::DayCalendar;
    /// use chrono::NaiveDate;
    /// let calendar = DayCalendar::dutch(2020..=2021, Vec::new());
    /// let day = NaiveDate::from_ymd_opt(2021, 4, 5).expect("a date");
    /// assert_eq!(calendar.holiday(day).map(|h| h.name), Some("Easter Monday"));
    /// ```
    pub fn dutch(years: std::ops::RangeInclusive<i32>, mut events: Vec<Event>) -> Self {
        let holidays = years.flat_map(dutch_holidays);
        let holidays = holidays.map(|day| (day.date, day)).collect();
        events.sort_by(|a, b| (a.from, &a.name).cmp(&(b.from, &b.name)));
        Self { holidays, events }
    }

    /// A calendar without holidays, for data from elsewhere.
    pub fn plain(mut events: Vec<Event>) -> Self {
        events.sort_by(|a, b| (a.from, &a.name).cmp(&(b.from, &b.name)));
        Self {
            holidays: BTreeMap::new(),
            events,
        }
    }

    /// The holiday on a date, if any.
    pub fn holiday(&self, date: NaiveDate) -> Option<&Holiday> {
        self.holidays.get(&date)
    }

    /// Is the date a public holiday?
    pub fn is_public_holiday(&self, date: NaiveDate) -> bool {
        self.holiday(date).is_some_and(|day| day.public)
    }

    /// Does the date lie between two public holidays that are at most eight days apart?
    ///
    /// Such days are quiet in most lands: between Christmas and New Year, in the week of Passover.
    pub fn is_between_holidays(&self, date: NaiveDate) -> bool {
        let is_free = |days: i64| self.is_public_holiday(date + TimeDelta::days(days));
        let before = (1..BETWEEN).find(|days| is_free(-days));
        let after = (1..BETWEEN).find(|days| is_free(*days));
        let apart = before.zip(after).map(|(before, after)| before + after);
        !self.is_public_holiday(date) && apart.is_some_and(|days| days <= BETWEEN)
    }

    /// Is the date a public holiday, the day before or after one, or between two?
    pub fn is_near_holiday(&self, date: NaiveDate) -> bool {
        let near = |days: i64| self.is_public_holiday(date + TimeDelta::days(days));
        (-1..=1).any(near) || self.is_between_holidays(date)
    }

    /// The events that hold on a date.
    pub fn events_on(&self, date: NaiveDate) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(move |event| event.from <= date && date <= event.to)
    }

    /// Does a past shock cover this date?
    pub fn is_shock(&self, date: NaiveDate) -> bool {
        self.events_on(date)
            .any(|event| event.kind == EventKind::Shock)
    }

    /// The years from a first to a last date, widened by one on either side.
    pub fn years(first: NaiveDate, last: NaiveDate) -> std::ops::RangeInclusive<i32> {
        first.year() - 1..=last.year() + 1
    }
}
