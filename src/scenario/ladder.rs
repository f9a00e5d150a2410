//! What callers meet in each kind of week, whatever the hours on the phone: a rung for every so
//! many hours, exactly, and a smooth curve between the rungs.

use super::kinds::{KindOfWeek, LoadDay};
use super::shape::Shape;
use super::year::Year;
use crate::calendar::ClockSpan;
use crate::config::{Overflow, Scenario};
use crate::error::{Error, Result};
use crate::queueing::{self, Busyness, Day, Interval, Leaving, Rates, day_wait};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rungs lie so far apart: a share of the hours that the contacts take in an average week.
const RUNG: f64 = 0.16;

/// Rungs of the ladder that gives the others their form, as hours on the phone over hours of work.
const FORM: std::ops::RangeInclusive<u32> = 6..=36;
const FORM_RUNG: f64 = 0.05;

/// Days of unlike busyness that stand for all.
const FACTORS: usize = 3;

/// No queue is as short as this, in contact-seconds a week: a logarithm needs something.
const NOTHING: f64 = 1e-6;

/// Sums over the open days of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Sums {
    /// Contacts that came.
    pub offered: f64,
    /// Their waiting, the wait at the external centre of those who went there included, in
    /// contact-seconds.
    pub waiting: f64,
    /// Contacts that hung up.
    pub abandoned: f64,
    /// Contacts that went outside.
    pub outside: f64,
    /// Seconds that our agents spend on contacts.
    pub handling: f64,
}

impl Sums {
    /// Adds so many times another.
    pub(super) fn add(&mut self, other: &Self, times: f64) {
        self.offered += times * other.offered;
        self.waiting += times * other.waiting;
        self.abandoned += times * other.abandoned;
        self.outside += times * other.outside;
        self.handling += times * other.handling;
    }

    /// Average wait of all offered contacts in seconds.
    pub fn wait(&self) -> f64 {
        self.waiting / self.offered.max(f64::MIN_POSITIVE)
    }
}

/// How contacts differ from the year's forecast.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Traffic {
    /// Contacts over those of the forecast.
    pub volume: f64,
    /// Handle time over that of the forecast.
    pub factor: f64,
    /// Seconds on top of that.
    pub longer: f64,
    /// Share of rostered hours lost to sickness.
    pub sickness: f64,
}

impl Traffic {
    /// The traffic of a scenario.
    pub fn of(year: &Year, scenario: &Scenario) -> Self {
        let number = |key: &str| scenario.number(key).unwrap_or(0.0);
        let stays = ["volume.deflected", "volume.business", "volume.callbacks"];
        let stays: f64 = stays.iter().map(|key| 1.0 - number(key)).product();
        Self {
            volume: (1.0 + number("volume.growth")) * stays,
            factor: number("handle_time.factor"),
            longer: number("handle_time.longer_s") - number("knowledge.shorter_s"),
            sickness: scenario
                .number("shrinkage.sickness")
                .unwrap_or(year.config.absence.0),
        }
    }

    /// A handle time of the forecast as it is here; a second at least.
    pub fn handle_time(&self, forecast: f64) -> f64 {
        (forecast * self.factor + self.longer).max(1.0)
    }
}

/// What callers meet at any number of hours on the phone.
///
/// # Formula
/// Agents of an interval are its share of the hours that are rostered, less the absent. Of 6.4 agents six
/// are there throughout and one for 0.4 of the interval, on the side where more are there. Who is absent
/// varies: with n people the capacity has variance a (1 - a) / n relative to itself, which is added to
/// that of the busyness.
///
/// The chain is solved at rungs, which lie at the same hours whatever the traffic. Between two of them the
/// logarithm of the waiting bends as that of the year's own forecast does, on top of a straight line. So
/// more traffic, which waits longer at each rung, waits longer everywhere between.
pub struct Ladder<'a> {
    chain: Chain<'a>,
    form: Arc<Form>,
    /// Hours between rungs.
    rung: f64,
    rungs: BTreeMap<u32, Vec<Sums>>,
}

/// The waiting of the year's own forecast, by kind of week and hours on the phone over hours of work.
#[derive(Debug, Default)]
pub struct Form {
    /// Logarithm of the waiting per contact, by kind and rung.
    waits: Vec<Vec<f64>>,
    /// Hours of work of an average week.
    load: f64,
}

/// The exact chain of each day of each kind of week.
struct Chain<'a> {
    kinds: &'a [KindOfWeek],
    shape: Arc<Shape>,
    traffic: Traffic,
    patience: f64,
    busyness: Busyness,
    overflow: Option<&'a Overflow>,
    step: f64,
}

