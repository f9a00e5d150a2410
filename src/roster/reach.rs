//! Mistakes that people, work and shifts have together: what no roster could mend.

use super::{Demand, Person, Setting, ShiftOptions};
use crate::calendar::{ClockSpan, clock};
use crate::error::{Problem, Problems, nearest};
use crate::roster::people::week_of;
use crate::units::Minutes;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Contracts that no allowed shifts can reach in some week (`P117`).
///
/// The lengths of a week add up to what the contract asks less leave and holidays, each on a day
/// on which the person may work and on which it fits.
pub fn unreachable_contracts(setting: &Setting) -> Problems {
    let mut problems = Problems::new();
    let dates = setting.open.grid.dates();
    let weeks = dates.chunk_by(|a, b| week_of(*a) == week_of(*b));
    for week in weeks.filter(|week| week.len() == 7) {
        for person in setting.people {
            problems.extend(unreachable_in(setting, person, week));
        }
    }
    problems
}

fn unreachable_in(setting: &Setting, person: &Person, week: &[NaiveDate]) -> Problems {
    let needed = person.contract - person.credit(week, setting.holidays);
    let tolerance = setting.rules.contract_tolerance;
    let days = week
        .iter()
        .filter_map(|date| workable(setting, person, *date));
    let totals = totals(setting, days.collect());
    let off = |total: &i32| (total - needed.0).abs();
    let Some(near) = totals.iter().copied().min_by_key(off) else {
        return Problems::new();
    };
    if off(&near) <= tolerance.0 {
        return Problems::new();
    }
    let monday = week.first().copied().unwrap_or_default();
    let place = format!("person {}, week {}", person.id, week_of(monday));
    let what = format!("no allowed shifts add up to the hours to work: `{needed}`");
    let lengths: Vec<String> = setting.shifts.paid.iter().map(Minutes::to_string).collect();
    let hint = format!(
        "days are {} long; the nearest that they make on the days available is {}: \
         change `paid` under [shifts], the contract, or `contract_tolerance_minutes`{}",
        lengths.join(", "),
        Minutes(near),
        too_long(setting)
    );
    Problems::from(vec![Problem::new("P117", place, what).hint(hint)])
}

/// The hours of a date on which the person may be rostered.
fn workable(setting: &Setting, person: &Person, date: NaiveDate) -> Option<ClockSpan> {
    let hours = person.available_on(date)?;
    let day = setting.open.values.get(setting.open.grid.day_range(date))?;
    let closed = !day.contains(&true) || setting.holidays.contains(&date);
    let shifts = setting.shifts;
    let hours = ClockSpan {
        from: hours.from.max(shifts.earliest),
        to: hours.to.min(shifts.latest),
    };
    (!closed && !person.on_leave(date) && hours.from < hours.to).then_some(hours)
}

/// What the lengths of these days can add up to.
fn totals(setting: &Setting, days: Vec<ClockSpan>) -> BTreeSet<i32> {
    let mut totals = BTreeSet::from([0]);
    for hours in days {
        let lengths = setting.shifts.paid.iter();
        let fitting: Vec<i32> = lengths
            .filter(|paid| fits(setting, **paid, hours))
            .map(|paid| paid.0)
            .collect();
        let longer = |total: &i32| fitting.iter().map(|paid| total + paid).collect::<Vec<_>>();
        let more: Vec<i32> = totals.iter().flat_map(longer).collect();
        totals.extend(more);
    }
    totals
}

/// Does a shift of this paid length fit between the hours, from a start on the lattice?
fn fits(setting: &Setting, paid: Minutes, hours: ClockSpan) -> bool {
    let ShiftOptions { start_step, .. } = *setting.shifts;
    let length = paid + lunch(setting, paid);
    let start = hours.from.div_ceil(start_step.max(1)) * start_step.max(1);
    length <= setting.rules.shift_max && start as i32 + length.0 <= hours.to as i32
}

/// What to say of the shortest day that is too long for the hours of shifts, if one is.
fn too_long(setting: &Setting) -> String {
    let shifts = setting.shifts;
    let day = ClockSpan {
        from: shifts.earliest,
        to: shifts.latest,
    };
    let mut lengths = shifts.paid.iter();
    let Some(paid) = lengths.find(|paid| !fits(setting, **paid, day)) else {
        return String::new();
    };
    format!(
        "; a day of {paid} takes {} with lunch, more than the {} from `earliest` {} to `latest` {}",
        *paid + lunch(setting, *paid),
        Minutes(day.minutes() as i32),
        clock(day.from),
        clock(day.to)
    )
}

/// Lunch in a shift of this paid length.
fn lunch(setting: &Setting, paid: Minutes) -> Minutes {
    match paid > setting.rules.break_after {
        true => setting.shifts.lunch,
        false => Minutes::ZERO,
    }
}

/// People whom sessions name and nobody knows (`P118`), and meetings of teams without people
/// (`P119`).
pub fn unknown_people(setting: &Setting) -> Problems {
    let ids: Vec<&str> = setting
        .people
        .iter()
        .map(|person| person.id.as_str())
        .collect();
    let teams: BTreeSet<&str> = setting.people.iter().map(|p| p.team.as_str()).collect();
    let mut problems = Problems::new();
    for work in setting.work {
        let place = format!("work {}", work.name);
        match &work.demand {
            Demand::Session { people, .. } => {
                for stranger in people.iter().filter(|id| !ids.contains(&id.as_str())) {
                    let what = format!("names nobody among the people: `{stranger}`");
                    let hint = meant(stranger, ids.iter().copied());
                    problems.push(Problem::new("P118", &place, what).hint(hint));
                }
            }
            Demand::Meeting { team, .. } if !teams.contains(team.as_str()) => {
                let what = format!("is a meeting of a team without people: `{team}`");
                let hint = meant(team, teams.iter().copied());
                problems.push(Problem::new("P119", &place, what).hint(hint));
            }
            _ => {}
        }
    }
    problems
}

/// The hint that a misspelt word deserves.
pub(super) fn meant<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(word, known.clone()) {
        return format!("did you mean `{near}`?");
    }
    let known: Vec<String> = known.take(12).map(|word| format!("`{word}`")).collect();
    match known.is_empty() {
        true => "none are known".to_owned(),
        false => format!("known are {}", known.join(", ")),
    }
}
