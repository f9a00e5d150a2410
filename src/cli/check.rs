//! `bezet check`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::Result;
use crate::plan::ShiftChange;
use crate::roster::{Breach, Roster};
use crate::{plan, report};
use clap::Args;
use serde::Serialize;
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
    /// Show too, per person, how it differs from the latest version published in the plan's FOLDER;
    /// without FOLDER in the configured one
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, default_missing_value = "")]
    published: Option<PathBuf>,
    /// Print the breaches as JSON, with `--published` beside the changes
    #[arg(long)]
    json: bool,
}

/// Breaches and the difference from what was published, as JSON.
#[derive(Serialize)]
struct Checked {
    breaches: Vec<Breach>,
    /// The version and the days that differ; `null` where none is published.
    published: Option<(u32, Vec<ShiftChange>)>,
}

impl Check {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.which.config)?;
        let (centre, roster) =
            plan::Centre::read(&config, self.which.week, self.roster.as_deref())?;
        let breaches = centre.check(&config, &roster);
        talk.done();
        talk.notes(&centre.notes);
        let published = self.published(&config, &centre, &roster)?;
        match (self.json, self.published.is_some()) {
            (true, true) => json(&Checked {
                breaches: breaches.clone(),
                published,
            })?,
            (true, false) => json(&breaches)?,
            (false, asked) => {
                data(&report::breaches_text(&breaches, &roster.grid))?;
                match published {
                    Some((version, changes)) => data(&report::difference_text(version, &changes))?,
                    None if asked => talk.say("nothing is published yet (bezet publish)"),
                    None => {}
                }
            }
        }
        Ok(if breaches.is_empty() {
            Answer::Yes
        } else {
            Answer::No
        })
    }
    /// How the roster differs from the latest version published.
    fn published(
        &self,
        config: &Config,
        centre: &plan::Centre,
        roster: &Roster,
    ) -> Result<Option<(u32, Vec<ShiftChange>)>> {
        let Some(folder) = &self.published else {
            return Ok(None);
        };
        let folder = match folder.as_os_str().is_empty() {
            true => config.output.join(self.which.week.to_string()),
            false => folder.clone(),
        };
        let published = plan::published(config, centre, &folder)?;
        Ok(published.map(|(version, old)| (version, plan::changes_between(&old, roster))))
    }
}
