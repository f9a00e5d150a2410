//! How two rosters of a week differ.

use crate::roster::{Roster, shift_text};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A person's day that differs between two rosters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ShiftChange {
    /// Id of the person.
    pub person: String,
    /// The day.
    pub date: NaiveDate,
    /// As it was; empty: free.
    pub before: String,
    /// As it is; empty: free.
    pub after: String,
}

/// A stretch in which more or fewer people are available for contacts than before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverageChange {
    /// Local time at which it begins.
    pub from: NaiveDateTime,
    /// Local time at which it ends.
    pub to: NaiveDateTime,
    /// People more, or less below 0.
    pub change: f64,
}

/// The days that differ, by person and date.
pub fn changes_between(before: &Roster, after: &Roster) -> Vec<ShiftChange> {
    let (before, after) = (days(before), days(after));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let text = |days: &BTreeMap<(String, NaiveDate), String>, key| {
        days.get(key).cloned().unwrap_or_default()
    };
    let all = keys.into_iter().map(|key| ShiftChange {
        person: key.0.clone(),
        date: key.1,
        before: text(&before, key),
        after: text(&after, key),
    });
    all.filter(|change| change.before != change.after).collect()
}

fn days(roster: &Roster) -> BTreeMap<(String, NaiveDate), String> {
    let mut days: BTreeMap<(String, NaiveDate), String> = BTreeMap::new();
    for shift in &roster.shifts {
        let day = days.entry((shift.person.clone(), shift.date)).or_default();
        if !day.is_empty() {
            day.push_str(" + ");
        }
        day.push_str(&shift_text(shift, &roster.grid));
    }
    days
}

/// Where coverage differs, neighbouring intervals with the same change taken together.
pub(super) fn coverage_between(before: &Roster, after: &Roster) -> Vec<CoverageChange> {
    let grid = before.grid;
    let (before, after) = (before.coverage(), after.coverage());
    let mut runs: Vec<(usize, usize, f64)> = Vec::new();
    for (index, (was, is)) in before.values.iter().zip(&after.values).enumerate() {
        let change = is.0 - was.0;
        match runs.last_mut() {
            _ if change.abs() < 1e-9 => {}
            Some(run) if run.1 == index && (run.2 - change).abs() < 1e-9 => run.1 = index + 1,
            _ => runs.push((index, index + 1, change)),
        }
    }
    let changes = runs.into_iter().map(|(from, to, change)| CoverageChange {
        from: grid.local(from),
        to: grid.local(to),
        change,
    });
    changes.collect()
}
