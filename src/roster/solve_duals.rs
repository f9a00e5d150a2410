//! Prices of coverage and other work, what they make of a day, and the bound that they prove.

use super::model::Model;
use super::model_day::Gains;
use super::model_state::{State, prefix};
use super::solve_rows::Rows;

/// Prices of what the rows ask, within the bounds that make the bound true.
#[derive(Clone)]
pub(super) struct Duals {
    /// An agent in an interval.
    pub cover: Vec<f64>,
    /// A person on a kind, by day and unit.
    pub staffed: Vec<Vec<Vec<f64>>>,
    /// A minute of a kind, by day.
    pub minutes: Vec<Vec<f64>>,
    /// A contact-second of waiting, a contact outside.
    pub extra: (f64, f64),
}

impl Duals {
    /// The prices of a programme's rows, none beyond what a bound allows.
    pub fn of(model: &Model, index: &Rows, rows: &[f64]) -> Self {
        let minute = model.prices.work_hour / 60.0;
        let unit = minute * f64::from(model.sizes.unit);
        let value =
            |row: &Option<usize>, most: f64| row.map_or(0.0, |row| rows[row].clamp(0.0, most));
        let units = |rows: &Vec<Option<usize>>| rows.iter().map(|row| value(row, unit)).collect();
        let days = |days: &Vec<Vec<Option<usize>>>| days.iter().map(units).collect();
        let minutes =
            |days: &Vec<Option<usize>>| days.iter().map(|row| value(row, minute)).collect();
        Self {
            cover: index
                .cover
                .iter()
                .map(|row| value(row, f64::INFINITY))
                .collect(),
            staffed: index.staffed.iter().map(days).collect(),
            minutes: index.minutes.iter().map(minutes).collect(),
            extra: (
                value(&index.waiting, model.prices.waiting_over),
                value(&index.overflow, model.prices.overflow_over),
            ),
        }
    }

    /// Prices guessed from a roster: what one more agent would bring, and that work off the
    /// phone is worth what it keeps from the phone.
    pub fn guess(model: &Model, state: &State) -> Self {
        let step = model.sizes.step;
        let slope = |interval: usize| {
            let Some(curve) = &model.curves.intervals[interval] else {
                return 0.0;
            };
            let last = curve.euros.len() as i32 - 1;
            let at = |minutes: i32| minutes.clamp(0, last);
            let cover = state.cover[interval];
            let (from, to) = (at(cover - step), at(cover + step));
            let fall = curve.euros[from as usize] - curve.euros[to as usize];
            fall * f64::from(step) / f64::from((to - from).max(1))
        };
        let cover: Vec<f64> = (0..model.grid.len).map(slope).collect();
        let share = f64::from(model.sizes.unit) / f64::from(step);
        let price = |day: usize, unit: usize| {
            cover.get(model.interval(day, unit)).copied().unwrap_or(0.0) * share
        };
        let days = 0..model.days.len();
        let staffed = |kind: usize| {
            let unit = |day: usize, unit: usize| {
                if model.kinds[kind].people_at(day, unit) > 0 {
                    price(day, unit)
                } else {
                    0.0
                }
            };
            days.clone()
                .map(|day| (0..model.days[day].units).map(|u| unit(day, u)).collect())
                .collect()
        };
        let minutes = |kind: usize| {
            let mean = |day: usize| {
                let inside = model.kinds[kind].inside[day]
                    .iter()
                    .enumerate()
                    .filter(|(_, inside)| **inside);
                let prices: Vec<f64> = inside.map(|(unit, _)| price(day, unit)).collect();
                let asked = if model.kinds[kind].minutes_on(day) > 0 {
                    1.0
                } else {
                    0.0
                };
                asked * prices.iter().sum::<f64>()
                    / prices.len().max(1) as f64
                    / f64::from(model.sizes.unit)
            };
            days.clone().map(mean).collect()
        };
        let kinds = 0..model.kinds.len();
        Self {
            staffed: kinds.clone().map(staffed).collect(),
            minutes: kinds.map(minutes).collect(),
            cover,
            extra: (0.0, 0.0),
        }
    }

    /// Prices part of the way to others.
    pub fn towards(&self, other: &Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| a + share * (b - a);
        let line = |a: &[f64], b: &[f64]| {
            a.iter()
                .zip(b)
                .map(|(a, b)| mix(*a, *b))
                .collect::<Vec<_>>()
        };
        let lines = |a: &[Vec<f64>], b: &[Vec<f64>]| {
            a.iter().zip(b).map(|(a, b)| line(a, b)).collect::<Vec<_>>()
        };
        Self {
            cover: line(&self.cover, &other.cover),
            staffed: self
                .staffed
                .iter()
                .zip(&other.staffed)
                .map(|(a, b)| lines(a, b))
                .collect(),
            minutes: lines(&self.minutes, &other.minutes),
            extra: (
                mix(self.extra.0, other.extra.0),
                mix(self.extra.1, other.extra.1),
            ),
        }
    }

    /// What each activity on a day is worth at these prices.
    pub fn gains(&self, model: &Model, day: usize) -> Gains {
        let units = model.days[day].units;
        let agents = |minutes: i32| f64::from(minutes) / f64::from(model.sizes.step);
        let price = |unit: usize| {
            self.cover
                .get(model.interval(day, unit))
                .copied()
                .unwrap_or(0.0)
        };
        let tail = |length: &super::model::Length| {
            (0..=units)
                .map(|unit| price(unit) * agents(length.tail))
                .collect()
        };
        let work = |kind: usize| {
            let minutes = self.minutes[kind][day] * f64::from(model.sizes.unit);
            prefix(self.staffed[kind][day].iter().map(|price| price + minutes))
        };
        Gains {
            contact: (0..units)
                .map(|unit| price(unit) * agents(model.sizes.unit))
                .collect(),
            tail: model.lengths.iter().map(tail).collect(),
            work: (0..model.kinds.len()).map(work).collect(),
            capped: vec![None; model.kinds.len()],
            seat: vec![0.0; units + 1],
            thrifty: false,
        }
    }

    /// The part of the bound that does not depend on people: the curves at their best at these
    /// prices, and what the rows ask.
    pub fn fixed(&self, model: &Model, base: &State) -> f64 {
        let step = f64::from(model.sizes.step);
        let mut sum = 0.0;
        let curves = model.curves.priced(self.extra.0, self.extra.1);
        for (interval, curve) in curves.iter().enumerate() {
            let Some(curve) = curve else { continue };
            let price = self.cover[interval] / step;
            let at = |(minutes, euros): (usize, &f64)| euros + price * minutes as f64;
            sum += curve
                .iter()
                .enumerate()
                .map(at)
                .fold(f64::INFINITY, f64::min);
            sum -= price * f64::from(base.cover[interval]);
        }
        for (index, kind) in model.kinds.iter().enumerate() {
            for day in 0..model.days.len() {
                let asked = kind.minutes_on(day) - base.minutes[index][day];
                sum += self.minutes[index][day] * f64::from(asked.max(0));
                for (unit, price) in self.staffed[index][day].iter().enumerate() {
                    let asked = kind.people_at(day, unit) - base.staffed[index][day][unit];
                    sum += price * f64::from(asked.max(0));
                }
            }
        }
        sum -= self.extra.0 * model.terms.waiting_max.unwrap_or(0.0);
        sum - self.extra.1 * model.terms.overflow_max.unwrap_or(0.0)
    }
}
