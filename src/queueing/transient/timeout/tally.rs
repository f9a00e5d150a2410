//! What the callers of one step meet.

/// Sums over the callers of a step, by the chance of the wait that each is offered.
#[derive(Default)]
pub(super) struct Tally {
    /// Chance of a wait.
    pub waiting: f64,
    pub served: f64,
    pub served_wait: f64,
    pub wait: f64,
    /// Chance of a wait beyond the time-out.
    pub beyond: f64,
    pub transferred: f64,
}

impl Tally {
    /// Those who would be answered after a wait, if they stay.
    pub(super) fn add(&mut self, chance: f64, wait: &Wait) {
        let served = chance * wait.stay;
        self.waiting += chance;
        self.served += served;
        self.served_wait += served * wait.time;
        self.wait += chance * wait.mean;
    }

    /// Those who would wait longer than the time-out, after this wait.
    pub(super) fn give_up(&mut self, timeout: &Wait) {
        self.waiting += self.beyond;
        self.transferred += self.beyond * timeout.stay;
        self.wait += self.beyond * timeout.mean;
    }
}

/// A wait that is offered.
#[derive(Clone, Copy)]
pub(super) struct Wait {
    pub time: f64,
    /// Share of the callers who are patient enough: e^{-θ w}.
    pub stay: f64,
    /// Mean time until answered or hung up: (1 - e^{-θ w}) / θ.
    pub mean: f64,
}

impl Wait {
    pub(super) fn new(time: f64, theta: f64) -> Self {
        let mean = match theta {
            0.0 => time,
            _ => -(-theta * time).exp_m1() / theta,
        };
        Self {
            time,
            stay: (-theta * time).exp(),
            mean,
        }
    }

    /// One wait after another.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            time: self.time + next.time,
            stay: self.stay * next.stay,
            mean: self.mean * next.stay + next.mean,
        }
    }
}

/// Share of a step's callers who wait at most `limit` for an agent that comes free in a step that
/// begins `from` after theirs: both come at any time in their steps.
pub(super) fn share_by(limit: f64, from: f64, (step, length): (f64, f64)) -> f64 {
    let over = limit - (from - step);
    let square = |x: f64| x.max(0.0).powi(2);
    let area =
        square(over) - square(over - step) - square(over - length) + square(over - step - length);
    (0.5 * area / (step * length)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_add_up() {
        for theta in [0.0, 1e-12, 0.3] {
            let (two, three) = (Wait::new(2.0, theta), Wait::new(3.0, theta));
            let five = Wait::new(5.0, theta);
            let found = two.then(&three);
            assert!((found.mean / five.mean - 1.0).abs() < 1e-15);
            assert!((found.stay / five.stay - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn shares_by_a_limit_are_areas() {
        // Of a square, half lies below its diagonal, an eighth below half a side less.
        assert_eq!(share_by(4.0, 4.0, (2.0, 2.0)), 0.5);
        assert_eq!(share_by(3.0, 4.0, (2.0, 2.0)), 0.125);
        // An oblong of 1 by 3: from 0 at a wait of -1 to all at one of 3; at 1 it is the middle.
        assert_eq!(share_by(1.0, 0.0, (1.0, 3.0)), 0.5);
        assert_eq!(share_by(-1.0, 0.0, (1.0, 3.0)), 0.0);
        assert_eq!(share_by(3.0, 0.0, (1.0, 3.0)), 1.0);
    }
}
