//! A calendar for each person: RFC 5545, in UTC, with the same bytes for the same plan.

use super::paper::Paper;
use super::words::Word;
use crate::roster::{Activity, Segment, Shift};
use chrono::{DateTime, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// The week of one person; empty of events for who is off all week. Of two with the same events a
/// calendar programme keeps that of the higher `sequence`.
pub(super) fn calendar(paper: &Paper, id: &str, sequence: u32) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//bezet//roster//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.append_property(Property::new("X-WR-CALNAME", one_line(paper.centre)));
    for shift in paper.roster.of(id) {
        calendar.push(event(paper, shift, sequence));
    }
    calendar.done().to_string()
}

/// The highest sequence in a calendar's text.
pub(super) fn sequence(text: &str) -> u32 {
    let numbers = text
        .lines()
        .filter_map(|line| line.strip_prefix("SEQUENCE:"));
    let numbers = numbers.filter_map(|number| number.trim().parse().ok());
    numbers.max().unwrap_or(0)
}

fn event(paper: &Paper, shift: &Shift, sequence: u32) -> Event {
    let grid = &paper.roster.grid;
    let (from, to) = shift.span().instants(grid);
    let (local_from, local_to) = shift.span().local_times(grid);
    let hours = format!(
        "{}–{}",
        local_from.format("%H:%M"),
        local_to.format("%H:%M")
    );
    let mut event = Event::new();
    event
        .uid(&uid(paper, shift))
        .timestamp(stamp(paper))
        .sequence(sequence)
        .starts(from)
        .ends(to)
        .summary(&format!(
            "{}: {}",
            one_line(paper.centre),
            paper.language.fill(Word::ShiftSummary, &[&hours])
        ))
        .description(&description(paper, shift));
    event.done()
}

/// The same shift keeps its identity however often the week is planned: centre, week, person, date.
///
/// The name is written in letters, digits and hyphens, so that every calendar takes it.
fn uid(paper: &Paper, shift: &Shift) -> String {
    let parts = [
        paper.centre,
        &paper.week.to_string(),
        &shift.person,
        &shift.date.to_string(),
    ];
    let plain = parts.map(super::folder::plain);
    format!("{}@bezet", plain.join("."))
}

/// The planning date, so that bytes repeat.
fn stamp(paper: &Paper) -> DateTime<Utc> {
    paper.known_until.and_time(NaiveTime::MIN).and_utc()
}

/// Breaks and other work in order of time; what remains is the phone.
fn description(paper: &Paper, shift: &Shift) -> String {
    let language = paper.language;
    let line = |segment: &Segment| {
        let (from, to) = segment.span.local_times(&paper.roster.grid);
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
