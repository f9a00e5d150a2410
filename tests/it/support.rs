//! What several tests need: the crate's own source, its command, and a record's forecast.

use bezet::calendar::{DayCalendar, OpeningHours, Series};
use bezet::forecast::{Forecast, Method, Past};
use bezet::history::{CleanOptions, Queue, clean};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A file of the repository.
pub fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A text of the repository.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(file(path)).unwrap()
}

/// Every source file below `src/` with its path from there and its lines, tests and comments
/// left out; in order of path.
pub fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&file("src"), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(file("src")).unwrap();
            let name = name.to_string_lossy().replace('\\', "/");
            if !name.ends_with("tests.rs") {
                found.push((name, code(&std::fs::read_to_string(&path).unwrap())));
            }
        }
    }
}

/// The lines of a source file that are neither comments nor tests.
pub fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The command, run at the root of the repository.
pub fn bezet(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bezet"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// What it printed.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The forecast of `next` from a record that was open in these hours, cleaned as planners have it.
pub fn forecast(
    queue: &Queue,
    hours: &OpeningHours,
    calendar: &DayCalendar,
    method: &dyn Method,
    next: &Series<bool>,
) -> Forecast {
    let open = hours.mask(&queue.offered.grid);
    let clean = clean(queue, &open, calendar, &CleanOptions::default()).unwrap();
    let past = Past {
        contacts: &clean.contacts,
        handle_time: &clean.handle_time,
        open: &clean.open,
        usable: &clean.usable,
        calendar,
    };
    method.fit(&past).unwrap().predict(next, calendar)
}
