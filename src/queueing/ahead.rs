//! The wait by the number of contacts ahead.

use super::erlang_b::ln_erlang_b;
use super::law::{Caller, Side};
use super::passed::Passed;
use super::queue::{Queue, Shape};

/// The law of the wait by the number of contacts ahead.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    pub shape: Shape,
    /// Share answered at once.
    pub at_once: f64,
    /// From the weight of j waiting to the share that arrives there.
    pub busy: f64,
    /// From the weight of j waiting to the share that arrives at j - 1 waiting and is answered:
    /// those who arrive with j - 1 ahead are as many as leave j waiting, one way or the other.
    pub answered: f64,
    /// The sum of all weights.
    pub norm: f64,
}

impl Ahead {
    /// Mean time until the next departure with all agents busy and `i` waiting.
    fn step(&self, i: usize) -> f64 {
        self.shape.leaving(i).recip()
    }

    /// Mean wait of those who hang up.
    ///
    /// With j ahead a contact hangs up equally likely at each of its j + 1 places in the queue, so
    /// that the mean is Σ_m w_m Σ_{l=1..m} l / (c μ + l θ) / Σ_m m w_m over the weights w.
    pub(super) fn mean_of_abandoned(&self) -> f64 {
        let part = |l: usize| l as f64 * self.step(l);
        let queue = Queue::new(&self.shape);
        let mut wait: f64 = (1..queue.first).map(part).sum();
        let (mut sum, mut norm) = (0.0, 0.0);
        for (m, weight) in queue.states().filter(|(m, _)| *m > 0) {
            wait += part(m);
            sum += weight * wait;
            norm += weight * m as f64;
        }
        if norm > 0.0 { sum / norm } else { 0.0 }
    }

    /// Sum over all accepted contacts of the wait that each would have without ever hanging up.
    pub(super) fn wait_of_patient(&self) -> f64 {
        let queue = Queue::new(&self.shape);
        if self.shape.capacity() == 0.0 {
            let waits = queue.room_left() > 0.0;
            return if waits { f64::INFINITY } else { 0.0 };
        }
        let mut wait: f64 = (0..queue.first).map(|i| self.step(i)).sum();
        let mut sum = 0.0;
        for (j, weight) in queue.states_with_room() {
            wait += self.step(j);
            sum += weight * wait;
        }
        self.busy * sum
    }

    /// Share of offered contacts, accepted, whose wait ends on this side of the threshold.
    pub(super) fn share(&self, caller: Caller, side: Side, threshold: f64) -> f64 {
        let queue = Queue::new(&self.shape);
        if self.shape.capacity() == 0.0 {
            let never = caller == Caller::Patient && side == Side::Beyond;
            return if never {
                self.busy * queue.room_left()
            } else {
                0.0
            };
        }
        match side {
            Side::Within => self.at_once + self.waited(&queue, caller, side, threshold),
            Side::Beyond => self.waited(&queue.with_rare_states(), caller, side, threshold),
        }
    }

    /// The part of those who wait.
    fn waited(&self, queue: &Queue, caller: Caller, side: Side, threshold: f64) -> f64 {
        let theta = self.shape.rates.abandonment;
        // The patience of one who is answered is known to last: it speeds the queue up.
        let first = match caller {
            Caller::Answered => self.shape.capacity() + theta,
            Caller::Patient => self.shape.capacity(),
        };
        let passed = Passed::new(first, theta, threshold, queue.longest() + 1);
        let chance = |departures: usize| match side {
            Side::Within => passed.at_least(departures),
            Side::Beyond => passed.fewer(departures),
        };
        match caller {
            Caller::Answered => {
                let waiting = queue.states().filter(|(j, _)| *j > 0);
                self.answered * waiting.map(|(j, w)| w * chance(j)).sum::<f64>()
            }
            Caller::Patient => {
                let waiting = queue.states_with_room();
                self.busy * waiting.map(|(j, w)| w * chance(j + 1)).sum::<f64>()
            }
        }
    }

    /// Logarithm of the share that finds no room.
    pub(super) fn ln_block(&self) -> f64 {
        let Shape { agents, rates, .. } = self.shape;
        let step = |j: usize| (rates.arrival / self.shape.leaving(j)).ln();
        let full: f64 = (self.shape.mode() + 1..=self.shape.places.unwrap_or(0))
            .map(step)
            .sum();
        ln_erlang_b(agents, rates.load()) - self.norm.ln() + full
    }
}
