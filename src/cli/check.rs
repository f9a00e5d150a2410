//! `bezet check`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::Result;
use crate::{plan, report};
use clap::Args;
use std::path::PathBuf;

/// Check a roster against law, agreement and contracts
///
/// Reads a roster as bezet writes it (csv, or the workbook after editing) or as the present
/// roster's codes, and lists every breach: rule, person, time, what was found and what is
/// allowed.
///
/// Exit code 1: there are breaches.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    which: Which,
    /// The roster; the present one if left out
    roster: Option<PathBuf>,
    /// Print the breaches as JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.which.config)?;
        let (centre, roster) =
            plan::Centre::read(&config, self.which.week, self.roster.as_deref())?;
        let breaches = centre.check(&config, &roster);
        talk.done();
        talk.notes(&centre.notes);
        if self.json {
            json(&breaches)?;
        } else {
            data(&report::breaches_text(&breaches, &roster.grid))?;
        }
        Ok(if breaches.is_empty() {
            Answer::Yes
        } else {
            Answer::No
        })
    }
}
