//! The exact wait of a roster's week, beside the simulation of it.
//!
//! Each day is a queue that is followed exactly ([`queueing::Day`](crate::queueing::Day)), averaged
//! over how busy the day is and over who stays away sick. The simulation shares no formula with it:
//! where both agree, both are right, or wrong in two ways at once.

mod absence;
mod comparison;
mod day;
mod kept;

pub use comparison::{WaitComparison, WaitInterval};

use super::{Centre, Desk, proof};
use crate::error::Result;
use crate::queueing::{self, Busyness, busy_day_wait};
use crate::roster::Roster;
use crate::simulate::{Overflow, Presence};
use crate::units::{Contacts, Seconds, Share};
use absence::{Absence, absences};
use chrono::NaiveDate;
use day::{Shift, day};
use kept::Key;
pub(in crate::plan) use kept::{FILE, Kept};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the callers of a week meet under a roster, by the exact chain.
///
/// A handle time is that of the moment, where the simulation takes that of the interval in which
/// the contact came: the two differ by as much as handle times do from one interval to the next.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ExactWait {
    /// Average wait over all offered contacts, those outside with their wait there.
    pub wait: Seconds,
    /// Share of offered contacts that hangs up.
    pub abandoned: Share,
    /// Contacts of the week that go outside.
    pub overflowed: Contacts,
}

/// The exact wait of a week by day, each under its digest.
#[derive(Clone, Debug)]
pub(in crate::plan) struct ExactDays {
    days: Vec<(Key, Sums)>,
}

impl ExactDays {
    /// The week's.
    pub(in crate::plan) fn wait(&self) -> ExactWait {
        let mut week = Sums::default();
        self.days.iter().for_each(|(_, day)| week.add(day, 1.0));
        week.wait()
    }

    /// The week's waiting in contact-seconds, and its contacts outside.
    pub(in crate::plan) fn sums(&self) -> (f64, f64) {
        let each = self.days.iter();
        each.fold((0.0, 0.0), |sum, (_, day)| {
            (sum.0 + day.wait, sum.1 + day.outside)
        })
    }

    /// Contacts outside, day by day.
    pub(in crate::plan) fn outside(&self) -> impl Iterator<Item = f64> {
        self.days.iter().map(|(_, day)| day.outside)
    }

    /// Keeps each day.
    pub(in crate::plan) fn keep(&self, kept: &mut Kept) {
        kept.extend(self.days.iter().copied());
    }
}

/// What one agent more does to a day's queue time, by interval of the week.
pub(in crate::plan) struct Glance {
    by_interval: BTreeMap<usize, (f64, f64)>,
}

impl Glance {
    /// Change of the day's queue time per second that one agent more is there; 0 when closed.
    pub(in crate::plan) fn slope(&self, interval: usize) -> f64 {
        let found = self.by_interval.get(&interval);
        found.map_or(0.0, |(slope, length)| slope / length.max(1.0))
    }
}

/// Sums over days, each with its weight.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    offered: f64,
    wait: f64,
    abandoned: f64,
    outside: f64,
}

impl Sums {
    fn add(&mut self, other: &Self, weight: f64) {
        self.offered += weight * other.offered;
        self.wait += weight * other.wait;
        self.abandoned += weight * other.abandoned;
        self.outside += weight * other.outside;
    }

    fn wait(&self) -> ExactWait {
        let per_contact = |sum: f64| sum / self.offered.max(f64::MIN_POSITIVE);
        ExactWait {
            wait: Seconds(per_contact(self.wait)),
            abandoned: Share(per_contact(self.abandoned)),
            overflowed: Contacts(self.outside),
        }
    }
}

impl Desk {
    /// The exact wait of a roster, with or without the overflow contract; `None` where a day has
    /// more events than can be followed one by one.
    pub fn exact(&self, centre: &Centre, roster: &Roster, outside: bool) -> Option<ExactWait> {
        let overflow = self.overflow.as_ref().filter(|_| outside);
        self.exact_days(centre, roster, overflow, &Kept::default())
            .map(|days| days.wait())
    }

