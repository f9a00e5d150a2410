//! Rules about where and in which stretches work is done.

use super::count::stretches;
use super::{Case, Stretch};
use crate::calendar::ClockSpan;
use crate::roster::rules::{BLOCK, SEATS, WINDOW};
use crate::roster::{Activity, Breach, Demand, Span, Work};
use crate::units::Minutes;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Contacts, seated work and short breaks take a seat; a seat is free during lunch.
///
/// A quarter of an hour's break keeps the seat: nobody logs in elsewhere and back for it.
pub fn seats(case: &Case) -> Vec<Breach> {
    let mut seated: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for stretch in case.stretches().filter(|stretch| takes_seat(case, stretch)) {
        if let Some(person) = case.people.get(stretch.shift.person.as_str()) {
            seated.entry(&person.site).or_default().push(stretch.span);
        }
    }
    let mut breaches = Vec::new();
    for (site, spans) in seated {
        let Some(seats) = case.setting.seats.get(site) else {
            continue;
        };
        let all = Span {
            from: spans.iter().map(|span| span.from).min().unwrap_or(0),
            to: spans.iter().map(|span| span.to).max().unwrap_or(0),
        };
        let full = stretches(&spans, all, |people| people > *seats as usize, usize::max);
        breaches.extend(
            full.iter()
                .map(|(span, most)| SEATS.breach(site, *span, *most as i32, *seats as i32)),
        );
    }
    breaches
}

fn takes_seat(case: &Case, stretch: &Stretch) -> bool {
    match &stretch.activity {
        Activity::Contacts | Activity::Break => true,
        Activity::Lunch | Activity::Absent => false,
        Activity::Work(name) => case.work.get(name.as_str()).is_some_and(|work| work.seat),
    }
}

/// A break inside other work ends its stretch. A session is as long as it takes, a meeting as
/// long as it lasts.
pub fn block(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (work, stretch) in case.work_stretches() {
        let (least, most) = block_of(work);
        let length = stretch.span.minutes();
        if length < least || most < length {
            let allowed = if length < least { least } else { most };
            breaches.push(BLOCK.breach_minutes(who(&stretch), stretch.span, length, allowed));
        }
    }
    breaches
}

fn block_of(work: &Work) -> (Minutes, Minutes) {
    match &work.demand {
        Demand::Staffed { .. } | Demand::Hours { .. } => work.block,
        Demand::Session { minutes, .. } => (*minutes, *minutes),
        Demand::Meeting { at, .. } => {
            let length = Minutes(at.to as i32 - at.from as i32);
            (length, length)
        }
    }
}

pub fn window(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (work, stretch) in case.work_stretches() {
        let date = stretch.shift.date;
        let inside = [Some(date), date.succ_opt()].into_iter().flatten();
        let inside = inside.flat_map(|date| windows_on(case, work, date));
        let within: i32 = inside.map(|window| window.overlap(stretch.span)).sum();
        let outside = stretch.span.minutes().0 - within;
        if outside > 0 {
            breaches.push(WINDOW.breach(who(&stretch), stretch.span, outside, 0));
        }
    }
    breaches
}

/// The windows of a work on a date, joined where they touch or overlap.
pub fn windows_on(case: &Case, work: &Work, date: NaiveDate) -> Vec<Span> {
    let mut clocks = clock_windows(work, date);
    clocks.sort();
    let mut joined: Vec<ClockSpan> = Vec::new();
    for clock in clocks {
        match joined.last_mut() {
            Some(last) if clock.from <= last.to => last.to = last.to.max(clock.to),
            _ => joined.push(clock),
        }
    }
    let spans = joined.into_iter();
    spans
        .map(|window| Span::local(case.grid, date, window.from, window.to))
        .collect()
}

fn clock_windows(work: &Work, date: NaiveDate) -> Vec<ClockSpan> {
    let today = date.weekday().num_days_from_monday() as usize;
    match &work.demand {
        Demand::Staffed { windows, .. }
        | Demand::Hours { windows, .. }
        | Demand::Session { windows, .. } => windows.get(today).cloned().unwrap_or_default(),
        Demand::Meeting { weekday, at, .. } if *weekday == today => vec![*at],
        Demand::Meeting { .. } => Vec::new(),
    }
}

fn who(stretch: &Stretch) -> String {
    format!("{}: {}", stretch.shift.person, stretch.activity)
}
