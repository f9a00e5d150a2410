//! The shape of a week: contacts per interval of the clock by weekday, at a level of one.

use super::days::Days;
use super::robust::{self, Weighted};
use ndarray::Array2;

/// Expected contacts by weekday (row, Monday first) and interval of the clock (column).
pub(super) struct Profile {
    /// Contacts per interval; a number everywhere, also where the lines never opened.
    pub rates: Array2<f64>,
    /// Where the past had any word on it.
    pub seen: Array2<bool>,
}

/// A day of the past to learn the shape from: its row, level and weight.
pub(super) struct Example {
    /// Row in [`Days`].
    pub day: usize,
    /// Its volume over that of the plain profile.
    pub ratio: f64,
    /// How much it counts.
    pub weight: f64,
}

/// The plain mean of the examples; not a number where nothing is known.
pub(super) fn plain(days: &Days, examples: &[Vec<Example>]) -> Array2<f64> {
    estimates(days, examples).0
}

impl Profile {
    /// Learns the shape, sharing strength between weekdays and between neighbouring intervals.
    ///
    /// Each cell is a robust weighted mean of the weekday's days, each divided by its own level.
    /// Where counts are small, it is drawn to the shape that all weekdays share, as far as its
    /// Poisson noise outweighs the differences that the data show (empirical Bayes); its ratio to
    /// that shape is smoothed over the day likewise. Large queues keep every detail, small ones
    /// become smooth; a weekday's total stays.
    pub fn learn(days: &Days, examples: &[Vec<Example>]) -> Self {
        let (raw, noise) = estimates(days, examples);
        let seen = raw.mapv(|rate| !rate.is_nan());
        let rates = pooled(&raw, &noise);
        Self { rates, seen }
    }

    /// Scales a weekday.
    pub fn scale(&mut self, weekday: usize, factor: f64) {
        if weekday < self.rates.nrows() {
            self.rates
                .row_mut(weekday)
                .mapv_inplace(|rate| rate * factor);
        }
    }
}

/// Robust mean per cell and its variance.
fn estimates(days: &Days, examples: &[Vec<Example>]) -> (Array2<f64>, Array2<f64>) {
    let shape = (7, days.positions());
    let mut rates = Array2::from_elem(shape, f64::NAN);
    let mut noise = Array2::from_elem(shape, f64::NAN);
    for ((weekday, position), rate) in rates.indexed_iter_mut() {
        let rows = examples.get(weekday).map_or(&[][..], Vec::as_slice);
        let cells: Vec<Weighted> = rows
            .iter()
            .filter_map(|row| {
                let contacts = *days.contacts.get([row.day, position])?;
                (!contacts.is_nan()).then_some((contacts / row.ratio, row.weight))
            })
            .collect();
        let Some(mean) = cell_mean(&cells) else {
            continue;
        };
        *rate = mean;
        let weight: f64 = cells.iter().map(|(_, w)| w).sum();
        let squares: f64 = cells.iter().map(|(_, w)| w * w).sum();
        if let Some(variance) = noise.get_mut([weekday, position]) {
            *variance = (mean + 0.1) * squares / (weight * weight);
        }
    }
    (rates, noise)
}

/// Small counts are skewed: pulling in their high values would make the mean too low.
fn cell_mean(cells: &[Weighted]) -> Option<f64> {
    let weight: f64 = cells.iter().map(|(_, w)| w).sum();
    let mean = cells.iter().map(|(value, w)| value * w).sum::<f64>() / weight;
    if mean < 20.0 {
        return (weight > 0.0).then_some(mean);
    }
    robust::mean(cells)
}

/// Cells of one day with the variance of each.
struct Line {
    rates: Vec<f64>,
    noise: Vec<f64>,
}

impl Line {
    /// Each cell drawn to the mean of its neighbours, as far as chance explains the difference.
    fn smooth(&mut self) {
        let bends = self.bends();
        let squares: Vec<f64> = bends.iter().map(|b| (b.gap / b.rate).powi(2)).collect();
        let chances: Vec<f64> = bends.iter().map(|b| b.noise / b.rate.powi(2)).collect();
        // The median of a squared normal deviate is 0.455 of its mean.
        let typical = robust::median(&squares).unwrap_or(0.0) / 0.455
            - robust::median(&chances).unwrap_or(0.0);
        for bend in bends {
            let usual = typical.max(0.0) * bend.rate.powi(2);
            let excess = bend.gap.powi(2) - bend.noise;
            // A bend far beyond chance is an edge, such as the rush at opening: it stays.
            let edge = if excess > 3.0 * bend.noise {
                excess
            } else {
                0.0
            };
            if let Some(rate) = self.rates.get_mut(bend.position) {
                let toward = bend.rate - bend.gap;
                *rate = robust::shrink(bend.rate, toward, bend.noise, usual.max(edge));
            }
        }
    }

    fn bends(&self) -> Vec<Bend> {
        let cells = self.rates.windows(3).zip(self.noise.windows(3)).enumerate();
        cells
            .filter_map(|(before, (rates, noise))| {
                let ([left, rate, right], [a, own, b]) = (rates, noise) else {
                    return None;
                };
                let gap = rate - (left + right) / 2.0;
                (gap.is_finite() && *rate > 0.0).then_some(Bend {
                    position: before + 1,
                    rate: *rate,
                    gap,
                    noise: own + (a + b) / 4.0,
                })
            })
            .collect()
    }
}

