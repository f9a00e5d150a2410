//! A calendar for each person: RFC 5545, in UTC, with the same bytes for the same plan.

use super::words::{Language, Word};
use crate::plan::Plan;
use crate::roster::{Activity, Segment, Shift};
use chrono::{DateTime, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// The week of one person; empty of events for who is off all week.
pub(super) fn calendar(plan: &Plan, id: &str) -> String {
    let language = Language::from(plan.language);
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//bezet//roster//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.append_property(Property::new("X-WR-CALNAME", one_line(&plan.name)));
    for shift in plan.planned.roster.of(id) {
        calendar.push(event(plan, shift, language));
    }
    calendar.done().to_string()
}

fn event(plan: &Plan, shift: &Shift, language: Language) -> Event {
    let grid = &plan.planned.roster.grid;
    let (from, to) = shift.span().instants(grid);
    let (local_from, local_to) = shift.span().local_times(grid);
    let hours = format!(
        "{}–{}",
        local_from.format("%H:%M"),
        local_to.format("%H:%M")
    );
    let mut event = Event::new();
    event
        .uid(&uid(plan, shift))
        .timestamp(stamp(plan))
        .sequence(0)
        .starts(from)
        .ends(to)
        .summary(&format!(
            "{}: {}",
            one_line(&plan.name),
            language.fill(Word::ShiftSummary, &[&hours])
        ))
        .description(&description(plan, shift, language));
    event.done()
}

/// The same shift keeps its identity however often the week is planned: centre, week, person, date.
///
/// The name is written in letters, digits and hyphens, so that every calendar takes it.
fn uid(plan: &Plan, shift: &Shift) -> String {
    let parts = [
        plan.name.as_str(),
        &plan.week.to_string(),
        &shift.person,
        &shift.date.to_string(),
    ];
    let plain = parts.map(super::folder::plain);
    format!("{}@bezet", plain.join("."))
}

/// The planning date, so that bytes repeat.
fn stamp(plan: &Plan) -> DateTime<Utc> {
    plan.known_until.and_time(NaiveTime::MIN).and_utc()
}

/// Breaks and other work in order of time; what remains is the phone.
fn description(plan: &Plan, shift: &Shift, language: Language) -> String {
    let line = |segment: &Segment| {
        let (from, to) = segment.span.local_times(&plan.planned.roster.grid);
        let name = language.activity(&segment.activity.to_string());
        format!("{}–{} {name}", from.format("%H:%M"), to.format("%H:%M"))
    };
    let off_phone = shift
        .segments
        .iter()
        .filter(|s| s.activity != Activity::Contacts);
    let mut lines: Vec<String> = off_phone.map(line).collect();
    if shift
        .segments
        .iter()
        .any(|s| s.activity == Activity::Contacts)
    {
        lines.push(language.say(Word::RestPhone).to_owned());
    }
    lines.join("\n").replace('\r', " ")
}

/// Text without what ends or parts a line of a calendar.
fn one_line(text: &str) -> String {
    text.replace(
        |letter: char| letter.is_control() || ",;\\".contains(letter),
        " ",
    )
}
