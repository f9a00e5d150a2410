//! Agents on a contact while others are idle.

use crate::queueing::transient::day::Interval;

/// Chances of so many on a contact, with an agent idle.
pub(super) struct Idle {
    pub chances: Vec<f64>,
    step: f64,
    /// Of the tridiagonal system of a step: what of the next state a state is short of, and the
    /// reciprocal of the pivot.
    next: Vec<f64>,
    pivot: Vec<f64>,
}

/// What comes back in a step to the last idle agent: a part that is there anyway, and a share of
/// what leaves it.
#[derive(Clone, Copy)]
pub(super) struct Back {
    pub fixed: f64,
    pub share: f64,
}

impl Idle {
    /// Everybody is idle.
    pub(super) fn new() -> Self {
        Self {
            chances: vec![1.0],
            step: 0.0,
            next: Vec::new(),
            pivot: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, chances: Vec<f64>) {
        self.chances = chances;
        self.step = 0.0;
    }

    /// Follows a step by the trapezoidal rule; the chance that the last idle agent is taken in it.
    pub(super) fn follow(&mut self, interval: &Interval, step: f64, back: Back) -> f64 {
        if interval.agents == 0 {
            return 0.0;
        }
        if step != self.step {
            self.factor(interval, step);
        }
        let come = 0.5 * step * interval.rates.arrival;
        let done = 0.5 * step * interval.rates.service;
        let last = self.chances.len() - 1;
        let before = self.chances[last];
        let (mut below, mut carried) = (0.0, 0.0);
        for busy in 0..=last {
            let here = self.chances[busy];
            let above = self.chances.get(busy + 1).copied().unwrap_or(0.0);
            let known = here * (1.0 - come - done * busy as f64)
                + come * (below + carried)
                + done * (busy + 1) as f64 * above;
            below = here;
            carried = known * self.pivot[busy];
            self.chances[busy] = carried;
        }
        let back_now = (back.fixed + back.share * come * before) * self.pivot[last];
        let returning = back.share * come * self.pivot[last];
        let mut above = (self.chances[last] + back_now) / (1.0 - returning);
        self.chances[last] = above;
        for busy in (0..last).rev() {
            above = self.chances[busy] + self.next[busy] * above;
            self.chances[busy] = above;
        }
        come * (before + self.chances[last])
    }

    fn factor(&mut self, interval: &Interval, step: f64) {
        let come = 0.5 * step * interval.rates.arrival;
        let done = 0.5 * step * interval.rates.service;
        self.step = step;
        self.next.clear();
        self.pivot.clear();
        let mut short = 0.0;
        for busy in 0..self.chances.len() {
            let pivot = (1.0 + come + done * busy as f64 - come * short).recip();
            short = done * (busy + 1) as f64 * pivot;
            self.pivot.push(pivot);
            self.next.push(short);
        }
    }
}
