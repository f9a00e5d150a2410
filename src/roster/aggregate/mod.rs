//! What a crowd of people can cover: the week as a linear programme with people of a kind together.
//!
//! People who have the same contract and may be rostered at the same times are one kind, and a kind
//! is a number, whole or not. So the programme says in a fraction of a second what law, contracts,
//! shifts, lunches, breaks, other work and seats leave of paid hours, and when: not for a roster
//! to be worked, but for years of weeks that nobody will ever roster.

mod shifts;
mod work;

use super::solve::Programme;
use super::{Setting, Waits};
use crate::calendar::{ClockSpan, Series};
use crate::error::Result;
use crate::units::{Agents, Hours};
use chrono::{Datelike, NaiveDate};
use shifts::{Pattern, patterns};
use std::collections::BTreeMap;
use std::ops::Range;

/// What an hour of other work that is not done, or of a contract that is not rostered, costs in hours
/// of waiting: more than any agent is worth on the phone.
const MISSED: f64 = 1e3;

/// What a crowd covers in a week.
#[derive(Clone, Debug)]
pub struct Crowd {
    /// Agents on contacts per interval; seldom whole.
    pub coverage: Series<Agents>,
    /// Paid hours that are rostered, breaks and other work included.
    pub paid: Hours,
    /// Of those, short breaks.
    pub breaks: Hours,
    /// Of those, other work.
    pub work: Hours,
    /// Other work that nobody is left for.
    pub undone: Hours,
    /// Paid hours that are there and not needed on contacts: the line is closed, or nobody would
    /// wait less.
    pub spare: Hours,
}

/// The best that `scale` times the people of a setting can cover, at the least waiting by the curves.
///
/// # Formula
/// For each kind of people, day and paid length a number of shifts, with the kind's paid hours as
/// their sum; for each start, length and lunch a number of shifts, equal in sum by day and length; the
/// agents of an interval are those present less lunches, short breaks and other work. Waiting is a
/// convex curve in the agents, in pieces. Least of Σ waiting, subject to all of it.
///
/// Against a roster of named people it is a relaxation (numbers need not be whole, skills and
/// rest are not asked, blocks of other work may be short), but for one thing: a short break is spread evenly
/// over the times at which it may lie. Leave and locked shifts of the people do not count.
///
/// # Errors
/// When the solver fails.
pub fn crowd(setting: &Setting<'_>, scale: f64, waits: &dyn Waits) -> Result<Crowd> {
    Week::new(setting, scale.max(0.0)).solve(waits)
}

/// People who differ in nothing that counts here.
struct Kind {
    contract: f64,
    available: [Option<ClockSpan>; 7],
    count: f64,
}

/// A column with its cost, most and factors by row.
struct Column {
    cost: f64,
    most: f64,
    factors: Vec<(usize, f64)>,
}

/// The programme in the making.
#[derive(Default)]
struct Rows {
    bounds: Vec<(f64, f64)>,
    columns: Vec<Column>,
}

impl Rows {
    fn row(&mut self, low: f64, high: f64) -> usize {
        self.bounds.push((low, high));
        self.bounds.len() - 1
    }

    fn column(&mut self, cost: f64, most: f64, factors: Vec<(usize, f64)>) {
        let column = Column {
            cost,
            most,
            factors,
        };
        self.columns.push(column);
    }
}

/// The programme of a week in the making.
struct Week<'a> {
    setting: &'a Setting<'a>,
    scale: f64,
    kinds: Vec<Kind>,
    days: Vec<Day>,
    rows: Rows,
    /// The row of the agents of each interval.
    agents: BTreeMap<usize, usize>,
    /// Minutes of short breaks by column of a shift.
    breaks: Vec<(usize, f64)>,
    /// Columns of other work, hours each.
    work: Vec<(usize, f64)>,
    /// Paid hours by column.
    paid: Vec<(usize, f64)>,
    undone: Vec<usize>,
    /// People at staffed work and in meetings per interval.
    elsewhere: BTreeMap<usize, f64>,
}

/// An open day: where it lies on the grid.
struct Day {
    date: NaiveDate,
    range: Range<usize>,
}

impl Day {
    fn weekday(&self) -> usize {
        self.date.weekday().num_days_from_monday() as usize
    }
}

impl<'a> Week<'a> {
    fn new(setting: &'a Setting<'a>, scale: f64) -> Self {
        let grid = setting.open.grid;
        let open = |range: &Range<usize>| setting.open.values[range.clone()].contains(&true);
        let days = grid.dates().into_iter().filter_map(|date| {
            let range = grid.day_range(date);
            open(&range).then_some(Day { date, range })
        });
        let mut week = Self {
            kinds: kinds(setting),
            days: days.collect(),
            setting,
            scale,
            rows: Rows::default(),
            agents: BTreeMap::new(),
            breaks: Vec::new(),
            work: Vec::new(),
            paid: Vec::new(),
            undone: Vec::new(),
            elsewhere: BTreeMap::new(),
        };
        week.fixed_work();
        week
    }

