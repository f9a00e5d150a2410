//! How far what comes will lie from what is expected: whole days, and intervals beyond them.

use super::count_law::odd_days;
use super::{CountLaw, Forecast};
use crate::units::Contacts;
use chrono::NaiveDate;
use rand::Rng;
use rand_distr::{Bernoulli, Distribution, Gamma, Poisson, StandardNormal};
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Gamma as GammaLaw, Normal};

/// The spread of one forecast day, as variances relative to the squared mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct DaySpread {
    /// Variance of the busyness that multiplies the whole day, errors of the level included, on
    /// ordinary days.
    pub day: f64,
    /// The part of that variance which is the level's, off on all days ahead alike; the rest is the
    /// day's own.
    pub level: f64,
    /// Variance of what multiplies each interval by itself, where a contact of the day typically
    /// falls; see [`DaySpread::interval_at`].
    pub interval: f64,
    /// How that variance falls with what is expected: 0 is the same for quiet and busy intervals, 1
    /// makes the variance of counts a multiple of their mean.
    pub taper: f64,
    /// Chance that the day is an odd one, whose busyness has eight times the variance `day`
    /// at the same level; 0 where the past shows none.
    pub odd: f64,
}

/// The spread of all forecast days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// By day of the forecast's grid.
    pub days: Vec<DaySpread>,
    /// Correlation of one day's own busyness with the next's; days `n` apart have its `n`th power.
    pub correlation: f64,
}

impl Forecast {
    /// The law of the contacts of one interval.
    pub fn interval_law(&self, index: usize) -> CountLaw {
        let grid = self.contacts.grid;
        let mean = self.contacts.values.get(index).map_or(0.0, |mean| mean.0);
        let spread = self.spread_on(grid.date(index));
        let own = spread.interval_at(mean, self.typical_on(grid.date(index)));
        let own = own * (1.0 + spread.day);
        CountLaw::with_odd_days(
            mean,
            mean * mean * own,
            mean * mean * spread.day,
            spread.odd,
            1.0,
        )
    }

    /// The law of the contacts from one date to another, both included.
    ///
    /// # Formula
    /// Beyond Poisson noise, `sum over days d, e of M_d M_e c(d, e)`, with `M` a day's expected
    /// contacts, `c(d, d)` the variance of its busyness and else `c(d, e) = l_d l_e + s_d s_e
    /// r^|d - e|`: `l^2` the variance of the level, `s^2` that of a day's own busyness (`s` the mean
    /// over ordinary and odd days) and `r` its correlation from day to day. The level so stays in
    /// the total of any number of days, busyness averages out. Plus what the intervals add on their
    /// own: `sum over intervals of m^2 v (1 + c(d, d))`.
    ///
    /// ```
    /// # use bezet::calendar::{DayCalendar, Grid, Series};
    /// # use bezet::forecast::{DaySpread, Past, Options, default_method};
    /// # use bezet::units::{Contacts, Seconds};
    /// # let day = |d| chrono::NaiveDate::from_ymd_opt(2021, 2, d).expect("a date");
    /// # let grid = Grid::days(chrono_tz::UTC, day(1), 21, 60);
    /// # let always = Series::filled(grid, true);
    /// # let past = Past {
    /// #     contacts: &Series::filled(grid, Contacts(10.0)),
    /// #     handle_time: &Series::filled(grid, Some(Seconds(330.0))),
    /// #     open: &always,
    /// #     usable: &always,
    /// #     calendar: &DayCalendar::plain(Vec::new()),
    /// # };
    /// # let next = Grid::days(grid.zone, day(22), 4, 60);
    /// # let fitted = default_method(Options::default()).fit(&past)?;
    /// # let mut forecast = fitted.predict(&Series::filled(next, true), past.calendar);
    /// // 240 contacts on each of four days; a level of variance 0.01, busyness of 0.03 on its own.
    /// let spread = DaySpread { day: 0.04, level: 0.01, interval: 0.0, taper: 0.0, odd: 0.0 };
    /// forecast.spread.days = vec![spread; 4];
    /// forecast.spread.correlation = 0.0;
    /// let law = forecast.law(day(22), day(25));
    /// let variance = 960.0 + 960.0_f64.powi(2) * (0.01 + 0.03 / 4.0);
    /// assert!((law.variance() / variance - 1.0).abs() < 1e-9);
    /// # Ok::<(), bezet::error::Error>(())
    /// ```
    pub fn law(&self, from: NaiveDate, to: NaiveDate) -> CountLaw {
        let grid = self.contacts.grid;
        let mut sums = Sums::default();
        for date in grid.dates().into_iter().filter(|d| (from..=to).contains(d)) {
            let day = self.contacts.values.get(grid.day_range(date));
            let day = day.unwrap_or_default();
            sums.add(day, self.spread_on(date), self.spread.correlation);
        }
        sums.law()
    }

