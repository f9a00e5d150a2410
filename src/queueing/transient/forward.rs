//! The chain through the day, and what the whole day is like.

use super::boundary::Change;
use super::carry::{Carried, Room};
use super::chain::{Chain, folded, trimmed};
use super::day::Day;
use super::tail::{met, waited_out};

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
/// let hour = Interval::new(3600.0, rates, 8);
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
    if day
        .intervals
        .iter()
        .all(|interval| interval.overflow.is_none())
    {
        // Half of the sums are known to be 0.
        let waiting = |chain: &Chain, present| [chain.waiting(present)];
        forward(day, waiting, |stretch| {
            sums.add(&stretch, stretch.carried.over[0], 0.0);
        });
    } else {
        forward(day, rewards, |stretch| {
            let [queue_time, outside] = stretch.carried.over;
            sums.add(&stretch, queue_time, outside);
        });
    }
    sums.wait(day)
}

/// What is summed over an interval's time, by contacts present: those who wait, and the share of
/// those who come that goes outside.
pub(super) fn rewards(chain: &Chain, present: usize) -> [f64; 2] {
    [chain.waiting(present), chain.outside(present)]
}

/// An interval with the chances at its start and what became of them.
pub(super) struct Stretch<'a, const R: usize> {
    pub chain: &'a Chain,
    pub start: &'a [f64],
    pub carried: &'a Carried<R>,
    /// Leavers with a contact at its start, those who left just then.
    pub leavers: f64,
    /// Is it the last of the day?
    pub last: bool,
}

/// Carries the chances through the day and shows each interval on the way, with what its rewards
/// sum to.
pub(super) fn forward<const R: usize>(
    day: &Day,
    reward: impl Fn(&Chain, usize) -> [f64; R],
    mut see: impl FnMut(Stretch<R>),
) {
    let mut room = Room::default();
    let mut chances = day.at_start();
    for (index, interval) in day.intervals.iter().enumerate() {
        let (mut start, leavers) = Change::at(day, index).after(&chances);
        trimmed(&mut start);
        let chain = Chain::new(interval, &start);
        let start = folded(&start, chain.top);
        let mut carried = room.carry(&chain, &start, |present| reward(&chain, present));
        see(Stretch {
            chain: &chain,
            start: &start,
            carried: &carried,
            leavers,
            last: index + 1 == day.intervals.len(),
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
}

impl Sums {
    /// Adds an interval with its time of waiting and the time in which those who come go outside.
    pub fn add<const R: usize>(&mut self, stretch: &Stretch<R>, queue_time: f64, outside: f64) {
        let chain = stretch.chain;
        self.offered += chain.arrival * chain.length;
        self.queue_time += queue_time;
        self.abandoned += chain.abandonment * queue_time;
        self.outside += chain.arrival * outside;
        self.overtime += stretch.leavers / chain.service;
        if stretch.last {
            self.wait_out(chain, &stretch.carried.end);
        }
    }

    /// Adds what comes after closing, when the last agents stay until nobody waits.
    fn wait_out(&mut self, chain: &Chain, end: &[f64]) {
        let queue_time = met(end, &waited_out(chain, chain.top + 1));
        self.queue_time += queue_time;
        if chain.abandonment > 0.0 {
            self.abandoned += chain.abandonment * queue_time;
        }
    }

    /// Adds a share of what another day comes to.
    pub fn join(&mut self, other: &Self, share: f64) {
        self.offered += share * other.offered;
        self.queue_time += share * other.queue_time;
        self.abandoned += share * other.abandoned;
        self.outside += share * other.outside;
        self.overtime += share * other.overtime;
    }

    pub fn wait(&self, day: &Day) -> DayWait {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let offered = self.offered + f64::from(day.backlog);
        let p_abandon = share(self.abandoned, offered);
        let p_overflow = share(self.outside, offered);
        DayWait {
            offered,
            queue_time: self.queue_time,
            e_wait: share(self.queue_time, offered - self.outside),
            e_wait_offered: share(self.queue_time, offered),
            p_abandon,
            p_overflow,
            p_served: (1.0 - p_abandon - p_overflow).max(0.0),
            overtime: self.overtime,
        }
    }
}
