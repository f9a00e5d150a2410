//! Candidates that break no rule anew, and which comes first.

use super::Edited;
use super::candidates::Candidate;
use crate::roster::{Breach, Shift};
use std::collections::BTreeMap;

impl Candidate {
    /// This one and another.
    pub(super) fn and(&self, other: Candidate) -> Candidate {
        let what = match self.what.as_str() {
            "" => other.what.clone(),
            own => format!("{own}; {}", other.what),
        };
        let replaced = |shift: &&Shift| {
            let mut new = other.shifts.iter();
            !new.any(|new| new.person == shift.person && new.date == shift.date)
        };
        let mut shifts: Vec<Shift> = self.shifts.iter().filter(replaced).cloned().collect();
        shifts.extend(other.shifts);
        Candidate { what, shifts }
    }
}

/// A candidate that breaks no rule anew.
pub(super) struct Found {
    /// Change of the day's queue time at a first look.
    pub gain: f64,
    pub left: usize,
    pub mended: Vec<Breach>,
    pub candidate: Candidate,
    pub edited: Edited,
}

impl Found {
    pub fn before(a: &Self, b: &Self) -> std::cmp::Ordering {
        (a.left.cmp(&b.left))
            .then(a.gain.total_cmp(&b.gain))
            .then(a.candidate.shifts.len().cmp(&b.candidate.shifts.len()))
            .then_with(|| a.candidate.what.cmp(&b.candidate.what))
    }

    /// The people that it is about.
    pub fn alike(&self) -> String {
        let people: Vec<&str> = people(&self.candidate).into_keys().collect();
        people.join(" ")
    }

    /// Are the two about different people?
    pub fn apart(&self, other: &Self) -> bool {
        let own: BTreeMap<&str, ()> = people(&self.candidate);
        people(&other.candidate)
            .keys()
            .all(|id| !own.contains_key(id))
    }
}

fn people(candidate: &Candidate) -> BTreeMap<&str, ()> {
    let shifts = candidate.shifts.iter();
    shifts.map(|shift| (shift.person.as_str(), ())).collect()
}
