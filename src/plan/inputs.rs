//! Everything that a week is planned from, read in one go.

use super::centre::required;
use super::week::expect_week;
use super::{Centre, Expected};
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::error::{Findings, Result};
use crate::roster::Roster;
use std::path::Path;

/// The people of a week, their present roster, and what is expected of the queue.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The people and the rules that hold for them.
    pub centre: Centre,
    /// The present roster, where one is configured.
    pub roster: Option<Roster>,
    /// What is known and expected of the queue.
    pub expected: Expected,
}

impl Inputs {
    /// Reads people, leave, the present roster if there is one, and history.
    ///
    /// # Errors
    /// All problems of all files at once.
    pub fn read(config: &Config, week: IsoWeek) -> Result<Self> {
        let mut findings = Findings::default();
        let (centre, roster) = Centre::collect(config, week, None, &mut findings)?;
        let (centre, expected) = sound(centre, config, week, findings)?;
        Ok(Self {
            centre,
            roster,
            expected,
        })
    }

    /// Reads people, leave, the roster in a file (or the present one) and history.
    ///
    /// # Errors
    /// All problems of all files at once; `C192` where there is no roster.
    pub fn with_roster(
        config: &Config,
        week: IsoWeek,
        file: Option<&Path>,
    ) -> Result<(Self, Roster)> {
        let mut findings = Findings::default();
        let (centre, roster) = Centre::collect(config, week, file, &mut findings)?;
        let roster = required(roster, centre.grid, &mut findings);
        let (centre, expected) = sound(centre, config, week, findings)?;
        let inputs = Self {
            centre,
            roster: None,
            expected,
        };
        Ok((inputs, roster))
    }
}

/// What is expected, read last; problems of all inputs together.
fn sound(
    mut centre: Centre,
    config: &Config,
    week: IsoWeek,
    mut findings: Findings,
) -> Result<(Centre, Expected)> {
    match findings.keep(expect_week(config, week))? {
        Some(expected) if findings.problems.is_empty() => {
            centre.notes = findings.notes;
            Ok((centre, expected))
        }
        _ => Err(findings.problems.into()),
    }
}
