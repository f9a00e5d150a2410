//! The people who must be there against the seats of their site: at a minute, on a day, in the
//! week.

use super::crowd::Crowd;
use super::facts::{self, Fact};
use super::filter::smallest;
use super::oracle::{Wanted, best};
use super::person::{parted, whole};
use super::relax::relaxations;
use super::week::PersonWeek;
use super::{Contradiction, Costs, Kind};
use crate::roster::rules::{DAY_WINDOW, PAID};
use crate::roster::{Setting, Span};
use chrono::Datelike;

/// For each site the first day, or else the week, in which its seats are too few.
pub(super) fn explain(
    setting: &Setting,
    weeks: &[PersonWeek],
    costs: &Costs,
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (site, seats) in setting.seats {
        let here: Vec<PersonWeek> = weeks
            .iter()
            .filter(|week| week.person().site == *site)
            .cloned()
            .collect();
        if here.len() <= *seats as usize {
            continue;
        }
        let first = pinch(&here, *seats);
        found.extend(first.map(|span| contradiction(&here, (site, *seats), span, costs)));
    }
    found
}

/// A time in which more people must sit than can.
fn pinch(here: &[PersonWeek], seats: u32) -> Option<Span> {
    let first = here.first()?;
    let grid = first.open.grid;
    let (earliest, latest) = (first.shifts.earliest, first.shifts.latest);
    let dates = first.dates().into_iter();
    let days = dates.map(|date| Span::local(&grid, date, earliest, latest));
    let step = grid.step as i32;
    for day in days {
        // Who can be off has nothing to do with a day.
        let sits = |week: &&PersonWeek| seated(std::slice::from_ref(*week), day) > 1e-6;
        let bound: Vec<PersonWeek> = here.iter().filter(sits).cloned().collect();
        if bound.len() <= seats as usize {
            continue;
        }
        let steps = (day.from..day.to).step_by(step.max(1) as usize);
        let mut steps = steps.map(|from| Span {
            from,
            to: from + step,
        });
        let full = |at: &Span| too_many(&bound, *at, seats);
        if let Some(at) = steps.find(full).or_else(|| Some(day).filter(full)) {
            return Some(at);
        }
    }
    let week = whole(first);
    let open: i32 = first
        .dates()
        .into_iter()
        .map(|date| Span::local(&grid, date, earliest, latest).minutes().0)
        .sum();
    (seated(here, week) > f64::from(seats) * f64::from(open) + 1e-6).then_some(week)
}

/// The fewest minutes that these people together sit in a time.
fn seated(weeks: &[PersonWeek], at: Span) -> f64 {
    let weeks = weeks.iter();
    weeks
        .map(|week| -best(week, Wanted::OffSeat(at)).unwrap_or(0.0))
        .sum()
}

fn too_many(weeks: &[PersonWeek], at: Span, seats: u32) -> bool {
    seated(weeks, at) > capacity(weeks, at, seats) + 1e-6
}

/// Minutes on the seats within the hours of shifts.
fn capacity(weeks: &[PersonWeek], at: Span, seats: u32) -> f64 {
    let Some(week) = weeks.first() else {
        return 0.0;
    };
    let shifts = &week.shifts;
    let hours = week.dates().into_iter().map(|date| {
        let day = Span::local(&week.open.grid, date, shifts.earliest, shifts.latest);
        day.overlap(at)
    });
    f64::from(seats) * f64::from(hours.sum::<i32>())
}

fn contradiction(
    here: &[PersonWeek],
    (site, seats): (&str, u32),
    at: Span,
    costs: &Costs,
) -> Contradiction {
    let mut facts = Vec::new();
    if let Some(week) = here.first() {
        facts.extend([DAY_WINDOW, PAID].map(|rule| Fact::rule(week, &rule)));
    }
    facts.extend(own(here));
    facts.push(Fact::Seats {
        site: site.to_owned(),
        seats,
    });
    let last = facts.len() - 1;
    let mut crowd = Crowd::new(here, Wanted::OffSeat(at), facts.clone());
    // With the hours of shifts away the seats stand all day.
    let room = |open: bool| match open {
        true => f64::from(seats) * f64::from(at.minutes().0),
        false => capacity(here, at, seats),
    };
    let stays = smallest(facts.len(), &mut |away| {
        let open = away.first().copied().unwrap_or(false);
        let stands = !away.get(last).copied().unwrap_or(true);
        stands && -crowd.total(away) > room(open) + 1e-6
    });
    let (set, lifted) = parted(facts, &stays);
    let length = (capacity(here, at, 1)).max(1.0);
    let works = |change: &super::Change| {
        let mut week = here.first().cloned();
        if let Some(week) = &mut week {
            change.apply(week);
        }
        let seats = week.as_ref().and_then(|week| week.seats.get(site).copied());
        let weeks: Vec<PersonWeek> = week.into_iter().collect();
        let room = capacity(&weeks, at, seats.unwrap_or(0));
        -crowd.after(change) <= room + 1e-6
    };
    let short = (seated(here, at) / length - f64::from(seats) - 1e-9).ceil();
    Contradiction {
        kind: Kind::Seats,
        who: site.to_owned(),
        span: at,
        people: short.max(1.0) as u32,
        relaxations: relaxations(&set, here, None, &works, costs),
        set,
        lifted,
    }
}

/// The facts that make people be there.
fn own(here: &[PersonWeek]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for week in here {
        let mut weekdays: Vec<usize> = week
            .dates()
            .iter()
            .map(|date| date.weekday().num_days_from_monday() as usize)
            .collect();
        weekdays.dedup();
        facts.extend(weekdays.into_iter().map(|day| facts::hours(week, day)));
    }
    facts.extend(here.iter().flat_map(facts::of_locks));
    facts.extend(here.iter().map(facts::contract));
    facts
}
