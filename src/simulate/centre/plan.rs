//! What of a centre is fixed for all replications.

use super::changes::{Change, changes};
use super::{Callback, Centre, Leaving, Present, Queue, Rules};

/// A centre as the engine reads it.
#[derive(Debug)]
pub(super) struct Plan {
    pub lines: Vec<LinePlan>,
    pub crews: Vec<CrewPlan>,
    /// The crew of each person, in order of their numbers.
    pub people: Vec<u32>,
    pub changes: Vec<Change>,
    pub leaving: Leaving,
    /// End of the last interval.
    pub horizon: f64,
}

/// A queue as the engine reads it.
#[derive(Debug)]
pub(super) struct LinePlan {
    /// Crews with the skill, those with the fewest skills first.
    pub crews: Vec<CrewRank>,
    pub priority: u8,
    /// By interval; none where nothing goes outside.
    pub limits: Vec<Limits>,
    pub callback: Option<Callback>,
    /// Mean handle time by interval.
    pub handle_time: Vec<f64>,
}

/// A crew that takes a queue's contacts.
#[derive(Clone, Copy, Debug)]
pub(super) struct CrewRank {
    pub crew: u32,
    pub skills: u32,
}

/// The rules of an interval, absent ones beyond all reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub share: f64,
    pub cap: u32,
    pub wait_above: f64,
    pub timeout: f64,
}

/// A crew as the engine reads it: its queues by rank, equal ones together.
#[derive(Debug)]
pub(super) struct CrewPlan {
    pub ranks: Vec<Vec<u32>>,
}

impl Plan {
    pub(super) fn new(centre: &Centre) -> Self {
        let intervals = centre.queues.first().map_or(0, |q| q.contacts.len());
        Self {
            lines: (0..centre.queues.len())
                .map(|queue| LinePlan::new(centre, queue))
                .collect(),
            crews: centre.crews.iter().map(CrewPlan::new).collect(),
            people: people(centre),
            changes: changes(centre),
            leaving: centre.leaving,
            horizon: intervals as f64 * centre.interval,
        }
    }
}

fn people(centre: &Centre) -> Vec<u32> {
    let crews = (0..).zip(&centre.crews);
    crews
        .flat_map(|(crew, one)| {
            let count = match &one.present {
                Present::Counts(_) => 0,
                Present::Spans(people) => people.len(),
            };
            std::iter::repeat_n(crew, count)
        })
        .collect()
}

impl LinePlan {
    fn new(centre: &Centre, queue: usize) -> Self {
        let has = |(crew, one): (u32, &super::Crew)| {
            let skills = one.skills.len() as u32;
            let skilled = one.skills.iter().any(|skill| skill.queue == queue);
            skilled.then_some(CrewRank { crew, skills })
        };
        let mut crews: Vec<CrewRank> = (0..).zip(&centre.crews).filter_map(has).collect();
        crews.sort_by_key(|rank| rank.skills);
        let Queue {
            priority,
            rules,
            callback,
            handle_time,
            ..
        } = &centre.queues[queue];
        Self {
            crews,
            priority: *priority,
            limits: rules.iter().map(Limits::from).collect(),
            callback: *callback,
            handle_time: handle_time.clone(),
        }
    }
}

impl LinePlan {
    /// Does any rule ask how many wait?
    pub(super) fn asks(&self) -> bool {
        let asks = |limits: &Limits| limits.cap < u32::MAX || limits.wait_above.is_finite();
        self.callback.is_some() || self.limits.iter().any(asks)
    }
}

impl From<&Rules> for Limits {
    fn from(rules: &Rules) -> Self {
        Self {
            share: rules.share,
            cap: rules.queue_cap.unwrap_or(u32::MAX),
            wait_above: rules.wait_above.unwrap_or(f64::INFINITY),
            timeout: rules.timeout.unwrap_or(f64::INFINITY),
        }
    }
}

impl CrewPlan {
    fn new(crew: &super::Crew) -> Self {
        let mut skills = crew.skills.clone();
        skills.sort_by_key(|skill| skill.rank);
        let ranks = skills.chunk_by(|a, b| a.rank == b.rank);
        Self {
            ranks: ranks
                .map(|equal| equal.iter().map(|skill| skill.queue as u32).collect())
                .collect(),
        }
    }
}
