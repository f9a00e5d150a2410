//! Exponential smoothing of the level, with the smoothing that would have served best.

use super::{Expert, Plain};
use crate::forecast::base::Base;
use crate::forecast::level::Level;
use crate::forecast::profile::Profile;
use std::sync::Arc;

/// A level that follows the days by exponential smoothing, at a profile of the last weeks.
///
/// # Formula
/// `level += a x (log - level)`, day by day; `a` is the one of a few that would have foretold the
/// level a week and a half ahead best over the last year.
///
/// # References
/// R. G. Brown, *Statistical Forecasting for Inventory Control* (1959).
pub struct Smoothing {
    /// Usable dates of each weekday in the profile.
    pub dates: usize,
}

/// Smoothing a day, from following at once to hardly moving.
const SMOOTHINGS: [f64; 7] = [0.5, 0.25, 0.12, 0.06, 0.03, 0.015, 0.007];
/// Days between a level and the day that it is held against.
const LEAD: usize = 10;
/// Days that the level lies behind, about.
const AGE: f64 = 14.0;
/// Days that the choice of the smoothing looks back.
const LOOK_BACK: usize = 364;

impl Expert for Smoothing {
    fn learn(&self, base: &Base<'_>) -> Option<Box<dyn Plain>> {
        let factors = base.weekday_factors(self.dates);
        let log = |day: usize| {
            let log = base.logs.get(day).copied().flatten()?;
            Some(log - factors.get(base.known.days.weekday(day))?.ln())
        };
        let first = base.end.saturating_sub(LOOK_BACK);
        let logs: Vec<Option<f64>> = (first..base.end).map(log).collect();
        let candidates = SMOOTHINGS
            .iter()
            .filter_map(|smoothing| follow(&logs, *smoothing));
        let best = candidates.min_by(|a, b| a.error.total_cmp(&b.error))?;
        Some(Box::new(Learnt {
            level: best.level.exp(),
            moves: Level::around_row(base.end as f64 - AGE, &base.logs),
            profile: base.profile(self.dates),
        }))
    }
}

struct Followed {
    level: f64,
    error: f64,
}

/// Follows the logs, and how far the level was off some days later.
fn follow(logs: &[Option<f64>], smoothing: f64) -> Option<Followed> {
    let begin: Vec<f64> = logs.iter().flatten().take(10).copied().collect();
    let mut level = begin.iter().sum::<f64>() / begin.len() as f64;
    let (mut levels, mut error) = (Vec::with_capacity(logs.len()), 0.0);
    for (day, log) in logs.iter().enumerate() {
        if let (Some(log), Some(before)) = (log, day.checked_sub(LEAD)) {
            let before: f64 = levels.get(before).copied().unwrap_or(level);
            error += (log - before).abs();
        }
        if let Some(log) = log {
            level += smoothing * (log - level).clamp(-0.5, 0.5);
        }
        levels.push(level);
    }
    level.is_finite().then_some(Followed { level, error })
}

struct Learnt {
    level: f64,
    moves: Level,
    profile: Arc<Profile>,
}

impl Plain for Learnt {
    fn rates(&self, row: f64, weekday: usize) -> Vec<f64> {
        let level = self.level * self.moves.at(row);
        let row = self.profile.rates.row(weekday);
        row.iter().map(|rate| rate * level).collect()
    }
}
