//! The days of a plan as charts and sheets show them.

use super::figure::Step;
use crate::calendar::{Grid, Series};
use crate::plan::Plan;
use chrono::{NaiveDate, Timelike};
use std::ops::Range;

/// A day with its intervals.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) range: Range<usize>,
}

impl Day {
    /// Minutes from the first instant of the grid to that of the day.
    pub(super) fn start(&self, grid: &Grid) -> i32 {
        (self.range.start * grid.step as usize) as i32
    }

    /// What a series has on this day, where `value` finds anything, for a chart.
    pub(super) fn steps<U>(
        &self,
        series: &Series<U>,
        value: impl Fn(usize, &U) -> Option<f64>,
    ) -> Vec<Step> {
        let step = series.grid.step as i32;
        let values = series.values.iter().enumerate();
        let of_day = values.skip(self.range.start).take(self.range.len());
        of_day
            .map(|(index, item)| {
                let from = (index - self.range.start) as i32 * step;
                Step {
                    from,
                    to: from + step,
                    value: value(index, item),
                }
            })
            .collect()
    }

    /// The sum of a series over the open intervals of this day.
    pub(super) fn sum<U>(&self, plan: &Plan, series: &Series<U>, of: impl Fn(&U) -> f64) -> f64 {
        let values = series.values.iter().zip(&plan.open.values);
        let of_day = values.skip(self.range.start).take(self.range.len());
        of_day
            .filter(|(_, open)| **open)
            .map(|(value, _)| of(value))
            .sum()
    }
}

/// The days on which the line is open or somebody works.
pub(super) fn days(plan: &Plan) -> Vec<Day> {
    let grid = plan.open.grid;
    let day = |date| Day {
        date,
        range: grid.day_range(date),
    };
    let worked = |date| {
        let mut shifts = plan.sides().flat_map(|side| &side.roster.shifts);
        shifts.any(|shift| shift.date == date)
    };
    let opened = |day: &Day| {
        plan.open
            .values
            .iter()
            .skip(day.range.start)
            .take(day.range.len())
            .any(|open| *open)
    };
    let all = grid.dates().into_iter().map(day);
    all.filter(|day| opened(day) || worked(day.date)).collect()
}

/// Minutes of the day that the charts of a plan cover, whole hours around what happens.
pub(super) fn window(plan: &Plan, days: &[Day]) -> (i32, i32) {
    let grid = plan.open.grid;
    let step = grid.step as i32;
    let mut edges: Vec<i32> = Vec::new();
    for day in days {
        let open = |index: &usize| plan.open.values.get(*index).copied().unwrap_or(false);
        let opened = day.range.clone().filter(open);
        edges.extend(opened.flat_map(|index| {
            let from = (index - day.range.start) as i32 * step;
            [from, from + step]
        }));
        let shifts = plan.sides().flat_map(|side| &side.roster.shifts);
        let spans = shifts
            .filter(|shift| shift.date == day.date)
            .map(|shift| shift.span());
        edges.extend(spans.flat_map(|span| [span.from, span.to].map(|m| m - day.start(&grid))));
    }
    let from = edges
        .iter()
        .min()
        .map_or(0, |minute| minute.div_euclid(60) * 60);
    let to = edges
        .iter()
        .max()
        .map_or(1440, |minute| (minute + 59).div_euclid(60) * 60);
    (from, to.max(from + 60))
}

/// Hours on the clock of a day: minutes after its first instant, and what the clock says.
pub(super) fn hours(grid: &Grid, day: &Day, window: (i32, i32)) -> Vec<(i32, u32)> {
    let at = |minute: i32| {
        let instant = grid.instant(day.range.start) + chrono::TimeDelta::minutes(i64::from(minute));
        instant.with_timezone(&grid.zone).hour()
    };
    let minutes = (window.0..=window.1).step_by(60);
    minutes.map(|minute| (minute, at(minute))).collect()
}
