//! `bezet centre`.

mod inputs;
mod text;

use super::talk::Talk;
use super::{Answer, data, json};
use crate::error::{Error, Result};
use crate::simulate::{self, LogNames, Trials, write_log};
use clap::Args;
use inputs::Inputs;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Simulate a centre's day: several queues, skills, priorities, callbacks, overflow
///
/// CENTRE.json holds interval_s; first_interval, the clock at which the day begins; T_s, thresholds
/// of the service level; leaving, what agents do with a contact when they have to go: "exhaustive"
/// (finish it), "named" (likewise, whoever it is), "preemptive" (hand it back); busyness, the shape of
/// the day's gamma law; and lists of queues and crews.
///
/// A queue has name, contacts (a list with a number per interval), handle_time_s and patience_s (a
/// number or a list; without patience nobody hangs up), handle_time_law and patience_law ("exponential",
/// "fixed", {"lognormal": {"cv": 1.2}}, {"weibull": {"shape": 0.7}}, {"erlang": {"phases": 3}},
/// {"recorded": [310, 95]}), priority (the lower first), overflow (one for all intervals, or a list
/// with null where nothing goes outside: share, queue_cap, wait_above_s, timeout_s) and callback
/// (offered when the predicted wait is above wait_above_s, accepts is the share of those who do,
/// urgent_after_s, and within_s for being on time).
///
/// A crew has skills (names of queues, the first taken first; names that rank equally stand in a list
/// of their own) and agents (a number or a list), or people (each a list of stretches, "08:30-12:00").
///
/// config/centre.json is an example.
#[derive(Debug, Args)]
pub struct Centre {
    /// The centre
    centre: PathBuf,
    /// Days to simulate
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..))]
    days: u32,
    /// Seed: the same seed gives the same result
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write every contact to FILE: arrival, wait, outcome, handle time, agent
    #[arg(long, value_name = "FILE")]
    records: Option<PathBuf>,
    /// Days in that file
    #[arg(long, value_name = "N", requires = "records", default_value_t = 1)]
    records_of: u32,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

impl Centre {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let inputs = Inputs::read(&self.centre)?;
        let centre = inputs.centre(&self.centre.display().to_string())?;
        let trials = Trials {
            replications: self.days,
            seed: self.seed,
            thresholds: inputs.thresholds.clone(),
        };
        talk.stage("simulating");
        let outcome = simulate::imitate(&centre, &trials)?;
        if let Some(path) = &self.records {
            self.write(path, &inputs, &centre)?;
        }
        talk.done();
        if self.json {
            json(&outcome)?;
        } else {
            data(&text::table(&outcome, &inputs))?;
        }
        Ok(Answer::Yes)
    }

    fn write(&self, path: &Path, inputs: &Inputs, centre: &simulate::Centre) -> Result<()> {
        let records = simulate::log(centre, self.records_of, self.seed)?;
        let queue = |place: u32| {
            let queue = centre.queues.get(place as usize);
            queue.map(|queue| queue.name.clone()).unwrap_or_default()
        };
        let names = LogNames {
            queue: &queue,
            clock: &|seconds| inputs.clock(seconds),
            agent: &|agent| (agent + 1).to_string(),
        };
        let written =
            File::create(path).and_then(|file| write_log(&records, &names, BufWriter::new(file)));
        written.map_err(|source| Error::Write {
            path: path.to_owned(),
            source,
        })
    }
}
