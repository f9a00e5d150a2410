//! `bezet plan`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::error::{Findings, Result};
use crate::{plan, report};
use chrono::Days;
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
/// With `--weeks N` so many weeks are planned one after the other, all on what is known on the planning
/// date of the first. Each knows the rosters before it: rest and days in a row over Sunday, the law's
/// averages over 4 and 16 weeks, free weekends, the share of unsocial shifts, the balance of hours. A later
/// week that the present roster does not show is planned without one.
///
/// Exit code 1: a plan misses its target or breaks a rule.
#[derive(Debug, Args)]
pub struct Plan {
    #[command(flatten)]
    which: Which,
    /// Plan so many weeks, this one and those after it
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=8))]
    weeks: u8,
    /// Where to write; default is the configured folder, and in it one named after the week (of several
    /// weeks each has one within this folder)
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
        if self.weeks > 1 {
            let folder = self.out.as_ref().unwrap_or(&config.output).clone();
            let first = self.which.week.monday;
            config.rosters.get_or_insert(folder);
            config.balance_from.get_or_insert(first);
        }
        let plans = (0..u64::from(self.weeks))
            .map(|ahead| self.week(&config, ahead, talk))
            .collect::<Result<Vec<_>>>()?;
        match plans.as_slice() {
            [plan] if self.json => json(plan)?,
            plans if self.json => json(&plans)?,
            [_] => {}
            plans => data(&report::weeks_text(plans))?,
        }
        let good = |plan: &plan::Plan| plan.target.reached && plan.breaches.is_empty();
        Ok(match plans.iter().all(good) {
            true => Answer::Yes,
            false => Answer::No,
        })
    }

    /// Plans a week so many ahead, on what is known when the first is planned.
    fn week(&self, config: &Config, ahead: u64, talk: &Talk) -> Result<plan::Plan> {
        let monday = self.which.week.monday + Days::new(7 * ahead);
        let week = IsoWeek { monday };
        let lead_days = config.lead_days.saturating_add(7 * ahead as u32);
        let mut config = Config {
            lead_days,
            ..config.clone()
        };
        if ahead > 0 && !plan::Centre::has_present(&config, week)? {
            config.present = None;
        }
        let folder = match &self.out {
            Some(folder) if self.weeks == 1 => folder.clone(),
            Some(folder) => folder.join(week.to_string()),
            None => config.output.join(week.to_string()),
        };
        let made = absent(&folder);
        let plan = plan_into(&config, week, &folder, talk).inspect_err(|_| {
            for folder in &made {
                // Only empty folders go; that one could not be removed harms nobody.
                let _ = std::fs::remove_dir(folder);
            }
        })?;
        talk.done();
        talk.notes(&plan.notes);
        report::write(&plan, &folder)?;
        if !self.json {
            data(&report::text(&plan))?;
            data(&report::bridge_text(&plan))?;
        }
        talk.say(&format!("report: {}", folder.join("report.html").display()));
        Ok(plan)
    }
}

/// Plans when the folder can be written; else its problem is told with those of the input.
fn plan_into(config: &Config, week: IsoWeek, folder: &Path, talk: &Talk) -> Result<plan::Plan> {
    let mut findings = Findings::default();
    if findings.keep(report::prepare(folder))?.is_some() {
        return plan::week(config, week, talk);
    }
    findings.keep(plan::Inputs::read(config, week))?;
    Err(findings.problems.into())
}

/// The folders on a path that are not there yet, the innermost first.
fn absent(folder: &Path) -> Vec<PathBuf> {
    let above = folder.ancestors().filter(|path| *path != Path::new(""));
    above
        .take_while(|path| !path.exists())
        .map(Path::to_owned)
        .collect()
}
