//! `bezet scenario`.

use super::talk::Talk;
use super::{Answer, data, json};
use crate::config::{Config, Scenario as Stated};
use crate::error::{Error, Problems, Result};
use crate::report;
use crate::scenario::{Extras, compare};
use clap::Args;
use std::path::PathBuf;

/// Scenarios for finance, side by side against today
///
/// A scenario file holds only what differs from the configuration: volume, handle time, people, opening hours,
/// overflow, prices, the target; see config/scenarios, where every key is shown. Files may inherit from
/// others. The year is the twelve months after the record's end, unless a scenario states another.
///
/// Printed are the full-time equivalents that each needs for its target (today's average wait, unless it
/// asks another) and the wait of the team that is there; of the last scenario also every month, who must start
/// when, and euros by kind. With `--out` the same goes to scenarios.json, .csv, .xlsx (sums and products are
/// live formulas) and .html.
#[derive(Debug, Args)]
pub struct Scenario {
    /// The configuration: see config/kcc.toml, where every key is explained
    config: PathBuf,
    /// Scenario files; the last one is shown in full
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    /// How sure each answer is: the chance that the target holds, full-time equivalents for four years of five
    #[arg(long)]
    chance: bool,
    /// Cost against average wait for every mix of people and overflow, of the last scenario
    #[arg(long)]
    frontier: bool,
    /// What moves the team that is needed most, of the last scenario
    #[arg(long)]
    sensitivity: bool,
    /// Budget against actual of a past year: what would have been forecast, what came, and what that takes
    #[arg(long, value_name = "YEAR")]
    hindsight: Option<i32>,
    /// Print every figure with its formula, its file and line, or how it was found
    #[arg(long)]
    explain: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
    /// Write files into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Scenario {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.config)?;
        let scenarios = self.read(config.step)?;
        if let Some(folder) = &self.out {
            report::prepare(folder)?;
        }
        talk.stage("reckoning a year");
        let extras = Extras {
            frontier: self.frontier,
            sensitivity: self.sensitivity,
            chance: self.chance,
            hindsight: self.hindsight,
        };
        let comparison = compare(&config, &scenarios, extras)?;
        talk.done();
        talk.notes(&comparison.notes);
        for column in &comparison.columns {
            talk.notes(&column.notes);
        }
        if self.json {
            json(&comparison)?;
        } else if self.explain {
            data(&report::explain_text(&comparison))?;
        } else {
            data(&report::comparison_text(&comparison))?;
        }
        if let Some(folder) = &self.out {
            report::write_comparison(&comparison, folder)?;
            talk.say(&format!(
                "report: {}",
                folder.join("scenarios.html").display()
            ));
        }
        Ok(Answer::Yes)
    }

    /// Reads all files; the problems of all of them are told at once.
    fn read(&self, step: u32) -> Result<Vec<Stated>> {
        let mut problems = Problems::new();
        let mut scenarios = Vec::new();
        for path in &self.scenarios {
            match Stated::read(path, step) {
                Ok(scenario) => scenarios.push(scenario),
                Err(Error::Problems(found)) => problems.extend(found),
                Err(other) => return Err(other),
            }
        }
        problems.or_ok(scenarios)
    }
}
