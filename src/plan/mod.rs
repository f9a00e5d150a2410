//! The week from end to end: configuration in, a roster with its proof out.
//!
//! Only this room knows the order of the stages; each of them takes series and can be run alone.

mod assume;
mod backtest;
mod bare;
mod bridge;
mod calibration;
mod centre;
mod dates;
mod day_file;
mod desk;
mod edit;
mod exact;
mod expect;
mod field;
mod goal;
mod inputs;
mod new_queue;
mod overflow;
mod past;
mod proof;
mod ready;
mod record_file;
mod today;
mod week;

pub use backtest::{Backtest, BacktestOptions, Origins, Tested, backtest};
pub use bare::{Bare, expect_bare, prepare_bare};
pub use bridge::bridge;
pub use centre::{Centre, why_week};
pub(crate) use day_file::busy_figures;
pub use day_file::{DayInputs, Shape, busyness};
pub use desk::{Desk, Proven};
pub use edit::{
    Answer, CoverageChange, Edit, EditKind, Edited, Editor, Figures, Repair, Repairs, ShiftChange,
    changes_between, latest, published, version_file,
};
pub use exact::{ExactWait, WaitComparison, WaitInterval};
pub use expect::{Expected, actual, expect};
pub use field::{
    Assumptions, Cost, FieldDay, FieldOptions, FieldTest, Measure, Met, Score, SurvivalRow,
    assumptions, field_test, field_text,
};
pub use inputs::Inputs;
pub use overflow::{Alternative, External, Instead, OutsideDay, Window};
pub use ready::{Ready, Record, last_day, prepare};
pub use today::Today;
pub use week::{Unwatched, Watch, expect_week, require, solve_week, week};

use crate::calendar::{IsoWeek, Series};
use crate::error::Note;
use crate::forecast::Forecast;
use crate::roster::{Breach, Concession, Roster, Shortage, Status};
use crate::simulate::{Estimate, Outcome};
use crate::units::{Agents, Contacts, Euros, Hours, Minutes, Seconds, Share};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of plan.json.
const FORMAT: u32 = 1;

/// A planned week with everything that led to it.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Version of this document's form.
    pub format: u32,
    /// Version of bezet that made it.
    pub version: &'static str,
    /// Name of the centre.
    pub name: String,
    /// The queue planned.
    pub queue: String,
    /// Language of what planners read: `nl` or `en`.
    pub language: &'static str,
    /// The week.
    #[serde(serialize_with = "crate::plan::as_text")]
    pub week: IsoWeek,
    /// The last day whose history was known.
    pub known_until: NaiveDate,
    /// Names of people by id, for paper.
    pub people: BTreeMap<String, String>,
    /// Contract time a week of people by id.
    pub contracts: BTreeMap<String, Minutes>,
    /// What was said on the way.
    pub notes: Vec<Note>,
    /// Open intervals of the week.
    pub open: Series<bool>,
    /// What is expected.
    pub forecast: Forecast,
    /// Mean contacts of the weeks before the known end by interval of the week, for comparison.
    pub recent: Series<Option<Contacts>>,
    /// What was offered in the week itself, where the history knows it by now; never used to plan.
    pub actual: Option<Series<Option<Contacts>>>,
    /// Agents required per interval.
    pub required: Series<Agents>,
    /// Mean patience estimated from the record: total waiting over abandonments.
    pub patience: Seconds,
    /// The record's own laws of patience and handle time, beside the exponential ones.
    pub assumptions: Assumptions,
    /// The engine against the record.
    pub calibration: Calibration,
    /// The roster as it is; `None` where none is configured.
    pub present: Option<Side>,
    /// The roster as planned.
    pub planned: Side,
    /// The wait of the first open day by formulas per interval and exactly.
    pub comparison: Option<WaitComparison>,
    /// What was asked and whether it is reached.
    pub target: Target,
    /// Rules that the planned roster breaks: none, or the plan is not one.
    pub breaches: Vec<Breach>,
    /// Rules that the present roster breaks; `None` where there is no present roster.
    pub present_breaches: Option<Vec<Breach>>,
    /// How good the roster is.
    pub solve: Solve,
    /// The service level's threshold.
    pub answer_within: Seconds,
    /// Waits above this are counted as long: 20 minutes.
    pub long_wait: Seconds,
    /// What was decided about the external centre, and what it costs by kind; `None` where its
    /// windows are fixed and contacts cost the same each.
    pub external: Option<External>,
    /// Overflow windows, where the external centre is open; empty without a contract.
    pub overflow_windows: Option<Series<bool>>,
    /// What repeats this plan to the byte.
    pub seeds: Seeds,
}

