//! No past makes a method panic, and whatever it says is a number, in order and repeatable.

use bezet::calendar::{DayCalendar, Event, EventKind, Grid, Series};
use bezet::forecast::{CountLaw, Forecast, NAMES, Options, Past, method};
use bezet::units::{Contacts, Seconds};
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// What the counts of a past are like.
#[derive(Clone, Copy, Debug)]
enum Counts {
    Zero,
    Constant,
    /// Any size, by chance.
    Wild,
    /// Nearly always nothing.
    Thin,
    /// Ten, and once a million millions.
    Giant,
}

/// A past to make.
#[derive(Clone, Debug)]
struct Recipe {
    counts: Counts,
    zone: Tz,
    step: u32,
    /// Intervals of the past that are recorded; all of them where there are fewer.
    rows: usize,
    days: u32,
    office: bool,
    closed: bool,
    /// Stretches of days of which nothing is known: first and length.
    missing: Vec<(u32, u32)>,
    event: Option<(u32, u32)>,
    /// Interval of what is forecast.
    next_step: u32,
    seed: u64,
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2006, 1, 2).unwrap()
}

/// Spans as they come: two weeks, months, some years; fifteen years of long intervals only.
fn spans() -> impl Strategy<Value = (u32, u32)> {
    let steps = prop::sample::select(vec![5_u32, 10, 15, 20, 30, 60, 1440]);
    prop_oneof![
        2 => (Just(14), steps.clone()),
        4 => (12_u32..120, steps),
        2 => (300_u32..1200, prop::sample::select(vec![30_u32, 60, 1440])),
        1 => (Just(5479), Just(1440)),
    ]
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let counts = prop_oneof![
        1 => Just(Counts::Zero),
        2 => Just(Counts::Constant),
        2 => Just(Counts::Wild),
        3 => Just(Counts::Thin),
        2 => Just(Counts::Giant),
    ];
    let zones = prop::sample::select(vec![chrono_tz::UTC, chrono_tz::Europe::Amsterdam]);
    let rows = prop_oneof![9 => Just(usize::MAX), 1 => 1_usize..50];
    let open = (any::<bool>(), prop::bool::weighted(0.05));
    let missing = prop::collection::vec((0_u32..1200, 1_u32..90), 0..4);
    let event = prop::option::of((0_u32..1200, 0_u32..30));
    let next_step = prop::sample::select(vec![5_u32, 15, 30, 60, 1440]);
    let rest = (missing, event, next_step, any::<u64>());
    (counts, zones, spans(), rows, open, rest).prop_map(
        |(counts, zone, (days, step), rows, (office, closed), rest)| Recipe {
            counts,
            zone,
            step,
            rows,
            days,
            office,
            closed,
            missing: rest.0,
            event: rest.1,
            next_step: rest.2,
            seed: rest.3,
        },
    )
}

impl Recipe {
    fn open(&self, grid: Grid) -> Series<bool> {
        let hours = 480..1080;
        Series::from_fn(grid, |index| {
            let minute = grid.minute_of_day(index);
            let works = grid.date(index).weekday().num_days_from_monday() < 5;
            let office = works && (grid.step == 1440 || hours.contains(&minute));
            !self.closed && (office || !self.office)
        })
    }

    fn contacts(&self, grid: Grid) -> Series<Contacts> {
        let mut random = Pcg64Mcg::seed_from_u64(self.seed);
        let giant = random.random_range(0..grid.len.max(1));
        Series::from_fn(grid, |index| {
            let share: f64 = random.random();
            Contacts(match self.counts {
                Counts::Zero => 0.0,
                Counts::Constant => 7.0,
                Counts::Wild => (share * 12.0).exp().round(),
                Counts::Thin => f64::from(u8::from(share < 0.02)),
                Counts::Giant if index == giant => 1e12,
                Counts::Giant => 10.0,
            })
        })
    }

    fn calendar(&self) -> DayCalendar {
        let event = self.event.map(|(from, length)| Event {
            name: "move".into(),
            kind: EventKind::Planned,
            from: first() + Days::new(from.into()),
            to: first() + Days::new((from + length).into()),
        });
        DayCalendar::dutch(2006..=2022, event.into_iter().collect())
    }

