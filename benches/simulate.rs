//! How fast the simulation is: contacts per second of one queue, event by event and by recursion.

use bezet::calendar::{Grid, Series};
use bezet::law::Law;
use bezet::simulate::{
    Arrivals, Case, Centre, Crew, Leaving, Options, Present, Queue, Skill, Staffing, Traffic,
    Trials, imitate, run,
};
use bezet::units::{Agents, Contacts, Seconds, Share};
use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Quarters of an hour in a day.
const QUARTERS: usize = 96;

/// Contacts in each of them: 9.5 agents' work of 330 s.
const CONTACTS: f64 = 9.5 / 330.0 * 900.0;

const DAYS: u32 = 64;

/// M/M/10+M with a mean patience of 1200 s, all day.
fn centre(handle_law: Law) -> Centre {
    let patience = Law::Exponential { mean: 1200.0 };
    Centre {
        interval: 900.0,
        queues: vec![Queue::new(
            "phone",
            vec![CONTACTS; QUARTERS],
            handle_law,
            patience,
        )],
        crews: vec![Crew {
            skills: vec![Skill { queue: 0, rank: 0 }],
            present: Present::Counts(vec![10; QUARTERS]),
        }],
        leaving: Leaving::Exhaustive,
        busyness: f64::INFINITY,
    }
}

fn contacts_per_second(c: &mut Criterion) {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let one_thread = one_thread.expect("a thread");
    let mut group = c.benchmark_group("contacts");
    group.sample_size(20);
    let contacts = f64::from(DAYS) * CONTACTS * QUARTERS as f64;
    group.throughput(Throughput::Elements(contacts as u64));
    let trials = Trials {
        replications: DAYS,
        seed: 1,
        thresholds: vec![20.0],
    };
    for (name, law) in [
        ("exponential", Law::Exponential { mean: 330.0 }),
        (
            "lognormal",
            Law::Lognormal {
                mean: 330.0,
                cv: 1.0,
            },
        ),
    ] {
        let centre = centre(law);
        group.bench_function(format!("events, {name}"), |b| {
            b.iter(|| one_thread.install(|| imitate(black_box(&centre), &trials)))
        });
    }
    let (traffic, case, options) = recursion();
    group.bench_function("recursion, exponential", |b| {
        b.iter(|| one_thread.install(|| run(black_box(&traffic), &[case.clone()], &options)))
    });
    group.finish();
}

/// The same day for the engine of one queue.
fn recursion() -> (Traffic, Case, Options) {
    let day = NaiveDate::from_ymd_opt(2021, 4, 12).expect("a date");
    let grid = Grid::days(chrono_tz::UTC, day, 1, 15);
    let traffic = Traffic {
        arrivals: Arrivals::Expected,
        contacts: Series::filled(grid, Contacts(CONTACTS)),
        handle_time: Series::filled(grid, Seconds(330.0)),
        open: Series::filled(grid, true),
        patience: Seconds(1200.0),
        busyness: f64::INFINITY,
    };
    let case = Case {
        name: "ten".into(),
        staffing: Staffing::Counts(Series::filled(grid, Agents(10.0))),
        overflow: None,
    };
    let options = Options {
        replications: DAYS,
        seed: 1,
        absence: Share(0.0),
        answer_within: Seconds(20.0),
        long_wait: Seconds(1200.0),
    };
    (traffic, case, options)
}

criterion_group!(benches, contacts_per_second);
criterion_main!(benches);
