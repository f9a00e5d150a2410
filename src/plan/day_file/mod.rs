//! A day as its file gives it.

mod figures;
mod values;

pub(crate) use figures::busy_figures;
pub use figures::busyness;
pub use values::Shape;

use crate::error::{Error, Problem, Problems, Result};
use crate::queueing::{Day, Interval, Overflow, Rates};
use crate::simulate::{Centre, Crew, Present, Queue, Rules, Skill};
use serde::Deserialize;
use std::path::Path;
use values::{Discipline, Each, Windows};

/// A day by the names of its file; `bezet evaluate --help` explains each.
///
/// ```
/// use bezet::plan::DayInputs;
/// let day = serde_json::json!({"interval_s": 100, "lambda_per_s": [0.02], "staff": [0],
///     "mu_per_s": 0.01, "theta_per_s": 0.01, "discipline": "exhaustive"});
/// let inputs = DayInputs::parse(day, "a day")?;
/// let figures = inputs.exact("a day", None)?;
/// // Nobody works, so nobody is answered: 0, but for the last bit of 1 less what is lost.
/// assert!(figures["p_served"].abs() <= f64::EPSILON);
/// # Ok::<(), bezet::error::Error>(())
/// ```
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayInputs {
    #[serde(default, rename = "name")]
    _name: String,
    #[serde(default, rename = "description")]
    _description: String,
    /// When the first interval begins, as 08:30.
    #[serde(default)]
    pub first_interval: Option<String>,
    /// Length of an interval in seconds.
    pub interval_s: f64,
    /// Contacts per second by interval.
    pub lambda_per_s: Vec<f64>,
    /// Agents by interval.
    pub staff: Vec<u32>,
    mu_per_s: Each,
    theta_per_s: Each,
    discipline: Discipline,
    /// Thresholds of the service level in seconds.
    #[serde(default, rename = "T_s")]
    pub thresholds: Vec<f64>,
    #[serde(default)]
    queue_cap: Option<Windows>,
    #[serde(default)]
    predicted_wait_s: Option<Windows>,
    #[serde(default)]
    outside_share: Option<Windows>,
    /// Seconds after which a caller goes elsewhere.
    #[serde(default)]
    pub timeout_s: Option<f64>,
    /// Contacts that are there at the start.
    #[serde(default)]
    pub backlog: u32,
    #[serde(default)]
    handle_time_law: Option<Shape>,
    #[serde(default)]
    patience_law: Option<Shape>,
}

fn refused(place: &str, error: &serde_json::Error) -> Problem {
    let place = match error.line() {
        0 => place.to_owned(),
        line => format!("{place}:{line}"),
    };
    Problem::new("Q111", place, error.to_string()).hint("`bezet evaluate --help` names every key")
}

