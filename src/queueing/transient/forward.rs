//! The chain through the day, and what the whole day is like.

use super::boundary::Change;
use super::chain::{Carried, Chain, carry, trimmed};
use super::day::Day;
use super::tail::{met, waited_out};
use super::weights::Weights;

/// What the callers of a whole day meet.
///
/// Times are in the unit of the rates; shares are of all offered contacts, those that were there
/// at the start included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayWait {
    /// Contacts that came.
    pub offered: f64,
    /// Waiting of all together, until the queue is empty.
    pub queue_time: f64,
    /// Mean wait of accepted contacts.
    pub e_wait: f64,
    /// Mean wait of offered contacts; those that go outside wait 0 here.
    pub e_wait_offered: f64,
    /// Share that hangs up while waiting.
    pub p_abandon: f64,
    /// Share that goes outside.
    pub p_overflow: f64,
    /// Share that is answered.
    pub p_served: f64,
    /// Time that agents spend on contacts after they should have left, all together.
    pub overtime: f64,
}

/// The exact wait of a day: one pass through the day.
///
/// # Formula
/// E W = ∫ E Q(t) dt / accepted contacts, Q the number waiting (Little's law over a day that
/// starts and ends empty); abandoned contacts are ∫ θ E Q(t) dt.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, day_wait, erlang_a};
/// // constant for ten days on end, a day is as in balance
/// let rates = Rates::new(8.0 / 330.0, 1.0 / 330.0, 1.0 / 600.0).expect("rates");
/// let hour = Interval { length: 3600.0, rates, agents: 8, waiting_places: None };
/// let day = Day::new(vec![hour; 240], Leaving::Exhaustive)?;
/// let steady = erlang_a(8.0, &rates);
/// assert!((day_wait(&day).e_wait / steady.e_wait - 1.0).abs() < 2e-3);
/// # Ok::<(), bezet::error::Error>(())
/// ```
///
/// # References
/// W. K. Grassmann, Transient solutions in Markovian queueing systems (1977); A. Ingolfsson and
/// others, A survey and experimental comparison of service-level-approximation methods for
/// nonstationary M(t)/M/s(t) queueing systems with exhaustive discipline (2007).
pub fn day_wait(day: &Day) -> DayWait {
    let mut sums = Sums::default();
    forward(day, |stretch| sums.add(&stretch));
    sums.wait(day)
}

/// An interval with the chances at its start and what became of them.
pub(super) struct Stretch<'a> {
    pub chain: &'a Chain,
    pub start: &'a [f64],
    pub carried: &'a Carried,
    /// Leavers with a contact at its start, those who left just then.
    pub leavers: f64,
}

impl Stretch<'_> {
    /// Time that contacts wait.
    pub fn queue_time(&self) -> f64 {
        let waiting = self.carried.over.iter().skip(self.chain.agents).enumerate();
        waiting.map(|(waiting, time)| waiting as f64 * time).sum()
    }

    /// Contacts that find the room full.
    pub fn outside(&self) -> f64 {
        let full = self.carried.over.iter().skip(self.chain.full);
        self.chain.arrival * full.sum::<f64>()
    }
}

/// Carries the chances through the day and shows each interval on the way.
pub(super) fn forward(day: &Day, mut see: impl FnMut(Stretch)) {
    let mut weights = Weights::default();
    let mut chances = vec![0.0; day.backlog as usize + 1];
    chances[day.backlog as usize] = 1.0;
    let mut before = None;
    for interval in &day.intervals {
        let to = interval.agents as usize;
        let from = before.replace(to).unwrap_or(to);
        let change = Change {
            from,
            to,
            leaving: day.leaving,
        };
        let (mut start, leavers) = change.after(&chances);
        trimmed(&mut start);
        let chain = Chain::new(interval, start.len() - 1);
        let mut carried = carry(&chain, &start, &mut weights);
        see(Stretch {
            chain: &chain,
            start: &start,
            carried: &carried,
            leavers,
        });
        chances = std::mem::take(&mut carried.end);
        trimmed(&mut chances);
    }
}

/// The day's sums.
#[derive(Default)]
pub(super) struct Sums {
    offered: f64,
    queue_time: f64,
    abandoned: f64,
    outside: f64,
    overtime: f64,
    /// Waiting and hang-ups after the last interval so far, if nobody came any more.
    tail: (f64, f64),
}

impl Sums {
    pub fn add(&mut self, stretch: &Stretch) {
        let chain = stretch.chain;
        let queue_time = stretch.queue_time();
        self.offered += chain.arrival * chain.length;
        self.queue_time += queue_time;
        self.abandoned += chain.abandonment * queue_time;
        self.outside += stretch.outside();
        self.overtime += stretch.leavers / chain.service;
        let tail = met(&stretch.carried.end, &waited_out(chain, chain.top + 1));
        self.tail = (
            tail,
            if tail > 0.0 {
                chain.abandonment * tail
            } else {
                0.0
            },
        );
    }

    pub fn wait(&self, day: &Day) -> DayWait {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let offered = self.offered + f64::from(day.backlog);
        let queue_time = self.queue_time + self.tail.0;
        let p_abandon = share(self.abandoned + self.tail.1, offered);
        let p_overflow = share(self.outside, offered);
        DayWait {
            offered,
            queue_time,
            e_wait: share(queue_time, offered - self.outside),
            e_wait_offered: share(queue_time, offered),
            p_abandon,
            p_overflow,
            p_served: (1.0 - p_abandon - p_overflow).max(0.0),
            overtime: self.overtime,
        }
    }
}
