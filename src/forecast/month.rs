//! What the date of the month does: salaries, rents and bills come on fixed dates.

use super::ridge::Ridge;
use chrono::{Datelike, NaiveDate};
use std::f64::consts::TAU;

/// A smooth curve over the dates of a month, as a log.
#[derive(Clone, Debug, Default)]
pub(super) struct MonthCurve {
    /// By date of the month, from 0; nothing where nothing was learnt.
    logs: Vec<f64>,
}

/// Dates of a month, at most.
const DATES: usize = 31;

/// Waves in a month: the shortest is a week long.
const WAVES: usize = 4;
/// How large each wave usually is, as the standard deviation of its log.
const SIZE: f64 = 0.03;
/// Days of one month share what the month has on its own: they count as a third of their number.
const ALIKE: f64 = 3.0;

impl MonthCurve {
    /// Learns from days and their logs around the level; `noise` is the deviation of a day.
    ///
    /// # Formula
    /// Ridge regression on sines and cosines of the date, each coefficient with the penalty
    /// `3 noise^2 / 0.03^2`: two months of a calm queue say something, of a restless one nothing.
    pub fn learn(days: &[(NaiveDate, f64)], noise: f64) -> Self {
        let mut sums = [(0.0, 0.0); DATES];
        for (date, log) in days {
            if let Some((sum, count)) = sums.get_mut(date.day0() as usize) {
                *sum += log.clamp(-3.0 * noise, 3.0 * noise);
                *count += 1.0;
            }
        }
        let mut ridge = Ridge::new(2 * WAVES);
        for (date, (sum, count)) in sums.iter().enumerate().filter(|(_, sum)| sum.1 > 0.0) {
            ridge.add(&waves(date), sum / count, *count);
        }
        let penalty = ALIKE * (noise / SIZE).powi(2);
        let Some(coefficients) = ridge.solve(&[penalty; 2 * WAVES]) else {
            return Self::default();
        };
        let log = |date: usize| {
            waves(date)
                .iter()
                .zip(&coefficients)
                .map(|(x, b)| x * b)
                .sum()
        };
        Self {
            logs: (0..DATES).map(log).collect(),
        }
    }

    /// The log of the factor of a date.
    pub fn log(&self, date: NaiveDate) -> f64 {
        self.logs.get(date.day0() as usize).copied().unwrap_or(0.0)
    }
}

fn waves(date: usize) -> [f64; 2 * WAVES] {
    let angle = date as f64 / 30.44 * TAU;
    let mut terms = [0.0; 2 * WAVES];
    for (nth, pair) in terms.chunks_exact_mut(2).enumerate() {
        let (sine, cosine) = ((nth + 1) as f64 * angle).sin_cos();
        if let [first, second] = pair {
            (*first, *second) = (sine, cosine);
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two calm years in which the month falls from +10 % to -10 % along one wave: it comes back
    /// within a tenth of itself. On a restless queue a tenth of it is believed at most.
    #[test]
    fn calm_queues_show_their_month_and_restless_ones_do_not() {
        let first = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap();
        let wave = |date: NaiveDate| 0.1 * (f64::from(date.day0()) / 30.44 * TAU).cos();
        let days: Vec<(NaiveDate, f64)> =
            first.iter_days().take(730).map(|d| (d, wave(d))).collect();
        let calm = MonthCurve::learn(&days, 0.07);
        assert!(
            days.iter()
                .all(|(date, log)| (calm.log(*date) - log).abs() < 0.01)
        );
        let restless = MonthCurve::learn(&days, 2.5);
        assert!(restless.log(first).abs() < 0.01);
        assert_eq!(MonthCurve::learn(&[], 0.1).log(first), 0.0);
    }
}
