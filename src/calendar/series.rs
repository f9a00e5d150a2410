//! One value for each interval of a grid.

use super::Grid;
use crate::error::Result;
use serde::Serialize;

/// A grid and one `U` per interval: volume is `Series<Contacts>`, coverage `Series<Agents>`.
///
/// ```
/// use bezet::calendar::{Grid, Series};
/// use bezet::units::Contacts;
/// use chrono::NaiveDate;
/// let day = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
/// let grid = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 60);
/// let calls = Series::filled(grid, Contacts(10.0));
/// assert_eq!(calls.values.iter().copied().sum::<Contacts>(), Contacts(240.0));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series<U> {
    /// The intervals.
    pub grid: Grid,
    /// One value per interval; as long as the grid.
    pub values: Vec<U>,
}

impl<U> Series<U> {
    /// The series whose value in interval `i` is `value(i)`.
    pub fn from_fn(grid: Grid, value: impl FnMut(usize) -> U) -> Self {
        Self {
            grid,
            values: (0..grid.len).map(value).collect(),
        }
    }

    /// The same value everywhere.
    pub fn filled(grid: Grid, value: U) -> Self
    where
        U: Clone,
    {
        Self {
            grid,
            values: vec![value; grid.len],
        }
    }

    /// Each value changed, on the same grid.
    pub fn map<V>(&self, change: impl FnMut(&U) -> V) -> Series<V> {
        Series {
            grid: self.grid,
            values: self.values.iter().map(change).collect(),
        }
    }

    /// Two series combined interval by interval.
    ///
    /// # Errors
    /// When the grids differ; the error names both.
    pub fn zip<V, W>(
        &self,
        other: &Series<V>,
        mut combine: impl FnMut(&U, &V) -> W,
    ) -> Result<Series<W>> {
        self.grid.same_as(&other.grid)?;
        let pairs = self.values.iter().zip(&other.values);
        Ok(Series {
            grid: self.grid,
            values: pairs.map(|(left, right)| combine(left, right)).collect(),
        })
    }

    /// The part in a range of intervals.
    pub fn part(&self, range: std::ops::Range<usize>) -> Self
    where
        U: Clone,
    {
        Self {
            grid: self.grid.part(range.clone()),
            values: self.values[range].to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn differing_grids_do_not_combine() {
        let day = NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        let quarters = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 15);
        let halves = Grid::days(chrono_tz::Europe::Amsterdam, day, 1, 30);
        let error = Series::filled(quarters, 1)
            .zip(&Series::filled(halves, 1), |a, b| a + b)
            .unwrap_err();
        assert!(error.to_string().contains("96 x 15 min"));
        assert!(error.to_string().contains("48 x 30 min"));
    }
}
