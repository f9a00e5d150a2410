//! What is still to come for one who waits, by how many are ahead.
//!
//! One with k ahead gets a place further at rate c μ + k θ, and hangs up at rate θ of their own.

use super::boundary::Change;
use super::chain::Chain;
use super::tail::{WITHOUT_END, wait_alone};
use super::weights::Weights;

/// What is to come, by contacts ahead.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    /// Time until answered or hung up.
    pub wait: Vec<f64>,
    /// Chance of hanging up.
    pub abandon: Vec<f64>,
    /// Mean of the time until hanging up, 0 for those answered.
    pub abandon_wait: Vec<f64>,
}

impl Ahead {
    /// After the day's end, when nothing changes any more.
    pub fn at_end(chain: &Chain, places: usize) -> Self {
        let mut ahead = Self {
            wait: Vec::with_capacity(places),
            abandon: Vec::with_capacity(places),
            abandon_wait: Vec::with_capacity(places),
        };
        let (mut wait, mut abandon, mut abandon_wait) = (0.0, 0.0, 0.0);
        for k in 0..places {
            let (advance, theta) = (chain.advance(k), chain.abandonment);
            wait = wait_alone(chain, k, wait);
            if advance + theta > 0.0 {
                abandon = (theta + advance * abandon) / (advance + theta);
                abandon_wait = (abandon + advance * abandon_wait) / (advance + theta);
            }
            ahead.wait.push(wait.min(WITHOUT_END));
            ahead.abandon.push(abandon);
            ahead.abandon_wait.push(abandon_wait);
        }
        ahead
    }

    /// Before agents come or leave.
    pub fn before(&self, change: &Change) -> Self {
        let places = self.wait.len();
        let moved = |values: &[f64]| -> Vec<f64> {
            let value = |k: usize| change.ahead(k).map_or(0.0, |k| values[k.min(places - 1)]);
            (0..places).map(value).collect()
        };
        Self {
            wait: moved(&self.wait),
            abandon: moved(&self.abandon),
            abandon_wait: moved(&self.abandon_wait),
        }
    }

    /// At the start of an interval, from what it is at its end.
    pub fn through(&self, chain: &Chain, weights: &mut Weights) -> Self {
        let places = self.wait.len();
        let steps = Steps::new(chain, places);
        weights.set(steps.rate, chain.length);
        let mut now = self.clone();
        let zero = || vec![0.0; places];
        let mut sum = Self {
            wait: zero(),
            abandon: zero(),
            abandon_wait: zero(),
        };
        let theta = chain.abandonment;
        for (at, _) in weights.iter() {
            for k in 0..places {
                sum.wait[k] += at * now.wait[k];
                sum.abandon[k] += at * now.abandon[k];
                sum.abandon_wait[k] += at * now.abandon_wait[k];
            }
            // From the back, so that each still finds what was one place further.
            for k in (0..places).rev() {
                let step = |values: &[f64]| {
                    let nearer = if k > 0 { values[k - 1] } else { 0.0 };
                    steps.stay[k] * values[k] + steps.advance[k] * nearer
                };
                now.abandon_wait[k] = step(&now.abandon_wait) + now.abandon[k] / steps.rate;
                now.abandon[k] = step(&now.abandon) + theta / steps.rate;
                now.wait[k] = step(&now.wait) + 1.0 / steps.rate;
            }
        }
        sum
    }
}

/// One jump of one who waits, by contacts ahead.
struct Steps {
    rate: f64,
    advance: Vec<f64>,
    stay: Vec<f64>,
}

impl Steps {
    fn new(chain: &Chain, places: usize) -> Self {
        let leave = |k: usize| chain.advance(k) + chain.abandonment;
        let rate = leave(places.saturating_sub(1)).max(1e-3 / chain.length);
        Self {
            rate,
            advance: (0..places).map(|k| chain.advance(k) / rate).collect(),
            stay: (0..places).map(|k| 1.0 - leave(k) / rate).collect(),
        }
    }
}

/// Chance of being answered in time, by contacts ahead, carried back over a part of an interval.
pub(super) fn answered(chain: &Chain, length: f64, after: &mut [f64], weights: &mut Weights) {
    let places = after.len();
    let steps = Steps::new(chain, places);
    weights.set(steps.rate, length);
    let mut now = after.to_vec();
    after.fill(0.0);
    for (at, _) in weights.iter() {
        for (sum, value) in after.iter_mut().zip(&now) {
            *sum += at * value;
        }
        for k in (0..places).rev() {
            let nearer = if k > 0 { now[k - 1] } else { 1.0 };
            now[k] = steps.stay[k] * now[k] + steps.advance[k] * nearer;
        }
    }
}

/// The same before agents come or leave; an agent who comes answers.
pub(super) fn answered_before(change: &Change, after: &[f64]) -> Vec<f64> {
    let last = after.len() - 1;
    let value = |k: usize| change.ahead(k).map_or(1.0, |k| after[k.min(last)]);
    (0..after.len()).map(value).collect()
}
