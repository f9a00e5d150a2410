//! A finite room: so many may wait, and others are blocked.

use super::ahead::Ahead;
use super::erlang_b::{LEAST_LOAD, blocking};
use super::law::Law;
use super::queue::Shape;
use super::steady::{Rates, Steady};
use super::totals::Totals;

/// What callers meet when only `waiting_places` may wait, and hang up after an exponential patience
/// (M/M/c/K+M, with K = `agents + waiting_places`).
///
/// Abandonment may be 0, and load anything. More than 10 million waiting places count as that many.
///
/// # Formula
/// With r_j = Π_{i=1..j} λ / (c μ + i θ) and Q = Σ_{j=1..K-c} r_j: the chance of j waiting is
/// r_j / (1/B + Q), that of an idle agent (1/B - 1) / (1/B + Q). Summed outward from the mode.
/// With j ahead a contact is served within T with chance c μ / (c μ + (j+1) θ) times the
/// regularised beta function I_x(j + 1, c μ / θ + 1), x = 1 - e^{-θ T}; one who never hangs up
/// waits at most T with chance I_x(j + 1, c μ / θ).
///
/// # Example
/// ```
/// use bezet::queueing::{Rates, erlang_b, finite_room};
/// // one agent, one waiting place, as many calls as it can take: thirds (M/M/1/2)
/// let steady = finite_room(1, 1, &Rates::new(1.0, 1.0, 0.0).expect("rates"));
/// assert!((steady.p_block - 1.0 / 3.0).abs() < 1e-15);
/// // no waiting place: Erlang B
/// let steady = finite_room(12, 0, &Rates::new(10.0, 1.0, 0.5).expect("rates"));
/// assert!((steady.p_block - erlang_b(12.0, 10.0)).abs() < 1e-15);
/// ```
pub fn finite_room(agents: u32, waiting_places: u32, rates: &Rates) -> Steady {
    if rates.arrival == 0.0 || agents > 0 && rates.load() < LEAST_LOAD {
        return Steady::idle();
    }
    let places = waiting_places.min(MOST_PLACES) as usize;
    if agents == 0 && rates.abandonment == 0.0 {
        return Steady {
            p_wait: 0.0,
            p_block: 1.0,
            e_wait: 0.0,
            e_wait_served: 0.0,
            p_served: 0.0,
            e_queue: places as f64,
            occupancy: 0.0,
            ..Steady::endless()
        };
    }
    let nobody_else = rates.arrival < LEAST_LOAD * rates.abandonment;
    if agents == 0 && places > 0 && nobody_else {
        return Steady::deserted(rates);
    }
    balance(f64::from(agents), Some(places), rates)
}

const MOST_PLACES: u32 = 10_000_000;

/// The queue in balance for a whole number of agents; without `places` there must be abandonment.
pub(super) fn balance(agents: f64, places: Option<usize>, rates: &Rates) -> Steady {
    let shape = Shape {
        agents,
        rates: *rates,
        places,
    };
    let totals = Totals::new(&shape);
    let load = rates.load();
    let below_one = blocking((agents - 1.0).max(0.0), load).share();
    // Both B and 1 - B from the B of one agent less: neither loses digits.
    let share = agents + load * below_one;
    let (busy, idle) = match agents {
        0.0 => (1.0, 0.0),
        _ => (load * below_one / share, agents / share),
    };
    let norm = totals.empty + busy * totals.waiting;
    let factor = busy / norm;
    let at_once = totals.empty * idle / norm;
    let e_queue = factor * totals.queue;
    let p_abandon = rates.abandonment * e_queue / rates.arrival;
    let per_offered = match agents {
        0.0 => 0.0,
        _ => (agents / load).min(f64::MAX),
    };
    let p_served = at_once + factor * totals.waiting * per_offered;
    let accepted = (p_served + p_abandon).max(f64::MIN_POSITIVE);
    // With j ahead, an answered contact has seen j + 1 departures.
    let answered = factor * per_offered;
    let time_of_served = if agents > 0.0 {
        answered * totals.time
    } else {
        0.0
    };
    Steady {
        p_wait: factor * totals.room,
        p_abandon,
        p_block: factor * totals.full,
        p_served,
        e_wait: e_queue / rates.arrival / accepted,
        e_wait_served: time_of_served / p_served.max(f64::MIN_POSITIVE),
        e_queue,
        occupancy: if agents > 0.0 {
            p_served / per_offered
        } else {
            0.0
        },
        abandonment: rates.abandonment,
        law: Law::Ahead(Ahead {
            shape,
            at_once,
            busy: factor,
            answered,
            norm,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chain solved as it stands, state by state, in the plainest way.
    fn plain(agents: u32, places: u32, rates: &Rates) -> (f64, f64, f64) {
        let mut weights = vec![1.0_f64];
        for n in 1..=agents + places {
            let leaving = f64::from(n.min(agents)) * rates.service
                + f64::from(n.saturating_sub(agents)) * rates.abandonment;
            weights.push(weights[n as usize - 1] * rates.arrival / leaving);
        }
        let total: f64 = weights.iter().sum();
        let queue = (0..=places)
            .map(|j| weights[(agents + j) as usize] * f64::from(j))
            .sum::<f64>();
        let wait: f64 = weights[agents as usize..(agents + places) as usize]
            .iter()
            .sum();
        (
            weights[(agents + places) as usize] / total,
            queue / total,
            wait / total,
        )
    }

    #[test]
    fn agrees_with_the_plain_chain() {
        for (agents, places) in [(1, 0), (1, 5), (5, 1), (8, 20), (12, 40)] {
            for (arrival, theta) in [(0.5, 0.0), (7.9, 0.2), (12.0, 0.0), (30.0, 1.5)] {
                let rates = Rates::new(arrival, 1.0, theta).unwrap();
                let found = finite_room(agents, places, &rates);
                let (block, queue, wait) = plain(agents, places, &rates);
                let near = |left: f64, right: f64| (left - right).abs() <= 1e-12 * right + 1e-300;
                assert!(
                    near(found.p_block, block),
                    "{agents} {places} {arrival} {theta}"
                );
                assert!(near(found.e_queue, queue) && near(found.p_wait, wait));
                let all = found.p_block + found.p_served + found.p_abandon;
                assert!((all - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn service_level_runs_from_at_once_to_served() {
        for (arrival, theta) in [(7.0, 0.0), (7.0, 0.3), (11.0, 2.0)] {
            let found = finite_room(8, 15, &Rates::new(arrival, 1.0, theta).unwrap());
            let at_once = 1.0 - found.p_wait - found.p_block;
            assert!((found.served_within(0.0) - at_once).abs() < 1e-13);
            assert!((found.served_within(60.0) - found.p_served).abs() < 1e-12);
            let levels = [0.0, 0.01, 0.1, 0.5, 1.0, 3.0].map(|t| found.served_within(t));
            assert!(levels.is_sorted_by(|early, late| early < late));
        }
    }
}
