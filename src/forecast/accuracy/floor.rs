//! What the record itself says of how well any forecast can do.

use crate::calendar::{Grid, Series, local_instant};
use crate::forecast::poisson_error::poisson_error;
use crate::units::Contacts;
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use serde::Serialize;
use std::collections::BTreeMap;

/// Same weekdays before and after a day whose shape over the clock it is taken to have, each.
const WEEKS: u64 = 4;

/// Expected absolute errors of a forecaster who knows the rates, in contacts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Floor {
    /// Summed over intervals.
    pub interval: f64,
    /// Summed over days.
    pub day: f64,
    /// Summed over stretches of seven days.
    pub week: f64,
}

impl Floor {
    /// The floor of what came on a grid, with the rates of its record.
    ///
    /// # Formula
    /// `sum of 2 m P(N = floor(m))` for Poisson counts of mean `m` (Crow 1958). `m` is, for a day
    /// or a week, its own contacts; for an interval, the day's contacts spread over the clock as
    /// on the same weekdays of up to four weeks before and after, itself among them. The record's
    /// later days may be looked at: this is a yardstick, not a forecast.
    ///
    /// ```
    /// use bezet::calendar::{Grid, Series};
    /// use bezet::forecast::Floor;
    /// use bezet::units::Contacts;
    /// let day = chrono::NaiveDate::from_ymd_opt(2021, 2, 1).expect("a date");
    /// let grid = Grid::days(chrono_tz::UTC, day, 1, 720);
    /// let floor = Floor::of(&Series::filled(grid, Some(Contacts(4.0))), &Series::filled(grid, Some(Contacts(4.0))));
    /// // Two halves of a day of mean 4, E|N - 4| = 1.562935 each; the day of mean 8: 2.233377.
    /// assert!((floor.interval - 2.0 * 1.562935).abs() < 1e-5);
    /// assert!((floor.day - 2.233377).abs() < 1e-5);
    /// ```
    pub fn of(came: &Series<Option<Contacts>>, record: &Series<Option<Contacts>>) -> Self {
        let mut floor = Self::default();
        let (mut week, dates) = (0.0, came.grid.dates());
        for (nth, date) in dates.iter().enumerate() {
            let range = came.grid.day_range(*date);
            let known =
                range.filter_map(|index| Some((index, came.values.get(index).copied()??.0)));
            let known: Vec<(usize, f64)> = known.collect();
            let total: f64 = known.iter().map(|(_, count)| count).sum();
            floor.interval += intervals(&came.grid, *date, &known, total, record);
            floor.day += expected(total);
            week += total;
            if nth % 7 == 6 || nth + 1 == dates.len() {
                floor.week += expected(week);
                week = 0.0;
            }
        }
        floor
    }
}

/// The floor of a day's intervals.
fn intervals(
    grid: &Grid,
    date: NaiveDate,
    known: &[(usize, f64)],
    total: f64,
    record: &Series<Option<Contacts>>,
) -> f64 {
    let shape = shape(record, date);
    let minute = |index| grid.minute_of_day(index);
    let share = |index| shape.get(&minute(index)).copied().unwrap_or_default();
    let all: f64 = known.iter().map(|(index, _)| share(*index)).sum();
    let rates = known.iter().map(|(index, _)| total * share(*index) / all);
    rates.map(expected).sum()
}

/// Mean contacts by minute of the day over the weeks around.
fn shape(record: &Series<Option<Contacts>>, date: NaiveDate) -> BTreeMap<u32, f64> {
    let grid = &record.grid;
    let mut sums: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    let before = (1..=WEEKS).filter_map(|week| date.checked_sub_days(Days::new(7 * week)));
    let after = (0..=WEEKS).filter_map(|week| date.checked_add_days(Days::new(7 * week)));
    for like in before.chain(after) {
        for index in grid.day_range(like) {
            if let Some(count) = record.values.get(index).copied().flatten() {
                let sum = sums.entry(grid.minute_of_day(index)).or_default();
                *sum = (sum.0 + count.0, sum.1 + 1.0);
            }
        }
    }
    let mean = |(minute, (sum, days))| (minute, sum / days);
    sums.into_iter().map(mean).collect()
}

fn expected(mean: f64) -> f64 {
    match mean.is_finite() && mean > 0.0 {
        true => poisson_error(mean),
        false => 0.0,
    }
}

/// Mean absolute error per interval of taking last week's value, over the record until a date:
/// the scale of the MASE; `None` where no interval has a week before it, or nothing varies.
///
/// # References
/// R. J. Hyndman and A. B. Koehler, *Another look at measures of forecast accuracy* (2006), with
/// the season of a week.
pub fn naive_scale(record: &Series<Option<Contacts>>, until: NaiveDate) -> Option<f64> {
    let grid = &record.grid;
    let (mut sum, mut count) = (0.0, 0.0);
    for index in 0..grid.day_range(until).end {
        let Some(came) = record.values.get(index).copied().flatten() else {
            continue;
        };
        let earlier = local_instant(grid.zone, grid.local(index) - TimeDelta::days(7));
        let earlier = grid
            .index_of(earlier)
            .and_then(|there| record.values.get(there).copied()?);
        if let Some(earlier) = earlier {
            sum += (came.0 - earlier.0).abs();
            count += 1.0;
        }
    }
    (sum > 0.0).then(|| sum / count)
}

/// The stretch of seven days that a day belongs to, counted from the first day.
pub(super) fn week_of(first: NaiveDate, date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce() - first.num_days_from_ce()) / 7
}
