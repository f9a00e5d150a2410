//! `bezet evaluate`.

use super::talk::Talk;
use super::{Answer, data, json};
use crate::error::{Error, Problem, Problems, Result};
use crate::queueing::{
    Day, DayWait, Interval, IntervalWait, Leaving, Rates, Slopes, TimeoutWait, interval_waits,
    slopes, timeout_waits,
};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// The exact wait of one day: rates and agents per interval
///
/// Follows the queue through the day as it is, from interval to interval, with callers who hang
/// up. DAY.json holds, alone or under "inputs": interval_s; lambda_per_s and staff, lists with a
/// number per interval; mu_per_s and theta_per_s, 1 / mean handle time and 1 / mean patience, a
/// number or a list; discipline, who stops when staff falls: "exhaustive" (a contact is finished),
/// "named" (likewise, who leaves is fixed), "preemptive" (handed back); T_s, thresholds of the
/// service level; queue_cap, if so many waiting send a contact outside; and timeout_s, if a contact that has waited
/// so long goes elsewhere.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// The day
    day: PathBuf,
    /// Print what one agent more or less and one contact more in each interval would change
    #[arg(long)]
    slopes: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

/// A value for all intervals, or one for each.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Each {
    All(f64),
    One(Vec<f64>),
}

impl Each {
    fn at(&self, index: usize) -> Option<f64> {
        match self {
            Self::All(value) => Some(*value),
            Self::One(values) => values.get(index).copied(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs {
    #[serde(default, rename = "name")]
    _name: String,
    #[serde(default, rename = "description")]
    _description: String,
    #[serde(default)]
    first_interval: Option<String>,
    interval_s: f64,
    lambda_per_s: Vec<f64>,
    staff: Vec<u32>,
    mu_per_s: Each,
    theta_per_s: Each,
    discipline: Discipline,
    #[serde(default, rename = "T_s")]
    thresholds: Vec<f64>,
    #[serde(default)]
    queue_cap: Option<u32>,
    #[serde(default)]
    timeout_s: Option<f64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Discipline {
    Exhaustive,
    Named,
    Preemptive,
}

/// What is printed, by the names of the file's own field.
#[derive(Debug, Default, Serialize)]
struct Evaluated {
    e_queue: Vec<f64>,
    e_busy: Vec<f64>,
    p_wait: Vec<f64>,
    p_overflow: Vec<f64>,
    q_end: Vec<f64>,
    e_wait: Vec<f64>,
    e_wait_served: Vec<f64>,
    p_abandon: Vec<f64>,
    p_served: Vec<f64>,
    p_accept: Vec<f64>,
    /// Answered within each threshold, of those offered.
    sl: BTreeMap<String, Vec<f64>>,
    day: BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slopes: Option<Effects>,
}

/// Caller-seconds of waiting in the whole day.
#[derive(Debug, Serialize)]
struct Effects {
    one_agent_more: Vec<f64>,
    one_agent_less: Vec<Option<f64>>,
    one_contact_more: Vec<f64>,
}

impl Evaluate {
    pub fn execute(&self, _: &Talk) -> Result<Answer> {
        let inputs = self.read()?;
        let day = inputs.day(&self.day.display().to_string())?;
        if let Some(timeout) = inputs.timeout_s {
            return self.with_timeout(&inputs, &day, timeout);
        }
        let (whole, waits) = interval_waits(&day, &inputs.thresholds);
        let found = self.slopes.then(|| slopes(&day));
        let evaluated = evaluated(&inputs, &whole, &waits, found);
        if self.json {
            json(&evaluated)?;
        } else {
            data(&table(&inputs, &evaluated))?;
        }
        Ok(Answer::Yes)
    }

    /// A day whose callers go elsewhere after a time.
    fn with_timeout(&self, inputs: &Inputs, day: &Day, timeout: f64) -> Result<Answer> {
        let Some((whole, waits)) = timeout_waits(day, timeout, &inputs.thresholds) else {
            let place = format!("{}: timeout_s", self.day.display());
            let what = format!("a time-out of `{timeout}` s with discipline and cap as they are");
            let hint = "a number above 0, with contacts finished by those who leave, not too fine";
            return Err(Problem::new("Q115", place, what).hint(hint).into());
        };
        let found = timed_out(inputs, &whole, &waits);
        if self.json {
            json(&found)?;
        } else {
            data(&timeout_table(inputs, &found))?;
        }
        Ok(Answer::Yes)
    }

    fn read(&self) -> Result<Inputs> {
        let place = self.day.display().to_string();
        let text = std::fs::read_to_string(&self.day).map_err(|source| Error::Read {
            path: self.day.clone(),
            source,
        })?;
        let refused = |error: serde_json::Error| {
            let place = match error.line() {
                0 => place.clone(),
                line => format!("{place}:{line}"),
            };
            Problem::new("Q111", place, error.to_string())
                .hint("`bezet evaluate --help` names every key")
        };
        let mut value: serde_json::Value = serde_json::from_str(&text).map_err(refused)?;
        let inner = value.get_mut("inputs").map(serde_json::Value::take);
        Ok(serde_json::from_value(inner.unwrap_or(value)).map_err(refused)?)
    }
}

impl Inputs {
    /// The day, or all that is wrong with it.
    fn day(&self, place: &str) -> Result<Day> {
        let mut problems = Vec::new();
        let count = self.lambda_per_s.len();
        let lists = [
            ("staff", Some(self.staff.len())),
            ("mu_per_s", self.mu_per_s.len()),
            ("theta_per_s", self.theta_per_s.len()),
        ];
        for (name, length) in lists {
            if let Some(length) = length.filter(|length| *length != count) {
                let what = format!("`{length}` numbers, and `{count}` in lambda_per_s");
                problems.push(
                    Problem::new("Q112", format!("{place}: {name}"), what)
                        .hint("one for each interval"),
                );
            }
        }
        for (name, value) in self.thresholds.iter().map(|value| ("T_s", *value)) {
            if !(value >= 0.0 && value.is_finite()) {
                let what = format!("a threshold of `{value}`");
                problems.push(
                    Problem::new("Q113", format!("{place}: {name}"), what)
                        .hint("seconds, 0 or more"),
                );
            }
        }
        let mut intervals = Vec::with_capacity(count);
        for (index, arrival) in self.lambda_per_s.iter().enumerate() {
            let (Some(service), Some(abandonment), Some(agents)) = (
                self.mu_per_s.at(index),
                self.theta_per_s.at(index),
                self.staff.get(index),
            ) else {
                continue;
            };
            match Rates::new(*arrival, service, abandonment) {
                Some(rates) => intervals.push(Interval {
                    length: self.interval_s,
                    rates,
                    agents: *agents,
                    waiting_places: self.queue_cap,
                }),
                None => {
                    let what =
                        format!("rates `{arrival}`, `{service}`, `{abandonment}` per second");
                    let at = format!("{place}: interval {}", index + 1);
                    problems.push(
                        Problem::new("Q114", at, what)
                            .hint("lambda and theta 0 or more, mu above 0"),
                    );
                }
            }
        }
        if !problems.is_empty() {
            return Err(Problems::from(problems).into());
        }
        let leaving = match self.discipline {
            Discipline::Exhaustive => Leaving::Exhaustive,
            Discipline::Named => Leaving::Named,
            Discipline::Preemptive => Leaving::Preemptive,
        };
        Day::new(intervals, leaving)
    }
}

impl Each {
    fn len(&self) -> Option<usize> {
        match self {
            Self::All(_) => None,
            Self::One(values) => Some(values.len()),
        }
    }
}

fn evaluated(
    inputs: &Inputs,
    whole: &DayWait,
    waits: &[IntervalWait],
    found: Option<Slopes>,
) -> Evaluated {
    let each = |value: fn(&IntervalWait) -> f64| waits.iter().map(value).collect::<Vec<f64>>();
    let offered: Vec<f64> = inputs
        .lambda_per_s
        .iter()
        .map(|rate| rate * inputs.interval_s)
        .collect();
    let total = whole.offered.max(f64::MIN_POSITIVE);
    let over = |values: &[f64]| {
        let sum = offered
            .iter()
            .zip(values)
            .filter(|(offered, _)| **offered > 0.0);
        sum.map(|(offered, value)| offered * value).sum::<f64>() / total
    };
    let served = each(|wait| wait.p_served);
    let served_wait: Vec<f64> = waits
        .iter()
        .map(|wait| wait.p_served * wait.e_wait_served)
        .collect();
    let mut day: BTreeMap<String, f64> = [
        ("queue_time", whole.queue_time),
        ("e_wait_all", whole.e_wait),
        ("e_wait_offered", whole.e_wait_offered),
        (
            "e_wait_served",
            over(&served_wait) / over(&served).max(f64::MIN_POSITIVE),
        ),
        ("p_ab", whole.p_abandon),
        ("p_overflow", whole.p_overflow),
        ("p_served", whole.p_served),
        ("overtime_agent_s", whole.overtime),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let mut sl = BTreeMap::new();
    for (index, threshold) in inputs.thresholds.iter().enumerate() {
        let level: Vec<f64> = waits.iter().map(|wait| wait.served_within[index]).collect();
        day.insert(format!("sl_{threshold}"), over(&level));
        sl.insert(threshold.to_string(), level);
    }
    Evaluated {
        e_queue: each(|wait| wait.e_queue),
        e_busy: each(|wait| wait.e_busy),
        p_wait: each(|wait| wait.p_wait),
        p_overflow: each(|wait| wait.p_overflow),
        q_end: each(|wait| wait.queue_end),
        e_wait: each(|wait| wait.e_wait),
        e_wait_served: each(|wait| wait.e_wait_served),
        p_abandon: each(|wait| wait.p_abandon),
        p_accept: each(|wait| wait.p_accept),
        p_served: served,
        sl,
        day,
        slopes: found.map(|slopes| Effects {
            one_agent_more: slopes.one_more,
            one_agent_less: slopes.one_less,
            one_contact_more: slopes.contact,
        }),
    }
}

/// What is printed of a day with a time-out, by the names of the file's own field.
#[derive(Debug, Default, Serialize)]
struct TimedOut {
    e_wait: Vec<f64>,
    e_wait_served: Vec<f64>,
    p_wait: Vec<f64>,
    p_abandon: Vec<f64>,
    p_transfer: Vec<f64>,
    p_served: Vec<f64>,
    sl: BTreeMap<String, Vec<f64>>,
    day: BTreeMap<String, f64>,
}

fn timed_out(inputs: &Inputs, whole: &TimeoutWait, waits: &[TimeoutWait]) -> TimedOut {
    let each = |value: fn(&TimeoutWait) -> f64| waits.iter().map(value).collect::<Vec<f64>>();
    let mut day: BTreeMap<String, f64> = [
        ("e_wait", whole.e_wait),
        ("e_wait_served", whole.e_wait_served),
        ("p_ab", whole.p_abandon),
        ("p_transfer", whole.p_transfer),
        ("p_served", whole.p_served),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let mut sl = BTreeMap::new();
    for (index, threshold) in inputs.thresholds.iter().enumerate() {
        day.insert(format!("sl_{threshold}"), whole.served_within[index]);
        let level = waits.iter().map(|wait| wait.served_within[index]);
        sl.insert(threshold.to_string(), level.collect());
    }
    TimedOut {
        e_wait: each(|wait| wait.e_wait),
        e_wait_served: each(|wait| wait.e_wait_served),
        p_wait: each(|wait| wait.p_wait),
        p_abandon: each(|wait| wait.p_abandon),
        p_transfer: each(|wait| wait.p_transfer),
        p_served: each(|wait| wait.p_served),
        sl,
        day,
    }
}

fn timeout_table(inputs: &Inputs, found: &TimedOut) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    for (name, value) in &found.day {
        let _ = writeln!(text, "{name:<18} {value:>14.4}");
    }
    let _ = writeln!(
        text,
        "\ninterval  offered  agents   wait s  abandon  elsewhere  answered"
    );
    for (index, rate) in inputs.lambda_per_s.iter().enumerate() {
        let _ = writeln!(
            text,
            "{:<8} {:>8.2} {:>7} {:>8.1} {:>7.2}% {:>9.2}% {:>8.2}%",
            index + 1,
            rate * inputs.interval_s,
            inputs.staff[index],
            found.e_wait[index],
            100.0 * found.p_abandon[index],
            100.0 * found.p_transfer[index],
            100.0 * found.p_served[index],
        );
    }
    text
}

/// The day in words, and a row per interval.
fn table(inputs: &Inputs, found: &Evaluated) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    for (name, value) in &found.day {
        let _ = writeln!(text, "{name:<18} {value:>14.4}");
    }
    let levels: Vec<&String> = found.sl.keys().collect();
    let heads: String = levels
        .iter()
        .map(|level| format!("  within {level:>4} s"))
        .collect();
    let slopes = if found.slopes.is_some() {
        "   agent more   agent less  contact more"
    } else {
        ""
    };
    let _ = writeln!(
        text,
        "\ninterval  offered  agents   queue  busy   wait s  abandon  outside{heads}{slopes}"
    );
    let first = inputs.first_interval.as_deref().and_then(minutes);
    for (index, rate) in inputs.lambda_per_s.iter().enumerate() {
        let start = match first {
            Some(first) => {
                let minute = first + (index as f64 * inputs.interval_s / 60.0) as u32;
                format!("{:02}:{:02}", minute / 60, minute % 60)
            }
            None => (index + 1).to_string(),
        };
        let _ = write!(
            text,
            "{start:<8} {:>8.2} {:>7} {:>7.2} {:>5.2} {:>8.1} {:>7.2}% {:>7.2}%",
            rate * inputs.interval_s,
            inputs.staff[index],
            found.e_queue[index],
            found.e_busy[index],
            found.e_wait[index],
            100.0 * found.p_abandon[index],
            100.0 * found.p_overflow[index],
        );
        for level in &levels {
            let _ = write!(text, " {:>12.2}%", 100.0 * found.sl[*level][index]);
        }
        if let Some(slopes) = &found.slopes {
            let less = slopes.one_agent_less[index]
                .map_or_else(|| "-".to_owned(), |less| format!("{less:.1}"));
            let _ = write!(
                text,
                " {:>12.1} {less:>12} {:>13.1}",
                slopes.one_agent_more[index], slopes.one_contact_more[index]
            );
        }
        text.push('\n');
    }
    text
}

fn minutes(clock: &str) -> Option<u32> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(60 * hour + minute)
}
