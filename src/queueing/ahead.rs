//! The wait by the number of contacts ahead.

use super::erlang_b::ln_erlang_b;
use super::law::{Caller, Side};
use super::passed::Passed;
use super::queue::Queue;
use super::steady::Rates;

/// The law of the wait by the number of contacts ahead.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    pub rates: Rates,
    pub agents: f64,
    /// Share answered at once.
    pub at_once: f64,
    /// From the weight of j waiting to the share that arrives there.
    pub busy: f64,
    /// From the weight of j waiting to the share that arrives at j - 1 waiting and is answered:
    /// those who arrive with j - 1 ahead are as many as leave j waiting, one way or the other.
    pub answered: f64,
    /// Logarithm of the sum of all weights.
    pub ln_norm: f64,
    pub queue: Queue,
}

impl Ahead {
    fn capacity(&self) -> f64 {
        self.agents * self.rates.service
    }

    /// Mean time until the next departure with all agents busy and `i` waiting.
    fn step(&self, i: usize) -> f64 {
        (self.capacity() + i as f64 * self.rates.abandonment).recip()
    }

    /// Sum over all offered contacts of the wait of those answered.
    pub(super) fn wait_of_served(&self) -> f64 {
        if self.capacity() == 0.0 {
            return 0.0;
        }
        // With j ahead, an answered contact has seen j + 1 departures.
        let mut wait: f64 = (1..self.queue.first).map(|i| self.step(i)).sum();
        let mut sum = 0.0;
        for (j, weight) in self.queue.states().filter(|(j, _)| *j > 0) {
            wait += self.step(j);
            sum += weight * wait;
        }
        self.answered * sum
    }

    /// Mean wait of those who hang up.
    ///
    /// With j ahead a contact hangs up equally likely at each of its j + 1 places in the queue, so
    /// that the mean is Σ_m w_m Σ_{l=1..m} l / (c μ + l θ) / Σ_m m w_m over the weights w.
    pub(super) fn mean_of_abandoned(&self) -> f64 {
        let part = |l: usize| l as f64 * self.step(l);
        let mut wait: f64 = (1..self.queue.first).map(part).sum();
        let (mut sum, mut norm) = (0.0, 0.0);
        for (m, weight) in self.queue.states().filter(|(m, _)| *m > 0) {
            wait += part(m);
            sum += weight * wait;
            norm += weight * m as f64;
        }
        if norm > 0.0 { sum / norm } else { 0.0 }
    }

    /// Sum over all accepted contacts of the wait that each would have without ever hanging up.
    pub(super) fn wait_of_patient(&self) -> f64 {
        if self.capacity() == 0.0 {
            let waits = self.queue.room_left() > 0.0;
            return if waits { f64::INFINITY } else { 0.0 };
        }
        let mut wait: f64 = (0..self.queue.first).map(|i| self.step(i)).sum();
        let mut sum = 0.0;
        for (j, weight) in self.queue.states_with_room() {
            wait += self.step(j);
            sum += weight * wait;
        }
        self.busy * sum
    }

    /// Share of offered contacts, accepted, whose wait ends on this side of the threshold.
    pub(super) fn share(&self, caller: Caller, side: Side, threshold: f64) -> f64 {
        if self.capacity() == 0.0 {
            let never = caller == Caller::Patient && side == Side::Beyond;
            return if never {
                self.busy * self.queue.room_left()
            } else {
                0.0
            };
        }
        let waited = match side {
            Side::Within => self.waited(&self.queue, caller, side, threshold),
            Side::Beyond => {
                let queue = self.queue.with_rare_states(self.agents, &self.rates);
                self.waited(&queue, caller, side, threshold)
            }
        };
        match side {
            Side::Within => self.at_once + waited,
            Side::Beyond => waited,
        }
    }

    /// The part of those who wait.
    fn waited(&self, queue: &Queue, caller: Caller, side: Side, threshold: f64) -> f64 {
        let theta = self.rates.abandonment;
        // The patience of one who is answered is known to last: it speeds the queue up.
        let first = match caller {
            Caller::Answered => self.capacity() + theta,
            Caller::Patient => self.capacity(),
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
        let busy = ln_erlang_b(self.agents, self.rates.load());
        busy - self.ln_norm + self.queue.ln_full(self.agents, &self.rates)
    }
}
