//! Where the history is, and how to forecast from it.

use crate::config::section::Section;
use crate::config::{Forecast, History, LIKE_DAYS, Like, LikeLevel};
use crate::error::Problem;
use crate::forecast::{NAMES, Options};
use crate::history::{Kind, Outcome, Shape, Source};
use crate::table::{DateOrder, Decimal};
use crate::units::{Seconds, Share};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The keys of the history.
const KEYS: [&str; 9] = [
    "files", "queue", "shape", "kind", "columns", "outcomes", "decimal", "dates", "weeks",
];

/// The history's files and layout; the files must be there.
pub(super) fn history(root: &Section<'_>, zone: Tz, step: u32) -> History {
    let section = root.table("history", &KEYS);
    let queue = section.text("queue").unwrap_or_else(|| "phone".to_owned());
    let shapes = [("long", Shape::Long), ("wide", Shape::Wide)];
    let kinds = [("intervals", Kind::Intervals), ("calls", Kind::Calls)];
    let orders = [
        ("day-first", DateOrder::DayFirst),
        ("month-first", DateOrder::MonthFirst),
    ];
    let signs = [(",", Decimal::Comma), (".", Decimal::Point)];
    let source = Source {
        shape: section.choice("shape", &shapes).unwrap_or_default(),
        kind: section.choice("kind", &kinds).unwrap_or_default(),
        columns: columns(&section),
        outcomes: outcomes(&section),
        queue: Some(queue.clone()),
        only: vec![queue.clone()],
        step,
        decimal: section.choice("decimal", &signs),
        dates: section.choice("dates", &orders),
        ..Source::new(files(&section), zone)
    };
    History {
        queue,
        weeks: section.whole("weeks", 0..=5_000).unwrap_or(0),
        source,
    }
}

fn files(section: &Section<'_>) -> Vec<PathBuf> {
    let entries = section.check_c103_is_there("files", section.texts("files"));
    let entries = entries.into_iter().flatten();
    entries
        .filter_map(|entry| section.check_c109_file_exists(entry.place, &entry.text))
        .collect()
}

/// The file's names of columns by bezet's, which the reader of the history knows.
fn columns(section: &Section<'_>) -> BTreeMap<String, String> {
    let (columns, names) = section.names("columns");
    let named = |name: &str| Some((name.to_owned(), columns.text(name)?));
    names.into_iter().filter_map(named).collect()
}

/// What the words of an outcome column mean.
fn outcomes(section: &Section<'_>) -> BTreeMap<String, Outcome> {
    let (outcomes, words) = section.names("outcomes");
    let choices = [
        ("answered", Outcome::Answered),
        ("abandoned", Outcome::Abandoned),
        ("ignored", Outcome::Ignored),
    ];
    let meaning = |word: &str| Some((word.to_owned(), outcomes.choice(word, &choices)?));
    words.into_iter().filter_map(meaning).collect()
}

/// How to forecast.
pub(super) fn forecast(root: &Section<'_>) -> Forecast {
    let keys = ["method", "level", "weeks", "handle_time_s", "like"];
    let section = root.table("forecast", &keys);
    let method = section.text("method");
    if let Some(method) = &method {
        section.check_c106_word_is_known("method", method, &NAMES);
    }
    let default = Options::default();
    let level = section.number("level", 0.5..=0.999).map(Share);
    let weeks = section.whole("weeks", 1..=520);
    let handle_time = section.number("handle_time_s", 1.0..=14_400.0).map(Seconds);
    Forecast {
        method: method.unwrap_or_else(|| NAMES[0].to_owned()),
        options: Options {
            weeks: weeks.map_or(default.weeks, |weeks| weeks as usize),
            level: level.unwrap_or(default.level),
            fallback_handle_time: handle_time.unwrap_or(default.fallback_handle_time),
        },
        like: like(&section),
    }
}

/// What a new queue is like.
fn like(forecast: &Section<'_>) -> Option<Like> {
    let keys = ["queue", "contacts_per_day", "share", "worth_days"];
    let section = forecast.table("like", &keys);
    if !section.exists() {
        return None;
    }
    let queue = section.check_c103_is_there("queue", section.text("queue"));
    let per_day = section.number("contacts_per_day", 0.001..=1e6);
    let share = section.number("share", 1e-6..=1e4);
    check_c118_one_level_is_stated(&section);
    let level = per_day.map(LikeLevel::PerDay);
    Some(Like {
        queue: queue?,
        level: level.or(share.map(LikeLevel::Share))?,
        days: section
            .number("worth_days", 0.1..=1000.0)
            .unwrap_or(LIKE_DAYS),
    })
}

fn check_c118_one_level_is_stated(section: &Section<'_>) {
    let (per_day, share) = (section.has("contacts_per_day"), section.has("share"));
    if per_day == share {
        let what = match per_day {
            true => "states the level twice: `contacts_per_day` and `share`",
            false => "states no level",
        };
        let hint = "give contacts_per_day = 12.5, or share = 0.3 of the other queue";
        section.push(Problem::new("C118", section.here(), what).hint(hint));
    }
}