    /// One way that all of it may come: contacts per interval, drawn.
    ///
    /// The level is gamma, at the same quantile on all days; a day's own busyness is gamma, tied from
    /// day to day by a normal copula; intervals are gamma beyond that; counts are Poisson.
    pub fn path(&self, random: &mut impl Rng) -> Vec<Contacts> {
        let grid = self.contacts.grid;
        let correlation = self.spread.correlation.clamp(-1.0, 1.0);
        let mut path = vec![Contacts::ZERO; grid.len];
        let shared: f64 = StandardNormal.sample(random);
        let mut normal: f64 = StandardNormal.sample(random);
        let mut level = (f64::NAN, 1.0);
        for (nth, date) in grid.dates().into_iter().enumerate() {
            if nth > 0 {
                let fresh: f64 = StandardNormal.sample(random);
                normal = correlation * normal + (1.0 - correlation.powi(2)).sqrt() * fresh;
            }
            let spread = self.spread_on(date);
            if level.0 != spread.level {
                level = (spread.level, multiplied(shared, spread.level));
            }
            // Beside the level, so that both together have the variance of the day.
            let own = spread.own(oddness(spread.odd, random)) / (1.0 + spread.level);
            let busy = level.1 * multiplied(normal, own);
            let typical = self.typical_on(date);
            for index in grid.day_range(date) {
                let mean = self.contacts.values.get(index).map_or(0.0, |m| m.0);
                let own = spread.interval_at(mean, typical);
                let rate = mean * busy * drawn(own, random);
                if let Some(count) = path.get_mut(index) {
                    *count = Contacts(Poisson::new(rate).map_or(0.0, |law| law.sample(random)));
                }
            }
        }
        path
    }

    /// What is expected of the intervals of a date, as its contacts meet it.
    pub(super) fn typical_on(&self, date: NaiveDate) -> f64 {
        let day = self.contacts.values.get(self.contacts.grid.day_range(date));
        typical(day.unwrap_or_default().iter().map(|contacts| contacts.0))
    }

    /// The spread of a date; the last known one beyond the grid.
    pub(super) fn spread_on(&self, date: NaiveDate) -> DaySpread {
        let first = self.contacts.grid.date(0);
        let nth = (date - first).num_days().max(0) as usize;
        let days = &self.spread.days;
        let known = days.get(nth).or(days.last()).copied();
        known.unwrap_or_default()
    }
}

/// The mean over a day's contacts of what is expected of their interval: `sum m^2 / sum m`.
pub(super) fn typical(means: impl Iterator<Item = f64>) -> f64 {
    let (sum, squares) = means.fold((0.0, 0.0), |sums, mean| {
        (sums.0 + mean, sums.1 + mean * mean)
    });
    if sum > 0.0 { squares / sum } else { 0.0 }
}

/// The largest variance of a factor that is told from no knowledge at all.
const LOOSEST: f64 = 4.0;