    /// The same by day, under an overflow contract or none; days that are kept are taken from there.
    pub(in crate::plan) fn exact_days(
        &self,
        centre: &Centre,
        roster: &Roster,
        overflow: Option<&Overflow>,
        kept: &Kept,
    ) -> Option<ExactDays> {
        let presences = proof::presences(roster, &centre.people);
        let absence = (self.options.absence, self.options.seed);
        let mut days = Vec::new();
        for date in self.traffic.contacts.grid.dates() {
            let range = self.traffic.contacts.grid.day_range(date);
            let shifts = day::shifts(&self.traffic, &presences, &range);
            let key = kept::key((&self.traffic, overflow), absence, &shifts, &range);
            let sums = match kept.find(&key) {
                Some(sums) => sums,
                None => self.followed(&shifts, range, overflow).ok()?,
            };
            days.push((key, sums));
        }
        Some(ExactDays { days })
    }

    /// Waiting in contact-seconds and contacts outside of a day under a rule of overflow; `None`
    /// where it has more events than can be followed.
    pub(in crate::plan) fn exact_day(
        &self,
        presences: &[Presence],
        date: NaiveDate,
        overflow: &Overflow,
    ) -> Option<(f64, f64)> {
        let range = self.traffic.contacts.grid.day_range(date);
        let shifts = day::shifts(&self.traffic, presences, &range);
        let sums = self.followed(&shifts, range, Some(overflow)).ok()?;
        Some((sums.wait, sums.outside))
    }

    fn followed(
        &self,
        shifts: &[Shift],
        range: std::ops::Range<usize>,
        overflow: Option<&Overflow>,
    ) -> Result<Sums> {
        let mut sums = Sums::default();
        for (weight, met) in self.met(shifts, range, overflow)? {
            sums.add(&met, weight);
        }
        Ok(sums)
    }

    /// A day as expected with everybody there who is rostered, for a quick look: what one agent more
    /// does in each of its intervals; `None` where the line is closed.
    pub(in crate::plan) fn glance(
        &self,
        centre: &Centre,
        roster: &Roster,
        date: NaiveDate,
    ) -> Option<Glance> {
        let presences = proof::presences(roster, &centre.people);
        let range = self.traffic.contacts.grid.day_range(date);
        let shifts = day::shifts(&self.traffic, &presences, &range);
        let there: Vec<&Shift> = shifts.iter().collect();
        let parts = day::parts(&self.traffic, self.overflow.as_ref(), &there, range);
        let intervals = parts.iter().map(|part| part.interval).collect();
        let day = queueing::Day::new(intervals, queueing::Leaving::Named).ok()?;
        let slopes = queueing::slopes(&day).one_more;
        let mut by_interval: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for (part, slope) in parts.iter().zip(slopes) {
            let sum = by_interval.entry(part.index).or_default();
            *sum = (sum.0 + slope, sum.1 + part.interval.length);
        }
        Some(Glance { by_interval })
    }

    /// What a day is like under each absence, with its weight in the mean.
    fn met(
        &self,
        shifts: &[Shift],
        range: std::ops::Range<usize>,
        overflow: Option<&Overflow>,
    ) -> Result<Vec<(f64, Sums)>> {
        let absences = absences(shifts.len(), self.options.absence.0, self.options.seed);
        let met = |absence: &Absence| {
            let there = absence.there(shifts);
            let sums = match day(&self.traffic, overflow, &there, range.clone())? {
                Some(day) => self.busy(&day, overflow),
                None => Sums::default(),
            };
            Ok((absence.weight, sums))
        };
        absences.par_iter().map(met).collect()
    }

    fn busy(&self, day: &crate::queueing::Day, overflow: Option<&Overflow>) -> Sums {
        // A busyness that is no shape is no busyness.
        let certain = || Busyness::new(f64::INFINITY);
        let Some(busyness) = Busyness::new(self.traffic.busyness).or_else(certain) else {
            return Sums::default();
        };
        let wait = busy_day_wait(day, busyness);
        let outside = wait.p_overflow * wait.offered;
        let there = overflow.map_or(0.0, |overflow| overflow.answer.0);
        Sums {
            offered: wait.offered,
            wait: wait.queue_time + outside * there,
            abandoned: wait.p_abandon * wait.offered,
            outside,
        }
    }
}
