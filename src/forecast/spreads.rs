//! How sure a forecast is, by how far earlier ones were off.
//!
//! Counts are Poisson around a rate that a gamma law of mean 1 multiplies: one for the day and one
//! for the interval. Both variances are learnt from trials of the same method, so they hold the
//! noise of its parameters too.

use super::DaySpread;
use super::count_law::odd_days;
use super::robust;
use super::ties::Ties;
use super::weights::{LEADS, between, group_of};
use std::collections::BTreeSet;

/// A day that was forecast again.
pub(super) struct Tested {
    /// Row of the day.
    pub day: usize,
    /// Days ahead that it was forecast.
    pub lead: usize,
    /// What came and what was expected, by known interval.
    pub cells: Vec<(f64, f64)>,
    /// Variance of the log of what its date does, as it was known then.
    pub effect: f64,
}

/// What was learnt of a method's errors.
#[derive(Clone, Debug)]
pub(super) struct Spreads {
    groups: [DaySpread; LEADS.len()],
    /// Correlation of the days' own busyness from one to the next.
    pub correlation: f64,
    /// Days that were forecast again, each counted once.
    pub tested: usize,
}

/// Variance of a day's busyness where nothing is known: a deviation of eight percent.
const USUAL_DAY: f64 = 0.0064;
/// Variance of an interval beyond its day where nothing is known: a deviation of five percent.
const USUAL_INTERVAL: f64 = 0.0025;
/// Deviation of the logs of such variances from queue to queue.
const UNSURE: f64 = 1.0;
/// The same day is tried from several evenings, and evenings of one week err together: this part
/// of the trials is news.
const NEWS: f64 = 0.35;
/// Weeks that trials are made from.
const WEEKS: f64 = 13.0;
/// Variance that another year ahead adds to the level where no trial reaches that far.
const A_YEAR: f64 = 0.0064;

impl Spreads {
    /// Learns from trials in order of origin and day, whose weights were fitted to so many experts
    /// by the same trials. This share of days was set aside as no ordinary ones: no trial sees
    /// them, but more will come.
    ///
    /// Each freely chosen weight makes the errors look smaller than they will be, by about a
    /// third of a week of the trials' weeks: the weights are drawn to equal ones.
    pub fn learn(tested: &[Tested], experts: usize, set_aside: f64) -> Self {
        let mut usual = DaySpread {
            day: USUAL_DAY,
            level: 0.0,
            interval: USUAL_INTERVAL,
            odd: 0.0,
        };
        let mut groups = [usual; LEADS.len()];
        if tested.is_empty() {
            return Self::tied(groups, Ties::UNKNOWN, 0);
        }
        for (nth, group) in groups.iter_mut().enumerate() {
            let of_group = || tested.iter().filter(|day| group_of(day.lead) == nth);
            let interval = interval_variance(of_group(), usual.interval);
            let optimism = 1.0 + (experts.max(1) - 1) as f64 / (3.0 * WEEKS);
            let (day, odd) = day_variance(of_group(), interval, usual);
            let day = optimism * day;
            // What lies further ahead is no surer.
            let (least, least_interval) = match nth {
                0 => (0.0, 0.0),
                _ => (usual.day, usual.interval),
            };
            usual = DaySpread {
                day: day.max(least),
                level: 0.0,
                interval: interval.max(least_interval),
                odd,
            };
            *group = usual;
        }
        let [near, ..] = &groups;
        let ties = Ties::learn(tested, near);
        for group in &mut groups {
            group.odd = (group.odd + set_aside).min(MOST);
        }
        // The same day is tried from several evenings.
        let days: BTreeSet<usize> = tested.iter().map(|tested| tested.day).collect();
        Self::tied(groups, ties, days.len())
    }

    /// What a day soon to come varies on its own, any day does: what those further ahead vary more,
    /// they share.
    fn tied(mut groups: [DaySpread; LEADS.len()], ties: Ties, tested: usize) -> Self {
        let [near, ..] = groups;
        let own = (1.0 - ties.level) * near.day;
        for group in &mut groups {
            group.level = (group.day - own).max(0.0);
        }
        Self {
            groups,
            correlation: ties.correlation,
            tested,
        }
    }

