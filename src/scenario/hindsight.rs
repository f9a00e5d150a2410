//! A past year: what would have been budgeted for it, what came, and what that difference takes.

use super::ladder::Traffic;
use super::study::Study;
use super::year::Year;
use crate::calendar::{Grid, Series};
use crate::config::{Config, Scenario};
use crate::error::{Problem, Result};
use crate::history::Queue;
use crate::units::Agents;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// A past year, budget against actual.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hindsight {
    /// The year.
    pub year: i32,
    /// As it would have been budgeted on the last evening before it.
    pub budget: Met,
    /// As it came.
    pub actual: Met,
    /// From the one to the other in full-time equivalents: more contacts, longer contacts, longer waits that
    /// were let be, and what none of these explains.
    pub steps: [f64; 4],
}

/// What a year has or had.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Met {
    /// Contacts.
    pub contacts: f64,
    /// Mean handle time in seconds.
    pub handle_time: f64,
    /// Average wait in seconds.
    pub wait: f64,
    /// Hours on the phone in an average week.
    pub on_phone: f64,
    /// The full-time equivalents that these take, by today's contracts and other work.
    pub fte: f64,
}

/// What a record says of a year.
struct Recorded {
    contacts: f64,
    handle_time: f64,
    wait: f64,
    agent_hours: f64,
    weeks: f64,
}

/// Budget against actual of a past year.
///
/// # Formula
/// The budget is the forecast with what was known on its eve, at the average wait of the year before, with agents
/// spread over the week as they were in that year. Steps are taken one after the other: the contacts that came,
/// their handle time, the wait that was recorded; each asks the exact chain for its hours. What is left to the
/// recorded hours of agents is told as it is.
///
/// # Errors
/// All problems of the files; `C177` where the record does not hold the year and the one before, with waits and
/// agents.
pub fn hindsight(config: &Config, of: i32) -> Result<Hindsight> {
    let unknown = || {
        let what =
            format!("the record does not hold `{of}` and the year before, with waits and agents");
        let hint = "choose a year that is whole in the record, and not its first";
        Problem::new("C177", "--hindsight", what).hint(hint)
    };
    let first = NaiveDate::from_ymd_opt(of, 1, 1).ok_or_else(unknown)?;
    let eve = first.pred_opt().ok_or_else(unknown)?;
    let (mut year, record) = Year::past(config, first, eve)?;
    let before = recorded(&record, of - 1).ok_or_else(unknown)?;
    let came = recorded(&record, of).ok_or_else(unknown)?;
    year.present = Some(habit(&record, of - 1));
    let scenario = Scenario::default();
    let expected = Traffic {
        // The agents that are recorded were there.
        sickness: 0.0,
        ..Traffic::of(&year, &scenario)
    };
    let forecast = year.handle_time_mean(&expected);
    let more = Traffic {
        volume: came.contacts / year.volume(),
        ..expected
    };
    let longer = Traffic {
        factor: came.handle_time / forecast,
        ..more
    };
    let hours = |traffic: Traffic, wait: f64| -> Result<f64> {
        let mut study = Study::new(&year, &scenario, traffic, None)?;
        let weights = study.weights(None);
        Ok(study.hours_for(&weights, wait).0)
    };
    let stages = [
        hours(expected, before.wait)?,
        hours(more, before.wait)?,
        hours(longer, before.wait)?,
        hours(longer, came.wait)?,
        came.agent_hours / came.weeks,
    ];
    let study = Study::new(&year, &scenario, Traffic::of(&year, &scenario), None)?;
    let fte = stages.map(|hours| study.hours.fte(hours * (1.0 - study.hours.sickness)));
    let met = |recorded: [f64; 3], stage: usize| Met {
        contacts: recorded[0],
        handle_time: recorded[1],
        wait: recorded[2],
        on_phone: stages[stage],
        fte: fte[stage],
    };
    Ok(Hindsight {
        year: of,
        budget: met([year.volume(), forecast, before.wait], 0),
        actual: met([came.contacts, came.handle_time, came.wait], 4),
        steps: std::array::from_fn(|step| fte[step + 1] - fte[step]),
    })
}

fn recorded(record: &Queue, year: i32) -> Option<Recorded> {
    let grid = record.offered.grid;
    let range = of_year(&grid, year)?;
    let mut sums = Recorded {
        contacts: 0.0,
        handle_time: 0.0,
        wait: 0.0,
        agent_hours: 0.0,
        weeks: range.len() as f64 * grid.step_hours() / (7.0 * 24.0),
    };
    let mut answered = 0.0;
    for index in range {
        let Some(contacts) = record.offered.values[index].map(|contacts| contacts.0) else {
            continue;
        };
        sums.contacts += contacts;
        sums.wait += contacts * record.wait.values[index].map_or(0.0, |wait| wait.0);
        if let Some(long) = record.handle_time.values[index] {
            sums.handle_time += contacts * long.0;
            answered += contacts;
        }
        let agents = record.agents.values[index].map_or(0.0, |agents| agents.0);
        sums.agent_hours += agents * grid.step_hours();
    }
    sums.handle_time /= answered;
    sums.wait /= sums.contacts;
    let whole = sums.contacts > 0.0 && sums.wait > 0.0 && sums.agent_hours > 0.0 && answered > 0.0;
    whole.then_some(sums)
}

/// The intervals of a year that the record holds from its first day to its last.
fn of_year(grid: &Grid, year: i32) -> Option<std::ops::Range<usize>> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(year, 12, 31)?;
    // The first open day of a year may be its second or third.
    let inside = |index: &usize| grid.date(*index).year() == year;
    let held = (0..grid.len).find(inside)?..(0..grid.len).rfind(inside)? + 1;
    let near = |one: NaiveDate, other: NaiveDate| (one - other).num_days().abs() <= 4;
    let whole = near(grid.date(held.start), first) && near(grid.date(held.end - 1), last);
    whole.then_some(held)
}

/// Mean agents of a year by weekday and interval, as a week.
fn habit(record: &Queue, year: i32) -> Series<Agents> {
    let grid = record.offered.grid;
    let mut sums: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
    let key = |grid: &Grid, index: usize| {
        let weekday = grid.date(index).weekday().num_days_from_monday();
        (weekday, grid.minute_of_day(index))
    };
    for index in (0..grid.len).filter(|index| grid.date(*index).year() == year) {
        if let Some(agents) = record.agents.values[index] {
            let sum = sums.entry(key(&grid, index)).or_default();
            *sum = (sum.0 + agents.0, sum.1 + 1.0);
        }
    }
    let monday =
        grid.date(0) - chrono::Days::new(u64::from(grid.date(0).weekday().num_days_from_monday()));
    let week = Grid::days(grid.zone, monday, 7, grid.step);
    Series::from_fn(week, |index| {
        let sum = sums.get(&key(&week, index));
        Agents(sum.map_or(0.0, |(agents, days)| agents / days.max(1.0)))
    })
}
