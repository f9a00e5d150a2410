//! The rosters before the simulator: same callers, same absences, two rosters.

use crate::calendar::Series;
use crate::roster::{Activity, Person, Roster};
use crate::simulate::{Case, Overflow, Presence, Staffing};
use crate::units::Agents;
use chrono::Datelike;

/// The case of a roster.
pub fn case(name: &str, roster: &Roster, people: &[Person], overflow: Option<Overflow>) -> Case {
    Case {
        name: name.to_owned(),
        staffing: Staffing::People(presences(roster, people)),
        overflow,
    }
}

/// Each shift's stretches on contacts; person and date make the key, so that a person who is sick
/// on a day is so under every roster.
pub fn presences(roster: &Roster, people: &[Person]) -> Vec<Presence> {
    let key = |person: &str, day: i32| {
        let index = people
            .iter()
            .position(|p| p.id == person)
            .unwrap_or(people.len());
        ((index as u64) << 32) | u64::from(day.unsigned_abs())
    };
    let shifts = roster.shifts.iter().map(|shift| Presence {
        key: key(&shift.person, shift.date.num_days_from_ce()),
        spans: shift
            .segments
            .iter()
            .filter(|segment| segment.activity == Activity::Contacts)
            .map(|segment| (segment.span.from, segment.span.to))
            .collect(),
    });
    shifts.collect()
}

/// Mean wait per interval of the week from the coverage and a curve, weighted by contacts.
pub fn curve_waiting(coverage: &Series<Agents>, waiting_at: impl Fn(usize, f64) -> f64) -> f64 {
    let agents = coverage.values.iter().enumerate();
    agents
        .map(|(interval, agents)| waiting_at(interval, agents.0))
        .sum()
}