    /// The spread of a day so many days ahead, without steps at the edges of the groups of leads.
    pub fn on(&self, lead: usize) -> DaySpread {
        let (one, other, share) = between(lead);
        let [one, other] = [one, other].map(|nth| self.groups.get(nth).copied());
        let (one, other) = (one.unwrap_or_default(), other.unwrap_or_default());
        let mixed = |one: f64, other: f64| one + share * (other - one);
        let [.., last] = LEADS;
        let further = A_YEAR * lead.saturating_sub(last) as f64 / 365.0;
        DaySpread {
            day: mixed(one.day, other.day) + further,
            level: mixed(one.level, other.level) + further,
            interval: mixed(one.interval, other.interval),
            odd: mixed(one.odd, other.odd),
        }
    }
}

/// Relative variance of a factor whose log has this variance; beyond that of an exponential law it
/// says only that nothing is known.
pub(super) fn relative_variance(log: f64) -> f64 {
    log.exp_m1().min(1.0)
}

/// What came and what was expected of a day.
pub(super) fn sum(day: &Tested) -> (f64, f64) {
    day.cells
        .iter()
        .fold((0.0, 0.0), |sums, cell| (sums.0 + cell.0, sums.1 + cell.1))
}

/// An error with the part of its variance that is known, and the square that the unknown
/// variance multiplies.
#[derive(Clone, Copy)]
struct Error {
    square: f64,
    known: f64,
    times: f64,
}

/// The variance of busyness, and the chance of odd days.
fn day_variance<'a>(
    days: impl Iterator<Item = &'a Tested>,
    interval: f64,
    usual: DaySpread,
) -> (f64, f64) {
    let errors = days.filter_map(|day| {
        let (came, mean) = sum(day);
        let own: f64 = day.cells.iter().map(|cell| cell.1 * cell.1).sum();
        (mean > 0.0).then(|| Error {
            square: (came - mean).powi(2),
            known: mean + interval * own + relative_variance(day.effect) * mean * mean,
            times: mean * mean,
        })
    });
    let errors: Vec<Error> = errors.collect();
    if errors.is_empty() {
        return (usual.day, usual.odd);
    }
    let wild = errors.clone();
    let errors = pulled_in(errors);
    let variance = variance(&errors, usual.day);
    let fits = CHANCES.map(|odd| (odd, log_likelihood(&wild, variance, odd_days(odd))));
    let best = fits.iter().map(|(_, fit)| *fit).fold(f64::MIN, f64::max);
    let weights = fits.map(|(odd, fit)| (odd, (fit - best).exp()));
    let (odd, weight) = weights.iter().fold((0.0, 0.0), |sums, (odd, weight)| {
        (sums.0 + odd * weight, sums.1 + weight)
    });
    (variance, odd / weight)
}

/// Errors beyond four robust deviations pulled in to there: one surge is no busyness.
fn pulled_in(mut errors: Vec<Error>) -> Vec<Error> {
    let relative = |error: &Error| (error.square / error.times).sqrt();
    // Of absolute normal errors the median is 0.6745 deviations.
    let sizes: Vec<f64> = errors.iter().map(relative).collect();
    let reach = 4.0 * (robust::median(&sizes).unwrap_or(0.0) / 0.6745).max(0.01);
    for error in &mut errors {
        error.square = error.square.min(reach * reach * error.times);
    }
    errors
}

