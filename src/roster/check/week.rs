//! Rules about the paid time of weeks.

use super::Case;
use crate::calendar::IsoWeek;
use crate::roster::people::week_of;
use crate::roster::rules::{CONTRACT, Rule, WEEK_MAX, WEEK_MAX_OVER_4, WEEK_MAX_OVER_16};
use crate::roster::{Breach, Person, Span};
use crate::units::Minutes;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub fn week_max(case: &Case) -> Vec<Breach> {
    let most = case.setting.rules.week_max;
    let mut breaches = Vec::new();
    for person in case.setting.people {
        for (span, paid) in paid_weeks(case, person) {
            if paid > most {
                breaches.push(WEEK_MAX.breach_minutes(&person.id, span, paid, most));
            }
        }
    }
    breaches
}

pub fn week_max_over_4(case: &Case) -> Vec<Breach> {
    average(
        case,
        &WEEK_MAX_OVER_4,
        4,
        case.setting.rules.week_max_over_4,
    )
}

pub fn week_max_over_16(case: &Case) -> Vec<Breach> {
    average(
        case,
        &WEEK_MAX_OVER_16,
        16,
        case.setting.rules.week_max_over_16,
    )
}

/// Weeks before those known count as free: what is found is certain.
fn average(case: &Case, rule: &Rule, over: usize, most: Minutes) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for person in case.setting.people {
        let mut known: Vec<i32> = person.past_weeks.iter().rev().map(|week| week.0).collect();
        for (span, paid) in paid_weeks(case, person) {
            known.push(paid.0);
            let total: i64 = known
                .iter()
                .rev()
                .take(over)
                .map(|week| i64::from(*week))
                .sum();
            if total > i64::from(most.0) * over as i64 {
                let mut breach = rule.breach_minutes(&person.id, span, paid, most);
                breach.measured = total as f64 / over as f64;
                breaches.push(breach);
            }
        }
    }
    breaches
}

/// Paid time of each week that the roster touches, in order.
fn paid_weeks(case: &Case, person: &Person) -> Vec<(Span, Minutes)> {
    let mut weeks: BTreeMap<IsoWeek, (Vec<NaiveDate>, Minutes)> = BTreeMap::new();
    for date in &case.dates {
        weeks.entry(week_of(*date)).or_default().0.push(*date);
    }
    for shift in case.roster.of(&person.id) {
        if let Some(week) = weeks.get_mut(&week_of(shift.date)) {
            week.1 += shift.paid();
        }
    }
    let spans = weeks.into_values();
    spans
        .map(|(dates, paid)| (case.dates_span(&dates), paid))
        .collect()
}

/// Of whole weeks only: a part of a week has no contract.
pub fn contract(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (_, dates) in case.whole_weeks() {
        let span = case.dates_span(&dates);
        for person in case.setting.people {
            let shifts = case.roster.of(&person.id);
            let worked = shifts.filter(|shift| dates.contains(&shift.date));
            let paid: Minutes = worked.map(|shift| shift.paid()).sum();
            let counted = paid + person.credit(&dates, case.setting.holidays);
            let off = (counted - person.contract).0.abs();
            if off > case.setting.rules.contract_tolerance.0 {
                breaches.push(CONTRACT.breach_minutes(&person.id, span, counted, person.contract));
            }
        }
    }
    breaches
}
