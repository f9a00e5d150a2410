//! How busy the days are as a whole: the recent level, its growth and its yearly season.

use super::robust::{self, Weighted};

/// The volume of a past day over what the profile expects of its weekday.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    /// About 1 in recent weeks.
    pub value: f64,
    /// What the profile expects of the part of the day that is known, in contacts.
    pub weight: f64,
}

impl Ratio {
    /// Its logarithm, also of a day without contacts.
    pub fn log(self) -> f64 {
        ((self.value * self.weight + 0.5) / (self.weight + 0.5)).ln()
    }
}

/// The level now and how it moves: days are counted as rows of the past, also beyond its end.
pub(super) struct Level {
    value: f64,
    centre: f64,
    /// Growth per year as a log, where the past shows a year's change.
    pub growth: Option<f64>,
    /// How many earlier years the season is learnt from.
    pub years: usize,
    /// Log of the ordinary level by day, where known.
    logs: Vec<Option<f64>>,
    /// Half the width of the learning window in days.
    reach: f64,
}

/// Weeks that keep weekdays in step over a year.
const YEAR: usize = 364;
/// Half-width in days of the windows of a past season.
const SEASON_REACH: f64 = 10.0;
/// Part of the growth that is carried on: growth seldom lasts in full.
const DAMPING: f64 = 0.8;

impl Level {
    /// Learns the level from weighted ratios of recent days: row, ratio and weight.
    pub fn learn(recent: &[(usize, f64, f64)], logs: Vec<Option<f64>>) -> Option<Self> {
        let values: Vec<Weighted> = recent.iter().map(|(_, ratio, w)| (*ratio, *w)).collect();
        let places: Vec<Weighted> = recent.iter().map(|(day, _, w)| (*day as f64, *w)).collect();
        let weight: f64 = places.iter().map(|(_, w)| w).sum();
        let centre = places.iter().map(|(day, w)| day * w).sum::<f64>() / weight;
        let furthest = places.iter().map(|(day, _)| (day - centre).abs());
        let growth = growth(&logs);
        let mut level = Self {
            value: robust::mean(&values)?,
            centre,
            growth,
            years: 0,
            reach: furthest.fold(SEASON_REACH, f64::max).min(28.0),
            logs,
        };
        level.years = (1..=3)
            .take_while(|year| {
                level
                    .around(centre + 28.0 - (year * YEAR) as f64, 35.0)
                    .is_some()
            })
            .count();
        Some(level)
    }

    /// Expected ratio of a day, given as a row beyond the past.
    pub fn at(&self, day: f64) -> f64 {
        let gap = (day - self.centre) / 365.0;
        let growth = DAMPING * self.growth.unwrap_or(0.0) * gap.min(1.0);
        self.value * (growth + self.season(day)).exp()
    }

    /// Log of how much busier the season is on a day than in the learning window.
    ///
    /// The same stretch of earlier years, less the growth within it; half of it is believed with
    /// one year to learn from, more with several.
    fn season(&self, day: f64) -> f64 {
        let Some(growth) = self.growth else {
            return 0.0;
        };
        let changes: Vec<f64> = (1..=3)
            .filter_map(|years| {
                let back = (years * YEAR) as f64;
                let then = self.around(day - back, SEASON_REACH)?;
                let before = self.around(self.centre - back, self.reach)?;
                Some(then - before - growth * (day - self.centre) / 365.0)
            })
            .collect();
        let trust = changes.len() as f64 / (changes.len() as f64 + 1.0);
        let change = robust::median(&changes).unwrap_or(0.0);
        (trust * change).clamp(-0.4, 0.4)
    }

    /// Mean log within `reach` of a day, of at least five days.
    fn around(&self, day: f64, reach: f64) -> Option<f64> {
        let from = (day - reach).ceil();
        let to = (day + reach).floor();
        if from < 0.0 || to < from {
            return None;
        }
        let logs: Vec<Weighted> = (from as usize..=to as usize)
            .filter_map(|row| self.logs.get(row).copied().flatten())
            .map(|log| (log, 1.0))
            .collect();
        if logs.len() < 5 {
            None
        } else {
            robust::mean(&logs)
        }
    }
}

/// Median change of the last half year against the same days a year before; none with fewer than
/// twenty such pairs.
fn growth(logs: &[Option<f64>]) -> Option<f64> {
    let recent = logs.len().saturating_sub(182).max(YEAR);
    let changes: Vec<f64> = (recent..logs.len())
        .filter_map(|day| {
            let now = logs.get(day).copied().flatten()?;
            let then = logs.get(day - YEAR).copied().flatten()?;
            Some(now - then)
        })
        .collect();
    if changes.len() < 20 {
        return None;
    }
    robust::median(&changes).map(|change| (change * 365.0 / YEAR as f64).clamp(-0.4, 0.4))
}

/// The median log of the ordinary days around each day, nearest three weeks first.
pub(super) fn local(logs: &[Option<f64>]) -> Vec<f64> {
    let overall: Vec<f64> = logs.iter().filter_map(|log| *log).collect();
    let fallback = robust::median(&overall).unwrap_or(0.0);
    let around = |day: usize, reach: usize| -> Vec<f64> {
        let from = day.saturating_sub(reach);
        let near = logs.iter().skip(from).take(day + reach + 1 - from);
        near.filter_map(|log| *log).collect()
    };
    (0..logs.len())
        .map(|day| {
            let wider = [21, 35, 70].into_iter().map(|reach| around(day, reach));
            let enough = wider.into_iter().find(|near| near.len() >= 6);
            enough
                .and_then(|near| robust::median(&near))
                .unwrap_or(fallback)
        })
        .collect()
}
