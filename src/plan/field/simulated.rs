//! The simulation of a day, with any laws.

use super::days::{Day, FieldOptions, Met};
use super::methods::parts;
use crate::law::Law;
use crate::simulate::{Centre, Crew, Leaving, Present, Queue, Skill, Trials, imitate};

/// The laws of a day's handle times and of its callers' patience.
pub(super) struct Laws {
    pub handle_time: Law,
    pub patience: Law,
}

impl Laws {
    pub fn exponential(day: &Day, patience: f64) -> Self {
        Self {
            handle_time: Law::Exponential {
                mean: day.handle_time,
            },
            patience: Law::Exponential { mean: patience },
        }
    }
}

/// What callers meet in the simulation: the rates that the other methods have, the agents who were
/// there, to the second where single contacts tell, and the same rule for those who leave.
pub(super) fn simulated(day: &Day, laws: &Laws, options: &FieldOptions) -> Met {
    let step = day.grid.step_seconds();
    let rates = day.rates(options.rate_step);
    let contacts: Vec<f64> = rates.iter().map(|rate| rate * step).collect();
    let mut queue = Queue::new(
        "all",
        contacts,
        laws.handle_time.clone(),
        laws.patience.clone(),
    );
    queue.handle_time.fill(day.handle_time);
    let mut people = match &day.people {
        Some(people) => people.clone(),
        None => counted(day),
    };
    keep_the_last(&mut people, day.staffed.end as f64 * step);
    let centre = Centre {
        interval: step,
        queues: vec![queue],
        crews: vec![Crew {
            skills: vec![Skill { queue: 0, rank: 0 }],
            present: Present::Spans(people),
        }],
        leaving: Leaving::Preemptive,
        busyness: f64::INFINITY,
    };
    let trials = Trials {
        replications: options.replications,
        seed: options.seed,
        thresholds: Vec::new(),
    };
    // A day of a record has nothing that a centre may not have.
    let outcome = imitate(&centre, &trials).ok();
    let figures = outcome.and_then(|outcome| outcome.queues.into_iter().next());
    figures.map_or(Met::default(), |queue| Met {
        wait_s: queue.day.wait.mean,
        abandoned: queue.day.abandoned.mean,
    })
}

/// Long enough after closing for everybody to be gone.
const AFTER_CLOSING: f64 = 6.0 * 3600.0;

/// Those who are there at closing stay until the queue is empty, or else the last to leave: as in
/// the chain, and as in life.
fn keep_the_last(people: &mut [Vec<(f64, f64)>], closing: f64) {
    let ends = people.iter().filter_map(|spans| spans.last());
    let last = ends.map(|span| span.1).fold(0.0, f64::max);
    for spans in people {
        if let Some(end) = spans.last_mut().filter(|end| end.1 >= last.min(closing)) {
            end.1 = closing.max(end.1) + AFTER_CLOSING;
        }
    }
}

/// A mean number of agents as people: the first is there whenever anyone is, and so on.
fn counted(day: &Day) -> Vec<Vec<(f64, f64)>> {
    let step = day.grid.step_seconds();
    let agents = &day.agents[day.staffed.clone()];
    let mut people: Vec<Vec<(f64, f64)>> = Vec::new();
    for index in 0..agents.len() {
        let mut from = (day.staffed.start + index) as f64 * step;
        for (share, there) in parts(agents, index) {
            let to = from + share * step;
            people.resize_with(people.len().max(there as usize), Vec::new);
            for spans in people.iter_mut().take(there as usize) {
                match spans.last_mut() {
                    Some(last) if from - last.1 < 1e-6 => last.1 = to,
                    _ => spans.push((from, to)),
                }
            }
            from = to;
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Grid;

    #[test]
    fn people_are_as_many_as_were_counted() {
        let date = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, date, 1, 60);
        let mut agents = vec![0.0; 24];
        agents[8..13].copy_from_slice(&[0.5, 2.25, 3.0, 1.75, 2.0]);
        let day = Day {
            date,
            grid,
            staffed: 8..13,
            offered: vec![0.0; 24],
            agents: agents.clone(),
            handle_time: 100.0,
            waited: 0.0,
            abandoned: 0.0,
            people: None,
        };
        let people = counted(&day);
        for (hour, mean) in agents.iter().enumerate() {
            let (from, to) = (hour as f64 * 3600.0, (hour + 1) as f64 * 3600.0);
            let spans = people.iter().flatten();
            let time: f64 = spans
                .map(|span| (span.1.min(to) - span.0.max(from)).max(0.0))
                .sum();
            assert!((time / 3600.0 - mean).abs() < 1e-9, "{hour}");
        }
        assert!(
            people
                .iter()
                .all(|spans| spans.is_sorted_by(|a, b| a.1 < b.0))
        );
    }
}
