//! Years of scenarios: the exact wait of every interval, and the team that a target takes.
//!
//! Before the timings come two figures. *Scenario-years per core-second*: volume and handle time differ
//! in each, the history is read and the roster's programme solved once before. *Growth*: the time of a
//! year against the contacts and people in it.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // this is a bench

use bezet::config::{Config, Scenario};
use bezet::scenario::{Year, answer};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Scenario-years of the first figure.
const YEARS: usize = 200;

fn scenario(nth: usize) -> Scenario {
    let growth = 0.4 * nth as f64 / YEARS as f64 - 0.1;
    let longer = (nth * 37 % 90) as f64 - 30.0;
    Scenario::default()
        .with("volume.growth", growth, "bench")
        .and_then(|scenario| scenario.with("handle_time.longer_s", longer, "bench"))
        .unwrap()
}

fn one_core<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.unwrap().install(work)
}

fn years(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/kcc.toml");
    let year = Year::read(&Config::read(&path).unwrap(), &Scenario::default()).unwrap();
    let today = answer(&year, &Scenario::default(), f64::INFINITY).unwrap();
    let wait = today.given.wait;
    let begin = Instant::now();
    one_core(|| {
        for nth in 0..YEARS {
            black_box(answer(&year, &scenario(nth), wait).unwrap());
        }
    });
    let each = begin.elapsed().as_secs_f64() / YEARS as f64;
    println!(
        "scenario-years per core-second: {:.1} ({:.1} ms each)",
        1.0 / each,
        1000.0 * each
    );
    criterion.bench_function("a scenario-year, one core", |bencher| {
        bencher.iter(|| one_core(|| answer(black_box(&year), &scenario(20), wait).unwrap()));
    });
    let mut larger = criterion.benchmark_group("contacts and people times");
    larger.sample_size(10);
    for times in [1_u32, 2, 4] {
        let grown = Scenario::default()
            .with("volume.growth", f64::from(times) - 1.0, "bench")
            .and_then(|scenario| scenario.with("people.fte", 18.67 * f64::from(times), "bench"))
            .unwrap();
        larger.bench_function(times.to_string(), |bencher| {
            bencher.iter(|| one_core(|| answer(black_box(&year), &grown, wait).unwrap()));
        });
    }
    larger.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = years
}
criterion_main!(benches);
