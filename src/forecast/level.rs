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
    growth: Option<f64>,
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
    pub fn learn(recent: &[(usize, f64, f64)], logs: &[Option<f64>]) -> Option<Self> {
        let values: Vec<Weighted> = recent.iter().map(|(_, ratio, w)| (*ratio, *w)).collect();
        let places: Vec<Weighted> = recent.iter().map(|(day, _, w)| (*day as f64, *w)).collect();
        let weight: f64 = places.iter().map(|(_, w)| w).sum();
        let centre = places.iter().map(|(day, w)| day * w).sum::<f64>() / weight;
        let furthest = places.iter().map(|(day, _)| (day - centre).abs());
        Some(Self {
            value: robust::mean(&values)?,
            centre,
            growth: growth(logs).map(|growth| growth.log),
            reach: furthest.fold(SEASON_REACH, f64::max).min(28.0),
            logs: logs.to_vec(),
        })
    }

    /// A level of 1 around a row, to ask only how it moves from there.
    pub fn around_row(row: f64, logs: &[Option<f64>]) -> Self {
        Self {
            value: 1.0,
            centre: row,
            growth: growth(logs).map(|growth| growth.log),
            reach: SEASON_REACH,
            logs: logs.to_vec(),
        }
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
        around(&self.logs, day, reach)
    }
}

fn around(logs: &[Option<f64>], day: f64, reach: f64) -> Option<f64> {
    let from = (day - reach).ceil();
    let to = (day + reach).floor();
    if from < 0.0 || to < from {
        return None;
    }
    let logs: Vec<Weighted> = (from as usize..=to as usize)
        .filter_map(|row| logs.get(row).copied().flatten())
        .map(|log| (log, 1.0))
        .collect();
    if logs.len() < 5 {
        None
    } else {
        robust::mean(&logs)
    }
}

/// How many earlier years, up to three, know the weeks around the end.
pub(super) fn years(logs: &[Option<f64>]) -> usize {
    let known = |year: &usize| around(logs, logs.len() as f64 - (year * YEAR) as f64, 35.0);
    (1..=3).take_while(|year| known(year).is_some()).count()
}

/// The change of the level in a year, as a log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Growth {
    /// The change.
    pub log: f64,
    /// Its standard error.
    pub error: f64,
}

/// Median change of the last half year against the same days a year before; none with fewer than
/// twenty such pairs. Its error is that of the median of so many weeks: days of a week err alike.
pub(super) fn growth(logs: &[Option<f64>]) -> Option<Growth> {
    let recent = logs.len().saturating_sub(182).max(YEAR);
    let changes: Vec<(usize, f64)> = (recent..logs.len())
        .filter_map(|day| {
            let now = logs.get(day).copied().flatten()?;
            let then = logs.get(day - YEAR).copied().flatten()?;
            Some((day / 7, now - then))
        })
        .collect();
    if changes.len() < 20 {
        return None;
    }
    let days: Vec<f64> = changes.iter().map(|change| change.1).collect();
    let weeks: Vec<f64> = changes
        .chunk_by(|a, b| a.0 == b.0)
        .map(|week| week.iter().map(|change| change.1).sum::<f64>() / week.len() as f64)
        .collect();
    let scale = 365.0 / YEAR as f64;
    Some(Growth {
        log: (robust::median(&days)? * scale).clamp(-0.4, 0.4),
        error: MEDIAN * robust::spread(&weeks) / (weeks.len() as f64).sqrt(),
    })
}

/// Standard error of a median over that of a mean, of normal values.
const MEDIAN: f64 = 1.2533;

/// The median log of the ordinary days around each day, nearest three weeks first; looked up every
/// third day, which moves slowly enough.
pub(super) fn local(logs: &[Option<f64>]) -> Vec<f64> {
    let overall: Vec<f64> = logs.iter().filter_map(|log| *log).collect();
    let fallback = robust::median(&overall).unwrap_or(0.0);
    let around = |day: usize, reach: usize| -> Vec<f64> {
        let from = day.saturating_sub(reach);
        let near = logs.iter().skip(from).take(day + reach + 1 - from);
        near.filter_map(|log| *log).collect()
    };
    let level = |day: usize| {
        let wider = [21, 35, 70].into_iter().map(|reach| around(day, reach));
        let enough = wider.into_iter().find(|near| near.len() >= 6);
        enough.and_then(middle).unwrap_or(fallback)
    };
    let centres = (0..logs.len().div_ceil(STRIDE)).map(|nth| STRIDE * nth + STRIDE / 2);
    let levels = centres.flat_map(|day| [level(day.min(logs.len() - 1)); STRIDE]);
    levels.take(logs.len()).collect()
}

/// Days that share a level around them.
const STRIDE: usize = 3;

/// The median, by selection.
fn middle(mut values: Vec<f64>) -> Option<f64> {
    let half = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp);
    match lower {
        Some(lower) if even => Some((lower + *upper) / 2.0),
        _ => Some(*upper),
    }
}
