//! The chain of an interval: how many contacts are present.

use super::day::Interval;
use super::weights::Weights;

/// Chances below this at the top of the window are cut off.
const CUT: f64 = 1e-17;

/// The rates of an interval's chain, by contacts present, up to a number that is not passed.
#[derive(Clone, Copy)]
pub(super) struct Chain {
    pub arrival: f64,
    pub service: f64,
    pub abandonment: f64,
    pub agents: usize,
    /// Contacts from which on others go outside.
    pub full: usize,
    pub length: f64,
    /// Rate of jumps: no state is left faster.
    pub rate: f64,
    /// Contacts at most.
    pub top: usize,
}

impl Chain {
    /// The chain of an interval that begins with `present` contacts at most.
    pub fn new(interval: &Interval, present: usize) -> Self {
        let full = full(interval);
        Self::up_to(interval, top(interval, present).min(full.max(present)))
    }

    /// The chain of an interval with so many contacts at most.
    pub fn up_to(interval: &Interval, top: usize) -> Self {
        let rates = &interval.rates;
        let agents = interval.agents as usize;
        let waiting = top.saturating_sub(agents) as f64 + 1.0;
        let rate =
            rates.arrival + top.min(agents) as f64 * rates.service + waiting * rates.abandonment;
        Self {
            arrival: rates.arrival,
            service: rates.service,
            abandonment: rates.abandonment,
            agents,
            full: full(interval),
            length: interval.length,
            // A chain without any rate jumps at some rate, and stays where it is.
            rate: rate.max(1e-3 / interval.length),
            top,
        }
    }

    /// Rate at which the number present falls.
    pub fn death(&self, present: usize) -> f64 {
        let waiting = present.saturating_sub(self.agents) as f64;
        present.min(self.agents) as f64 * self.service + waiting * self.abandonment
    }

    /// Rate at which contacts enter.
    pub fn birth(&self, present: usize) -> f64 {
        if present < self.full {
            self.arrival
        } else {
            0.0
        }
    }

    /// Rate at which one with so many ahead gets a place further, or is answered.
    pub fn advance(&self, ahead: usize) -> f64 {
        self.agents as f64 * self.service + ahead as f64 * self.abandonment
    }

    /// Chances of a jump up, of staying and of a jump down, by contacts present.
    pub fn jumps(&self) -> Jumps {
        let states = self.top + 1 + PADDING;
        let birth = |m: usize| if m < self.top { self.birth(m) } else { 0.0 };
        let death = |m: usize| if m > self.top { 0.0 } else { self.death(m) };
        let up: Vec<f64> = (0..states).map(|m| birth(m) / self.rate).collect();
        let down: Vec<f64> = (0..states).map(|m| death(m) / self.rate).collect();
        let stay = up.iter().zip(&down).map(|(up, down)| 1.0 - up - down);
        Jumps {
            stay: stay.collect(),
            up,
            down,
        }
    }
}

/// Contacts from which on others go outside.
fn full(interval: &Interval) -> usize {
    let places = interval
        .waiting_places
        .map_or(usize::MAX, |places| places as usize);
    places.saturating_add(interval.agents as usize)
}

/// A number of contacts that is passed by a chance of some 1e-12 at most, the least of three: all
/// that can come; a random walk of arrivals and answers that never rests; and those who come and
/// leave as slowly as anyone does. Seven standard deviations out.
pub(super) fn top(interval: &Interval, present: usize) -> usize {
    let (rates, length) = (&interval.rates, interval.length);
    let far = |mean: f64, spread: f64| mean + 7.5 * spread.sqrt() + 12.0;
    let come = rates.arrival * length;
    let gone = f64::from(interval.agents) * rates.service * length;
    let slowest = match interval.agents {
        0 => rates.abandonment,
        _ => rates.abandonment.min(rates.service),
    };
    let there = match slowest * length {
        leave if leave > 1e-9 => rates.arrival / slowest * -(-leave).exp_m1(),
        _ => come,
    };
    let start = present.max(interval.agents as usize) as f64;
    let walk = start + far((come - gone).max(0.0), come + gone.min(come));
    (present as f64 + far(there, there)).min(walk).ceil() as usize
}

