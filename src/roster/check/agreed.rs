//! Rules that are agreed beside the law. One that has a price may be broken: it is then a concession.

use super::{Case, WorkingDay};
use crate::calendar::IsoWeek;
use crate::roster::people::week_of;
use crate::roster::rules::{
    BALANCE, CONSECUTIVE_DAYS_LEAST, LATE_EARLY, Rule, SAME_START, WEEKENDS_OFF,
};
use crate::roster::{Breach, Person, Span};
use crate::units::Minutes;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Breaches of a rule, or none where it has a price.
fn hard(price: Option<crate::units::Euros>, breaches: impl FnOnce() -> Vec<Breach>) -> Vec<Breach> {
    match price {
        Some(_) => Vec::new(),
        None => breaches(),
    }
}

pub fn late_early(case: &Case) -> Vec<Breach> {
    let rule = case.setting.rules.late_early;
    rule.map_or_else(Vec::new, |rule| hard(rule.price, || early_after_late(case)))
}

/// Each early shift on the day after a late one: the rest between them.
pub fn early_after_late(case: &Case) -> Vec<Breach> {
    let Some(rule) = case.setting.rules.late_early else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    for (person, days) in &case.days {
        for pair in days.windows(2) {
            let [first, second] = pair else { continue };
            let ends = case.clock(first.date, first.span.to);
            let starts = case.clock(second.date, second.span.from);
            let next = first.date.succ_opt() == Some(second.date);
            if next && ends >= rule.late as i32 && starts < rule.early as i32 && second.span.to > 0
            {
                let rest = Span {
                    from: first.span.to,
                    to: second.span.from,
                };
                breaches.push(LATE_EARLY.breach(*person, rest, starts, rule.early as i32));
            }
        }
    }
    breaches
}

pub fn consecutive_days_least(case: &Case) -> Vec<Breach> {
    let rule = case.setting.rules.consecutive_days_least;
    rule.map_or_else(Vec::new, |rule| hard(rule.price, || short_runs(case)))
}

/// Runs of fewer days than agreed, beside a free day of the roster on which the person could work.
///
/// What lies before the roster or after it is not judged: neither a run that ended before it, nor
/// one that may go on.
pub fn short_runs(case: &Case) -> Vec<Breach> {
    let Some(rule) = case.setting.rules.consecutive_days_least else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    for (id, days) in &case.days {
        let Some(person) = case.people.get(id) else {
            continue;
        };
        let could =
            |date: Option<NaiveDate>| date.is_some_and(|date| could_work(case, person, date));
        for run in days.chunk_by(|a, b| a.date.succ_opt() == Some(b.date)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let ends_inside =
                case.dates.contains(&last.date) && case.dates.last() != Some(&last.date);
            let beside = could(first.date.pred_opt()) || could(last.date.succ_opt());
            if run.len() < rule.days as usize && ends_inside && beside {
                let span = Span {
                    from: first.span.from,
                    to: last.span.to,
                };
                let (found, least) = (run.len() as i32, rule.days as i32);
                breaches.push(CONSECUTIVE_DAYS_LEAST.breach(*id, span, found, least));
            }
        }
    }
    breaches
}

/// Is it a day of the roster that is open, and the person neither off nor away?
fn could_work(case: &Case, person: &Person, date: NaiveDate) -> bool {
    let there = person.available_on(date).is_some() && !person.on_leave(date);
    case.dates.contains(&date) && case.opens_on(date) && there
}

pub fn weekends_off(case: &Case) -> Vec<Breach> {
    let rule = case.setting.rules.weekends_off;
    rule.map_or_else(Vec::new, |rule| hard(rule.price, || weekends_worked(case)))
}

/// Weekends worked that leave too few free among the last ones; unknown ones count as free.
pub fn weekends_worked(case: &Case) -> Vec<Breach> {
    let Some(rule) = case.setting.rules.weekends_off else {
        return Vec::new();
    };
    let weekends = case.whole_weeks();
    let mut breaches = Vec::new();
    for person in case.setting.people {
        let mut worked: Vec<bool> = person.past_weekends.iter().rev().copied().collect();
        for (_, dates) in &weekends {
            let weekend = &dates[5..];
            let days = case.days.get(person.id.as_str());
            let at_work = |day: &WorkingDay| weekend.contains(&day.date);
            worked.push(days.is_some_and(|days| days.iter().any(at_work)));
            let window = worked.iter().rev().take(rule.of as usize);
            let free = rule.of as i32 - window.filter(|worked| **worked).count() as i32;
            if worked.last() == Some(&true) && free < rule.free as i32 {
                let span = case.dates_span(weekend);
                breaches.push(WEEKENDS_OFF.breach(&person.id, span, free, rule.free as i32));
            }
        }
    }
    breaches
}

pub fn same_start(case: &Case) -> Vec<Breach> {
    let rule = case.setting.rules.same_start;
    rule.map_or_else(Vec::new, |rule| hard(rule.price, || other_starts(case)))
}

/// Shifts that start at another time of day than the week's first.
pub fn other_starts(case: &Case) -> Vec<Breach> {
    let Some(rule) = case.setting.rules.same_start else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    for (person, days) in &case.days {
        let mut first: BTreeMap<IsoWeek, i32> = BTreeMap::new();
        for day in days.iter().filter(|day| case.dates.contains(&day.date)) {
            let start = case.clock(day.date, day.span.from);
            let first = *first.entry(week_of(day.date)).or_insert(start);
            let off = (start - first).abs();
            if off > rule.within.0 {
                breaches.push(breach(&SAME_START, person, day.span, off, rule.within));
            }
        }
    }
    breaches
}

fn breach(rule: &Rule, person: &str, span: Span, measured: i32, allowed: Minutes) -> Breach {
    rule.breach_minutes(person, span, Minutes(measured), allowed)
}

/// The balance after each whole week; one that was out of bounds before may only come back.
pub fn balance(case: &Case) -> Vec<Breach> {
    let Some(most) = case.setting.rules.balance_max else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    for person in case.setting.people {
        let mut balance = person.balance;
        for (_, dates) in case.whole_weeks() {
            let shifts = case.roster.of(&person.id);
            let worked = shifts.filter(|shift| dates.contains(&shift.date));
            let paid: Minutes = worked.map(|shift| shift.paid()).sum();
            let counted = paid + person.credit(&dates, case.setting.holidays);
            let after = balance + counted - person.contract;
            let beyond = after.0 > most.0.max(balance.0) || after.0 < (-most.0).min(balance.0);
            if beyond {
                let span = case.dates_span(&dates);
                breaches.push(breach(&BALANCE, &person.id, span, after.0.abs(), most));
            }
            balance = after;
        }
    }
    breaches
}
