//! The past as a matrix: a row per local day, a column per interval of the clock.

use super::Past;
use crate::error::{Problem, Result};
use chrono::{Datelike, NaiveDate};
use ndarray::{Array2, s};

/// Contacts and handle time by day and interval of the clock; unknown is not a number.
///
/// Columns are clock times, so the day of the spring change misses an hour of columns, and the
/// hour that the autumn change repeats is the mean of both.
pub(super) struct Days {
    /// Minutes of an interval.
    pub step: u32,
    /// First date; rows are consecutive dates.
    pub first: NaiveDate,
    /// Contacts per interval.
    pub contacts: Array2<f64>,
    /// Mean handle time in seconds.
    pub handle_time: Array2<f64>,
}

impl Days {
    /// Lays the usable past out by day.
    ///
    /// # Errors
    /// When the series of the past lie on different grids, the interval does not divide a day
    /// (H301), nothing is usable (H302), or less than two weeks are (H303).
    pub fn of(past: &Past<'_>) -> Result<Self> {
        let grid = past.contacts.grid;
        grid.same_as(&past.usable.grid)?;
        grid.same_as(&past.open.grid)?;
        grid.same_as(&past.handle_time.grid)?;
        if grid.step == 0 || 1440 % grid.step != 0 {
            let what = format!(
                "an interval of `{}` minutes does not divide a day",
                grid.step
            );
            return Err(Problem::new("H301", "history", what)
                .hint("use 5, 10, 15, 20, 30 or 60 minutes")
                .into());
        }
        let mut days = Self::fill(past);
        days.end_with_the_last_known();
        days.check_length()?;
        Ok(days)
    }

    /// Lays the last years of a past out by day, however little is known of them.
    pub fn fill(past: &Past<'_>) -> Self {
        let grid = past.contacts.grid;
        let dates = grid.dates();
        let dates = dates
            .get(dates.len().saturating_sub(MEMORY)..)
            .unwrap_or_default();
        let first = dates.first().copied().unwrap_or_default();
        let shape = (dates.len(), (1440 / grid.step) as usize);
        let begin = grid.day_range(first).start;
        let mut sums = Array2::<f64>::zeros(shape);
        let mut counts = Array2::<f64>::zeros(shape);
        let mut seconds = Array2::<f64>::zeros(shape);
        let mut handled = Array2::<f64>::zeros(shape);
        for (index, contacts) in past.contacts.values.iter().enumerate().skip(begin) {
            let known = past.usable.values.get(index) == Some(&true)
                && past.open.values.get(index) == Some(&true)
                && contacts.0.is_finite()
                && contacts.0 >= 0.0;
            if !known {
                continue;
            }
            let local = grid.local(index);
            let row = (local.date() - first).num_days().max(0) as usize;
            let cell = [row, (grid.minute_of_day(index) / grid.step) as usize];
            add(&mut sums, cell, contacts.0);
            add(&mut counts, cell, 1.0);
            if let Some(Some(time)) = past.handle_time.values.get(index)
                && time.0 > 0.0
                && time.0.is_finite()
            {
                add(&mut seconds, cell, time.0 * contacts.0);
                add(&mut handled, cell, contacts.0);
            }
        }
        Self {
            step: grid.step,
            first,
            contacts: sums / counts,
            handle_time: seconds / handled,
        }
    }

    /// Leaves unknown days at the end out: a record that ends on Friday is one that is known until
    /// Sunday, where weekends are closed.
    fn end_with_the_last_known(&mut self) {
        let last = (0..self.len()).rev().find(|day| self.is_known(*day));
        let rows = last.map_or(0, |last| last + 1);
        self.contacts = self.contacts.slice(s![..rows, ..]).to_owned();
        self.handle_time = self.handle_time.slice(s![..rows, ..]).to_owned();
    }

    fn check_length(&self) -> Result<()> {
        let used: Vec<usize> = (0..self.len()).filter(|day| self.is_known(*day)).collect();
        let volume: f64 = self.contacts.iter().filter(|cell| !cell.is_nan()).sum();
        let (Some(from), Some(to)) = (used.first(), used.last()) else {
            return Err(nothing_usable().into());
        };
        if volume <= 0.0 {
            let what = "every usable interval has `0` contacts";
            return Err(Problem::new("H302", "history", what)
                .hint("check which column holds the contacts offered")
                .into());
        }
        if to - from + 1 < SHORTEST || used.len() < 2 {
            let what = format!(
                "only `{}` usable days, from {} to {}, before the planning date",
                used.len(),
                self.date(*from),
                self.date(*to)
            );
            return Err(Problem::new("H303", "history", what)
                .hint("a forecast needs at least two weeks; give more history, plan later, or take the shape of another queue (--like)")
                .into());
        }
        Ok(())
    }

    /// Number of days.
    pub fn len(&self) -> usize {
        self.contacts.nrows()
    }

    /// Number of intervals of a day.
    pub fn positions(&self) -> usize {
        self.contacts.ncols()
    }

    /// The date of a row.
    pub fn date(&self, day: usize) -> NaiveDate {
        self.first + chrono::Days::new(day as u64)
    }

    /// The weekday of a row, Monday 0.
    pub fn weekday(&self, day: usize) -> usize {
        weekday(self.date(day))
    }

    /// Known contacts of a day, with the column of each.
    pub fn known(&self, day: usize) -> impl Iterator<Item = (usize, f64)> {
        let cells = self.contacts.row(day).into_iter().copied().enumerate();
        cells.filter(|(_, contacts)| !contacts.is_nan())
    }

    /// Is anything known of the day?
    pub fn is_known(&self, day: usize) -> bool {
        self.known(day).next().is_some()
    }
}

/// The problem of a past without any usable interval.
pub(super) fn nothing_usable() -> Problem {
    Problem::new("H302", "history", "no interval can be learnt from")
        .hint("check opening hours and shock windows against the dates of the history")
}

/// Days that are remembered, six years: what lies before says nothing of a queue of today.
const MEMORY: usize = 6 * 364;

/// Monday of one week to Friday of the next.
const SHORTEST: usize = 12;

/// The weekday, Monday 0.
pub(super) fn weekday(date: NaiveDate) -> usize {
    date.weekday().num_days_from_monday() as usize
}

fn add(matrix: &mut Array2<f64>, cell: [usize; 2], value: f64) {
    if let Some(sum) = matrix.get_mut(cell) {
        *sum += value;
    }
}
