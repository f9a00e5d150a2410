//! `bezet simulate`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::Result;
use crate::plan::{Desk, Inputs};
use crate::report;
use clap::Args;
use std::path::PathBuf;

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
        let desk = Desk::new(&config, &centre, &expected)?;
        let run = desk.simulate(&centre, &[("roster", &roster, !self.no_overflow)])?;
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
