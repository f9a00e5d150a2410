//! `bezet forecast`.

use super::talk::Talk;
use super::{Answer, data, json};
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::error::{Problem, Result};
use crate::plan::{self, Bare, Expected};
use chrono::Days;
use clap::Args;
use std::path::PathBuf;

/// Forecast contacts and handle time per interval, with bands
///
/// FILE is a configuration (.toml) or a bare history (csv, csv.gz, xlsx) with at least the
/// columns start and offered: opening hours and queues are then learnt from the file.
///
/// The rows go to stdout: start, contacts, low, high, handle_time_s. What was recorded after the
/// planning date is hidden; where the file knows the forecast days, the error is said at the end.
#[derive(Debug, Args)]
pub struct Forecast {
    /// A configuration or a history
    file: PathBuf,
    /// First day, as 2021-04-12; default: the Monday after the record (bare file)
    #[arg(long, value_name = "DATE", conflicts_with = "week")]
    start: Option<chrono::NaiveDate>,
    /// The week, as 2021-W15
    #[arg(long, value_name = "WEEK")]
    week: Option<IsoWeek>,
    /// Days to forecast
    #[arg(long, value_name = "N", default_value_t = 7)]
    days: u32,
    /// Days between the last known day and the first forecast one; default: as configured, 0 for a bare file
    #[arg(long, value_name = "N")]
    lead_days: Option<u32>,
    /// Interval in minutes; default: as configured, or as recorded
    #[arg(long, value_name = "MINUTES")]
    step: Option<u32>,
    /// The queue, where the file has several
    #[arg(long)]
    queue: Option<String>,
    /// Time zone of a bare file
    #[arg(long, default_value = "Europe/Amsterdam")]
    zone: chrono_tz::Tz,
    /// Print the forecast as JSON
    #[arg(long)]
    json: bool,
}

impl Forecast {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        talk.stage("reading history");
        let expected = self.expected()?;
        talk.done();
        talk.notes(&expected.notes);
        if self.json {
            json(&expected.forecast)?;
        } else {
            data(&table(&expected))?;
        }
        for line in summary(&expected) {
            talk.say(&line);
        }
        Ok(Answer::Yes)
    }

    fn expected(&self) -> Result<Expected> {
        let configured = self
            .file
            .extension()
            .is_some_and(|extension| extension == "toml");
        let first = self.start.or(self.week.map(|week| week.monday));
        if !configured {
            return plan::expect_bare(&Bare {
                file: self.file.clone(),
                queue: self.queue.clone(),
                first,
                days: self.days,
                lead_days: self.lead_days.unwrap_or(0),
                step: self.step,
                zone: self.zone,
            });
        }
        let mut config = Config::read(&self.file)?;
        config.step = self.step.unwrap_or(config.step);
        config.lead_days = self.lead_days.unwrap_or(config.lead_days);
        if let Some(queue) = &self.queue {
            config.history.queue.clone_from(queue);
        }
        let first = first.ok_or_else(no_start)?;
        let known_until = first - Days::new(u64::from(config.lead_days) + 1);
        plan::expect(&config, first, self.days, known_until)
    }
}

fn no_start() -> Problem {
    Problem::new("C191", "--start", "no first day is given")
        .hint("give --start 2021-04-12 or --week 2021-W15")
}

fn table(expected: &Expected) -> String {
    let forecast = &expected.forecast;
    let grid = forecast.contacts.grid;
    let open = (0..grid.len).filter(|index| expected.open.values[*index]);
    let lines = open.map(|index| {
        format!(
            "{},{:.2},{:.0},{:.0},{:.1}\n",
            grid.local(index).format("%Y-%m-%dT%H:%M"),
            forecast.contacts.values[index].0,
            forecast.low.values[index].0,
            forecast.high.values[index].0,
            forecast.handle_time.values[index].0,
        )
    });
    "start,contacts,low,high,handle_time_s\n".to_owned() + &lines.collect::<String>()
}

/// A line per day, and the error where the record knows the days by now.
fn summary(expected: &Expected) -> Vec<String> {
    let forecast = &expected.forecast;
    let grid = forecast.contacts.grid;
    let actual = plan::actual(&expected.record, &grid);
    let mut lines = vec![format!("known until {}", expected.known_until)];
    let (mut missed, mut seen) = (0.0, 0.0);
    for date in grid.dates() {
        let day = grid.day_range(date);
        let total: f64 = forecast.contacts.values[day.clone()]
            .iter()
            .map(|c| c.0)
            .sum();
        let mut line = format!("{} {total:>9.1} expected", date.format("%a %Y-%m-%d"));
        let known = actual.iter().flat_map(|series| &series.values[day.clone()]);
        let known: Vec<f64> = known.flatten().map(|contacts| contacts.0).collect();
        if !known.is_empty() {
            let came: f64 = known.iter().sum();
            line += &format!(", {came:.0} came");
            let pairs = day.filter_map(|index| Some((index, actual.as_ref()?.values[index]?)));
            missed += pairs
                .map(|(index, came)| (forecast.contacts.values[index].0 - came.0).abs())
                .sum::<f64>();
            seen += came;
        }
        lines.push(line);
    }
    if seen > 0.0 {
        let error = 100.0 * missed / seen;
        lines.push(format!(
            "error per interval (WAPE): {error:.1} % of what came"
        ));
    }
    lines
}
