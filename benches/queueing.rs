//! How fast the waiting formulas are: one value, one requirement, the curves of a week.

use bezet::calendar::{Grid, Series};
use bezet::queueing::{
    Day, Goal, Interval, Leaving, Level, Model, Rates, day_wait, erlang_a, erlang_c, fewest_agents,
    finite_room, interval_waits, slopes, timeout_waits,
};
use bezet::staffing::{CurveInputs, Curves, Formula, Overflow, Target, require};
use bezet::units::{Contacts, Seconds, Share};
use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

const PATIENCE: Seconds = Seconds(600.0);

fn formulas(c: &mut Criterion) {
    // 9 erlangs of calls of 330 seconds
    let rates = Rates::new(9.0 / 330.0, 1.0 / 330.0, 1.0 / PATIENCE.0).expect("rates above 0");
    c.bench_function("erlang_c 12 agents", |b| {
        b.iter(|| erlang_c(black_box(12.0), &rates).e_wait)
    });
    // ... with a patience of 1,200 seconds
    let patient = Rates::new(9.0 / 330.0, 1.0 / 330.0, 1.0 / 1200.0).expect("rates above 0");
    c.bench_function("erlang_a 12 agents, patience 1200 s", |b| {
        b.iter(|| erlang_a(black_box(12.0), black_box(&patient)).p_abandon)
    });
    let goal = Goal::ServiceLevel {
        share: 0.8,
        threshold: 20.0,
        of: Level::Offered,
    };
    c.bench_function("fewest_agents 9 erlangs erlang_c", |b| {
        b.iter(|| fewest_agents(black_box(&goal), &Model::ErlangC, &rates))
    });
    for agents in [12.0, 12.5] {
        c.bench_function(&format!("erlang_a {agents} agents"), |b| {
            b.iter(|| erlang_a(black_box(agents), &rates).e_wait)
        });
    }
    c.bench_function("finite_room 12 agents 15 places", |b| {
        b.iter(|| finite_room(black_box(12), 15, &rates).p_block)
    });
    let large = Rates::new(1e6, 1.0, 0.5).expect("rates above 0");
    c.bench_function("erlang_a 1000000 agents", |b| {
        b.iter(|| erlang_a(black_box(1e6), &large).e_wait)
    });
}

/// A day of 34 quarters with a morning peak: so many contacts a day, and agents who follow the load
/// in part. The afternoon works off what the morning leaves.
fn day(contacts: f64, agents: f64, patience: f64) -> Day {
    let quarter = |index: usize| {
        let hour = 8.5 + index as f64 / 4.0;
        let shape = 1.0 + 0.7 * (-(hour - 10.5_f64).powi(2) / 3.0).exp() + 0.2 * (hour * 1.3).sin();
        let arrival = contacts / 34.0 / 900.0 * shape / 1.15;
        let people = agents
            * if (12.0..13.5).contains(&hour) {
                0.75
            } else {
                1.0
            };
        let rates = Rates::new(arrival, 1.0 / 330.0, 1.0 / patience).expect("rates above 0");
        Interval::new(900.0, rates, people.round() as u32)
    };
    Day::new((0..34).map(quarter).collect(), Leaving::Exhaustive).expect("a day")
}

/// A day by name from the folder BEZET_ORACLES, in the form that `bezet evaluate` reads; `None`
/// where no such folder is named.
fn known_day(name: &str) -> Option<Day> {
    let folder = std::env::var("BEZET_ORACLES").ok()?;
    let text = std::fs::read_to_string(format!("{folder}/transient/{name}.json")).ok()?;
    let file: serde_json::Value = serde_json::from_str(&text).ok()?;
    let inputs = file.get("inputs")?;
    let number = |key: &str, index: usize| match inputs.get(key)? {
        serde_json::Value::Array(values) => values.get(index)?.as_f64(),
        value => value.as_f64(),
    };
    let count = inputs.get("staff")?.as_array()?.len();
    let interval = |index: usize| {
        let [arrival, service, abandonment] =
            ["lambda_per_s", "mu_per_s", "theta_per_s"].map(|key| number(key, index));
        let rates = Rates::new(arrival?, service?, abandonment?)?;
        let agents = number("staff", index)? as u32;
        Some(Interval::new(number("interval_s", index)?, rates, agents))
    };
    let intervals = (0..count).map(interval).collect::<Option<Vec<_>>>()?;
    Day::new(intervals, Leaving::Exhaustive).ok()
}