impl Chain<'_> {
    /// Hours that the contacts of an average week take.
    fn load(&self) -> f64 {
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

    /// The sums of each kind of week at each of these hours on the phone.
    fn weeks(&self, hours: &[f64]) -> Vec<Vec<Sums>> {
        let mut days = Vec::new();
        for rung in 0..hours.len() {
            for (kind, week) in self.kinds.iter().enumerate() {
                days.extend((0..week.days.len()).map(|day| (rung, kind, day)));
            }
        }
        let found: Vec<Sums> = days
            .par_iter()
            .map(|(rung, kind, day)| self.sums(*kind, *day, hours[*rung]))
            .collect();
        let mut weeks = vec![vec![Sums::default(); self.kinds.len()]; hours.len()];
        for ((rung, kind, _), sums) in days.into_iter().zip(&found) {
            weeks[rung][kind].add(sums, 1.0);
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

impl Form {
    /// The form of a shape in its year.
    pub(super) fn of(year: &Year, shape: Arc<Shape>) -> Option<Self> {
        let traffic = Traffic::of(year, &Scenario::default());
        let chain = chain(year, shape, traffic, None)?;
        let load = chain.load();
        let hours: Vec<f64> = FORM
            .map(|rung| f64::from(rung) * FORM_RUNG * load)
            .collect();
        let found = chain.weeks(&hours);
        let wait = |week: &Sums| (week.waiting.max(NOTHING) / week.offered.max(NOTHING)).ln();
        let waits = (0..chain.kinds.len())
            .map(|kind| found.iter().map(|weeks| wait(&weeks[kind])).collect());
        Some(Self {
            waits: waits.collect(),
            load,
        })
    }

    /// The logarithm of a kind's wait at so many hours per hour of work: a monotone cubic.
    ///
    /// # References
    /// F. N. Fritsch and J. Butland, A method for constructing local monotone piecewise cubic
    /// interpolants (1984).
    fn at(&self, kind: usize, hours: f64) -> f64 {
        let Some(waits) = self.waits.get(kind) else {
            return 0.0;
        };
        let at = hours / FORM_RUNG - f64::from(*FORM.start());
        let low = (at.max(0.0) as usize).min(waits.len().saturating_sub(2));
        let slope = |index: usize| waits[index + 1] - waits[index];
        let own = slope(low);
        let (s, t) = (at - low as f64, 1.0 - (at - low as f64));
        if !(0.0..=1.0).contains(&s) {
            return waits[low] + s * own;
        }
        let left = low
            .checked_sub(1)
            .map_or(own, |before| mean_slope(slope(before), own));
        let right = match low + 2 < waits.len() {
            true => mean_slope(own, slope(low + 1)),
            false => own,
        };
        waits[low] * t * t * (1.0 + 2.0 * s)
            + waits[low + 1] * s * s * (1.0 + 2.0 * t)
            + left * s * t * t
            - right * s * s * t
    }
}

/// A slope between two: their harmonic mean, 0 where they differ in sign.
fn mean_slope(one: f64, other: f64) -> f64 {
    match one * other > 0.0 {
        true => 2.0 * one * other / (one + other),
        false => 0.0,
    }
}

fn chain<'a>(
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

impl<'a> Ladder<'a> {
    /// The ladder of a scenario in its year.
    ///
    /// # Errors
    /// As [`Year::shape`].
    pub fn new(
        year: &'a Year,
        scenario: &Scenario,
        traffic: Traffic,
        overflow: Option<&'a Overflow>,
    ) -> Result<Self> {
        let (shape, form) = year.shape(scenario)?;
        // A busyness that is no shape is no busyness, so there always is a chain.
        let chain = chain(year, shape, traffic, overflow).ok_or(Error::Stopped)?;
        Ok(Self {
            rung: (RUNG * form.load).max(1e-3),
            chain,
            form,
            rungs: BTreeMap::new(),
        })
    }

    /// What a week of each kind meets with so many hours on the phone.
    pub fn weeks(&mut self, hours: f64) -> Vec<Sums> {
        let at = (hours / self.rung).max(0.0);
        let low = at.floor() as u32;
        self.climb(&[low, low + 1]);
        let (Some(first), Some(second)) = (self.rungs.get(&low), self.rungs.get(&(low + 1))) else {
            return Vec::new();
        };
        let share = at - f64::from(low);
        let pairs = first.iter().zip(second).enumerate();
        pairs
            .map(|(kind, (first, second))| {
                let form = |rung: f64| self.form.at(kind, rung * RUNG);
                let own = |sums: &Sums| sums.waiting.max(NOTHING).ln();
                let from = own(first) - form(f64::from(low));
                let to = own(second) - form(f64::from(low + 1));
                let mut sums = Sums::default();
                sums.add(first, 1.0 - share);
                sums.add(second, share);
                sums.waiting = (form(at) + from + share * (to - from)).exp();
                sums.abandoned *= sums.waiting
                    / ((1.0 - share) * first.waiting + share * second.waiting).max(NOTHING);
                sums
            })
            .collect()
    }

    /// Hours between rungs.
    pub fn rung(&self) -> f64 {
        self.rung
    }

    /// Hours that the contacts of an average week take.
    pub fn load(&self) -> f64 {
        self.chain.load()
    }

    /// The hours on the phone, per hour of work, at which the year's own forecast has this wait: where to
    /// begin to look.
    pub fn guess(&self, weights: &[f64], wait: f64) -> f64 {
        let total: f64 = weights.iter().sum();
        let mean = |hours: f64| {
            let kinds = weights.iter().enumerate();
            let sum: f64 = kinds
                .map(|(kind, weight)| weight * self.form.at(kind, hours).exp())
                .sum();
            sum / total.max(f64::MIN_POSITIVE)
        };
        let (mut low, mut high) = (0.0, 4.0);
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            match mean(middle) > wait {
                true => low = middle,
                false => high = middle,
            }
        }
        high
    }

    /// The exact sums at so many hours, without the ladder.
    pub fn exact(&self, hours: f64) -> Vec<Sums> {
        self.chain.weeks(&[hours]).remove(0)
    }

    fn climb(&mut self, wanted: &[u32]) {
        let missing: Vec<u32> = wanted
            .iter()
            .copied()
            .filter(|rung| !self.rungs.contains_key(rung))
            .collect();
        let hours: Vec<f64> = missing
            .iter()
            .map(|rung| f64::from(*rung) * self.rung)
            .collect();
        self.rungs
            .extend(missing.into_iter().zip(self.chain.weeks(&hours)));
    }
}
