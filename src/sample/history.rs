//! The record of the sample's phone queue, as its telephone system would export it.

use super::{truth, volume};
use crate::calendar::{DayCalendar, Grid, Series};
use crate::error::Result;
use crate::simulate::{Arrivals, Case, Options, Record, Staffing, Traffic, record};
use crate::units::{Agents, Contacts, Seconds, Share};
use chrono::{Datelike, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::fmt::Write;

/// The past without its chance: what comes, and when the lines are open.
struct Past {
    traffic: Traffic,
    calendar: DayCalendar,
    grid: Grid,
}

impl Past {
    fn new() -> Self {
        let (year, month, day) = truth::FIRST;
        let first = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let grid = Grid::days(chrono_tz::Europe::Amsterdam, first, truth::DAYS, 15);
        let calendar = DayCalendar::dutch(2017..=2022, Vec::new());
        let mut contacts = Series::filled(grid, Contacts::ZERO);
        let mut handle_time = Series::filled(grid, Seconds(truth::HANDLE_TIME));
        let mut open = Series::filled(grid, false);
        let whole: f64 = truth::PROFILE.iter().sum();
        for date in grid.dates() {
            let is_open = volume::is_open(&calendar, date);
            let expected = volume::of_day(&calendar, date);
            for index in grid.day_range(date) {
                if let (true, Some(quarter)) = (is_open, quarter(&grid, index)) {
                    let share = truth::PROFILE[quarter] / whole;
                    contacts.values[index] = Contacts(expected * share);
                    open.values[index] = true;
                }
                if date.year() >= 2020 {
                    handle_time.values[index] = Seconds(truth::HANDLE_TIME_LATER);
                }
            }
        }
        let traffic = Traffic {
            arrivals: Arrivals::Expected,
            contacts,
            handle_time,
            open,
            patience: Seconds(truth::PATIENCE),
            busyness: truth::BUSYNESS,
        };
        Self {
            traffic,
            calendar,
            grid,
        }
    }

    /// Agents who were there: habit, hands of the year, less those who fell ill that day.
    fn agents(&self, seed: u64) -> Series<Agents> {
        let mut random = Pcg64Mcg::seed_from_u64(seed ^ 0x00a6_e275);
        let mut agents = Series::filled(self.grid, Agents::ZERO);
        for date in self.grid.dates() {
            let ill = (0..truth::PEOPLE_A_DAY).filter(|_| random.random::<f64>() < truth::ABSENCE);
            let there = 1.0 - ill.count() as f64 / f64::from(truth::PEOPLE_A_DAY);
            let rounding = random.random::<f64>();
            if !volume::is_open(&self.calendar, date) {
                continue;
            }
            for index in self.grid.day_range(date) {
                let rostered = quarter(&self.grid, index).map_or(0.0, |q| rostered(date, q));
                let people = (rostered * there + rounding).floor();
                agents.values[index] = Agents(if rostered > 0.0 { people.max(1.0) } else { 0.0 });
            }
        }
        agents
    }
}

/// Agents rostered for the phone, before sickness.
fn rostered(date: NaiveDate, quarter: usize) -> f64 {
    let weekday = date.weekday().num_days_from_monday() as usize;
    let hands = truth::HANDS.iter().find(|(year, _)| *year == date.year());
    let habit = truth::HABIT.get(weekday).and_then(|day| day.get(quarter));
    habit.copied().unwrap_or(0.0) * hands.map_or(0.0, |(_, hands)| *hands)
}

/// The quarter after opening, if the lines are open at this time of day.
fn quarter(grid: &Grid, index: usize) -> Option<usize> {
    let minute = grid.minute_of_day(index);
    let (from, to) = truth::OPEN;
    (from..to)
        .contains(&minute)
        .then(|| (minute - from) as usize / 15)
}

/// The history as CSV: a row per open quarter.
///
/// # Errors
/// None that the user can cause.
pub(super) fn csv(seed: u64) -> Result<String> {
    let past = Past::new();
    let agents = past.agents(seed);
    let case = Case {
        name: "past".into(),
        staffing: Staffing::Counts(agents.clone()),
        overflow: None,
    };
    let options = Options {
        replications: 1,
        seed,
        absence: Share::ZERO,
        answer_within: Seconds(60.0),
        long_wait: Seconds(1200.0),
    };
    let records = record(&past.traffic, &case, &options)?;
    let mut text =
        String::from("start,queue,offered,answered,abandoned,handle_time_s,wait_s,agents\n");
    for (index, record) in records.values.iter().enumerate() {
        if past.traffic.open.values[index] {
            row(&mut text, &past.grid, index, record, agents.values[index]);
        }
    }
    Ok(text)
}

fn row(text: &mut String, grid: &Grid, index: usize, record: &Record, agents: Agents) {
    let start = grid.local(index).format("%Y-%m-%dT%H:%M");
    let handle_time = mean(record.handle_time, record.answered);
    let wait = mean(record.wait, record.offered);
    let (offered, answered, abandoned) = (record.offered, record.answered, record.abandoned);
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{start},phone,{offered},{answered},{abandoned},{handle_time},{wait},{agents:.0}",
    );
}

/// A mean to a tenth of a second; nothing where there is nothing to average.
fn mean(total: f64, count: u32) -> String {
    match count {
        0 => String::new(),
        _ => format!("{:.1}", total / f64::from(count)),
    }
}
