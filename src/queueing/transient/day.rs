//! What a day is made of.

use super::overflow::Overflow;
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
    /// Agents who leave at its start while others come in their place: with
    /// [`Leaving::Named`] and [`Leaving::Exhaustive`] they finish the contact they have.
    pub relieved: u32,
    /// Which contacts go outside; `None`: all stay.
    pub overflow: Option<Overflow>,
}

impl Interval {
    /// An interval in which nobody is relieved and nobody goes outside.
    ///
    /// ```
    /// use bezet::queueing::{Interval, Overflow, Rates};
    /// let rates = Rates::new(0.02, 1.0 / 330.0, 1.0 / 2400.0).expect("rates");
    /// let quarter = Interval::new(900.0, rates, 7);
    /// let window = Interval { overflow: Some(Overflow::waiting_places(8)), ..quarter };
    /// assert_eq!((quarter.overflow, window.agents), (None, 7));
    /// ```
    pub fn new(length: f64, rates: Rates, agents: u32) -> Self {
        Self {
            length,
            rates,
            agents,
            relieved: 0,
            overflow: None,
        }
    }
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

/// Jumps times states at most: some minutes of work, every slope and threshold included.
const MOST_WORK: f64 = 1e9;

impl Day {
    /// A day that starts empty.
    ///
    /// # Errors
    /// `Q101` an interval whose length is not a number above 0; `Q102` more than 100,000 agents, or
    /// more relieved than there are; `Q103` more events in the day than can be followed one by one;
    /// `Q104` a rule of overflow that is none. All at once, `Q103` alone.
    ///
    /// # Example
    /// ```
    /// use bezet::queueing::{Day, Interval, Leaving, Rates};
    /// let rates = Rates::new(8.0 / 900.0, 1.0 / 330.0, 1.0 / 2400.0).expect("rates");
    /// let quarter = Interval::new(900.0, rates, 4);
    /// assert!(Day::new(vec![quarter; 34], Leaving::Exhaustive).is_ok());
    /// let never = Interval { length: f64::NAN, ..quarter };
    /// assert!(Day::new(vec![never], Leaving::Exhaustive).is_err());
    /// ```
    pub fn new(intervals: Vec<Interval>, leaving: Leaving) -> Result<Self> {
        let mut problems: Vec<Problem> = intervals.iter().enumerate().filter_map(problem).collect();
        if problems.is_empty() {
            problems.extend(too_much(&intervals, 0));
        }
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
    ///
    /// # Errors
    /// `Q103` as in [`Day::new`].
    pub fn with_backlog(mut self, backlog: u32) -> Result<Self> {
        self.backlog = backlog;
        match too_much(&self.intervals, backlog) {
            Some(problem) => Err(problem.into()),
            None => Ok(self),
        }
    }

    /// Chances of the number present at the start.
    pub(super) fn at_start(&self) -> Vec<f64> {
        let mut chances = vec![0.0; self.backlog as usize + 1];
        chances[self.backlog as usize] = 1.0;
        chances
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
    if interval.agents > MOST_AGENTS || interval.relieved > interval.agents {
        let what = format!(
            "`{}` agents, `{}` of them relieved",
            interval.agents, interval.relieved
        );
        let hint = "100,000 at most, and no more relieved than there are";
        return Some(Problem::new("Q102", place(), what).hint(hint));
    }
    interval.overflow.and_then(|rule| rule.problem(&place()))
}

/// A day with more jumps among more contacts than can be followed.
fn too_much(intervals: &[Interval], backlog: u32) -> Option<Problem> {
    let states = crowd(intervals, backlog);
    let jumps = |interval: &Interval| {
        let rates = &interval.rates;
        let served = f64::from(interval.agents) * rates.service;
        interval.length * (rates.arrival + served + states * rates.abandonment)
    };
    let total: f64 = intervals.iter().map(jumps).sum();
    let work = total * states;
    (work.is_nan() || work > MOST_WORK).then(|| {
        let what = format!("`{total:.1e}` events among `{states:.1e}` contacts");
        Problem::new("Q103", "day", what).hint("check the unit of the rates, or shorten the day")
    })
}

/// About how many contacts are present at most: those who come and leave as slowly as anyone does,
/// or the excess of arrivals over answers, whichever is less, and seven standard deviations.
fn crowd(intervals: &[Interval], backlog: u32) -> f64 {
    let (mut slow, mut excess, mut spread) = (f64::from(backlog), f64::from(backlog), 0.0);
    let mut most: f64 = f64::from(backlog);
    for interval in intervals {
        let (rates, length) = (&interval.rates, interval.length);
        let agents = f64::from(interval.agents);
        let (come, gone) = (rates.arrival * length, agents * rates.service * length);
        let rate = if agents > 0.0 {
            rates.abandonment.min(rates.service)
        } else {
            rates.abandonment
        };
        let left = (-rate * length).exp();
        slow = match rate * length {
            leave if leave > 1e-9 => slow * left + rates.arrival / rate * (1.0 - left),
            _ => slow + come,
        };
        excess = (excess + come - gone).max(agents);
        spread += come + gone.min(come);
        let far = |mean: f64, spread: f64| mean + 7.5 * spread.sqrt() + 24.0;
        most = most.max(far(slow, slow).min(far(excess, spread)));
    }
    most
}