impl DayInputs {
    /// Reads a file, whose keys may stand under `inputs`.
    ///
    /// # Errors
    /// When it cannot be read; `Q111` where it is no day.
    pub fn read(path: &Path) -> Result<Self> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        let value = serde_json::from_str(&text).map_err(|error| refused(&place, &error))?;
        Self::parse(value, &place)
    }

    /// The day of a document that was read already, whose keys may stand under `inputs`.
    ///
    /// # Errors
    /// `Q111` where it is no day.
    pub fn parse(mut value: serde_json::Value, place: &str) -> Result<Self> {
        let inner = value.get_mut("inputs").map(serde_json::Value::take);
        Ok(serde_json::from_value(inner.unwrap_or(value))
            .map_err(|error| refused(place, &error))?)
    }

    /// The day, or all that is wrong with it.
    ///
    /// # Errors
    /// Lists of different lengths, rates and thresholds that are none, several rules of overflow.
    pub fn day(&self, place: &str) -> Result<Day> {
        let mut problems = Problems::new();
        self.check_q112_lengths(place, &mut problems);
        self.check_q113_thresholds(place, &mut problems);
        self.check_q117_rules(place, &mut problems);
        let intervals = self.intervals(place, &mut problems);
        problems.or_ok(())?;
        Day::new(intervals, self.discipline.into())?.with_backlog(self.backlog)
    }

    /// The rule of overflow of an interval.
    fn overflow(&self, index: usize) -> Option<Overflow> {
        let at = |rule: &Option<Windows>| rule.as_ref().and_then(|windows| windows.at(index));
        let places = at(&self.queue_cap).map(|places| Overflow::waiting_places(places as u32));
        let wait = || at(&self.predicted_wait_s).map(Overflow::predicted_wait);
        let share = || at(&self.outside_share).map(Overflow::percentage);
        places.or_else(wait).or_else(share)
    }

    /// The same for the simulation.
    fn rules(&self, index: usize) -> Rules {
        let at = |rule: &Option<Windows>| rule.as_ref().and_then(|windows| windows.at(index));
        Rules {
            queue_cap: at(&self.queue_cap).map(|places| places as u32),
            wait_above: at(&self.predicted_wait_s),
            share: at(&self.outside_share).unwrap_or(0.0),
            timeout: self.timeout_s,
        }
    }

    /// One rule of overflow at most, and whole places.
    fn check_q117_rules(&self, place: &str, problems: &mut Problems) {
        let rules = [&self.queue_cap, &self.predicted_wait_s, &self.outside_share];
        let given = rules.iter().filter(|rule| rule.is_some()).count();
        if given > 1 {
            let what = format!("`{given}` rules of overflow");
            let hint = "one of queue_cap, predicted_wait_s and outside_share";
            problems.push(Problem::new("Q117", place, what).hint(hint));
        }
        let Some(places) = &self.queue_cap else {
            return;
        };
        let places = (0..self.lambda_per_s.len()).filter_map(|index| places.at(index));
        for places in places.filter(|places| !(*places >= 0.0 && places.fract() == 0.0)) {
            let what = format!("`{places}` places");
            let place = format!("{place}: queue_cap");
            problems.push(Problem::new("Q117", place, what).hint("a whole number, 0 or more"));
        }
    }

    /// Is a law given?
    pub fn has_laws(&self) -> bool {
        self.handle_time_law.is_some() || self.patience_law.is_some()
    }

    /// The same day as a centre of one queue and one crew, to be simulated.
    pub fn centre(&self) -> Centre {
        let count = self.lambda_per_s.len();
        let mean = |rates: &Each| -> Vec<f64> {
            let rates = (0..count).filter_map(|index| rates.at(index));
            rates.map(f64::recip).collect()
        };
        let contacts = self.lambda_per_s.iter().map(|rate| rate * self.interval_s);
        let queue = Queue {
            handle_time: mean(&self.mu_per_s),
            patience: mean(&self.theta_per_s),
            rules: (0..count).map(|index| self.rules(index)).collect(),
            ..Queue::new(
                "day",
                contacts.collect(),
                Shape::law(self.handle_time_law.as_ref()),
                Shape::law(self.patience_law.as_ref()),
            )
        };
        Centre {
            interval: self.interval_s,
            queues: vec![queue],
            crews: vec![Crew {
                skills: vec![Skill { queue: 0, rank: 0 }],
                present: Present::Counts(self.staff.clone()),
            }],
            leaving: self.discipline.into(),
            busyness: f64::INFINITY,
        }
    }

    fn check_q112_lengths(&self, place: &str, problems: &mut Problems) {
        let count = self.lambda_per_s.len();
        let windows = |rule: &Option<Windows>| rule.as_ref().and_then(Windows::len);
        let lists = [
            ("staff", Some(self.staff.len())),
            ("mu_per_s", self.mu_per_s.len()),
            ("theta_per_s", self.theta_per_s.len()),
            ("queue_cap", windows(&self.queue_cap)),
            ("predicted_wait_s", windows(&self.predicted_wait_s)),
            ("outside_share", windows(&self.outside_share)),
        ];
        for (name, length) in lists {
            if let Some(length) = length.filter(|length| *length != count) {
                let what = format!("`{length}` numbers, and `{count}` in lambda_per_s");
                let problem = Problem::new("Q112", format!("{place}: {name}"), what);
                problems.push(problem.hint("one for each interval"));
            }
        }
    }

    fn check_q113_thresholds(&self, place: &str, problems: &mut Problems) {
        let bad = |threshold: &&f64| !(**threshold >= 0.0 && threshold.is_finite());
        for threshold in self.thresholds.iter().filter(bad) {
            let what = format!("a threshold of `{threshold}`");
            let problem = Problem::new("Q113", format!("{place}: T_s"), what);
            problems.push(problem.hint("seconds, 0 or more"));
        }
    }

    fn intervals(&self, place: &str, problems: &mut Problems) -> Vec<Interval> {
        let mut intervals = Vec::with_capacity(self.lambda_per_s.len());
        for (index, arrival) in self.lambda_per_s.iter().enumerate() {
            let (Some(service), Some(abandonment), Some(agents)) = (
                self.mu_per_s.at(index),
                self.theta_per_s.at(index),
                self.staff.get(index),
            ) else {
                continue;
            };
            let Some(rates) = Rates::new(*arrival, service, abandonment) else {
                let what = format!("rates `{arrival}`, `{service}`, `{abandonment}` per second");
                let at = format!("{place}: interval {}", index + 1);
                let hint = "lambda and theta 0 or more, mu above 0";
                problems.push(Problem::new("Q114", at, what).hint(hint));
                continue;
            };
            intervals.push(Interval {
                overflow: self.overflow(index),
                ..Interval::new(self.interval_s, rates, *agents)
            });
        }
        intervals
    }
}
