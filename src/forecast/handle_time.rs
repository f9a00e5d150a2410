//! Mean handle time by weekday and interval of the clock.

use super::days::{self, Days};
use super::robust::{self, Weighted};
use crate::units::Seconds;
use chrono::NaiveDate;

/// Weeks that set the present level; handle times shift with systems and staff, not with seasons.
const RECENT: usize = 4;
/// Weeks that set the pattern of the day and the week.
const PATTERN: usize = 26;
/// Squared coefficient of variation of one handle time, as of an exponential law.
const VARIATION: f64 = 1.0;
/// Squared deviation that intervals and weekdays usually show around the mean.
const PATTERN_SIZE: f64 = 0.003;

/// Expected handle times, learnt.
#[derive(Clone, Debug)]
pub(super) struct HandleTime {
    level: f64,
    weekdays: Vec<f64>,
    positions: Vec<f64>,
    /// Contacts that set the level; zero when the fall-back was used.
    pub contacts: f64,
}

impl HandleTime {
    /// Learns from the whole past; `fallback` where it holds no handle time.
    ///
    /// The level is the mean of the last four weeks that have one, weighted by contacts. Weekdays
    /// and intervals multiply it by a factor of the last half year, drawn to 1 by the noise of
    /// their number of contacts.
    pub fn learn(days: &Days, fallback: Seconds) -> Self {
        let cells = cells(days);
        let end = cells.iter().map(|cell| cell.day + 1).max().unwrap_or(0);
        let recent: Vec<Weighted> = daily(&cells, end.saturating_sub(7 * RECENT));
        let none = Self {
            level: fallback.0,
            weekdays: vec![1.0; 7],
            positions: vec![1.0; days.positions()],
            contacts: 0.0,
        };
        let Some(level) = robust::mean(&recent) else {
            return none;
        };
        let past = end.saturating_sub(7 * PATTERN);
        let weekdays = factors(days, &cells, past, 7, |cell| days.weekday(cell.day));
        let positions = factors(days, &cells, past, days.positions(), |cell| cell.position);
        Self {
            level,
            weekdays,
            positions: smooth(&positions),
            contacts: recent.iter().map(|(_, contacts)| contacts).sum(),
        }
    }

    /// Expected mean handle time at a time of day.
    pub fn at(&self, date: NaiveDate, position: usize) -> Seconds {
        let weekday = self
            .weekdays
            .get(days::weekday(date))
            .copied()
            .unwrap_or(1.0);
        let position = self.positions.get(position).copied().unwrap_or(1.0);
        Seconds(self.level * weekday * position)
    }

    /// The present level.
    pub fn level(&self) -> Seconds {
        Seconds(self.level)
    }
}

/// A known handle time.
struct Cell {
    day: usize,
    position: usize,
    seconds: f64,
    contacts: f64,
}

fn cells(days: &Days) -> Vec<Cell> {
    let known = days
        .handle_time
        .indexed_iter()
        .filter(|(_, seconds)| seconds.is_finite());
    known
        .filter_map(|((day, position), seconds)| {
            let contacts = *days.contacts.get([day, position])?;
            (contacts > 0.0).then_some(Cell {
                day,
                position,
                seconds: *seconds,
                contacts,
            })
        })
        .collect()
}

/// Mean of each day from `first` on, with its contacts.
fn daily(cells: &[Cell], first: usize) -> Vec<Weighted> {
    cells
        .chunk_by(|a, b| a.day == b.day)
        .filter(|day| day.first().is_some_and(|cell| cell.day >= first))
        .map(|day| {
            let contacts: f64 = day.iter().map(|cell| cell.contacts).sum();
            let seconds: f64 = day.iter().map(|cell| cell.seconds * cell.contacts).sum();
            (seconds / contacts, contacts)
        })
        .collect()
}

/// Factor of each group of cells against the mean of their own weeks, drawn to 1.
fn factors(
    days: &Days,
    cells: &[Cell],
    first: usize,
    groups: usize,
    group: impl Fn(&Cell) -> usize,
) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); groups];
    for week in cells.chunk_by(|a, b| a.day / 7 == b.day / 7) {
        let week: Vec<&Cell> = week
            .iter()
            .filter(|cell| cell.day >= first && cell.day < days.len())
            .collect();
        let contacts: f64 = week.iter().map(|cell| cell.contacts).sum();
        let seconds: f64 = week.iter().map(|cell| cell.seconds * cell.contacts).sum();
        for cell in week {
            if let Some(sum) = sums.get_mut(group(cell)) {
                sum.0 += cell.seconds * cell.contacts / (seconds / contacts);
                sum.1 += cell.contacts;
            }
        }
    }
    let factor = |(found, contacts): (f64, f64)| {
        if contacts <= 0.0 {
            return 1.0;
        }
        robust::shrink(found / contacts, 1.0, VARIATION / contacts, PATTERN_SIZE)
    };
    sums.into_iter().map(factor).collect()
}

/// Half of each factor and a quarter of either neighbour.
fn smooth(factors: &[f64]) -> Vec<f64> {
    let at = |position: Option<usize>, own: f64| {
        position
            .and_then(|position| factors.get(position))
            .copied()
            .unwrap_or(own)
    };
    let blend = |(position, own): (usize, &f64)| {
        let sides = at(position.checked_sub(1), *own) + at(position.checked_add(1), *own);
        0.5 * own + 0.25 * sides
    };
    factors.iter().enumerate().map(blend).collect()
}