/// A cell against the mean of its two neighbours.
struct Bend {
    position: usize,
    rate: f64,
    gap: f64,
    noise: f64,
}

/// Each cell drawn to the shape that all weekdays share; unknown cells take it.
fn pooled(raw: &Array2<f64>, noise: &Array2<f64>) -> Array2<f64> {
    let (shares, sizes) = common(raw, noise);
    let mut rates = raw.clone();
    for (weekday, (mut row, size)) in rates.rows_mut().into_iter().zip(&sizes).enumerate() {
        let aims: Vec<f64> = shares.iter().map(|share| share * size).collect();
        let before: f64 = row.iter().filter(|rate| !rate.is_nan()).sum();
        let known: Vec<bool> = row.iter().map(|rate| !rate.is_nan()).collect();
        let ratios = ratios(row.iter().zip(noise.row(weekday)), &aims);
        for ((rate, ratio), aim) in row.iter_mut().zip(&ratios).zip(&aims) {
            *rate = ratio * aim;
        }
        let after: f64 = row
            .iter()
            .zip(&known)
            .filter(|cell| *cell.1)
            .map(|cell| cell.0)
            .sum();
        if after > 0.0 && before > 0.0 {
            row.mapv_inplace(|rate| rate * before / after);
        }
    }
    rates
}

/// A weekday's cells over the common shape, smoothed and drawn to 1; 1 where unknown.
fn ratios<'a>(cells: impl Iterator<Item = (&'a f64, &'a f64)>, aims: &[f64]) -> Vec<f64> {
    let (rates, noise) = cells
        .zip(aims)
        .map(|((rate, noise), aim)| (rate / aim, noise / (aim * aim)))
        .unzip();
    let mut line = Line { rates, noise };
    let (mut gaps, mut weight) = (0.0, 0.0);
    for ((ratio, noise), aim) in line.rates.iter().zip(&line.noise).zip(aims) {
        if ratio.is_finite() && noise.is_finite() {
            gaps += ((ratio - 1.0).powi(2) - noise) * aim * aim;
            weight += aim * aim;
        }
    }
    let between = if weight > 0.0 {
        (gaps / weight).max(1e-4)
    } else {
        1e-4
    };
    line.smooth();
    let draw = |(ratio, noise): (&f64, &f64)| {
        if ratio.is_finite() && noise.is_finite() {
            robust::shrink(*ratio, 1.0, *noise, between)
        } else {
            1.0
        }
    };
    line.rates.iter().zip(&line.noise).map(draw).collect()
}

/// The common shape by interval, and the size of each weekday in it.
///
/// Intervals that no weekday knows take the nearest known one; weekdays without any word take
/// the mean size.
fn common(rates: &Array2<f64>, noise: &Array2<f64>) -> (Vec<f64>, Vec<f64>) {
    let mut sizes = vec![1.0; rates.nrows()];
    let mut shares = vec![f64::NAN; rates.ncols()];
    for _ in 0..3 {
        for (position, share) in shares.iter_mut().enumerate() {
            *share = ratio(rates.column(position).iter().zip(&sizes));
        }
        for (weekday, size) in sizes.iter_mut().enumerate() {
            *size = ratio(rates.row(weekday).iter().zip(&shares));
        }
        let known: Vec<f64> = sizes
            .iter()
            .copied()
            .filter(|size| size.is_finite())
            .collect();
        let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
        for size in &mut sizes {
            *size = if size.is_finite() { *size } else { mean };
        }
    }
    let chance = |(position, _): (usize, &f64)| {
        let known = || {
            noise
                .column(position)
                .into_iter()
                .zip(&sizes)
                .filter(|cell| cell.0.is_finite())
        };
        let weight: f64 = known().map(|(_, size)| size).sum();
        known().map(|(variance, _)| variance).sum::<f64>() / (weight * weight)
    };
    let noise = shares.iter().enumerate().map(chance).collect();
    let mut line = Line {
        rates: shares,
        noise,
    };
    line.smooth();
    (filled(&line.rates), sizes)
}

/// Sum of the rates over the sum of what they are measured by, where both are known.
fn ratio<'a>(pairs: impl Iterator<Item = (&'a f64, &'a f64)>) -> f64 {
    let known = pairs.filter(|(rate, by)| rate.is_finite() && by.is_finite());
    let (rates, by) = known.fold((0.0, 0.0), |sums, pair| (sums.0 + pair.0, sums.1 + pair.1));
    if by > 0.0 { rates / by } else { f64::NAN }
}

/// Unknown values take the nearest known one; zero where none is known.
pub(super) fn filled(shares: &[f64]) -> Vec<f64> {
    let known: Vec<(usize, f64)> = shares
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, share)| share.is_finite())
        .collect();
    let nearest = |position: usize| {
        let distance = |(place, _): &&(usize, f64)| place.abs_diff(position);
        known
            .iter()
            .min_by_key(distance)
            .map_or(0.0, |(_, share)| *share)
    };
    (0..shares.len()).map(nearest).collect()
}