    /// What each method forecasts of the sixty days that follow; none where it refuses.
    fn forecasts(&self) -> Vec<Option<Forecast>> {
        let mut grid = Grid::days(self.zone, first(), self.days, self.step);
        let next = Grid::days(
            self.zone,
            first() + Days::new(self.days.into()),
            60,
            self.next_step,
        );
        grid.len = grid.len.min(self.rows);
        let contacts = self.contacts(grid);
        let handle_time = contacts.map(|count| (count.0 > 0.0).then_some(Seconds(300.0)));
        let open = self.open(grid);
        let unknown = |index: usize| {
            let day = (grid.date(index) - first()).num_days();
            let mut missing = self.missing.iter();
            missing.any(|(from, length)| (*from..from + length).contains(&(day.max(0) as u32)))
        };
        let usable = Series::from_fn(grid, |index| open.values[index] && !unknown(index));
        let calendar = self.calendar();
        let past = Past {
            contacts: &contacts,
            handle_time: &handle_time,
            open: &open,
            usable: &usable,
            calendar: &calendar,
        };
        let next = self.open(next);
        let forecast = |name: &&str| {
            let fitted = method(name, Options::default()).unwrap().fit(&past);
            Some(fitted.ok()?.predict(&next, &calendar))
        };
        NAMES.iter().map(forecast).collect()
    }
}

/// Everything that a forecast says is a number, and in order.
fn sound(forecast: &Forecast) -> Result<(), TestCaseError> {
    let grid = forecast.contacts.grid;
    for index in 0..grid.len {
        let [low, mean, high] =
            [&forecast.low, &forecast.contacts, &forecast.high].map(|s| s.values[index].0);
        let seconds = forecast.handle_time.values[index].0;
        prop_assert!(mean.is_finite() && mean >= 0.0, "{index}: {mean}");
        prop_assert!(
            high.is_finite() && low >= 0.0 && low <= high,
            "{index}: {low} {high}"
        );
        prop_assert!(seconds.is_finite() && seconds > 0.0, "{index}: {seconds}");
    }
    prop_assert!(forecast.busyness > 0.0 && forecast.handle_time_error.0 >= 0.0);
    for spread in &forecast.spread.days {
        let parts = [
            spread.day,
            spread.level,
            spread.interval,
            spread.taper,
            spread.odd,
        ];
        prop_assert!(
            parts.iter().all(|part| part.is_finite() && *part >= 0.0),
            "{parts:?}"
        );
    }
    let dates = grid.dates();
    for last in [dates[0], dates[6], dates[dates.len() - 1]] {
        let law = forecast.law(dates[0], last);
        let edges = [0.025, 0.1, 0.5, 0.9, 0.975].map(|share| law.quantile(share));
        prop_assert!(edges.is_sorted() && edges[0] >= 0.0, "{edges:?}");
        prop_assert!(edges[4].is_finite() && law.mean().is_finite(), "{edges:?}");
        let chance = law.at_most(edges[2]);
        prop_assert!((0.0..=1.0).contains(&chance), "{chance}");
    }
    let path = forecast.path(&mut Pcg64Mcg::seed_from_u64(1));
    let counts = path.iter().map(|count| count.0);
    prop_assert!(
        counts
            .clone()
            .all(|count| count.is_finite() && count >= 0.0)
    );
    Ok(())
}

#[test]
fn quantiles_of_wide_laws_are_in_order() {
    for relative in [0.1, 0.5, 1.0, 3.0] {
        for odd in [0.0, 0.1, 0.5] {
            let law = CountLaw::with_odd_days(1200.0, 0.0, relative * 1.44e6, odd, 1.0);
            let edges = [0.01, 0.025, 0.05, 0.1, 0.2, 0.5].map(|share| law.quantile(share));
            assert!(edges.is_sorted(), "{relative} {odd}: {edges:?}");
        }
    }
}

fn written(forecasts: &[Option<Forecast>]) -> String {
    serde_json::to_string(forecasts).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_past_is_forecast_or_refused(recipe in recipes()) {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| recipe.forecasts())
        };
        let forecasts = on(2);
        for forecast in forecasts.iter().flatten() {
            sound(forecast)?;
        }
        prop_assert!(written(&forecasts) == written(&on(1)));
        prop_assert!(written(&forecasts) == written(&on(2)));
    }
}
