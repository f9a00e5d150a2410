//! The exact chain of each day of each kind of week.

use super::{Sums, Traffic};
use crate::calendar::ClockSpan;
use crate::config::Overflow;
use crate::queueing::{self, Busyness, Day, Interval, Leaving, Rates, day_wait};
use crate::scenario::kinds::{KindOfWeek, LoadDay};
use crate::scenario::shape::Shape;
use crate::scenario::year::Year;
use rayon::prelude::*;
use std::sync::Arc;

/// Days of unlike busyness that stand for all.
const FACTORS: usize = 3;

/// The exact chain of each day of each kind of week.
pub(super) struct Chain<'a> {
    pub kinds: &'a [KindOfWeek],
    shape: Arc<Shape>,
    traffic: Traffic,
    patience: f64,
    busyness: Busyness,
    overflow: Option<&'a Overflow>,
    step: f64,
}

impl Chain<'_> {
    /// Hours that the contacts of an average week take.
    pub fn load(&self) -> f64 {
        let loads = self.kinds.iter().flat_map(|kind| {
            let days = kind.open_days() / kind.days.len().max(1) as f64;
            let loads = kind.days.iter().flat_map(|day| &day.intervals);
            loads.map(move |load| (days, load))
        });
        let seconds: f64 = loads
            .map(|(times, load)| times * load.contacts * self.traffic.handle_time(load.handle_time))
            .sum();
        let weeks = self
            .kinds
            .iter()
            .map(|kind| kind.open_days() / kind.days.len().max(1) as f64);
        seconds * self.traffic.volume / 3600.0 / weeks.sum::<f64>().max(f64::MIN_POSITIVE)
    }

    /// The sums of kinds of weeks, each at so many hours on the phone.
    pub fn weeks(&self, asked: &[(usize, f64)]) -> Vec<Sums> {
        let mut days = Vec::new();
        for (week, (kind, hours)) in asked.iter().enumerate() {
            let count = self.kinds[*kind].days.len();
            days.extend((0..count).map(|day| (week, *kind, day, *hours)));
        }
        let found: Vec<Sums> = days
            .par_iter()
            .map(|(_, kind, day, hours)| self.sums(*kind, *day, *hours))
            .collect();
        let mut weeks = vec![Sums::default(); asked.len()];
        for ((week, ..), sums) in days.into_iter().zip(&found) {
            weeks[week].add(sums, 1.0);
        }
        weeks
    }

    fn sums(&self, kind: usize, day: usize, hours: f64) -> Sums {
        let loads = &self.kinds[kind].days[day].intervals;
        let answer = self.overflow.map_or(0.0, |overflow| overflow.answer.0);
        let contacts: f64 = loads.iter().map(|load| load.contacts).sum();
        let seconds: f64 = loads
            .iter()
            .map(|load| load.contacts * self.traffic.handle_time(load.handle_time))
            .sum();
        let each = seconds / contacts.max(f64::MIN_POSITIVE);
        let mut sums = Sums {
            offered: contacts * self.traffic.volume,
            ..Sums::default()
        };
        for (factor, weight) in self.busyness.factors(FACTORS) {
            let Some(chain) = self.day(kind, day, hours, factor) else {
                continue;
            };
            let met = day_wait(&chain);
            let outside = met.p_overflow * met.offered;
            sums.waiting += weight * (met.queue_time + outside * answer);
            sums.abandoned += weight * met.p_abandon * met.offered;
            sums.outside += weight * outside;
            sums.handling += weight * met.p_served * met.offered * each;
        }
        sums
    }

    /// A day of a kind of week with so many hours on the phone in the week and so many times its contacts.
    fn day(&self, kind: usize, day: usize, hours: f64, factor: f64) -> Option<Day> {
        let load = &self.kinds[kind].days[day];
        let agents = &self.shape.agents[kind][day];
        let mut intervals = Vec::with_capacity(2 * agents.len());
        for (at, interval) in load.intervals.iter().enumerate() {
            let long = self.traffic.handle_time(interval.handle_time);
            let arrival = interval.contacts * self.traffic.volume * factor / self.step;
            let rates = Rates::new(arrival, 1.0 / long, 1.0 / self.patience)?;
            let overflow = self.threshold(load, interval.minute);
            let parts = parts(agents, at, hours, self.step).into_iter();
            intervals.extend(parts.map(|(length, agents)| Interval {
                overflow,
                ..Interval::new(length, rates, agents)
            }));
        }
        Day::new(intervals, Leaving::Exhaustive).ok()
    }

    fn threshold(&self, day: &LoadDay, minute: u32) -> Option<queueing::Overflow> {
        let overflow = self.overflow?;
        let inside = |window: &ClockSpan| window.contains(minute);
        let open = overflow.windows[day.weekday].iter().any(inside);
        let above = overflow.wait_above.first()?;
        open.then(|| queueing::Overflow::predicted_wait(above.0))
    }
}

/// The chain of a year, a shape and a traffic.
pub(super) fn chain<'a>(
    year: &'a Year,
    shape: Arc<Shape>,
    traffic: Traffic,
    overflow: Option<&'a Overflow>,
) -> Option<Chain<'a>> {
    let absent = traffic.sickness;
    let people = year.people.len().max(1) as f64;
    let variance = 1.0 / year.busyness + absent * (1.0 - absent) / people;
    let certain = || Busyness::new(f64::INFINITY);
    Some(Chain {
        kinds: &year.kinds,
        shape,
        traffic,
        patience: year.patience.0,
        busyness: Busyness::new(1.0 / variance).or_else(certain)?,
        overflow,
        step: f64::from(year.config.step) * 60.0,
    })
}

/// The stretches of an interval with their whole numbers of agents.
fn parts(shares: &[f64], at: usize, hours: f64, step: f64) -> Vec<(f64, u32)> {
    let agents = shares[at] * hours;
    let low = agents.floor().max(0.0);
    let more = (agents - low).clamp(0.0, 1.0) * step;
    let before = at.checked_sub(1).map_or(0.0, |before| shares[before]);
    let after = shares.get(at + 1).copied().unwrap_or(0.0);
    let mut parts = vec![(more, low as u32 + 1), (step - more, low as u32)];
    if before < after {
        parts.reverse();
    }
    parts.retain(|(length, _)| *length > 0.0);
    parts
}
