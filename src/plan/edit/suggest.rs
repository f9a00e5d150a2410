//! The best repairs of a week after edits.

use super::candidates::{Candidate, calls, lost_work, moves, takeovers};
use super::exchange::{resized, swaps};
use super::found::Found;
use super::look::Look;
use super::{Answer, Edit, Edited, Editor, Figures, ShiftChange, changes_between};
use crate::error::Result;
use crate::plan::exact::Kept;
use crate::roster::{Breach, Roster};
use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// So many changes a day that look best are asked for their breaches.
const CHECKED: usize = 120;

/// So many repairs about the same people are listed at most.
const ALIKE: usize = 2;

/// A change that would help.
#[derive(Clone, Debug, Serialize)]
pub struct Repair {
    /// What to do.
    pub what: String,
    /// The days of people that it changes.
    pub changes: Vec<ShiftChange>,
    /// The week with it.
    pub figures: Figures,
    /// Breaches of the edited roster that it mends, or makes smaller.
    pub mended: Vec<Breach>,
    /// Breaches that are left.
    pub left: usize,
    /// Is it a wider overflow window, and the roster as it is?
    pub wider: bool,
    /// The roster with it, and its locks.
    #[serde(skip)]
    pub edited: Edited,
}

/// What edits do, and the best repairs after them.
#[derive(Clone, Debug, Serialize)]
pub struct Repairs {
    /// What the edits do.
    pub answer: Answer,
    /// The best first: fewest breaches left, then the shortest wait (to the second), then the fewest
    /// changed shifts, then the wishes kept, then the lowest cost.
    pub repairs: Vec<Repair>,
}

