//! The rest of a day, and new queues: simulated worlds whose law is known.

use bezet::calendar::{DayCalendar, Grid, Series};
use bezet::forecast::{
    Counted, DaySpread, Forecast, Options, Past, Period, Spread, Stated, Swing, default_method,
};
use bezet::units::{Contacts, Seconds};
use chrono::NaiveDate;
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};
use rand_pcg::Pcg64Mcg;

pub fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 3, day).unwrap()
}

/// Contacts of a half-hour of the day, some 300 between 8 and 18 o'clock.
fn curve(hour: f64) -> f64 {
    let open = (8.0..18.0).contains(&hour);
    let peak = 10.0 + 12.0 * (-((hour - 10.5) / 2.0).powi(2)).exp();
    if open { peak } else { 0.0 }
}

/// A forecast of so many days with this curve and spread.
pub fn forecast(days: u32, spread: DaySpread, correlation: f64) -> Forecast {
    let past = Grid::days(chrono_tz::UTC, day(1), 21, 30);
    let always = Series::filled(past, true);
    let calendar = DayCalendar::plain(Vec::new());
    let past = Past {
        contacts: &Series::filled(past, Contacts(10.0)),
        handle_time: &Series::filled(past, Some(Seconds(300.0))),
        open: &always,
        usable: &always,
        calendar: &calendar,
    };
    let grid = Grid::days(chrono_tz::UTC, day(22), days, 30);
    let fitted = default_method(Options::default()).fit(&past).unwrap();
    let mut forecast = fitted.predict(&Series::filled(grid, true), &calendar);
    forecast.contacts = Series::from_fn(grid, |index| {
        Contacts(curve(f64::from(grid.minute_of_day(index)) / 60.0))
    });
    forecast.spread = Spread {
        days: vec![spread; days as usize],
        correlation,
    };
    forecast
}

fn gamma(variance: f64, random: &mut Pcg64Mcg) -> f64 {
    match Gamma::new(1.0 / variance, variance) {
        Ok(law) if variance > 0.0 => law.sample(random),
        _ => 1.0,
    }
}

/// Counts of a day: busyness, swing (an autoregression of logarithms), noise and Poisson.
fn drawn(
    forecast: &Forecast,
    busy: f64,
    swing: Swing,
    noise: f64,
    random: &mut Pcg64Mcg,
) -> Series<Option<Contacts>> {
    let keep = (-0.5 / swing.hours).exp();
    let spread = swing.variance.ln_1p().sqrt();
    let mut at: f64 = StandardNormal.sample(random);
    Series::from_fn(forecast.contacts.grid, |index| {
        let fresh: f64 = StandardNormal.sample(random);
        at = keep * at + (1.0 - keep * keep).sqrt() * fresh;
        let wander = (spread * at - spread * spread / 2.0).exp();
        let rate = forecast.contacts.values[index].0 * busy * wander * gamma(noise, random);
        Some(Contacts(
            Poisson::new(rate).map_or(0.0, |law| law.sample(random)),
        ))
    })
}

/// How well the total of the rest was foreseen: share within the band, edges counted half; mean
/// squared error over the variance stated; and mean squared error.
#[derive(Default)]
struct Kept {
    within: f64,
    ratio: f64,
    square: f64,
    count: f64,
}

impl Kept {
    fn add(&mut self, forecast: &Forecast, level: f64, came: f64) {
        let last = forecast.contacts.grid.dates()[0];
        let law = forecast.law(last, last);
        let (low, high) = law.band(level);
        let edge = if came == low || came == high {
            0.5
        } else {
            1.0
        };
        self.within += if (low..=high).contains(&came) {
            edge
        } else {
            0.0
        };
        self.square += (came - law.mean()).powi(2);
        self.ratio += (came - law.mean()).powi(2) / law.variance();
        self.count += 1.0;
    }

    fn mean(&self) -> (f64, f64, f64) {
        let share = |sum: f64| sum / self.count;
        (share(self.within), share(self.ratio), share(self.square))
    }
}

