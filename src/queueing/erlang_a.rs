//! Erlang A: callers wait until answered or until their patience ends.

use super::erlang_b::blocking;
use super::integral::{exp_gap, integrate, log_gap, reach};
use super::steady::{Law, Rates, Steady, sensible};
use super::{erlang_c, room};

/// What callers meet when they hang up after an exponential patience (Erlang A, M/M/c+M).
///
/// Finite at every load; `agents` may be a fraction, and with none everybody waits until hanging
/// up. Without abandonment it is [`erlang_c`]. Whole numbers of agents with queues of ordinary
/// length are summed state by state, everything else is integrated.
///
/// # Formula
/// The density of V is proportional to λ e^{-φ(v)} with φ(v) = d v + λ (e^{-θ v} - 1 + θ v) / θ,
/// beside a mass of 1/B(c - 1, a) at 0. With D = 1/B(c - 1, a) + λ ∫ e^{-φ}:
/// P(wait) = λ ∫ e^{-φ} / D; E W = λ ∫ e^{-φ} (1 - e^{-θ v}) / θ / D; P(abandon) = θ E W;
/// served within T = (1/B(c - 1, a) + λ ∫_{v<T} e^{-θ v - φ}) / D
///
/// # Example
/// ```
/// use bezet::queueing::{Rates, erlang_a};
/// // patience as long as the handle time: the number present is Poisson with mean a, so that
/// // with 1 agent and 1 erlang all but e^{-1} have to wait, and e^{-1} are lost
/// let rates = Rates::new(1.0, 1.0, 1.0).expect("rates");
/// let steady = erlang_a(1.0, &rates);
/// assert!((steady.p_wait - (1.0 - (-1.0_f64).exp())).abs() < 1e-14);
/// assert!((steady.p_abandon - (-1.0_f64).exp()).abs() < 1e-14);
/// ```
///
/// # References
/// F. Baccelli and G. Hebuterne, On queues with impatient customers (1981); A. Mandelbaum and
/// S. Zeltyn, The Palm/Erlang-A queue (2004).
pub fn erlang_a(agents: f64, rates: &Rates) -> Steady {
    let agents = sensible(agents);
    if rates.abandonment <= NOBODY * (rates.arrival + agents * rates.service) {
        erlang_c(agents, rates)
    } else if rates.arrival == 0.0 {
        Steady::idle()
    } else if agents == 0.0 {
        Steady::deserted(rates)
    } else if agents.fract() == 0.0 && rates.arrival < LONGEST_SUM * rates.abandonment {
        room::balance(agents, None, rates)
    } else {
        integral(agents, rates)
    }
}

/// Abandonment this much rarer than anything else is none: waits near 1e200 are without end.
const NOBODY: f64 = 1e-200;

/// The queue is at most λ / θ long on average; a longer one is integrated, not summed.
const LONGEST_SUM: f64 = 5_000.0;

/// Erlang A by its integral, at every load and for every number of agents above 0.
fn integral(agents: f64, rates: &Rates) -> Steady {
    let offered = Offered::new(agents, rates);
    let [waiting, time, served, served_time] = offered.waiting;
    let (scale, total) = (offered.scale, offered.total);
    let e_wait = scale * time / total;
    let answered = offered.at_once + scale * served;
    let p_served = answered / total;
    Steady {
        p_wait: scale * waiting / total,
        p_abandon: rates.abandonment * e_wait,
        p_served,
        e_wait,
        e_wait_served: scale * served_time / answered,
        e_queue: rates.arrival * e_wait,
        occupancy: rates.load() / agents * p_served,
        law: Law::Offered(offered),
        ..Steady::idle()
    }
}

/// The law of the wait that a caller is offered, V, in parts that neither overflow nor vanish.
///
/// Everything is relative to the density at its mode, and times B(c - 1, a).
#[derive(Clone, Debug)]
pub(super) struct Offered {
    rates: Rates,
    capacity: f64,
    spare: f64,
    /// Most probable wait: above 0 in overload.
    mode: f64,
    /// Mass at 0: those answered at once.
    at_once: f64,
    /// λ B(c - 1, a): the density's factor.
    scale: f64,
    /// The density's integrals over all waits.
    waiting: [f64; 4],
    /// Mass of all.
    total: f64,
}

impl Offered {
    fn new(agents: f64, rates: &Rates) -> Self {
        let capacity = agents * rates.service;
        let spare = rates.spare(agents);
        let excess = (-spare / capacity).max(0.0);
        let mut offered = Self {
            rates: *rates,
            capacity,
            spare,
            mode: excess.ln_1p() / rates.abandonment,
            at_once: (-capacity / rates.abandonment * log_gap(excess)).exp(),
            scale: rates.arrival * blocking(agents - 1.0, rates.load()).share,
            waiting: [0.0; 4],
            total: 0.0,
        };
        offered.waiting = offered.integrals(f64::INFINITY);
        offered.total = offered.at_once + offered.scale * offered.waiting[0];
        offered
    }

