//! The record as it is by now, and how to see it as it was.

use super::BacktestOptions;
use crate::calendar::DayCalendar;
use crate::config::{self, Config};
use crate::error::{Note, Result};
use crate::forecast::Options;
use crate::history::{self, Queue};
use crate::plan::dates::{Holidays, Learnt};
use crate::plan::expect::in_files;
use crate::plan::record_file::RecordFile;
use chrono::NaiveDate;

/// All that a back-test may look at, and only behind each origin.
pub(super) struct World {
    /// The queue's name.
    pub queue: String,
    /// Its whole record.
    pub record: Queue,
    /// Options of the methods.
    pub options: Options,
    /// What was said while reading.
    pub notes: Vec<Note>,
    holidays: Holidays,
    /// With a configuration, hours and events are as written.
    config: Option<Config>,
}

impl World {
    pub fn read(options: &BacktestOptions) -> Result<Self> {
        let configured = options
            .file
            .extension()
            .is_some_and(|extension| extension == "toml");
        let mut world = match configured {
            true => Self::configured(options)?,
            false => Self::bare(options)?,
        };
        if let Some(file) = &options.calendar {
            let (holidays, notes) = Holidays::read(file, options.country.as_deref())?;
            world.holidays = holidays;
            world.notes.extend(notes);
        }
        Ok(world)
    }

    fn bare(options: &BacktestOptions) -> Result<Self> {
        let file = RecordFile {
            file: &options.file,
            queue: options.queue.as_deref(),
            step: options.step,
            zone: options.zone,
        };
        let read = file.read();
        let (queue, record, notes) =
            read.map_err(|error| in_files(error, std::slice::from_ref(&options.file)))?;
        Ok(Self {
            queue,
            record,
            options: Options::default(),
            notes,
            holidays: Holidays::unlisted(options.zone),
            config: None,
        })
    }

    fn configured(options: &BacktestOptions) -> Result<Self> {
        let mut config = Config::read(&options.file)?;
        if let Some(queue) = &options.queue {
            config.history.queue.clone_from(queue);
            config.history.source.only = vec![queue.clone()];
        }
        let step = options.step.unwrap_or(config.step);
        config.history.source.step = step;
        let mut history = history::read(config.source())?;
        let notes = std::mem::take(&mut history.notes);
        let record = history
            .queue(&config.history.queue)
            .and_then(|queue| queue.resample(step));
        let record = record.map_err(|error| in_files(error, &config.source().files))?;
        let years = DayCalendar::years(record.first_date(), record.last_date());
        Ok(Self {
            queue: config.history.queue.clone(),
            record,
            options: config.forecast.options,
            notes,
            holidays: Holidays::Known(config.holidays.of(years)),
            config: Some(config),
        })
    }

    /// Are the hours those of a configuration?
    pub fn has_hours(&self) -> bool {
        self.config.is_some()
    }

    /// Language of what planners read.
    pub fn language(&self) -> &'static str {
        let config = self.config.as_ref();
        config.map_or("en", |config| config.language.code())
    }

    /// Hours and calendar for days until `until`, from a record that ends on an evening.
    pub fn dates(&self, known: &Queue, evening: NaiveDate, until: NaiveDate) -> Learnt {
        let Some(config) = &self.config else {
            return self.holidays.learnt(known, evening, until);
        };
        let (holidays, note) = self.holidays.of(known, until);
        let mut config = config.clone();
        config.holidays = config::Holidays::Listed(holidays.clone());
        Learnt {
            opening: config.opening_with_holidays(DayCalendar::years(evening, until)),
            calendar: DayCalendar::listed(holidays, config.events).known_on(evening),
            notes: note.into_iter().collect(),
        }
    }
}
