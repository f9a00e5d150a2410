//! Sums over the callers of an interval.

use super::TimeoutWait;

/// Sums over the callers of an interval, by time in which they may come.
#[derive(Clone)]
pub(super) struct Sums {
    pub offered: f64,
    pub waiting: f64,
    pub wait: f64,
    pub served: f64,
    pub served_wait: f64,
    pub abandoned: f64,
    pub transferred: f64,
    pub within: Vec<f64>,
}

impl Sums {
    pub(super) fn new(thresholds: usize) -> Self {
        Self {
            offered: 0.0,
            waiting: 0.0,
            wait: 0.0,
            served: 0.0,
            served_wait: 0.0,
            abandoned: 0.0,
            transferred: 0.0,
            within: vec![0.0; thresholds],
        }
    }

    fn parts(&mut self) -> impl Iterator<Item = &mut f64> {
        [
            &mut self.offered,
            &mut self.waiting,
            &mut self.wait,
            &mut self.served,
            &mut self.served_wait,
            &mut self.abandoned,
            &mut self.transferred,
        ]
        .into_iter()
        .chain(&mut self.within)
    }

    /// Adds `rate` times the other's.
    pub(super) fn add(&mut self, mut other: Self, rate: f64) {
        for (sum, part) in self.parts().zip(other.parts()) {
            *sum += rate * *part;
        }
    }

    /// The limit of ever finer lattices, from this one and one twice as fine, where errors fall as
    /// this power of the step (L. F. Richardson).
    pub(super) fn limit(mut self, mut fine: Self, power: i32) -> Self {
        let gain = 2.0_f64.powi(power) - 1.0;
        for (coarse, fine) in self.parts().zip(fine.parts()) {
            *coarse = *fine + (*fine - *coarse) / gain;
        }
        self
    }

    pub(super) fn wait(&self) -> TimeoutWait {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        // The limit of a share that is 0 may be below it by a rounding.
        let of_offered = |part: f64| share(part, self.offered).max(0.0);
        TimeoutWait {
            e_wait: of_offered(self.wait),
            e_wait_served: share(self.served_wait, self.served).max(0.0),
            p_wait: of_offered(self.waiting),
            p_abandon: of_offered(self.abandoned),
            p_transfer: of_offered(self.transferred),
            p_served: of_offered(self.served),
            served_within: self
                .within
                .iter()
                .map(|part| of_offered(*part).min(1.0))
                .collect(),
        }
    }
}
