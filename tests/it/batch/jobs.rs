//! A manifest of mixed jobs, some of them wrong, and what may be done with it.

use crate::support;
use bezet::plan::Unwatched;
use bezet::scenario::batch::{self, Manifest, Options, Run};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Every row so many is wrong: 5 %.
pub const BAD: usize = 20;

/// A folder with a manifest and the files that it names.
pub struct Jobs {
    pub folder: tempfile::TempDir,
    pub rows: usize,
}

impl Jobs {
    pub fn new(rows: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let jobs = Self { folder, rows };
        std::fs::write(jobs.path("day.json"), day(7).to_string()).unwrap();
        std::fs::write(jobs.path("calls.csv"), calls()).unwrap();
        crate::scenario::centre::write(jobs.folder.path());
        let more = "name = { en = \"more\" }\n[volume]\ngrowth = 0.1\n";
        std::fs::write(jobs.path("more.toml"), more).unwrap();
        let lines: String = (0..rows).map(|row| line(row) + "\n").collect();
        std::fs::write(jobs.path("jobs.jsonl"), lines).unwrap();
        jobs
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn manifest(&self) -> Manifest {
        Manifest::read(&self.path("jobs.jsonl")).unwrap()
    }

    pub fn run(&self, name: &str, threads: usize, shard: &str) -> Run {
        let options = Options {
            out: &self.path(name),
            shard: shard.parse().unwrap(),
            fresh: false,
            threads,
        };
        batch::run(&self.manifest(), &options, &Unwatched::default()).unwrap()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// The lines of results by row, from 0.
    pub fn lines(&self, name: &str) -> Vec<Value> {
        let text = String::from_utf8(self.bytes(name)).unwrap();
        let lines = text.lines().skip(1);
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The command, running.
    pub fn start(&self, name: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_bezet"))
            .args(["batch", "--threads", "2", "--quiet"])
            .arg(self.path("jobs.jsonl"))
            .arg("--out")
            .arg(self.path(name))
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Kills a run once its results have so many lines; says how many there are then, and whether
    /// it was still at work.
    pub fn kill_at(&self, name: &str, lines: usize) -> (usize, bool) {
        let mut child = self.start(name);
        let there = || {
            let bytes = std::fs::read(self.path(name)).unwrap_or_default();
            bytes.iter().filter(|byte| **byte == b'\n').count()
        };
        while there() < lines && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let at_work = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        (there(), at_work)
    }
}

/// A day whose load depends on the number.
pub fn day(number: usize) -> Value {
    let load = 0.01 + 0.00005 * (number % 97) as f64;
    let rate = |interval: usize| load * (1.0 + 0.5 * (interval as f64 / 9.0).sin());
    let rates: Vec<f64> = (0..10).map(rate).collect();
    let staff: Vec<usize> = (0..10)
        .map(|interval| 3 + (interval + number) % 4)
        .collect();
    json!({"interval_s": 900, "lambda_per_s": rates, "staff": staff, "mu_per_s": 1.0 / 300.0,
        "theta_per_s": 1.0 / 600.0, "discipline": "exhaustive", "T_s": [60]})
}

/// Sixteen weeks from Monday 4 January 2021, a row per hour.
fn calls() -> String {
    let mut text = "start,queue,offered,answered,abandoned,handle_time_s,wait_s\n".to_owned();
    let monday = chrono::NaiveDate::from_ymd_opt(2021, 1, 4).unwrap();
    for index in 0..16 * 5 * 9_usize {
        let (day, hour) = (index / 9, index % 9);
        let date = monday + chrono::Days::new((day / 5 * 7 + day % 5) as u64);
        let offered = 20 + (hour * 7 + day * 3) % 11 + 5 * (day % 5);
        let abandoned = offered / 10;
        let answered = offered - abandoned;
        let hour = hour + 8;
        writeln!(
            text,
            "{date}T{hour:02}:00,phone,{offered},{answered},{abandoned},300,60"
        )
        .unwrap();
    }
    text
}

/// What is wrong in a bad row, and the codes that its line has.
pub fn bad(nth: usize) -> (String, &'static [&'static str]) {
    let config = support::file("config/kcc.toml");
    let rows: [(Value, &[&str]); 9] = [
        (json!({"kind": "evaluat", "day": "day.json"}), &["J104"]),
        (
            json!({"kind": "evaluate", "dya": "day.json", "busyness": "x"}),
            &["J105", "J103", "J102"],
        ),
        (json!({"kind": "evaluate", "day": "no.json"}), &["J108"]),
        (
            json!({"kind": "forecast", "config": config, "week": "2021-W15",
                "set": {"target.wait_reduction": 3, "history.queue.x": 1, "absense": 0.1}}),
            &["C102", "C194", "C105"],
        ),
        (
            json!({"kind": "evaluate", "day": {"inputs": {"interval_s": 1}}}),
            &["Q111"],
        ),
        (
            json!({"kind": "scenario", "config": config, "scenario": ["a", "b"]}),
            &["C109", "C109"],
        ),
        (
            json!({"kind": "forecast", "config": config, "week": "2021-W15", "file": "calls.csv"}),
            &["J107"],
        ),
        (
            json!({"kind": "plan", "config": config, "week": "2021-15", "nodes": 0}),
            &["J105", "J105"],
        ),
        (json!(["evaluate"]), &["J101"]),
    ];
    let (row, codes) = &rows[nth % rows.len()];
    (row.to_string(), codes)
}

/// The line of a row.
fn line(row: usize) -> String {
    if row % BAD == BAD - 1 {
        return bad(row / BAD).0;
    }
    let row = match row % 40 {
        1 => json!({"kind": "forecast", "file": "calls.csv", "queue": "phone",
            "from": format!("2021-04-{:02}", 19 + row / 40 % 7), "days": 7 + row / 40 % 3}),
        2 => json!({"id": format!("busy {row}"), "kind": "evaluate", "day": "day.json",
            "busyness": 10 + row % 50}),
        3 => json!({"id": row * 2, "kind": "evaluate", "day": "day.json"}),
        4 => json!({"kind": "scenario", "config": "centre.toml", "scenario": "more.toml",
            "set": {"scenario.handle_time.longer_s": row % 60, "absence.unplanned": 0.03}}),
        5 if row % 400 == 5 => {
            json!({"kind": "forecast", "config": support::file("config/kcc.toml"),
            "week": format!("2021-W{:02}", 15 + row / 400 % 5), "set": {"lead_days": 42 + row / 2000}})
        }
        _ => json!({"kind": "evaluate", "day": day(row)}),
    };
    row.to_string()
}
