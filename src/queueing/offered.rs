//! The wait that a caller is offered, by the integral of its density.

use super::erlang_b::blocking;
use super::integral::{exp_gap, graded, log_gap, reach};
use super::law::{Caller, Side};
use super::lead::lead;
use super::steady::Rates;

/// The law of the wait that a caller is offered, V, in parts that neither overflow nor vanish.
///
/// Everything is relative to the density at its mode, and times B(c - 1, a).
#[derive(Clone, Debug)]
pub(super) struct Offered {
    rates: Rates,
    agents: f64,
    capacity: f64,
    spare: f64,
    /// Most probable wait: above 0 in overload.
    mode: f64,
    /// Mass at 0: those answered at once.
    at_once: f64,
    /// λ B(c - 1, a): the density's factor.
    scale: f64,
    /// The density's integrals over all waits, of 1, (1 - e^{-θ v}) / θ, e^{-θ v} and v e^{-θ v}.
    waiting: [f64; 4],
    /// Mass of all.
    total: f64,
}

/// What the law gives without a threshold.
pub(super) struct Averages {
    pub p_wait: f64,
    pub p_served: f64,
    pub e_wait: f64,
    pub e_wait_served: f64,
}

impl Offered {
    pub(super) fn new(agents: f64, rates: &Rates) -> Self {
        let capacity = agents * rates.service;
        let spare = rates.spare(agents);
        let excess = (-spare / capacity).clamp(0.0, 1e300);
        let mut offered = Self {
            rates: *rates,
            agents,
            capacity,
            spare,
            mode: excess.ln_1p() / rates.abandonment,
            at_once: (-capacity / rates.abandonment * log_gap(excess)).exp(),
            scale: rates.arrival * blocking(agents - 1.0, rates.load()).share(),
            waiting: [0.0; 4],
            total: 0.0,
        };
        let theta = rates.abandonment;
        offered.waiting = offered.area(0.0, f64::INFINITY, |v| {
            let patient = (-theta * v).exp();
            [1.0, -(-theta * v).exp_m1() / theta, patient, v * patient]
        });
        offered.total = offered.at_once + offered.scale * offered.waiting[0];
        offered
    }

    pub(super) fn averages(&self) -> Averages {
        let [waiting, time, served, served_time] = self.waiting;
        let answered = self.at_once + self.scale * served;
        Averages {
            p_wait: self.scale * waiting / self.total,
            p_served: answered / self.total,
            e_wait: self.scale * time / self.total,
            e_wait_served: self.scale * served_time / answered,
        }
    }

    /// φ(origin + u) - φ(origin), as a function of u.
    fn exponent(&self, origin: f64) -> impl Fn(f64) -> f64 + use<> {
        let theta = self.rates.abandonment;
        // λ e^{-θ v} and φ' = c μ - λ e^{-θ v} at the origin, the latter without cancellation
        // near the mode.
        let (level, slope) = if origin == 0.0 {
            (self.rates.arrival, self.spare)
        } else if self.mode > 0.0 {
            let lead = self.lead(origin);
            (self.capacity * lead.exp(), -self.capacity * lead.exp_m1())
        } else {
            let left = (-theta * origin).exp();
            let lost = self.rates.arrival * (-theta * origin).exp_m1();
            (self.rates.arrival * left, self.spare - lost)
        };
        move |u| slope * u + level / theta * exp_gap(theta * u)
    }

    /// θ times the time from a wait to the mode, where that is above 0.
    fn lead(&self, v: f64) -> f64 {
        if v == self.mode {
            0.0
        } else {
            lead(self.agents, &self.rates, v)
        }
    }

