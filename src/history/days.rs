//! The days of a record, and those that are unlike their like.

use super::queue::weekday;
use super::{CleanOptions, Queue};
use crate::calendar::Series;
use chrono::NaiveDate;
use std::ops::Range;

/// One local day on which the line is open.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub date: NaiveDate,
    /// Its intervals.
    pub range: Range<usize>,
    /// How many of them are open, and how many of those are recorded.
    pub open: usize,
    pub known: usize,
    /// Contacts in those recorded.
    pub total: f64,
}

/// The open days of a record.
pub(super) fn days(queue: &Queue, open: &Series<bool>) -> Vec<Day> {
    let grid = &queue.offered.grid;
    let every = grid.dates().into_iter().map(|date| {
        let range = grid.day_range(date);
        let mut day = Day {
            date,
            range: range.clone(),
            open: 0,
            known: 0,
            total: 0.0,
        };
        for index in range {
            if open.values.get(index) == Some(&true) {
                day.open += 1;
                if let Some(offered) = queue.offered.values.get(index).copied().flatten() {
                    day.known += 1;
                    day.total += offered.0.max(0.0);
                }
            }
        }
        day
    });
    every.filter(|day| day.open > 0).collect()
}

/// Fewest like days for a comparison.
const LIKE_DAYS: usize = 4;

/// How far a day lies from the nearest same weekdays that are `comparable`, if it is an outlier.
///
/// On the logarithm of contacts per interval: further from their median than `options.outlier`
/// robust standard deviations (1.4826 MAD), and than `options.least_change` and four Poisson
/// deviations, so that quiet or very regular weekdays raise no false alarms.
pub(super) fn outlier(
    days: &[Day],
    index: usize,
    comparable: &[bool],
    options: &CleanOptions,
) -> Option<f64> {
    let day = days.get(index)?;
    let mut like: Vec<f64> = neighbours(days, index, comparable, options.neighbours)
        .filter_map(|near| days.get(near).map(rate))
        .collect();
    if like.len() < LIKE_DAYS {
        return None;
    }
    let middle = median(&mut like);
    let mut distances: Vec<f64> = like.iter().map(|value| (value - middle).abs()).collect();
    let spread = 1.4826 * median(&mut distances);
    let expected = middle.exp() * day.known.max(1) as f64;
    let poisson = 4.0 / expected.max(1.0).sqrt();
    let limit = (options.outlier * spread)
        .max(options.least_change)
        .max(poisson);
    let distance = rate(day) - middle;
    (distance.abs() > limit).then_some(distance)
}

/// Outliers at the end of a record that are no odd days but a new level: all comparable days from
/// some day on, to the same side, for two weeks, or for four days by a factor of three.
///
/// Surges pass, but nothing shows yet that these will; a queue that someone doubled would be
/// forecast at its old level for a month if its new days were set aside.
pub(super) fn new_level(outliers: &[(usize, f64)], comparable: &[bool]) -> usize {
    let last_days = (0..comparable.len()).rev();
    let last_days = last_days.filter(|index| comparable.get(*index) == Some(&true));
    let at_the_end = last_days.zip(outliers.iter().rev());
    let side = outliers
        .last()
        .map_or(1.0, |(_, distance)| distance.signum());
    let run: Vec<f64> = at_the_end
        .take_while(|(day, (outlier, distance))| day == outlier && distance * side > 0.0)
        .map(|(_, (_, distance))| distance * side)
        .collect();
    let large = run
        .iter()
        .take_while(|distance| **distance > THREEFOLD)
        .count();
    match run.len() {
        length if length >= TWO_WEEKS || large >= FOUR_DAYS && large == length => length,
        _ => 0,
    }
}

/// The logarithm of three.
const THREEFOLD: f64 = 1.1;
/// Open days of two weeks.
const TWO_WEEKS: usize = 10;
/// Days at three times the level that are no chance.
const FOUR_DAYS: usize = 4;

/// Logarithm of contacts per recorded interval, one contact added to the day.
fn rate(day: &Day) -> f64 {
    ((day.total + 1.0) / day.known.max(1) as f64).ln()
}

/// Up to `each` comparable days of the same weekday on either side, within three times as many
/// weeks.
fn neighbours<'a>(
    days: &'a [Day],
    index: usize,
    comparable: &'a [bool],
    each: usize,
) -> impl Iterator<Item = usize> + 'a {
    let day = days.get(index).map(|day| day.date).unwrap_or_default();
    let reach = 21 * each as i64;
    let like = move |other: &usize| {
        let Some(near) = days.get(*other) else {
            return false;
        };
        weekday(near.date) == weekday(day) && comparable.get(*other) == Some(&true)
    };
    let near = move |other: &usize| {
        days.get(*other)
            .is_some_and(|other| (other.date - day).num_days().abs() <= reach)
    };
    let before = (0..index).rev().take_while(near).filter(like).take(each);
    let after = (index + 1..days.len())
        .take_while(near)
        .filter(like)
        .take(each);
    before.chain(after)
}

/// The median; zero of nothing.
pub(super) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied().unwrap_or_default();
    match values.len() % 2 {
        0 => (values.get(middle.wrapping_sub(1)).copied().unwrap_or(upper) + upper) / 2.0,
        _ => upper,
    }
}
