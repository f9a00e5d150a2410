//! The true time-out: a contact that has waited so long goes elsewhere.
//!
//! Each caller then has a clock, so the number present says too little. But it is enough to know
//! when the next caller who stays would be answered: callers who hang up or leave move it nowhere,
//! and one who will be answered moves it to the next moment at which an agent comes free. Those
//! moments are a Poisson stream while all agents are busy, and the moments at which agents come.

use super::boundary::Change;
use super::day::{Day, Interval, Leaving};

/// What the callers of an interval, or of the day, meet when they leave after a time-out.
///
/// Shares and waits are of all offered contacts; the wait ends at the time-out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeoutWait {
    /// Mean wait.
    pub e_wait: f64,
    /// Mean wait of answered contacts.
    pub e_wait_served: f64,
    /// Share that has to wait.
    pub p_wait: f64,
    /// Share that hangs up before the time-out.
    pub p_abandon: f64,
    /// Share that waits until the time-out, and goes elsewhere.
    pub p_transfer: f64,
    /// Share that is answered.
    pub p_served: f64,
    /// Share that is answered within each threshold.
    pub served_within: Vec<f64>,
}

/// The wait of a day and of each interval's callers when a contact that has waited `timeout` goes
/// elsewhere; `None` where contacts are handed back, places to wait are limited, the day starts
/// with a backlog or is too long for the lattice.
///
/// Moments lie on a lattice; two lattices, one twice as fine, give the limit to some 1e-4.
///
/// # Example
/// ```
/// use bezet::queueing::{Day, Interval, Leaving, Rates, timeout_waits};
/// // with no agents all wait until the time-out, and e^{-1} of them stay so long
/// let rates = Rates::new(0.1, 1.0, 0.01).expect("rates");
/// let hour = Interval::new(3600.0, rates, 0);
/// let day = Day::new(vec![hour], Leaving::Exhaustive)?;
/// let (whole, _) = timeout_waits(&day, 100.0, &[]).expect("no backlog");
/// assert!((whole.p_transfer - (-1.0_f64).exp()).abs() < 1e-9);
/// # Ok::<(), bezet::error::Error>(())
/// ```
///
/// # References
/// F. Baccelli and G. Hebuterne, On queues with impatient customers (1981), for the offered wait;
/// the lattice over a day is our own.
pub fn timeout_waits(
    day: &Day,
    timeout: f64,
    thresholds: &[f64],
) -> Option<(TimeoutWait, Vec<TimeoutWait>)> {
    let sound = timeout > 0.0 && timeout.is_finite();
    let capped = day
        .intervals
        .iter()
        .any(|interval| interval.overflow.is_some());
    if !sound || capped || day.backlog > 0 || day.leaving == Leaving::Preemptive {
        return None;
    }
    let mut coarse = Lattice::new(day, timeout, thresholds, 1)?.walk();
    let fine = Lattice::new(day, timeout, thresholds, 2)?.walk();
    for (coarse, fine) in coarse.iter_mut().zip(fine) {
        coarse.limit(&fine);
    }
    let waits: Vec<TimeoutWait> = coarse.iter().map(Sums::wait).collect();
    let mut whole = Sums::new(thresholds.len());
    for (sums, interval) in coarse.iter().zip(&day.intervals) {
        whole.add(sums, interval.rates.arrival);
    }
    Some((whole.wait(), waits))
}

/// A moment at which an agent may come free.
#[derive(Clone, Copy)]
struct Slot {
    epoch: f64,
    /// Chance that one does, when all are busy; 1 when an agent starts work.
    free: f64,
    /// Agents on a contact when the moment comes and nobody is there to take it.
    busy: usize,
}

