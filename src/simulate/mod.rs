//! The proof by imitation: contacts arrive, wait, leave or are served, day after day.
//!
//! This room shares no formula with `queueing`: agreement of the two means something. All cases of
//! a run see the same contacts, patience, handle times and absences (common random numbers), so
//! that their difference is sharper than either.

use crate::calendar::Series;
use crate::units::{Agents, Contacts, Seconds, Share};
use serde::Serialize;

/// What arrives.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Expected contacts per interval.
    pub contacts: Series<Contacts>,
    /// Mean handle time per interval (exponential).
    pub handle_time: Series<Seconds>,
    /// Open intervals: contacts arrive only here; the queue is worked off after closing.
    pub open: Series<bool>,
    /// Mean patience (exponential): one over the rate of abandoning while waiting.
    pub patience: Seconds,
    /// Shape of the gamma law of each day's busyness; infinite for certain days.
    pub busyness: f64,
}

/// When contacts go to the external centre.
#[derive(Clone, Debug)]
pub struct Overflow {
    /// Intervals in which the external centre takes contacts.
    pub windows: Series<bool>,
    /// A contact goes outside when its predicted wait `(q + 1) / (c mu)` is above this and all
    /// `c` agents are busy, `q` contacts waiting.
    pub wait_above: Seconds,
    /// Mean wait at the external centre, added to the contact's wait here.
    pub answer: Seconds,
}

/// Who is there.
#[derive(Clone, Debug)]
pub enum Staffing {
    /// Named presences, each of which may fail to appear.
    People(Vec<Presence>),
    /// A mean number of agents per interval (of a record); a fraction is present part of the time.
    Counts(Series<Agents>),
}

/// One person's time for contacts on one day.
#[derive(Clone, Debug)]
pub struct Presence {
    /// The same person and day has the same key in every case, and so the same absence.
    pub key: u64,
    /// Stretches from and to, in minutes after the first instant of the grid, in order.
    pub spans: Vec<(i32, i32)>,
}

/// One of the things to compare.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Who is there.
    pub staffing: Staffing,
    /// The external centre, if any.
    pub overflow: Option<Overflow>,
}

/// How long and how to imitate.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Independent repetitions of the whole grid.
    pub replications: u32,
    /// Seed: same seed, same result, on any number of threads.
    pub seed: u64,
    /// Share of presences that fail (sickness).
    pub absence: Share,
    /// The threshold of the service level.
    pub answer_within: Seconds,
    /// Waits above this are counted as long.
    pub long_wait: Seconds,
}

/// A mean with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// What came out of one case.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The case's name.
    pub name: String,
    /// Contacts offered in the grid.
    pub offered: Estimate,
    /// Average wait in seconds over all offered contacts, those that overflowed with their wait
    /// here and outside.
    pub wait: Estimate,
    /// Share of offered contacts that wait longer than the long wait.
    pub long_waits: Estimate,
    /// Share of offered contacts answered, here, within the threshold.
    pub service_level: Estimate,
    /// Share of offered contacts that abandon.
    pub abandoned: Estimate,
    /// Contacts in the grid that go outside.
    pub overflowed: Estimate,
    /// Share of available agent time spent on contacts.
    pub occupancy: Estimate,
    /// Agent time in seconds spent on contacts after the agent's stretch had ended.
    pub overtime: Estimate,
    /// Mean wait in seconds of the contacts that arrive in each interval; `None` where none do.
    pub wait_by_interval: Series<Option<Seconds>>,
}