    /// Integrals of the density times `value` over waits from `from` up to `to`.
    fn area<const N: usize>(
        &self,
        from: f64,
        to: f64,
        value: impl Fn(f64) -> [f64; N],
    ) -> [f64; N] {
        // Taken relative to the density where it is highest in the range.
        let theta = self.rates.abandonment;
        let top = self.mode.max(from).min(to);
        let height = match top {
            top if top == self.mode => 1.0,
            top if self.mode > 0.0 => (-self.capacity / theta * exp_gap(-self.lead(top))).exp(),
            top => (-self.exponent(0.0)(top)).exp(),
        };
        if height == 0.0 {
            return [0.0; N];
        }
        let exponent = self.exponent(top);
        let density = |u: f64| {
            let weight = height * (-exponent(u)).exp();
            value(top + u).map(|factor| factor * weight)
        };
        // A threshold may be known better as a time from the mode than as one from 0.
        let distance = |end: f64| match end {
            end if top == self.mode && top > 0.0 && end.is_finite() => self.lead(end).abs() / theta,
            end => (end - top).abs(),
        };
        let step = (self.rates.arrival + self.capacity + self.rates.abandonment).recip();
        let left = reach(step, |u| exponent(-u)).min(distance(from));
        let right = reach(step, &exponent).min(distance(to));
        let below = graded(left, step, |u| density(-u));
        let above = graded(right, step, density);
        std::array::from_fn(|i| below[i] + above[i])
    }

    /// Share of offered contacts whose wait ends on this side of the threshold.
    pub(super) fn share(&self, caller: Caller, side: Side, threshold: f64) -> f64 {
        let theta = self.rates.abandonment;
        let value = |v: f64| match caller {
            Caller::Answered => [(-theta * v).exp()],
            Caller::Patient => [1.0],
        };
        let (at_once, [waited]) = match side {
            Side::Within => (self.at_once, self.area(0.0, threshold, value)),
            Side::Beyond => (0.0, self.area(threshold, f64::INFINITY, value)),
        };
        (at_once + self.scale * waited) / self.total
    }

    /// Mean of V.
    pub(super) fn mean(&self) -> f64 {
        let [time] = self.area(0.0, f64::INFINITY, |v| [v]);
        self.scale * time / self.total
    }

    /// Mean wait of those who hang up: ∫ (1 - e^{-θ v} - θ v e^{-θ v}) / θ over that of 1 - e^{-θ v}.
    pub(super) fn mean_of_abandoned(&self) -> f64 {
        let theta = self.rates.abandonment;
        let [time, left] = self.area(0.0, f64::INFINITY, |v| {
            [hung_up(theta * v) / theta, -(-theta * v).exp_m1()]
        });
        if left > 0.0 { time / left } else { 0.0 }
    }
}

/// 1 - e^{-x} - x e^{-x}, with all its digits near 0.
fn hung_up(x: f64) -> f64 {
    if x > 1.0 {
        1.0 - (1.0 + x) * (-x).exp()
    } else {
        (-x).exp() * exp_gap(-x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_a_threshold_are_all() {
        for (agents, arrival, theta) in [(12.5, 10.0, 0.5), (3.0, 30.0, 1e3), (40.0, 41.0, 1e-6)] {
            let rates = Rates::new(arrival, 1.0, theta).unwrap();
            let offered = Offered::new(agents, &rates);
            for threshold in [0.0, 1e-6, 0.1, 2.0, 60.0] {
                let share = |caller, side| offered.share(caller, side, threshold);
                let sum = |caller| share(caller, Side::Within) + share(caller, Side::Beyond);
                assert!((sum(Caller::Patient) - 1.0).abs() < 1e-12);
                let served = offered.averages().p_served;
                assert!((sum(Caller::Answered) / served - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn few_who_hang_up_keep_their_digits() {
        // θ x²/2 for small x
        assert!((hung_up(1e-9) / 0.5e-18 - 1.0).abs() < 1e-8);
        let at_one = 1.0 - 2.0 / std::f64::consts::E;
        assert!((hung_up(1.0) - at_one).abs() < 1e-15);
        assert!((hung_up(1.0 + 1e-15) - at_one).abs() < 1e-14);
    }
}
