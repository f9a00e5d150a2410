//! Days of a record, each with what the methods need and what was recorded.

use super::assumptions::Assumptions;
use super::methods::Predicted;
use super::patience::OtherMonths;
use super::{FieldTest, methods, score};
use crate::calendar::{Grid, Series};
use crate::error::{Note, Phrase, Problem, Result};
use crate::history::{self, PresenceRule, Queue, Source};
use crate::units::{Agents, Contacts, Seconds};
use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Range;

/// What to compare and how.
#[derive(Clone, Debug)]
pub struct FieldOptions {
    /// Minutes of the intervals in which agents are counted.
    pub step: u32,
    /// Minutes over which arrivals are averaged: a count of 15 contacts is a rate give or take a
    /// quarter, and taken for one would have its chance counted twice.
    pub rate_step: u32,
    /// When an agent between two contacts counts as there.
    pub presence: PresenceRule,
    /// Days with fewer contacts than this in the staffed hours are left out.
    pub least: f64,
    /// First and last day; all where `None`.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Simulated repetitions of each day.
    pub replications: u32,
    /// Seed of the simulation.
    pub seed: u64,
}

impl Default for FieldOptions {
    fn default() -> Self {
        Self {
            step: 15,
            rate_step: 60,
            presence: PresenceRule::default(),
            least: 100.0,
            days: None,
            replications: 100,
            seed: 1,
        }
    }
}

/// What callers met on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Met {
    /// Average wait in seconds of all offered contacts.
    pub wait_s: f64,
    /// Share that hung up.
    pub abandoned: f64,
}

/// One day: what was recorded, and what each method makes of it.
#[derive(Clone, Debug, Serialize)]
pub struct FieldDay {
    /// The date.
    pub date: NaiveDate,
    /// Contacts offered in the staffed hours.
    pub offered: f64,
    /// Mean handle time, with work after the contact where it is known.
    pub handle_time_s: f64,
    /// Mean patience, of other months.
    pub patience_s: f64,
    /// Hours of agents there.
    pub agent_hours: f64,
    /// As recorded.
    pub recorded: Met,
    /// The exact chain through the day; `None` where it is too long to follow.
    pub exact: Option<Met>,
    /// The simulation, everything exponential.
    pub simulated: Met,
    /// Erlang A, each interval for itself.
    pub erlang_a: Met,
    /// Erlang C, each interval for itself; `None` where it is infinite. Nobody hangs up.
    pub erlang_c_wait_s: Option<f64>,
}

/// A day as the record has it.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub date: NaiveDate,
    /// The intervals of the whole local day.
    pub grid: Grid,
    /// Those in which agents were there.
    pub staffed: Range<usize>,
    /// Contacts offered, by interval; 0 outside the staffed hours.
    pub offered: Vec<f64>,
    pub agents: Vec<f64>,
    pub handle_time: f64,
    /// Total wait, and contacts that hung up.
    pub waited: f64,
    pub abandoned: f64,
    /// Each agent's stretches in seconds after the day's start, where contacts tell them.
    pub people: Option<Vec<Vec<(f64, f64)>>>,
}

impl Day {
    pub fn came(&self) -> f64 {
        self.offered.iter().sum()
    }

    /// Contacts per second, averaged over parts of `minutes` of the staffed hours.
    pub fn rates(&self, minutes: u32) -> Vec<f64> {
        let parts = (minutes / self.grid.step.max(1)).max(1) as usize;
        let mut rates = vec![0.0; self.offered.len()];
        for first in (0..self.offered.len()).step_by(parts) {
            let from = first.max(self.staffed.start);
            let to = (first + parts).min(self.staffed.end);
            if from < to {
                let count: f64 = self.offered[from..to].iter().sum();
                rates[from..to].fill(count / ((to - from) as f64 * self.grid.step_seconds()));
            }
        }
        rates
    }
}

/// Gaps of so many hours without agents do not part the staffed hours of a day.
const GAP_HOURS: f64 = 2.0;

/// The stretch with most agent time, of intervals with half an agent and more; what is left of
/// the evening before after midnight is not it.
pub(super) fn staffed_hours(agents: &[f64], step_hours: f64) -> Range<usize> {
    let gap = (GAP_HOURS / step_hours) as usize;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for index in (0..agents.len()).filter(|index| agents[*index] >= 0.5) {
        match runs.last_mut() {
            Some(run) if index - run.end <= gap => run.end = index + 1,
            _ => runs.push(index..index + 1),
        }
    }
    let time = |run: &Range<usize>| agents[run.clone()].iter().sum::<f64>();
    let longest = runs.into_iter().max_by(|a, b| time(a).total_cmp(&time(b)));
    longest.unwrap_or(0..0)
}

/// The days of one queue's intervals, of which agents and waits are known.
pub(super) fn of_intervals(source: &Source, options: &FieldOptions) -> Result<FieldTest> {
    let history = history::read(source)?;
    let mut queues = history.queues.iter();
    let (Some((name, queue)), None) = (queues.next(), queues.next()) else {
        let names: Vec<&str> = history.queues.keys().map(String::as_str).collect();
        let what = format!("holds the queues `{}`", names.join("`, `"));
        return Err(Problem::new("F102", "history", what)
            .hint("name one with --queue: agents of intervals cannot be pooled")
            .into());
    };
    let grid = queue.offered.grid;
    let days = grid
        .dates()
        .into_iter()
        .filter_map(|date| day_of(queue, date));
    let days: Vec<Day> = days.collect();
    let mut test = field_test_of(vec![name.clone()], &days, options, history.notes)?;
    let waited = days.iter().map(|day| day.waited).sum();
    let abandoned: f64 = days.iter().map(|day| day.abandoned).sum();
    test.assumptions = Some(Assumptions::of_counts(abandoned, waited));
    Ok(test)
}

