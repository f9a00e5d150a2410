//! The states of a queue in balance in which all agents are busy.

use super::steady::Rates;

/// Weights of the states with all agents busy, relative to the heaviest.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    /// Contacts waiting in the first state kept.
    pub(super) first: usize,
    /// Weights from there on; states left out weigh nothing.
    weights: Vec<f64>,
    /// Contacts waiting in the heaviest state.
    mode: usize,
    /// Waiting places, where they are limited.
    places: Option<usize>,
    /// Weight of all busy and none waiting.
    pub(super) empty: f64,
    /// Weight of the state in which the next contact is blocked; 0 if there is none.
    pub(super) full: f64,
}

/// A state of this weight beside the heaviest changes no digit.
const NEGLIGIBLE: f64 = 1e-20;

/// In overload the few who are answered soon come from states lighter than negligible.
const VANISHED: f64 = 1e-300;

impl Queue {
    pub(super) fn new(agents: f64, places: Option<usize>, rates: &Rates) -> Self {
        let capacity = agents * rates.service;
        let leaving = |j: usize| leaving(j, agents, rates);
        let last = places.unwrap_or(usize::MAX);
        let mode = match rates.arrival - capacity {
            excess if excess <= 0.0 => 0,
            excess => ((excess / rates.abandonment) as usize).min(last),
        };
        let mut weights = vec![1.0];
        let (mut first, mut weight) = (mode, 1.0);
        while first > 0 && weight > VANISHED {
            weight *= leaving(first) / rates.arrival;
            first -= 1;
            weights.push(weight);
        }
        weights.reverse();
        let empty = if first == 0 { weight } else { 0.0 };
        let (mut j, mut weight) = (mode, 1.0);
        while j < last && weight > NEGLIGIBLE {
            j += 1;
            weight *= rates.arrival / leaving(j);
            weights.push(weight);
        }
        // Blocking may be rarer than negligible, and is still wanted in full.
        while places.is_some() && j < last && weight > 0.0 {
            j += 1;
            weight *= rates.arrival / leaving(j);
        }
        Self {
            first,
            weights,
            mode,
            places,
            empty,
            full: if j == last { weight } else { 0.0 },
        }
    }

    /// Weights of the states in which somebody waits.
    pub(super) fn weights_of_waiting(&self) -> impl Iterator<Item = f64> {
        self.states()
            .filter(|(j, _)| *j > 0)
            .map(|(_, weight)| weight)
    }

    /// States with how many wait there.
    pub(super) fn states(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.first..).zip(self.weights.iter().copied())
    }

    /// Sum of a function of the number waiting.
    pub(super) fn mean_of(&self, mut value: impl FnMut(f64) -> f64) -> f64 {
        self.states()
            .map(|(j, weight)| weight * value(j as f64))
            .sum()
    }

    /// States in which the next contact has to wait, and may.
    pub(super) fn states_with_room(&self) -> impl Iterator<Item = (usize, f64)> {
        let places = self.places.unwrap_or(usize::MAX);
        self.states().filter(move |(j, _)| *j < places)
    }

    /// Their weight.
    pub(super) fn room_left(&self) -> f64 {
        self.states_with_room().map(|(_, weight)| weight).sum()
    }

    /// Contacts waiting in the last state kept.
    pub(super) fn longest(&self) -> usize {
        self.first + self.weights.len() - 1
    }

    /// The same with states that weigh next to nothing: long waits are theirs.
    pub(super) fn with_rare_states(&self, agents: f64, rates: &Rates) -> Self {
        let mut queue = self.clone();
        let last = self.places.unwrap_or(usize::MAX);
        let mut weight = self.weights.last().copied().unwrap_or(0.0);
        let mut j = self.longest();
        while j < last && weight > VANISHED {
            j += 1;
            weight *= rates.arrival / leaving(j, agents, rates);
            queue.weights.push(weight);
        }
        queue
    }

    /// Logarithm of the full state's weight, where the weight itself is too small for a number.
    pub(super) fn ln_full(&self, agents: f64, rates: &Rates) -> f64 {
        let steps = self.mode + 1..=self.places.unwrap_or(self.mode);
        steps
            .map(|j| (rates.arrival / leaving(j, agents, rates)).ln())
            .sum()
    }
}

/// Rate at which contacts leave when all agents are busy and `j` wait.
fn leaving(j: usize, agents: f64, rates: &Rates) -> f64 {
    agents * rates.service + j as f64 * rates.abandonment
}
