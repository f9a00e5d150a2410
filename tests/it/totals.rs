//! Totals of days, weeks and years: their law beside drawn paths, and how it widens.

use crate::intraday::{day, forecast};
use bezet::calendar::{DayCalendar, Grid, Series};
use bezet::forecast::{DaySpread, Forecast, Options, Past, Swing, default_method};
use bezet::units::{Contacts, Seconds};
use chrono::Days;
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson};
use rand_pcg::Pcg64Mcg;

/// Mean, variance and the share within the band of 80 %, of paths over those of the law.
fn beside(forecast: &Forecast, from: u64, days: u64, paths: &[Vec<f64>]) -> (f64, f64, f64) {
    let first = forecast.contacts.grid.date(0) + Days::new(from);
    let law = forecast.law(first, first + Days::new(days - 1));
    let total = |path: &Vec<f64>| path.iter().skip(from as usize).take(days as usize).sum();
    let totals: Vec<f64> = paths.iter().map(total).collect();
    let count = totals.len() as f64;
    let mean = totals.iter().sum::<f64>() / count;
    let squares = totals.iter().map(|total| (total - mean).powi(2));
    let variance = squares.sum::<f64>() / (count - 1.0);
    let (low, high) = law.band(0.8);
    let within = totals.iter().filter(|t| (low..=high).contains(t)).count();
    let share = within as f64 / count;
    (mean / law.mean(), variance / law.variance(), share)
}

fn by_day(forecast: &Forecast, random: &mut Pcg64Mcg) -> Vec<f64> {
    let path = forecast.path(random);
    path.chunks(48)
        .map(|d| d.iter().map(|c| c.0).sum())
        .collect()
}

/// A level whose variance grows, busyness with a correlation, odd days or none: a day, a week and a
/// year of 1500 paths, which know the mean of the year to 0.2 %, variances to 4 % and shares to 1
/// point.
#[test]
fn laws_of_totals_are_those_of_paths() {
    for odd in [0.0, 0.1] {
        let spread = DaySpread {
            day: 0.03,
            level: 0.01,
            interval: 0.02,
            taper: 0.0,
            odd,
        };
        let mut forecast = forecast(364, spread, 0.5);
        for (nth, spread) in forecast.spread.days.iter_mut().enumerate() {
            let grown = 0.002 * (nth / 56) as f64;
            spread.day += grown;
            spread.level += grown;
        }
        let mut random = Pcg64Mcg::seed_from_u64(6);
        let paths: Vec<_> = (0..1500).map(|_| by_day(&forecast, &mut random)).collect();
        for (from, days) in [(0, 1), (200, 1), (7, 7), (300, 28), (0, 364)] {
            let (mean, variance, within) = beside(&forecast, from, days, &paths);
            let what = format!("{days} days from {from}, odd {odd}: {mean} {variance} {within}");
            assert!((mean - 1.0).abs() < 0.02, "{what}");
            assert!((variance - 1.0).abs() < 0.13, "{what}");
            assert!((within - 0.8).abs() < 0.035, "{what}");
        }
    }
}

/// Four weeks after four weeks, of the same contacts: no band is narrower than the one before (a
/// ten-thousandth is left to ends of months, which are a little less sure than other dates), that after a year is wider than the first, and beyond the last trials they go on widening.
#[test]
fn bands_of_months_widen() {
    let grid = Grid::days(chrono_tz::UTC, day(1) - Days::new(1100), 1100, 240);
    let always = Series::filled(grid, true);
    let mut random = Pcg64Mcg::seed_from_u64(12);
    let mut level = 1.0;
    let contacts = Series::from_fn(grid, |index| {
        if index.is_multiple_of(42) {
            // Every week the level moves by 3 %.
            level *= Gamma::new(1100.0, 1.0 / 1100.0)
                .unwrap()
                .sample(&mut random);
        }
        Contacts(Poisson::new(80.0 * level).unwrap().sample(&mut random))
    });
    let calendar = DayCalendar::plain(Vec::new());
    let past = Past {
        contacts: &contacts,
        handle_time: &Series::filled(grid, Some(Seconds(300.0))),
        open: &always,
        usable: &always,
        calendar: &calendar,
    };
    let next = Grid::days(chrono_tz::UTC, day(1), 728, 240);
    let fitted = default_method(Options::default()).fit(&past).unwrap();
    let mut forecast = fitted.predict(&Series::filled(next, true), &calendar);
    forecast.contacts = Series::filled(next, Contacts(80.0));
    let deviation = |month: u64| {
        let first = day(1) + Days::new(28 * month);
        let law = forecast.law(first, first + Days::new(27));
        law.variance().sqrt() / law.mean()
    };
    let months: Vec<f64> = (0..26).map(deviation).collect();
    let narrower = months
        .windows(2)
        .any(|pair| pair[1] < pair[0] * (1.0 - 1e-4));
    assert!(!narrower, "{months:?}");
    assert!(months[13] > 1.5 * months[0], "{months:?}");
    assert!(months[15..].windows(2).all(|pair| pair[1] > pair[0] + 1e-4));
    // The level of a year is no surer than that of its months.
    let year = forecast.law(day(1), day(1) + Days::new(363));
    assert!(year.variance().sqrt() / year.mean() > 0.7 * months[6]);
}

/// What this afternoon tells of the level moves all days ahead, and what it cannot tell stays:
/// the week's error is the one stated.
#[test]
fn the_week_follows_by_the_level() {
    let spread = DaySpread {
        day: 0.05,
        level: 0.02,
        ..DaySpread::default()
    };
    let forecast = forecast(15, spread, 0.4);
    let mut random = Pcg64Mcg::seed_from_u64(9);
    let (mut before, mut after, mut stated, paths) = (0.0, 0.0, 0.0, 3000);
    let now = forecast.contacts.grid.instant(36);
    let (from, to) = (day(29), day(29) + Days::new(6));
    for _ in 0..paths {
        let path = forecast.path(&mut random);
        let came = Series::from_fn(forecast.contacts.grid, |i| Some(path[i]));
        let week: f64 = path[48 * 7..48 * 14].iter().map(|c| c.0).sum();
        let today = forecast.intraday(&came, now, Swing::NONE).unwrap();
        let law = today.forecast.law(from, to);
        before += (week - forecast.law(from, to).mean()).powi(2);
        after += (week - law.mean()).powi(2);
        stated += law.variance();
    }
    // Of the level 0.02 x 0.02 / 0.05 is told, less what chance hides: of a week with 0.02 + 0.03 x
    // 2.1 / 7 a quarter. 3000 paths know a variance to 2.6 %.
    assert!((after / stated - 1.0).abs() < 0.08, "{}", after / stated);
    let kept = after / before;
    assert!((kept - 0.75).abs() < 0.06, "{kept}");
}
