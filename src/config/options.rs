//! The values of a configuration, a type for each of its tables.

use crate::calendar::ClockSpan;
use crate::forecast::SeasonalMean;
use crate::history::Source;
use crate::roster::Code;
use crate::staffing;
use crate::units::{Euros, Seconds, Share};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Language of what planners read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Language {
    /// Its two letters: `nl`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}

/// Where the history is and what of it is used.
#[derive(Clone, Debug)]
pub struct History {
    /// The queue to plan.
    pub queue: String,
    /// Use at most so many weeks back; 0 is all.
    pub weeks: u32,
    /// The files, and what is known of them beforehand.
    pub source: Source,
}

/// How to forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Name of the method.
    pub method: String,
    /// Its options; a method takes of them what it needs.
    pub options: SeasonalMean,
}

/// The roster as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Present {
    /// The file: person by day, or as bezet writes its roster.
    pub file: PathBuf,
    /// What the codes of its cells stand for.
    pub codes: BTreeMap<String, Code>,
}

/// What is asked of the wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// By how much the average wait falls against the present roster, or without one against the
    /// recorded wait; where it is written.
    pub wait_reduction: Option<Share>,
    /// The absolute target of the simulated week: the average wait, else the service level; where
    /// one is written.
    pub absolute: Option<staffing::Target>,
    /// What the requirement curve asks of every interval.
    pub staffing: Vec<staffing::Target>,
    /// The formula of the requirement curve.
    pub formula: staffing::Formula,
    /// The threshold of the service level.
    pub answer_within: Seconds,
}

/// The contract with an external centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Overflow {
    /// When the external centre is open, by weekday, Monday first.
    pub windows: [Vec<ClockSpan>; 7],
    /// A contact goes outside when it would wait longer than this.
    pub wait_above: Seconds,
    /// The external centre's own average wait.
    pub answer: Seconds,
    /// Price of a contact.
    pub price: Euros,
    /// Most contacts in a week.
    pub weekly_max: Option<f64>,
}

/// What things cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// A paid hour.
    pub hour: Euros,
    /// An agent-hour short of the requirement.
    pub shortage_hour: Euros,
    /// A contact-minute of waiting.
    pub wait_minute: Euros,
    /// An hour off the contract, where tolerated.
    pub contract_hour: Euros,
}

/// When the solver may stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solve {
    /// Within this share of the best possible.
    pub gap: f64,
    /// After so many nodes of a model.
    pub nodes: u32,
    /// Safety net in seconds.
    pub seconds: f64,
    /// Seed of the solver.
    pub seed: u32,
}
