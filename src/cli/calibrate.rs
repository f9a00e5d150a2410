//! `bezet calibrate`.

use super::talk::Talk;
use super::{Answer, data, json};
use crate::error::Result;
use crate::history::{Absence, PresenceRule, Source};
use crate::plan::{FieldOptions, field_test, field_text};
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;

/// Test the models on your own past: predicted wait beside the recorded one, day by day
///
/// CALLS is a record of single calls (start, wait_s, outcome, handle_time_s, agent; menu_s, if calls
/// first pass a menu; queue), or a history per interval with agents and waits. Of each day the
/// contacts, handle times and agents are those recorded; patience is total waiting over
/// abandonments in the other months. Then four methods say what callers should have met: the exact
/// chain through the day, the simulation, Erlang A and Erlang C per interval.
///
/// Agents are counted from single calls: there from an agent's first answer to the end of the last,
/// less the gaps in which callers waited for more than --let-wait seconds while the agent took none.
/// Only staffed hours count. Queues that share agents are pooled: name them all, and leave out those
/// with agents of their own.
///
/// On stdout, for wait and for abandonment: days, mean recorded, bias (predicted less recorded), mean
/// absolute error, correlation; then the laws of handle time and patience beside the exponential
/// ones. --json has each day.
#[derive(Debug, Args)]
pub struct Calibrate {
    /// The record
    #[arg(required = true)]
    calls: Vec<PathBuf>,
    /// A queue to take; may be given several times; default: all of single calls
    #[arg(long, value_name = "NAME")]
    queue: Vec<String>,
    /// Days to compare, as 2021-01-01..2021-06-30; patience is still of the whole record
    #[arg(long, value_name = "FROM..TO", value_parser = span)]
    days: Option<(NaiveDate, NaiveDate)>,
    /// Minutes of the intervals in which agents are counted
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    step: u32,
    /// Minutes over which arrivals are averaged
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    rate_step: u32,
    /// Seconds for which an agent who is there may let callers wait between two calls
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    let_wait: f64,
    /// Of an absence, take only the time in which callers waited: idle, not away, while none did
    #[arg(long)]
    idle_while_quiet: bool,
    /// Leave out days with fewer contacts in staffed hours
    #[arg(long, value_name = "N", default_value_t = 100.0)]
    least: f64,
    /// Simulated repetitions of each day
    #[arg(long, value_name = "N", default_value_t = 100,
          value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replications: u32,
    /// Seed of the simulation
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Time zone of the file's local times
    #[arg(long, default_value = "Europe/Amsterdam")]
    zone: chrono_tz::Tz,
    /// Print every day and the table as JSON
    #[arg(long)]
    json: bool,
}

impl Calibrate {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        talk.stage("reading the record and comparing its days");
        let mut source = Source::new(self.calls.clone(), self.zone);
        source.only = self.queue.clone();
        let test = field_test(&source, &self.options())?;
        talk.done();
        talk.notes(&test.notes);
        if self.json {
            json(&test)?;
        } else {
            data(&field_text(&test))?;
        }
        Ok(Answer::Yes)
    }

    fn options(&self) -> FieldOptions {
        FieldOptions {
            step: self.step,
            rate_step: self.rate_step,
            presence: PresenceRule {
                let_wait: self.let_wait,
                absence: match self.idle_while_quiet {
                    true => Absence::WhileWaiting,
                    false => Absence::WholeGap,
                },
                ..PresenceRule::default()
            },
            least: self.least,
            days: self.days,
            replications: self.replications,
            seed: self.seed,
        }
    }
}

/// Reads `2021-01-01..2021-06-30`.
fn span(text: &str) -> std::result::Result<(NaiveDate, NaiveDate), String> {
    let parsed = text.split_once("..").and_then(|(from, to)| {
        Some((
            from.parse::<NaiveDate>().ok()?,
            to.parse::<NaiveDate>().ok()?,
        ))
    });
    match parsed {
        Some((from, to)) if from <= to => Ok((from, to)),
        _ => Err("first and last day, as 2021-01-01..2021-06-30".to_owned()),
    }
}