impl Slot {
    /// Share of the callers of a step who wait at most `limit` for the moment: they come at any
    /// time in the step, and an agent comes free at any time in the slot, unless work starts then.
    fn share_by(&self, wait: f64, limit: f64, step: f64) -> f64 {
        let beyond = (limit - wait) / step;
        if self.free == 1.0 {
            return (1.0 + beyond).clamp(0.0, 1.0);
        }
        match beyond {
            x if x <= -1.0 => 0.0,
            x if x >= 1.0 => 1.0,
            x if x < 0.0 => 0.5 * (1.0 + x) * (1.0 + x),
            x => 1.0 - 0.5 * (1.0 - x) * (1.0 - x),
        }
    }
}

/// A day with its moments.
struct Lattice<'a> {
    day: &'a Day,
    timeout: f64,
    thresholds: &'a [f64],
    slots: Vec<Slot>,
    /// The first slot of each step, by interval.
    steps: Vec<Vec<usize>>,
}

/// Steps of all intervals together at most.
const MOST_STEPS: f64 = 2e6;

/// Chances below this are not followed further, and those below that not at all.
const CUT: f64 = 1e-14;
const NOTHING: f64 = 1e-17;

impl<'a> Lattice<'a> {
    fn new(day: &'a Day, timeout: f64, thresholds: &'a [f64], fine: usize) -> Option<Self> {
        let count = |interval: &Interval| {
            let rates = &interval.rates;
            let events = rates.arrival + f64::from(interval.agents) * rates.service;
            let wanted = (interval.length * (30.0 * events).max(300.0 / timeout)).ceil();
            wanted.max(1.0) * fine as f64
        };
        let longest = day
            .intervals
            .last()
            .map_or(0.0, |last| count(last) * (1.0 + timeout / last.length));
        if longest + day.intervals.iter().map(count).sum::<f64>() > MOST_STEPS {
            return None;
        }
        let (mut slots, mut steps) = (Vec::new(), Vec::new());
        let (mut begin, mut agents) = (0.0, 0);
        for (index, interval) in day.intervals.iter().enumerate() {
            let (count, now) = (count(interval) as usize, interval.agents as usize);
            let step = interval.length / count as f64;
            let mut firsts = Vec::with_capacity(count);
            let starting = if index > 0 {
                agents..now.max(agents)
            } else {
                0..0
            };
            firsts.push(slots.len());
            slots.extend(starting.map(|busy| Slot {
                epoch: begin,
                free: 1.0,
                busy,
            }));
            let free = -(-interval.rates.service * now as f64 * step).exp_m1();
            let regular = |k: usize| Slot {
                epoch: begin + k as f64 * step,
                free,
                busy: now.saturating_sub(1),
            };
            slots.push(regular(0));
            for k in 1..count {
                firsts.push(slots.len());
                slots.push(regular(k));
            }
            steps.push(firsts);
            begin += interval.length;
            agents = now;
            if index + 1 == day.intervals.len() {
                // The last agents stay; beyond a time-out nobody waits for them.
                let rest = (timeout / step).ceil() as usize;
                slots.extend((0..=rest).map(|k| Slot {
                    epoch: begin + k as f64 * step,
                    free,
                    busy: now.saturating_sub(1),
                }));
            }
        }
        Some(Self {
            day,
            timeout,
            thresholds,
            slots,
            steps,
        })
    }

    /// Walks through the day; what the callers of each interval meet.
    fn walk(&self) -> Vec<Sums> {
        // The last place is the time after the day: later than any time-out that matters.
        let mut next = vec![0.0; self.slots.len() + 1];
        let mut idle = vec![1.0];
        let mut reach = 0;
        let mut found = Vec::with_capacity(self.steps.len());
        for (index, firsts) in self.steps.iter().enumerate() {
            let interval = &self.day.intervals[index];
            let agents = interval.agents as usize;
            let first = firsts[0];
            self.change(index, &mut idle, |chance| {
                self.fly(first, chance, &mut next, &mut reach);
            });
            let step = interval.length / firsts.len() as f64;
            let mut sums = Sums::new(self.thresholds.len());
            for (k, first) in firsts.iter().enumerate() {
                let later = || self.steps.get(index + 1).map(|firsts| firsts[0]);
                let end = firsts.get(k + 1).copied().or_else(later);
                let end = end.unwrap_or(*first + 1);
                self.arrive_at(*first..end, &mut next, &mut idle);
                let free = idle.iter().sum();
                let entering = serve(interval, step, &mut idle, agents);
                self.come(
                    interval,
                    (step, *first, end),
                    (free, entering),
                    &mut next,
                    &mut reach,
                    &mut sums,
                );
            }
            found.push(sums);
        }
        found
    }
}

