//! `bezet roster`.

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::Result;
use crate::{plan, roster};
use clap::Args;

/// Build the roster of a week, without its report
///
/// The same roster as `bezet plan` makes, as rows on stdout: person, date, activity, from, to.
/// Cost, bound and gap are said on stderr.
///
/// Exit code 1: people or other work are short, or a rule is broken.
#[derive(Debug, Args)]
pub struct Roster {
    #[command(flatten)]
    which: Which,
    /// Safety net: stop solving after so many seconds
    #[arg(long, value_name = "N")]
    seconds: Option<f64>,
    /// Print the solution with cost, bound and shortage as JSON
    #[arg(long)]
    json: bool,
}

impl Roster {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let mut config = Config::read(&self.which.config)?;
        if let Some(seconds) = self.seconds {
            config.solve.seconds = seconds;
        }
        let (centre, proven) = plan::solve_week(&config, self.which.week, talk)?;
        talk.done();
        talk.notes(&centre.notes);
        let solution = &proven.solution;
        for line in &solution.log {
            talk.say(line);
        }
        if self.json {
            json(solution)?;
        } else {
            data(&roster::roster_csv(&solution.roster))?;
        }
        let breaches = centre.check(&config, &solution.roster);
        let good = breaches.is_empty() && solution.shortage.is_empty();
        Ok(if good { Answer::Yes } else { Answer::No })
    }
}
