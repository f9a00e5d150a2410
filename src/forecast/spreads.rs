//! How sure a forecast is, by how far earlier ones were off.
//!
//! Counts are Poisson around a rate that a gamma law of mean 1 multiplies: one for the day and one
//! for the interval. Both variances are learnt from trials of the same method, so they hold the
//! noise of its parameters too.

use super::DaySpread;
use super::error_variance::{Error, Fit};
use super::robust;
use super::spread::typical;
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

impl Tested {
    /// The row of the first day after the evening that it was forecast.
    pub fn origin(&self) -> usize {
        (self.day + 1).saturating_sub(self.lead)
    }
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
/// How it falls with what is expected where nothing is known.
const USUAL_TAPER: f64 = 1.0;
/// Weeks that trials are made from.
const WEEKS: f64 = 13.0;
/// Weeks of record from which errors have twice the variance that they have from many.
const RIPE: f64 = 4.0;
/// Variance that another year ahead adds to the level where no trial reaches that far.
const A_YEAR: f64 = 0.0064;

impl Spreads {
    /// Learns from trials in order of origin and day, whose weights were fitted to so many experts
    /// by the same trials. This share of days was set aside as no ordinary ones: no trial sees
    /// them, but more will come.
    pub fn learn(tested: &[Tested], experts: usize, set_aside: f64) -> Self {
        let mut usual = DaySpread {
            day: USUAL_DAY,
            level: 0.0,
            interval: USUAL_INTERVAL,
            taper: USUAL_TAPER,
            odd: 0.0,
        };
        let mut groups = [usual; LEADS.len()];
        let Some(record) = tested.iter().map(|tested| tested.day + 1).max() else {
            return Self::tied(groups, Ties::UNKNOWN, 0);
        };
        // Each freely chosen weight makes the errors look smaller than they will be, by about a third
        // of a week of the trials' weeks: the weights are drawn to equal ones.
        let optimism = 1.0 + (experts.max(1) - 1) as f64 / (3.0 * WEEKS);
        let mut tapers = &TAPERS[..];
        for (nth, group) in groups.iter_mut().enumerate() {
            let of_group = tested.iter().filter(|day| group_of(day.lead) == nth);
            let mut found = Self::of_leads(&of_group.collect::<Vec<_>>(), &usual, tapers, record);
            found.day *= optimism;
            // What lies further ahead is no surer.
            if nth > 0 {
                found.day = found.day.max(usual.day);
                found.interval = found.interval.max(usual.interval);
            }
            (*group, usual) = (found, found);
            // The longer leads see the same intervals.
            tapers = std::slice::from_ref(&group.taper);
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

    /// What trials of one group of leads say, given what is usual.
    fn of_leads(days: &[&Tested], usual: &DaySpread, tapers: &[f64], record: usize) -> DaySpread {
        let (interval, taper) = interval_variance(days, usual, tapers);
        let intervals = DaySpread {
            interval,
            taper,
            ..*usual
        };
        let (day, odd) = day_variance(days, &intervals, usual, record);
        DaySpread {
            day,
            odd,
            ..intervals
        }
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
            taper: mixed(one.taper, other.taper),
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

/// Variance of the count of a day that its intervals add on their own.
pub(super) fn alone(day: &Tested, spread: &DaySpread) -> f64 {
    let typical = typical(day.cells.iter().map(|cell| cell.1));
    let own = |(_, mean): &(f64, f64)| mean * mean * spread.interval_at(*mean, typical);
    day.cells.iter().map(own).sum()
}

/// The variance of busyness after a record of so many days, and the chance of odd days.
fn day_variance(days: &[&Tested], own: &DaySpread, usual: &DaySpread, record: usize) -> (f64, f64) {
    let now = unripe(record);
    let errors = days.iter().filter_map(|day| {
        let (came, mean) = sum(day);
        (mean > 0.0).then(|| Error {
            square: (came - mean).powi(2),
            known: mean + alone(day, own) + relative_variance(day.effect) * mean * mean,
            times: mean * mean * unripe(day.origin()) / now,
        })
    });
    let errors = pulled_in(errors.collect());
    match errors.is_empty() {
        true => (usual.day, usual.odd),
        false => Fit::mean(&CHANCES.map(|odd| (odd, Fit::of(&errors, usual.day, odd)))),
    }
}

/// How much larger the variance of errors is after a record of so many days than after a long one: a
/// level, weekdays and effects learnt from a few weeks are less sure.
fn unripe(days: usize) -> f64 {
    1.0 + RIPE / (days.max(1) as f64 / 7.0)
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

/// The variance of intervals beyond their day, and how it falls with what is expected.
///
/// Intervals are held against their share of what came that day. Some are off by far more than
/// the rest, which must not widen them all: a tenth may have eight times the variance.
fn interval_variance(days: &[&Tested], usual: &DaySpread, tapers: &[f64]) -> (f64, f64) {
    let errors = days.iter().flat_map(|day| interval_errors(day));
    let errors: Vec<(Error, f64)> = errors.collect();
    if errors.is_empty() {
        // Days of one interval, or of a handful of contacts: the day's variance tells it all.
        return (0.0, usual.taper);
    }
    let some = ENOUGH.min(errors.len());
    let some = (0..some).filter_map(|nth| errors.get(nth * errors.len() / some));
    let some: Vec<&(Error, f64)> = some.collect();
    let tapered = |taper: f64| {
        let error = |(error, ratio): &&(Error, f64)| Error {
            times: error.times * ratio.powf(taper),
            ..*error
        };
        let errors: Vec<Error> = some.iter().map(error).collect();
        (taper, Fit::of(&errors, usual.interval, FAR_OFF))
    };
    let fits: Vec<(f64, Fit)> = tapers.iter().map(|taper| tapered(*taper)).collect();
    Fit::mean(&fits)
}

/// The errors of a day's intervals, with the typical rate of the day over theirs.
fn interval_errors(day: &Tested) -> impl Iterator<Item = (Error, f64)> {
    let (came, mean) = sum(day);
    let busy = if mean > 0.0 { came / mean } else { 0.0 };
    let typical = typical(day.cells.iter().map(|cell| cell.1));
    let of = move |(count, rate): &(f64, f64)| {
        let due = rate * busy;
        let rest = 1.0 - rate / mean;
        let error = Error {
            square: (count - due).powi(2),
            known: due * rest,
            times: due * due * rest,
        };
        (due >= FEW && rest > 0.1).then_some((error, typical / rate))
    };
    day.cells.iter().filter_map(of)
}

/// Chances of odd days that are weighed against each other.
const CHANCES: [f64; 4] = [0.0, 0.05, 0.1, 0.2];
/// Chance of odd days from which on they are no longer odd.
const MOST: f64 = 0.5;
/// Falls of the variance of intervals with what is expected that are weighed against each other.
const TAPERS: [f64; 4] = [0.0, 0.5, 1.0, 1.5];
/// Part of the intervals that may be far off.
const FAR_OFF: f64 = 0.1;
/// Contacts below which an interval's error says nothing but chance.
const FEW: f64 = 2.0;
/// Errors of intervals that are enough to tell a variance; a prime, so that no interval of the clock
/// is left out where every so many are taken.
const ENOUGH: usize = 1511;

#[cfg(test)]
mod tests;
