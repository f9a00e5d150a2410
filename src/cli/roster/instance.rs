//! The roster of a benchmark instance.

use super::Roster;
use crate::cli::talk::{Talk, stop};
use crate::cli::{Answer, data, json};
use crate::error::Result;
use crate::plan::Watch;
use crate::report;
use crate::roster::{
    AgentShift, Found, SearchOptions, SearchProgress, Tours, read_instance, search, solution_json,
};
use serde::Serialize;
use std::path::Path;

/// Seconds of a search unless given.
const SECONDS: f64 = 60.0;

/// What is said of a solution, for machines.
#[derive(Serialize)]
struct Summary<'a> {
    instance: &'a str,
    cost: f64,
    bound: Option<f64>,
    /// `(cost - bound) / cost`.
    gap: Option<f64>,
    short: f64,
    surplus: f64,
    off_contract: f64,
}

impl Roster {
    pub(super) fn instance(&self, out: &Path, talk: &Talk) -> Result<Answer> {
        let instance = read_instance(&self.file)?;
        let options = SearchOptions {
            seconds: self.seconds.unwrap_or(SECONDS),
            seed: self.seed.unwrap_or(1),
            threads: rayon::current_num_threads(),
        };
        let progress = |at: &SearchProgress| talk.progress(&told(at));
        let found = search(&instance, options, &progress, stop())?;
        talk.done();
        let text = solution_json(&found.tours)?;
        let summary = summary(&instance, &found);
        talk.say(&line(&summary));
        let stdout = out == Path::new("-");
        if !stdout {
            report::put(out, text.as_bytes())?;
        }
        match (self.json, stdout) {
            (true, _) => json(&summary)?,
            (false, true) => data(&text)?,
            (false, false) => {}
        }
        Ok(Answer::Yes)
    }
}

fn told(at: &SearchProgress) -> String {
    let bound = at
        .bound
        .map_or_else(String::new, |bound| format!(", bound {bound}"));
    format!("{:.1} s: cost {}{bound}", at.seconds, at.cost)
}

fn line(summary: &Summary) -> String {
    let bound = match (summary.bound, summary.gap) {
        (Some(bound), Some(gap)) if gap > 0.0 => {
            format!("bound {bound}, gap {:.1} %", 100.0 * gap)
        }
        (Some(_), _) => "proven best".to_owned(),
        (None, _) => "no bound in the time".to_owned(),
    };
    format!(
        "{}: cost {} ({bound}); agent-intervals short {}, too many {}; off contract {}",
        summary.instance, summary.cost, summary.short, summary.surplus, summary.off_contract
    )
}

fn summary<'a>(
    instance: &'a crate::roster::Instance,
    found: &Found<Vec<AgentShift>>,
) -> Summary<'a> {
    let mut people = vec![0_u32; instance.needs().len()];
    let mut off_contract = 0.0;
    for (person, tour) in found.tours.iter().enumerate() {
        instance.cover(tour, |cell| people[cell] += 1);
        off_contract += instance.price(person, tour);
    }
    let (mut short, mut surplus) = (0.0, 0.0);
    for (need, people) in instance.needs().iter().zip(people) {
        let over = f64::from(people) - f64::from(need.required);
        short += (-over).max(0.0);
        surplus += over.max(0.0);
    }
    Summary {
        instance: instance.name(),
        cost: found.cost,
        bound: found.bound.map(|bound| bound.value),
        gap: found.gap(),
        short,
        surplus,
        off_contract,
    }
}
