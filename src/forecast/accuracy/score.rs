//! A forecast beside what came: sums that add up over origins.

use super::floor::week_of;
use crate::calendar::Series;
use crate::error::Result;
use crate::forecast::{CountLaw, Forecast};
use crate::units::Contacts;
use chrono::{Datelike, NaiveDate};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde::Serialize;

/// Shares of the bands whose coverage is counted.
pub const LEVELS: [f64; 2] = [0.80, 0.95];
/// Quantiles of the pinball loss.
pub const QUANTILES: [f64; 3] = [0.1, 0.5, 0.9];

/// Sums over intervals or days, with how their counts lay within their laws.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sums {
    /// How many.
    pub count: usize,
    /// Summed absolute errors, in contacts.
    pub absolute: f64,
    /// Those within the band, by [`LEVELS`], edges included.
    pub within: [usize; 2],
    /// Histogram of the randomised probability integral transform, in tenths.
    pub transform: [usize; 10],
}

/// What one forecast was worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Contacts that came.
    pub came: f64,
    /// Summed errors; positive is forecast too high.
    pub error: f64,
    /// Summed pinball loss per interval, twice the mean over [`QUANTILES`].
    pub pinball: f64,
    /// Per interval.
    pub intervals: Sums,
    /// Per day; a day is the sum of its intervals that are known.
    pub days: Sums,
    /// Stretches of seven days from the first: how many, and their summed absolute errors.
    pub weeks: (usize, f64),
}

impl Score {
    /// Scores a forecast where it is known what came; unknown intervals say nothing.
    ///
    /// A day of which only a part is known is judged by the law of that part.
    ///
    /// # Errors
    /// When the two lie on different grids.
    pub fn of(forecast: &Forecast, came: &Series<Option<Contacts>>) -> Result<Self> {
        forecast.contacts.grid.same_as(&came.grid)?;
        let judged = judged(forecast, came);
        let mut score = Self::default();
        let mut random = stream(&came.grid);
        let (mut week, mut weeks) = (0.0, Vec::new());
        let dates = came.grid.dates();
        let first = dates.first().copied().unwrap_or_default();
        for date in &dates {
            let before = score.error;
            if score.day(&judged, came, *date, &mut random) {
                week += score.error - before;
                weeks.push(week_of(first, *date));
            }
            let last = date.succ_opt().is_none_or(|next| {
                week_of(first, next) != week_of(first, *date) || !dates.contains(&next)
            });
            if last {
                score.weeks.1 += week.abs();
                week = 0.0;
            }
        }
        weeks.dedup();
        score.weeks.0 = weeks.len();
        Ok(score)
    }

    /// One day; false when nothing of it is known.
    fn day(
        &mut self,
        judged: &Forecast,
        came: &Series<Option<Contacts>>,
        date: NaiveDate,
        random: &mut impl Rng,
    ) -> bool {
        let (mut total, mut known) = (0.0, 0);
        let before = self.error;
        for index in came.grid.day_range(date) {
            if let Some(count) = came.values.get(index).copied().flatten() {
                self.interval(judged.interval_law(index), count.0, random);
                total += count.0;
                known += 1;
            }
        }
        if known > 0 {
            let error = self.error - before;
            self.days.add(&judged.law(date, date), total, error, random);
        }
        known > 0
    }

    fn interval(&mut self, law: CountLaw, count: f64, random: &mut impl Rng) {
        let error = law.mean() - count;
        self.came += count;
        self.error += error;
        for share in QUANTILES {
            self.pinball +=
                2.0 / QUANTILES.len() as f64 * pinball(share, law.quantile(share), count);
        }
        self.intervals.add(&law, count, error, random);
    }
}

impl Sums {
    fn add(&mut self, law: &CountLaw, count: f64, error: f64, random: &mut impl Rng) {
        self.count += 1;
        self.absolute += error.abs();
        for (within, level) in self.within.iter_mut().zip(LEVELS) {
            let (low, high) = law.band(level);
            *within += usize::from(low <= count && count <= high);
        }
        let (below, upto) = (law.at_most(count - 1.0), law.at_most(count));
        let share = below + random.random::<f64>() * (upto - below);
        let tenth = (10.0 * share).floor().clamp(0.0, 9.0) as usize;
        if let Some(bin) = self.transform.get_mut(tenth) {
            *bin += 1;
        }
    }
}

/// The pinball loss of a quantile.
///
/// # Formula
/// `max(q (y - x), (q - 1) (y - x))` for share `q`, quantile `x` and count `y`.
fn pinball(share: f64, quantile: f64, count: f64) -> f64 {
    let missed = count - quantile;
    (share * missed).max((share - 1.0) * missed)
}

/// The forecast with nothing expected where nothing is known.
fn judged(forecast: &Forecast, came: &Series<Option<Contacts>>) -> Forecast {
    let mut judged = forecast.clone();
    for (mean, count) in judged.contacts.values.iter_mut().zip(&came.values) {
        if count.is_none() {
            *mean = Contacts::ZERO;
        }
    }
    judged
}

/// The same draws for every method and on any number of threads: by the first day only.
fn stream(grid: &crate::calendar::Grid) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(grid.date(0).num_days_from_ce().unsigned_abs().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinball_is_half_the_error_at_the_median() {
        assert_eq!(pinball(0.5, 10.0, 14.0), 2.0);
        assert!((pinball(0.1, 10.0, 14.0) - 0.4).abs() < 1e-12);
        assert!((pinball(0.1, 10.0, 6.0) - 3.6).abs() < 1e-12);
    }
}
