//! What a crowd of people can cover: the week as a linear programme with people of a kind together.
//!
//! People who have the same contract and may be rostered at the same times are one kind, and a kind
//! is a number, whole or not. So the programme says in a fraction of a second what law, contracts,
//! shifts, lunches, breaks, other work and seats leave of paid hours, and when: not for a roster
//! to be worked, but for years of weeks that nobody will ever roster.

use super::aggregate_shifts::{Pattern, patterns};
use super::solve::Programme;
use super::{Demand, Setting, Waits, Work};
use crate::calendar::{ClockSpan, Series};
use crate::error::Result;
use crate::units::{Agents, Hours};
use chrono::{Datelike, NaiveDate};
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

    /// A row per interval where the seats may be all taken: people at work that needs one.
    fn seats(&mut self) -> BTreeMap<usize, usize> {
        let seats: u32 = self.setting.seats.values().sum();
        let named = |site: &String| self.setting.seats.contains_key(site);
        let all = self.setting.people.iter().all(|person| named(&person.site));
        if !all || self.setting.seats.is_empty() {
            return BTreeMap::new();
        }
        let mut rows = BTreeMap::new();
        for interval in self.agents.keys() {
            let seated = self.setting.work.iter().filter(|work| work.seat);
            let taken: f64 = seated.map(|work| self.staffed(work, *interval)).sum();
            let free = (f64::from(seats) - taken).max(0.0);
            rows.insert(*interval, self.rows.row(f64::NEG_INFINITY, free));
        }
        rows
    }

    /// People whom a kind of work binds in an interval whatever else happens.
    fn staffed(&self, work: &Work, interval: usize) -> f64 {
        let grid = self.setting.open.grid;
        let weekday = grid.date(interval).weekday().num_days_from_monday() as usize;
        let from = grid.minute_of_day(interval);
        let span = ClockSpan {
            from,
            to: from + grid.step,
        };
        let inside = |window: &ClockSpan| shared(*window, span) / f64::from(grid.step);
        match &work.demand {
            Demand::Staffed { people, windows } => {
                f64::from(*people) * windows[weekday].iter().map(inside).sum::<f64>()
            }
            Demand::Meeting {
                team,
                weekday: day,
                at,
            } if *day == weekday => {
                let members = self.setting.people.iter();
                let members = members.filter(|person| {
                    person.team == *team && person.availability[weekday].is_some()
                });
                members.count() as f64 * self.scale * inside(at)
            }
            _ => 0.0,
        }
    }

    fn fixed_work(&mut self) {
        let intervals: Vec<usize> = self.days.iter().flat_map(|day| day.range.clone()).collect();
        for interval in intervals {
            let work = self.setting.work.iter();
            let people: f64 = work.map(|work| self.staffed(work, interval)).sum();
            if people > 0.0 {
                self.elsewhere.insert(interval, people);
            }
        }
        // Staffed work may lack people: then less of it is done.
    }

    /// Work that may lie anywhere in its windows.
    fn other_work(&mut self, seats: &BTreeMap<usize, usize>) {
        for (interval, people) in self.elsewhere.clone() {
            let column = self.rows.columns.len();
            let row = self.agents[&interval];
            self.rows
                .column(MISSED * self.hours(), people, vec![(row, 1.0)]);
            self.undone.push(column);
            self.work.push((column, -self.hours()));
        }
        let setting = self.setting;
        for work in setting.work {
            match &work.demand {
                Demand::Hours { per_day, windows } => {
                    for day in 0..self.days.len() {
                        if !windows[self.days[day].weekday()].is_empty() {
                            self.anywhere(work, windows, per_day.hours().0, day..day + 1, seats);
                        }
                    }
                }
                Demand::Session {
                    people,
                    minutes,
                    windows,
                } => {
                    let hours = minutes.hours().0 * people.len() as f64 * self.scale;
                    self.anywhere(work, windows, hours, 0..self.days.len(), seats);
                }
                Demand::Staffed { .. } | Demand::Meeting { .. } => {}
            }
        }
    }

    fn anywhere(
        &mut self,
        work: &Work,
        windows: &[Vec<ClockSpan>; 7],
        hours: f64,
        days: Range<usize>,
        seats: &BTreeMap<usize, usize>,
    ) {
        let grid = self.setting.open.grid;
        let row = self.rows.row(hours, hours);
        let missing = self.rows.columns.len();
        self.rows.column(MISSED, f64::INFINITY, vec![(row, 1.0)]);
        self.undone.push(missing);
        for day in days {
            let weekday = self.days[day].weekday();
            for interval in self.days[day].range.clone() {
                let minute = grid.minute_of_day(interval);
                let inside =
                    |window: &ClockSpan| window.from <= minute && minute + grid.step <= window.to;
                if !windows[weekday].iter().any(inside) {
                    continue;
                }
                let mut factors = vec![(row, self.hours()), (self.agents[&interval], -1.0)];
                if let Some(seats) = seats.get(&interval).filter(|_| work.seat) {
                    factors.push((*seats, 1.0));
                }
                self.work.push((self.rows.columns.len(), self.hours()));
                self.rows.column(0.0, f64::INFINITY, factors);
            }
        }
    }

    /// Agents on contacts, one by one as they are worth ever less, and those who are not needed.
    fn pieces(
        &mut self,
        waits: &dyn Waits,
        seats: &BTreeMap<usize, usize>,
    ) -> (Vec<(usize, usize)>, Vec<usize>) {
        let people: f64 = self.kinds.iter().map(|kind| kind.count).sum();
        let most = (people * self.scale).ceil() as u32 + 1;
        let (mut pieces, mut spare) = (Vec::new(), Vec::new());
        for (interval, row) in self.agents.clone() {
            spare.push(self.rows.columns.len());
            self.rows.column(0.0, f64::INFINITY, vec![(row, -1.0)]);
            for agents in 0..most {
                let worth = waits.waiting(interval, agents + 1) - waits.waiting(interval, agents);
                if worth >= 0.0 {
                    break;
                }
                let mut factors = vec![(row, -1.0)];
                factors.extend(seats.get(&interval).map(|seats| (*seats, 1.0)));
                pieces.push((interval, self.rows.columns.len()));
                self.rows.column(worth / 3600.0, 1.0, factors);
            }
        }
        (pieces, spare)
    }
}

/// Minutes that two spans share.
fn shared(one: ClockSpan, other: ClockSpan) -> f64 {
    f64::from(
        one.to
            .min(other.to)
            .saturating_sub(one.from.max(other.from)),
    )
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
