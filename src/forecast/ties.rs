//! What the errors of days forecast on the same evening have in common.

use super::DaySpread;
use super::spreads::{Tested, alone, relative_variance, sum};
use super::weights::group_of;

/// What ties the errors of days from one evening.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ties {
    /// Share of the variance of a day soon to come that is the level's: off on all days alike.
    pub level: f64,
    /// Correlation of the rest of it on days that follow each other.
    pub correlation: f64,
}

/// Share of the level where nothing is known.
const USUAL: f64 = 1.0 / 3.0;
/// Pairs of days a week apart that this is worth. An evening has some 28 of them, all off by the
/// same level, and evenings a week apart hardly differ: these are as many as thirteen weeks give.
const WORTH: f64 = 320.0;
/// Pairs of neighbours that no correlation is worth.
const WORTH_NEXT: f64 = 30.0;
/// Days from which on only the level ties two of them.
const APART: usize = 7;

impl Ties {
    /// Of a past that is too short.
    pub const UNKNOWN: Self = Self {
        level: USUAL,
        correlation: 0.0,
    };

    /// Learns from trials in order of origin and day, `near` being the spread of their first leads.
    ///
    /// # Formula
    /// With `e` the relative error of a day, pulled in to three deviations, `k` the part of its
    /// variance that is chance, and means over pairs from the same evening that weigh as much as
    /// busyness has in them, `mean of e e' / mean of (e^2 - k)` is the level's share `L` for days
    /// at least a week apart, and `L + (1 - L) r` for neighbours.
    pub fn learn(tested: &[Tested], near: &DaySpread) -> Self {
        let (mut apart, mut next) = (Pairs::default(), Pairs::default());
        for evening in tested.chunk_by(|one, other| one.origin() == other.origin()) {
            let soon = evening.iter().filter(|day| group_of(day.lead) == 0);
            let errors = soon.filter_map(|day| Some((day.day, Error::of(day, near)?)));
            let errors: Vec<(usize, Error)> = errors.collect();
            for (nth, (day, error)) in errors.iter().enumerate() {
                for (later, other) in errors.iter().skip(nth + 1) {
                    match later.saturating_sub(*day) {
                        1 => next.add(error, other),
                        APART.. => apart.add(error, other),
                        _ => {}
                    }
                }
            }
        }
        let found = apart.tie().unwrap_or(USUAL);
        let level = (apart.weight * found + WORTH * USUAL) / (apart.weight + WORTH);
        let known = next.weight / (next.weight + WORTH_NEXT);
        let rest = (next.tie().unwrap_or(level) - level) / (1.0 - level).max(0.05);
        Self {
            level,
            correlation: (known * rest).clamp(0.0, 0.95),
        }
    }
}

/// The relative error of a day.
struct Error {
    /// Pulled in.
    value: f64,
    /// Variance that chance adds.
    chance: f64,
    /// Share of its variance that is busyness.
    told: f64,
}

impl Error {
    fn of(day: &Tested, near: &DaySpread) -> Option<Self> {
        let (came, mean) = sum(day);
        let chance = 1.0 / mean + alone(day, near) / (mean * mean);
        let chance = chance + relative_variance(day.effect);
        let reach = 3.0 * (near.day + chance).sqrt();
        (mean > 0.0).then(|| Self {
            value: (came / mean - 1.0).clamp(-reach, reach),
            chance,
            told: near.day / (near.day + chance),
        })
    }
}

/// Pairs of errors, weighted.
#[derive(Default)]
struct Pairs {
    products: f64,
    squares: f64,
    weight: f64,
}

impl Pairs {
    fn add(&mut self, one: &Error, other: &Error) {
        let weight = one.told * other.told;
        let squares = one.value.powi(2) + other.value.powi(2) - one.chance - other.chance;
        self.products += weight * one.value * other.value;
        self.squares += weight * squares / 2.0;
        self.weight += weight;
    }

    /// The correlation of busyness; none where all is chance.
    fn tie(&self) -> Option<f64> {
        (self.squares > 0.0).then(|| (self.products / self.squares).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests;
