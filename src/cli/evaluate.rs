//! `bezet evaluate`.

mod answers;
mod inputs;
mod simulated;

use super::talk::Talk;
use super::{Answer, data, json};
use crate::error::{Problem, Result};
use crate::queueing::{Day, interval_waits, slopes, timeout_waits};
use answers::Answers;
use clap::Args;
use inputs::Inputs;
use simulated::Simulated;
use std::path::PathBuf;

/// The exact wait of one day: rates and agents per interval
///
/// Follows the queue through the day as it is, from interval to interval, with callers who hang
/// up. DAY.json holds, alone or under "inputs": interval_s; lambda_per_s and staff, lists with a
/// number per interval; mu_per_s and theta_per_s, 1 / mean handle time and 1 / mean patience, a
/// number or a list; discipline, who stops when staff falls: "exhaustive" (a contact is finished),
/// "named" (likewise, who leaves is fixed), "preemptive" (handed back); T_s, thresholds of the
/// service level; and queue_cap, if so many waiting send a contact outside, or timeout_s, if a
/// contact that has waited so long goes elsewhere. For --simulate it may hold handle_time_law and
/// patience_law: "exponential", "fixed", {"lognormal": {"cv": 1.2}}, {"weibull": {"shape": 0.7}},
/// {"erlang": {"phases": 3}} or {"recorded": [310, 95, ...]}, each with the mean of the rates.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// The day
    day: PathBuf,
    /// Print what one agent more or less and one contact more in each interval would change
    #[arg(long)]
    slopes: bool,
    /// Simulate the day N times, and print its figures beside the exact ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    simulate: Option<u32>,
    /// Seed of the simulation
    #[arg(long, default_value_t = 1, requires = "simulate")]
    seed: u64,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let inputs = Inputs::read(&self.day)?;
        let day = inputs.day(&self.day.display().to_string())?;
        self.check_q116_laws(&inputs)?;
        let mut answers = match inputs.timeout_s {
            Some(timeout) => self.timed_out(&inputs, &day, timeout)?,
            None => {
                let (whole, waits) = interval_waits(&day, &inputs.thresholds);
                let slopes = self.slopes.then(|| slopes(&day));
                Answers::exact(&inputs, &whole, &waits, slopes)
            }
        };
        if let Some(days) = self.simulate {
            talk.stage("simulating");
            answers.simulated = Some(Simulated::of(&inputs, days, self.seed)?);
            talk.done();
        }
        if self.json {
            json(&answers)?;
        } else {
            data(&answers.table(&inputs))?;
        }
        Ok(Answer::Yes)
    }

    /// Laws that the exact day does not know are for the simulation alone.
    fn check_q116_laws(&self, inputs: &Inputs) -> Result<()> {
        if self.simulate.is_some() || !inputs.has_laws() {
            return Ok(());
        }
        let place = format!("{}: handle_time_law, patience_law", self.day.display());
        let what = "a law for a day whose exact wait is that of `exponential` ones";
        let hint = "leave it out, or add --simulate 10000";
        Err(Problem::new("Q116", place, what).hint(hint).into())
    }

    fn timed_out(&self, inputs: &Inputs, day: &Day, timeout: f64) -> Result<Answers> {
        let place = format!("{}: timeout_s", self.day.display());
        if self.slopes {
            let what = format!("no slopes are known with a time-out of `{timeout}` s");
            let hint = "leave out --slopes, or take queue_cap instead";
            return Err(Problem::new("Q115", place, what).hint(hint).into());
        }
        let Some((whole, waits)) = timeout_waits(day, timeout, &inputs.thresholds) else {
            let what = format!("a time-out of `{timeout}` s cannot be followed on this day");
            let hint = "a number above 0, without queue_cap, with \"exhaustive\" or \"named\"";
            return Err(Problem::new("Q115", place, what).hint(hint).into());
        };
        Ok(Answers::timed_out(inputs, &whole, &waits))
    }
}
