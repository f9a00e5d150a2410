//! Jobs done: each kind with what is told of it.

use super::cache::Cache;
use super::refused::problems_of;
use super::row::{Configured, Day, Evaluate, Forecast, Job, Plan, Scenario};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::forecast::{Period, Total};
use crate::plan::{self, Bare, DayInputs, Record, Watch};
use crate::roster::{Breach, Status};
use crate::scenario::{Year, answer, ledger};
use crate::simulate::Estimate;
use crate::units::{Contacts, Euros, Seconds};
use chrono::Days;
use chrono_tz::Europe::Amsterdam;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Configurations and records that are kept for the jobs to come.
const CONFIGS: usize = 64;
const RECORDS: usize = 8;
const YEARS: usize = 16;

/// Where jobs are done: what they read is shared.
pub(super) struct Desk<'a> {
    configs: Cache<Config>,
    records: Cache<Record>,
    years: Cache<Today>,
    stop: &'a AtomicBool,
}

/// What is told of a forecast.
#[derive(Serialize)]
struct Expected {
    days: Vec<Total>,
    /// Of all days, with its own band.
    total: Option<Total>,
}

/// What is told of a plan.
#[derive(Serialize)]
struct Planned {
    status: Status,
    cost: Euros,
    bound: Euros,
    gap: f64,
    wait_exact: Option<Seconds>,
    wait_simulated: Estimate,
    outside: Estimate,
    outside_exact: Option<Contacts>,
    breaches: Vec<String>,
    reached: bool,
}

impl<'a> Desk<'a> {
    /// A desk whose plans end when `stop` becomes true.
    pub(super) fn new(stop: &'a AtomicBool) -> Self {
        Self {
            configs: Cache::new(CONFIGS),
            records: Cache::new(RECORDS),
            years: Cache::new(YEARS),
            stop,
        }
    }

    /// What a job finds.
    pub(super) fn result(&self, job: &Job) -> Result<Value> {
        match job {
            Job::Evaluate(row) => document(evaluate(row)?),
            Job::Forecast(row) => self.forecast(row),
            Job::Plan(row) => self.plan(row),
            Job::Scenario(row) => self.scenario(row),
        }
    }

    fn config(&self, row: &Configured) -> Result<Arc<Config>> {
        let key = format!("{}\n{:?}", row.config.display(), row.set);
        let read = || Config::read_with(&row.config, &row.set).map_err(problems_of);
        Ok(self.configs.get(key, read)?)
    }

    fn forecast(&self, row: &Forecast) -> Result<Value> {
        let ready = match row {
            Forecast::Week(configured, week) => {
                let config = self.config(configured)?;
                // Every key that reading the record depends on is in what it is kept under.
                let history = &config.history;
                let like = &config.forecast.like;
                let key = format!("{history:?}\n{like:?}\n{}", config.step);
                let read = || Record::read(&config).map_err(problems_of);
                let record = self.records.get(key, read)?;
                let known_until = week.monday - Days::new(u64::from(config.lead_days) + 1);
                Record::clone(&record).ready(&config, week.monday, 7, known_until)
            }
            Forecast::Bare {
                file,
                queue,
                from,
                days,
            } => {
                let bare = Bare {
                    file: file.clone(),
                    queue: queue.clone(),
                    first: Some(*from),
                    days: *days,
                    lead_days: 0,
                    step: None,
                    zone: Amsterdam,
                    calendar: None,
                    country: None,
                    like: None,
                };
                let key = format!("{}\n{queue:?}", file.display());
                let read = || Record::read_bare(&bare).map_err(problems_of);
                let record = self.records.get(key, read)?;
                Record::clone(&record).ready_bare(&bare)
            }
        };
        let expected = ready?.expect()?;
        let forecast = &expected.forecast;
        let dates = forecast.contacts.grid.dates();
        let ends = dates.first().zip(dates.last());
        let told = Expected {
            days: forecast.totals(Period::Day),
            total: ends.and_then(|(first, last)| forecast.total(*first, *last)),
        };
        document(told)
    }

