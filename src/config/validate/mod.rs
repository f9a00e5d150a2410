//! From what is written to what is true, a file per topic; a check's name carries its code.

mod calendar;
mod history;
mod hours;
mod people;
mod rules;
mod shifts;
mod target;
mod work;

use super::document::Document;
use super::section::Section;
use super::{Config, History, Language};
use crate::error::Result;
use std::path::PathBuf;

/// The keys of the whole file.
const KEYS: [&str; 21] = [
    "name",
    "language",
    "zone",
    "step_minutes",
    "lead_days",
    "opening",
    "calendar",
    "history",
    "forecast",
    "people",
    "present",
    "shifts",
    "rules",
    "work",
    "absence",
    "target",
    "overflow",
    "prices",
    "solve",
    "simulate",
    "output",
];

/// The configuration that a document describes.
///
/// # Errors
/// All its problems at once.
pub(super) fn config(document: Document) -> Result<Config> {
    let config = if document.has_problems() {
        None
    } else {
        read(&document)
    };
    let problems = document.into_problems();
    match config {
        Some(config) if problems.is_empty() => Ok(config),
        _ => Err(problems.into()),
    }
}

/// The configuration as far as it can be read; whatever is wrong is noted in the document.
fn read(document: &Document) -> Option<Config> {
    let root = Section::root(document, &KEYS);
    let name = root.check_c103_is_there("name", root.text("name"));
    let opening = calendar::opening(&root);
    let dates = calendar::dates(&root);
    let history = history::history(&root);
    let (people, leave, seats) = people::people(&root);
    let work = work::work(&root);
    let shifts = shifts::shifts(&root, &opening.hours);
    let (replications, simulate_seed) = target::simulate(&root);
    // Nothing may be left unread because something else is missing: `?` only comes last.
    let rest = Config {
        name: String::new(),
        language: language(&root),
        zone: calendar::zone(&root),
        step: step(&root),
        lead_days: root.whole("lead_days", 0..=366).unwrap_or(42),
        holidays_closed: opening.holidays_closed,
        dutch_holidays: dates.dutch_holidays,
        events: dates.events,
        history: History::default(),
        forecast: history::forecast(&root),
        people: PathBuf::new(),
        leave,
        seats,
        present: people::present(&root, &work, &shifts),
        shifts,
        opening: opening.hours,
        rules: rules::rules(&root),
        work,
        absence: target::absence(&root),
        target: target::target(&root),
        overflow: target::overflow(&root),
        prices: target::prices(&root),
        solve: target::solve(&root),
        replications,
        simulate_seed,
        output: target::output(&root),
    };
    Some(Config {
        name: name?,
        history: history?,
        people: people?,
        ..rest
    })
}

fn language(root: &Section<'_>) -> Language {
    let choices = [("nl", Language::Nl), ("en", Language::En)];
    root.choice("language", &choices).unwrap_or(Language::En)
}

fn step(root: &Section<'_>) -> u32 {
    const KEY: &str = "step_minutes";
    let step = root.whole(KEY, 5..=60);
    if let Some(step) = step {
        let word = step.to_string();
        root.check_c106_word_is_known(KEY, &word, &["5", "10", "15", "20", "30", "60"]);
    }
    step.unwrap_or(15)
}
