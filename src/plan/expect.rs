//! From the record to what is expected: history, cleaning, forecast, patience.

use super::ready::prepare;
use crate::calendar::{DayCalendar, Grid, OpeningHours, Series};
use crate::config::Config;
use crate::error::{Error, Note, Problem, Problems, Result};
use crate::forecast::{Forecast, Method, Past};
use crate::history::{self, Clean, CleanOptions, Queue};
use crate::units::{Contacts, Seconds};
use chrono::{Datelike, Days, NaiveDate};
use std::path::PathBuf;

/// What is known and expected of a queue.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The record up to the last known day, in the plan's intervals.
    pub known: Queue,
    /// The whole record, what came later included; only to compare with.
    pub record: Queue,
    /// The known record after cleaning.
    pub clean: Clean,
    /// The last known day.
    pub known_until: NaiveDate,
    /// Open intervals of the grid asked for.
    pub open: Series<bool>,
    /// The forecast on that grid.
    pub forecast: Forecast,
    /// Mean patience, if the record tells it.
    pub patience: Option<Seconds>,
    /// What was said on the way.
    pub notes: Vec<Note>,
}

/// Weeks of the record that patience is estimated from.
pub(super) const PATIENCE_WEEKS: u64 = 26;

/// Reads the record of the configured queue, hides what came after `known_until`, and forecasts
/// `days` days from `first`.
///
/// # Errors
/// All problems of the files; a history too short before the planning date.
pub fn expect(
    config: &Config,
    first: NaiveDate,
    days: u32,
    known_until: NaiveDate,
) -> Result<Expected> {
    prepare(config, first, days, known_until)?.expect()
}

/// Problems of a history as a whole have its files as their place.
pub(super) fn in_files(error: Error, files: &[PathBuf]) -> Error {
    let Error::Problems(problems) = error else {
        return error;
    };
    let names: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let placed = problems.iter().cloned().map(|mut problem| {
        if problem.place == "history" {
            problem.place = names.join(", ");
        }
        problem
    });
    Problems::from(placed.collect::<Vec<_>>()).into()
}

/// What is asked of a record.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub first: NaiveDate,
    pub days: u32,
    pub known_until: NaiveDate,
    pub opening: &'a OpeningHours,
    pub calendar: &'a DayCalendar,
    pub method: &'a dyn Method,
}

impl Asked<'_> {
    pub fn expect(&self, record: Queue, mut notes: Vec<Note>) -> Result<Expected> {
        let known = record.until(self.known_until);
        let past = known.offered.grid;
        let Some(last) = past.dates().last().copied() else {
            return Err(self.nothing_known().into());
        };
        let clean = history::clean(
            &known,
            &self.opening.mask(&past),
            self.calendar,
            &CleanOptions::default(),
        )?;
        let grid = Grid::days(past.zone, self.first, self.days, past.step);
        let open = self.opening.mask(&grid);
        let fitted = self.method.fit(&Past {
            contacts: &clean.contacts,
            handle_time: &clean.handle_time,
            open: &clean.open,
            usable: &clean.usable,
            calendar: self.calendar,
        })?;
        let forecast = fitted.predict(&open, self.calendar);
        notes.extend(clean.notes.iter().chain(&forecast.notes).cloned());
        let patience = history::patience(&known, last - Days::new(7 * PATIENCE_WEEKS), last);
        Ok(Expected {
            known,
            record,
            clean,
            known_until: last,
            open,
            forecast,
            patience,
            notes,
        })
    }

    fn nothing_known(&self) -> Problem {
        Problem::new(
            "H190",
            "history",
            format!(
                "nothing is recorded up to the planning date: `{}`",
                self.known_until
            ),
        )
        .hint("plan a later week, lower the lead in days, or give the earlier history")
    }
}

/// Mean contacts per interval of the week over the last weeks, laid on the grid to compare with.
pub fn recent(clean: &Clean, grid: &Grid, weeks: u64) -> Series<Option<Contacts>> {
    let past = clean.contacts.grid;
    let Some(last) = past.dates().last().copied() else {
        return Series::filled(*grid, None);
    };
    let from = past.day_range(last - Days::new(7 * weeks)).start;
    let mut sums = std::collections::BTreeMap::new();
    for index in (from..past.len).filter(|index| clean.usable.values[*index]) {
        let sum: &mut (f64, f64) = sums.entry(of_week(&past, index)).or_default();
        *sum = (sum.0 + 1.0, sum.1 + clean.contacts.values[index].0);
    }
    Series::from_fn(*grid, |index| {
        let (count, total) = sums.get(&of_week(grid, index))?;
        Some(Contacts(total / count))
    })
}

fn of_week(grid: &Grid, index: usize) -> (u32, u32) {
    let weekday = grid.date(index).weekday().num_days_from_monday();
    (weekday, grid.minute_of_day(index))
}

/// What the record knows by now of the grid itself, if anything.
pub fn actual(record: &Queue, grid: &Grid) -> Option<Series<Option<Contacts>>> {
    let offered = Series::from_fn(*grid, |index| {
        let there = record.offered.grid.index_of(grid.instant(index))?;
        record.offered.values[there]
    });
    offered
        .values
        .iter()
        .any(Option::is_some)
        .then_some(offered)
}
