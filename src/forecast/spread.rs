//! How far what comes will lie from what is expected: whole days, and intervals beyond them.

use super::{CountLaw, Forecast};
use crate::units::Contacts;
use chrono::NaiveDate;
use rand::Rng;
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Gamma as GammaLaw, Normal};

/// The spread of one forecast day, as variances relative to the squared mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DaySpread {
    /// Variance of the busyness that multiplies the whole day, errors of the level included.
    pub day: f64,
    /// Variance of what multiplies each interval by itself.
    pub interval: f64,
}

/// The spread of all forecast days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// By day of the forecast's grid.
    pub days: Vec<DaySpread>,
    /// Correlation of the busyness of one day with the next; days `n` apart have its `n`th power.
    pub correlation: f64,
}

impl Forecast {
    /// The law of the contacts of one interval.
    pub fn interval_law(&self, index: usize) -> CountLaw {
        let grid = self.contacts.grid;
        let mean = self.contacts.values.get(index).map_or(0.0, |mean| mean.0);
        let spread = self.spread_on(grid.date(index));
        CountLaw::new(mean, 1.0 / interval_excess(spread))
    }

    /// The law of the contacts from one date to another, both included.
    ///
    /// # Formula
    /// Beyond Poisson noise, `sum over days d, e of M_d M_e s_d s_e r^|d - e|`, with `M` a day's
    /// expected contacts, `s^2` the variance of its busyness and `r` the correlation of days that
    /// follow, plus what the intervals add on their own: `sum over intervals of
    /// m^2 v (1 + s^2)`.
    pub fn law(&self, from: NaiveDate, to: NaiveDate) -> CountLaw {
        let grid = self.contacts.grid;
        let (mut mean, mut excess, mut carried) = (0.0, 0.0, 0.0);
        for date in grid.dates().into_iter().filter(|d| (from..=to).contains(d)) {
            let spread = self.spread_on(date);
            let day = self.contacts.values.get(grid.day_range(date));
            let day = day.unwrap_or_default();
            let total: f64 = day.iter().map(|contacts| contacts.0).sum();
            let squares: f64 = day.iter().map(|contacts| contacts.0.powi(2)).sum();
            let busy = total * spread.day.sqrt();
            carried *= self.spread.correlation;
            excess += busy * busy + 2.0 * busy * carried;
            excess += squares * spread.interval * (1.0 + spread.day);
            carried += busy;
            mean += total;
        }
        CountLaw::with_excess(mean, excess)
    }

    /// One way that all of it may come: contacts per interval, drawn.
    ///
    /// Busyness is gamma by day, tied from day to day by a normal copula; intervals are gamma
    /// beyond that; counts are Poisson.
    pub fn path(&self, random: &mut impl Rng) -> Vec<Contacts> {
        let grid = self.contacts.grid;
        let correlation = self.spread.correlation.clamp(-1.0, 1.0);
        let mut path = vec![Contacts::ZERO; grid.len];
        let mut normal: f64 = StandardNormal.sample(random);
        for (nth, date) in grid.dates().into_iter().enumerate() {
            if nth > 0 {
                let fresh: f64 = StandardNormal.sample(random);
                normal = correlation * normal + (1.0 - correlation.powi(2)).sqrt() * fresh;
            }
            let spread = self.spread_on(date);
            let busy = multiplied(normal, spread.day);
            for index in grid.day_range(date) {
                let mean = self.contacts.values.get(index).map_or(0.0, |m| m.0);
                let rate = mean * busy * drawn(spread.interval, random);
                if let Some(count) = path.get_mut(index) {
                    *count = Contacts(Poisson::new(rate).map_or(0.0, |law| law.sample(random)));
                }
            }
        }
        path
    }

    /// The spread of a date; the last known one beyond the grid.
    fn spread_on(&self, date: NaiveDate) -> DaySpread {
        let first = self.contacts.grid.date(0);
        let nth = (date - first).num_days().max(0) as usize;
        let days = &self.spread.days;
        let known = days.get(nth).or(days.last()).copied();
        known.unwrap_or(DaySpread {
            day: 0.0,
            interval: 0.0,
        })
    }
}

/// Variance of the product of both multipliers of an interval.
fn interval_excess(spread: DaySpread) -> f64 {
    spread.day + spread.interval + spread.day * spread.interval
}

/// The multiplier of mean 1 and this variance that lies where a standard normal deviate does.
fn multiplied(normal: f64, variance: f64) -> f64 {
    let shape = 1.0 / variance;
    let share = Normal::standard().cdf(normal).clamp(1e-12, 1.0 - 1e-12);
    match GammaLaw::new(shape, shape) {
        Ok(law) if variance > 1e-9 => law.inverse_cdf(share),
        _ => 1.0,
    }
}

fn drawn(variance: f64, random: &mut impl Rng) -> f64 {
    match Gamma::new(1.0 / variance, variance) {
        Ok(law) if variance > 1e-9 => law.sample(random),
        _ => 1.0,
    }
}
