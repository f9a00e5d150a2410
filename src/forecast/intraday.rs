//! The rest of a day, once its morning is known.

use super::told::Day;
use super::{Counted, Forecast, Swing};
use crate::calendar::{Grid, Series};
use crate::error::{Problem, Result};
use crate::units::Contacts;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

/// A day of which a part is known, and what is expected of the rest.
#[derive(Clone, Debug, Serialize)]
pub struct Intraday {
    /// The day.
    pub date: NaiveDate,
    /// What is still to come: zero where it was seen, the rest of the day and later days updated.
    pub forecast: Forecast,
    /// What came of the day so far.
    pub seen: Series<Option<Contacts>>,
    /// Contacts that came so far.
    pub came: Contacts,
    /// Contacts that had been expected of the same intervals.
    pub expected: Contacts,
    /// The day's total as it was expected before.
    pub before: Contacts,
    /// The day's total now: what came, and what is still expected.
    pub after: Contacts,
    /// How busy the day has been so far against what was expected, 1 being as expected: by Bayes,
    /// so of few contacts nearer to 1 than their ratio.
    pub busyness: f64,
    /// Standard error of the busyness so far.
    pub error: f64,
    /// By how much the rest of the day is multiplied.
    pub rest: f64,
    /// Standard error of that, before the noise of counts.
    pub rest_error: f64,
    /// How busyness wanders within a day.
    pub swing: Swing,
}

