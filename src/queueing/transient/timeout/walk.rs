//! A day followed from moment to moment.

use super::idle::{Back, Idle};
use super::lattice::Lattice;
use super::offered::{Flow, Offered};
use super::sums::Sums;
use super::tally::{Tally, Wait, share_by};
use crate::queueing::transient::boundary::Change;
use crate::queueing::transient::day::{Day, Interval};

/// Steps times steps ahead at most: some seconds of work.
const MOST_WORK: usize = 400_000_000;

/// A day on its way.
pub(super) struct Walk<'a> {
    day: &'a Day,
    /// By interval.
    timeouts: &'a [Option<f64>],
    thresholds: &'a [f64],
    lattice: Lattice,
    idle: Idle,
    offered: Offered,
    /// Share of a step's callers who are answered by the end of each later one, those aside who
    /// are answered by an agent that starts work: they stand with their moments.
    answered: Vec<f64>,
    started: Vec<(f64, f64)>,
    work: usize,
}

/// The step in which callers come.
struct Now<'a> {
    index: usize,
    step: f64,
    interval: &'a Interval,
    timeout: Option<f64>,
    /// The step in which their time-out ends.
    far: usize,
}

impl<'a> Walk<'a> {
    /// Each step in `fine` parts.
    pub(super) fn new(
        day: &'a Day,
        timeouts: &'a [Option<f64>],
        thresholds: &'a [f64],
        fine: usize,
    ) -> Option<Self> {
        let all = || day.intervals.iter().map(|interval| interval.length).sum();
        let period = timeouts.iter().find_map(|timeout| *timeout);
        Some(Self {
            day,
            timeouts,
            thresholds,
            lattice: Lattice::new(&day.intervals, period.unwrap_or_else(all), fine)?,
            idle: Idle::new(),
            offered: Offered::new(),
            answered: Vec::new(),
            started: Vec::new(),
            work: 0,
        })
    }

    /// What the callers of each interval meet; `None` if that takes too long.
    pub(super) fn run(mut self) -> Option<Vec<Sums>> {
        let mut found = Vec::with_capacity(self.day.intervals.len());
        for (part, interval) in self.day.intervals.iter().enumerate() {
            self.change(part);
            let paces = self.lattice.paces(interval.rates.abandonment);
            let mut sums = Sums::new(self.thresholds.len());
            for index in self.lattice.bounds[part]..self.lattice.bounds[part + 1] {
                let timeout = self.timeouts[part];
                let far = timeout.map_or(usize::MAX, |_| index + self.lattice.repeat());
                let now = Now {
                    index,
                    step: self.lattice.step(index),
                    interval,
                    timeout,
                    far,
                };
                self.offered.look_ahead(self.day, &self.lattice, index, far);
                self.follow(&now, &paces, &mut sums);
                let starting = self.offered.starts.iter().map(|start| start.chances.len());
                self.work += self.offered.end() - index + interval.agents as usize;
                self.work += starting.sum::<usize>();
                if self.work > MOST_WORK {
                    return None;
                }
            }
            found.push(sums);
        }
        Some(found)
    }

    /// Agents change at the start of an interval: those who start work are idle unless the next
    /// caller has one of them; when agents leave, there may be none idle any more.
    fn change(&mut self, part: usize) {
        let change = Change::at(self.day, part);
        let (from, to) = (change.from, change.to);
        let (mut chances, _) = change.after(&self.idle.chances);
        let over: f64 = chances.iter().skip(to).sum();
        chances.resize(to, 0.0);
        let bound = self.lattice.bounds[part];
        if to > from {
            let starts = &mut self.offered.starts;
            if starts.first().is_some_and(|start| start.step == bound) {
                let start = starts.remove(0);
                for (chance, more) in chances[start.agents..].iter_mut().zip(start.chances) {
                    *chance += more;
                }
            } else {
                // So little was left that nobody looked so far.
                chances[from] += std::mem::take(&mut self.offered.beyond);
            }
        }
        self.idle.set(chances);
        self.offered.fly(bound, over);
    }

