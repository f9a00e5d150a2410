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
    traffic.contacts.grid.same_as(&overflow.wait_above.grid)?;
    let thresholds = overflow.wait_above.values.iter();
    let rules = thresholds.map(|above| Rules {
        wait_above: above.map(|above| above.0),
        ..Rules::default()
    });
    Ok(rules.map(|rules| Limits::from(&rules)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Grid, Series};
    use crate::simulate::engine::{Fate, Model};
    use crate::simulate::{Arrivals, Ending, Overflow, Presence, case_log};
    use crate::units::{Contacts, Seconds, Share};
    use chrono::NaiveDate;

    fn traffic() -> Traffic {
        let monday = NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, monday, 3, 30);
        Traffic {
            arrivals: Arrivals::Expected,
            contacts: Series::from_fn(grid, |i| Contacts(24.0 + 14.0 * (i % 5) as f64)),
            handle_time: Series::filled(grid, Seconds(330.0)),
            open: Series::from_fn(grid, |i| (17..34).contains(&(i % 48))),
            patience: Seconds(900.0),
            busyness: 30.0,
        }
    }

    /// Nine people a day with breaks; the last ends at 16:30, before closing.
    fn case(traffic: &Traffic) -> Case {
        let person = |key: i32| {
            let from = key / 9 * 1440 + 510 + 30 * (key % 4);
            let spans = vec![
                (from, from + 120),
                (from + 135, from + 240 + key),
                (from + 300, from + 390),
            ];
            Presence {
                key: key as u64,
                spans,
            }
        };
        Case {
            name: "three days".into(),
            staffing: Staffing::People((0..27).map(person).collect()),
            overflow: Some(Overflow {
                wait_above: Series::from_fn(traffic.contacts.grid, |i| {
                    (i % 48 < 28).then_some(Seconds(if i % 48 < 20 { 240.0 } else { 120.0 }))
                }),
                answer: Seconds(45.0),
            }),
        }
    }

    /// Contact by contact, the recursion and the events say the same, to the last bit.
    #[test]
    fn events_and_recursion_tell_the_same_of_each_contact() {
        let traffic = traffic();
        let case = case(&traffic);
        for seed in 0..10 {
            let options = Options {
                replications: 1,
                seed,
                absence: Share(0.1),
                answer_within: Seconds(60.0),
                long_wait: Seconds(1200.0),
            };
            let mut log = case_log(&traffic, &case, &options, 1).unwrap().into_iter();
            let model = Model::new(&traffic, std::slice::from_ref(&case)).unwrap();
            let mut answered = 0;
            model.tell(&options, |contact, fate| {
                let one = log.next().unwrap();
                let ending = match fate {
                    Fate::Answered(_) => Ending::Answered,
                    Fate::Abandoned(_) => Ending::Abandoned,
                    Fate::Outside(_) => Ending::Outside,
                };
                answered += u32::from(ending == Ending::Answered);
                assert_eq!(
                    (one.arrival, one.ending, one.wait),
                    (contact.arrival, ending, fate.wait())
                );
            });
            assert!(log.next().is_none() && answered > 800, "{answered}");
        }
    }
}
