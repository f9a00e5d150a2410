//! A long memory: trend and season of the last years, and how far recent weeks lie off them.

use super::{Expert, Plain};
use crate::forecast::base::Base;
use crate::forecast::profile::Profile;
use crate::forecast::ridge::Ridge;
use crate::forecast::robust;
use chrono::{Datelike, Days, NaiveDate};
use std::f64::consts::TAU;
use std::sync::Arc;

/// A curve through the last three years, to which the level of recent weeks returns as it has
/// returned before.
///
/// # Formula
/// Log of the level = trend and four yearly waves (ridge regression, a year counts half as much as
/// the next) + what recent weeks lie above it x `c^days`, `c` by the correlation of weeks a
/// fortnight apart. Yearly waves need 400 days; before that the curve is a slight slope.
pub struct Regression {
    /// Usable dates of each weekday in the profile.
    pub dates: usize,
}

/// Days that are looked at.
const LOOK_BACK: usize = 3 * 364;
/// Days without which no season is told from a trend.
const SEASON: usize = 400;
/// Yearly waves: the shortest is a quarter.
const WAVES: usize = 4;
/// Usual size of a wave, and of the slope in a year with and without a season to tell it from.
const SIZES: (f64, f64, f64) = (0.1, 0.2, 0.05);
/// Part of a trend that is carried on, for a year.
const DAMPING: f64 = 0.5;
/// Weeks in which the surplus of recent weeks, and the curve's own level, lose half their weight.
const HALF_LIVES: (f64, f64) = (1.0, 26.0);

impl Expert for Regression {
    fn learn(&self, base: &Base<'_>) -> Option<Box<dyn Plain>> {
        let factors = base.weekday_factors(self.dates);
        let log_of = |day: usize| factors.get(base.known.days.weekday(day)).map(|f| f.ln());
        let first = base.end.saturating_sub(LOOK_BACK);
        let points: Vec<(usize, f64)> = (first..base.end)
            .filter_map(|day| Some((day, base.logs.get(day).copied().flatten()? - log_of(day)?)))
            .collect();
        let curve = Curve::fit(&points, base)?;
        let fits: Vec<(usize, f64, f64)> = points
            .iter()
            .map(|(day, log)| (*day, *log, curve.at(*day as f64)))
            .collect();
        let level = surplus(&fits, base, &factors, HALF_LIVES.1)?;
        Some(Box::new(Learnt {
            surplus: surplus(&fits, base, &factors, HALF_LIVES.0)? - level,
            carried: carried(&fits, base.end),
            level,
            end: base.end,
            profile: base.profile(self.dates),
            curve,
        }))
    }
}

/// Trend and season as a log.
struct Curve {
    coefficients: Vec<f64>,
    end: f64,
    first: NaiveDate,
}

impl Curve {
    fn fit(points: &[(usize, f64)], base: &Base<'_>) -> Option<Self> {
        let span = base.end - points.first()?.0;
        let size = if span >= SEASON { 2 + 2 * WAVES } else { 2 };
        let mut curve = Self {
            coefficients: vec![0.0; size],
            end: base.end as f64,
            first: base.known.days.first,
        };
        let mean = points.iter().map(|point| point.1).sum::<f64>() / points.len() as f64;
        let squares = points.iter().map(|point| (point.1 - mean).powi(2));
        let noise = (squares.sum::<f64>() / points.len() as f64)
            .sqrt()
            .max(0.02);
        let mut ridge = Ridge::new(size);
        for (day, log) in points {
            let weight = 0.5_f64.powf((curve.end - *day as f64) / 365.0);
            let value = (log - mean).clamp(-3.0 * noise, 3.0 * noise);
            ridge.add(&curve.features(*day as f64), value, weight);
        }
        curve.coefficients = ridge.solve(&penalties(size, noise))?;
        *curve.coefficients.first_mut()? += mean;
        Some(curve)
    }

    fn at(&self, row: f64) -> f64 {
        let features = self.features(row);
        features
            .iter()
            .zip(&self.coefficients)
            .map(|(x, b)| x * b)
            .sum()
    }

