//! Where the history is, and how to forecast from it.

use crate::config::section::Section;
use crate::config::{Columns, Forecast, History, Kind, Shape};
use crate::forecast::{NAMES, SeasonalMean};
use crate::units::{Seconds, Share};
use std::path::PathBuf;

/// bezet's names of the columns of a history; per call, then for calls.
const COLUMNS: [&str; 11] = [
    "start",
    "date",
    "time",
    "queue",
    "offered",
    "answered",
    "abandoned",
    "handle_time_s",
    "wait_s",
    "agents",
    "outcome",
];

/// The history's files and layout; the files must be there.
pub(super) fn history(root: &Section<'_>) -> Option<History> {
    let keys = ["files", "queue", "shape", "kind", "columns", "weeks"];
    let section = root.table("history", &keys);
    let files = files(&section);
    let shapes = [("long", Shape::Long), ("wide", Shape::Wide)];
    let kinds = [("intervals", Kind::Intervals), ("calls", Kind::Calls)];
    let history = History {
        files: Vec::new(),
        queue: section.text("queue").unwrap_or_else(|| "phone".to_owned()),
        shape: section.choice("shape", &shapes),
        kind: section.choice("kind", &kinds),
        columns: columns(&section),
        weeks: section.whole("weeks", 0..=5_000).unwrap_or(0),
    };
    files.map(|files| History { files, ..history })
}

fn files(section: &Section<'_>) -> Option<Vec<PathBuf>> {
    let entries = section.check_c103_is_there("files", section.texts("files"))?;
    let files = entries
        .into_iter()
        .map(|entry| section.check_c109_file_exists(entry.place, &entry.text));
    // Looked for one and all, so that every missing file is named.
    let files: Vec<Option<PathBuf>> = files.collect();
    files.into_iter().collect()
}

fn columns(section: &Section<'_>) -> Columns {
    let columns = section.table("columns", &COLUMNS);
    let named = |name: &&str| columns.text(name).map(|text| ((*name).to_owned(), text));
    COLUMNS.iter().filter_map(named).collect()
}

/// How to forecast.
pub(super) fn forecast(root: &Section<'_>) -> Forecast {
    let keys = ["method", "level", "weeks", "handle_time_s"];
    let section = root.table("forecast", &keys);
    let method = section.text("method");
    if let Some(method) = &method {
        section.check_c106_word_is_known("method", method, &NAMES);
    }
    let default = SeasonalMean::default();
    let level = section.number("level", 0.5..=0.999).map(Share);
    let weeks = section.whole("weeks", 1..=520);
    let handle_time = section.number("handle_time_s", 1.0..=14_400.0).map(Seconds);
    Forecast {
        method: method.unwrap_or_else(|| NAMES[0].to_owned()),
        options: SeasonalMean {
            weeks: weeks.map_or(default.weeks, |weeks| weeks as usize),
            level: level.unwrap_or(default.level),
            fallback_handle_time: handle_time.unwrap_or(default.fallback_handle_time),
        },
    }
}
