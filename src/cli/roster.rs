//! `bezet roster`.

use super::talk::Talk;
use super::{Answer, data, json};
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::error::{Problem, Result};
use crate::{plan, roster};
use clap::Args;
use std::path::{Path, PathBuf};

mod instance;

/// Build the roster of a week, without its report
///
/// The same roster as `bezet plan` makes, as rows on stdout: person, date, activity, from, to.
/// Cost, bound and gap are said on stderr.
///
/// Of a benchmark instance (a file that ends in .json: required agents, a catalogue of shifts,
/// agents with contract hours) the best roster within the seconds, as a JSON list of shifts with
/// their breaks. It ends sooner when the roster is proven best; Ctrl-C keeps the best so far.
///
/// Exit code 1: people or other work are short, or a rule is broken.
#[derive(Debug, Args)]
pub struct Roster {
    /// The configuration (see config/kcc.toml, where every key is explained), or an instance
    #[arg(value_name = "CONFIG|INSTANCE.json")]
    file: PathBuf,
    /// The week to roster, as 2021-W15; an instance has none
    #[arg(long, value_name = "WEEK")]
    week: Option<IsoWeek>,
    /// Stop solving after so many seconds: a safety net for a week, the time to use for an
    /// instance (60 unless given)
    #[arg(long, value_name = "N")]
    seconds: Option<f64>,
    /// Draws the moves of the search of an instance
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Write the roster of an instance here; `-` is stdout
    #[arg(long, value_name = "FILE", conflicts_with = "week")]
    out: Option<PathBuf>,
    /// Print the solution with cost, bound and shortage as JSON
    #[arg(long)]
    json: bool,
}

impl Roster {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let instance = self.file.extension().is_some_and(|ending| ending == "json");
        match (self.week, &self.out) {
            (None, Some(out)) => self.instance(out, talk),
            (None, None) if instance => self.instance(Path::new("-"), talk),
            (Some(week), _) => self.week(week, talk),
            (None, None) => Err(Problem::new("C193", "--week", "is not given")
                .hint("name the week to roster: --week 2021-W15")
                .into()),
        }
    }

    fn week(&self, week: IsoWeek, talk: &Talk) -> Result<Answer> {
        let mut config = Config::read(&self.file)?;
        if let Some(seconds) = self.seconds {
            config.solve.seconds = seconds;
        }
        let (centre, proven) = plan::solve_week(&config, week, talk)?;
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