    fn plan(&self, row: &Plan) -> Result<Value> {
        let mut config = Config::clone(&*self.config(&row.configured)?);
        config.solve.seconds = row.seconds.unwrap_or(config.solve.seconds);
        config.solve.nodes = row.nodes.unwrap_or(config.solve.nodes);
        let quiet = Quiet(self.stop);
        let plan = plan::week(&config, row.week, &quiet)?;
        let breach = |breach: &Breach| {
            let (code, rule, who) = (breach.code, breach.rule, &breach.who);
            format!("{code} {rule}: {who}")
        };
        let outcome = &plan.planned.outcome;
        let exact = plan.planned.exact;
        let told = Planned {
            status: plan.solve.status,
            cost: plan.solve.cost,
            bound: plan.solve.bound,
            gap: plan.solve.gap,
            wait_exact: exact.map(|exact| exact.wait),
            wait_simulated: outcome.wait,
            outside: outcome.overflowed,
            outside_exact: exact.map(|exact| exact.overflowed),
            breaches: plan.breaches.iter().map(breach).collect(),
            reached: plan.target.reached,
        };
        document(told)
    }
}

impl Desk<'_> {
    /// What a scenario needs and gets; `scenario.` before a key of `set` is a key of the scenario.
    fn scenario(&self, row: &Scenario) -> Result<Value> {
        let (inside, set) = row.configured.set.split("scenario");
        let configured = Configured {
            config: row.configured.config.clone(),
            set,
        };
        let config = self.config(&configured)?;
        let stated = crate::config::Scenario::together(&row.scenarios, config.step, &inside)?;
        let place = format!("{}\n{:?}", configured.config.display(), configured.set);
        let asked = (&stated.from, &stated.opening);
        let key = format!("{place}\n{asked:?}");
        let year = self
            .years
            .get(key, || Today::read(&config, &stated).map_err(problems_of))?;
        year.year
            .check_c174_people_come_in_time(&stated)
            .or_ok(())?;
        let answer = answer(&year.year, &stated, year.wait)?;
        let ledger = ledger(&year.year, &stated, &answer, year.wait);
        document(Costed {
            structural: ledger.value("needed.structural"),
            incidental: ledger.value("needed.incidental"),
            answer,
        })
    }
}

/// A year, and how long callers wait in it as things are.
struct Today {
    year: Year,
    wait: f64,
}

impl Today {
    fn read(config: &Config, scenario: &crate::config::Scenario) -> Result<Self> {
        let today = crate::config::Scenario {
            from: scenario.from.clone(),
            ..crate::config::Scenario::default()
        };
        let now = Year::read(config, &today)?;
        let wait = answer(&now, &today, f64::INFINITY)?.given.wait;
        let year = match scenario.opening.is_some() {
            true => Year::read(config, scenario)?,
            false => now,
        };
        Ok(Self { year, wait })
    }
}

/// What is told of a scenario.
#[derive(Serialize)]
struct Costed {
    structural: f64,
    incidental: f64,
    answer: crate::scenario::Answer,
}

/// Says nothing, and stops with the rest.
struct Quiet<'a>(&'a AtomicBool);

impl Watch for Quiet<'_> {
    fn stage(&self, _what: &str) {}

    fn progress(&self, _how_far: &str) {}

    fn stop(&self) -> &AtomicBool {
        self.0
    }
}

fn evaluate(row: &Evaluate) -> Result<BTreeMap<String, f64>> {
    let (inputs, place) = match &row.day {
        Day::File(path) => (DayInputs::read(path)?, path.display().to_string()),
        Day::Inline { place, day } => (DayInputs::parse(day.clone(), place)?, place.clone()),
    };
    inputs.exact(&place, row.busyness)
}

fn document(told: impl Serialize) -> Result<Value> {
    serde_json::to_value(told).map_err(|error| Error::Compose {
        what: "JSON",
        reason: error.to_string(),
    })
}
