//! The case of one queue, as the engine for several reads it.

use super::changes::{Change, Move, in_order, person};
use super::plan::{CrewPlan, CrewRank, Limits, LinePlan, Plan};
use super::{Leaving, Rules};
use crate::error::Result;
use crate::simulate::arrivals::{Contact, Source, stream};
use crate::simulate::sessions::sessions;
use crate::simulate::staff::{CountedPlan, Named, NamedPlan};
use crate::simulate::{Case, Options, Staffing, Traffic};

/// A case with its contacts, ready for the engine of several queues.
pub(super) struct Bridge {
    source: Source,
    staff: Staff,
    pub plan: Plan,
    /// The wait at the external centre.
    pub outside: f64,
}

enum Staff {
    People(NamedPlan),
    Counts(Vec<Change>),
}

impl Bridge {
    pub(super) fn new(traffic: &Traffic, case: &Case) -> Result<Self> {
        traffic.check_grids()?;
        let grid = traffic.contacts.grid;
        let sessions = sessions(&traffic.open);
        let (staff, people) = match &case.staffing {
            Staffing::People(people) => {
                let plan = NamedPlan::new(people, &sessions);
                (Staff::People(plan), vec![0; people.len()])
            }
            Staffing::Counts(counts) => {
                grid.same_as(&counts.grid)?;
                let steps = CountedPlan::new(counts, &sessions);
                let count = |(at, agents)| Change {
                    at,
                    what: Move::Count { crew: 0, agents },
                };
                let changes = steps.steps().map(count).collect();
                (Staff::Counts(changes), Vec::new())
            }
        };
        let limits = limits(traffic, case)?;
        Ok(Self {
            source: Source::new(traffic, &sessions),
            staff,
            plan: Plan {
                lines: vec![LinePlan {
                    crews: vec![CrewRank { crew: 0, skills: 1 }],
                    priority: 0,
                    limits,
                    callback: None,
                    handle_time: traffic
                        .handle_time
                        .values
                        .iter()
                        .map(|time| time.0)
                        .collect(),
                }],
                crews: vec![CrewPlan {
                    ranks: vec![vec![0]],
                }],
                people,
                changes: Vec::new(),
                leaving: Leaving::Exhaustive,
                horizon: grid.len as f64 * grid.step_seconds(),
            },
            outside: case.overflow.as_ref().map_or(0.0, |one| one.answer.0),
        })
    }

    /// Draws the contacts of a replication, and says who comes and goes in it.
    pub(super) fn draw(
        &self,
        options: &Options,
        replication: u32,
        contacts: &mut Vec<Contact>,
    ) -> Vec<Change> {
        self.source
            .draw(&mut stream(options.seed, replication), contacts);
        match &self.staff {
            Staff::Counts(changes) => changes.clone(),
            Staff::People(plan) => {
                let mut named = Named::new(plan);
                named.begin(options.seed, replication, options.absence.0);
                let mut changes = Vec::new();
                for (agent, spans, until) in named.appearing() {
                    person(agent, spans, until, &mut changes);
                }
                in_order(&mut changes);
                changes
            }
        }
    }
}

fn limits(traffic: &Traffic, case: &Case) -> Result<Vec<Limits>> {
    let Some(overflow) = &case.overflow else {
        return Ok(Vec::new());
    };
    traffic.contacts.grid.same_as(&overflow.windows.grid)?;
    let windows = overflow.windows.values.iter();
    let rules = windows.map(|open| Rules {
        wait_above: open.then_some(overflow.wait_above.0),
        ..Rules::default()
    });
    Ok(rules.map(|rules| Limits::from(&rules)).collect())
}
