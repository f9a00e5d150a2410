//! The fading mean of the last weeks, with growth and the season of earlier years.

use super::{Expert, Plain};
use crate::forecast::base::{Base, fading};
use crate::forecast::level::Level;
use crate::forecast::profile::Profile;
use std::sync::Arc;

/// A fading mean of the last usable weeks at twice as long a profile.
pub struct Mean {
    /// Usable weeks that set the level.
    pub weeks: usize,
    /// Are growth and the season of earlier years carried on?
    pub seasonal: bool,
}

impl Expert for Mean {
    fn learn(&self, base: &Base<'_>) -> Option<Box<dyn Plain>> {
        let profile = base.profile(2 * self.weeks);
        let factors = base.weekday_factors(2 * self.weeks);
        let recent: Vec<(usize, f64, f64)> = base
            .recent(self.weeks)
            .filter_map(|(day, age)| {
                let ratio = base.clean(day)?;
                let factor = factors.get(base.known.days.weekday(day))?;
                let weight = ratio.weight * fading(age, self.weeks as f64 / 2.0);
                Some((day, ratio.value / factor, weight))
            })
            .collect();
        let level = Level::learn(&recent, if self.seasonal { &base.logs } else { &[] })?;
        Some(Box::new(Learnt { profile, level }))
    }
}

struct Learnt {
    profile: Arc<Profile>,
    level: Level,
}

impl Plain for Learnt {
    fn rates(&self, row: f64, weekday: usize) -> Vec<f64> {
        let level = self.level.at(row);
        let row = self.profile.rates.row(weekday);
        row.iter().map(|rate| rate * level).collect()
    }
}