fn day_of(queue: &Queue, date: NaiveDate) -> Option<Day> {
    let range = queue.offered.grid.day_range(date);
    let agents: Series<Option<Agents>> = queue.agents.part(range.clone());
    let agents: Vec<f64> = agents
        .values
        .iter()
        .map(|a| a.map_or(0.0, |a| a.0))
        .collect();
    let grid = queue.offered.grid.part(range.clone());
    let staffed = staffed_hours(&agents, grid.step_hours());
    let mut day = Day {
        date,
        grid,
        staffed: staffed.clone(),
        offered: vec![0.0; grid.len],
        agents,
        handle_time: 0.0,
        waited: 0.0,
        abandoned: 0.0,
        people: None,
    };
    let mut handled = 0.0;
    for index in staffed {
        let at = range.start + index;
        let count = |series: &Series<Option<Contacts>>| series.values[at].map_or(0.0, |c| c.0);
        let time = |series: &Series<Option<Seconds>>| series.values[at].map(|s| s.0);
        let (offered, abandoned) = (count(&queue.offered), count(&queue.abandoned));
        // A wait that is not known cannot be compared.
        let wait = time(&queue.wait).or((offered == 0.0).then_some(0.0))?;
        day.offered[index] = offered;
        day.abandoned += abandoned;
        day.waited += wait * offered;
        if let Some(handle_time) = time(&queue.handle_time) {
            day.handle_time += handle_time * (offered - abandoned);
            handled += offered - abandoned;
        }
    }
    day.handle_time /= f64::max(handled, 1.0);
    Some(day)
}

/// Compares the methods on days of a record.
///
/// # Errors
/// `F101` where no day has enough contacts, a handle time and somebody who hung up in another month.
pub(super) fn field_test_of(
    queues: Vec<String>,
    days: &[Day],
    options: &FieldOptions,
    mut notes: Vec<Note>,
) -> Result<FieldTest> {
    let patience = OtherMonths::of(days);
    let asked = |day: &&Day| {
        options
            .days
            .is_none_or(|(from, to)| (from..=to).contains(&day.date))
    };
    let fit = |day: &&Day| day.came() >= options.least.max(1.0) && day.handle_time > 0.0;
    let asked: Vec<&Day> = days.iter().filter(asked).collect();
    let used: Vec<&Day> = asked.iter().copied().filter(fit).collect();
    let compared: Vec<FieldDay> = used
        .par_iter()
        .filter_map(|day| Some(field_day(day, patience.mean(day.date)?, options)))
        .collect();
    if compared.is_empty() {
        let what = format!("`{}` days can be compared", compared.len());
        let hint = "it takes days with agents (or agent codes), waits, handle times and callers who hang up";
        return Err(Problem::new("F101", "history", what).hint(hint).into());
    }
    notes.extend(left_out(asked.len() - compared.len(), options.least));
    Ok(FieldTest {
        queues,
        scores: score::scores(&compared),
        erlang_c_infinite: compared
            .iter()
            .filter(|day| day.erlang_c_wait_s.is_none())
            .count(),
        days: compared,
        after_contact_s: None,
        assumptions: None,
        notes,
    })
}

fn left_out(days: usize, least: f64) -> Option<Note> {
    let what = Phrase::count(
        days,
        ["day left out", "days left out"],
        ["dag weggelaten", "dagen weggelaten"],
    )
    .within(
        &format!("{{}}: fewer than {least} contacts in staffed hours, or no handle time"),
        &format!("{{}}: minder dan {least} contacten in bemande uren, of geen afhandeltijd"),
    );
    (days > 0).then(|| Note::new("N501", "history", what))
}

fn field_day(day: &Day, patience: f64, options: &FieldOptions) -> FieldDay {
    let Predicted {
        exact,
        simulated,
        erlang_a,
        erlang_c_wait_s,
    } = methods::predict(day, patience, options);
    let came = day.came();
    FieldDay {
        date: day.date,
        offered: came,
        handle_time_s: day.handle_time,
        patience_s: patience,
        agent_hours: day.agents[day.staffed.clone()].iter().sum::<f64>() * day.grid.step_hours(),
        recorded: Met {
            wait_s: day.waited / came,
            abandoned: day.abandoned / came,
        },
        exact,
        simulated,
        erlang_a,
        erlang_c_wait_s,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_evening_that_ends_after_midnight_is_not_the_day() {
        let mut agents = vec![0.0; 96];
        agents[0] = 2.0;
        agents[28..60].fill(3.0);
        agents[62..96].fill(1.0);
        assert_eq!(staffed_hours(&agents, 0.25), 28..96);
        assert_eq!(staffed_hours(&[0.4; 96], 0.25), 0..0);
        assert_eq!(staffed_hours(&[], 0.25), 0..0);
    }
}