    /// One, years from the end (to come: damped, and none without a season to tell a trend from), and
    /// yearly waves.
    fn features(&self, row: f64) -> Vec<f64> {
        let years = (row - self.end) / 365.0;
        let ahead = if self.coefficients.len() > 2 {
            DAMPING * years.min(1.0)
        } else {
            0.0
        };
        let mut features = vec![1.0, if years > 0.0 { ahead } else { years }];
        if self.coefficients.len() > 2 {
            let date = self.first + Days::new(row.max(0.0) as u64);
            let angle = f64::from(date.ordinal0()) / 365.25 * TAU;
            let (sine, cosine) = angle.sin_cos();
            let mut wave = (sine, cosine);
            for _ in 0..WAVES {
                features.extend([wave.0, wave.1]);
                // The next multiple of the angle.
                let (s, c) = wave;
                wave = (s * cosine + c * sine, c * cosine - s * sine);
            }
        }
        features
    }
}

/// None on the level; days of one week err alike and count as a third of their number.
fn penalties(size: usize, noise: f64) -> Vec<f64> {
    let (wave, slope, bare) = SIZES;
    let slope = if size > 2 { slope } else { bare };
    let of = |usual: f64| 3.0 * (noise / usual).powi(2);
    let mut penalties = vec![of(wave); size];
    for (penalty, value) in penalties.iter_mut().zip([1e-9, of(slope)]) {
        *penalty = value;
    }
    penalties
}

/// Log of what came over what the curve expects, in contacts, with so many weeks' half-life; days
/// far off those around them are pulled in.
fn surplus(
    fits: &[(usize, f64, f64)],
    base: &Base<'_>,
    factors: &[f64],
    half_life: f64,
) -> Option<f64> {
    let rest = |(day, log, _): &(usize, f64, f64)| Some(log - base.around.get(*day)?);
    let noise = robust::spread(&fits.iter().filter_map(rest).collect::<Vec<f64>>());
    let reach = (2.5 * noise.max(0.02)).exp();
    let (mut came, mut due) = (0.0, 0.0);
    for (day, _, fit) in fits {
        let ratio = base.clean(*day)?.value / factors.get(base.known.days.weekday(*day))?;
        let around = base.around.get(*day)?.exp();
        let weight = 0.5_f64.powf((base.end - day) as f64 / 7.0 / half_life);
        came += weight * ratio.clamp(around / reach, around * reach);
        due += weight * fit.exp();
    }
    (came > 0.0 && due > 0.0).then(|| (came / due).ln())
}

/// How much of a week's surplus is left a day later, from weeks a fortnight apart.
fn carried(fits: &[(usize, f64, f64)], end: usize) -> f64 {
    let mut weeks = vec![(0.0, 0.0); end / 7 + 1];
    for (day, log, fit) in fits {
        if let Some(week) = weeks.get_mut((end - 1 - day) / 7) {
            *week = (week.0 + log - fit, week.1 + 1.0);
        }
    }
    let pairs = weeks.iter().zip(weeks.iter().skip(2));
    let pairs = pairs.filter(|(later, earlier)| later.1 > 0.0 && earlier.1 > 0.0);
    let (product, square) = pairs.fold((0.0, 0.0), |sums, (later, earlier)| {
        let (later, earlier) = (later.0 / later.1, earlier.0 / earlier.1);
        (sums.0 + later * earlier, sums.1 + earlier * earlier)
    });
    if square <= 0.0 {
        return 0.0;
    }
    (product / square).clamp(0.0, 0.99).powf(1.0 / 14.0)
}

struct Learnt {
    curve: Curve,
    level: f64,
    surplus: f64,
    carried: f64,
    end: usize,
    profile: Arc<Profile>,
}

impl Plain for Learnt {
    fn rates(&self, row: f64, weekday: usize) -> Vec<f64> {
        let lead = (row + 1.0 - self.end as f64).max(1.0);
        let log = self.curve.at(row) + self.level + self.surplus * self.carried.powf(lead);
        let level = log.exp();
        let row = self.profile.rates.row(weekday);
        row.iter().map(|rate| rate * level).collect()
    }
}
