//! What a scenario needs, and what it gets.

use super::hours::Hours;
use super::ladder::{Sums, Traffic};
use super::study::{Study, overflow, rules, target};
use super::team::{Start, Team};
use super::year::Year;
use crate::config::Scenario;
use crate::error::Result;
use chrono::NaiveDate;
use serde::Serialize;

/// A scenario's year, answered.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The scenario's name for machines.
    pub id: String,
    /// Its name on paper, English and Dutch.
    pub name: [String; 2],
    /// Average wait that is asked, in seconds.
    pub target: f64,
    /// Contacts of the year.
    pub contacts: f64,
    /// Mean handle time of the year in seconds.
    pub handle_time: f64,
    /// The hours of a week.
    pub hours: Hours,
    /// Who is there.
    pub team: Team,
    /// With those who are there.
    pub given: Level,
    /// With as many as the target takes, the same all year.
    pub needed: Level,
    /// Month by month.
    pub months: Vec<MonthAnswer>,
    /// Who must start when, so that no month is short.
    pub starts: Vec<Start>,
    /// Contacts outside in an average week at the given, then at the needed level.
    pub outside_week: [f64; 2],
    /// The most contacts that the external centre takes in a week, where that is limited.
    pub outside_most: Option<f64>,
}

/// A number of people and what callers meet with them.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Level {
    /// Full-time equivalents, paid; on average over the year.
    pub fte: f64,
    /// Hours on the phone in a week.
    pub on_phone: f64,
    /// Average wait in seconds.
    pub wait: f64,
    /// The year's sums.
    pub year: Sums,
    /// Contacts go outside when they would wait longer than so many seconds; `None`: none do.
    pub outside_above: Option<f64>,
}

/// A month.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MonthAnswer {
    /// Its first day.
    pub first: NaiveDate,
    /// Full-time equivalents that the target takes in this month.
    pub needed: f64,
    /// What those who are there are worth.
    pub given: f64,
    /// Average wait with them.
    pub wait: f64,
    /// How many are missing; 0 where enough are there.
    pub short: f64,
}

/// What a scenario needs and gets; `unchanged` is the wait that holds where it asks nothing else, and to
/// which a reduction refers.
///
/// Where the external centre takes no more than so many contacts a week, they go there after the shortest wait at
/// which no more do: the contract's own, or a multiple of it.
///
/// # Errors
/// As [`Year::shape`].
pub fn answer(year: &Year, scenario: &Scenario, unchanged: f64) -> Result<Answer> {
    let traffic = Traffic::of(year, scenario);
    let target = target(scenario, unchanged);
    let team = Team::of(year, scenario);
    let rules = rules(overflow(year, scenario));
    let worth = Team::mean(year, &team.worth);
    let (mut there, _) = Study::given(year, scenario, traffic, &rules, worth)?;
    let (mut study, needed) = Study::needed(year, scenario, traffic, &rules, target)?;
    let given: Vec<f64> = team
        .worth
        .iter()
        .map(|fte| there.hours.on_phone(*fte))
        .collect();
    let whole = study.weights(None);
    let same = there.outside_above() == study.outside_above();
    let mut months = Vec::new();
    let mut sums = Sums::default();
    for (month, first) in year.months.iter().enumerate() {
        let weights = study.weights(Some(month));
        // One ladder serves both, where the rule is the same.
        let met = match same {
            true => study.met(&weights, given[month]),
            false => there.met(&weights, given[month]),
        };
        let hours = study.hours_for(&weights, target).0;
        let needed = study.hours.fte(hours);
        sums.add(&met, 1.0);
        months.push(MonthAnswer {
            first: *first,
            needed,
            given: team.worth[month],
            wait: met.wait(),
            short: (needed - team.worth[month]).max(0.0),
        });
    }
    let by_month: Vec<f64> = months.iter().map(|month| month.needed).collect();
    let at_target = study.met(&whole, needed);
    Ok(Answer {
        id: scenario.id.clone(),
        name: scenario.name.clone(),
        target,
        contacts: year.volume() * traffic.volume,
        handle_time: year.handle_time_mean(&traffic),
        starts: team.starts(year, scenario, &by_month),
        given: Level {
            fte: Team::mean(year, &team.paid),
            on_phone: Team::mean(year, &given),
            wait: sums.wait(),
            year: sums,
            outside_above: there.outside_above(),
        },
        needed: Level {
            fte: study.hours.fte(needed),
            on_phone: needed,
            wait: at_target.wait(),
            year: at_target,
            outside_above: study.outside_above(),
        },
        outside_week: [sums.outside, at_target.outside]
            .map(|outside| outside / super::hours::WEEKS),
        outside_most: study.outside_most,
        hours: study.hours,
        months,
        team,
    })
}
