//! A finite room: so many may wait, and others are blocked.

use super::erlang_b::blocking;
use super::steady::{Law, Rates, Steady};

/// What callers meet when only `waiting_places` may wait, and hang up after an exponential patience
/// (M/M/c/K+M, with K = `agents + waiting_places`).
///
/// Abandonment may be 0, and load anything. More than 10 million waiting places count as that many.
///
/// # Formula
/// With r_j = Π_{i=1..j} λ / (c μ + i θ) and Q = Σ_{j=1..K-c} r_j: the chance of j waiting is
/// r_j / (1/B + Q), that of an idle agent (1/B - 1) / (1/B + Q). Summed outward from the mode.
/// With j ahead a contact is served within T with chance c μ / (c μ + (j+1) θ) times the
/// regularised beta function I_x(j + 1, c μ / θ + 1), x = 1 - e^{-θ T}.
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
    if rates.arrival == 0.0 {
        return Steady::idle();
    }
    let places = waiting_places.min(MOST_PLACES) as usize;
    if agents == 0 && rates.abandonment == 0.0 {
        return Steady {
            p_wait: 0.0,
            p_block: 1.0,
            p_served: 0.0,
            e_queue: places as f64,
            occupancy: 0.0,
            ..Steady::endless()
        };
    }
    balance(f64::from(agents), Some(places), rates)
}

const MOST_PLACES: u32 = 10_000_000;

/// The queue in balance for a whole number of agents; without `places` there must be abandonment.
pub(super) fn balance(agents: f64, places: Option<usize>, rates: &Rates) -> Steady {
    let queue = Queue::new(agents, places, rates);
    let below_one = blocking((agents - 1.0).max(0.0), rates.load()).share;
    // Both B and 1 - B from the B of one agent less: neither loses digits.
    let share = agents + rates.load() * below_one;
    let (busy, idle) = match agents {
        0.0 => (1.0, 0.0),
        _ => (rates.load() * below_one / share, agents / share),
    };
    let norm = queue.empty + busy * queue.weights_of_waiting().sum::<f64>();
    let factor = busy / norm;
    let at_once = queue.empty * idle / norm;
    let above = factor * queue.weights_of_waiting().sum::<f64>();
    let p_block = factor * queue.full;
    let e_queue = factor * queue.mean_of(|j| j);
    let p_abandon = rates.abandonment * e_queue / rates.arrival;
    let per_offered = (agents / rates.load()).min(f64::MAX);
    let p_served = at_once + above * per_offered;
    let accepted = (p_served + p_abandon).max(f64::MIN_POSITIVE);
    let ahead = Ahead {
        rates: *rates,
        capacity: agents * rates.service,
        at_once,
        factor: factor * per_offered,
        queue,
    };
    Steady {
        p_wait: factor * ahead.queue.room_left(),
        p_abandon,
        p_block,
        p_served,
        e_wait: e_queue / rates.arrival / accepted,
        e_wait_served: ahead.wait_of_served() / p_served.max(f64::MIN_POSITIVE),
        e_queue,
        occupancy: if agents > 0.0 {
            p_served / per_offered
        } else {
            0.0
        },
        law: Law::Ahead(ahead),
    }
}

/// Weights of the states with all agents busy, relative to the heaviest.
#[derive(Clone, Debug)]
struct Queue {
    /// Contacts waiting in the first state kept.
    first: usize,
    /// Weights from there on; states left out weigh nothing.
    weights: Vec<f64>,
    /// Weight of all busy and none waiting.
    empty: f64,
    /// Weight of the state in which the next contact is blocked; 0 if there is none.
    full: f64,
}

/// A state of this weight beside the heaviest changes no digit.
const NEGLIGIBLE: f64 = 1e-20;

/// In overload the few who are answered soon come from states lighter than negligible.
const VANISHED: f64 = 1e-300;

impl Queue {
    fn new(agents: f64, places: Option<usize>, rates: &Rates) -> Self {
        let capacity = agents * rates.service;
        let leaving = |j: usize| capacity + j as f64 * rates.abandonment;
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
            empty,
            full: if j == last { weight } else { 0.0 },
        }
    }

    /// Weights of the states in which somebody waits.
    fn weights_of_waiting(&self) -> impl Iterator<Item = f64> {
        self.states()
            .filter(|(j, _)| *j > 0)
            .map(|(_, weight)| weight)
    }

    /// States with how many wait there.
    fn states(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.first..).zip(self.weights.iter().copied())
    }

    /// Sum of a function of the number waiting.
    fn mean_of(&self, mut value: impl FnMut(f64) -> f64) -> f64 {
        self.states()
            .map(|(j, weight)| weight * value(j as f64))
            .sum()
    }

    /// Weight of the states in which the next contact has to wait, and may.
    fn room_left(&self) -> f64 {
        let sum = |weights: &[f64]| weights.iter().sum::<f64>();
        match self.weights.split_last() {
            Some((last, rest)) if *last == self.full => sum(rest),
            _ => sum(&self.weights),
        }
    }
}

