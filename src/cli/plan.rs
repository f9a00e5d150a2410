//! `bezet plan`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::{Findings, Result};
use crate::{plan, report};
use clap::Args;
use std::path::{Path, PathBuf};

/// Plan a week from history to a proven roster
///
/// Reads history, people and the present roster; forecasts the week, staffs it, builds the
/// roster, checks it against the rules and simulates both rosters with the same callers. The
/// answer is printed; plan.json, roster.csv, roster.xlsx, a calendar per person and report.html
/// go to the output folder.
///
/// What was recorded after the planning date (six weeks before the week, unless configured) is
/// hidden from the plan.
///
/// Exit code 1: the plan misses its target or breaks a rule.
#[derive(Debug, Args)]
pub struct Plan {
    #[command(flatten)]
    which: Which,
    /// Where to write; default is the configured folder, and in it one named after the week
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Safety net: stop solving after so many seconds (a plan that met it says so)
    #[arg(long, value_name = "N")]
    seconds: Option<f64>,
    /// Print the plan as JSON instead of the table
    #[arg(long)]
    json: bool,
}

impl Plan {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let mut config = Config::read(&self.which.config)?;
        if let Some(seconds) = self.seconds {
            config.solve.seconds = seconds;
        }
        let folder = self
            .out
            .clone()
            .unwrap_or_else(|| config.output.join(self.which.week.to_string()));
        let made = absent(&folder);
        let plan = self.plan(&config, &folder, talk).inspect_err(|_| {
            for folder in &made {
                // Only empty folders go; that one could not be removed harms nobody.
                let _ = std::fs::remove_dir(folder);
            }
        })?;
        talk.done();
        talk.notes(&plan.notes);
        report::write(&plan, &folder)?;
        if self.json {
            json(&plan)?;
        } else {
            data(&report::text(&plan))?;
            data(&report::bridge_text(&plan))?;
        }
        talk.say(&format!("report: {}", folder.join("report.html").display()));
        let good = plan.target.reached && plan.breaches.is_empty();
        Ok(if good { Answer::Yes } else { Answer::No })
    }

    /// Plans when the folder can be written; else its problem is told with those of the input.
    fn plan(&self, config: &Config, folder: &Path, talk: &Talk) -> Result<plan::Plan> {
        let mut findings = Findings::default();
        if findings.keep(report::prepare(folder))?.is_some() {
            return plan::week(config, self.which.week, talk);
        }
        findings.keep(plan::Inputs::read(config, self.which.week))?;
        Err(findings.problems.into())
    }
}

/// The folders on a path that are not there yet, the innermost first.
fn absent(folder: &Path) -> Vec<PathBuf> {
    let above = folder.ancestors().filter(|path| *path != Path::new(""));
    above
        .take_while(|path| !path.exists())
        .map(Path::to_owned)
        .collect()
}
