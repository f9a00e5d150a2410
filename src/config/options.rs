//! The values of a configuration, a type for each of its tables.

use crate::calendar::ClockSpan;
use crate::forecast::SeasonalMean;
use crate::roster::Code;
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

/// Where the history is and how it is laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The files: csv, csv.gz or xlsx.
    pub files: Vec<PathBuf>,
    /// The queue to plan.
    pub queue: String,
    /// Long or wide; `None`: as the file looks.
    pub shape: Option<Shape>,
    /// What a row is; `None`: as the file looks.
    pub kind: Option<Kind>,
    /// Names of columns where they differ from bezet's.
    pub columns: Columns,
    /// Use at most so many weeks back; 0 is all.
    pub weeks: u32,
}

/// Names of columns in the user's files, by bezet's name: `offered` to `Aangeboden`.
pub type Columns = BTreeMap<String, String>;

/// How the intervals of a file are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A row per interval.
    Long,
    /// A row per day, a column per interval.
    Wide,
}

/// What a row of a file records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An interval.
    Intervals,
    /// A call.
    Calls,
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// By how much the average wait falls against the present roster.
    pub wait_reduction: Share,
    /// Share of contacts answered in time, for the requirement curve.
    pub service_level: Share,
    /// The threshold of the service level.
    pub answer_within: Seconds,
    /// The formula of the requirement curve.
    pub formula: Formula,
    /// Most busy share of an agent's time, for the requirement curve.
    pub max_occupancy: Share,
}

/// A formula for the requirement curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Nobody hangs up.
    ErlangC,
    /// Callers have patience.
    ErlangA,
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
