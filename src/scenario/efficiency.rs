//! How well the hours of a roster lie.

use crate::calendar::{Grid, Series};
use crate::staffing::Curves;
use crate::units::Agents;
use chrono::Datelike;
use std::collections::BTreeMap;

/// A habit's agents at the same times of another week, with as many hours as there.
pub(super) fn laid_on(habit: &Series<Agents>, coverage: &Series<Agents>) -> Series<Agents> {
    let known = by_weekday(habit);
    let laid = Series::from_fn(coverage.grid, |index| {
        let agents = known.get(&time_of_week(&coverage.grid, index)).copied();
        Agents(agents.unwrap_or(0.0))
    });
    let sum = |agents: &Series<Agents>| agents.values.iter().map(|agents| agents.0).sum::<f64>();
    let factor = sum(coverage) / sum(&laid).max(f64::MIN_POSITIVE);
    laid.map(|agents| *agents * factor)
}

/// Hours that would do for the same waiting if agents could come and go by the interval, over the hours
/// of a coverage.
///
/// The fewest are had by giving the next agent where callers wait least for it, as the curves are convex.
pub(super) fn efficiency(curves: &Curves, coverage: &Series<Agents>) -> f64 {
    let agents = coverage.values.iter().enumerate();
    let waiting: f64 = agents
        .map(|(index, agents)| curves.waiting_at(index, agents.0))
        .sum();
    let mut left: f64 = (0..coverage.grid.len)
        .map(|index| curves.waiting(index, 0))
        .sum();
    let most = coverage
        .values
        .iter()
        .map(|agents| agents.0)
        .fold(0.0, f64::max)
        .ceil() as u32
        * 3;
    let worth = |index: usize| {
        let next =
            move |agents: u32| curves.waiting(index, agents) - curves.waiting(index, agents + 1);
        (0..most).map(next).take_while(|worth| *worth > 0.0)
    };
    let mut worths: Vec<f64> = (0..coverage.grid.len).flat_map(worth).collect();
    worths.sort_by(|a, b| b.total_cmp(a));
    let mut fewest = 0.0;
    for worth in worths {
        let short = (left - waiting).max(0.0);
        fewest += (short / worth).min(1.0);
        left -= worth;
        if left <= waiting {
            break;
        }
    }
    let all: f64 = coverage.values.iter().map(|agents| agents.0).sum();
    fewest / all.max(f64::MIN_POSITIVE)
}

/// Weekday and minute of the day of an interval.
fn time_of_week(grid: &Grid, index: usize) -> (usize, u32) {
    let weekday = grid.date(index).weekday().num_days_from_monday() as usize;
    (weekday, grid.minute_of_day(index))
}

/// Agents of a week by weekday and minute of the day.
pub(super) fn by_weekday(coverage: &Series<Agents>) -> BTreeMap<(usize, u32), f64> {
    let agents = coverage.values.iter().enumerate();
    agents
        .map(|(index, agents)| (time_of_week(&coverage.grid, index), agents.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staffing::CurveInputs;
    use crate::units::{Contacts, Seconds, Share};

    /// A day of eight intervals with as many contacts each.
    fn curves(grid: Grid) -> Curves {
        Curves::new(&CurveInputs {
            contacts: &Series::from_fn(grid, |index| match index {
                8..16 => Contacts(40.0),
                _ => Contacts(0.0),
            }),
            handle_time: &Series::filled(grid, Seconds(300.0)),
            open: &Series::from_fn(grid, |index| (8..16).contains(&index)),
            patience: Some(Seconds(600.0)),
            busyness: f64::INFINITY,
            absent: Share(0.0),
            overflow: None,
            most: 30,
        })
        .unwrap()
    }

    #[test]
    fn hours_that_lie_right_are_all_needed_and_others_are_not() {
        let day = chrono::NaiveDate::from_ymd_opt(2021, 4, 12).unwrap();
        let grid = Grid::days(chrono_tz::UTC, day, 1, 60);
        let curves = curves(grid);
        let agents = |of: fn(usize) -> f64| Series::from_fn(grid, |index| Agents(of(index)));
        let even = agents(|index| if (8..16).contains(&index) { 4.0 } else { 0.0 });
        assert!((efficiency(&curves, &even) - 1.0).abs() < 1e-9);
        // nobody waits less for agents at night
        let night = agents(|index| if (8..16).contains(&index) { 4.0 } else { 2.0 });
        assert!((efficiency(&curves, &night) - 32.0 / 64.0).abs() < 1e-9);
        let askew = agents(|index| match index {
            8..12 => 6.0,
            12..16 => 2.0,
            _ => 0.0,
        });
        let found = efficiency(&curves, &askew);
        assert!((0.5..0.95).contains(&found), "{found}");
        let laid = laid_on(&askew, &even);
        assert!((laid.values[8].0 - 6.0).abs() < 1e-12);
    }
}