impl Lattice<'_> {
    /// Agents change at the start of an interval: those for whom no agent is idle any more wait
    /// for one to come free.
    fn change(&self, index: usize, idle: &mut Vec<f64>, mut crowded: impl FnMut(f64)) {
        let change = Change::at(self.day, index);
        let to = change.to;
        let (after, _) = change.after(idle);
        *idle = after;
        let over: f64 = idle.iter().skip(to).sum();
        idle.resize(to.max(1), 0.0);
        if to == 0 {
            idle[0] = 0.0;
        }
        crowded(over);
    }

    /// Moments that have come: an agent is idle.
    fn arrive_at(&self, slots: std::ops::Range<usize>, next: &mut [f64], idle: &mut [f64]) {
        for slot in slots {
            let chance = std::mem::take(&mut next[slot]);
            if chance > 0.0 {
                let busy = self.slots[slot].busy.min(idle.len() - 1);
                idle[busy] += chance;
            }
        }
    }

    /// Looks for the next moment at which an agent comes free, from a slot on.
    fn fly(&self, from: usize, chance: f64, next: &mut [f64], reach: &mut usize) {
        let mut flying = chance;
        let mut slot = from;
        while flying > CUT && slot < self.slots.len() {
            let stopped = flying * self.slots[slot].free;
            next[slot] += stopped;
            flying -= stopped;
            slot += 1;
        }
        next[slot] += flying;
        *reach = (*reach).max(slot);
    }

    /// What those meet who come in a step, from slot `first` up to `end`; those who will be answered
    /// take their moment, and the next to come gets a later one, as does the next after the chance
    /// `entering` of having taken the last idle agent.
    fn come(
        &self,
        interval: &Interval,
        (step, first, end): (f64, usize, usize),
        (free, entering): (f64, f64),
        next: &mut [f64],
        reach: &mut usize,
        sums: &mut Sums,
    ) {
        let (arrival, theta) = (interval.rates.arrival, interval.rates.abandonment);
        let now = self.slots[first].epoch;
        sums.at_once(step, free);
        let mut flying = entering;
        let mut slot = end;
        while slot < self.slots.len() && (slot <= *reach || flying > CUT) {
            let here = self.slots[slot];
            let chance = next[slot];
            let mut taken = 0.0;
            if chance > NOTHING {
                let wait = here.epoch - now;
                let until = wait.min(self.timeout);
                let stay = (-theta * until).exp();
                let in_time = here.share_by(wait, self.timeout, step);
                let by = |limit: f64| here.share_by(wait, limit.min(self.timeout), step);
                sums.waited(
                    step * chance,
                    waited(theta, until, stay),
                    stay * (1.0 - in_time),
                );
                sums.answered(step * chance * stay, (wait, in_time), self.thresholds, by);
                // 1 - e^{-x}: a step sees a thirtieth of a call at most.
                let x = arrival * step * stay * in_time;
                taken = chance * x * (1.0 - 0.5 * x * (1.0 - x / 3.0));
            }
            let stopped = flying * here.free;
            next[slot] += stopped - taken;
            flying += taken - stopped;
            slot += 1;
        }
        next[slot] += flying;
        *reach = (*reach).max(slot);
        // No agent comes free any more that day.
        let never = next[self.slots.len()];
        let stay = (-theta * self.timeout).exp();
        sums.waited(step * never, waited(theta, self.timeout, stay), stay);
    }
}

/// Mean time until hanging up, cut at a time that a share `stay` is there to see.
fn waited(theta: f64, until: f64, stay: f64) -> f64 {
    if theta > 0.0 {
        (1.0 - stay) / theta
    } else {
        until
    }
}

