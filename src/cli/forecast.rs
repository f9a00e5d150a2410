//! `bezet forecast`.

mod groups;
mod options;
mod paths;
mod rows;
mod said;
mod topics;

use super::talk::Talk;
use super::{Answer, data, json};
use crate::calendar::IsoWeek;
use crate::config::{Config, Holidays};
use crate::error::{Problem, Result};
use crate::forecast;
use crate::history::read_holidays;
use crate::plan::{self, Bare, Expected, Ready, Today};
use crate::units::Share;
use chrono::{Days, NaiveDate, NaiveDateTime};
use clap::Args;
use options::{By, NewQueue, band, growth, moment};
use paths::Paths;
use std::path::PathBuf;

/// Forecast contacts and handle time per interval, with bands
///
/// FILE is a configuration (.toml) or a bare history (csv, csv.gz, xlsx) with at least the columns start
/// and offered: opening hours and queues are then learnt from the file.
///
/// The rows go to stdout: start, contacts, low, high, handle_time_s; by day, week or month: from, to and
/// the band of the total. What was recorded after the planning date is hidden; where the file knows the
/// forecast days, the error is said at the end.
///
///   bezet forecast calls.csv --now 2021-04-12T11:00     the rest of today, from what came this morning
///   bezet forecast calls.csv --weeks 52 --by month      a year for finance; --growth 0.05 on top
///   bezet forecast calls.csv --queue new --like phone --per-day 12.5
///   bezet forecast calls.csv --by-group                 how long each team takes, and since when
///   bezet forecast calls.csv --paths 1000 --seed 1 --out paths.csv
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Forecast {
    /// A configuration or a history
    file: PathBuf,
    /// First day, as 2021-04-12; default: the Monday after the record (bare file)
    #[arg(long, value_name = "DATE", conflicts_with = "week")]
    start: Option<NaiveDate>,
    /// The week, as 2021-W15
    #[arg(long, value_name = "WEEK")]
    week: Option<IsoWeek>,
    /// Forecast the rest of this day again from what came until now, as 2021-04-12T11:00; what was
    /// known the evening before says how busy it could become
    #[arg(long, value_name = "TIME", value_parser = moment,
          conflicts_with_all = ["start", "week", "weeks", "growth", "lead_days"])]
    now: Option<NaiveDateTime>,
    /// Days to forecast; default: 7, with --now only that day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_100))]
    days: Option<u32>,
    /// Weeks to forecast
    #[arg(long, value_name = "N", conflicts_with = "days",
          value_parser = clap::value_parser!(u32).range(1..=156))]
    weeks: Option<u32>,
    /// Rows by
    #[arg(long, value_enum, default_value_t = By::Interval)]
    by: By,
    /// Share of what comes that bands are meant to hold; default: as configured, or 0.8
    #[arg(long, value_name = "SHARE", value_parser = band)]
    level: Option<f64>,
    /// Scenario: growth a year on top of what was learnt, as 0.05
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, value_parser = growth)]
    growth: Option<f64>,
    /// Write so many ways in which it may come to --out, drawn
    #[arg(long, value_name = "N", requires = "out",
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    paths: Option<u32>,
    /// Seed of the paths: the same seed draws the same
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The file of paths, csv: path, start (or from and to), contacts
    #[arg(long, value_name = "FILE", requires = "paths")]
    out: Option<PathBuf>,
    /// Days in between: those after the last known day and before the first forecast one; default: as
    /// configured, 0 for a bare file. (`bezet backtest` counts otherwise: its lead is that of the first day itself)
    #[arg(long, value_name = "N")]
    lead_days: Option<u32>,
    /// Interval in minutes, 1440 for whole days; default: as configured, or as recorded
    #[arg(long, value_name = "MINUTES")]
    step: Option<u32>,
    /// The queue, where the file has several
    #[arg(long)]
    queue: Option<String>,
    #[command(flatten)]
    new: NewQueue,
    /// Time zone of a bare file
    #[arg(long, default_value = "Europe/Amsterdam")]
    zone: chrono_tz::Tz,
    /// Holidays: a file (csv, xlsx) with the columns date, name and perhaps country; for a configuration,
    /// in place of its own
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// The country whose holidays count; default: the one that the record shows
    #[arg(long, value_name = "CODE", requires = "calendar")]
    country: Option<String>,
    /// Print the forecast as JSON
    #[arg(long)]
    json: bool,
    /// Print rows of start, topic, contacts, where the record has topics
    #[arg(long, conflicts_with_all = ["json", "by", "now"])]
    by_topic: bool,
    /// Print handle times by group of people, where the record has groups: a row per group of its handle
    /// time now, the factor on that of the queue with its standard error, contacts since its level began,
    /// share of contacts, and its last lasting shift
    #[arg(long, conflicts_with_all = ["by_topic", "by", "now", "level", "growth"])]
    by_group: bool,
}