/// Draws days, updates at 11 o'clock and judges the rest of the day: before, after.
fn study(days: u32, spread: DaySpread, truth: Swing, told: Swing, noise: f64) -> [Kept; 2] {
    let forecast = forecast(1, spread, 0.0);
    let grid = forecast.contacts.grid;
    let (now, eleven) = (grid.instant(22), 22);
    let mut random = Pcg64Mcg::seed_from_u64(11);
    let mut kept = [Kept::default(), Kept::default()];
    // The swing's own mean over the day is a part of the day's busyness.
    let common = spread.day - over_day(&forecast, truth);
    for _ in 0..days {
        let busy = gamma(common, &mut random);
        let came = drawn(&forecast, busy, truth, noise, &mut random);
        let rest: f64 = came.values[eleven..].iter().flatten().map(|c| c.0).sum();
        let today = forecast.intraday(&came, now, told).unwrap();
        let mut morning = forecast.clone();
        morning.contacts.values[..eleven].fill(Contacts::ZERO);
        kept[0].add(&morning, 0.8, rest);
        kept[1].add(&today.forecast, 0.8, rest);
    }
    kept
}

/// Variance of the swing's mean over the day.
fn over_day(forecast: &Forecast, swing: Swing) -> f64 {
    let values = &forecast.contacts.values;
    let total: f64 = values.iter().map(|c| c.0).sum();
    let mut sum = 0.0;
    for (one, here) in values.iter().enumerate() {
        for (other, there) in values.iter().enumerate() {
            let apart = (one as f64 - other as f64).abs() / 2.0;
            sum += here.0 * there.0 * swing.variance * (-apart / swing.hours).exp();
        }
    }
    sum / (total * total)
}

/// Of 3000 days 80 % lie within a band up to 2.2 points (three standard errors), and the mean of
/// squared deviations is known to some 3 %.
#[test]
fn bands_of_the_rest_hold_what_they_claim() {
    let spread = DaySpread {
        day: 0.05,
        interval: 0.02,
        taper: 0.0,
        ..DaySpread::default()
    };
    let [before, after] = study(3000, spread, Swing::NONE, Swing::NONE, 0.02);
    let (_, _, first) = before.mean();
    let (within, ratio, second) = after.mean();
    assert!((within - 0.8).abs() < 0.022, "{within}");
    assert!((ratio - 1.0).abs() < 0.1, "{ratio}");
    // Before, some 180 contacts vary by 22 %, after by the root of 0.05 / (1 + 0.05 x 80) and noise.
    assert!(second < 0.45 * first, "{second} of {first}");
}

/// Where busyness is all there is, linear prediction is the closed form: gamma of shape 20 + n and
/// rate 20 + m.
#[test]
fn linear_prediction_reaches_the_closed_form() {
    let spread = DaySpread {
        day: 0.05,
        ..DaySpread::default()
    };
    let forecast = forecast(1, spread, 0.0);
    let mut random = Pcg64Mcg::seed_from_u64(4);
    let came = drawn(&forecast, 1.3, Swing::NONE, 0.0, &mut random);
    let now = forecast.contacts.grid.instant(22);
    let (n, m) = (0..22).fold((0.0, 0.0), |sums, index| {
        let came = came.values[index].unwrap().0;
        (sums.0 + came, sums.1 + forecast.contacts.values[index].0)
    });
    let (shape, rate) = (20.0 + n, 20.0 + m);
    for variance in [0.0, 1e-10] {
        let swing = Swing {
            variance,
            hours: 2.0,
        };
        let today = forecast.intraday(&came, now, swing).unwrap();
        assert!((today.rest - shape / rate).abs() < 1e-6, "{}", today.rest);
        assert!((today.rest_error - shape.sqrt() / rate).abs() < 1e-6);
        let relative = today.forecast.spread.days[0].day;
        assert!((relative - 1.0 / shape).abs() < 1e-6, "{relative}");
    }
}

/// With a swing that is told the bands hold; taken for busyness it makes them too narrow.
#[test]
fn a_heavy_morning_is_not_a_heavy_day() {
    let swing = Swing {
        variance: 0.03,
        hours: 2.0,
    };
    let spread = DaySpread {
        day: 0.03,
        interval: 0.02,
        taper: 0.0,
        ..DaySpread::default()
    };
    let [before, after] = study(3000, spread, swing, swing, 0.0);
    let (within, ratio, second) = after.mean();
    assert!((within - 0.8).abs() < 0.03, "{within}");
    assert!((ratio - 1.0).abs() < 0.12, "{ratio}");
    assert!(second < 0.8 * before.mean().2);
    let [_, naive] = study(3000, spread, swing, Swing::NONE, 0.0);
    assert!(naive.mean().0 < within - 0.05, "{}", naive.mean().0);
    assert!(second < naive.mean().2);
}

