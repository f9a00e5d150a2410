//! The values of a configuration, a type for each of its tables.

use crate::calendar::{ClockSpan, Holiday, dutch_holidays};
use crate::forecast::Options;
use crate::history::Source;
use crate::outside::Contract;
use crate::roster::Code;
use crate::staffing;
use crate::units::{Euros, Minutes, Seconds, Share};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
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

/// The holidays that the calendar knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holidays {
    /// Those of the Netherlands, by rule.
    Dutch,
    /// None.
    None,
    /// Those of a file, of one country.
    Listed(Vec<Holiday>),
}

impl Holidays {
    /// The holidays of these years; listed ones all.
    pub fn of(&self, years: RangeInclusive<i32>) -> Vec<Holiday> {
        match self {
            Self::Dutch => years.flat_map(dutch_holidays).collect(),
            Self::None => Vec::new(),
            Self::Listed(days) => days.clone(),
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
    pub options: Options,
    /// The queue that a new one is like, if the queue is new.
    pub like: Option<Like>,
}

/// What is said of a queue without a history of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Like {
    /// The queue whose shape it has.
    pub queue: String,
    /// Its level.
    pub level: LikeLevel,
    /// How many days of counts that level is worth.
    pub days: f64,
}

/// The level of a new queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LikeLevel {
    /// Contacts of an ordinary open day.
    PerDay(f64),
    /// A share of the other queue's contacts.
    Share(f64),
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
    /// A contact goes outside when it would wait longer than this: one threshold, or those to
    /// choose from.
    pub wait_above: Vec<Seconds>,
    /// Windows and thresholds are chosen with the roster.
    pub choice: Option<Choice>,
    /// The external centre's own average wait.
    pub answer: Seconds,
    /// What it costs, and how many contacts it takes.
    pub contract: Contract,
}

/// How windows may be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The length of the blocks that are open or shut as one, from the start of each window;
    /// `None`: each window is one.
    pub block: Option<Minutes>,
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
    /// A wish of weight 1 that is not kept, for a day.
    pub wish: Euros,
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