    fn hours(&self) -> f64 {
        self.setting.open.grid.step_hours()
    }

    fn solve(mut self, waits: &dyn Waits) -> Result<Crowd> {
        for interval in self.days.iter().flat_map(|day| day.range.clone()) {
            let there = self.elsewhere.get(&interval).copied().unwrap_or(0.0);
            let row = self.rows.row(there, there);
            self.agents.insert(interval, row);
        }
        self.shifts();
        let seats = self.seats();
        self.other_work(&seats);
        let (pieces, spare) = self.pieces(waits, &seats);
        let mut programme = Programme::new(&self.rows.bounds)?;
        for column in &self.rows.columns {
            programme.add(column.cost, column.most, &column.factors)?;
        }
        let found = programme.solve()?.columns;
        let sum = |columns: &[(usize, f64)]| -> f64 {
            columns
                .iter()
                .map(|(column, factor)| found[*column] * factor)
                .sum()
        };
        let mut coverage = Series::filled(self.setting.open.grid, Agents(0.0));
        for (interval, column) in pieces {
            coverage.values[interval].0 += found[column].max(0.0);
        }
        let staffed: f64 = self.elsewhere.values().sum::<f64>() * self.hours();
        Ok(Crowd {
            coverage,
            paid: Hours(sum(&self.paid)),
            breaks: Hours(sum(&self.breaks)),
            work: Hours(sum(&self.work) + staffed),
            undone: Hours(self.undone.iter().map(|column| found[*column]).sum()),
            spare: Hours(spare.iter().map(|column| found[*column]).sum::<f64>() * self.hours()),
        })
    }

    /// Shifts by kind, day and length, and by start and lunch.
    fn shifts(&mut self) {
        let contracts: Vec<usize> = self
            .kinds
            .iter()
            .map(|kind| (kind.contract * kind.count, kind.contract * kind.count))
            .map(|(low, high)| self.rows.row(low * self.scale, high * self.scale))
            .collect();
        for row in &contracts {
            // Paid hours that no day takes are told as spare ones.
            self.rows.column(MISSED, f64::INFINITY, vec![(*row, 1.0)]);
        }
        for day in 0..self.days.len() {
            let mut links: BTreeMap<(ClockSpan, usize), usize> = BTreeMap::new();
            let weekday = self.days[day].weekday();
            for (kind, contract) in contracts.iter().enumerate() {
                let Some(span) = self.kinds[kind].available[weekday] else {
                    continue;
                };
                let most = self.kinds[kind].count * self.scale;
                let once = self.rows.row(0.0, most);
                for length in 0..self.setting.shifts.paid.len() {
                    let link = *links
                        .entry((span, length))
                        .or_insert_with(|| self.rows.row(0.0, 0.0));
                    let hours = self.setting.shifts.paid[length].hours().0;
                    self.paid.push((self.rows.columns.len(), hours));
                    let factors = vec![(*contract, hours), (once, 1.0), (link, 1.0)];
                    self.rows.column(0.0, f64::INFINITY, factors);
                }
            }
            for ((span, length), link) in links {
                self.starts(day, span, length, link);
            }
        }
    }

    fn starts(&mut self, day: usize, span: ClockSpan, length: usize, link: usize) {
        for pattern in patterns(self.setting, span, length) {
            let mut factors = vec![(link, -1.0)];
            factors.extend(self.present(day, &pattern));
            let column = self.rows.columns.len();
            self.breaks.push((column, pattern.breaks / 60.0));
            self.rows.column(0.0, f64::INFINITY, factors);
        }
    }

    /// The rows of the intervals in which a shift has its person at work, with the part of them.
    fn present(&self, day: usize, pattern: &Pattern) -> Vec<(usize, f64)> {
        let grid = self.setting.open.grid;
        let step = f64::from(grid.step);
        let part = |interval: usize| {
            let minute = f64::from(grid.minute_of_day(interval));
            let there = pattern.there(minute, minute + step) / step;
            (there > 1e-12).then(|| (self.agents[&interval], there))
        };
        self.days[day].range.clone().filter_map(part).collect()
    }
}

/// The people by kind; those who have no contract are none.
fn kinds(setting: &Setting<'_>) -> Vec<Kind> {
    let mut kinds: BTreeMap<(i32, [Option<ClockSpan>; 7]), f64> = BTreeMap::new();
    let takes = |person: &&super::Person| person.contract.0 > 0;
    for person in setting.people.iter().filter(takes) {
        let kind = (person.contract.0, person.availability);
        *kinds.entry(kind).or_default() += 1.0;
    }
    let kind = |((contract, available), count): ((i32, _), f64)| Kind {
        contract: f64::from(contract) / 60.0,
        available,
        count,
    };
    kinds.into_iter().map(kind).collect()
}
