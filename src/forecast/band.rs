//! How sure a forecast is: the busyness of days and the band of each interval.
//!
//! Counts are Poisson around a rate that a gamma law of mean 1 multiplies, so they follow a
//! negative binomial law of variance `mean + mean^2 / shape`. Shapes are learnt from what the same
//! method would have forecast in earlier weeks, so they hold the noise of its parameters too.

use super::days::Days;
use super::robust;
use super::{CountLaw, DaySpread};
use crate::units::Share;
use statrs::distribution::{ContinuousCDF, Normal, Poisson};

/// Days ahead, grouped: a forecast for six weeks ahead is less sure than one for next week.
const LEADS: [usize; 3] = [14, 35, 56];
/// How many earlier weeks are forecast again to learn the spread.
const ORIGINS: usize = 13;
/// Variance of a day's busyness where nothing is known: a deviation of eight percent.
const USUAL: f64 = 0.0064;
/// How many days such a guess is worth.
const GUESS: f64 = 4.0;

/// The spread of one group of leads.
#[derive(Clone, Copy, Debug)]
struct Spread {
    days: f64,
    intervals: f64,
}

/// What was learnt of a method's errors.
#[derive(Clone, Debug)]
pub(super) struct Spreads {
    groups: [Spread; 3],
    /// Days that were forecast again, all leads together.
    pub tested: usize,
    level: Share,
}

/// A day that was forecast again: what came and what was expected, where both are known.
type Tested = Vec<(f64, f64)>;

impl Spreads {
    /// Forecasts the last weeks again from days `..end` with `rates_at(end, day)` and measures.
    pub fn learn<R>(days: &Days, level: Share, refit: impl Fn(usize) -> Option<R>) -> Self
    where
        R: Fn(usize) -> Vec<f64>,
    {
        let mut groups: [Vec<Tested>; 3] = Default::default();
        for week in 1..=ORIGINS {
            let Some(end) = days.len().checked_sub(7 * week) else {
                break;
            };
            let Some(rates) = refit(end) else { break };
            for day in (end..days.len())
                .take(LEADS[2])
                .filter(|day| days.is_known(*day))
            {
                if let Some(group) = groups.get_mut(group_of(day + 1 - end)) {
                    group.push(tested(days, day, &rates(day)));
                }
            }
        }
        let mut last = Spread {
            days: USUAL,
            intervals: USUAL,
        };
        let tested = groups.iter().map(Vec::len).sum();
        let groups = groups.map(|group| {
            last = last.renewed(&group, level);
            last
        });
        Self {
            groups,
            tested,
            level,
        }
    }

    /// Shape of the gamma law of a day's busyness, so many days ahead.
    pub fn busyness(&self, lead: usize) -> f64 {
        1.0 / self.spread(lead).days
    }

    /// The spread of a day so many days ahead.
    pub fn on(&self, lead: usize) -> DaySpread {
        let spread = self.spread(lead);
        let interval = ((spread.intervals - spread.days) / (1.0 + spread.days)).max(0.0);
        DaySpread {
            day: spread.days,
            interval,
        }
    }

    /// The band of an interval with this mean, so many days ahead.
    pub fn band(&self, mean: f64, lead: usize) -> (f64, f64) {
        let shape = 1.0 / self.spread(lead).intervals;
        CountLaw::new(mean, shape).band(self.level.0.clamp(0.0, 0.999))
    }

    fn spread(&self, lead: usize) -> Spread {
        let [near, middle, far] = self.groups;
        [near, middle, far]
            .get(group_of(lead))
            .copied()
            .unwrap_or(far)
    }
}

fn group_of(lead: usize) -> usize {
    LEADS.iter().take(2).filter(|last| lead > **last).count()
}

fn tested(days: &Days, day: usize, rates: &[f64]) -> Tested {
    days.known(day)
        .filter_map(|(position, contacts)| Some((contacts, *rates.get(position)?)))
        .collect()
}

impl Spread {
    /// The spread that tested days show; of few days this one, somewhat wider, weighs more.
    fn renewed(self, group: &[Tested], level: Share) -> Self {
        let totals: Vec<(f64, f64)> = group.iter().map(sum).collect();
        let cells: Vec<(f64, f64)> = group.iter().flatten().copied().collect();
        let (known, guess) = (group.len() as f64, GUESS.max(10.0 - group.len() as f64));
        let blend = |found: Option<f64>, before: f64| match found {
            Some(found) => (known * found + guess * before) / (known + guess),
            None => before * 1.25,
        };
        let days = blend(excess(&totals), self.days).clamp(1e-5, 4.0);
        let intervals = blend(needed(&cells, level), self.intervals.max(days));
        Self {
            days,
            intervals: intervals.clamp(1e-5, 4.0),
        }
    }
}

fn sum(day: &Tested) -> (f64, f64) {
    day.iter()
        .fold((0.0, 0.0), |sums, cell| (sums.0 + cell.0, sums.1 + cell.1))
}

/// Variance of the busyness by moments: squared error beyond Poisson over the squared mean.
///
/// Errors beyond four robust deviations are pulled in: one unmarked surge is no busyness.
fn excess(totals: &[(f64, f64)]) -> Option<f64> {
    let relative = |(count, mean): &(f64, f64)| (count - mean) / mean;
    let errors: Vec<f64> = totals
        .iter()
        .filter(|day| day.1 > 0.0)
        .map(relative)
        .collect();
    let reach = 4.0 * robust::spread(&errors).max(0.01);
    let squares = totals.iter().filter(|day| day.1 > 0.0).map(|day| {
        let error = relative(day).clamp(-reach, reach) * day.1;
        error * error - day.1
    });
    let (total, means) = (
        squares.sum::<f64>(),
        totals.iter().map(|day| day.1 * day.1).sum::<f64>(),
    );
    (means > 0.0).then(|| (total / means).max(0.0))
}

/// The variance per squared mean with which just the wanted share of intervals lies in the band.
///
/// Each error asks for the variance that would put it on the edge of a normal band; the quantile
/// of what they ask, at the share wanted, is what the band needs.
fn needed(cells: &[(f64, f64)], level: Share) -> Option<f64> {
    let reach = normal(0.5 + level.0.clamp(0.0, 0.999) / 2.0);
    let asked: Vec<f64> = cells
        .iter()
        .filter(|(_, mean)| *mean >= 0.5)
        .map(|(count, mean)| (((count - mean) / reach).powi(2) - mean) / (mean * mean))
        .collect();
    robust::quantile(&asked, level.0).map(|needed| needed.max(0.0))
}

/// Quantile of the standard normal law.
fn normal(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share)
}

/// Expected absolute error of a Poisson count with this mean: what no forecast can avoid.
///
/// # Formula
/// `2 m P(N = floor(m))`, Crow 1958.
pub(super) fn poisson_error(mean: f64) -> f64 {
    use statrs::distribution::Discrete;
    match Poisson::new(mean) {
        Ok(law) => 2.0 * mean * law.pmf(mean.floor() as u64),
        Err(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_error_is_the_mean_deviation() {
        // By summation over the law: mean 4, E|N - 4| = 8 P(4) = 1.562935.
        assert!((poisson_error(4.0) - 1.562_935).abs() < 1e-6);
    }
}
