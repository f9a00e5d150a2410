//! What is counted in a replication, and carried over from one to the next.

use super::agents::CrewTime;
use super::ending::{Ended, Ending};
use super::figures::{PLAIN, pairs};
use super::moments::Moments;
use super::{Centre, Present};

/// Sums over the contacts of a queue that arrive in an interval, or in the day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sums {
    pub answered: f64,
    pub answered_wait: f64,
    /// Waits of all others.
    pub other_wait: f64,
    pub abandoned: f64,
    pub outside: f64,
    pub timed_out: f64,
    pub called_back: f64,
    pub unanswered: f64,
    pub delay: f64,
    pub on_time: f64,
    /// After being handed back.
    pub again_wait: f64,
    pub again_abandoned: f64,
    pub again_timed_out: f64,
}

impl Sums {
    pub(super) fn offered(&self) -> f64 {
        let left = self.abandoned + self.outside + self.timed_out;
        self.answered + left + self.called_back + self.unanswered
    }

    pub(super) fn wait(&self) -> f64 {
        self.answered_wait + self.other_wait
    }

    fn count(&mut self, ended: &Ended, within: f64) {
        if ended.again {
            return self.count_again(ended);
        }
        match ended.ending {
            Ending::Answered => {
                self.answered += 1.0;
                self.answered_wait += ended.wait;
                return;
            }
            Ending::CalledBack => {
                self.called_back += 1.0;
                self.delay += ended.wait;
                self.on_time += f64::from(u8::from(ended.wait <= within));
                return;
            }
            Ending::Abandoned => self.abandoned += 1.0,
            Ending::Outside => self.outside += 1.0,
            Ending::TimedOut => self.timed_out += 1.0,
            Ending::Unanswered => self.unanswered += 1.0,
        }
        self.other_wait += ended.wait;
    }

    fn count_again(&mut self, ended: &Ended) {
        match ended.ending {
            Ending::CalledBack => return,
            Ending::Abandoned => self.again_abandoned += 1.0,
            Ending::TimedOut => self.again_timed_out += 1.0,
            Ending::Answered | Ending::Outside | Ending::Unanswered => {}
        }
        self.again_wait += ended.wait;
    }

    fn add(&mut self, one: &Self) {
        self.answered += one.answered;
        self.answered_wait += one.answered_wait;
        self.other_wait += one.other_wait;
        self.abandoned += one.abandoned;
        self.outside += one.outside;
        self.timed_out += one.timed_out;
        self.called_back += one.called_back;
        self.unanswered += one.unanswered;
        self.delay += one.delay;
        self.on_time += one.on_time;
        self.again_wait += one.again_wait;
        self.again_abandoned += one.again_abandoned;
        self.again_timed_out += one.again_timed_out;
    }
}

/// What has been counted of a centre.
#[derive(Debug)]
pub(super) struct Tally {
    intervals: usize,
    thresholds: Vec<f64>,
    /// How soon the callbacks of each queue are on time.
    callback_within: Vec<f64>,
    /// The replication at hand, by queue and interval; and by threshold beside it.
    sums: Vec<Sums>,
    within: Vec<f64>,
    /// By queue, and there the day and each interval, and there each figure.
    moments: Vec<Moments>,
    /// By crew: occupancy and overtime.
    crews: Vec<[Moments; 2]>,
    /// Agent-seconds planned in a day, by crew.
    planned: Vec<f64>,
}

impl Tally {
    pub(super) fn new(centre: &Centre, thresholds: &[f64]) -> Self {
        let intervals = centre.queues.first().map_or(0, |q| q.contacts.len());
        let queues = centre.queues.len();
        let figures = PLAIN + thresholds.len();
        let within = |queue: &super::Queue| queue.callback.map_or(0.0, |offer| offer.within);
        Self {
            intervals,
            thresholds: thresholds.to_vec(),
            callback_within: centre.queues.iter().map(within).collect(),
            sums: vec![Sums::default(); queues * intervals],
            within: vec![0.0; queues * intervals * thresholds.len()],
            moments: vec![Moments::default(); queues * (intervals + 1) * figures],
            crews: vec![<[Moments; 2]>::default(); centre.crews.len()],
            planned: planned(centre, intervals),
        }
    }

