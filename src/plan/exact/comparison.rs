//! How the formulas per interval and the exact wait differ on one day.

use super::day::{parts, shifts};
use crate::plan::{Centre, Desk, proof};
use crate::queueing::{Day, Leaving, Rates, erlang_a, erlang_c, interval_waits};
use crate::roster::Roster;
use crate::units::{Agents, Contacts, Seconds};
use chrono::NaiveDate;
use serde::Serialize;

/// One day of the planned roster by Erlang C, by Erlang A and exactly: as expected, everybody there,
/// nobody outside, so that only the way of reckoning differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaitComparison {
    /// The first open day.
    pub date: NaiveDate,
    /// Its intervals with contacts.
    pub intervals: Vec<WaitInterval>,
    /// Average wait by Erlang C; `None` where one interval has no end to it.
    pub erlang_c: Option<Seconds>,
    /// Average wait by Erlang A.
    pub erlang_a: Seconds,
    /// Average wait, exactly.
    pub exact: Seconds,
}

/// The wait of the callers of one interval, three ways.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WaitInterval {
    /// Its number in the week.
    pub index: usize,
    /// Expected contacts.
    pub contacts: Contacts,
    /// Mean agents.
    pub agents: Agents,
    /// By Erlang C: nobody hangs up; `None` without end.
    pub erlang_c: Option<Seconds>,
    /// By Erlang A: in balance, with callers who hang up.
    pub erlang_a: Seconds,
    /// By the exact chain, which knows the queue that the interval before left.
    pub exact: Seconds,
}

impl Desk {
    /// The three waits of the first open day of a roster; `None` if there is none.
    pub(in crate::plan) fn compare_waits(
        &self,
        centre: &Centre,
        roster: &Roster,
    ) -> Option<WaitComparison> {
        let grid = self.traffic.contacts.grid;
        let came = |date: &NaiveDate| {
            let day = grid.day_range(*date);
            day.into_iter().any(|index| self.traffic.open.values[index])
        };
        let date = grid.dates().into_iter().find(came)?;
        let range = grid.day_range(date);
        let shifts = shifts(
            &self.traffic,
            &proof::presences(roster, &centre.people),
            &range,
        );
        let there: Vec<_> = shifts.iter().collect();
        let parts = parts(&self.traffic, None, &there, range);
        let day = Day::new(
            parts.iter().map(|part| part.interval).collect(),
            Leaving::Named,
        )
        .ok()?;
        let (_, waits) = interval_waits(&day, &[]);
        let mut intervals: Vec<Sum> = Vec::new();
        for (part, wait) in parts.iter().zip(&waits) {
            if intervals.last().is_none_or(|last| last.index != part.index) {
                intervals.push(Sum::new(part.index));
            }
            if let Some(sum) = intervals.last_mut() {
                let (interval, length) = (&part.interval, part.interval.length);
                sum.rates = Some(interval.rates);
                sum.length += length;
                sum.agents += f64::from(interval.agents) * length;
                sum.wait += wait.e_wait * length;
            }
        }
        let intervals: Vec<WaitInterval> = intervals.iter().filter_map(Sum::interval).collect();
        Some(WaitComparison::of(date, intervals))
    }
}

/// An interval's stretches together.
struct Sum {
    index: usize,
    rates: Option<Rates>,
    length: f64,
    agents: f64,
    wait: f64,
}

impl Sum {
    fn new(index: usize) -> Self {
        Self {
            index,
            rates: None,
            length: 0.0,
            agents: 0.0,
            wait: 0.0,
        }
    }

    /// `None` where nobody comes.
    fn interval(&self) -> Option<WaitInterval> {
        let rates = self.rates.filter(|rates| rates.arrival() > 0.0)?;
        let agents = self.agents / self.length;
        let patient = Rates::new(rates.arrival(), rates.service(), 0.0)?;
        let endless = erlang_c(agents, &patient).e_wait;
        Some(WaitInterval {
            index: self.index,
            contacts: Contacts(rates.arrival() * self.length),
            agents: Agents(agents),
            erlang_c: endless.is_finite().then_some(Seconds(endless)),
            erlang_a: Seconds(erlang_a(agents, &rates).e_wait),
            exact: Seconds(self.wait / self.length),
        })
    }
}

impl WaitComparison {
    fn of(date: NaiveDate, intervals: Vec<WaitInterval>) -> Self {
        let mean = |wait: &dyn Fn(&WaitInterval) -> f64| {
            let came: f64 = intervals.iter().map(|interval| interval.contacts.0).sum();
            let each = intervals.iter();
            let sum: f64 = each
                .map(|interval| interval.contacts.0 * wait(interval))
                .sum();
            Seconds(sum / came.max(f64::MIN_POSITIVE))
        };
        let finite = intervals.iter().all(|interval| interval.erlang_c.is_some());
        let by_c = |interval: &WaitInterval| interval.erlang_c.map_or(0.0, |wait| wait.0);
        Self {
            date,
            erlang_c: finite.then(|| mean(&by_c)),
            erlang_a: mean(&|interval| interval.erlang_a.0),
            exact: mean(&|interval| interval.exact.0),
            intervals,
        }
    }
}
