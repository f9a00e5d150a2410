//! The exact wait of a roster's week, beside the simulation of it.
//!
//! Each day is a queue that is followed exactly ([`queueing::Day`](crate::queueing::Day)), averaged
//! over how busy the day is and over who stays away sick. The simulation shares no formula with it:
//! where both agree, both are right, or wrong in two ways at once.

mod absence;
mod comparison;
mod day;

pub use comparison::{WaitComparison, WaitInterval};

use super::{Centre, Desk, proof};
use crate::error::Result;
use crate::queueing::{Busyness, busy_day_wait};
use crate::roster::Roster;
use crate::simulate::Overflow;
use crate::units::{Contacts, Seconds, Share};
use absence::{Absence, absences};
use day::{Shift, day};
use rayon::prelude::*;
use serde::Serialize;

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

/// Sums over days, each with its weight.
#[derive(Clone, Copy, Default)]
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
        let shifts = proof::presences(roster, &centre.people);
        let dates = self.traffic.contacts.grid.dates();
        let mut week = Sums::default();
        for date in dates {
            let range = self.traffic.contacts.grid.day_range(date);
            let shifts = day::shifts(&self.traffic, &shifts, &range);
            for absence in self.met(&shifts, range, overflow).ok()? {
                week.add(&absence.1, absence.0);
            }
        }
        Some(week.wait())
    }

    /// What a day is like under each absence, with its chance.
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
            Ok((absence.chance, sums))
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
