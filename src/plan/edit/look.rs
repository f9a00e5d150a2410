//! What a change promises, before anything is followed exactly.

use super::candidates::Candidate;
use crate::plan::exact::Glance;
use crate::roster::{Activity, Roster, Shift, Span};

/// A day at a first look.
pub(super) struct Look {
    pub glance: Glance,
    pub step: i32,
}

impl Look {
    /// Change of the day's queue time, as far as single agents tell.
    pub fn gain(&self, roster: &Roster, candidate: &Candidate) -> f64 {
        let old = |new: &Shift| -> f64 {
            let shifts = roster
                .of(&new.person)
                .filter(|shift| shift.date == new.date);
            shifts.map(|shift| self.worth(shift)).sum()
        };
        let shifts = candidate.shifts.iter();
        shifts.map(|shift| self.worth(shift) - old(shift)).sum()
    }

    fn worth(&self, shift: &Shift) -> f64 {
        let segments = shift.segments.iter();
        let there = segments.filter(|segment| segment.activity == Activity::Contacts);
        there.map(|segment| self.worth_of(segment.span)).sum()
    }

    fn worth_of(&self, span: Span) -> f64 {
        let step = self.step.max(1);
        let (first, last) = (span.from.max(0) / step, (span.to.max(0) + step - 1) / step);
        let each = (first..last).map(|interval| {
            let whole = Span {
                from: interval * step,
                to: (interval + 1) * step,
            };
            f64::from(span.overlap(whole)) * 60.0 * self.glance.slope(interval as usize)
        });
        each.sum()
    }
}
