//! The states of a queue in balance in which all agents are busy.

use super::steady::Rates;

/// What shapes the queue: agents, rates, and how many may wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub agents: f64,
    pub rates: Rates,
    /// Waiting places, where they are limited.
    pub places: Option<usize>,
}

impl Shape {
    pub(super) fn capacity(&self) -> f64 {
        self.agents * self.rates.service
    }

    /// Rate at which contacts leave when all agents are busy and `j` wait.
    pub(super) fn leaving(&self, j: usize) -> f64 {
        self.capacity() + j as f64 * self.rates.abandonment
    }

    /// Most that wait.
    pub(super) fn last(&self) -> usize {
        self.places.unwrap_or(usize::MAX)
    }

    /// Contacts waiting in the heaviest state.
    pub(super) fn mode(&self) -> usize {
        match self.rates.arrival - self.capacity() {
            excess if excess <= 0.0 => 0,
            excess => ((excess / self.rates.abandonment) as usize).min(self.last()),
        }
    }
}

/// Weights of the states with all agents busy, relative to the heaviest.
pub(super) struct Queue {
    shape: Shape,
    /// Contacts waiting in the first state kept.
    pub(super) first: usize,
    /// Weights from there on; states left out weigh nothing.
    weights: Vec<f64>,
}

/// A state of this weight beside the heaviest changes no digit.
pub(super) const NEGLIGIBLE: f64 = 1e-20;

/// In overload the few who are answered soon come from states lighter than negligible.
pub(super) const VANISHED: f64 = 1e-300;

impl Queue {
    pub(super) fn new(shape: &Shape) -> Self {
        let arrival = shape.rates.arrival;
        let mode = shape.mode();
        let mut weights = vec![1.0];
        let (mut first, mut weight) = (mode, 1.0);
        while first > 0 && weight > VANISHED {
            weight *= shape.leaving(first) / arrival;
            first -= 1;
            weights.push(weight);
        }
        weights.reverse();
        let mut queue = Self {
            shape: *shape,
            first,
            weights,
        };
        queue.extend(1.0, NEGLIGIBLE);
        queue
    }

    /// States beyond the last, of this weight, down to a least one.
    fn extend(&mut self, mut weight: f64, least: f64) {
        let mut j = self.longest();
        while j < self.shape.last() && weight > least {
            j += 1;
            weight *= self.shape.rates.arrival / self.shape.leaving(j);
            self.weights.push(weight);
        }
    }

    /// States with how many wait there.
    pub(super) fn states(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.first..).zip(self.weights.iter().copied())
    }

    /// States in which the next contact has to wait, and may.
    pub(super) fn states_with_room(&self) -> impl Iterator<Item = (usize, f64)> {
        let last = self.shape.last();
        self.states().filter(move |(j, _)| *j < last)
    }

    /// Their weight.
    pub(super) fn room_left(&self) -> f64 {
        self.states_with_room().map(|(_, weight)| weight).sum()
    }

    /// Contacts waiting in the last state kept.
    pub(super) fn longest(&self) -> usize {
        self.first + self.weights.len() - 1
    }

    /// With states that weigh next to nothing: long waits are theirs.
    pub(super) fn with_rare_states(mut self) -> Self {
        let weight = self.weights.last().copied().unwrap_or(0.0);
        self.extend(weight, VANISHED);
        self
    }
}