/// The seeds and the number of repetitions behind a plan.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Seeds {
    /// Seed of the solver.
    pub solve: u32,
    /// Seed of the simulation.
    pub simulate: u64,
    /// Independent repetitions of the week in the simulation.
    pub replications: u32,
}

/// A roster with what it does.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// The roster.
    pub roster: Roster,
    /// Rostered agents per interval.
    pub coverage: Series<Agents>,
    /// What callers meet, simulated.
    pub outcome: Outcome,
    /// What callers meet, exactly; `None` where a day is too large to be followed.
    pub exact: Option<ExactWait>,
    /// Average wait by the stationary curves, for comparison.
    pub curve_wait: Seconds,
    /// Where the paid hours go.
    pub bridge: HoursBridge,
    /// Allowances for hours that are paid more.
    pub allowances: Euros,
    /// Cost of the week: paid hours, their allowances and contacts outside.
    pub cost: Euros,
    /// Days for which people wish something.
    pub wishes: usize,
    /// Wishes that are not kept and agreed rules that are set aside, with what each is taken to cost.
    pub concessions: Vec<Concession>,
}

/// The hours bridge of a roster: paid time and where it goes. It closes to the minute:
/// `paid = leave + breaks + other work + phone`, and `phone = sickness + on_phone`.
#[derive(Clone, Debug, Serialize)]
pub struct HoursBridge {
    /// Contract hours of everybody.
    pub contract: Hours,
    /// Paid: rostered without lunch, and leave and holidays credited.
    pub paid: Hours,
    /// Leave and public holidays, and rostered time that somebody is absent.
    pub leave: Hours,
    /// Short breaks, paid.
    pub breaks: Hours,
    /// Other work by name.
    pub work: BTreeMap<String, Hours>,
    /// Rostered for contacts.
    pub phone: Hours,
    /// Of those, expected to be lost to sickness.
    pub sickness: Hours,
    /// What remains on the phone.
    pub on_phone: Hours,
}

/// The engine's wait beside the recorded wait, over the last weeks of the record.
#[derive(Clone, Debug, Serialize)]
pub enum Calibration {
    /// Calls, agents and waits are recorded.
    Compared {
        /// First day compared.
        from: NaiveDate,
        /// Last day compared.
        to: NaiveDate,
        /// Recorded average wait.
        recorded: Seconds,
        /// What the engine predicts from recorded calls and agents.
        predicted: Estimate,
        /// Predicted less recorded in seconds, over the days as independent pairs: where the
        /// interval holds 0, chance explains it.
        difference: Estimate,
        /// Per day: date, recorded and predicted average wait.
        days: Vec<(NaiveDate, Seconds, Seconds)>,
    },
    /// Agent counts or waits are not recorded.
    Uncalibrated {
        /// Why.
        reason: String,
    },
}

/// What was asked of the wait.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// What was asked, beside what the simulation says of it.
    #[serde(flatten)]
    pub asked: Asked,
    /// The same figure by the exact waits: a ratio or a wait in seconds; `None` where it has none.
    pub exact: Option<f64>,
    /// Does the less favourable confidence limit still keep what was asked, and the exact figure?
    pub reached: bool,
}

