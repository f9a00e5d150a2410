//! A queue without a history: the shape of another one, at a level that is stated.

use super::posterior::{Counted, Factor};
use super::{DaySpread, Forecast};
use crate::error::{Note, Phrase};
use serde::Serialize;

/// What is stated of the level of a new queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    /// Contacts of an ordinary open day.
    pub per_day: f64,
    /// The same as a share of the other queue's contacts.
    pub share: f64,
    /// How many days of counts the statement is worth.
    pub days: f64,
}

/// A new queue's forecast.
#[derive(Clone, Debug, Serialize)]
pub struct Likened {
    /// Contacts with the other queue's shape, bands widened by how unsure the level is.
    pub forecast: Forecast,
    /// Contacts of an ordinary open day, after the queue's own days.
    pub per_day: f64,
    /// Standard error of the level, relative to it.
    pub error: f64,
}

/// Variance of a level of which nothing is known.
const WIDEST: f64 = 4.0;

impl Forecast {
    /// This queue's forecast as that of another, new queue: weekday, clock time, season and effects
    /// are kept, the level is as stated, and learnt from the new queue's own days where it has any.
    ///
    /// `own` holds the new queue's count by day beside what was expected of the same intervals of
    /// *this* queue; handle times are this queue's.
    ///
    /// # Formula
    /// A day of `m` contacts whose busyness has variance `v` tells of the level with the variance
    /// `v + 1 / m`; a statement worth `w` days is a gamma law of mean 1 and variance `(v + 1 / m) /
    /// w`, at most 4. Days of the new queue's own are negative binomial around `m x level`, with the
    /// day's own part of `v` made larger by `1 + 2 sum of (1 - i / n) r^i` where it is tied from day to
    /// day by `r`; Bayes gives mean and variance `u` of the level, which multiplies the forecast. A
    /// day's busyness then has variance `v + u + v u`, and of a level of variance `l` becomes
    /// `l + u + l u`.
    ///
    /// # References
    /// H. Bühlmann and A. Gisler, *A Course in Credibility Theory* (2005), chapter 2: the mean of the
    /// gamma-Poisson posterior is `Z own + (1 - Z) stated`.
    ///
    /// ```
    /// # use bezet::calendar::{DayCalendar, Grid, Series};
    /// # use bezet::forecast::{Counted, DaySpread, Past, Options, Stated, default_method};
    /// # use bezet::units::{Contacts, Seconds};
    /// # let day = |d| chrono::NaiveDate::from_ymd_opt(2021, 2, d).expect("a date");
    /// # let grid = Grid::days(chrono_tz::UTC, day(1), 21, 60);
    /// # let always = Series::filled(grid, true);
    /// # let past = Past {
    /// #     contacts: &Series::filled(grid, Contacts(10.0)),
    /// #     handle_time: &Series::filled(grid, Some(Seconds(330.0))),
    /// #     open: &always,
    /// #     usable: &always,
    /// #     calendar: &DayCalendar::plain(Vec::new()),
    /// # };
    /// # let next = Grid::days(grid.zone, day(22), 1, 60);
    /// # let fitted = default_method(Options::default()).fit(&past)?;
    /// # let mut other = fitted.predict(&Series::filled(next, true), past.calendar);
    /// // The other queue has 240 contacts a day and no busyness; the new one is said to have 24,
    /// // which is worth 4 days: a gamma law of shape 96.
    /// other.spread.days = vec![DaySpread { day: 0.0, level: 0.0, interval: 0.0, taper: 0.0, odd: 0.0 }];
    /// let stated = Stated { per_day: 24.0, share: 0.1, days: 4.0 };
    /// // On two days 30 and 36 came.
    /// let own = [30.0, 36.0].map(|count| Counted { count, expected: 240.0 });
    /// let new = other.liken(&stated, &own);
    /// assert!((new.per_day - 24.0 * (96.0 + 66.0) / (96.0 + 48.0)).abs() < 1e-9);
    /// assert!((new.error - 1.0 / 162.0_f64.sqrt()).abs() < 1e-9);
    /// # Ok::<(), bezet::error::Error>(())
    /// ```
    pub fn liken(&self, stated: &Stated, own: &[Counted]) -> Likened {
        let first = self.spread_on(self.contacts.grid.date(0));
        let busy = first.day;
        let told = |of: f64| busy + 1.0 / of.max(1e-6);
        let before = (told(stated.per_day) / stated.days.max(1e-6)).min(WIDEST);
        let scaled = own.iter().map(|day| Counted {
            expected: day.expected * stated.share,
            ..*day
        });
        let scaled: Vec<Counted> = scaled.collect();
        let own_part = first.own(1.0);
        let tied = tied(self.spread.correlation, scaled.len());
        let noise = busy - own_part + own_part * tied;
        let level = Factor::after(before, noise, &scaled);
        let unsure = level.variance / (level.mean * level.mean);
        let mut forecast = self.clone();
        for date in self.contacts.grid.dates() {
            forecast.multiply(date, stated.share * level.mean);
        }
        forecast.widen(unsure);
        let per_day = stated.per_day * level.mean;
        let said = said_of_level(per_day, unsure.sqrt(), stated, own.len());
        forecast.notes.push(said);
        let bands = forecast.level;
        Likened {
            forecast: forecast.with_bands(bands),
            per_day,
            error: unsure.sqrt(),
        }
    }

    /// A factor of this variance, common to all days, on top of each day's busyness.
    fn widen(&mut self, common: f64) {
        let wider = |spread: &DaySpread| DaySpread {
            day: spread.day + common + spread.day * common,
            level: spread.level + common + spread.level * common,
            ..*spread
        };
        self.spread.days = self.spread.days.iter().map(wider).collect();
        if self.busyness > 0.0 {
            let variance = 1.0 / self.busyness;
            self.busyness = 1.0 / (variance + common + variance * common).max(1e-12);
        }
    }
}

/// By how much the variance of the mean of `n` days is larger than that of independent ones.
fn tied(correlation: f64, days: usize) -> f64 {
    let correlation = correlation.clamp(0.0, 1.0);
    let terms = (1..days).map(|apart| {
        let share = 1.0 - apart as f64 / days as f64;
        share * correlation.powf(apart as f64)
    });
    1.0 + 2.0 * terms.sum::<f64>()
}

fn said_of_level(per_day: f64, error: f64, stated: &Stated, own: usize) -> Note {
    let percent = 100.0 * error;
    let days = Phrase::count(own, ["own day", "own days"], ["eigen dag", "eigen dagen"]);
    let (said, worth) = (stated.per_day, stated.days);
    let what = days.within(
        &format!(
            "level of `{per_day:.1}` contacts an open day, standard error {percent:.0} %: stated as `{said:.1}`, worth {worth} days, and {{}}"
        ),
        &format!(
            "niveau van `{per_day:.1}` contacten per open dag, standaardfout {percent:.0} %: opgegeven als `{said:.1}`, goed voor {worth} dagen, en {{}}"
        ),
    );
    Note::new("N321", "forecast", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Correlation 0.5 over three days: 1 + 2 (2/3 x 1/2 + 1/3 x 1/4) = 11/6.
    #[test]
    fn tied_days_by_hand() {
        assert!((tied(0.5, 3) - 11.0 / 6.0).abs() < 1e-12);
        assert_eq!(tied(0.0, 9), 1.0);
        assert!((tied(1.0, 9) - 9.0).abs() < 1e-12);
    }
}
