//! What the callers of each interval meet, all later changes of agents included.

use super::backward::Ahead;
use super::boundary::Change;
use super::carry::Room;
use super::chain::Chain;
use super::day::Day;
use super::forward::{DayWait, Sums, forward};
use super::levels::served_within;
use super::tail::{ended, met};
use super::weights::Weights;

/// What the callers who arrive in an interval meet, and what the interval itself is like.
///
/// Shares are of the contacts offered in the interval. Where none are offered, shares and waits
/// are those of one who would come.
#[derive(Clone, Debug, PartialEq)]
pub struct IntervalWait {
    /// Mean number waiting during the interval.
    pub e_queue: f64,
    /// Mean number of agents on a contact, those who should have left not counted.
    pub e_busy: f64,
    /// Mean number waiting at its end.
    pub queue_end: f64,
    /// Share that is accepted.
    pub p_accept: f64,
    /// Share that is accepted and has to wait.
    pub p_wait: f64,
    /// Share that goes outside.
    pub p_overflow: f64,
    /// Share that hangs up.
    pub p_abandon: f64,
    /// Share that is answered.
    pub p_served: f64,
    /// Mean wait of accepted contacts until answered or hung up.
    pub e_wait: f64,
    /// Mean wait of answered contacts.
    pub e_wait_served: f64,
    /// Share that is answered within each threshold.
    pub served_within: Vec<f64>,
}

/// The exact wait of a day and of each interval's callers, with service levels at thresholds.
///
/// With [`Leaving::Preemptive`](super::Leaving) a caller's wait ends when an agent first answers;
/// the whole day counts the second wait of those who are put back too, and their hanging up.
///
/// # Formula
/// Those who wait are followed by the number ahead of them: g' = λ p + A g, in one uniformisation
/// with the chain itself, up to the interval's end; what is to come from there follows backwards
/// from the end of the day.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, interval_waits};
/// // patience as long as the handle time: the number present is Poisson, and from an empty start
/// // its mean at t is a (1 - e^{-t}): with agents for nobody, all of them wait
/// let rates = Rates::new(2.0, 1.0, 1.0).expect("rates");
/// let hour = vec![Interval::new(1.0, rates, 0)];
/// let (_, waits) = interval_waits(&Day::new(hour, Leaving::Exhaustive)?, &[]);
/// assert!((waits[0].queue_end - 2.0 * (1.0 - (-1.0_f64).exp())).abs() < 1e-12);
/// assert!((waits[0].e_wait - 1.0).abs() < 1e-12);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn interval_waits(day: &Day, thresholds: &[f64]) -> (DayWait, Vec<IntervalWait>) {
    let (sums, parts) = parts(day);
    let ends = ends(day, &parts);
    let waits: Vec<IntervalWait> = (0..parts.len())
        .map(|index| {
            let mut wait = parts[index].wait(&ends[index]);
            let level = |threshold: &f64| served_within(day, &parts, index, *threshold);
            wait.served_within = thresholds.iter().map(level).collect();
            wait
        })
        .collect();
    (sums.wait(day), waits)
}

/// The day's sums, and its intervals on the way through it.
pub(super) fn parts(day: &Day) -> (Sums, Vec<Part>) {
    let mut sums = Sums::default();
    let mut parts: Vec<Part> = Vec::with_capacity(day.intervals.len());
    forward(day, rewards, |stretch| {
        let [queue_time, _, outside, _] = stretch.carried.over;
        sums.add(&stretch, queue_time, outside);
        parts.push(Part {
            chain: *stretch.chain,
            start: stretch.start.to_vec(),
            end: stretch.carried.end.clone(),
            over: stretch.carried.over,
        });
    });
    (sums, parts)
}

/// What is summed over an interval's time, by contacts present: those who wait, agents on a contact,
/// the share of those who come that goes outside, and the share that stays and has to wait.
fn rewards(chain: &Chain, present: usize) -> [f64; 4] {
    let admitted = chain.admitted(present);
    let busy = present.min(chain.agents) as f64;
    let waits = if present < chain.agents {
        0.0
    } else {
        admitted
    };
    [chain.waiting(present), busy, 1.0 - admitted, waits]
}

/// An interval on the way through the day.
pub(super) struct Part {
    pub chain: Chain,
    pub start: Vec<f64>,
    end: Vec<f64>,
    over: [f64; 4],
}

/// What those who wait at the end of each interval have still to come.
fn ends(day: &Day, parts: &[Part]) -> Vec<Ahead> {
    let Some(last) = parts.last() else {
        return Vec::new();
    };
    let places = places(day, parts);
    let mut weights = Weights::default();
    let mut ahead = Ahead::at_end(&last.chain, places);
    let mut ends = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate().rev() {
        ends.push(ahead.clone());
        ahead = ahead.through(&part.chain, &mut weights);
        if index > 0 {
            ahead = ahead.before(&Change::at(day, index));
        }
    }
    ends.reverse();
    ends
}

/// Places that anyone may have in the queue, being put back included.
fn places(day: &Day, parts: &[Part]) -> usize {
    let waiting = parts
        .iter()
        .map(|part| part.chain.top.saturating_sub(part.chain.agents));
    let agents = day
        .intervals
        .iter()
        .map(|interval| interval.agents as usize);
    let most = waiting.max().unwrap_or(0) + 1;
    most + agents.clone().max().unwrap_or(0) - agents.min().unwrap_or(0)
}

impl Part {
    fn wait(&self, end: &Ahead) -> IntervalWait {
        let (chain, length) = (&self.chain, self.chain.length);
        let [queue, busy, outside, has_to_wait] = self.over.map(|time| time / length);
        let p_accept = 1.0 - outside;
        // Of one contact: per unit of arrivals, so that intervals without any have an answer.
        let followed = Room::default().follow(chain, &self.start);
        let wait = followed.time + met(&followed.here, &end.wait);
        let abandon = chain.abandonment * followed.time + met(&followed.here, &end.abandon);
        let abandon_wait = chain.abandonment * followed.age_time
            + met(&followed.age, &end.abandon)
            + met(&followed.here, &end.abandon_wait);
        let p_served = p_accept - abandon;
        let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let waiting = self.end.iter().enumerate();
        IntervalWait {
            e_queue: queue,
            e_busy: busy,
            queue_end: waiting.map(|(m, chance)| chain.waiting(m) * chance).sum(),
            p_accept,
            p_wait: has_to_wait,
            p_overflow: outside,
            p_abandon: abandon,
            p_served,
            e_wait: ended(ratio(wait, p_accept)),
            e_wait_served: ended(ratio((wait - abandon_wait).max(0.0), p_served)),
            served_within: Vec::new(),
        }
    }
}
