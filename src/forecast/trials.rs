//! The past forecast again from earlier evenings, as if still to come.

use super::base::Base;
use super::experts::{Expert, Plain};
use super::known::Known;
use rayon::prelude::*;

/// A known day as each expert expected it from an earlier evening.
pub(super) struct Trial {
    /// Row of the day.
    pub day: usize,
    /// Days from the evening to the day; 1 is the next.
    pub lead: usize,
    /// What came, by known interval.
    pub contacts: Vec<f64>,
    /// What each expert expected of the same intervals, effects of the date included.
    pub expected: Vec<Vec<f64>>,
    /// Variance of the log of what its date does.
    pub effect: f64,
}

/// Weeks back from the end at which the past is forecast again: each of the last thirteen, and
/// some further ones, from which a longer way ahead is known by now.
const WEEKS: [usize; 20] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 20, 26, 39, 52, 78, 104,
];
/// Days ahead that are looked at from the weekly evenings.
const NEAR: usize = 56;
/// From evenings further back, one day in so many is looked at.
const THIN: usize = 5;

/// All trials that the past allows; none where experts cannot learn from so little of it.
///
/// The same on any number of threads.
pub(super) fn trials(known: &Known<'_>, experts: &[Box<dyn Expert>], weeks: usize) -> Vec<Trial> {
    let from = |back: &usize| {
        let end = known.days.len().checked_sub(7 * back)?;
        let base = Base::learn(known, end, weeks);
        let learnt = learn(experts, &base)?;
        let days = (end..known.days.len()).filter(|day| is_looked_at(day - end, *back));
        let days = days.filter(|day| known.days.is_known(*day));
        Some(days.map(|day| trial(&base, &learnt, day)).collect())
    };
    let all: Vec<Option<Vec<Trial>>> = WEEKS.par_iter().map(from).collect();
    all.into_iter().flatten().flatten().collect()
}

/// What every expert learns; none where one of them cannot.
pub(super) fn learn(experts: &[Box<dyn Expert>], base: &Base<'_>) -> Option<Vec<Box<dyn Plain>>> {
    experts.iter().map(|expert| expert.learn(base)).collect()
}

fn is_looked_at(ahead: usize, back: usize) -> bool {
    match back <= 13 {
        true => ahead < NEAR,
        false => ahead >= NEAR && ahead.is_multiple_of(THIN),
    }
}

fn trial(base: &Base<'_>, learnt: &[Box<dyn Plain>], day: usize) -> Trial {
    let days = base.known.days;
    let effect = base.effect(day).exp();
    let (positions, contacts): (Vec<usize>, Vec<f64>) = days.known(day).unzip();
    let expected = learnt.iter().map(|plain| {
        let rates = plain.rates(day as f64, days.weekday(day));
        let rate = |position: &usize| rates.get(*position).copied().unwrap_or(f64::NAN);
        positions.iter().map(|p| effect * rate(p)).collect()
    });
    Trial {
        day,
        lead: day + 1 - base.end,
        contacts,
        expected: expected.collect(),
        effect: base.effect_variance(day),
    }
}