    /// Callers come in a step.
    fn follow(&mut self, now: &Now, paces: &[Wait], sums: &mut Sums) {
        self.answered.resize(self.offered.end(), 0.0);
        self.started.clear();
        let mut flow = self.come_at_once(now);
        self.pass(now, paces, &mut flow);
        let Flow { mut tally, .. } = flow;
        if let Some(timeout) = now.timeout {
            tally.give_up(&Wait::new(timeout, now.interval.rates.abandonment));
        }
        // What is not waited for is had at once: shares then add up to 1 on any lattice.
        let at_once = 1.0 - tally.waiting;
        sums.offered += now.step;
        sums.waiting += now.step * tally.waiting;
        sums.served += now.step * (at_once + tally.served);
        sums.served_wait += now.step * tally.served_wait;
        sums.wait += now.step * tally.wait;
        sums.abandoned += now.step * tally.wait * now.interval.rates.abandonment;
        sums.transferred += now.step * tally.transferred;
        for (within, threshold) in sums.within.iter_mut().zip(self.thresholds) {
            let served = match now.timeout {
                Some(timeout) if *threshold >= timeout => tally.served,
                _ => self.answered_by(now, *threshold),
            };
            *within += now.step * (at_once + served);
        }
    }

    /// The triangle of those who come in the very step in which an agent comes free, and those
    /// who take the last idle agent.
    fn come_at_once(&mut self, now: &Now) -> Flow {
        let theta = now.interval.rates.abandonment;
        let half = 0.5 * now.step * now.interval.rates.arrival;
        let wait = Wait::new(now.step / 3.0, theta);
        let mass = std::mem::take(&mut self.offered.mass[now.index]);
        let (free, taken) = (
            0.5 * self.offered.half_free[now.index],
            0.5 * half * wait.stay,
        );
        let all = (1.0 + free + taken).recip();
        let back = Back {
            fixed: mass * (1.0 + free - taken) * all,
            share: 2.0 * free * all,
        };
        let entered = self.idle.follow(now.interval, now.step, back);
        let arrived = back.fixed + back.share * entered;
        let mut tally = Tally::default();
        tally.add(0.25 * (mass + arrived), &wait);
        self.answered[now.index] = tally.served;
        Flow {
            flying: mass + entered - arrived,
            half,
            wait: Wait::new(0.5 * (now.step + self.lattice.step(now.index + 1)), theta),
            tally,
            started: 0.0,
        }
    }

    /// The steps after that, up to the time-out and beyond.
    fn pass(&mut self, now: &Now, paces: &[Wait], flow: &mut Flow) {
        let theta = now.interval.rates.abandonment;
        let end = self.offered.end();
        let (stop, past) = (end.min(now.far), end.min(now.far.saturating_add(1)));
        let mut step = now.index + 1;
        for which in 0..self.offered.starts.len() {
            let at = self.offered.starts[which].step;
            if at >= past {
                break;
            }
            self.offered
                .pass(step..at.min(stop), flow, paces, &mut self.answered);
            step = at;
            let from = self.offered.moments[at] - self.offered.moments[now.index];
            let wait = Wait::new(from - 0.5 * now.step, theta);
            let before = flow.started;
            self.offered.starts[which].pass(flow, &wait);
            self.started.push((from, flow.started - before));
        }
        self.offered
            .pass(step..stop, flow, paces, &mut self.answered);
        if let Some(timeout) = now.timeout.filter(|_| past > stop) {
            let wait = Wait::new(timeout - now.step / 3.0, theta);
            self.offered.pass_last(stop, flow, wait);
            self.answered[stop] = flow.tally.served - flow.started;
        }
        self.offered.pass_beyond(past, flow);
    }

    /// Share of the step's callers who are answered after a wait of at most a threshold.
    fn answered_by(&self, now: &Now, threshold: f64) -> f64 {
        let moments = &self.offered.moments;
        let begin = moments[now.index];
        let last = self.answered.len().min(now.far.saturating_add(1));
        // Steps from here on are not wholly within the threshold.
        let first = now.index
            + moments[now.index + 1..=last].partition_point(|end| end - begin <= threshold);
        let by_starts = self.started.iter().map(|(from, answered)| {
            let share = (threshold - (from - now.step)) / now.step;
            share.clamp(0.0, 1.0) * answered
        });
        let mut sum = by_starts.sum::<f64>();
        if first > now.index {
            sum += self.answered[first - 1];
        }
        for step in first..last {
            let from = moments[step] - begin;
            if from - now.step >= threshold {
                break;
            }
            let length = moments[step + 1] - moments[step];
            let share = share_by(threshold, from, (now.step, length));
            let share = match step {
                step if step == now.index => 2.0 * share - 1.0,
                step if step == now.far => (2.0 * share).min(1.0),
                _ => share,
            };
            let before = if step > now.index {
                self.answered[step - 1]
            } else {
                0.0
            };
            sum += share * (self.answered[step] - before);
        }
        sum
    }
}
