//! How the wait falls with the hours on the phone, in the year's own forecast.

use super::chain::chain;
use super::{NOTHING, Sums, Traffic};
use crate::config::Scenario;
use crate::scenario::shape::Shape;
use crate::scenario::year::Year;
use std::sync::Arc;

/// Rungs of the ladder that gives the others their form, as hours on the phone over hours of work.
const FORM: std::ops::RangeInclusive<u32> = 6..=36;
const FORM_RUNG: f64 = 0.05;

/// The waiting of the year's own forecast, by kind of week and hours on the phone over hours of work.
#[derive(Debug, Default)]
pub struct Form {
    /// Logarithm of the waiting per contact, by kind and rung.
    waits: Vec<Vec<f64>>,
    /// Hours of work of an average week.
    pub(super) load: f64,
}

impl Form {
    /// The form of a shape in its year.
    pub(in crate::scenario) fn of(year: &Year, shape: Arc<Shape>) -> Option<Self> {
        let traffic = Traffic::of(year, &Scenario::default());
        let chain = chain(year, shape, traffic, None)?;
        let load = chain.load();
        let hours: Vec<f64> = FORM
            .map(|rung| f64::from(rung) * FORM_RUNG * load)
            .collect();
        let wait = |week: &Sums| (week.waiting.max(NOTHING) / week.offered.max(NOTHING)).ln();
        let waits = (0..chain.kinds.len()).map(|kind| {
            let asked: Vec<(usize, f64)> = hours.iter().map(|hours| (kind, *hours)).collect();
            chain.weeks(&asked).iter().map(wait).collect()
        });
        Some(Self {
            waits: waits.collect(),
            load,
        })
    }

    /// The logarithm of a kind's wait at so many hours per hour of work: a monotone cubic.
    ///
    /// # References
    /// F. N. Fritsch and J. Butland, A method for constructing local monotone piecewise cubic
    /// interpolants (1984).
    pub(super) fn at(&self, kind: usize, hours: f64) -> f64 {
        let Some(waits) = self.waits.get(kind) else {
            return 0.0;
        };
        let at = hours / FORM_RUNG - f64::from(*FORM.start());
        let low = (at.max(0.0) as usize).min(waits.len().saturating_sub(2));
        let slope = |index: usize| waits[index + 1] - waits[index];
        let own = slope(low);
        let (s, t) = (at - low as f64, 1.0 - (at - low as f64));
        if !(0.0..=1.0).contains(&s) {
            return waits[low] + s * own;
        }
        let left = low
            .checked_sub(1)
            .map_or(own, |before| mean_slope(slope(before), own));
        let right = match low + 2 < waits.len() {
            true => mean_slope(own, slope(low + 1)),
            false => own,
        };
        waits[low] * t * t * (1.0 + 2.0 * s)
            + waits[low + 1] * s * s * (1.0 + 2.0 * t)
            + left * s * t * t
            - right * s * s * t
    }
}

/// A slope between two: their harmonic mean, 0 where they differ in sign.
fn mean_slope(one: f64, other: f64) -> f64 {
    match one * other > 0.0 {
        true => 2.0 * one * other / (one + other),
        false => 0.0,
    }
}
