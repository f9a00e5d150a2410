//! The present level of the handle time and where it is going.

use super::VARIATION;
use super::cells::Daily;
use crate::forecast::robust::{self, Weighted};

/// Weeks that may set the level and the trend.
const YEAR: usize = 52;
/// Weeks without which no trend is looked for.
const TREND: usize = 12;
/// How much handle times usually change in a year, as a share: a standard deviation.
const USUAL: f64 = 0.04;
/// Days over which a trend dies out.
const DAMPING: f64 = 91.0;
/// Half-lives of the memory, in weeks, to choose from.
const MEMORIES: [f64; 4] = [2.0, 4.0, 8.0, 16.0];
/// The one taken while there is too little to choose by.
const MEMORY: f64 = 4.0;
/// Weeks ahead that a memory is judged by.
const AHEAD: usize = 2;

/// A level, its trend, and how sure it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    /// Seconds on the last known day.
    pub now: f64,
    /// Seconds a day.
    pub slope: f64,
    /// Standard error of `now`.
    pub error: f64,
    /// Contacts that set it, fading ones in part; zero when it was assumed.
    pub contacts: f64,
}

/// Mean of seven days.
#[derive(Clone, Copy)]
struct Week {
    /// Weeks before the last one.
    age: f64,
    seconds: f64,
    contacts: f64,
}

impl Level {
    /// A level that nothing speaks for.
    pub fn assumed(seconds: f64) -> Self {
        Self {
            now: seconds,
            slope: 0.0,
            error: 0.0,
            contacts: 0.0,
        }
    }

    /// The fading mean of the days since the last shift, at most a year, brought up to date by
    /// their trend.
    ///
    /// The trend is a line by least squares, drawn to none by its own error. The memory is the one
    /// that would have foretold the weeks of the past best, two weeks ahead.
    pub fn learn(days: &[Daily]) -> Option<Self> {
        let weeks = weeks(days);
        let (slope, slope_error) = trend(&weeks);
        let level: Vec<Week> = weeks
            .iter()
            .map(|week| Week {
                seconds: week.seconds + slope * week.age,
                ..*week
            })
            .collect();
        let memory = memory(&level);
        let faded: Vec<Weighted> = level
            .iter()
            .map(|week| (week.seconds, fade(week.contacts, week.age, memory)))
            .collect();
        let now = robust::mean(&faded)?;
        let weight: f64 = faded.iter().map(|(_, weight)| weight).sum();
        let parts = level.iter().zip(&faded);
        let squares: f64 = parts.map(|(week, (_, w))| w * w / week.contacts).sum();
        let ages = level.iter().zip(&faded);
        let age = ages.map(|(week, (_, w))| w * week.age).sum::<f64>() / weight;
        let variance = squares / weight.powi(2) * noise(&level, now);
        Some(Self {
            now,
            slope: slope / 7.0,
            error: (variance + (slope_error * age).powi(2)).sqrt(),
            contacts: weight,
        })
    }

    /// The level so many days after the last known one.
    ///
    /// `now + slope x 91 x (1 - exp(-lead / 91))`: the trend goes on for a quarter's worth in all.
    pub fn at(&self, lead: f64) -> f64 {
        let damped = DAMPING * (1.0 - (-lead / DAMPING).exp());
        (self.now + self.slope * damped).max(0.5 * self.now)
    }
}

fn fade(contacts: f64, age: f64, memory: f64) -> f64 {
    contacts * 0.5_f64.powf(age / memory)
}

/// Weeks counted back from the last day, latest first.
fn weeks(days: &[Daily]) -> Vec<Week> {
    let last = days.last().map_or(0, |day| day.row);
    let age = |day: &Daily| (last - day.row) / 7;
    let mut weeks: Vec<Week> = Vec::new();
    for days in days.chunk_by(|a, b| age(a) == age(b)).rev().take(YEAR) {
        let known: Vec<Weighted> = days.iter().map(|d| (d.seconds, d.contacts)).collect();
        if let (Some(first), Some(seconds)) = (days.first(), robust::mean(&known)) {
            weeks.push(Week {
                age: age(first) as f64,
                seconds,
                contacts: known.iter().map(|(_, contacts)| contacts).sum(),
            });
        }
    }
    weeks.retain(|week| week.age < YEAR as f64);
    weeks
}

/// Seconds a week, drawn to none by its noise, and its standard error after that.
fn trend(weeks: &[Week]) -> (f64, f64) {
    if weeks.len() < TREND {
        return (0.0, 0.0);
    }
    let weight: f64 = weeks.iter().map(|week| week.contacts).sum();
    let mean = |value: fn(&Week) -> f64| {
        weeks
            .iter()
            .map(|week| week.contacts * value(week))
            .sum::<f64>()
            / weight
    };
    let (age, seconds) = (mean(|week| week.age), mean(|week| week.seconds));
    let across: f64 = weeks
        .iter()
        .map(|w| w.contacts * (w.age - age).powi(2))
        .sum();
    let both = |week: &Week| week.contacts * (week.age - age) * (week.seconds - seconds);
    let slope = -weeks.iter().map(both).sum::<f64>() / across;
    let rest: Vec<Week> = weeks
        .iter()
        .map(|week| Week {
            seconds: week.seconds + slope * week.age,
            ..*week
        })
        .collect();
    let error = noise(&rest, seconds + slope * age) / across;
    let usual = (USUAL * seconds / YEAR as f64).powi(2);
    let kept = usual * error / (usual + error).max(1e-300);
    (robust::shrink(slope, 0.0, error, usual), kept.sqrt())
}

/// Variance of the handle time of one contact as the means of weeks around a level show it, the
/// correlation of weeks that follow each other included.
fn noise(weeks: &[Week], level: f64) -> f64 {
    let rest: Vec<f64> = weeks
        .iter()
        .map(|week| (week.seconds - level) * week.contacts.sqrt())
        .collect();
    let total: f64 = rest.iter().map(|rest| rest * rest).sum();
    if weeks.len() < 5 || total <= 0.0 {
        let usual = VARIATION * level * level;
        return if total <= 0.0 && weeks.len() > 1 {
            0.0
        } else {
            usual
        };
    }
    let count = rest.len() as f64;
    let pairs: f64 = rest.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let correlation = (pairs / total + 1.0 / count).clamp(0.0, 0.8);
    total / (count - 2.0) * (1.0 + correlation) / (1.0 - correlation)
}

/// The memory that would have foretold each week best from those two weeks and more before it.
fn memory(weeks: &[Week]) -> f64 {
    let missed = |memory: f64| -> Option<f64> {
        let mut total = None;
        for (nth, week) in weeks.iter().enumerate().take(YEAR / 2) {
            let before = weeks.get(nth + AHEAD..).unwrap_or_default();
            if before.len() < 4 {
                break;
            }
            let (mut sum, mut weight) = (0.0, 0.0);
            for known in before {
                let counts = fade(known.contacts, known.age - week.age, memory);
                sum += counts * known.seconds;
                weight += counts;
            }
            let error = week.contacts * (week.seconds - sum / weight).powi(2);
            total = Some(total.unwrap_or(0.0) + error);
        }
        total
    };
    let judged = MEMORIES
        .into_iter()
        .filter_map(|memory| Some((missed(memory)?, memory)));
    match judged.min_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((_, memory)) if weeks.len() >= TREND => memory,
        _ => MEMORY,
    }
}