/// Intervals are held against their share of what came that day.
fn interval_variance<'a>(days: impl Iterator<Item = &'a Tested>, usual: f64) -> f64 {
    let errors = days.flat_map(|day| {
        let (came, mean) = sum(day);
        let busy = if mean > 0.0 { came / mean } else { 0.0 };
        let of_day = move |(count, rate): &(f64, f64)| {
            let due = rate * busy;
            let rest = 1.0 - rate / mean;
            (due >= FEW && rest > 0.1).then(|| Error {
                square: (count - due).powi(2),
                known: due * rest,
                times: due * due * rest,
            })
        };
        day.cells.iter().filter_map(of_day)
    });
    let errors: Vec<Error> = errors.collect();
    match errors.is_empty() {
        // Days of one interval, or of a handful of contacts: the day's variance tells it all.
        true => 0.0,
        false => variance(&errors, usual),
    }
}

/// Chances of odd days that are weighed against each other.
const CHANCES: [f64; 4] = [0.0, 0.05, 0.1, 0.2];
/// Chance of odd days from which on they are no longer odd.
const MOST: f64 = 0.5;
/// Contacts below which an interval's error says nothing but chance.
const FEW: f64 = 2.0;
/// Variances that are tried, in steps of two fifths from a deviation of 0.3 % to one of 150 %.
const TRIED: i32 = 36;
/// Errors that are enough to tell a variance; of more, every so many are taken.
const ENOUGH: usize = 600;

/// The expected variance, given errors and what is usual, as the mean of its posterior.
///
/// # Formula
/// Errors are normal with variance `known + v times`; the prior of `ln v` is normal around the
/// usual one with deviation 1, and the log-likelihood counts for 0.35 of the trials, since they
/// overlap.
fn variance(errors: &[Error], usual: f64) -> f64 {
    let posterior = |step: i32| {
        let tried = 1e-5 * 1.4_f64.powi(step);
        let prior = -((tried / usual).ln() / UNSURE).powi(2) / 2.0;
        (tried, prior + log_likelihood(errors, tried, odd_days(0.0)))
    };
    let tried: Vec<(f64, f64)> = (0..TRIED).map(posterior).collect();
    let best = tried.iter().map(|(_, log)| *log).fold(f64::MIN, f64::max);
    let weights = tried.iter().map(|(tried, log)| (tried, (log - best).exp()));
    let (sum, weight) = weights.fold((0.0, 0.0), |sums, (tried, weight)| {
        (sums.0 + tried * weight, sums.1 + weight)
    });
    sum / weight
}

/// How well a variance, with odd days or without, explains the errors.
fn log_likelihood(errors: &[Error], tried: f64, factors: [(f64, f64); 2]) -> f64 {
    let stride = errors.len().div_ceil(ENOUGH).max(1);
    let some = errors.iter().step_by(stride);
    let sum: f64 = some.map(|error| error.log_density(tried, factors)).sum();
    NEWS * sum
}

impl Error {
    fn log_density(&self, tried: f64, factors: [(f64, f64); 2]) -> f64 {
        let density = |(chance, factor): (f64, f64)| {
            let variance = self.known + tried * factor * self.times;
            chance * (-0.5 * self.square / variance).exp() / variance.sqrt()
        };
        let possible = factors.into_iter().filter(|(chance, _)| *chance > 0.0);
        let total: f64 = possible.map(density).sum();
        // Beyond fifteen deviations of the widest law nothing is told apart.
        total.max(1e-50).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each day further is no surer, and no step is larger than the steepest slope, from day 14 to
    /// the second group's middle, day 25.
    #[test]
    fn spreads_grow_without_steps() {
        let groups = [0.01, 0.02, 0.025, 0.025, 0.06].map(|day| DaySpread {
            day,
            level: 0.0,
            interval: day / 4.0,
            odd: 0.1,
        });
        let spreads = Spreads::tied(groups, Ties::UNKNOWN, 100);
        let ends = [1, 14, 25].map(|lead| spreads.on(lead).day);
        assert_eq!(ends, [0.01, 0.01, 0.02]);
        for lead in 1..900 {
            let (here, next) = (spreads.on(lead), spreads.on(lead + 1));
            for step in [
                next.day - here.day,
                next.level - here.level,
                next.interval - here.interval,
            ] {
                assert!((-1e-12..=0.01 / 11.0 + 1e-12).contains(&step), "{lead}");
            }
        }
    }
}
