//! The proof by imitation: contacts arrive, wait, leave or are served, day after day.
//!
//! Two engines imitate. [`run`] is for one queue over weeks of open and closed hours, with
//! exponential laws: a recursion over its contacts, without a calendar of events, and so the fast
//! way to compare rosters. [`imitate`] is for a whole centre's day: several queues, skills,
//! priorities, callbacks, overflow and any law, event by event. They share how contacts are drawn
//! and nothing else; a test sees that both tell the same of the same contacts ([`case_log`]).
//!
//! # One queue
//!
//! In come expected contacts and handle times per interval, callers' patience, and cases: who is
//! there, and which contacts may go outside. Out come, per case, waits and shares with 95 %
//! confidence intervals. This room shares no formula with `queueing`: agreement of the two means
//! something. All cases of a run see the same contacts, patience, handle times and absences
//! (common random numbers), so that their difference is sharper than either.
//!
//! What is imitated:
//!
//! - Contacts arrive as a Poisson stream at each open interval's rate, times one gamma factor per
//!   local day, the day's busyness. Handle time and patience are exponential; the handle time's
//!   mean is that of the interval of arrival.
//! - Contacts that were recorded ([`Arrivals::Recorded`]) come in the number recorded, at moments
//!   uniform in their interval: a Poisson stream given its count. Their handle times keep the
//!   recorded mean. A record taken for expectations would have its chance drawn a second time.
//! - First come, first served; the agent who has been idle longest takes the contact.
//! - An agent whose stretch ends finishes the contact at hand (overtime) and takes no other.
//!   Named people leave when their stretch ends; of a recorded count idle agents leave first.
//! - The queue is carried from interval to interval. Agents whose last stretch reaches closing
//!   stay until everybody is gone; if nobody's does, the last to leave stay. Nobody waits
//!   overnight: who still waits at midnight before or after a closed interval hangs up.
//! - A person who fails to appear is absent for the whole day.

mod arrivals;
mod centre;
mod engine;
mod moments;
mod outcome;
mod record;
mod sessions;
mod staff;

pub use centre::{
    Callback, Centre, CentreOutcome, ContactRecord, Crew, CrewOutcome, Ending, Figures, Leaving,
    LogNames, Present, Queue, QueueOutcome, Rules, Skill, Trials, case_log, imitate, log,
    write_log,
};
pub use outcome::Run;
pub use record::{Record, record};

use crate::calendar::Series;
use crate::error::Result;
use crate::units::{Agents, Contacts, Seconds, Share};
use rayon::prelude::*;
use serde::Serialize;

/// What the contacts and handle times of a [`Traffic`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// Expectations: contacts are a Poisson stream, handle times exponential about their mean.
    Expected,
    /// What happened: each interval gets exactly its contacts, uniform in it, and their handle
    /// times are exponential given that their mean is the recorded one. Of a count that is not
    /// whole, the fraction is the chance of one more contact.
    Recorded,
}

/// What arrives.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Are these expectations, or a record?
    pub arrivals: Arrivals,
    /// Contacts per interval.
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
    /// A contact goes outside when its predicted wait `(q + 1) / (c mu)` is above this and all
    /// `c` agents are busy, `q` contacts waiting; `None`: the external centre takes none.
    pub wait_above: Series<Option<Seconds>>,
    /// Mean wait at the external centre, added to the contact's wait here.
    pub answer: Seconds,
}

/// Who is there.
#[derive(Clone, Debug)]
pub enum Staffing {
    /// Named presences, each of which may fail to appear.
    People(Vec<Presence>),
    /// A mean number of agents per interval, of a record; absences are already in it.
    ///
    /// Of 6.4 agents six are there throughout and one for 0.4 of the interval: at its start when
    /// at least as many are there before it as after it, else at its end.
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
    /// Half the width of the 95 % confidence interval of each of these; infinite for one replication.
    pub wait_half_width_by_interval: Series<Option<Seconds>>,
}

/// Replications that one thread does at a stretch; fixed, so that sums are made in one order.
const CHUNK: u32 = 16;

/// Imitates the traffic under each case and says what callers meet.
///
/// Same traffic, cases and seed give the same result on any number of threads. The cases of one
/// run share all chance, so compare them with [`Run::wait_ratio`].
///
/// # Errors
/// When two of the series given lie on different grids.
///
/// # Example
/// A Poisson stream of 120 contacts an hour for one agent of 20 s each, nobody hangs up: the mean
/// wait is `rho / (mu - lambda)` = 40 s in the long run, a little less on a day that starts empty.
///
/// ```
/// use bezet::calendar::{Grid, Series};
/// use bezet::simulate::{Arrivals, Case, Options, Staffing, Traffic, run};
/// use bezet::units::{Agents, Contacts, Seconds, Share};
/// let day = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 60);
/// let traffic = Traffic {
///     arrivals: Arrivals::Expected,
///     contacts: Series::filled(grid, Contacts(120.0)),
///     handle_time: Series::filled(grid, Seconds(20.0)),
///     open: Series::filled(grid, true),
///     patience: Seconds(f64::INFINITY),
///     busyness: f64::INFINITY,
/// };
/// let one = Case {
///     name: "one agent".into(),
///     staffing: Staffing::Counts(Series::filled(grid, Agents(1.0))),
///     overflow: None,
/// };
/// let options = Options {
///     replications: 64,
///     seed: 1,
///     absence: Share(0.0),
///     answer_within: Seconds(60.0),
///     long_wait: Seconds(1200.0),
/// };
/// let wait = run(&traffic, &[one], &options)?.outcomes[0].wait;
/// assert!(wait.low < 40.0 && wait.high > 38.0);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn run(traffic: &Traffic, cases: &[Case], options: &Options) -> Result<Run> {
    traffic.check_grids()?;
    let model = engine::Model::new(traffic, cases)?;
    let chunks = options.replications.div_ceil(CHUNK);
    let tallies: Vec<outcome::Tally> = (0..chunks)
        .into_par_iter()
        .map(|chunk| {
            let first = chunk * CHUNK;
            let last = (first + CHUNK).min(options.replications);
            model.imitate(first..last, options)
        })
        .collect();
    Ok(Run::new(traffic, cases, tallies))
}

impl Traffic {
    fn check_grids(&self) -> Result<()> {
        let grid = self.contacts.grid;
        grid.same_as(&self.handle_time.grid)?;
        grid.same_as(&self.open.grid)
    }
}
