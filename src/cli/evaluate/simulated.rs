//! The same figures by simulation, beside the exact ones.

use crate::error::Result;
use crate::plan::DayInputs;
use crate::simulate::{CentreOutcome, Estimate, Trials, imitate};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The day's figures by simulation: mean and half width of the 95 % interval, by name.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Simulated {
    figures: BTreeMap<String, [f64; 2]>,
    #[serde(skip)]
    note: String,
}

impl Simulated {
    /// Simulates the day of a file so many times.
    pub fn of(inputs: &DayInputs, days: u32, seed: u64) -> Result<Self> {
        let trials = Trials {
            replications: days,
            seed,
            thresholds: inputs.thresholds.clone(),
        };
        let outcome = imitate(&inputs.centre(), &trials)?;
        let each =
            |(name, found): (String, Estimate)| (name, [found.mean, found.high - found.mean]);
        let laws = match inputs.has_laws() {
            true => "; exact: with exponential laws",
            false => "",
        };
        Ok(Self {
            figures: named(&outcome, &trials.thresholds).map(each).collect(),
            note: format!("simulated: {days} days, seed {seed}, 95 % half width{laws}"),
        })
    }

    /// The day's figures: exact, simulated, half width, and their difference in standard errors.
    pub fn table(&self, exact: &BTreeMap<String, f64>) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:<18} {:>14} {:>14} {:>12} {:>7}",
            "", "exact", "simulated", "half width", "z"
        );
        for (name, exact) in exact {
            let Some([mean, half]) = self.figures.get(name) else {
                continue;
            };
            let z = z(*exact, *mean, *half);
            let _ = writeln!(
                text,
                "{name:<18} {exact:>14.4} {mean:>14.4} {half:>12.4} {z:>7}"
            );
        }
        let _ = writeln!(text, "{}", self.note);
        text
    }
}

/// The difference in standard errors of the simulation; none where it knows no error.
fn z(exact: f64, mean: f64, half: f64) -> String {
    /// Half widths of 95 % are so many standard errors, but for few days.
    const NORMAL: f64 = 1.959_964;
    match half > 0.0 && half.is_finite() {
        true => format!("{:.2}", (mean - exact) / half * NORMAL),
        false => "-".to_owned(),
    }
}

/// The figures by the names of the exact day.
fn named(outcome: &CentreOutcome, thresholds: &[f64]) -> impl Iterator<Item = (String, Estimate)> {
    let day = outcome.queues.first().map(|queue| &queue.day);
    let overtime = outcome.crews.first().map(|crew| crew.overtime);
    let plain = day.into_iter().flat_map(|day| {
        [
            ("queue_time", day.queue_time),
            ("e_wait_all", day.wait),
            ("e_wait", day.wait_offered),
            ("e_wait_offered", day.wait_offered),
            ("e_wait_served", day.wait_answered),
            ("p_ab", day.abandoned),
            ("p_overflow", day.outside),
            ("p_transfer", day.timed_out),
            ("p_served", day.answered),
        ]
    });
    let overtime = overtime.map(|overtime| ("overtime_agent_s", overtime));
    let levels = day.into_iter().flat_map(|day| &day.within);
    let levels = thresholds.iter().zip(levels);
    plain
        .chain(overtime)
        .map(|(name, found)| (name.to_owned(), found))
        .chain(levels.map(|(threshold, found)| (format!("sl_{threshold}"), *found)))
}
