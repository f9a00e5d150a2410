//! Erlang A: callers wait until answered or until their patience ends.

use super::erlang_b::LEAST_LOAD;
use super::law::Law;
use super::offered::Offered;
use super::steady::{Rates, Steady, sensible};
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
    } else if rates.load() < LEAST_LOAD {
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
    let sums = offered.averages();
    Steady {
        p_wait: sums.p_wait,
        p_abandon: rates.abandonment * sums.e_wait,
        p_served: sums.p_served,
        e_wait: sums.e_wait,
        e_wait_served: sums.e_wait_served,
        e_queue: rates.arrival * sums.e_wait,
        occupancy: rates.load() / agents * sums.p_served,
        abandonment: rates.abandonment,
        law: Law::Offered(offered),
        ..Steady::idle()
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
            // Where the sum gives way to the integral, at all loads.
            (64.0, 62.0, 62.0 / LONGEST_SUM),
            (65.0, 66.0, 66.0 / LONGEST_SUM),
            (900.0, 1e3, 1e3 / LONGEST_SUM),
            (1e4, 9e3, 9e3 / LONGEST_SUM),
            (2.0, 9e3, 9e3 / LONGEST_SUM),
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