impl Forecast {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        talk.stage("reading history");
        let ready = self.ready()?;
        talk.stage("forecasting");
        match self.now {
            Some(now) => self.today(ready.today(now)?, talk),
            None => self.days(ready.expect()?, talk),
        }
    }

    fn today(&self, mut today: Today, talk: &Talk) -> Result<Answer> {
        talk.done();
        talk.notes(&today.expected.notes);
        if let Some(level) = self.level {
            today.update.forecast = today.update.forecast.with_bands(Share(level));
        }
        self.write(&today.update.forecast, Some(&today), &today.expected)?;
        match (self.by.period(), self.json) {
            (None, true) => json(&today.update)?,
            (Some(by), true) => json(&rows::totals_today(&today, by))?,
            (None, false) => data(&rows::intervals_today(&today))?,
            (Some(by), false) => data(&rows::totals(&rows::totals_today(&today, by)))?,
        }
        for line in said::of_today(&today) {
            talk.say(&line);
        }
        Ok(Answer::Yes)
    }

    fn days(&self, mut expected: Expected, talk: &Talk) -> Result<Answer> {
        talk.done();
        if let Some(growth) = self.growth {
            let grown = expected.forecast.grown(growth, expected.known_until);
            expected.notes.extend(grown.notes.last().cloned());
            expected.forecast = grown;
        }
        if let Some(level) = self.level {
            expected.forecast = expected.forecast.with_bands(Share(level));
        }
        let by_topic = match self.by_topic {
            true => Some(topics::table(&mut expected)?),
            false => None,
        };
        let by_group = match self.by_group {
            true => Some(groups::times(&mut expected)?),
            false => None,
        };
        talk.notes(&expected.notes);
        self.write(&expected.forecast, None, &expected)?;
        if let Some(times) = by_group {
            match self.json {
                true => json(&times)?,
                false => data(&groups::table(&times))?,
            }
            return Ok(Answer::Yes);
        }
        if let Some(table) = by_topic {
            data(&table)?;
            return Ok(Answer::Yes);
        }
        match (self.by.period(), self.json) {
            (None, true) => json(&expected.forecast)?,
            (Some(by), true) => json(&expected.forecast.totals(by))?,
            (None, false) => data(&rows::intervals(&expected))?,
            (Some(by), false) => data(&rows::totals(&expected.forecast.totals(by)))?,
        }
        for line in said::of_days(&expected) {
            talk.say(&line);
        }
        Ok(Answer::Yes)
    }

    fn write(
        &self,
        forecast: &forecast::Forecast,
        today: Option<&Today>,
        expected: &Expected,
    ) -> Result<()> {
        let (Some(count), Some(out)) = (self.paths, &self.out) else {
            return Ok(());
        };
        let paths = Paths {
            forecast,
            open: &expected.open,
            seen: today.map(|today| &today.update.seen),
            by: self.by.period(),
        };
        paths.write(out, count, self.seed)
    }

    fn first(&self) -> Option<NaiveDate> {
        let today = self.now.map(|now| now.date());
        today.or(self.start).or(self.week.map(|week| week.monday))
    }

    fn count(&self) -> u32 {
        let weeks = self.weeks.map(|weeks| 7 * weeks);
        let usual = if self.now.is_some() { 1 } else { 7 };
        self.days.or(weeks).unwrap_or(usual)
    }

    fn ready(&self) -> Result<Ready> {
        let configured = self
            .file
            .extension()
            .is_some_and(|extension| extension == "toml");
        if configured {
            return self.configured();
        }
        plan::prepare_bare(&Bare {
            file: self.file.clone(),
            queue: self.queue.clone(),
            first: self.first(),
            days: self.count(),
            lead_days: self.lead_days.unwrap_or(0),
            step: self.step,
            zone: self.zone,
            calendar: self.calendar.clone(),
            country: self.country.clone(),
            like: self.new.like(),
        })
    }

    fn configured(&self) -> Result<Ready> {
        let mut config = Config::read(&self.file)?;
        config.step = self.step.unwrap_or(config.step);
        config.lead_days = match self.now {
            Some(_) => 0,
            None => self.lead_days.unwrap_or(config.lead_days),
        };
        if let Some(queue) = &self.queue {
            config.history.queue.clone_from(queue);
        }
        config.forecast.like = self.new.like().or(config.forecast.like);
        if let Some(calendar) = &self.calendar {
            let list = read_holidays(calendar)?;
            config.holidays = Holidays::Listed(list.only(self.country.as_deref())?.to_vec());
        }
        let first = self.first().ok_or_else(no_start)?;
        let known_until = first - Days::new(u64::from(config.lead_days) + 1);
        plan::prepare(&config, first, self.count(), known_until)
    }
}

fn no_start() -> Problem {
    Problem::new("C191", "--start", "no first day is given")
        .hint("give --start 2021-04-12 or --week 2021-W15")
}
