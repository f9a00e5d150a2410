//! What the wait of a plan is measured against.

use super::calibration::Window;
use super::{Asked, Expected};
use crate::config::Config;
use crate::error::{Note, Phrase, Problem, Result};
use crate::simulate::{Estimate, Run};
use crate::staffing;
use crate::units::{Seconds, Share};
use chrono::NaiveDate;

/// What is asked of the simulated week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Goal {
    /// Less than the present roster's wait, by a share.
    Present(Share),
    /// Less than the recorded wait of some days, by a share.
    Recorded {
        reduction: Share,
        wait: Seconds,
        from: NaiveDate,
        to: NaiveDate,
    },
    /// An average wait.
    Wait(Seconds),
    /// A share answered within a time.
    ServiceLevel {
        share: Share,
        answer_within: Seconds,
    },
}

impl Goal {
    /// The goal of a configuration: a reduction where one is written or nothing else is, else the
    /// average wait, else the service level.
    ///
    /// A reduction is against the present roster, or without one against the recorded wait; where
    /// neither is known the absolute target holds.
    ///
    /// # Errors
    /// `C190` when nothing is known that the target could be measured against.
    pub fn of(config: &Config, expected: &Expected) -> Result<Self> {
        let target = &config.target;
        let absolute = absolute(config);
        let written = target.wait_reduction;
        if let (None, Some(goal)) = (written, absolute) {
            return Ok(goal);
        }
        let reduction = written.unwrap_or(REDUCTION);
        if config.present.is_some() {
            return Ok(Self::Present(reduction));
        }
        match (Window::of(expected), absolute) {
            (Ok(window), _) => Ok(Self::recorded(reduction, &window)),
            (Err(_), Some(goal)) => Ok(goal),
            (Err(reason), None) => Err(nothing_to_compare(reason).into()),
        }
    }

    fn recorded(reduction: Share, window: &Window<'_>) -> Self {
        let (from, to) = window.days();
        let wait = window.wait();
        Self::Recorded {
            reduction,
            wait,
            from,
            to,
        }
    }

    /// What is to be said of a goal that was not written as it is.
    pub fn note(&self, config: &Config) -> Option<Note> {
        let what = match self {
            _ if config.present.is_some() => return None,
            Self::Recorded { wait, from, to, .. } => Phrase::new(
                format!(
                    "there is no present roster: the reduction is against the recorded wait of \
                     {from} to {to}, {wait} on average"
                ),
                format!(
                    "er is geen huidig rooster: de verlaging is ten opzichte van de gemeten \
                     wachttijd van {from} t/m {to}, gemiddeld {wait}"
                ),
            ),
            _ if config.target.wait_reduction.is_none() => return None,
            _ => Phrase::new(
                "there is neither a present roster nor a record of waits and agents: \
                 `wait_reduction` is left aside, the absolute target holds",
                "er is geen huidig rooster en geen meting van wachttijden en medewerkers: \
                 `wait_reduction` blijft buiten beschouwing, het absolute doel geldt",
            ),
        };
        Some(Note::new("N403", "target", what))
    }

    /// The limit as the curves know it: a total waiting in contact-seconds and the share of it that
    /// is allowed; none where no wait is asked.
    pub fn waiting(&self, contacts: f64, present: Option<f64>) -> Option<(f64, f64)> {
        match *self {
            Self::Present(reduction) => present.map(|waiting| (waiting, 1.0 - reduction.0)),
            Self::Recorded {
                reduction, wait, ..
            } => Some((contacts * wait.0, 1.0 - reduction.0)),
            Self::Wait(wait) => Some((contacts, wait.0)),
            Self::ServiceLevel { .. } => None,
        }
    }

    /// The goal with what the simulation says of it; the last case of the run is the planned one.
    pub fn measure(&self, run: &Run) -> Asked {
        let planned = run.outcomes.len().saturating_sub(1);
        let outcome = run.outcomes.get(planned);
        let wait = outcome.map_or(NOTHING, |outcome| outcome.wait);
        match *self {
            Self::Present(reduction) => Asked::Present {
                reduction,
                ratio: run.wait_ratio(planned, 0).unwrap_or(NOTHING),
            },
            Self::Recorded {
                reduction,
                wait: recorded,
                from,
                to,
            } => Asked::Recorded {
                reduction,
                ratio: over(wait, recorded),
                recorded,
                from,
                to,
            },
            Self::Wait(most) => Asked::Wait { most, wait },
            Self::ServiceLevel {
                share,
                answer_within,
            } => Asked::ServiceLevel {
                share,
                answer_within,
                level: outcome.map_or(NOTHING, |outcome| outcome.service_level),
            },
        }
    }
}

/// By how much the wait falls where nothing is asked.
const REDUCTION: Share = Share(0.25);

/// Nobody waits under a present roster with no callers: then there is nothing to reduce.
const NOTHING: Estimate = Estimate {
    mean: 1.0,
    low: 1.0,
    high: 1.0,
};

/// A wait over a recorded one; nothing over nothing is as it was.
fn over(wait: Estimate, recorded: Seconds) -> Estimate {
    if recorded.0 <= 0.0 {
        return NOTHING;
    }
    Estimate {
        mean: wait.mean / recorded.0,
        low: wait.low / recorded.0,
        high: wait.high / recorded.0,
    }
}

/// The absolute target that is written.
fn absolute(config: &Config) -> Option<Goal> {
    match config.target.absolute? {
        staffing::Target::AverageWait(wait) => Some(Goal::Wait(wait)),
        staffing::Target::ServiceLevel {
            share,
            answer_within,
        } => Some(Goal::ServiceLevel {
            share,
            answer_within,
        }),
        staffing::Target::MaxOccupancy(_) => None,
    }
}

fn nothing_to_compare(reason: &str) -> Problem {
    let what = format!(
        "`wait_reduction` has nothing to be measured against: no present roster is configured, \
         and {reason}"
    );
    Problem::new("C190", "target", what).hint(
        "ask for `average_wait_s` or `service_level` under [target], name the roster as it is \
         under [present], or give a history with `wait_s` and `agents`",
    )
}