/// What was asked, beside what the simulation says of the planned roster.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "against", rename_all = "snake_case")]
pub enum Asked {
    /// A lower average wait than under the present roster.
    Present {
        /// Asked reduction.
        reduction: Share,
        /// Planned over present average wait, simulated on the same contacts.
        ratio: Estimate,
    },
    /// A lower average wait than the recorded one: other contacts, so season is in the ratio too.
    Recorded {
        /// Asked reduction.
        reduction: Share,
        /// Planned over recorded average wait.
        ratio: Estimate,
        /// The recorded average wait.
        recorded: Seconds,
        /// First day of that record.
        from: NaiveDate,
        /// Last day of that record.
        to: NaiveDate,
    },
    /// An average wait.
    Wait {
        /// The longest that was asked for.
        most: Seconds,
        /// The planned roster's, in seconds.
        wait: Estimate,
    },
    /// A share of contacts answered within a time.
    ServiceLevel {
        /// Asked share.
        share: Share,
        /// The time.
        answer_within: Seconds,
        /// The planned roster's.
        level: Estimate,
    },
}

impl Plan {
    /// The rosters that are shown: the present one, if there is one, before the planned one.
    pub fn sides(&self) -> impl Iterator<Item = &Side> + Clone {
        self.present.iter().chain([&self.planned])
    }
}

impl Target {
    /// What was asked, by the simulation and by the exact waits of both rosters.
    pub(super) fn new(asked: Asked, present: Option<&Side>, planned: &Side) -> Self {
        let wait = |side: &Side| side.exact.map(|exact| exact.wait.0);
        let planned = wait(planned);
        let (exact, most) = match asked {
            Asked::Present { reduction, .. } => {
                let present = present.and_then(wait);
                (
                    planned
                        .zip(present)
                        .map(|(planned, present)| planned / present),
                    1.0 - reduction.0,
                )
            }
            Asked::Recorded {
                reduction,
                recorded,
                ..
            } => (planned.map(|wait| wait / recorded.0), 1.0 - reduction.0),
            Asked::Wait { most, .. } => (planned, most.0),
            Asked::ServiceLevel { .. } => (None, f64::INFINITY),
        };
        Self {
            asked,
            exact,
            reached: asked.reached() && exact.is_none_or(|exact| exact <= most),
        }
    }
}

impl Asked {
    /// Does the less favourable confidence limit keep what was asked?
    ///
    /// ```
    /// use bezet::plan::Asked;
    /// use bezet::simulate::Estimate;
    /// use bezet::units::Seconds;
    /// let wait = Estimate { mean: 58.0, low: 55.0, high: 61.0 };
    /// assert!(!Asked::Wait { most: Seconds(60.0), wait }.reached());
    /// assert!(Asked::Wait { most: Seconds(61.0), wait }.reached());
    /// ```
    pub fn reached(&self) -> bool {
        self.missed() <= 0.0
    }

    /// By how much the less favourable limit misses what was asked; 0 or less where it does not.
    fn missed(&self) -> f64 {
        match self {
            Self::Present { reduction, ratio }
            | Self::Recorded {
                reduction, ratio, ..
            } => ratio.high - (1.0 - reduction.0),
            Self::Wait { most, wait } => wait.high - most.0,
            Self::ServiceLevel { share, level, .. } => share.0 - level.low,
        }
    }

    /// The allowed figure over the less favourable limit, to tighten a limit on waiting by.
    fn room(&self) -> f64 {
        match self {
            Self::Present { reduction, ratio }
            | Self::Recorded {
                reduction, ratio, ..
            } => (1.0 - reduction.0) / ratio.high,
            Self::Wait { most, wait } => most.0 / wait.high,
            Self::ServiceLevel { share, level, .. } => (1.0 - share.0) / (1.0 - level.low),
        }
    }
}

/// How good the roster is.
#[derive(Clone, Debug, Serialize)]
pub struct Solve {
    /// How the solve ended.
    pub status: Status,
    /// Its cost by the terms.
    pub cost: Euros,
    /// No roster can cost less by the terms.
    pub bound: Euros,
    /// `(cost - bound) / cost`.
    pub gap: f64,
    /// What is missing.
    pub shortage: Vec<Shortage>,
    /// What each stage did.
    pub log: Vec<String>,
    /// How often the model's target was tightened until the simulation agreed.
    pub rounds: u32,
}

pub(crate) fn as_text<T: std::fmt::Display, S: serde::Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
