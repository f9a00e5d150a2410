//! What a day is made of.

use super::chain::Chain;
use crate::error::{Problem, Problems, Result};
use crate::queueing::Rates;

/// Who stops when agents leave at the end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Idle agents leave first; those who are on a contact finish it and go.
    Exhaustive,
    /// Who leaves was fixed beforehand; a leaver on a contact finishes it and goes.
    Named,
    /// Idle agents leave first; contacts of the others go back to the head of the queue.
    Preemptive,
}

/// A part of the day with constant rates and agents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its length, in the unit of time of the rates.
    pub length: f64,
    /// Arrivals, service and abandonment.
    pub rates: Rates,
    /// Agents at work.
    pub agents: u32,
    /// A contact that finds so many waiting goes outside; `None`: all may wait.
    pub waiting_places: Option<u32>,
}

/// A day: intervals in order. It starts empty, and the agents of the last interval stay until the
/// queue is empty.
#[derive(Clone, Debug)]
pub struct Day {
    pub(super) intervals: Vec<Interval>,
    pub(super) leaving: Leaving,
    pub(super) backlog: u32,
}

/// More agents than this are not evaluated day by day.
const MOST_AGENTS: u32 = 100_000;

/// Jumps times states of an interval at most: some seconds of work.
const MOST_WORK: f64 = 1e10;

impl Day {
    /// A day that starts empty.
    ///
    /// # Errors
    /// `Q101` an interval whose length is not a number above 0; `Q102` more than 100,000 agents;
    /// `Q103` an interval with more events than can be followed one by one. All at once.
    ///
    /// # Example
    /// ```
    /// use bezet::queueing::{Day, Interval, Leaving, Rates};
    /// let rates = Rates::new(8.0 / 900.0, 1.0 / 330.0, 1.0 / 2400.0).expect("rates");
    /// let quarter = Interval { length: 900.0, rates, agents: 4, waiting_places: None };
    /// assert!(Day::new(vec![quarter; 34], Leaving::Exhaustive).is_ok());
    /// let never = Interval { length: f64::NAN, ..quarter };
    /// assert!(Day::new(vec![never], Leaving::Exhaustive).is_err());
    /// ```
    pub fn new(intervals: Vec<Interval>, leaving: Leaving) -> Result<Self> {
        let problems: Vec<Problem> = intervals.iter().enumerate().filter_map(problem).collect();
        if !problems.is_empty() {
            return Err(Problems::from(problems).into());
        }
        Ok(Self {
            intervals,
            leaving,
            backlog: 0,
        })
    }

    /// The same day that starts with so many contacts present, those being served included.
    pub fn with_backlog(mut self, backlog: u32) -> Self {
        self.backlog = backlog.min(MOST_AGENTS);
        self
    }

    /// The intervals.
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }
}

fn problem((index, interval): (usize, &Interval)) -> Option<Problem> {
    let place = || format!("interval {}", index + 1);
    let length = interval.length;
    if !(length.is_finite() && length > 0.0) {
        let what = format!("a length of `{length}`");
        return Some(Problem::new("Q101", place(), what).hint("a number above 0"));
    }
    if interval.agents > MOST_AGENTS {
        let what = format!("`{}` agents", interval.agents);
        return Some(Problem::new("Q102", place(), what).hint("100,000 at most"));
    }
    let chain = Chain::new(interval, 0);
    let (states, jumps) = (chain.top as f64, chain.rate * length);
    (!(jumps * states <= MOST_WORK)).then(|| {
        let what = format!("`{jumps:.3e}` events among `{states:.3e}` contacts");
        Problem::new("Q103", place(), what).hint("check the unit of the rates, or shorten it")
    })
}