/// Counts after now, and on other days, change nothing.
#[test]
fn nothing_after_now_leaks() {
    let spread = DaySpread {
        day: 0.05,
        interval: 0.02,
        taper: 0.0,
        ..DaySpread::default()
    };
    let forecast = forecast(3, spread, 0.4);
    let grid = forecast.contacts.grid;
    let mut random = Pcg64Mcg::seed_from_u64(3);
    let came = drawn(&forecast, 1.2, Swing::NONE, 0.02, &mut random);
    let now = grid.day_range(day(23)).start + 22;
    let mut corrupt = came.clone();
    for (index, count) in corrupt.values.iter_mut().enumerate() {
        if index >= now || index < grid.day_range(day(23)).start {
            *count = Some(Contacts(9999.0));
        }
    }
    // A quarter past: the interval that has begun is not over.
    let instant = grid.instant(now) + chrono::TimeDelta::minutes(15);
    let honest = forecast.intraday(&came, instant, Swing::NONE).unwrap();
    let misled = forecast.intraday(&corrupt, instant, Swing::NONE).unwrap();
    assert_eq!(honest.forecast.contacts, misled.forecast.contacts);
    assert_eq!(honest.forecast.high, misled.forecast.high);
    assert_eq!(honest.came, misled.came);
    // The day before is left as it was; the day after moves less than today.
    let of = |f: &Forecast, d: u32| f.law(day(d), day(d)).mean();
    assert_eq!(of(&honest.forecast, 22), of(&forecast, 22));
    let (rest, next) = (honest.rest, of(&honest.forecast, 24) / of(&forecast, 24));
    assert!(
        (next - (1.0 + 0.4 * (rest - 1.0))).abs() < 1e-9,
        "{next} {rest}"
    );
}

/// Days tied by a normal copula: what tomorrow moves by makes tomorrow's error smaller, and its
/// band holds.
#[test]
fn tomorrow_follows_by_the_correlation() {
    let (variance, tie) = (0.05, 0.6);
    let spread = DaySpread {
        day: variance,
        ..DaySpread::default()
    };
    let forecast = forecast(2, spread, tie);
    let mut random = Pcg64Mcg::seed_from_u64(8);
    let (mut before, mut after, mut stated, days) = (0.0, 0.0, 0.0, 3000);
    let now = forecast.contacts.grid.instant(36);
    for _ in 0..days {
        // The crate's own paths, which share nothing with the update.
        let path = forecast.path(&mut random);
        let came = Series::from_fn(forecast.contacts.grid, |i| Some(path[i]));
        let total: f64 = path[48..].iter().map(|c| c.0).sum();
        let today = forecast.intraday(&came, now, Swing::NONE).unwrap();
        let law = today.forecast.law(day(23), day(23));
        before += (total - forecast.law(day(23), day(23)).mean()).powi(2);
        after += (total - law.mean()).powi(2);
        stated += law.variance();
    }
    // 1 - 0.36 of the busyness is left, and all of the Poisson noise.
    assert!((after / stated - 1.0).abs() < 0.1, "{}", after / stated);
    assert!(after < 0.75 * before, "{after} of {before}");
}

/// Levels drawn from what was stated of them: the level found is off by its standard error, and
/// the band of a week's total holds.
#[test]
fn a_new_queue_is_as_sure_as_it_says() {
    let spread = DaySpread {
        day: 0.02,
        ..DaySpread::default()
    };
    let other = forecast(7, spread, 0.3);
    let whole = other.law(day(22), day(22)).mean();
    let stated = Stated {
        per_day: 0.1 * whole,
        share: 0.1,
        days: 5.0,
    };
    let prior = (spread.day + 1.0 / stated.per_day) / stated.days;
    let mut random = Pcg64Mcg::seed_from_u64(21);
    let (mut ratio, mut within, worlds) = (0.0, 0.0, 2000);
    for world in 0..worlds {
        let level = gamma(prior, &mut random);
        let mut truth = other.clone();
        for contacts in &mut truth.contacts.values {
            contacts.0 *= 0.1 * level;
        }
        // Up to six days of its own, a week before the one that is forecast.
        let path = truth.path(&mut random);
        let own = (0..world % 7).map(|nth| Counted {
            count: path[48 * nth..48 * (nth + 1)].iter().map(|c| c.0).sum(),
            expected: whole,
        });
        let found = other.liken(&stated, &own.collect::<Vec<_>>());
        let error = found.per_day / stated.per_day - level;
        ratio += (error / (found.error * found.per_day / stated.per_day)).powi(2);
        let week: f64 = truth.path(&mut random).iter().map(|c| c.0).sum();
        let (low, high) = found.forecast.law(day(22), day(28)).band(0.8);
        let edge = if week == low || week == high {
            0.5
        } else {
            1.0
        };
        within += if (low..=high).contains(&week) {
            edge
        } else {
            0.0
        };
    }
    let worlds = worlds as f64;
    // Three standard errors of 2000 worlds, and a little for days tied to each other.
    assert!((ratio / worlds - 1.0).abs() < 0.12, "{}", ratio / worlds);
    assert!((within / worlds - 0.8).abs() < 0.035, "{}", within / worlds);
}

