//! Other work, seats and callers in the programme of a crowd.

use super::{MISSED, Week};
use crate::calendar::ClockSpan;
use crate::roster::{Demand, Waits, Work};
use chrono::Datelike;
use std::collections::BTreeMap;
use std::ops::Range;

impl Week<'_> {
    /// A row per interval where the seats may be all taken: people at work that needs one.
    pub(super) fn seats(&mut self) -> BTreeMap<usize, usize> {
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

    pub(super) fn fixed_work(&mut self) {
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
    pub(super) fn other_work(&mut self, seats: &BTreeMap<usize, usize>) {
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
    pub(super) fn pieces(
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