/// One jump of the uniformised chain, by contacts present.
pub(super) struct Jumps {
    pub up: Vec<f64>,
    pub stay: Vec<f64>,
    pub down: Vec<f64>,
}

impl Jumps {
    /// Room for a value per state, and the padding that the jumps need.
    pub fn room(&self, values: &[f64]) -> Vec<f64> {
        let mut room = vec![0.0; self.stay.len()];
        room[..values.len()].copy_from_slice(values);
        room
    }

    /// Chances after one jump, all states; both in [`room`](Self::room).
    pub fn forth(&self, now: &[f64], next: &mut [f64]) {
        spread(self, now, next, now.len() - PADDING);
    }

    /// Values before one jump, all states; both in [`room`](Self::room).
    pub fn back(&self, now: &[f64], before: &mut [f64]) {
        let states = now.len() - PADDING;
        let (up, stay, down) = (
            &self.up[..states + 1],
            &self.stay[..states + 1],
            &self.down[..states + 1],
        );
        let now = &now[..states + 1];
        let before = &mut before[..states + 1];
        before[0] = up[0] * now[1] + stay[0] * now[0];
        for m in 1..states {
            before[m] = up[m] * now[m + 1] + stay[m] * now[m] + down[m] * now[m - 1];
        }
    }
}

/// What becomes of chances over an interval: at its end, and summed over time.
pub(super) struct Carried {
    pub end: Vec<f64>,
    pub over: Vec<f64>,
}

/// Carries chances through a chain's interval.
pub(super) fn carry(chain: &Chain, start: &[f64], weights: &mut Weights) -> Carried {
    weights.set(chain.rate, chain.length);
    let jumps = chain.jumps();
    let states = chain.top + 1;
    let mut now = vec![0.0; states + PADDING];
    now[..start.len()].copy_from_slice(start);
    let mut next = vec![0.0; states + PADDING];
    let mut carried = Carried {
        end: vec![0.0; states],
        over: vec![0.0; states],
    };
    let mut high = start.len();
    for (at, over) in weights.iter() {
        add(&mut carried.over[..high], over, &now[..high]);
        // Before the first weight that counts nothing has ended.
        if at > 0.0 {
            add(&mut carried.end[..high], at, &now[..high]);
        }
        high = jump(&jumps, &now, &mut next, high);
        std::mem::swap(&mut now, &mut next);
    }
    carried
}

/// Adds so many times the values.
fn add(sums: &mut [f64], times: f64, values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += times * value;
    }
}

/// One jump of the first `high` chances; the number of chances that count after it.
fn jump(jumps: &Jumps, now: &[f64], next: &mut [f64], high: usize) -> usize {
    let wide = (high + 1).min(now.len() - PADDING);
    spread(jumps, now, next, wide);
    let mut high = wide;
    while high > 1 && next[high - 1] < CUT {
        high -= 1;
    }
    // What an earlier jump left beyond the window is gone.
    next[high] = 0.0;
    next[high + 1] = 0.0;
    high
}

/// One jump into the first `wide` states, from them and the one above.
fn spread(jumps: &Jumps, now: &[f64], next: &mut [f64], wide: usize) {
    // Of one length, so that no index is checked.
    let (up, stay, down) = (
        &jumps.up[..wide + 1],
        &jumps.stay[..wide + 1],
        &jumps.down[..wide + 1],
    );
    let now = &now[..wide + 1];
    let next = &mut next[..wide + 1];
    next[0] = now[0] * stay[0] + now[1] * down[1];
    for m in 1..wide {
        next[m] = now[m - 1] * up[m - 1] + now[m] * stay[m] + now[m + 1] * down[m + 1];
    }
}

/// Empty states beyond the top, so that a jump needs no case for it.
const PADDING: usize = 2;

/// Chances without those at the top that do not count.
pub(super) fn trimmed(chances: &mut Vec<f64>) {
    while chances.len() > 1 && chances.last().is_some_and(|chance| *chance < CUT) {
        chances.pop();
    }
}