impl Forecast {
    /// Forecasts the rest of a day again from the intervals that are over at `now`.
    ///
    /// Of `came`, which lies on the forecast's grid, only intervals of the day of `now` that end by
    /// then are looked at. Intervals without a count, and those in which nothing was expected, tell
    /// nothing of the busyness.
    ///
    /// # Formula
    /// Beforehand the busyness of the part seen is gamma of mean 1, and a count is negative binomial
    /// around `expected x busyness`; Bayes gives its mean and variance. Without a swing those are the
    /// rest's too, and exact.
    ///
    /// With one, `D` being the variance of the day's busyness
    /// ([`DaySpread::day`](super::DaySpread)), `k(t, u)` the covariance of the swing and `K` its mean over
    /// pairs of the day weighted by contacts expected, the factors of two intervals have the covariance
    /// `c(t, u) = D - K + k(t, u)`, and what was seen of one, `y = n / m - 1`, the error variance `1 / m`
    /// and that of the intervals' own noise. Each interval to come is multiplied by the best linear
    /// prediction `B = 1 + c' A^-1 y`, with `A` the covariance of all `y`; the variance left is
    /// `(D - K + k(t, t) - c' A^-1 c) B`, the last `B` since that is exact for gamma busyness. Hours
    /// just past so weigh more than hours long past.
    ///
    /// A day `n` later moves likewise, with `c = l l_n + (D - K - l^2) r^n s_n / s`: `l^2` and
    /// `l_n^2` the variances of the level ([`DaySpread::level`](super::DaySpread)), `s^2` and `s_n^2` those of the days' own
    /// busyness and `r` its correlation from day to day.
    ///
    /// # Errors
    /// When `came` lies on another grid, or no interval with a count is over (H304).
    ///
    /// # References
    /// Linear prediction of gamma-Poisson rates is credibility: H. Bühlmann and A. Gisler, *A Course in
    /// Credibility Theory* (2005), chapter 7. Updating: J. Weinberg, L. D. Brown and J. R. Stroud, *Bayesian forecasting of an
    /// inhomogeneous Poisson process with applications to call center data*, JASA 102 (2007); H. Shen
    /// and J. Z. Huang, *Interday forecasting and intraday updating of call center arrivals*, M&SOM 10
    /// (2008).
    ///
    /// ```
    /// # use bezet::calendar::{DayCalendar, Grid, Series};
    /// # use bezet::forecast::{DaySpread, Past, Options, Swing, default_method};
    /// # use bezet::units::{Contacts, Seconds};
    /// # let day = |d| chrono::NaiveDate::from_ymd_opt(2021, 2, d).expect("a date");
    /// # let grid = Grid::days(chrono_tz::UTC, day(1), 21, 60);
    /// # let always = Series::filled(grid, true);
    /// # let past = Past {
    /// #     contacts: &Series::filled(grid, Contacts(12.0)),
    /// #     handle_time: &Series::filled(grid, Some(Seconds(330.0))),
    /// #     open: &always,
    /// #     usable: &always,
    /// #     calendar: &DayCalendar::plain(Vec::new()),
    /// # };
    /// # let next = Grid::days(grid.zone, day(22), 1, 60);
    /// # let fitted = default_method(Options::default()).fit(&past)?;
    /// # let mut forecast = fitted.predict(&Series::filled(next, true), past.calendar);
    /// // 12 contacts an hour are expected all day; the busyness has variance 0.04 and no noise.
    /// forecast.spread.days = vec![DaySpread { day: 0.04, level: 0.0, interval: 0.0, taper: 0.0, odd: 0.0 }];
    /// // By ten in the morning 15 came in every hour.
    /// let came = Series::filled(next, Some(Contacts(15.0)));
    /// let today = forecast.intraday(&came, next.instant(10), Swing::NONE)?;
    /// // Gamma of shape 25 + 150 and rate 25 + 120.
    /// assert!((today.busyness - 175.0 / 145.0).abs() < 1e-9);
    /// assert!((today.after.0 - (150.0 + 14.0 * 12.0 * 175.0 / 145.0)).abs() < 1e-6);
    /// # Ok::<(), bezet::error::Error>(())
    /// ```
    pub fn intraday(
        &self,
        came: &Series<Option<Contacts>>,
        now: DateTime<Utc>,
        swing: Swing,
    ) -> Result<Intraday> {
        let grid = self.contacts.grid;
        grid.same_as(&came.grid)?;
        let date = now.with_timezone(&grid.zone).date_naive();
        let seen = seen(came, date, now);
        let day = Day::of(self, &seen, date, swing);
        if day.seen.is_empty() {
            return Err(nothing_seen(&grid, now).into());
        }
        let rest = day.rest();
        let forecast = day.applied(self).with_bands(self.level);
        let total =
            |of: fn(&Counted) -> f64| Contacts(day.seen.iter().map(|m| of(&m.counted)).sum());
        let came = total(|counted| counted.count);
        Ok(Intraday {
            date,
            came,
            expected: total(|counted| counted.expected),
            before: self.on(date),
            after: forecast.on(date) + came,
            busyness: day.busy.mean,
            error: day.busy.variance.sqrt(),
            rest: rest.mean,
            rest_error: rest.variance.sqrt(),
            forecast,
            seen,
            swing,
        })
    }

    /// Contacts of a date.
    fn on(&self, date: NaiveDate) -> Contacts {
        let range = self.contacts.grid.day_range(date);
        let day = self.contacts.values.get(range);
        day.into_iter().flatten().copied().sum()
    }
}

/// Counts of a day in intervals that are over.
fn seen(
    came: &Series<Option<Contacts>>,
    date: NaiveDate,
    now: DateTime<Utc>,
) -> Series<Option<Contacts>> {
    let grid = came.grid;
    let today = grid.day_range(date);
    let length = TimeDelta::minutes(grid.step.into());
    let credible = |count: &Contacts| count.0.is_finite() && count.0 >= 0.0;
    Series::from_fn(grid, |index| {
        let over = today.contains(&index) && grid.instant(index) + length <= now;
        let count = came.values.get(index).copied().flatten();
        count.filter(credible).filter(|_| over)
    })
}

fn nothing_seen(grid: &Grid, now: DateTime<Utc>) -> Problem {
    let now = now.with_timezone(&grid.zone).format("%Y-%m-%dT%H:%M");
    let what = format!("no interval of the day is recorded that was over at `{now}`");
    Problem::new("H304", "history", what)
        .hint("give the history with today's first intervals, or a later time")
}
