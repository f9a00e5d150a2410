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

/// All that is known of dates: holidays, by rule or as listed, and events.
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
    /// assert_eq!(calendar.holiday(day).map(|h| h.name.as_str()), Some("Easter Monday"));
    /// ```
    pub fn dutch(years: std::ops::RangeInclusive<i32>, events: Vec<Event>) -> Self {
        Self::listed(years.flat_map(dutch_holidays), events)
    }

    /// A calendar of these holidays and events; of two holidays on one date the first holds.
    ///
    /// ```
    /// use bezet::calendar::{DayCalendar, Holiday};
    /// use chrono::NaiveDate;
    /// let day = NaiveDate::from_ymd_opt(2003, 5, 26).expect("a date");
    /// let calendar = DayCalendar::listed([Holiday::listed(day, "Memorial Day")], Vec::new());
    /// assert!(calendar.is_public_holiday(day));
    /// ```
    pub fn listed(holidays: impl IntoIterator<Item = Holiday>, mut events: Vec<Event>) -> Self {
        let mut by_date = BTreeMap::new();
        for day in holidays {
            by_date.entry(day.date).or_insert(day);
        }
        events.sort_by(|a, b| (a.from, &a.name).cmp(&(b.from, &b.name)));
        Self {
            holidays: by_date,
            events,
        }
    }

    /// A calendar without holidays, for data from elsewhere.
    pub fn plain(events: Vec<Event>) -> Self {
        Self::listed([], events)
    }

    /// What was known of dates on the evening of one: shocks to come are not, and one that holds
    /// has lasted until then; holidays, planned events and school terms are known beforehand.
    ///
    /// ```
    /// use bezet::calendar::{DayCalendar, Event, EventKind};
    /// let day = |text: &str| text.parse::<chrono::NaiveDate>().expect("a date");
    /// let name = "pandemic".to_owned();
    /// let (from, to) = (day("2020-03-16"), day("2020-06-01"));
    /// let calendar = DayCalendar::plain(vec![Event { name, kind: EventKind::Shock, from, to }]);
    /// assert!(calendar.known_on(day("2020-03-15")).events.is_empty());
    /// assert_eq!(calendar.known_on(day("2020-04-01")).events[0].to, day("2020-04-01"));
    /// ```
    pub fn known_on(&self, evening: NaiveDate) -> Self {
        let mut known = self.clone();
        let shock = |event: &Event| event.kind == EventKind::Shock;
        known
            .events
            .retain(|event| !shock(event) || event.from <= evening);
        for event in known.events.iter_mut().filter(|event| shock(event)) {
            event.to = event.to.min(evening);
        }
        known
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
