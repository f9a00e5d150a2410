//! How long the default forecast takes by length of history: read down the table for the cost of a year.

use bezet::calendar::{DayCalendar, Grid, Series};
use bezet::forecast::{NAMES, Options, Past, method};
use bezet::units::{Contacts, Seconds};
use chrono::{Datelike, Days, NaiveDate};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson};
use rand_pcg::Pcg64Mcg;
use std::hint::black_box;

/// Years of half-hours, round the clock.
const YEARS: [f64; 5] = [0.5, 1.0, 2.0, 4.0, 8.0];

/// A queue's record that owns its series.
struct Record {
    contacts: Series<Contacts>,
    handle_time: Series<Option<Seconds>>,
    always: Series<bool>,
    calendar: DayCalendar,
}

impl Record {
    /// Contacts drawn: a curve by weekday and clock, a yearly season, growth of 5 % a year, a day's
    /// gamma busyness of a deviation of 8 %, and Poisson counts.
    fn drawn(years: f64) -> Self {
        let days = (years * 365.0) as u32;
        let last = NaiveDate::from_ymd_opt(2021, 3, 7).expect("a date");
        let first = last - Days::new(u64::from(days) - 1);
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, first, days, 30);
        let mut random = Pcg64Mcg::seed_from_u64(1);
        let busyness = Gamma::new(156.0, 1.0 / 156.0).expect("a law");
        let mut contacts = Series::filled(grid, Contacts::ZERO);
        for date in grid.dates() {
            let busy = busyness.sample(&mut random) * factor(date);
            for index in grid.day_range(date) {
                let rate = busy * curve(f64::from(grid.minute_of_day(index)) / 60.0);
                let count = Poisson::new(rate).map_or(0.0, |law| law.sample(&mut random));
                contacts.values[index] = Contacts(count);
            }
        }
        Self {
            contacts,
            handle_time: Series::filled(grid, Some(Seconds(330.0))),
            always: Series::filled(grid, true),
            calendar: DayCalendar::dutch(2010..=2022, Vec::new()),
        }
    }

    fn past(&self) -> Past<'_> {
        Past {
            contacts: &self.contacts,
            handle_time: &self.handle_time,
            open: &self.always,
            usable: &self.always,
            calendar: &self.calendar,
        }
    }
}

fn factor(date: NaiveDate) -> f64 {
    let weekday = [1.25, 1.1, 1.05, 1.0, 0.95, 0.5, 0.4];
    let weekday = weekday[date.weekday().num_days_from_monday() as usize];
    let season = (std::f64::consts::TAU * f64::from(date.ordinal0()) / 365.25).cos();
    let years = f64::from(date.num_days_from_ce() - 737_850) / 365.25;
    weekday * (1.0 + 0.1 * season) * (0.05 * years).exp()
}

fn curve(hour: f64) -> f64 {
    let peak = |at: f64, width: f64| (-((hour - at) / width).powi(2)).exp();
    2.0 + 30.0 * peak(10.5, 2.0) + 20.0 * peak(14.5, 2.5)
}

/// Fit and a forecast of two weeks, on one thread.
fn fit_and_predict(c: &mut Criterion) {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let one_thread = one_thread.expect("a thread");
    let next = NaiveDate::from_ymd_opt(2021, 3, 8).expect("a date");
    let mut group = c.benchmark_group("fit and predict");
    group.sample_size(10);
    for years in YEARS {
        let record = Record::drawn(years);
        let grid = record.contacts.grid;
        let open = Series::filled(Grid::days(grid.zone, next, 14, 30), true);
        let default = method(NAMES[0], Options::default()).expect("a known name");
        group.throughput(Throughput::Elements(grid.len as u64));
        group.bench_function(BenchmarkId::new(NAMES[0], format!("{years} years")), |b| {
            b.iter(|| {
                one_thread.install(|| {
                    let fitted = default.fit(black_box(&record.past()));
                    fitted.map(|fitted| fitted.predict(&open, &record.calendar))
                })
            })
        });
    }
    group.finish();
}

criterion_group!(benches, fit_and_predict);
criterion_main!(benches);