    /// φ(origin + u) - φ(origin).
    fn exponent(&self, origin: f64, u: f64) -> f64 {
        let Rates {
            arrival,
            abandonment,
            ..
        } = self.rates;
        if self.mode > 0.0 && origin == self.mode {
            return self.capacity * exp_gap(abandonment * u) / abandonment;
        }
        let level = arrival * (-abandonment * origin).exp();
        let slope = if origin == 0.0 {
            self.spare
        } else {
            self.capacity - level
        };
        slope * u + level * exp_gap(abandonment * u) / abandonment
    }

    /// Integrals of e^{-(φ(v) - φ(top))} times 1, (1 - e^{-θ v}) / θ, e^{-θ v} and v e^{-θ v} over
    /// waits up to `to`, with `top` where the density is highest there.
    fn integrals(&self, to: f64) -> [f64; 4] {
        let theta = self.rates.abandonment;
        let top = self.mode.min(to);
        let density = |u: f64| {
            let v = top + u;
            let weight = (-self.exponent(top, u)).exp();
            let patient = (-theta * v).exp();
            let wait = -(-theta * v).exp_m1() / theta;
            [1.0, wait, patient, v * patient].map(|factor| factor * weight)
        };
        let step = (self.rates.arrival + self.capacity + theta).recip();
        let left = reach(step, |u| self.exponent(top, -u)).min(top);
        let right = reach(step, |u| self.exponent(top, u)).min(to - top);
        let below = integrate(-left, 0.0, density);
        let above = integrate(0.0, right, density);
        std::array::from_fn(|i| below[i] + above[i])
    }

    /// Share of offered contacts answered within the threshold.
    pub(super) fn served_within(&self, threshold: f64) -> f64 {
        let [_, _, served, _] = self.integrals(threshold);
        let top = if threshold < self.mode {
            (-self.exponent(self.mode, threshold - self.mode)).exp()
        } else {
            1.0
        };
        (self.at_once + self.scale * served * top) / self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() <= 1e-12 * left.abs().max(right.abs())
    }

    #[test]
    fn sum_and_integral_agree() {
        for (agents, arrival, theta) in [
            (1.0, 0.9, 0.5),
            (1.0, 50.0, 3.0),
            (12.0, 10.0, 0.55),
            (12.0, 14.0, 0.01),
            (12.0, 2.0, 10.0),
            (150.0, 160.0, 0.2),
        ] {
            let rates = Rates::new(arrival, 1.0, theta).unwrap();
            let (sum, area) = (
                room::balance(agents, None, &rates),
                integral(agents, &rates),
            );
            let parts = |s: &Steady| {
                let level = s.served_within(0.3);
                [
                    s.p_wait,
                    s.p_abandon,
                    s.p_served,
                    s.e_wait,
                    s.e_wait_served,
                    s.occupancy,
                    level,
                ]
            };
            for (left, right) in parts(&sum).into_iter().zip(parts(&area)) {
                assert!(
                    close(left, right),
                    "{agents} {arrival} {theta}: {left} {right}"
                );
            }
        }
    }

    #[test]
    fn a_fraction_of_an_agent_lies_between_its_neighbours() {
        let rates = Rates::new(6.5, 1.0, 0.5).unwrap();
        let waits = [6.0, 6.01, 6.5, 6.99, 7.0].map(|agents| erlang_a(agents, &rates).e_wait);
        assert!(waits.is_sorted_by(|more, less| more > less));
        assert!((waits[0] - waits[1]) / waits[0] < 0.02);
    }

    #[test]
    fn nothing_is_ever_not_a_number() {
        let sizes = [0.0, 5e-324, 1e-300, 1e-9, 0.3, 1.0, 17.0, 1e6];
        for agents in [0.0, 0.3, 1.0, 2.5, 12.0, 1e6, f64::NAN, f64::INFINITY] {
            for arrival in sizes {
                for theta in sizes {
                    let rates = Rates::new(arrival, 1.0, theta).unwrap();
                    let found = erlang_a(agents, &rates);
                    let level = found.served_within(0.1);
                    let shares = [found.p_wait, found.p_abandon, found.p_served, level];
                    for share in shares {
                        let ok = (0.0..=1.0 + 1e-9).contains(&share);
                        assert!(ok, "{agents} {arrival} {theta}: {found:?} {level}");
                    }
                    let waits = [found.e_wait, found.e_wait_served, found.e_queue];
                    assert!(waits.iter().all(|wait| *wait >= 0.0), "{found:?}");
                }
            }
        }
    }
}