/// The law of the wait by the number of contacts ahead.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    rates: Rates,
    capacity: f64,
    /// Share answered at once.
    at_once: f64,
    /// From the weight of j waiting to the share that arrives at j - 1 waiting and is answered:
    /// those who arrive with j - 1 ahead are as many as leave j waiting, one way or the other.
    factor: f64,
    queue: Queue,
}

impl Ahead {
    /// Sum over all offered contacts of the wait of those answered.
    fn wait_of_served(&self) -> f64 {
        if self.capacity == 0.0 {
            return 0.0;
        }
        let step = |i: usize| (self.capacity + i as f64 * self.rates.abandonment).recip();
        // With j ahead, an answered contact has seen j + 1 departures.
        let mut wait: f64 = (1..self.queue.first).map(step).sum();
        let mut sum = 0.0;
        for (j, weight) in self.queue.states().filter(|(j, _)| *j > 0) {
            wait += step(j);
            sum += weight * wait;
        }
        self.factor * sum
    }

    /// Share of offered contacts answered within the threshold.
    pub(super) fn served_within(&self, threshold: f64) -> f64 {
        if self.capacity == 0.0 {
            return 0.0;
        }
        let passed = Passed::new(self, threshold);
        let waited: f64 = self
            .queue
            .states()
            .filter(|(j, _)| *j > 0)
            .map(|(j, weight)| weight * passed.at_least(j))
            .sum();
        self.at_once + self.factor * waited
    }
}

/// How many contacts ahead a caller who is answered has passed within a threshold: a negative
/// binomial law, in tails up to the queue's length.
struct Passed {
    /// Number of the first tail.
    first: usize,
    /// Chance of at least `first`, `first + 1`, ...
    tails: Vec<f64>,
}

impl Passed {
    fn new(ahead: &Ahead, threshold: f64) -> Self {
        let theta = ahead.rates.abandonment;
        let longest = ahead.queue.first + ahead.queue.weights.len();
        let (span, mean) = match theta {
            0.0 => (threshold, ahead.capacity * threshold),
            _ => (
                -(-theta * threshold).exp_m1() / theta,
                ahead.capacity * (theta * threshold).exp_m1() / theta,
            ),
        };
        // Chance of i + 1 over that of i.
        let ratio = |i: usize| {
            let next = i as f64 + 1.0;
            (ahead.capacity + next * theta) * span / next
        };
        if mean > longest as f64 {
            Self::from_below(-(ahead.capacity + theta) * threshold, longest, ratio)
        } else {
            Self::from_above(mean as usize, ratio)
        }
    }

    /// Tails as 1 less the chances below, where most of the law lies beyond the queue.
    fn from_below(ln_none: f64, longest: usize, ratio: impl Fn(usize) -> f64) -> Self {
        let (mut ln_chance, mut below) = (ln_none, 0.0);
        let tails = (0..longest).map(|i| {
            let tail = 1.0 - below;
            below += ln_chance.exp();
            ln_chance += ratio(i).ln();
            tail
        });
        Self {
            first: 0,
            tails: tails.collect(),
        }
    }

    /// Tails as sums of chances, outward from the mode and normed to 1.
    fn from_above(mode: usize, ratio: impl Fn(usize) -> f64) -> Self {
        let mut chances = vec![1.0];
        let (mut first, mut chance) = (mode, 1.0);
        while first > 0 && chance > NEGLIGIBLE {
            first -= 1;
            chance /= ratio(first);
            chances.push(chance);
        }
        chances.reverse();
        let (mut i, mut chance) = (mode, 1.0);
        // Far tails matter too: a queue may be much longer than what is passed in time.
        while chance > VANISHED {
            chance *= ratio(i);
            i += 1;
            chances.push(chance);
        }
        let mut sum = 0.0;
        for chance in chances.iter_mut().rev() {
            sum += *chance;
            *chance = sum;
        }
        chances.iter_mut().for_each(|tail| *tail /= sum);
        Self {
            first,
            tails: chances,
        }
    }

    fn at_least(&self, ahead: usize) -> f64 {
        match ahead.checked_sub(self.first) {
            None => 1.0,
            Some(i) => self.tails.get(i).copied().unwrap_or(0.0),
        }
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
