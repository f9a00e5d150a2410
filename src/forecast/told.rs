//! What the part of a day that was seen tells of the rest.

use super::posterior::{Counted, Factor};
use super::prediction::Regression;
use super::{DaySpread, Forecast, Swing};
use crate::calendar::Series;
use crate::units::Contacts;
use chrono::NaiveDate;

/// An interval of the day.
pub(super) struct Moment {
    index: usize,
    /// When it starts, in hours from midnight.
    hour: f64,
    /// What came, 0 where nothing is known, and what was expected.
    pub counted: Counted,
}

/// A day in two parts.
pub(super) struct Day {
    date: NaiveDate,
    /// Intervals of which a count is known.
    pub seen: Vec<Moment>,
    coming: Vec<Moment>,
    spread: DaySpread,
    swing: Swing,
    /// Variance of the busyness that all moments of the day share.
    common: f64,
    /// The busyness of the part seen, and its variance beforehand.
    pub busy: Factor,
    before: f64,
    /// With a swing, the regression on what was seen.
    regression: Option<Regression>,
}

/// The least that anything is multiplied by.
const LEAST: f64 = 0.05;

impl Day {
    pub fn of(
        forecast: &Forecast,
        seen: &Series<Option<Contacts>>,
        date: NaiveDate,
        swing: Swing,
    ) -> Self {
        let (seen, coming) = parts(forecast, seen, date);
        let spread = forecast.spread_on(date);
        let whole: Vec<(f64, f64)> = [weights(&seen), weights(&coming)].concat();
        let common = (spread.day - swing.covariance(&whole, &whole)).max(0.0);
        let past = weights(&seen);
        let mut day = Self {
            date,
            before: common + swing.covariance(&past, &past),
            busy: Factor {
                mean: 1.0,
                variance: 0.0,
            },
            regression: None,
            seen,
            coming,
            spread,
            swing,
            common,
        };
        let counts: Vec<Counted> = day.seen.iter().map(|moment| moment.counted).collect();
        day.busy = Factor::after(day.before, day.noise(), &counts);
        if swing.variance > 0.0 {
            day.regression = Some(day.regressed());
        }
        day
    }

    /// The factor of the rest of the day as a whole.
    pub fn rest(&self) -> Factor {
        let rest = weights(&self.coming);
        let tie = |seen: &Moment| {
            let there = [(seen.hour, 1.0)];
            self.common + self.swing.covariance(&there, &rest)
        };
        let ties: Vec<f64> = self.told().map(tie).collect();
        self.factor(self.common + self.swing.covariance(&rest, &rest), &ties)
    }

    /// The forecast with the rest of the day and the days after it moved; nothing is left to come
    /// where it was seen.
    pub fn applied(&self, before: &Forecast) -> Forecast {
        let mut forecast = before.clone();
        let factors: Vec<Factor> = self.coming.iter().map(|moment| self.at(moment)).collect();
        let means = factors.iter().map(|factor| factor.mean);
        let coming = self.coming.iter().zip(means);
        for (moment, mean) in coming.chain(self.seen.iter().map(|moment| (moment, 0.0))) {
            if let Some(contacts) = forecast.contacts.values.get_mut(moment.index) {
                contacts.0 *= mean;
            }
        }
        let dates = forecast.contacts.grid.dates();
        let days = dates.iter().map(|date| {
            let spread = before.spread_on(*date);
            match (*date - self.date).num_days() {
                ..0 => spread,
                0 => self.today(&factors),
                later => {
                    let moved = self.later(later, spread, before.spread.correlation);
                    forecast.multiply(*date, moved.mean);
                    self.left(moved, spread)
                }
            }
        });
        let days: Vec<DaySpread> = days.collect();
        if let Some(spread) = days.get(days.len() / 2).filter(|spread| spread.day > 0.0) {
            forecast.busyness = 1.0 / spread.day;
        }
        forecast.spread.days = days;
        forecast
    }

    /// The intervals that tell of the busyness: those of which anything was expected.
    fn told(&self) -> impl Iterator<Item = &Moment> {
        self.seen
            .iter()
            .filter(|moment| moment.counted.expected > 0.0)
    }

    fn regressed(&self) -> Regression {
        let told: Vec<&Moment> = self.told().collect();
        let noise = self.noise();
        let errors = told
            .iter()
            .map(|m| m.counted.count / m.counted.expected - 1.0);
        Regression::on(&errors.collect::<Vec<_>>(), |one, other| {
            let (here, there) = (told[one], told[other]);
            let shared = self.common + self.swing.between(here.hour - there.hour);
            let own = noise + 1.0 / here.counted.expected;
            shared + if one == other { own } else { 0.0 }
        })
    }

