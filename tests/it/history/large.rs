//! A file larger than any in use, read for its time and memory.

use super::{Folder, HEADER, date, source};
use bezet::history::{History, Source, read};
use chrono::TimeDelta;
use std::io::Write as _;

/// Megabytes of memory that this process ever had in use.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

fn measured(what: &str, source: &Source) -> History {
    let began = std::time::Instant::now();
    let history = read(source).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    eprintln!("{what}: {seconds:.1} s, peak {:.0} MB", peak_memory());
    history
}

/// Run alone (`--ignored --nocapture ten_million`): takes a minute and 1.2 GB of disk.
#[test]
#[ignore = "large"]
fn ten_million_rows_are_read() {
    const ROWS: usize = 10_000_000;
    let folder = Folder::new();
    let (calls, intervals) = (
        folder.0.path().join("calls.csv"),
        folder.0.path().join("q.csv"),
    );
    let mut file = std::io::BufWriter::new(std::fs::File::create(&calls).unwrap());
    writeln!(file, "start,queue,outcome,service_s,wait_s").unwrap();
    let first = date("2018-01-01").and_hms_opt(8, 0, 0).unwrap();
    for row in 0..ROWS {
        let (day, second) = (row / 9_000, row % 9_000 * 4);
        let start = first + TimeDelta::days(day as i64) + TimeDelta::seconds(second as i64);
        let start = start.format("%Y-%m-%dT%H:%M:%S");
        writeln!(file, "{start},phone,AGENT,{},{}", 200 + row % 300, row % 90).unwrap();
    }
    drop(file);
    let history = measured("10 million calls", &source(&calls));
    let offered = &history.queue("phone").unwrap().offered;
    let total: f64 = offered.values.iter().flatten().map(|count| count.0).sum();
    assert_eq!(total, ROWS as f64);
    let mut file = std::io::BufWriter::new(std::fs::File::create(&intervals).unwrap());
    writeln!(
        file,
        "{}",
        HEADER.join(",").replace("offered", "queue,offered")
    )
    .unwrap();
    for row in 0..ROWS {
        let start = first + TimeDelta::hours(1) + TimeDelta::minutes(5 * (row / 20) as i64);
        let start = start
            .and_local_timezone(chrono::Utc)
            .unwrap()
            .format("%Y-%m-%dT%H:%M:%SZ");
        writeln!(
            file,
            "{start},q{:02},{},9,1,300.5,41.25,6",
            row % 20,
            10 + row % 7
        )
        .unwrap();
    }
    drop(file);
    let mut source = source(&intervals);
    source.only = vec!["q07".to_owned()];
    let history = measured("10 million intervals, one queue of twenty", &source);
    let known = history
        .queue("q07")
        .unwrap()
        .offered
        .values
        .iter()
        .flatten()
        .count();
    assert_eq!(known, ROWS / 20);
    drop(history);
    source.only.clear();
    let history = measured("10 million intervals, all twenty queues", &source);
    let counts = history
        .queues
        .values()
        .map(|q| q.offered.values.iter().flatten().count());
    assert_eq!(counts.sum::<usize>(), ROWS);
}
