//! From what is written to what is true, a file per topic; a check's name carries its code.

mod agreed;
mod calendar;
mod history;
mod hours;
mod overflow;
mod people;
mod rules;
mod shifts;
mod target;
mod work;

use super::document::Document;
use super::section::Section;
use super::{Config, Language, Overflow, Overrides};
use crate::calendar::OpeningHours;
use crate::error::Result;

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

/// The configuration that a document with these overrides describes.
///
/// # Errors
/// All its problems at once.
pub(super) fn config(mut document: Document, overrides: &Overrides) -> Result<Config> {
    if document.has_problems() {
        return Err(document.into_problems().into());
    }
    overrides.apply(&mut document);
    let config = read(&document);
    document.into_problems().or_ok(config)
}

/// The configuration as far as it can be read. Whatever is wrong is noted in the document, and
/// something harmless stands in for it, so that the rest is read too.
fn read(document: &Document) -> Config {
    let root = Section::root(document, &KEYS);
    let name = root.check_c103_is_there("name", root.text("name"));
    let (zone, step) = (calendar::zone(&root), step(&root));
    let opening = calendar::opening(&root);
    let dates = calendar::dates(&root);
    let people = people::people(&root);
    let (work, turns) = work::work(&root);
    let shifts = shifts::shifts(&root, &opening.hours);
    let (replications, simulate_seed) = target::simulate(&root);
    Config {
        name: name.unwrap_or_default(),
        language: language(&root),
        zone,
        step,
        lead_days: root.whole("lead_days", 0..=366).unwrap_or(42),
        holidays_closed: opening.holidays_closed,
        holidays: dates.holidays,
        events: dates.events,
        history: history::history(&root, zone, step),
        forecast: history::forecast(&root),
        people: people.file,
        leave: people.leave,
        wishes: people.wishes,
        rosters: people.rosters,
        balance_from: people.balance_from,
        seats: people.seats,
        present: people::present(&root, &work, &shifts),
        shifts,
        opening: opening.hours,
        rules: rules::rules(&root),
        work,
        turns,
        absence: target::absence(&root),
        target: target::target(&root),
        overflow: overflow::overflow(&root, step),
        prices: target::prices(&root),
        solve: target::solve(&root),
        replications,
        simulate_seed,
        output: target::output(&root),
    }
}

/// A contract with an external centre alone, as a scenario states it.
pub(super) fn contract(root: &Section<'_>, step: u32) -> Option<Overflow> {
    overflow::overflow(root, step)
}

/// Opening hours alone, as a scenario states them.
pub(super) fn opening(root: &Section<'_>) -> OpeningHours {
    calendar::opening(root).hours
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
