//! What weekday and interval of the clock do to the handle time.

use super::VARIATION;
use super::cells::Cell;
use crate::forecast::days::Days;
use crate::forecast::robust;

/// Squared deviation that intervals and weekdays usually show around the mean.
const USUAL: f64 = 0.003;
/// Weeks after which a week counts for half.
const HALF: f64 = 52.0;

/// Factors on the level.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    weekdays: Vec<f64>,
    positions: Vec<f64>,
}

impl Pattern {
    /// The factor of each weekday and interval against the mean of their own weeks, so that
    /// shifts of level do not enter, drawn to 1 by the noise of their number of contacts.
    pub fn learn(days: &Days, cells: &[Cell]) -> Self {
        let weekdays = factors(cells, 7, |cell| days.weekday(cell.day));
        let positions = factors(cells, days.positions(), |cell| cell.position);
        Self {
            weekdays,
            positions: smooth(&positions),
        }
    }

    /// The factor of a time of the week.
    pub fn at(&self, weekday: usize, position: usize) -> f64 {
        let weekday = self.weekdays.get(weekday).copied().unwrap_or(1.0);
        weekday * self.positions.get(position).copied().unwrap_or(1.0)
    }
}

/// Sums of a weekday or interval.
#[derive(Clone, Copy, Default)]
struct Sums {
    found: f64,
    weight: f64,
    squares: f64,
}

fn factors(cells: &[Cell], groups: usize, group: impl Fn(&Cell) -> usize) -> Vec<f64> {
    let last = cells.last().map_or(0, |cell| cell.day);
    let mut sums = vec![Sums::default(); groups];
    for week in cells.chunk_by(|a, b| a.day / 7 == b.day / 7) {
        let contacts: f64 = week.iter().map(|cell| cell.contacts).sum();
        let seconds: f64 = week.iter().map(|cell| cell.seconds * cell.contacts).sum();
        let age = week.first().map_or(0, |cell| (last - cell.day) / 7);
        let counts = 0.5_f64.powf(age as f64 / HALF);
        for cell in week {
            if let Some(sums) = sums.get_mut(group(cell)) {
                let weight = counts * cell.contacts;
                sums.found += weight * cell.seconds / (seconds / contacts);
                sums.weight += weight;
                sums.squares += counts * weight;
            }
        }
    }
    let factor = |sums: Sums| {
        if sums.weight <= 0.0 {
            return 1.0;
        }
        let noise = VARIATION * sums.squares / sums.weight.powi(2);
        robust::shrink(sums.found / sums.weight, 1.0, noise, USUAL)
    };
    sums.into_iter().map(factor).collect()
}

/// Half of each factor and a quarter of either neighbour.
fn smooth(factors: &[f64]) -> Vec<f64> {
    let at = |position: Option<usize>, own: f64| {
        let known = position.and_then(|position| factors.get(position));
        known.copied().unwrap_or(own)
    };
    let blend = |(position, own): (usize, &f64)| {
        let sides = at(position.checked_sub(1), *own) + at(position.checked_add(1), *own);
        0.5 * own + 0.25 * sides
    };
    factors.iter().enumerate().map(blend).collect()
}
