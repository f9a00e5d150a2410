//! Contacts by day, week or month, with the band of each total.

use super::Forecast;
use crate::units::{Contacts, Seconds};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Serialize;

/// How intervals are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// By date.
    Day,
    /// Monday to Sunday.
    Week,
    /// By month of the calendar.
    Month,
}

/// The contacts of a stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Total {
    /// Its first date.
    pub from: NaiveDate,
    /// Its last date.
    pub to: NaiveDate,
    /// Contacts expected.
    pub contacts: Contacts,
    /// Lower edge of the total's own band.
    pub low: Contacts,
    /// Upper edge of the total's own band.
    pub high: Contacts,
    /// Mean handle time, weighted by contacts.
    pub handle_time: Seconds,
}

impl Period {
    /// The first and last date of the period that holds a date.
    ///
    /// ```
    /// use bezet::forecast::Period;
    /// let date = chrono::NaiveDate::from_ymd_opt(2024, 2, 15).expect("a date");
    /// let (from, to) = Period::Month.around(date);
    /// assert_eq!((from.to_string(), to.to_string()), ("2024-02-01".into(), "2024-02-29".into()));
    /// ```
    pub fn around(self, date: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Day => (date, date),
            Self::Week => {
                let week = date.week(Weekday::Mon);
                (week.first_day(), week.last_day())
            }
            Self::Month => {
                let first = date.with_day(1).unwrap_or(date);
                (first, first + Months::new(1) - Days::new(1))
            }
        }
    }
}

impl Forecast {
    /// Totals by period, in order; a period that the forecast covers in part holds that part, and
    /// one in which nothing is open is left out.
    ///
    /// Bands are of the total, by [`Forecast::law`]: days that are heavy together make it wider than
    /// independent intervals would, and far narrower than the sum of their bands.
    pub fn totals(&self, by: Period) -> Vec<Total> {
        let dates = self.contacts.grid.dates();
        let parts = dates.chunk_by(|one, next| by.around(*one) == by.around(*next));
        let totals = parts.filter_map(|part| self.total(*part.first()?, *part.last()?));
        totals.filter(|total| total.contacts.0 > 0.0).collect()
    }

    /// The total from one date to another, both included; none of dates out of order.
    pub fn total(&self, from: NaiveDate, to: NaiveDate) -> Option<Total> {
        let law = self.law(from, to);
        let (low, high) = law.band(self.level.0);
        let grid = self.contacts.grid;
        let range = grid.day_range(from).start..grid.day_range(to).end;
        let contacts = self.contacts.values.get(range.clone())?.iter();
        let seconds = contacts.zip(self.handle_time.values.get(range)?);
        let work: f64 = seconds.map(|(contacts, time)| contacts.0 * time.0).sum();
        Some(Total {
            from,
            to,
            contacts: Contacts(law.mean()),
            low: Contacts(low),
            high: Contacts(high),
            handle_time: Seconds(if law.mean() > 0.0 {
                work / law.mean()
            } else {
                0.0
            }),
        })
    }
}
