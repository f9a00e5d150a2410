//! Mean handle time: a level with its trend and shifts, times the pattern of the week and the day.

mod cells;
mod level;
mod of_group;
mod pattern;
mod said;

use super::days::{self, Days};
use super::shifts::{Shift, shifts};
use crate::error::Note;
use crate::units::Seconds;
use cells::{Daily, cells};
use chrono::NaiveDate;
use level::Level;
use pattern::Pattern;

pub(super) use of_group::Own;

/// Squared coefficient of variation of one handle time, as of an exponential law.
const VARIATION: f64 = 1.0;
/// Squared deviation of days beyond what their number of contacts explains.
const DAYS: f64 = 0.0004;
/// Shifts smaller than this share of the level change no plan.
const SMALLEST: f64 = 0.02;

/// Expected handle times, learnt.
///
/// # Formula
/// Handle time = (level + slope x damped lead) x weekday x interval. Weekdays and intervals are
/// learnt from the whole past, each week against its own mean, last year's most. What days show
/// beyond them has lasting shifts ([`shifts`]); only what comes after the last one sets the level.
#[derive(Clone, Debug)]
pub(super) struct HandleTime {
    level: Level,
    pattern: Pattern,
    changes: Vec<Change>,
    /// Last day with a handle time.
    last: NaiveDate,
}

/// A lasting change of the level, with its place in time.
#[derive(Clone, Copy, Debug)]
struct Change {
    /// First day of the new level.
    date: NaiveDate,
    shift: Shift,
    /// Mean of the weeks that follow it.
    after: f64,
}

impl HandleTime {
    /// Learns from the whole past; `fallback` where it holds no handle time.
    pub fn learn(days: &Days, fallback: Seconds) -> Self {
        let cells = cells(days);
        let pattern = Pattern::learn(days, &cells);
        let daily = cells::daily(days, &cells, &pattern);
        let changes = changes(days, &daily);
        let since = changes.last().map_or(days.first, |change| change.date);
        let since = (since - days.first).num_days().max(0) as usize;
        let recent: Vec<Daily> = daily.iter().copied().filter(|d| d.row >= since).collect();
        Self {
            level: Level::learn(&recent).unwrap_or(Level::assumed(fallback.0)),
            last: days.date(daily.last().map_or(0, |day| day.row)),
            pattern,
            changes,
        }
    }

    /// Expected mean handle time at a time of day.
    pub fn at(&self, date: NaiveDate, position: usize) -> Seconds {
        let lead = (date - self.last).num_days().max(0) as f64;
        Seconds(self.level.at(lead) * self.pattern.at(days::weekday(date), position))
    }

    /// Standard error of the level.
    pub fn error(&self) -> Seconds {
        Seconds(self.level.error)
    }

    /// Where it comes from, its shifts and its trend.
    pub fn notes(&self) -> Vec<Note> {
        said::notes(&self.level, &self.changes)
    }
}

/// The shifts that matter, in order.
fn changes(days: &Days, daily: &[Daily]) -> Vec<Change> {
    let mut values = vec![None; daily.last().map_or(0, |day| day.row + 1)];
    for day in daily {
        if let Some(value) = values.get_mut(day.row) {
            let weight = day.contacts / (VARIATION + DAYS * day.contacts);
            *value = Some((day.seconds, weight));
        }
    }
    let found = shifts(&values);
    let ends: Vec<usize> = found.iter().skip(1).map(|shift| shift.row).collect();
    let ends = ends.into_iter().chain([values.len()]);
    let changes = found.iter().zip(ends).filter_map(|(shift, end)| {
        let end = end.min(shift.row + 7 * AFTER);
        let after = cells::mean(daily.iter().filter(|d| (shift.row..end).contains(&d.row)))?;
        (shift.size.abs() >= SMALLEST * after).then_some(Change {
            date: days.date(shift.row),
            shift: *shift,
            after,
        })
    });
    changes.collect()
}

/// Weeks after a shift that are said to be the new level.
const AFTER: usize = 13;

#[cfg(test)]
mod tests;