    /// What an interval's own factor varies beyond busyness and swing.
    fn noise(&self) -> f64 {
        let DaySpread { day, interval, .. } = self.spread;
        (day + interval + day * interval - self.common - self.swing.variance).max(0.0)
    }

    /// The factor of something of this variance beforehand, by its covariance with each interval
    /// that tells.
    fn factor(&self, variance: f64, ties: &[f64]) -> Factor {
        let floored = |mean: f64| {
            if mean.is_finite() {
                mean.max(LEAST)
            } else {
                1.0
            }
        };
        if let Some(regression) = &self.regression {
            let mean = floored(1.0 + regression.shift(ties));
            let left = (variance - regression.told(ties)).max(0.0);
            return Factor {
                mean,
                variance: left * mean,
            };
        }
        let tie = ties.first().copied().unwrap_or(0.0);
        if self.before <= 0.0 {
            let mean = 1.0;
            return Factor { mean, variance };
        }
        let told = 1.0 - self.busy.variance / self.before;
        Factor {
            mean: floored(1.0 + tie / self.before * (self.busy.mean - 1.0)),
            variance: (variance - tie * tie / self.before * told).max(0.0),
        }
    }

    /// The factor of an interval to come, beyond its own noise.
    fn at(&self, moment: &Moment) -> Factor {
        let tie = |seen: &Moment| self.common + self.swing.between(seen.hour - moment.hour);
        let ties: Vec<f64> = self.told().map(tie).collect();
        self.factor(self.common + self.swing.variance, &ties)
    }

    /// The factor of a later day: by the level that all days share, and by busyness that lasts.
    fn later(&self, days: i64, spread: DaySpread, correlation: f64) -> Factor {
        let keep = correlation.clamp(0.0, 1.0).powf(days as f64);
        let own = (self.common - self.level()).max(0.0);
        let ratio = (spread.own(1.0) / self.spread.own(1.0).max(f64::MIN_POSITIVE)).sqrt();
        let tie = self.level_tie(spread) + keep * ratio * own;
        self.factor(spread.day, &vec![tie; self.told().count()])
    }

    /// Variance of the level, as far as all moments of the day share it.
    fn level(&self) -> f64 {
        self.spread.level.min(self.common)
    }

    /// Covariance of the day with the level of another.
    fn level_tie(&self, other: DaySpread) -> f64 {
        let ratio = other.level / self.spread.level.max(f64::MIN_POSITIVE);
        self.level() * ratio.max(0.0).sqrt()
    }

    /// The spread of a day after its factor is known so well, and what is left of the level in it.
    fn left(&self, moved: Factor, spread: DaySpread) -> DaySpread {
        let day = moved.variance / (moved.mean * moved.mean);
        let ties = vec![self.level_tie(spread); self.told().count()];
        let level = self.factor(spread.level, &ties);
        DaySpread {
            day,
            level: (level.variance / (level.mean * level.mean)).min(day),
            ..spread
        }
    }

    /// The spread of the rest: what its intervals share, and what each varies beyond that.
    fn today(&self, factors: &[Factor]) -> DaySpread {
        let left = self.left(self.rest(), self.spread);
        let shared = left.day;
        let noise = self.noise();
        let of = |(moment, factor): (&Moment, &Factor)| {
            let (weight, variance) = (moment.counted.expected, factor.variance + noise);
            (weight, weight * variance / (factor.mean * factor.mean))
        };
        let sums = self.coming.iter().zip(factors).map(of);
        let (weights, whole) = sums.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
        let whole = if weights > 0.0 { whole / weights } else { 0.0 };
        DaySpread {
            interval: ((whole - shared) / (1.0 + shared)).max(0.0),
            odd: 0.0,
            ..left
        }
    }
}

/// The day's intervals with a count, and those without.
fn parts(
    forecast: &Forecast,
    seen: &Series<Option<Contacts>>,
    date: NaiveDate,
) -> (Vec<Moment>, Vec<Moment>) {
    let grid = forecast.contacts.grid;
    let today = grid.day_range(date);
    let (mut past, mut coming) = (Vec::new(), Vec::new());
    for index in today.clone() {
        let count = seen.values.get(index).copied().flatten();
        let part = if count.is_some() {
            &mut past
        } else {
            &mut coming
        };
        part.push(Moment {
            index,
            hour: (index - today.start) as f64 * grid.step_hours(),
            counted: Counted {
                count: count.map_or(0.0, |count| count.0),
                expected: forecast.contacts.values.get(index).map_or(0.0, |m| m.0),
            },
        });
    }
    (past, coming)
}

fn weights(moments: &[Moment]) -> Vec<(f64, f64)> {
    let weight = |moment: &Moment| (moment.hour, moment.counted.expected);
    moments.iter().map(weight).collect()
}
