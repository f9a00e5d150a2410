//! Replications of a centre's day, and what they say.

use super::Centre;
use super::draw::Source;
use super::engine::{Chance, Floor, imitate as imitate_day};
use super::figures::Figures;
use super::plan::Plan;
use super::tally::Tally;
use crate::error::Result;
use crate::simulate::Estimate;
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Range;

/// How often and with what chance a centre's day is imitated.
#[derive(Clone, Debug)]
pub struct Trials {
    /// Independent days.
    pub replications: u32,
    /// Seed: same seed, same result, on any number of threads.
    pub seed: u64,
    /// Thresholds of service levels.
    pub thresholds: Vec<f64>,
}

/// What came out of a centre's days.
#[derive(Clone, Debug, Serialize)]
pub struct CentreOutcome {
    /// By queue, in the order given.
    pub queues: Vec<QueueOutcome>,
    /// By crew, in the order given.
    pub crews: Vec<CrewOutcome>,
}

/// What the contacts of a queue meet.
#[derive(Clone, Debug, Serialize)]
pub struct QueueOutcome {
    /// The queue's name.
    pub name: String,
    /// In the whole day.
    pub day: Figures,
    /// Those who arrive in each interval.
    pub intervals: Vec<Figures>,
}

/// What a crew does.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CrewOutcome {
    /// Share of its planned time spent on contacts.
    pub occupancy: Estimate,
    /// Agent-seconds a day on contacts after the agent's stretch had ended.
    pub overtime: Estimate,
}

/// Replications that one thread does at a stretch; fixed, so that sums are made in one order.
const CHUNK: u32 = 32;

/// Chunks that are worked on before their sums are added up: memory for so many.
const ROUND: u32 = 64;

/// Imitates a centre's day many times and says what its contacts meet, with 95 % intervals.
///
/// Same centre and trials give the same result on any number of threads.
///
/// # Errors
/// `S101` to `S107`: what is wrong with the centre, all at once.
///
/// # Example
/// Poisson arrivals, one agent, every contact takes exactly 20 s, load 2/3, nobody hangs up: the
/// mean wait is `rho / (2 (1 - rho))` of 20 s = 20 s in the long run (Pollaczek and Khinchine).
///
/// ```
/// use bezet::law::Law;
/// use bezet::simulate::{Centre, Crew, Leaving, Present, Queue, Skill, Trials, imitate};
/// let handle_time = Law::Fixed { mean: 20.0 };
/// let endless = Law::Exponential { mean: f64::INFINITY };
/// let centre = Centre {
///     interval: 86_400.0,
///     queues: vec![Queue::new("phone", vec![2880.0], handle_time, endless)],
///     crews: vec![Crew {
///         skills: vec![Skill { queue: 0, rank: 0 }],
///         present: Present::Counts(vec![1]),
///     }],
///     leaving: Leaving::Exhaustive,
///     busyness: f64::INFINITY,
/// };
/// let trials = Trials { replications: 100, seed: 1, thresholds: vec![] };
/// let wait = imitate(&centre, &trials)?.queues[0].day.wait;
/// assert!((wait.mean - 20.0).abs() < 0.3);
/// # Ok::<(), bezet::error::Error>(())
/// ```
pub fn imitate(centre: &Centre, trials: &Trials) -> Result<CentreOutcome> {
    centre.check()?;
    let (source, plan) = (Source::new(centre), Plan::new(centre));
    let chunks = trials.replications.div_ceil(CHUNK);
    let mut all = Tally::new(centre, &trials.thresholds);
    for round in (0..chunks).step_by(ROUND as usize) {
        let chunks = round..(round + ROUND).min(chunks);
        let tallies: Vec<Tally> = chunks
            .into_par_iter()
            .map(|chunk| {
                let first = chunk * CHUNK;
                let last = first.saturating_add(CHUNK).min(trials.replications);
                let mut tally = Tally::new(centre, &trials.thresholds);
                days(&source, &plan, first..last, trials.seed, &mut tally);
                tally
            })
            .collect();
        tallies.iter().for_each(|tally| all.append(tally));
    }
    Ok(outcome(centre, &all, trials.replications))
}

fn days(source: &Source, plan: &Plan, replications: Range<u32>, seed: u64, tally: &mut Tally) {
    let (mut contacts, mut floor) = (Vec::new(), Floor::new());
    for replication in replications {
        source.draw(seed, replication, &mut contacts);
        let chance = Chance::new(seed, replication);
        imitate_day(
            plan,
            &plan.changes,
            &contacts,
            &mut floor,
            chance,
            |contact, ended| tally.count(contact.queue, contact.interval, &ended),
        );
        tally.close(&floor.agents.crews);
    }
}

fn outcome(centre: &Centre, all: &Tally, replications: u32) -> CentreOutcome {
    let queues = centre.queues.iter().enumerate().map(|(index, queue)| {
        let mut scopes = all.moments(index).map(|one| Figures::of(one, replications));
        let day = scopes.next();
        day.map(|day| QueueOutcome {
            name: queue.name.clone(),
            day,
            intervals: scopes.collect(),
        })
    });
    let crews = all.crews().iter().map(|[occupancy, overtime]| CrewOutcome {
        occupancy: occupancy.estimate(replications),
        overtime: overtime.estimate(replications),
    });
    CentreOutcome {
        queues: queues.flatten().collect(),
        crews: crews.collect(),
    }
}