fn transient(c: &mut Criterion) {
    let made = [
        ("650 contacts", Some(day(650.0, 7.0, 2400.0))),
        ("9000 contacts", Some(day(9000.0, 95.0, 600.0))),
    ];
    let known = ["user_day", "big_centre"].map(|name| (name, known_day(name)));
    let days = made.into_iter().chain(known);
    for (name, day) in days.filter_map(|(name, day)| Some((name, day?))) {
        c.bench_function(&format!("day_wait {name}"), |b| {
            b.iter(|| day_wait(black_box(&day)).e_wait)
        });
        c.bench_function(&format!("interval_waits {name}, 1 threshold"), |b| {
            b.iter(|| interval_waits(black_box(&day), &[60.0]).0.e_wait)
        });
        c.bench_function(&format!("timeout_waits {name}, 300 s, 1 threshold"), |b| {
            b.iter(|| timeout_waits(black_box(&day), 300.0, &[60.0]).map(|(whole, _)| whole.e_wait))
        });
        c.bench_function(&format!("slopes {name}"), |b| {
            b.iter(|| slopes(black_box(&day)).one_more[3])
        });
    }
}

/// A week of 170 open quarters, no two alike.
struct Week {
    contacts: Series<Contacts>,
    handle_time: Series<Seconds>,
    open: Series<bool>,
    wait_above: Series<Option<Seconds>>,
}

fn week() -> Week {
    let monday = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
    let grid = Grid::days(chrono_tz::Europe::Amsterdam, monday, 7, 15);
    let within = |from: usize, to: usize| {
        Series::from_fn(grid, move |i| i < 5 * 96 && (from..to).contains(&(i % 96)))
    };
    Week {
        contacts: Series::from_fn(grid, |i| Contacts(14.0 + (i * 37 % 480) as f64 / 60.0)),
        handle_time: Series::filled(grid, Seconds(330.0)),
        open: within(34, 68),
        wait_above: within(36, 50).map(|open| open.then_some(Seconds(420.0))),
    }
}

fn requirement(c: &mut Criterion) {
    let week = week();
    let target = Target::ServiceLevel {
        share: Share(0.8),
        answer_within: Seconds(60.0),
    };
    for (name, formula) in [("c", Formula::ErlangC), ("a", Formula::ErlangA)] {
        c.bench_function(&format!("require 170 intervals erlang_{name}"), |b| {
            b.iter(|| {
                let (contacts, handle_time, open) = (&week.contacts, &week.handle_time, &week.open);
                require(
                    contacts,
                    handle_time,
                    open,
                    Some(PATIENCE),
                    formula,
                    &[target],
                )
                .is_ok()
            })
        });
    }
}

fn curves(c: &mut Criterion) {
    let week = week();
    let inputs = CurveInputs {
        contacts: &week.contacts,
        handle_time: &week.handle_time,
        open: &week.open,
        patience: Some(PATIENCE),
        busyness: 50.0,
        absent: Share(0.05),
        overflow: Some(Overflow {
            wait_above: &week.wait_above,
            answer: Seconds(30.0),
        }),
        most: 25,
    };
    c.bench_function("curves 170 intervals 25 agents", |b| {
        b.iter(|| {
            Curves::new(&inputs)
                .map(|curves| curves.waiting(40, 8))
                .is_ok()
        })
    });
}

criterion_group!(benches, formulas, transient, requirement, curves);
criterion_main!(benches);
