//! What is still to come for one who waits, by how many are ahead.
//!
//! One with k ahead gets a place further at rate c μ + k θ, and hangs up at rate θ of their own.

use super::boundary::Change;
use super::chain::Chain;
use super::lanes::{Lanes, abreast};
use super::tail::{WITHOUT_END, wait_alone};
use super::weights::Weights;
use pulp::{Arch, Simd, WithSimd};

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
        let row = |k| Lanes([self.wait[k], self.abandon[k], self.abandon_wait[k], 0.0]);
        let now = (0..places).map(row).collect();
        let theta = chain.abandonment;
        let sum = Arch::new().dispatch(Through {
            steps,
            weights,
            now,
            theta,
        });
        let lane = |lane: usize| sum.iter().map(|row| row[lane]).collect();
        Self {
            wait: lane(0),
            abandon: lane(1),
            abandon_wait: lane(2),
        }
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

/// All jumps of an interval for wait, chance of hanging up and the time until then, side by side.
struct Through<'a> {
    steps: Steps,
    weights: &'a Weights,
    now: Vec<Lanes>,
    theta: f64,
}

impl WithSimd for Through<'_> {
    type Output = Vec<Lanes>;

    #[inline(always)]
    fn with_simd<V: Simd>(mut self, _: V) -> Vec<Lanes> {
        let mut sum = vec![Lanes::ZERO; self.now.len()];
        let pause = self.steps.rate.recip();
        let gets = Lanes([pause, self.theta * pause, 0.0, 0.0]);
        // Who will hang up waits until then.
        let waits = Lanes([0.0, 0.0, pause, 0.0]);
        for (at, _) in self.weights.iter() {
            let shares = self.steps.stay.iter().zip(&self.steps.advance);
            let rows = self.now.iter_mut().zip(&mut sum).zip(shares);
            let mut nearer = Lanes::ZERO;
            for ((now, sum), (stay, advance)) in rows {
                abreast();
                let here = *now;
                *sum = *sum + Lanes::all(at) * here;
                let moved = Lanes::all(*stay) * here + Lanes::all(*advance) * nearer;
                *now = moved + gets + waits * Lanes::all(here[1]);
                nearer = here;
            }
        }
        sum
    }
}

/// Chance of being answered in time, by contacts ahead, carried back over a part of an interval.
pub(super) fn answered(chain: &Chain, length: f64, after: &mut [f64], weights: &mut Weights) {
    let places = after.len();
    let steps = Steps::new(chain, places);
    weights.set(steps.rate, length);
    // One who is a place further than the first is answered.
    let mut now = vec![1.0; places + 1];
    now[1..].copy_from_slice(after);
    Arch::new().dispatch(Answered {
        steps,
        weights,
        next: now.clone(),
        now,
        after,
    });
}

/// All jumps of a part of an interval for the chance of being answered.
struct Answered<'a> {
    steps: Steps,
    weights: &'a Weights,
    now: Vec<f64>,
    next: Vec<f64>,
    after: &'a mut [f64],
}

impl WithSimd for Answered<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<V: Simd>(mut self, _: V) {
        self.after.fill(0.0);
        for (at, _) in self.weights.iter() {
            for (sum, value) in self.after.iter_mut().zip(&self.now[1..]) {
                *sum += at * value;
            }
            let shares = self.steps.stay.iter().zip(&self.steps.advance);
            let values = self.now.iter().zip(&self.now[1..]).zip(shares);
            for (next, ((nearer, here), (stay, advance))) in self.next[1..].iter_mut().zip(values) {
                *next = stay * here + advance * nearer;
            }
            std::mem::swap(&mut self.now, &mut self.next);
        }
    }
}

/// The same before agents come or leave; an agent who comes answers.
pub(super) fn answered_before(change: &Change, after: &[f64]) -> Vec<f64> {
    let last = after.len() - 1;
    let value = |k: usize| change.ahead(k).map_or(1.0, |k| after[k.min(last)]);
    (0..after.len()).map(value).collect()
}