    /// Counts how a contact of a queue and an interval ended.
    pub(super) fn count(&mut self, queue: u32, interval: u32, ended: &Ended) {
        let place = queue as usize * self.intervals + interval as usize;
        self.sums[place].count(ended, self.callback_within[queue as usize]);
        if ended.ending == Ending::Answered && !ended.again {
            let first = place * self.thresholds.len();
            let levels = self.within[first..].iter_mut().zip(&self.thresholds);
            for (level, threshold) in levels {
                *level += f64::from(u8::from(ended.wait <= *threshold));
            }
        }
    }

    /// Closes a replication.
    pub(super) fn close(&mut self, crews: &[CrewTime]) {
        for queue in 0..self.callback_within.len() {
            self.close_queue(queue);
        }
        for ((moments, time), planned) in self.crews.iter_mut().zip(crews).zip(&self.planned) {
            moments[0].add((time.busy, *planned));
            moments[1].add((time.overtime, 1.0));
        }
        self.sums.fill(Sums::default());
        self.within.fill(0.0);
    }

    fn close_queue(&mut self, queue: usize) {
        let levels = self.thresholds.len();
        let figures = PLAIN + levels;
        let first = queue * self.intervals;
        let sums = &self.sums[first..first + self.intervals];
        let within = &self.within[first * levels..];
        let moments = &mut self.moments[(first + queue) * figures..];
        let (day, moments) = moments.split_at_mut(figures);
        let mut whole = (Sums::default(), vec![0.0; levels]);
        for (index, one) in sums.iter().enumerate() {
            let within = &within[index * levels..(index + 1) * levels];
            whole.0.add(one);
            whole
                .1
                .iter_mut()
                .zip(within)
                .for_each(|(sum, n)| *sum += n);
            let moments = &mut moments[index * figures..(index + 1) * figures];
            add(moments, &pairs(one, false), within, one.offered());
        }
        add(day, &pairs(&whole.0, true), &whole.1, whole.0.offered());
    }

    /// Other replications more.
    pub(super) fn append(&mut self, later: &Self) {
        for (moments, more) in self.moments.iter_mut().zip(&later.moments) {
            moments.append(more);
        }
        for (crew, more) in self.crews.iter_mut().zip(&later.crews) {
            crew[0].append(&more[0]);
            crew[1].append(&more[1]);
        }
    }

    /// Of a queue, the moments of the day and then of each interval.
    pub(super) fn moments(&self, queue: usize) -> impl Iterator<Item = &[Moments]> {
        let figures = PLAIN + self.thresholds.len();
        let scopes = self.moments.chunks_exact(figures);
        scopes
            .skip(queue * (self.intervals + 1))
            .take(self.intervals + 1)
    }

    /// Occupancy and overtime of each crew.
    pub(super) fn crews(&self) -> &[[Moments; 2]] {
        &self.crews
    }
}

fn add(moments: &mut [Moments], plain: &[(f64, f64)], within: &[f64], offered: f64) {
    let levels = within.iter().map(|&level| (level, offered));
    let pairs = plain.iter().copied().chain(levels);
    moments
        .iter_mut()
        .zip(pairs)
        .for_each(|(sum, pair)| sum.add(pair));
}

/// Agent-seconds of each crew that lie within the day.
fn planned(centre: &Centre, intervals: usize) -> Vec<f64> {
    let horizon = intervals as f64 * centre.interval;
    let inside = |&(from, to): &(f64, f64)| (to.min(horizon) - from.max(0.0)).max(0.0);
    let of = |crew: &super::Crew| match &crew.present {
        Present::Counts(counts) => {
            let sum: f64 = counts.iter().map(|&count| f64::from(count)).sum();
            sum * centre.interval
        }
        Present::Spans(people) => people.iter().flatten().map(inside).sum(),
    };
    centre.crews.iter().map(of).collect()
}
