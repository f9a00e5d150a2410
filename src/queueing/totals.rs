//! Sums over the states of a queue, in one pass and without keeping them.

use super::queue::{NEGLIGIBLE, Shape, VANISHED};

/// Sums over the states with all agents busy, of weights relative to the heaviest.
#[derive(Default)]
pub(super) struct Totals {
    /// Weight of all busy and none waiting.
    pub empty: f64,
    /// Weight of the state in which the next contact is blocked; 0 if there is none.
    pub full: f64,
    /// Weight of the states in which somebody waits.
    pub waiting: f64,
    /// Weight of the states in which the next contact has to wait, and may.
    pub room: f64,
    /// The same as `waiting`, times the number waiting.
    pub queue: f64,
    /// The same as `waiting`, times the time in which these leave one after another.
    pub time: f64,
}

impl Totals {
    pub(super) fn new(shape: &Shape) -> Self {
        let mode = shape.mode();
        let mut totals = Self::default();
        totals.add_above(shape, mode);
        totals.add_below(shape, mode);
        totals
    }

    /// States in which more than the mode wait.
    fn add_above(&mut self, shape: &Shape, mode: usize) {
        let (capacity, theta) = (shape.capacity(), shape.rates.abandonment);
        let (mut j, mut waiting) = (mode, mode as f64);
        let (mut weight, mut time) = (1.0, 0.0);
        while j < shape.last() && weight > NEGLIGIBLE {
            self.room += weight;
            j += 1;
            waiting += 1.0;
            let step = (capacity + waiting * theta).recip();
            weight *= shape.rates.arrival * step;
            time += step;
            self.waiting += weight;
            self.queue += weight * waiting;
            self.time += weight * time;
        }
        if shape.places.is_none() {
            self.room += weight;
            return;
        }
        // Blocking may be rarer than negligible, and is still wanted in full.
        while j < shape.last() && weight > 0.0 {
            self.room += weight;
            j += 1;
            weight *= shape.rates.arrival / shape.leaving(j);
        }
        self.full = weight;
    }

    /// The mode and the states in which fewer wait.
    fn add_below(&mut self, shape: &Shape, mode: usize) {
        let mut weight = 1.0;
        for j in (1..=mode).rev() {
            let leaving = shape.leaving(j);
            self.waiting += weight;
            self.queue += weight * j as f64;
            // All who are at j or more see the queue step from there to j - 1.
            self.time += self.waiting / leaving;
            weight = match weight {
                weight if weight > VANISHED => weight * leaving / shape.rates.arrival,
                _ => 0.0,
            };
            self.room += weight;
        }
        self.empty = weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::Rates;
    use crate::queueing::queue::Queue;

    /// The same sums over the states one by one.
    #[test]
    fn sums_are_those_of_the_states() {
        for (arrival, theta, places) in [
            (9.0, 0.3, None),
            (30.0, 0.3, None),
            (30.0, 0.0, Some(40)),
            (30.0, 0.2, Some(12)),
            (4.0, 2.0, Some(0)),
        ] {
            let shape = Shape {
                agents: 12.0,
                rates: Rates::new(arrival, 1.0, theta).unwrap(),
                places,
            };
            let (totals, queue) = (Totals::new(&shape), Queue::new(&shape));
            let sum = |value: &dyn Fn(usize) -> f64| -> f64 {
                queue.states().map(|(j, weight)| weight * value(j)).sum()
            };
            let time = |j| (1..=j).map(|i| shape.leaving(i).recip()).sum::<f64>();
            for (found, wanted) in [
                (totals.waiting, sum(&|j| f64::from(j.min(1) as u32))),
                (totals.queue, sum(&|j| j as f64)),
                (totals.time, sum(&time)),
                (totals.room, queue.room_left()),
            ] {
                assert!((found - wanted).abs() <= 1e-13 * wanted, "{found} {wanted}");
            }
        }
    }
}
