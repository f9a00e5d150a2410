//! The configuration: a TOML file as written in, checked values and the stages' options out.
//!
//! `document` and `section` hold what may be written, [`Config`] is what is true; only `validate`
//! makes one from the other, and it finds everything that is wrong in one go. Every key is shown
//! and explained in `config/kcc.toml`, every code of a problem in ERRORS.md. Paths are relative to
//! the configuration file. What other files say (people, codes in use, queues) is checked where
//! those files are read.

mod document;
mod options;
mod overrides;
mod scenario;
mod section;
mod validate;

pub use crate::roster::Code;
pub use options::{
    Choice, Forecast, History, Holidays, Language, Like, LikeLevel, Overflow, Present, Prices,
    Solve, Target,
};
pub use overrides::Overrides;
pub use scenario::{Hire, Leaver, NUMBERS, Number, Scenario, Shape, Stated, Temporary};

use crate::calendar::{DayCalendar, Event, OpeningHours};
use crate::error::{Error, Problem, Result};
use crate::forecast;
use crate::history::Source;
use crate::roster::{Rules, ShiftOptions, Work};
use crate::simulate;
use crate::units::{Seconds, Share};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Days of counts that the stated level of a new queue is worth, unless that is said.
pub const LIKE_DAYS: f64 = 5.0;

/// Waits above this are counted as long: 20 minutes.
pub const LONG_WAIT: Seconds = Seconds(1200.0);

/// Everything about a contact centre that is not in its history or its people files.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name on top of every report.
    pub name: String,
    /// Language of what planners read.
    pub language: Language,
    /// Time zone of the local clock.
    pub zone: Tz,
    /// Length of an interval of the plan in minutes.
    pub step: u32,
    /// A week is planned so many days before its Monday; what happens later is not known.
    pub lead_days: u32,
    /// Opening hours with the exceptions that are written; see
    /// [`opening_with_holidays`](Self::opening_with_holidays).
    pub opening: OpeningHours,
    /// Are the lines closed on public holidays?
    pub holidays_closed: bool,
    /// Which holidays the calendar knows.
    pub holidays: Holidays,
    /// Named events.
    pub events: Vec<Event>,
    /// Where the history is and how it is laid out.
    pub history: History,
    /// How to forecast.
    pub forecast: Forecast,
    /// The file of people.
    pub people: PathBuf,
    /// The file of leave, if any.
    pub leave: Option<PathBuf>,
    /// The file of wishes, if any.
    pub wishes: Option<PathBuf>,
    /// The folder below which rosters of earlier weeks lie, if any.
    pub rosters: Option<PathBuf>,
    /// The Monday from which on earlier rosters count towards the balances.
    pub balance_from: Option<NaiveDate>,
    /// Seats per site; a site that is not named has seats enough.
    pub seats: BTreeMap<String, u32>,
    /// The roster as it is, if there is one to compare with.
    pub present: Option<Present>,
    /// Which shifts may be rostered.
    pub shifts: ShiftOptions,
    /// Figures of law and agreement.
    pub rules: Rules,
    /// Work off the contacts.
    pub work: Vec<Work>,
    /// Sessions that people have in turns: in how many weeks all have had one, by name. Whom such work
    /// names takes part; nobody named is everybody.
    pub turns: BTreeMap<String, u32>,
    /// Share of rostered days lost to sickness.
    pub absence: Share,
    /// What is asked of the wait.
    pub target: Target,
    /// The contract with an external centre, if any.
    pub overflow: Option<Overflow>,
    /// What things cost.
    pub prices: Prices,
    /// When the solver may stop.
    pub solve: Solve,
    /// Independent repetitions of the simulated week.
    pub replications: u32,
    /// Seed of the simulation.
    pub simulate_seed: u64,
    /// The folder below which results are written.
    pub output: PathBuf,
}

impl Config {
    /// Reads and checks a configuration file.
    ///
    /// # Errors
    /// When a file cannot be read, and all problems of the configuration at once.
    pub fn read(path: &Path) -> Result<Self> {
        Self::read_with(path, &Overrides::default())
    }

    /// Reads and checks a configuration file with these values in place of its own.
    ///
    /// # Errors
    /// As [`read`](Self::read); `C194` for a key that can have no place.
    pub fn read_with(path: &Path, overrides: &Overrides) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse_with(&text, path, overrides)
    }

    /// Checks a text as the content of the configuration file at `path`.
    ///
    /// # Errors
    /// All problems of the text at once; files that it names are looked for beside `path`.
    ///
    /// ```
    /// use bezet::config::Config;
    /// use std::path::Path;
    /// let error = Config::parse("nme = 'KCC'", Path::new("kcc.toml")).expect_err("a slip");
    /// assert!(error.to_string().contains("did you mean `name`?"));
    /// ```
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        Self::parse_with(text, path, &Overrides::default())
    }

    /// Checks a text with these values in place of its own.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); `C194` for a key that can have no place.
    pub fn parse_with(text: &str, path: &Path, overrides: &Overrides) -> Result<Self> {
        validate::config(document::Document::parse(text, path), overrides)
    }

    /// What is known of the dates from a first to a last one: holidays and events.
    pub fn calendar(&self, first: NaiveDate, last: NaiveDate) -> DayCalendar {
        let holidays = self.holidays.of(DayCalendar::years(first, last));
        DayCalendar::listed(holidays, self.events.clone())
    }

    /// Those of the dates that are closed for a public holiday: credited like leave, nobody works.
    ///
    /// A date with exceptional hours of its own is open as those say.
    pub fn closed_holidays(&self, dates: &[NaiveDate]) -> BTreeSet<NaiveDate> {
        let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) else {
            return BTreeSet::new();
        };
        let calendar = self.calendar(*first, *last);
        let closed = |date: &NaiveDate| {
            self.holidays_closed
                && calendar.is_public_holiday(*date)
                && self
                    .opening
                    .exceptions
                    .get(date)
                    .is_none_or(|hours| hours.is_empty())
        };
        dates.iter().copied().filter(closed).collect()
    }

    /// Opening hours of these years with the public holidays closed, where they are.
    pub fn opening_with_holidays(&self, years: RangeInclusive<i32>) -> OpeningHours {
        let mut opening = self.opening.clone();
        if self.holidays_closed {
            let days = self.holidays.of(years).into_iter();
            for day in days.filter(|day| day.public) {
                opening.exceptions.entry(day.date).or_default();
            }
        }
        opening
    }

    /// The files of the history, and what is known of them beforehand.
    pub fn source(&self) -> &Source {
        &self.history.source
    }

    /// The method of forecasting, with its options.
    ///
    /// # Errors
    /// When the name is none of [`forecast::NAMES`]; one that was read from a file is.
    pub fn forecast_method(&self) -> Result<Box<dyn forecast::Method>> {
        let name = &self.forecast.method;
        forecast::method(name, self.forecast.options).ok_or_else(|| {
            let hint = section::suggestion("choose from", name, &forecast::NAMES);
            let what = format!("there is no method `{name}`");
            Problem::new("C116", "forecast.method", what)
                .hint(hint)
                .into()
        })
    }

    /// How long and how to imitate a week.
    pub fn simulation(&self) -> simulate::Options {
        simulate::Options {
            replications: self.replications,
            seed: self.simulate_seed,
            absence: self.absence,
            answer_within: self.target.answer_within,
            long_wait: LONG_WAIT,
        }
    }
}
