//! How often a day is set aside as no ordinary one: such days will come again.

use super::Past;
use chrono::NaiveDate;

/// Days that tell how often.
const A_YEAR: usize = 364;
/// More days in a row than this are a shock or a missing part of the record, not odd days.
const RUN: usize = 2;

/// The share of the last year's open days that were set aside on their own, or two in a row,
/// between days that are known; holidays do not count.
///
/// Trials never see these days, so the spread that is learnt from them holds only the others.
pub(super) fn share(past: &Past<'_>) -> f64 {
    let days = open_days(past);
    let runs: Vec<&[bool]> = days.chunk_by(|one, other| one == other).collect();
    let inner = runs.get(1..runs.len().saturating_sub(1)).unwrap_or(&[]);
    let odd = inner
        .iter()
        .filter(|run| !run.contains(&true) && run.len() <= RUN);
    let odd: usize = odd.map(|run| run.len()).sum();
    let known = days.iter().filter(|known| **known).count();
    odd as f64 / (odd + known).max(1) as f64
}

/// Of each of the last year's days with open intervals, whether any of them is usable.
fn open_days(past: &Past<'_>) -> Vec<bool> {
    let grid = past.open.grid;
    let dates = grid.dates();
    let year = dates.get(dates.len().saturating_sub(A_YEAR)..);
    let dates = year.unwrap_or(&[]).iter();
    let ordinary = dates.filter(|date| past.calendar.holiday(**date).is_none());
    let of_day = |date: &NaiveDate| {
        let range = grid.day_range(*date);
        let open = past.open.values.get(range.clone())?;
        let usable = past.usable.values.get(range)?;
        let mut cells = open
            .iter()
            .zip(usable)
            .filter(|(open, _)| **open)
            .peekable();
        cells.peek()?;
        Some(cells.any(|(_, usable)| *usable))
    };
    ordinary.filter_map(of_day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DayCalendar, Grid, Holiday, Series};
    use crate::units::{Contacts, Seconds};

    /// Of forty days one was set aside, two in a row, five in a row, a holiday and the last one:
    /// three of them are odd, beside 40 - 10 known ones.
    #[test]
    fn lone_days_count_and_blocks_do_not() {
        let first = NaiveDate::from_ymd_opt(2021, 3, 1).expect("a date");
        let grid = Grid::days(chrono_tz::UTC, first, 40, 60);
        let open = Series::from_fn(grid, |index| (8..17).contains(&(index % 24)));
        let aside = [3, 10, 11, 20, 21, 22, 23, 24, 30, 39];
        let usable = Series::from_fn(grid, |index| !aside.contains(&(index / 24)));
        let holiday = Holiday::listed(first + chrono::Days::new(30), "Fair");
        let past = Past {
            contacts: &Series::filled(grid, Contacts(5.0)),
            handle_time: &Series::filled(grid, Some(Seconds(300.0))),
            open: &open,
            usable: &usable,
            calendar: &DayCalendar::listed(vec![holiday], vec![]),
        };
        assert_eq!(share(&past), 3.0 / 33.0);
        let all = Past {
            usable: &open,
            ..past
        };
        assert_eq!(share(&all), 0.0);
    }
}
