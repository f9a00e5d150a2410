//! Ten thousand jobs: not asked for by default.

use super::jobs::{BAD, Jobs};
use bezet::scenario::batch::Shards;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The large one: `cargo test --release --test it ten_thousand -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn ten_thousand_jobs_killed_ten_times_and_in_sixteen_shards() {
    const ROWS: usize = 10_000;
    let jobs = Jobs::new(ROWS);
    let timed = |what: &str, run: &dyn Fn()| {
        let began = std::time::Instant::now();
        run();
        let took = began.elapsed().as_secs_f64();
        eprintln!(
            "{what}: {took:.1} s, {:.0} jobs a second",
            ROWS as f64 / took
        );
    };
    timed("2 threads", &|| {
        let run = jobs.run("two.jsonl", 2, "1/1");
        assert_eq!((run.done, run.failed), (ROWS, ROWS / BAD));
    });
    timed("1 thread", &|| {
        assert_eq!(jobs.run("one.jsonl", 1, "1/1").done, ROWS)
    });
    let whole = jobs.bytes("two.jsonl");
    assert!(whole == jobs.bytes("one.jsonl"), "threads differ");
    timed("killed ten times", &|| {
        let mut random = 7_u64;
        let mut moments: Vec<usize> = (0..10)
            .map(|_| {
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (random >> 33) as usize % ROWS
            })
            .collect();
        moments.sort_unstable();
        for moment in moments {
            let (lines, at_work) = jobs.kill_at("killed.jsonl", moment);
            eprintln!("  killed at {lines} lines (meant: {moment}), at work: {at_work}");
        }
        jobs.start("killed.jsonl").wait().unwrap();
    });
    assert!(whole == jobs.bytes("killed.jsonl"), "a killed run differs");
    timed("16 shards", &|| {
        let name = |nth: usize| format!("shard-{nth}.jsonl");
        for nth in 1..=16 {
            assert_eq!(
                jobs.run(&name(nth), 2, &format!("{nth}/16")).rows,
                ROWS / 16
            );
        }
        let files: Vec<PathBuf> = (1..=16).map(|nth| jobs.path(&name(nth))).collect();
        let mut merged = Vec::new();
        let shards = Shards::read(&jobs.manifest(), &files).unwrap();
        assert_eq!(shards.failed(), ROWS / BAD);
        shards.write(&mut merged).unwrap();
        assert!(whole == merged, "shards differ");
    });
    let kinds = jobs
        .lines("two.jsonl")
        .into_iter()
        .fold(BTreeMap::new(), |mut kinds, line| {
            *kinds.entry(line["kind"].to_string()).or_insert(0) += 1;
            kinds
        });
    eprintln!(
        "kinds: {kinds:?}; {} bytes; {} rows",
        whole.len(),
        jobs.rows
    );
}
