//! Stretches in which nothing was recorded though much was to be expected.

use super::days::{Day, median};
use crate::calendar::Series;
use crate::units::Contacts;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;
use std::ops::Range;

/// Runs of intervals without contacts in which at least `least` were to be expected, by the
/// medians of the same interval four weeks back and ahead.
///
/// With twelve expected, a Poisson stream is silent once in 160,000 such stretches.
pub(super) fn outages(
    contacts: &Series<Contacts>,
    usable: &Series<bool>,
    days: &[Day],
    least: f64,
) -> Vec<Range<usize>> {
    let by_date: BTreeMap<NaiveDate, &Day> = days.iter().map(|day| (day.date, day)).collect();
    let mut found = Vec::new();
    for day in days {
        let near: Vec<&Day> = same_weekdays(day.date)
            .filter_map(|date| by_date.get(&date).copied())
            .filter(|other| other.range.len() == day.range.len())
            .collect();
        for run in silent_runs(contacts, usable, day.range.clone()) {
            let expected: f64 = run
                .clone()
                .map(|index| usual(contacts, usable, &near, index - day.range.start))
                .sum();
            if expected >= least {
                found.push(run);
            }
        }
    }
    found
}

fn same_weekdays(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let weeks = (1..=4).map(|weeks| Days::new(7 * weeks));
    weeks.flat_map(move |days| {
        let near = [date.checked_sub_days(days), date.checked_add_days(days)];
        near.into_iter().flatten()
    })
}

fn silent_runs(
    contacts: &Series<Contacts>,
    usable: &Series<bool>,
    day: Range<usize>,
) -> Vec<Range<usize>> {
    let silent = |index: &usize| {
        usable.values.get(*index) == Some(&true)
            && contacts.values.get(*index) == Some(&Contacts::ZERO)
    };
    let quiet: Vec<usize> = day.filter(silent).collect();
    quiet
        .chunk_by(|a, b| a + 1 == *b)
        .filter_map(|run| Some(*run.first()?..*run.last()? + 1))
        .collect()
}

/// The median of the interval `offset` of these days, where usable; zero when it never is.
fn usual(contacts: &Series<Contacts>, usable: &Series<bool>, near: &[&Day], offset: usize) -> f64 {
    let mut values: Vec<f64> = near
        .iter()
        .map(|day| day.range.start + offset)
        .filter(|index| usable.values.get(*index) == Some(&true))
        .filter_map(|index| contacts.values.get(index).map(|value| value.0))
        .collect();
    median(&mut values)
}
