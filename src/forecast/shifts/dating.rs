//! The first day of each new level.

use super::Shift;
use super::fit::Fit;
use super::search::Found;
use super::weeks::{WEEK, Weeks};
use crate::forecast::robust::{self, Weighted};

/// Days on either side of the week's first that may be the first of the new level.
const AROUND: i64 = 17;
/// Days further on either side that have a say.
const SAY: i64 = 14;
/// Days that a level lasts at least: four weeks, less what both dates may be off by.
const SHORTEST: usize = 26;
/// Days that are enough at the end of the series.
const LATEST: usize = 12;
/// Deviations beyond which a day says no more.
const CORNER: f64 = 3.0;

/// Dates the steps, then measures them with the week of the change set aside.
pub(super) fn date(values: &[Option<Weighted>], weeks: &Weeks, found: Found) -> Vec<Shift> {
    let days = Daily::of(values, weeks, &found);
    let dated = (0..days.steps.len()).filter_map(|nth| days.first_day(nth));
    let dated = lasting(dated.collect(), values.len());
    let mut aside = found.aside;
    let mut steps = Vec::new();
    for day in &dated {
        let row = day.row as i64;
        let week = weeks.starts.partition_point(|start| *start < row);
        // The change fell within the week before: it holds both levels.
        if week > 0 && weeks.starts[week - 1] + (WEEK as i64) > row {
            aside[week - 1] = true;
        }
        steps.push(week);
    }
    let mut fit = Fit::new(weeks, &aside);
    let mut shifts = Vec::new();
    for (day, step) in dated.into_iter().zip(steps) {
        let before = fit.steps.len();
        fit.step(step);
        if fit.steps.len() > before {
            shifts.push(day);
        }
    }
    let sizes = fit.solve().steps;
    let shifts = shifts.into_iter().zip(sizes);
    shifts
        .map(|(day, (size, error))| Shift {
            row: day.row,
            size,
            error,
            date_error: day.date_error,
        })
        .collect()
}

/// A step dated.
#[derive(Clone, Copy)]
struct Dated {
    row: usize,
    date_error: f64,
    size: f64,
}

/// Of steps too near for a level between them the larger alone; neither if the second takes most
/// of the first back.
fn lasting(dated: Vec<Dated>, end: usize) -> Vec<Dated> {
    let mut kept: Vec<Dated> = Vec::new();
    for day in dated {
        let Some(last) = kept.last().copied() else {
            kept.push(day);
            continue;
        };
        if day.row >= last.row + SHORTEST {
            kept.push(day);
            continue;
        }
        let (sum, larger) = (last.size + day.size, last.size.abs().max(day.size.abs()));
        kept.pop();
        if sum.abs() > 0.5 * larger {
            kept.push(if day.size.abs() > last.size.abs() {
                day
            } else {
                last
            });
        }
    }
    kept.retain(|day| day.row + LATEST <= end);
    kept
}

/// The days with what the weeks say of them.
struct Daily {
    /// Value less drift and season, and the root of its weight.
    left: Vec<Option<Weighted>>,
    /// First row and size of each step, by week.
    steps: Vec<(i64, f64)>,
    /// Robust deviation of a day of weight 1.
    scale: f64,
    /// How much more a week varies than its days on their own would make it.
    inflation: f64,
}

impl Daily {
    fn of(values: &[Option<Weighted>], weeks: &Weeks, found: &Found) -> Self {
        let mut fit = Fit::new(weeks, &found.aside);
        for step in &found.steps {
            fit.step(*step);
        }
        let solved = fit.solve();
        let steps: Vec<(usize, f64)> = fit
            .steps
            .iter()
            .zip(&solved.steps)
            .map(|(week, (size, _))| (*week, *size))
            .collect();
        let level = |week: usize| -> Option<f64> {
            let left = fit.left_over(&solved, week)?;
            let steps = steps.iter().filter(|(first, _)| *first <= week);
            Some(weeks.values[week] - left - steps.map(|(_, size)| size).sum::<f64>())
        };
        let known: Vec<(f64, f64)> = (0..weeks.len())
            .filter_map(|week| Some((weeks.places[week], level(week)?)))
            .collect();
        let mut days = Self {
            left: less(values, &known, weeks.unit),
            steps: steps
                .iter()
                .map(|(week, size)| (weeks.starts[*week], *size))
                .collect(),
            scale: 0.0,
            inflation: 1.0,
        };
        days.scale = days.noise();
        days.inflation = (solved.inflation * solved.scale.powi(2) / days.scale.powi(2)).max(1.0);
        days
    }

    fn shifted(&self, row: i64, without: Option<usize>) -> f64 {
        let steps = self.steps.iter().enumerate();
        let steps = steps.filter(|(nth, (first, _))| Some(*nth) != without && *first <= row);
        steps.map(|(_, (_, size))| size).sum()
    }

    fn noise(&self) -> f64 {
        let days = self.left.iter().enumerate();
        let rest: Vec<f64> = days
            .filter_map(|(row, day)| {
                let (left, root) = (*day)?;
                Some((left - self.shifted(row as i64, None)) * root)
            })
            .collect();
        robust::spread(&rest).max(1e-9)
    }

    /// The likeliest first day of a step, and the root mean square of how far off it is.
    fn first_day(&self, nth: usize) -> Option<Dated> {
        let (about, size) = *self.steps.get(nth)?;
        let end = self.left.len() as i64;
        let rows = (about - AROUND - SAY).max(0)..(about + AROUND + SAY).min(end);
        let gain = |row: i64| -> f64 {
            let Some((left, root)) = self.left[row as usize] else {
                return 0.0;
            };
            let left = left - self.shifted(row, Some(nth));
            let loss = |rest: f64| (rest * root / self.scale).abs().min(CORNER).powi(2) / 2.0;
            (loss(left - size) - loss(left)) / self.inflation
        };
        // How much likelier a first day is than the first row: what the days before it gain by
        // still having the old level.
        let (mut sum, mut likely) = (0.0, Vec::new());
        for row in rows {
            if (row - about).abs() <= AROUND {
                likely.push((row, sum));
            }
            sum += gain(row);
        }
        // Of equals the last: it is a known day, the others before it are not.
        let (best, most) = *likely.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let chances = likely.iter().map(|(row, sum)| (row, (sum - most).exp()));
        let (mut total, mut square) = (0.0, 0.0);
        for (row, chance) in chances {
            total += chance;
            square += chance * ((row - best) as f64).powi(2);
        }
        Some(Dated {
            row: best as usize,
            date_error: (square / total).sqrt(),
            size,
        })
    }
}

/// Values less what the known weeks say between their places.
fn less(values: &[Option<Weighted>], known: &[(f64, f64)], unit: f64) -> Vec<Option<Weighted>> {
    let at = |row: f64| -> f64 {
        let next = known.partition_point(|(place, _)| *place < row);
        let (Some(before), Some(after)) = (known.get(next.saturating_sub(1)), known.get(next))
        else {
            return known.last().map_or(0.0, |(_, level)| *level);
        };
        let gap = after.0 - before.0;
        if gap <= 0.0 {
            return after.1;
        }
        before.1 + (after.1 - before.1) * ((row - before.0) / gap).clamp(0.0, 1.0)
    };
    let left = |(row, value): (usize, &Option<Weighted>)| {
        let (value, weight) = (*value)?;
        let sound = value.is_finite() && weight.is_finite() && weight > 0.0;
        sound.then(|| (value - at(row as f64), (weight * unit).sqrt()))
    };
    values.iter().enumerate().map(left).collect()
}
