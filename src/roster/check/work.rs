//! Rules about other work getting its hands.

use super::Case;
use super::count::stretches;
use super::place::windows_on;
use crate::roster::rules::{HOURS, MEETING, SESSION, STAFFED};
use crate::roster::{Activity, Breach, Demand, Person, Shift, Span, Work};
use crate::units::Minutes;
use chrono::{Datelike, NaiveDate};

/// When anybody does the work.
fn spans(case: &Case, work: &Work) -> Vec<Span> {
    let stretches = case.work_stretches();
    stretches
        .filter(|(done, _)| done.name == work.name)
        .map(|(_, stretch)| stretch.span)
        .collect()
}

pub fn staffed(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for work in case.setting.work {
        let Demand::Staffed { people, .. } = work.demand else {
            continue;
        };
        let done = spans(case, work);
        let windows = case
            .open_dates()
            .flat_map(|date| windows_on(case, work, date));
        let short = windows
            .flat_map(|window| stretches(&done, window, |n| n < people as usize, usize::min));
        breaches.extend(
            short.map(|(span, n)| STAFFED.breach(&work.name, span, n as i32, people as i32)),
        );
    }
    breaches
}

pub fn hours(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for work in case.setting.work {
        let Demand::Hours { per_day, .. } = work.demand else {
            continue;
        };
        let done = spans(case, work);
        for date in case.open_dates() {
            let windows = windows_on(case, work, date);
            let within = |span: &Span| windows.iter().map(|w| w.overlap(*span)).sum::<i32>();
            let given = Minutes(done.iter().map(within).sum());
            if !windows.is_empty() && given < per_day {
                let day = case.day_span(date);
                breaches.push(HOURS.breach_minutes(&work.name, day, given, per_day));
            }
        }
    }
    breaches
}

/// In each whole week; who does not work in it is excused.
pub fn session(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for work in case.setting.work {
        let Demand::Session {
            people, minutes, ..
        } = &work.demand
        else {
            continue;
        };
        for (_, dates) in case.whole_weeks() {
            for person in people {
                let shifts = case.roster.of(person);
                let shifts: Vec<&Shift> = shifts.filter(|s| dates.contains(&s.date)).collect();
                let longest = shifts.iter().map(|shift| longest(shift, work)).max();
                if let Some(longest) = longest.filter(|longest| longest < minutes) {
                    let who = format!("{person}: {}", work.name);
                    let week = case.dates_span(&dates);
                    breaches.push(SESSION.breach_minutes(who, week, longest, *minutes));
                }
            }
        }
    }
    breaches
}

/// The longest stretch of a work in a shift.
fn longest(shift: &Shift, work: &Work) -> Minutes {
    let joined = shift.joined().into_iter();
    joined
        .filter(|segment| segment.activity == Activity::Work(work.name.clone()))
        .map(|segment| segment.span.minutes())
        .max()
        .unwrap_or_default()
}

/// Who is off that day is excused, and who is never available at that time.
pub fn meeting(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for work in case.setting.work {
        let Demand::Meeting { team, weekday, at } = &work.demand else {
            continue;
        };
        let today = |date: &NaiveDate| date.weekday().num_days_from_monday() as usize == *weekday;
        for date in case.open_dates().filter(today) {
            let time = Span::local(case.grid, date, at.from, at.to);
            let can = |person: &Person| {
                let hours = person.available_on(date);
                hours.is_some_and(|hours| hours.from <= at.from && at.to <= hours.to)
            };
            for (person, shift) in case.known_shifts() {
                if person.team != *team || shift.date != date || !can(person) {
                    continue;
                }
                let present = attended(shift, work, time);
                if present < time.minutes() {
                    let who = format!("{}: {}", person.id, work.name);
                    breaches.push(MEETING.breach_minutes(who, time, present, time.minutes()));
                }
            }
        }
    }
    breaches
}

/// Minutes of the time that a shift spends at the work, or absent, which excuses.
fn attended(shift: &Shift, work: &Work, time: Span) -> Minutes {
    let activity = Activity::Work(work.name.clone());
    let at_work = shift
        .segments
        .iter()
        .filter(|segment| segment.activity == activity || segment.activity == Activity::Absent);
    Minutes(at_work.map(|segment| segment.span.overlap(time)).sum())
}
