//! Everything that a week is planned from, read in one go.

use super::week::expect_week;
use super::{Centre, Expected};
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::error::{Findings, Result};
use crate::roster::Roster;
use std::path::Path;

/// The people of a week, a roster of theirs, and what is expected of the queue.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The people and the rules that hold for them.
    pub centre: Centre,
    /// The roster that was given, else the present one.
    pub roster: Roster,
    /// What is known and expected of the queue.
    pub expected: Expected,
}

impl Inputs {
    /// Reads people, leave, the roster in a file (or the present one) and history.
    ///
    /// # Errors
    /// All problems of all files at once.
    pub fn read(config: &Config, week: IsoWeek, roster: Option<&Path>) -> Result<Self> {
        let mut findings = Findings::default();
        let (mut centre, roster) = Centre::collect(config, week, roster, &mut findings)?;
        let expected = findings.keep(expect_week(config, week))?;
        match expected {
            Some(expected) if findings.problems.is_empty() => {
                centre.notes = findings.notes;
                Ok(Self {
                    centre,
                    roster,
                    expected,
                })
            }
            _ => Err(findings.problems.into()),
        }
    }
}
