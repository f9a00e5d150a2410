//! `bezet simulate`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::plan::{Desk, Inputs};
use crate::report;
use crate::roster::Roster;
use crate::simulate::{ContactRecord, LogNames, write_log};
use chrono::TimeDelta;
use clap::Args;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Simulate callers under a roster
///
/// The present roster, or any given one (csv or workbook), meets the forecast week's callers many
/// times over: their wait, who abandons, who goes outside, each with its 95 % confidence interval.
/// The same seed gives the same result on any number of threads.
#[derive(Debug, Args)]
pub struct Simulate {
    #[command(flatten)]
    which: Which,
    /// The roster; the present one if left out
    roster: Option<PathBuf>,
    /// Without the external call centre
    #[arg(long)]
    no_overflow: bool,
    /// Repetitions of the week; default as configured
    #[arg(long, value_name = "N")]
    replications: Option<u32>,
    /// Seed; default as configured
    #[arg(long)]
    seed: Option<u64>,
    /// Write every contact to FILE: arrival, wait, outcome, handle time, agent
    #[arg(long, value_name = "FILE")]
    records: Option<PathBuf>,
    /// Repetitions of the week in that file
    #[arg(long, value_name = "N", requires = "records", default_value_t = 1)]
    records_of: u32,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

impl Simulate {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let mut config = Config::read(&self.which.config)?;
        config.replications = self.replications.unwrap_or(config.replications);
        config.simulate_seed = self.seed.unwrap_or(config.simulate_seed);
        talk.stage("forecasting the week");
        let (inputs, roster) =
            Inputs::with_roster(&config, self.which.week, self.roster.as_deref())?;
        let (centre, expected) = (inputs.centre, inputs.expected);
        talk.stage("simulating");
        let mut desk = Desk::new(&config, &centre, &expected)?;
        if !self.no_overflow {
            desk.decide_windows(&config, &centre, &expected, &roster)?;
        }
        let run = desk.simulate(&centre, &[("roster", &roster, !self.no_overflow)])?;
        if let Some(path) = &self.records {
            talk.stage("writing contacts");
            let case = ("roster", &roster, !self.no_overflow);
            let records = desk.log(&centre, case, self.records_of)?;
            write(path, &config.history.queue, &roster, &records)?;
        }
        talk.done();
        for notes in [&centre.notes, &expected.notes, &desk.notes] {
            talk.notes(notes);
        }
        if self.json {
            json(&run.outcomes)?;
        } else {
            data(&report::outcome_text(&run.outcomes))?;
        }
        Ok(Answer::Yes)
    }
}

/// Writes the contacts with the local time of their arrival and the person who took them.
fn write(path: &Path, queue: &str, roster: &Roster, records: &[ContactRecord]) -> Result<()> {
    let local = |seconds: f64| {
        let since = TimeDelta::milliseconds((seconds * 1e3).round() as i64);
        let moment = (roster.grid.start + since).with_timezone(&roster.grid.zone);
        moment.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
    };
    let person = |shift: u32| {
        let shift = roster.shifts.get(shift as usize);
        shift.map(|shift| shift.person.clone()).unwrap_or_default()
    };
    let names = LogNames {
        queue: &|_| queue.to_owned(),
        clock: &local,
        agent: &person,
    };
    let written =
        File::create(path).and_then(|file| write_log(records, &names, BufWriter::new(file)));
    written.map_err(|source| Error::Write {
        path: path.to_owned(),
        source,
    })
}
