//! `bezet evaluate`.

mod answers;
mod simulated;

use super::talk::Talk;
use super::{Answer, data, json};
use crate::error::{Problem, Result};
use crate::plan::{self, DayInputs};
use crate::queueing::{Day, busy_day_wait, chance_of_wait, interval_waits, slopes, wait_quantile};
use answers::Answers;
use clap::Args;
use simulated::Simulated;
use std::path::PathBuf;

/// The exact wait of one day: rates and agents per interval
///
/// Follows the queue through the day as it is, from interval to interval, with callers who hang
/// up. DAY.json holds, alone or under "inputs": interval_s; lambda_per_s and staff, lists with a
/// number per interval; mu_per_s and theta_per_s, 1 / mean handle time and 1 / mean patience, a
/// number or a list; discipline, who stops when staff falls: "exhaustive" (a contact is finished),
/// "named" (likewise, who leaves is fixed), "preemptive" (handed back); T_s, thresholds of the
/// service level. Contacts go outside by one of queue_cap (so many wait), predicted_wait_s (the wait
/// foretold is longer) and outside_share (a share of all), a number or a list with null outside the
/// windows; or elsewhere by timeout_s (they have waited so long). backlog is how many are there at
/// the start. For --simulate it may hold handle_time_law and
/// patience_law: "exponential", "fixed", {"lognormal": {"cv": 1.2}}, {"weibull": {"shape": 0.7}},
/// {"erlang": {"phases": 3}} or {"recorded": [310, 95, ...]}, each with the mean of the rates.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// The day
    day: PathBuf,
    /// Print what one agent more or less and one contact more in each interval would change
    #[arg(long)]
    slopes: bool,
    /// Print the wait that a share of those answered does not pass, for the day and by interval
    #[arg(long, value_name = "SHARE", value_parser = share)]
    quantile: Vec<f64>,
    /// Average over days of unknown busyness too: the shape of its gamma law, 1 / spread^2
    #[arg(long, value_name = "SHAPE", allow_negative_numbers = true)]
    busyness: Option<f64>,
    /// How likely such a day's expected wait is at most so many seconds
    #[arg(long, value_name = "SECONDS", requires = "busyness")]
    longest_wait: Option<f64>,
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
        let inputs = DayInputs::read(&self.day)?;
        let day = inputs.day(&self.day.display().to_string())?;
        if self.simulate.is_none() {
            inputs.check_q116_laws(&self.day.display().to_string())?;
        }
        self.check_q118_backlog(&inputs)?;
        let mut answers = match inputs.timeout_s {
            Some(timeout) => self.timed_out(&inputs, &day, timeout)?,
            None => {
                let (whole, waits) = interval_waits(&day, &inputs.thresholds);
                let slopes = self.slopes.then(|| slopes(&day));
                let mut answers = Answers::exact(&inputs, &whole, &waits, slopes);
                self.quantiles(&day, &mut answers);
                self.busy_days(&day, &mut answers)?;
                answers
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

    fn quantiles(&self, day: &Day, answers: &mut Answers) {
        for share in &self.quantile {
            let (whole, by_interval) = wait_quantile(day, *share);
            answers.quantile(*share, whole, by_interval);
        }
    }

    fn busy_days(&self, day: &Day, answers: &mut Answers) -> Result<()> {
        let Some(shape) = self.busyness else {
            return Ok(());
        };
        let busyness = plan::busyness(shape, "--busyness")?;
        let chance = self
            .longest_wait
            .map(|wait| chance_of_wait(day, busyness, wait));
        answers.busy_days(&busy_day_wait(day, busyness), chance);
        Ok(())
    }

    /// The simulation starts empty.
    fn check_q118_backlog(&self, inputs: &DayInputs) -> Result<()> {
        if self.simulate.is_none() || inputs.backlog == 0 {
            return Ok(());
        }
        let place = format!("{}: backlog", self.day.display());
        let what = format!(
            "`{}` contacts at the start of a simulated day",
            inputs.backlog
        );
        Err(Problem::new("Q118", place, what)
            .hint("leave out backlog or --simulate")
            .into())
    }

    fn timed_out(&self, inputs: &DayInputs, day: &Day, timeout: f64) -> Result<Answers> {
        let plain = !self.slopes && self.quantile.is_empty() && self.busyness.is_none();
        let place = self.day.display().to_string();
        let (whole, waits) = inputs.timed_out(&place, day, timeout, plain)?;
        Ok(Answers::timed_out(inputs, &whole, &waits))
    }
}

/// A share between 0 and 1.
fn share(text: &str) -> std::result::Result<f64, String> {
    let share = text.parse::<f64>().ok();
    let share = share.filter(|share| (0.0..1.0).contains(share));
    share.ok_or_else(|| "a share from 0 to 1, such as 0.9".to_owned())
}
