//! A record with the dates and the method that a forecast of it is made with.

use super::expect::{Asked, Expected, in_files};
use crate::calendar::{DayCalendar, OpeningHours};
use crate::config::{Config, Like};
use crate::error::{Note, Problem, Result};
use crate::forecast::Method;
use crate::history::{self, Queue};
use chrono::{Days, NaiveDate};
use std::path::PathBuf;

/// Everything that a forecast is made from, read and checked.
pub struct Ready {
    /// The record of the queue; of the one that it is like, where it is new.
    pub(super) record: Queue,
    /// The new queue, if it is one.
    pub(super) new: Option<New>,
    pub(super) notes: Vec<Note>,
    pub(super) files: Vec<PathBuf>,
    pub(super) opening: OpeningHours,
    pub(super) calendar: DayCalendar,
    pub(super) method: Box<dyn Method>,
    pub(super) first: NaiveDate,
    pub(super) days: u32,
    pub(super) known_until: NaiveDate,
}

/// The record of a queue, read and checked: several forecasts may be made from it.
#[derive(Clone)]
pub struct Record {
    /// Of the queue that it is like, where it is new.
    pub(super) queue: Queue,
    pub(super) new: Option<New>,
    pub(super) notes: Vec<Note>,
    pub(super) files: Vec<PathBuf>,
}

/// A new queue: its own few days, and what is stated of it.
#[derive(Clone)]
pub(super) struct New {
    pub record: Option<Queue>,
    pub like: Like,
}

/// Reads what a configuration names, to forecast `days` days from `first` with what was known until
/// `known_until`.
///
/// # Errors
/// All problems of the files.
pub fn prepare(
    config: &Config,
    first: NaiveDate,
    days: u32,
    known_until: NaiveDate,
) -> Result<Ready> {
    Record::read(config)?.ready(config, first, days, known_until)
}

impl Record {
    /// Reads what a configuration names.
    ///
    /// # Errors
    /// All problems of the files.
    pub fn read(config: &Config) -> Result<Self> {
        let files = &config.source().files;
        let like = config.forecast.like.as_ref();
        let mut source = config.source().clone();
        source.only = vec![config.history.queue.clone()];
        source.only.extend(like.map(|like| like.queue.clone()));
        source.new = like.map(|_| config.history.queue.clone());
        let mut history = history::read(&source)?;
        let notes = std::mem::take(&mut history.notes);
        let shown = like.map_or(&config.history.queue, |like| &like.queue);
        let queue = history
            .queue(shown)
            .and_then(|queue| queue.resample(config.step))
            .map_err(|error| in_files(error, files))?;
        let new = match like {
            Some(like) => {
                let own = history.queues.get(&config.history.queue);
                let own = own.map(|queue| queue.resample(config.step)).transpose();
                let record = own.map_err(|error| in_files(error, files))?;
                let like = like.clone();
                Some(New { record, like })
            }
            None => None,
        };
        Ok(Self {
            queue,
            new,
            notes,
            files: files.clone(),
        })
    }

    /// Makes ready to forecast `days` days from `first` with what was known until `known_until`, by
    /// the calendar and the method of a configuration that names this record.
    ///
    /// # Errors
    /// When the configured method is none.
    pub fn ready(
        self,
        config: &Config,
        first: NaiveDate,
        days: u32,
        known_until: NaiveDate,
    ) -> Result<Ready> {
        let begin = self.queue.offered.grid.date(0);
        let end = first + Days::new(u64::from(days));
        Ok(Ready {
            new: self.new,
            notes: self.notes,
            files: self.files,
            opening: config.opening_with_holidays(DayCalendar::years(begin, end)),
            calendar: config.calendar(begin, end),
            method: config.forecast_method()?,
            first,
            days,
            known_until,
            record: self.queue,
        })
    }
}

/// The last day of the configured queue's record.
///
/// # Errors
/// All problems of the files; `H190` where nothing is recorded.
pub fn last_day(config: &Config) -> Result<NaiveDate> {
    let record = Record::read(config)?;
    let last = record.queue.offered.grid.dates().last().copied();
    let nothing = || Problem::new("H190", "history", "nothing is recorded");
    last.ok_or_else(|| nothing().into())
}

impl Ready {
    /// Makes the forecast.
    ///
    /// # Errors
    /// A history too short before the planning date.
    pub fn expect(self) -> Result<Expected> {
        self.expect_ready()
            .map_err(|error| in_files(error, &self.files))
    }

    pub(super) fn expect_ready(&self) -> Result<Expected> {
        match &self.new {
            Some(new) => self.expect_new(new),
            None => self.asked().expect(self.record.clone(), self.notes.clone()),
        }
    }

    pub(super) fn asked(&self) -> Asked<'_> {
        Asked {
            first: self.first,
            days: self.days,
            known_until: self.known_until,
            opening: &self.opening,
            calendar: &self.calendar,
            method: self.method.as_ref(),
        }
    }
}