/// Contacts come and are finished while agents are idle; the chance that the last of them gets one.
fn serve(interval: &Interval, step: f64, idle: &mut [f64], agents: usize) -> f64 {
    if agents == 0 {
        return 0.0;
    }
    let come = -(-interval.rates.arrival * step).exp_m1();
    let before = idle.to_vec();
    for (busy, chance) in before.iter().enumerate() {
        let done = -(-interval.rates.service * busy as f64 * step).exp_m1();
        idle[busy] -= chance * (come + done);
        if busy > 0 {
            idle[busy - 1] += chance * done;
        }
        if busy + 1 < agents {
            idle[busy + 1] += chance * come;
        }
    }
    before[agents - 1] * come
}

/// Sums over the callers of an interval, by time in which they may come.
struct Sums {
    offered: f64,
    waiting: f64,
    wait: f64,
    served: f64,
    served_wait: f64,
    transferred: f64,
    within: Vec<f64>,
}

impl Sums {
    fn new(thresholds: usize) -> Self {
        Self {
            offered: 0.0,
            waiting: 0.0,
            wait: 0.0,
            served: 0.0,
            served_wait: 0.0,
            transferred: 0.0,
            within: vec![0.0; thresholds],
        }
    }

    /// Callers of a stretch of time who find an agent idle, by this chance.
    fn at_once(&mut self, time: f64, chance: f64) {
        self.offered += time;
        self.served += time * chance;
        for within in &mut self.within {
            *within += time * chance;
        }
    }

    /// Callers who wait so long on average, and the share that is transferred.
    fn waited(&mut self, weight: f64, wait: f64, transferred: f64) {
        if weight > 0.0 {
            self.waiting += weight;
            self.wait += weight * wait;
            self.transferred += weight * transferred;
        }
    }

    /// Callers who stay, and are answered after a wait if that is in time.
    fn answered(
        &mut self,
        weight: f64,
        (wait, in_time): (f64, f64),
        thresholds: &[f64],
        by: impl Fn(f64) -> f64,
    ) {
        if in_time > 0.0 {
            self.served += weight * in_time;
            self.served_wait += weight * in_time * wait;
            for (within, threshold) in self.within.iter_mut().zip(thresholds) {
                *within += weight * by(*threshold);
            }
        }
    }

    /// To the limit of ever finer lattices, from one twice as fine (L. F. Richardson).
    fn limit(&mut self, fine: &Self) {
        let to = |coarse: &mut f64, fine: f64| *coarse = 2.0 * fine - *coarse;
        to(&mut self.waiting, fine.waiting);
        to(&mut self.wait, fine.wait);
        to(&mut self.served, fine.served);
        to(&mut self.served_wait, fine.served_wait);
        to(&mut self.transferred, fine.transferred);
        for (coarse, fine) in self.within.iter_mut().zip(&fine.within) {
            to(coarse, *fine);
        }
    }

    fn add(&mut self, other: &Self, rate: f64) {
        self.offered += rate * other.offered;
        self.waiting += rate * other.waiting;
        self.wait += rate * other.wait;
        self.served += rate * other.served;
        self.served_wait += rate * other.served_wait;
        self.transferred += rate * other.transferred;
        for (sum, within) in self.within.iter_mut().zip(&other.within) {
            *sum += rate * within;
        }
    }

    fn wait(&self) -> TimeoutWait {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let of_offered = |part: f64| share(part, self.offered);
        let (p_served, p_transfer) = (of_offered(self.served), of_offered(self.transferred));
        TimeoutWait {
            e_wait: of_offered(self.wait),
            e_wait_served: share(self.served_wait, self.served),
            p_wait: of_offered(self.waiting),
            p_abandon: (1.0 - p_served - p_transfer).max(0.0),
            p_transfer,
            p_served,
            served_within: self
                .within
                .iter()
                .map(|within| of_offered(*within))
                .collect(),
        }
    }
}
