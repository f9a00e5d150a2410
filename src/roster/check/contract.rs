//! Rules about who may be rostered when, and for what.

use super::{Case, Stretch};
use crate::roster::rules::{AVAILABILITY, CLOSED, KNOWN, LEAVE, LOCKED, SKILLS};
use crate::roster::{Activity, Breach, Person, Shift, Span};
use chrono::NaiveDate;

/// The date of a shift with its neighbours: a night shift reaches into the next.
fn dates_about(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    [date.pred_opt(), Some(date), date.succ_opt()]
        .into_iter()
        .flatten()
}

pub fn availability(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (person, shift) in case.known_shifts() {
        let span = shift.span();
        let outside = span.minutes().0 - available(case, person, shift, span);
        if outside > 0 {
            breaches.push(AVAILABILITY.breach(&person.id, span, outside, 0));
        }
    }
    breaches
}

fn available(case: &Case, person: &Person, shift: &Shift, span: Span) -> i32 {
    dates_about(shift.date)
        .filter_map(|date| Some((date, person.available_on(date)?)))
        .map(|(date, hours)| Span::local(case.grid, date, hours.from, hours.to).overlap(span))
        .sum()
}

pub fn leave(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (person, shift) in case.known_shifts() {
        let days = dates_about(shift.date).filter(|date| person.on_leave(*date));
        let worked: i32 = days
            .map(|day| case.day_span(day).overlap(shift.span()))
            .sum();
        if worked > 0 {
            breaches.push(LEAVE.breach(&person.id, shift.span(), worked, 0));
        }
    }
    breaches
}

/// On a holiday nobody works; on another day without opening hours nobody waits for contacts.
pub fn closed(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for shift in &case.roster.shifts {
        let holidays = dates_about(shift.date).filter(|d| case.setting.holidays.contains(d));
        let worked: i32 = holidays
            .map(|day| case.day_span(day).overlap(shift.span()))
            .sum();
        let worked = if worked == 0 {
            idle(case, shift)
        } else {
            worked
        };
        if worked > 0 {
            breaches.push(CLOSED.breach(&shift.person, shift.span(), worked, 0));
        }
    }
    breaches
}

/// Minutes for contacts on days of the roster without opening hours.
fn idle(case: &Case, shift: &Shift) -> i32 {
    let shut = |date: &NaiveDate| case.dates.contains(date) && !case.opens_on(*date);
    let days: Vec<Span> = dates_about(shift.date)
        .filter(shut)
        .map(|date| case.day_span(date))
        .collect();
    let contacts = shift
        .segments
        .iter()
        .filter(|s| s.activity == Activity::Contacts);
    contacts
        .flat_map(|segment| days.iter().map(|day| day.overlap(segment.span)))
        .sum()
}

pub fn skills(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for stretch in case.stretches() {
        let person = case.people.get(stretch.shift.person.as_str());
        let needed = skill(case, &stretch);
        if let (Some(person), Some(skill)) = (person, needed)
            && !person.skills.contains(skill)
        {
            let minutes = stretch.span.minutes().0;
            let who = format!("{}: {}", person.id, stretch.activity);
            breaches.push(SKILLS.breach(who, stretch.span, minutes, 0));
        }
    }
    breaches
}

/// The skill that a stretch asks for.
fn skill<'a>(case: &'a Case, stretch: &Stretch) -> Option<&'a str> {
    match &stretch.activity {
        Activity::Contacts => Some(case.setting.queue),
        Activity::Work(name) => case.work.get(name.as_str())?.skill.as_deref(),
        Activity::Break | Activity::Lunch | Activity::Absent => None,
    }
}

pub fn locked(case: &Case) -> Vec<Breach> {
    let stands = |locked: &&Shift| {
        let mut shifts = case.roster.of(&locked.person);
        shifts.any(|shift| shift.date == locked.date && shift.joined() == locked.joined())
    };
    let lost = case.setting.locked.iter().filter(|locked| !stands(locked));
    lost.map(|locked| LOCKED.breach(&locked.person, locked.span(), 0, 1))
        .collect()
}

pub fn known(case: &Case) -> Vec<Breach> {
    let shifts = case.roster.shifts.iter();
    let strangers = shifts.filter(|shift| !case.people.contains_key(shift.person.as_str()));
    let mut breaches: Vec<Breach> = strangers
        .map(|shift| KNOWN.breach(&shift.person, shift.span(), 1, 0))
        .collect();
    for stretch in case.stretches() {
        if let Activity::Work(name) = &stretch.activity
            && !case.work.contains_key(name.as_str())
        {
            let who = format!("{}: {name}", stretch.shift.person);
            breaches.push(KNOWN.breach(who, stretch.span, 1, 0));
        }
    }
    breaches
}
