//! Windows and thresholds of the external centre, decided with the roster.
//!
//! The bound comes from the envelope of all options ([`envelope`]), the decision for a roster from
//! the exact chain ([`decide`]) and a small exact programme over days ([`programme`]).

mod candidates;
mod decide;
mod envelope;
mod joint;
mod programme;
mod told;

pub(super) use joint::solve;
pub use told::{Alternative, External, Instead, OutsideDay, Window};

use super::goal::Goal;
use super::{Centre, Desk, Expected};
use crate::config::Config;
use crate::error::{Findings, Result};
use crate::roster::Roster;
use joint::Week;

impl Desk {
    /// Opens the windows that are best for a roster, where the configuration leaves them to be
    /// decided: those that a plan that ends with this roster decides.
    ///
    /// # Errors
    /// When the goal cannot be read, or the series do not fit together.
    pub fn decide_windows(
        &mut self,
        config: &Config,
        centre: &Centre,
        expected: &Expected,
        roster: &Roster,
    ) -> Result<()> {
        if config.overflow.as_ref().is_none_or(|o| o.choice.is_none()) {
            return Ok(());
        }
        let goal = Goal::of(config, expected)?;
        let mut findings = Findings::default();
        let present = match config.present.is_some() {
            true => centre.roster(config, None, &mut findings)?,
            false => None,
        };
        let Some(week) = Week::of(self, config, centre, present.as_ref(), &goal) else {
            return Ok(());
        };
        let decided = week.decide(self, roster);
        self.open(config, week.candidates.rule(&decided.choice))
    }
}

#[cfg(test)]
mod tests;
