//! Single calls, counted into intervals.

use super::record::{Place, Record};
use super::{Outcome, Source};
use std::collections::{BTreeMap, BTreeSet};

/// One call of a per-call file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// Start of its interval, in minutes since 1970.
    pub minute: i32,
    pub outcome: Option<Outcome>,
    pub handle: f64,
    pub wait: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    offered: f64,
    answered: f64,
    abandoned: f64,
    unknown: f64,
    handle: (f64, f64),
    wait: (f64, f64),
}

/// The calls of one queue by interval.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    done: BTreeMap<i32, Sums>,
    /// The interval of the last call; calls come mostly in order.
    now: Option<(i32, Sums)>,
}

impl Tally {
    pub fn add(&mut self, call: Call) {
        if self.now.is_none_or(|(minute, _)| minute != call.minute) {
            self.flush();
            let known = self.done.remove(&call.minute).unwrap_or_default();
            self.now = Some((call.minute, known));
        }
        if let Some((_, sums)) = &mut self.now {
            sums.add(call);
        }
    }

    fn flush(&mut self) {
        if let Some((minute, sums)) = self.now.take() {
            self.done.insert(minute, sums);
        }
    }

    /// Joins the calls of another file.
    pub fn join(&mut self, mut other: Self) {
        self.flush();
        other.flush();
        for (minute, sums) in other.done {
            self.done.entry(minute).or_default().join(sums);
        }
    }

    /// The intervals with a call.
    pub fn minutes(&mut self) -> impl Iterator<Item = i32> {
        self.flush();
        self.done.keys().copied()
    }

    /// A record of all `intervals`: those without a call had none.
    pub fn into_record(mut self, intervals: &BTreeSet<i32>) -> Record {
        self.flush();
        let mut record = Record::default();
        for minute in intervals {
            let sums = self.done.get(minute).copied().unwrap_or_default();
            record.push(*minute, 0, Place::default(), sums.values());
        }
        record
    }
}

impl Sums {
    fn add(&mut self, call: Call) {
        self.offered += 1.0;
        match call.outcome {
            Some(Outcome::Answered) => self.answered += 1.0,
            Some(_) => self.abandoned += 1.0,
            None => self.unknown += 1.0,
        }
        if call.outcome != Some(Outcome::Abandoned) {
            tally(&mut self.handle, call.handle);
        }
        tally(&mut self.wait, call.wait);
    }

    fn join(&mut self, other: Self) {
        self.offered += other.offered;
        self.answered += other.answered;
        self.abandoned += other.abandoned;
        self.unknown += other.unknown;
        self.handle = (
            self.handle.0 + other.handle.0,
            self.handle.1 + other.handle.1,
        );
        self.wait = (self.wait.0 + other.wait.0, self.wait.1 + other.wait.1);
    }

    /// The measures of the interval; not a number where unknown.
    fn values(&self) -> [f64; 6] {
        let known = |count| if self.unknown > 0.0 { f64::NAN } else { count };
        let mean = |(sum, count): (f64, f64)| sum / count;
        [
            self.offered,
            known(self.answered),
            known(self.abandoned),
            mean(self.handle),
            mean(self.wait),
            f64::NAN,
        ]
    }
}

fn tally(sum: &mut (f64, f64), value: f64) {
    if !value.is_nan() {
        *sum = (sum.0 + value, sum.1 + 1.0);
    }
}

/// How a call ended, from the word in its outcome column.
pub(super) fn outcome(word: &str, source: &Source) -> Option<Outcome> {
    let asked = source
        .outcomes
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word));
    if let Some((_, outcome)) = asked {
        return Some(*outcome);
    }
    match word.to_lowercase().as_str() {
        "answered" | "agent" | "handled" | "connected" | "beantwoord" | "afgehandeld" | "1"
        | "yes" | "ja" | "true" => Some(Outcome::Answered),
        "abandoned" | "hang" | "hangup" | "afgehaakt" | "opgehangen" | "verlaten" | "0" | "no"
        | "nee" | "false" => Some(Outcome::Abandoned),
        "phantom" | "test" => Some(Outcome::Ignored),
        _ => None,
    }
}