impl Editor<'_> {
    /// The days given; without any, those that an answer changes, or all of the week.
    pub(super) fn days_asked(&self, answer: &Answer, days: &[NaiveDate]) -> Vec<NaiveDate> {
        let changed: BTreeSet<NaiveDate> = answer.changes.iter().map(|c| c.date).collect();
        match (days.is_empty(), changed.is_empty()) {
            (false, _) => days.to_vec(),
            (true, false) => changed.into_iter().collect(),
            (true, true) => self.centre.grid.dates(),
        }
    }

    /// What edits do, and the best repairs on the days given; without days, on those that the edits
    /// change, or on all of the week.
    ///
    /// Candidates are moves of breaks, lunch and other work inside a shift, other starts of shifts,
    /// longer and shorter shifts, shifts that two people swap, other work that was lost taken over by
    /// others, people who come in on a free day, and longer overflow windows of days that are changed or
    /// asked for. None breaks a rule that is not broken already. A first look ranks them by what one agent more or
    /// less does to the day; the best of them have their exact wait, and those that neither shorten
    /// it nor mend anything are left out.
    ///
    /// # Errors
    /// The problems of all edits at once.
    pub fn suggest(&self, edits: &[Edit], days: &[NaiveDate], top: usize) -> Result<Repairs> {
        let answer = self.answer(edits)?;
        let dates = self.days_asked(&answer, days);
        let mut found: Vec<Found> = Vec::new();
        for date in &dates {
            found.extend(self.of_day(&answer, *date));
        }
        found.sort_by(Found::before);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        found.retain(|found| {
            let alike = seen.entry(found.alike()).or_default();
            *alike += 1;
            *alike <= ALIKE
        });
        found.truncate(top);
        let kept = self.kept_with(&answer);
        let repairs = found.into_par_iter();
        let repairs = repairs.map(|found| self.repair(&answer, found, &kept));
        let mut repairs: Vec<Repair> = repairs.collect();
        // Windows of a whole week are a matter of the contract.
        let named = !days.is_empty() || !answer.changes.is_empty();
        for date in dates.iter().filter(|_| named) {
            repairs.extend(self.wider(&answer, *date, &kept));
        }
        let wait = |figures: &Figures| figures.exact.map(|exact| exact.wait);
        let was = wait(&answer.after);
        let helps = |repair: &Repair| !repair.mended.is_empty() || wait(&repair.figures) < was;
        repairs.retain(helps);
        repairs.sort_by(rank);
        repairs.truncate(top);
        Ok(Repairs { answer, repairs })
    }

    /// The candidates of a day that break no other rule, with what they promise.
    pub(super) fn of_day(&self, answer: &Answer, date: NaiveDate) -> Vec<Found> {
        let roster = &answer.edited.roster;
        let Some(look) = self.look(roster, date) else {
            return Vec::new();
        };
        let lost = lost_work(&self.start().roster, roster, date);
        let mut all = moves(roster, date, self.config.shifts.start_step);
        all.extend(calls(roster, date, &self.centre.people));
        let mut found = self.sound(answer, &look, all);
        let off = answer
            .breaches
            .iter()
            .any(|breach| breach.rule == "contract");
        if off || self.config.rules.contract_tolerance.0 > 0 {
            // Else a contract that is met forbids them all.
            let resized = resized(roster, date, &self.config.shifts.paid);
            found.extend(self.sound(answer, &look, resized));
        }
        if !answer.breaches.is_empty() {
            // Whole shifts that change hands leave the wait as it is.
            found.extend(self.sound(answer, &look, swaps(roster, date)));
        }
        let mut taken: Vec<Candidate> = Vec::new();
        for segment in &lost {
            taken.extend(takeovers(roster, date, segment));
        }
        found.extend(self.sound(answer, &look, taken));
        if lost.len() > 1 {
            found.extend(self.take_all(answer, &look, &lost, date));
        }
        found.sort_by(Found::before);
        let both = self.both(answer, &look, &found);
        found.extend(both);
        found
    }

    pub(super) fn look(&self, roster: &Roster, date: NaiveDate) -> Option<Look> {
        let glance = self.desk.glance(&self.centre, roster, date)?;
        let step = roster.grid.step as i32;
        Some(Look { glance, step })
    }

    /// The most promising candidates that break no rule anew.
    pub(super) fn sound(&self, answer: &Answer, look: &Look, all: Vec<Candidate>) -> Vec<Found> {
        let roster = &answer.edited.roster;
        let mut all: Vec<(f64, Candidate)> = all
            .into_iter()
            .map(|candidate| (look.gain(roster, &candidate), candidate))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        all.truncate(CHECKED);
        let judged = all.into_par_iter();
        judged
            .filter_map(|(gain, candidate)| self.judged(answer, gain, candidate))
            .collect()
    }

    fn judged(&self, answer: &Answer, gain: f64, candidate: Candidate) -> Option<Found> {
        let edited = Edited {
            roster: candidate.on(&answer.edited.roster),
            locked: answer.edited.locked.clone(),
        };
        let breaches = self.breaches(&edited);
        let mended = worse(&answer.breaches, &breaches);
        let helps = gain < -1.0 || !mended.is_empty();
        let sound = worse(&breaches, &answer.breaches).is_empty();
        (sound && helps).then_some(Found {
            gain,
            left: breaches.len(),
            mended,
            candidate,
            edited,
        })
    }

    /// All lost work taken over, each stretch by whom it costs least.
    fn take_all(
        &self,
        answer: &Answer,
        look: &Look,
        lost: &[crate::roster::Segment],
        date: NaiveDate,
    ) -> Option<Found> {
        let mut so_far = Candidate {
            what: String::new(),
            shifts: Vec::new(),
        };
        let mut best = None;
        for segment in lost {
            let roster = so_far.on(&answer.edited.roster);
            let next = takeovers(&roster, date, segment);
            let joined = next.into_iter().map(|next| so_far.and(next)).collect();
            let mut found = self.sound(answer, look, joined);
            found.sort_by(Found::before);
            if let Some(first) = found.into_iter().next() {
                so_far = first.candidate.clone();
                best = Some(first);
            }
        }
        best.filter(|found| found.candidate.shifts.len() > 1)
    }

    /// The best candidate with the next one that is about somebody else.
    fn both(&self, answer: &Answer, look: &Look, found: &[Found]) -> Vec<Found> {
        let Some(first) = found.first() else {
            return Vec::new();
        };
        let others = found.iter().skip(1).filter(|other| other.apart(first));
        let pairs = others.take(4);
        let pairs = pairs.map(|other| first.candidate.clone().and(other.candidate.clone()));
        self.sound(answer, look, pairs.collect())
    }

    /// What is kept, with the days of an answer.
    pub(super) fn kept_with(&self, answer: &Answer) -> Kept {
        let mut kept = self.kept.clone();
        answer.days.iter().for_each(|days| days.keep(&mut kept));
        kept
    }

    fn repair(&self, answer: &Answer, found: Found, kept: &Kept) -> Repair {
        let roster = &found.edited.roster;
        let days = self.follow(roster, kept);
        Repair {
            what: found.candidate.what,
            changes: changes_between(&answer.edited.roster, roster),
            figures: self.figures(roster, days.as_ref()),
            mended: found.mended,
            left: found.left,
            wider: false,
            edited: found.edited,
        }
    }
}

/// Breaches that are not there among others, or less badly: nothing of the same rule, person and time
/// is as far off.
fn worse(breaches: &[Breach], others: &[Breach]) -> Vec<Breach> {
    let off = |breach: &Breach| (breach.measured - breach.allowed).abs();
    let as_bad = |breach: &Breach, other: &Breach| {
        let same = (breach.code, &breach.who, breach.from, breach.to)
            == (other.code, &other.who, other.from, other.to);
        same && off(other) >= off(breach)
    };
    let fresh = |breach: &&Breach| !others.iter().any(|other| as_bad(breach, other));
    breaches.iter().filter(fresh).cloned().collect()
}

/// The best first.
fn rank(a: &Repair, b: &Repair) -> std::cmp::Ordering {
    let wait = |repair: &Repair| {
        let exact = repair.figures.exact;
        exact.map_or(f64::INFINITY, |exact| exact.wait.0.round())
    };
    (a.left.cmp(&b.left))
        .then(wait(a).total_cmp(&wait(b)))
        .then(a.changes.len().cmp(&b.changes.len()))
        .then(a.figures.not_given.0.total_cmp(&b.figures.not_given.0))
        .then(a.figures.cost.0.total_cmp(&b.figures.cost.0))
        .then_with(|| a.what.cmp(&b.what))
}
