//! `bezet backtest`.

use super::talk::Talk;
use super::{Answer, data, json};
use crate::error::Result;
use crate::plan::{self, BacktestOptions, Origins};
use crate::report;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Test the methods on your own past: what they would have forecast, beside what came
///
/// FILE is a bare history (csv, csv.gz, xlsx) or a configuration (.toml). From each origin, the last
/// day that is known, every method forecasts again as if nothing later had happened: opening hours,
/// cleaning and the country of the holidays are found anew from the days up to it. What came is the
/// raw record, on holidays too; days and intervals that are not recorded, or of which --step would take
/// a part only, are not scored.
///
/// --lead-days 8 --days 7 scores the days 8 to 14 after the origin: the first scored day is the 8th.
/// (In `bezet forecast` --lead-days counts the days in between; there the same is --lead-days 7.)
///
/// On stdout, by method: WAPE per interval, day and seven days with the Poisson floor, which is what a
/// forecaster who knows every rate would score; MASE against last week's value; pinball loss of the
/// quantiles 10, 50 and 90 %; bias (positive: forecast too high); the share that the 80 % and 95 %
/// bands held, with standard errors clustered by origin; and how far the randomised probability
/// integral transform is from even.
///
///   bezet backtest calls.csv --queue phone --step 30
///   bezet backtest calls.csv --calendar holidays.csv --country US --origins 2003-05-25,2003-06-01
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Backtest {
    /// A history or a configuration
    file: PathBuf,
    /// The queue, where the file has several
    #[arg(long, value_name = "NAME")]
    queue: Option<String>,
    /// The first scored day is so many days after the origin
    #[arg(long, value_name = "N", default_value_t = 8,
          value_parser = clap::value_parser!(u32).range(1..=1_100))]
    lead_days: u32,
    /// Days scored from there on
    #[arg(long, value_name = "N", default_value_t = 7,
          value_parser = clap::value_parser!(u32).range(1..=1_100))]
    days: u32,
    /// Interval in minutes, 1440 for whole days; default: as configured, or as recorded
    #[arg(long, value_name = "MINUTES")]
    step: Option<u32>,
    /// Last known days, as 2003-05-25,2003-06-01, or how many, a week apart on Sundays, up to the last
    /// whose scored days are all recorded; default: 13, fewer where the record is short
    #[arg(long, value_name = "DATES|N")]
    origins: Option<String>,
    /// Holidays: a file (csv, xlsx) with the columns date, name and perhaps country; for a configuration,
    /// in place of its own
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// The country whose holidays count; default: the one that the record shows by then
    #[arg(long, value_name = "CODE", requires = "calendar")]
    country: Option<String>,
    /// Time zone of a bare file
    #[arg(long, default_value = "Europe/Amsterdam")]
    zone: chrono_tz::Tz,
    /// Methods to test, with commas; default: all
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    method: Vec<String>,
    /// Print everything as JSON, each origin too
    #[arg(long)]
    json: bool,
    /// Tell in JSON and HTML how long fitting took, which differs from run to run
    #[arg(long)]
    timings: bool,
    /// Write the first method's forecasts: origin, start, mean, q10, q50, q90
    #[arg(long, value_name = "FILE")]
    forecasts: Option<PathBuf>,
    /// Write a page with tables and figures
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Language of tables and page; default: the configuration's, English for a bare file
    #[arg(long, value_enum)]
    language: Option<Language>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    En,
    Nl,
}

impl Backtest {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let options = self.options()?;
        talk.stage("forecasting again from earlier days");
        let test = plan::backtest(&options)?;
        talk.done();
        talk.notes(&test.notes);
        self.write(&test)?;
        if self.json {
            json(&self.repeatable(&test))?;
        } else {
            data(&report::backtest_text(&test, self.code(&test)))?;
        }
        Ok(Answer::Yes)
    }

    fn options(&self) -> Result<BacktestOptions> {
        let origins = self.origins.as_deref().map(Origins::parse).transpose()?;
        Ok(BacktestOptions {
            file: self.file.clone(),
            queue: self.queue.clone(),
            lead_days: self.lead_days,
            days: self.days,
            step: self.step,
            origins: origins.unwrap_or_default(),
            calendar: self.calendar.clone(),
            country: self.country.clone(),
            zone: self.zone,
            methods: self.method.clone(),
        })
    }

    fn write(&self, test: &plan::Backtest) -> Result<()> {
        if let Some(path) = &self.forecasts {
            report::put(path, test.forecasts.as_bytes())?;
        }
        if let Some(path) = &self.html {
            let page = report::backtest_page(&self.repeatable(test), self.code(test));
            report::put(path, page.as_bytes())?;
        }
        Ok(())
    }

    /// Without what differs from run to run, unless that is asked for.
    fn repeatable(&self, test: &plan::Backtest) -> plan::Backtest {
        let mut test = test.clone();
        for method in test.methods.iter_mut().filter(|_| !self.timings) {
            method.seconds = None;
        }
        test
    }

    fn code(&self, test: &plan::Backtest) -> &'static str {
        match self.language {
            Some(Language::En) => "en",
            Some(Language::Nl) => "nl",
            None => test.language,
        }
    }
}