/// Totals add up, and their bands are those of drawn paths.
#[test]
fn totals_are_those_of_paths() {
    let spread = DaySpread {
        day: 0.03,
        interval: 0.02,
        taper: 0.0,
        ..DaySpread::default()
    };
    let forecast = forecast(21, spread, 0.5);
    let months = forecast.totals(Period::Month);
    let spans: Vec<String> = months
        .iter()
        .map(|t| format!("{} {}", t.from, t.to))
        .collect();
    assert_eq!(spans, ["2021-03-22 2021-03-31", "2021-04-01 2021-04-11"]);
    let days: f64 = forecast
        .totals(Period::Day)
        .iter()
        .map(|t| t.contacts.0)
        .sum();
    let all: f64 = months.iter().map(|t| t.contacts.0).sum();
    let intervals: f64 = forecast.contacts.values.iter().map(|c| c.0).sum();
    assert!((days - intervals).abs() < 1e-6 && (all - intervals).abs() < 1e-6);
    let mut random = Pcg64Mcg::seed_from_u64(2);
    let mut sums: Vec<f64> = (0..4000)
        .map(|_| forecast.path(&mut random)[..480].iter().map(|c| c.0).sum())
        .collect();
    sums.sort_by(f64::total_cmp);
    // 4000 paths know a quantile to 0.6 % of so many contacts.
    assert!((months[0].low.0 / sums[400] - 1.0).abs() < 0.012);
    assert!((months[0].high.0 / sums[3600] - 1.0).abs() < 0.012);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever came and whatever was thought of it: finite contacts, none below 0, and no panic.
    #[test]
    fn any_morning_has_a_rest(
        spread in (0.0..4.0_f64, 0.0..4.0_f64, 0.0..1.0_f64),
        swing in (0.0..4.0_f64, 0.01..30.0_f64),
        counts in proptest::collection::vec(proptest::option::of(0..100_000_u32), 48),
        now in 1..48_usize,
        scale in 0.0..200.0_f64,
    ) {
        let (day, interval, correlation) = spread;
        let mut forecast = forecast(3, DaySpread { day, interval, ..DaySpread::default() }, correlation);
        for contacts in &mut forecast.contacts.values {
            contacts.0 *= scale;
        }
        let grid = forecast.contacts.grid;
        let came = Series::from_fn(grid, |index| {
            let count = counts.get(index).copied().flatten();
            count.map(|count| Contacts(f64::from(count)))
        });
        let swing = Swing { variance: swing.0, hours: swing.1 };
        match forecast.intraday(&came, grid.instant(now), swing) {
            Ok(today) => {
                let values = &today.forecast.contacts.values;
                proptest::prop_assert!(values.iter().all(|c| c.0.is_finite() && c.0 >= 0.0));
                let high = &today.forecast.high.values;
                proptest::prop_assert!(high.iter().all(|c| c.0.is_finite() && c.0 >= 0.0));
                proptest::prop_assert!(today.busyness.is_finite() && today.error.is_finite());
                proptest::prop_assert!(today.rest_error.is_finite());
            }
            Err(_) => proptest::prop_assert!(counts[..now].iter().all(Option::is_none)),
        }
        let own: Vec<Counted> = counts.iter().flatten().take(9).map(|count| Counted {
            count: f64::from(*count),
            expected: scale,
        }).collect();
        let stated = Stated { per_day: 12.5, share: 0.1, days: 5.0 };
        let new = forecast.liken(&stated, &own);
        proptest::prop_assert!(new.per_day.is_finite() && new.error.is_finite());
        let values = &new.forecast.high.values;
        proptest::prop_assert!(values.iter().all(|c| c.0.is_finite() && c.0 >= 0.0));
    }
}
