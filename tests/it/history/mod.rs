//! Every form in which telephone systems and spreadsheets export the same history gives the same
//! series; what cannot be true is refused with its code, all at once.

mod cleaning;
mod forms;
mod groups;
mod keeping;
mod large;
mod mangled;
mod refusals;
mod topics;
mod whole_days;

use bezet::error::Error;
use bezet::history::{History, Queue, Source, read};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Europe::Amsterdam;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// One interval of the history that all forms tell.
#[derive(Clone, Copy)]
struct Interval {
    start: NaiveDateTime,
    offered: u32,
    answered: u32,
    handle: f64,
    wait: f64,
    agents: f64,
}

impl Interval {
    fn abandoned(&self) -> u32 {
        self.offered - self.answered
    }

    /// The measures in the order of bezet's columns, printed with a decimal point.
    fn cells(&self) -> [String; 6] {
        [
            self.offered.to_string(),
            self.answered.to_string(),
            self.abandoned().to_string(),
            self.handle.to_string(),
            self.wait.to_string(),
            self.agents.to_string(),
        ]
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two weeks of April 2021, quarters from 08:30 to 17:00 on weekdays.
fn fixture() -> Vec<Interval> {
    let days = date("2021-04-05").iter_days().take(14);
    let weekdays = days.filter(|day| day.weekday().num_days_from_monday() < 5);
    weekdays
        .flat_map(|day| {
            (0..34_u32).map(move |quarter| {
                let start = day.and_hms_opt(8, 30, 0).unwrap();
                let offered = 5 + (day.day() * 7 + quarter * 3) % 11;
                Interval {
                    start: start + TimeDelta::minutes(15 * i64::from(quarter)),
                    offered,
                    answered: offered - quarter % 3,
                    handle: 300.0 + f64::from((quarter * 13) % 40) + 0.5,
                    wait: 60.0 + f64::from(quarter) * 1.25,
                    agents: 6.0 + f64::from(quarter % 4) * 0.25,
                }
            })
        })
        .collect()
}

const HEADER: [&str; 7] = [
    "start",
    "offered",
    "answered",
    "abandoned",
    "handle_time_s",
    "wait_s",
    "agents",
];

/// A long file: a header, a delimiter, and how a start and a measure are written.
fn long(
    header: &[&str],
    sign: &str,
    start: impl Fn(NaiveDateTime) -> String,
    cell: impl Fn(&str) -> String,
) -> String {
    let mut text = header.join(sign) + "\n";
    for interval in fixture() {
        let cells = interval.cells().map(|value| cell(&value)).join(sign);
        writeln!(text, "{}{sign}{cells}", start(interval.start)).unwrap();
    }
    text
}

fn iso(start: NaiveDateTime) -> String {
    start.format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn as_is(cell: &str) -> String {
    cell.to_owned()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn source(path: &Path) -> Source {
    Source::new(vec![path.to_owned()], Amsterdam)
}

fn read_bytes(name: &str, bytes: impl AsRef<[u8]>) -> Result<History, Error> {
    read(&source(&Folder::new().file(name, bytes)))
}

fn expected() -> Queue {
    only(&read_bytes("calls.csv", long(&HEADER, ",", iso, as_is)).unwrap())
}

fn only(history: &History) -> Queue {
    assert_eq!(history.queues.len(), 1);
    history.queues.values().next().unwrap().clone()
}

fn said(history: &History, part: &str) -> bool {
    history.notes.iter().any(|note| note.what.contains(part))
}
