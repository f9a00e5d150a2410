//! The ladder's callers against simulated ones.

use super::centre;
use bezet::calendar::{Grid, Series};
use bezet::config::Scenario;
use bezet::scenario::{Ladder, Traffic};
use bezet::simulate::{Arrivals, Case, Options, Overflow, Staffing, run};
use bezet::units::{Agents, Contacts, Seconds, Share};
use chrono::Datelike;

/// A week of the kind simulated with as many agents as the shape gives for these hours.
fn simulated(
    year: &bezet::scenario::Year,
    agents: &[Vec<f64>],
    hours: f64,
    kind: usize,
    outside: bool,
) -> (f64, f64) {
    let kind = &year.kinds[kind];
    let grid = Grid::days(year.config.zone, kind.monday, 7, year.config.step);
    let at = |index: usize| {
        let weekday = grid.date(index).weekday().num_days_from_monday() as usize;
        let day = kind.days.iter().position(|day| day.weekday == weekday)?;
        let minute = grid.minute_of_day(index);
        let interval = kind.days[day]
            .intervals
            .iter()
            .position(|load| load.minute == minute)?;
        Some((day, interval))
    };
    let load = |index: usize| at(index).map(|(day, interval)| kind.days[day].intervals[interval]);
    let traffic = bezet::simulate::Traffic {
        arrivals: Arrivals::Expected,
        contacts: Series::from_fn(grid, |index| {
            Contacts(load(index).map_or(0.0, |load| load.contacts))
        }),
        handle_time: Series::from_fn(grid, |index| {
            Seconds(load(index).map_or(300.0, |load| load.handle_time))
        }),
        open: Series::from_fn(grid, |index| at(index).is_some()),
        patience: year.patience,
        busyness: year.busyness,
    };
    let contract = year.config.overflow.as_ref().unwrap();
    let case = Case {
        name: "shape".to_owned(),
        staffing: Staffing::Counts(Series::from_fn(grid, |index| {
            Agents(at(index).map_or(0.0, |(day, interval)| agents[day][interval] * hours))
        })),
        overflow: outside.then(|| Overflow {
            wait_above: Series::from_fn(grid, |index| {
                let weekday = grid.date(index).weekday().num_days_from_monday() as usize;
                let minute = grid.minute_of_day(index);
                let open = contract.windows[weekday]
                    .iter()
                    .any(|span| span.contains(minute));
                open.then(|| contract.wait_above[0])
            }),
            answer: contract.answer,
        }),
    };
    let options = Options {
        replications: 500,
        seed: 1,
        absence: Share(0.0),
        answer_within: Seconds(60.0),
        long_wait: Seconds(1200.0),
    };
    let outcome = &run(&traffic, &[case], &options).unwrap().outcomes[0];
    (outcome.wait.mean, outcome.overflowed.mean)
}

/// The sample's year under the roster that there is: at its own hours all agents are whole, or nearly.
#[test]
fn callers_wait_as_simulated_ones() {
    let path = crate::support::file("config/kcc.toml");
    let mut config = bezet::config::Config::read(&path).unwrap();
    config.forecast.method = "recent-mean".to_owned();
    let year = bezet::scenario::Year::read(&config, &Scenario::default()).unwrap();
    let scenario = Scenario::default()
        .with("shrinkage.sickness", 0.0, "test")
        .unwrap();
    let (shape, _) = year.shape(&scenario).unwrap();
    let traffic = Traffic::of(&year, &scenario);
    let present = year.present.as_ref().unwrap();
    let hours: f64 =
        present.values.iter().map(|agents| agents.0).sum::<f64>() * present.grid.step_hours();
    let contract = year.config.overflow.as_ref();
    for outside in [false, true] {
        let ladder = Ladder::new(&year, &scenario, traffic, contract.filter(|_| outside)).unwrap();
        let exact = ladder.exact(hours);
        for kind in [0, year.kinds.len() - 1] {
            let met = exact[kind];
            let (wait, gone) = simulated(&year, &shape.agents[kind], hours, kind, outside);
            assert!(
                (met.wait() / wait - 1.0).abs() < 0.03,
                "{outside} {kind}: {} {wait}",
                met.wait()
            );
            assert!(
                (met.outside - gone).abs() < 0.03 * gone.max(30.0),
                "{} {gone}",
                met.outside
            );
        }
    }
}

#[test]
fn between_rungs_it_is_as_on_them() {
    let year = centre::year();
    let scenario = Scenario::default()
        .with("handle_time.longer_s", 40.0, "test")
        .unwrap();
    let traffic = Traffic::of(&year, &scenario);
    let mut ladder = Ladder::new(&year, &scenario, traffic, None).unwrap();
    let (mut squares, mut count) = (0.0, 0.0);
    for part in 0..24 {
        let hours = ladder.load() * (0.9 + 0.02 * f64::from(part));
        for (straight, exact) in ladder.weeks(hours).iter().zip(ladder.exact(hours)) {
            squares += (straight.waiting / exact.waiting).ln().powi(2);
            count += 1.0;
            assert_eq!(straight.offered, exact.offered);
        }
    }
    let off = (squares / f64::from(count as u32)).sqrt();
    assert!(off < 0.02, "{off}");
}
