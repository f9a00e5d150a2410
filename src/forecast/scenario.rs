//! The same forecast under other assumptions: growth on top, bands of another width.

use super::Forecast;
use crate::error::{Note, Phrase};
use crate::units::{Contacts, Share};
use chrono::NaiveDate;

impl Forecast {
    /// The forecast if volume grew by this share a year on top of what was learnt.
    ///
    /// # Formula
    /// Contacts times `(1 + growth)^(days since the last known day / 365)`; busyness keeps its
    /// relative variance, so bands scale along.
    ///
    /// ```
    /// # use bezet::calendar::{DayCalendar, Grid, Series};
    /// # use bezet::forecast::{Past, Options, default_method};
    /// # use bezet::units::{Contacts, Seconds};
    /// # let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).expect("a date");
    /// # let grid = Grid::days(chrono_tz::UTC, day(2021, 2, 1), 21, 60);
    /// # let always = Series::filled(grid, true);
    /// # let past = Past {
    /// #     contacts: &Series::filled(grid, Contacts(12.0)),
    /// #     handle_time: &Series::filled(grid, Some(Seconds(330.0))),
    /// #     open: &always,
    /// #     usable: &always,
    /// #     calendar: &DayCalendar::plain(Vec::new()),
    /// # };
    /// # let next = Grid::days(grid.zone, day(2021, 2, 22), 400, 60);
    /// # let fitted = default_method(Options::default()).fit(&past)?;
    /// # let forecast = fitted.predict(&Series::filled(next, true), past.calendar);
    /// let grown = forecast.clone().grown(0.05, day(2021, 2, 21));
    /// let ratio = grown.contacts.values[364 * 24].0 / forecast.contacts.values[364 * 24].0;
    /// assert!((ratio - 1.05).abs() < 1e-12);
    /// # Ok::<(), bezet::error::Error>(())
    /// ```
    pub fn grown(mut self, growth: f64, last_known: NaiveDate) -> Self {
        let grid = self.contacts.grid;
        for date in grid.dates() {
            let years = (date - last_known).num_days() as f64 / 365.0;
            self.multiply(date, (1.0 + growth.max(-1.0)).powf(years.max(0.0)));
        }
        self.notes.push(said_of_growth(growth, last_known));
        let level = self.level;
        self.with_bands(level)
    }

    /// The forecast with bands that are meant to hold this share of intervals.
    pub fn with_bands(mut self, level: Share) -> Self {
        self.level = level;
        for index in 0..self.contacts.grid.len {
            let (low, high) = self.interval_law(index).band(level.0);
            if let (Some(under), Some(over)) = (
                self.low.values.get_mut(index),
                self.high.values.get_mut(index),
            ) {
                (*under, *over) = (Contacts(low), Contacts(high));
            }
        }
        self
    }

    /// A day's contacts times a factor; bands are left as they are.
    pub(super) fn multiply(&mut self, date: NaiveDate, factor: f64) {
        let range = self.contacts.grid.day_range(date);
        let day = self.contacts.values.get_mut(range);
        for contacts in day.into_iter().flatten() {
            contacts.0 *= factor;
        }
    }
}

fn said_of_growth(growth: f64, last_known: NaiveDate) -> Note {
    let percent = 100.0 * growth;
    let dutch = format!("{percent:+.1}").replace('.', ",");
    let what = Phrase::new(
        format!("scenario: `{percent:+.1}` % a year on top of what was learnt, from {last_known}"),
        format!("scenario: `{dutch}` % per jaar bovenop wat geleerd is, vanaf {last_known}"),
    );
    Note::new("N322", "forecast", what)
}
