//! Weeks that are alike, and the one that stands for each kind.

use super::year::Year;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Kinds at most: quiet, ordinary, busy, a peak.
const KINDS: usize = 4;

/// A kind of week: one week that stands for all that are like it.
#[derive(Clone, Debug, Serialize)]
pub struct KindOfWeek {
    /// Monday of the week that stands for the kind.
    pub monday: NaiveDate,
    /// Weeks of the year that are of this kind.
    pub weeks: usize,
    /// Open days of the kind in each month of the year.
    pub by_month: Vec<f64>,
    /// Contacts of an open day, on average over the kind.
    pub per_day: f64,
    /// The open days of the week, with their contacts brought to the kind's average.
    pub days: Vec<LoadDay>,
}

/// What comes on an open day.
#[derive(Clone, Debug, Serialize)]
pub struct LoadDay {
    /// 0 is Monday.
    pub weekday: usize,
    /// Its intervals from the first open one to the last.
    pub intervals: Vec<Load>,
}

/// What comes in an interval.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Load {
    /// Minute of the day at which it begins.
    pub minute: u32,
    /// Expected contacts; 0 where closed.
    pub contacts: f64,
    /// Mean handle time in seconds.
    pub handle_time: f64,
}

impl KindOfWeek {
    /// Open days of the kind in the year.
    pub fn open_days(&self) -> f64 {
        self.by_month.iter().sum()
    }

    /// Contacts of the week that stands for the kind.
    pub fn contacts(&self) -> f64 {
        let loads = self.days.iter().flat_map(|day| &day.intervals);
        loads.map(|load| load.contacts).sum()
    }
}

/// A week of the year as it is seen here.
struct Week {
    monday: NaiveDate,
    /// Open days by month.
    by_month: BTreeMap<usize, f64>,
    contacts: f64,
}

impl Week {
    fn open_days(&self) -> f64 {
        self.by_month.values().sum()
    }

    fn per_day(&self) -> f64 {
        self.contacts / self.open_days().max(1.0)
    }
}

/// The kinds of weeks of a year, the quietest first.
///
/// # Formula
/// Weeks in order of contacts per open day are cut where the sum of squares within the parts, each week
/// with its open days as weight, is least (W. D. Fisher, On grouping for maximum homogeneity,
/// 1958). For each part stands the week with the most open days whose contacts per open day are nearest
/// to the part's mean; its contacts are brought to that mean, so that the year's sum stays.
pub(super) fn kinds(year: &Year) -> Vec<KindOfWeek> {
    let mut weeks = weeks(year);
    weeks.sort_by(|a, b| {
        a.per_day()
            .total_cmp(&b.per_day())
            .then(a.monday.cmp(&b.monday))
    });
    let ends = cuts(&weeks);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let parts = starts
        .zip(&ends)
        .filter_map(|(from, to)| weeks.get(from..*to));
    parts.filter_map(|part| kind(year, part)).collect()
}

fn weeks(year: &Year) -> Vec<Week> {
    let grid = year.contacts.grid;
    let mut weeks: BTreeMap<NaiveDate, Week> = BTreeMap::new();
    for date in grid.dates() {
        let range = grid.day_range(date);
        let open = year.open.values[range.clone()].contains(&true);
        let contacts: f64 = year.contacts.values[range].iter().map(|c| c.0).sum();
        if !open || contacts <= 0.0 {
            continue;
        }
        let monday = date - Days::new(u64::from(date.weekday().num_days_from_monday()));
        let month = year.months.iter().rposition(|first| *first <= date);
        let week = weeks.entry(monday).or_insert_with(|| Week {
            monday,
            by_month: BTreeMap::new(),
            contacts: 0.0,
        });
        week.contacts += contacts;
        *week.by_month.entry(month.unwrap_or(0)).or_default() += 1.0;
    }
    weeks.into_values().collect()
}

/// Where the parts end.
fn cuts(weeks: &[Week]) -> Vec<usize> {
    let count = weeks.len();
    let parts = KINDS.min(count);
    let within = |from: usize, to: usize| {
        let part = &weeks[from..to];
        let weight: f64 = part.iter().map(Week::open_days).sum();
        let sum: f64 = part.iter().map(|week| week.contacts).sum();
        let mean = sum / weight.max(1.0);
        let square = |week: &Week| week.open_days() * (week.per_day() - mean).powi(2);
        part.iter().map(square).sum::<f64>()
    };
    // best[p][n]: the first n weeks in p parts, and where the last of these begins
    let mut best = vec![vec![(f64::INFINITY, 0); count + 1]; parts + 1];
    best[0][0] = (0.0, 0);
    for part in 1..=parts {
        for to in part..=count {
            for from in part - 1..to {
                let cost = best[part - 1][from].0 + within(from, to);
                if cost < best[part][to].0 {
                    best[part][to] = (cost, from);
                }
            }
        }
    }
    let mut ends = Vec::new();
    let mut end = count;
    for part in (1..=parts).rev() {
        ends.push(end);
        end = best[part][end].1;
    }
    ends.reverse();
    ends
}

fn kind(year: &Year, part: &[Week]) -> Option<KindOfWeek> {
    let open_days: f64 = part.iter().map(Week::open_days).sum();
    let contacts: f64 = part.iter().map(|week| week.contacts).sum();
    let per_day = contacts / open_days;
    let most = part.iter().map(Week::open_days).fold(0.0, f64::max);
    let full = part.iter().filter(|week| week.open_days() >= most);
    let distance = |week: &&Week| (week.per_day() - per_day).abs();
    let stands = full.min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    let mut by_month = vec![0.0; year.months.len()];
    for (month, days) in part.iter().flat_map(|week| &week.by_month) {
        by_month[*month] += days;
    }
    let factor = per_day / stands.per_day();
    Some(KindOfWeek {
        monday: stands.monday,
        weeks: part.len(),
        by_month,
        per_day,
        days: days(year, stands.monday, factor),
    })
}

/// The open days of a week within the year.
fn days(year: &Year, monday: NaiveDate, factor: f64) -> Vec<LoadDay> {
    let grid = year.contacts.grid;
    let mut days = Vec::new();
    for (weekday, date) in monday.iter_days().take(7).enumerate() {
        let range = grid.day_range(date);
        let open = |index: &usize| year.open.values[*index];
        let (Some(first), Some(last)) = (range.clone().find(open), range.clone().rev().find(open))
        else {
            continue;
        };
        let load = |index: usize| Load {
            minute: grid.minute_of_day(index),
            contacts: match year.open.values[index] {
                true => year.contacts.values[index].0.max(0.0) * factor,
                false => 0.0,
            },
            handle_time: year.handle_time.values[index].0,
        };
        let intervals: Vec<Load> = (first..=last).map(load).collect();
        if intervals.iter().any(|load| load.contacts > 0.0) {
            days.push(LoadDay { weekday, intervals });
        }
    }
    days
}
