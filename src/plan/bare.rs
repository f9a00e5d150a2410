//! A forecast without configuration: from a history file alone.

use super::expect::{Asked, Expected, in_files};
use crate::calendar::{ClockSpan, DayCalendar, OpeningHours, WEEKDAYS, clock};
use crate::error::{Note, Phrase, Problem, Result};
use crate::forecast::SeasonalMean;
use crate::history::{self, History, Queue, Source};
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use std::path::{Path, PathBuf};

/// A forecast asked of a bare history file, without configuration.
#[derive(Clone, Debug)]
pub struct Bare {
    /// The file.
    pub file: PathBuf,
    /// The queue; may be left out where the file has one.
    pub queue: Option<String>,
    /// First day; the Monday after the record if left out.
    pub first: Option<NaiveDate>,
    /// Days to forecast.
    pub days: u32,
    /// Days between the last known one and the first forecast one.
    pub lead_days: u32,
    /// Interval in minutes; as recorded if left out.
    pub step: Option<u32>,
    /// Time zone of the file's local times.
    pub zone: Tz,
}

/// Forecasts from a bare file: opening hours and the queue are learnt from it, no holidays or
/// events are known.
///
/// # Errors
/// All problems of the file; several queues and none named.
pub fn expect_bare(bare: &Bare) -> Result<Expected> {
    let mut history = history::read(&bare.source())?;
    let mut notes = std::mem::take(&mut history.notes);
    let record = bare.record(&history)?;
    let grid = record.offered.grid;
    let dates = grid.dates();
    let last = dates.last().copied().unwrap_or_default();
    let monday = last + Days::new(7 - u64::from(last.weekday().num_days_from_monday()));
    let first = bare.first.unwrap_or(monday);
    let known_until = first - Days::new(u64::from(bare.lead_days) + 1);
    let opening = history::learn_hours(&record.until(known_until));
    notes.push(hours_note(&bare.file, &opening));
    let asked = Asked {
        first,
        days: bare.days,
        known_until,
        opening: &opening,
        calendar: &DayCalendar::default(),
        method: &SeasonalMean::default(),
    };
    asked
        .expect(record, notes)
        .map_err(|error| in_files(error, std::slice::from_ref(&bare.file)))
}

impl Bare {
    fn source(&self) -> Source {
        let mut source = Source::new(vec![self.file.clone()], self.zone);
        source.step = self.step.unwrap_or(source.step);
        source.only = self.queue.iter().cloned().collect();
        source
    }

    fn record(&self, history: &History) -> Result<Queue> {
        let record = match (&self.queue, history.queues.first_key_value()) {
            (Some(name), _) => history.queue(name)?,
            (None, Some((_, only))) if history.queues.len() == 1 => only,
            _ => return Err(self.which_queue(history).into()),
        };
        match self.step {
            Some(step) => record.resample(step),
            None => Ok(record.clone()),
        }
    }

    fn which_queue(&self, history: &History) -> Problem {
        let names: Vec<&str> = history.queues.keys().map(String::as_str).collect();
        let what = format!("holds {} queues: `{}`", names.len(), names.join("`, `"));
        Problem::new("H191", self.file.display().to_string(), what).hint("name one with --queue")
    }
}

fn hours_note(file: &Path, opening: &OpeningHours) -> Note {
    let day = |([english, dutch, ..], spans): ([&str; 4], &Vec<ClockSpan>)| {
        let spans = spans
            .iter()
            .map(|span| format!("{}-{}", clock(span.from), clock(span.to)));
        let spans = spans.collect::<Vec<_>>().join(" ");
        Phrase::new(format!("{english} {spans}"), format!("{dutch} {spans}"))
    };
    let open = WEEKDAYS
        .into_iter()
        .zip(&opening.week)
        .filter(|(_, spans)| !spans.is_empty());
    let what = Phrase::list(&open.map(day).collect::<Vec<_>>()).within(
        "opening hours learnt from the record: {}",
        "openingstijden geleerd uit de geschiedenis: {}",
    );
    Note::new("N402", file.display().to_string(), what)
}
