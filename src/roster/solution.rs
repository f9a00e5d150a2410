//! What the solver is asked and what it answers.

use super::{Roster, Span};
use crate::calendar::Series;
use crate::units::{Agents, Euros, Seconds};
use serde::Serialize;

/// What a number of agents means for callers; `plan` hands this to the solver, so that the roster
/// needs no queueing.
///
/// Both functions fall in `agents`, with falling returns (convex).
pub trait Waits: Sync {
    /// Expected waiting of the contacts that arrive in the interval, in contact-seconds, at this
    /// many rostered agents, the wait of those who go outside included.
    fn waiting(&self, interval: usize, agents: u32) -> f64;

    /// Expected contacts of the interval that go outside.
    fn overflow(&self, interval: usize, agents: u32) -> f64;
}

/// What the roster is for and what things cost.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Agents required per interval; shortage against it is priced and named.
    pub required: Series<Agents>,
    /// The week's total waiting may be at most this (contact-seconds); `None`: no target.
    pub waiting_max: Option<f64>,
    /// Price of an agent-hour short of the requirement.
    pub shortage_hour: Euros,
    /// Price of a contact-minute of waiting, below the target too.
    pub wait_minute: Euros,
    /// Price of a contact outside.
    pub overflow_contact: Euros,
    /// Price of a paid hour.
    pub hour: Euros,
    /// Price of an hour off the contract, where the rules tolerate it.
    pub contract_hour: Euros,
    /// At most so many contacts outside in the week.
    pub overflow_max: Option<f64>,
    /// Stop within this share of the bound.
    pub gap: f64,
    /// Stop a model after so many nodes.
    pub nodes: u32,
    /// Safety net in seconds of wall time for the whole solve.
    pub seconds: f64,
    /// Seed of the solver.
    pub seed: u32,
}

/// How the solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Within the gap asked for.
    WithinGap,
    /// Stopped at the count of nodes or moves; the gap is what was reached.
    Stopped,
    /// The safety net of seconds was met: another run may differ.
    TimeLimit,
}

/// How far a solve is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// What is being done: `insert`, `relax`, `improve`, `choose`.
    pub stage: &'static str,
    /// Cost of the best roster so far.
    pub incumbent: Option<Euros>,
    /// No roster can cost less.
    pub bound: Option<Euros>,
}

/// Agents missing against the requirement, or other work without hands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shortage {
    /// What is short: `phone` or the name of other work.
    pub what: String,
    /// When.
    pub span: Span,
    /// How many people on average.
    pub people: f64,
}

/// A roster with how good it is.
#[derive(Clone, Debug, Serialize)]
pub struct Solution {
    /// The roster.
    pub roster: Roster,
    /// How the solve ended.
    pub status: Status,
    /// Its cost by the terms.
    pub cost: Euros,
    /// No roster can cost less.
    pub bound: Euros,
    /// `(cost - bound) / cost`.
    pub gap: f64,
    /// Waiting by the curves, contact-seconds in the week.
    pub waiting: f64,
    /// By how much the target for waiting is missed by the curves, contact-seconds; 0 if it holds.
    pub waiting_over: f64,
    /// Contacts outside by the curves.
    pub overflow: f64,
    /// What the limits of the terms cost where the bound is proven: euros per contact-second of
    /// waiting and per contact outside.
    #[serde(skip)]
    pub prices: (f64, f64),
    /// What is missing.
    pub shortage: Vec<Shortage>,
    /// What each stage of the solve did, a line each.
    pub log: Vec<String>,
}

/// A mean wait from total waiting.
pub fn mean_wait(waiting: f64, contacts: f64) -> Seconds {
    Seconds(if contacts > 0.0 {
        waiting / contacts
    } else {
        0.0
    })
}
