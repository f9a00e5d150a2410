//! Erlang C: everybody waits until answered.

use super::erlang_b::blocking;
use super::law::Law;
use super::steady::{Rates, Steady, sensible};

/// What callers meet when nobody hangs up (Erlang C).
///
/// Needs a load below `agents`; at or above it the queue grows without end: everybody waits, the
/// mean wait is infinite and nobody is answered within any threshold. The rate of abandonment is
/// not used; `agents` may be a fraction.
///
/// # Formula
/// C = 1 / (1 + (d / c μ) (1/B - 1)); mean wait C / d; P(W > T) = C e^{-d T}
///
/// # Example
/// ```
/// use bezet::queueing::{Rates, erlang_c};
/// // 100 calls of 3 minutes in half an hour, 14 agents (readme of pyworkforce)
/// let rates = Rates::new(100.0 / 1800.0, 1.0 / 180.0, 0.0).expect("rates");
/// let steady = erlang_c(14.0, &rates);
/// assert!((steady.p_wait - 0.1741319335950498).abs() < 1e-12);
/// assert!((steady.occupancy - 0.7142857142857143).abs() < 1e-12);
/// ```
///
/// # References
/// A. K. Erlang, Solution of some problems in the theory of probabilities (1917).
pub fn erlang_c(agents: f64, rates: &Rates) -> Steady {
    let agents = sensible(agents);
    let spare = rates.spare(agents);
    if rates.arrival == 0.0 {
        return Steady::idle();
    }
    if spare <= 0.0 {
        return Steady::endless();
    }
    let load = rates.load();
    // (d / c μ) (1/B - 1): as many are answered at once for each that waits.
    let room = (spare / (agents * rates.service) * blocking(agents, load).excess()).min(f64::MAX);
    let p_wait = (1.0 + room).recip();
    let e_wait = p_wait / spare;
    Steady {
        p_wait,
        e_wait,
        e_wait_served: e_wait,
        e_queue: rates.arrival * e_wait,
        occupancy: load / agents,
        law: Law::Exponential {
            at_once: room * p_wait,
            rate: spare,
        },
        ..Steady::idle()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_agent_is_the_textbook_queue() {
        // M/M/1 at 80 %: waits with chance 0.8, and 4 services long on average.
        let steady = erlang_c(1.0, &Rates::new(0.8, 1.0, 0.0).unwrap());
        assert!((steady.p_wait - 0.8).abs() < 1e-15);
        assert!((steady.e_wait - 4.0).abs() < 1e-14);
        assert!((steady.served_within(5.0) - (1.0 - 0.8 * (-1.0_f64).exp())).abs() < 1e-15);
    }

    #[test]
    fn overload_has_no_end() {
        let steady = erlang_c(3.0, &Rates::new(3.0, 1.0, 0.0).unwrap());
        assert_eq!((steady.p_wait, steady.e_wait), (1.0, f64::INFINITY));
        assert_eq!(steady.served_within(1e9), 0.0);
    }
}