impl DaySpread {
    /// Variance of what multiplies an interval by itself, where so many contacts are expected and
    /// `typical` ones meet the day's contacts.
    ///
    /// # Formula
    /// `interval x (typical / mean)^taper`, 4 at most.
    pub fn interval_at(&self, mean: f64, typical: f64) -> f64 {
        match mean > 0.0 && typical > 0.0 {
            true => {
                (self.interval * (typical / mean).powf(self.taper)).min(LOOSEST.max(self.interval))
            }
            false => self.interval,
        }
    }

    /// Variance of the day's own busyness, where that of the day is so many times the ordinary one.
    pub(super) fn own(&self, times: f64) -> f64 {
        (self.day * times - self.level).max(0.0)
    }
}

/// What is known of a sum of days.
#[derive(Default)]
struct Sums {
    mean: f64,
    /// Squares of the days' means.
    squares: f64,
    /// Variances: of intervals on their own, of days one by one, and of what ties days.
    intervals: f64,
    days: f64,
    tied: f64,
    /// Deviation of the level so far, and of what busyness carries on to the next day.
    level: f64,
    carried: f64,
    /// Chances of odd days, by the days' variance.
    odd: f64,
}

impl Sums {
    fn add(&mut self, intervals: &[Contacts], spread: DaySpread, correlation: f64) {
        let total: f64 = intervals.iter().map(|contacts| contacts.0).sum();
        let typical = typical(intervals.iter().map(|contacts| contacts.0));
        let own_of = |mean: f64| mean * mean * spread.interval_at(mean, typical);
        let alone: f64 = intervals.iter().map(|contacts| own_of(contacts.0)).sum();
        let own = odd_days(spread.odd).map(|(chance, times)| chance * spread.own(times).sqrt());
        let own = total * own.iter().sum::<f64>();
        let level = total * spread.level.max(0.0).sqrt();
        let day = total * total * spread.day;
        self.carried *= correlation;
        self.tied += 2.0 * (own * self.carried + level * self.level);
        self.carried += own;
        self.level += level;
        self.mean += total;
        self.squares += total * total;
        self.intervals += alone * (1.0 + spread.day);
        self.days += day;
        self.odd += day * spread.odd;
    }

    fn law(&self) -> CountLaw {
        let ratio = |over: f64, under: f64, none: f64| match under > 0.0 {
            true => over / under,
            false => none,
        };
        CountLaw::with_odd_days(
            self.mean,
            self.intervals + self.tied,
            self.days,
            ratio(self.odd, self.days, 0.0),
            ratio(self.mean * self.mean, self.squares, 1.0),
        )
    }
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

/// The variance of a day's busyness over that of all days, drawn.
fn oddness(odd: f64, random: &mut impl Rng) -> f64 {
    let [(ordinary, usual), (_, wide)] = odd_days(odd);
    match Bernoulli::new(ordinary) {
        Ok(law) if law.sample(random) => usual,
        _ => wide,
    }
}

fn drawn(variance: f64, random: &mut impl Rng) -> f64 {
    match Gamma::new(1.0 / variance, variance) {
        Ok(law) if variance > 1e-9 => law.sample(random),
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where variance falls as the rate grows, the counts' extra variance is a multiple of their
    /// mean, and that of the day's total is what it was.
    #[test]
    fn quiet_intervals_vary_more() {
        let spread = DaySpread {
            interval: 0.02,
            taper: 1.0,
            ..DaySpread::default()
        };
        let rates = [10.0, 40.0, 50.0];
        // 4 200 / 100.
        let typical = typical(rates.into_iter());
        assert!((typical - 42.0).abs() < 1e-12);
        let own = rates.map(|rate| rate * rate * spread.interval_at(rate, typical));
        for (own, rate) in own.iter().zip(rates) {
            assert!((own / rate - 0.84).abs() < 1e-12);
        }
        assert!((own.iter().sum::<f64>() - 0.02 * 4200.0).abs() < 1e-9);
        // Hardly anything is expected: no more than nothing known.
        assert_eq!(spread.interval_at(1e-6, typical), 4.0);
    }
}
