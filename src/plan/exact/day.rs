//! A day of a roster as the chain sees it: stretches in which nothing changes.

use crate::error::Result;
use crate::queueing::{self, Interval, Leaving, Rates};
use crate::simulate::{Overflow, Presence, Traffic};
use std::collections::BTreeSet;
use std::ops::Range;

/// One person's stretches on contacts, in minutes after the start of the grid.
pub(super) type Shift = Vec<(i32, i32)>;

/// The shifts that have a stretch on the day.
pub(super) fn shifts(traffic: &Traffic, presences: &[Presence], day: &Range<usize>) -> Vec<Shift> {
    let (from, to) = minutes(traffic, day);
    let of_day = |presence: &Presence| -> Shift {
        let spans = presence.spans.iter().copied();
        spans.filter(|span| span.0 < to && span.1 > from).collect()
    };
    let shifts = presences.iter().map(of_day);
    shifts.filter(|shift| !shift.is_empty()).collect()
}

fn minutes(traffic: &Traffic, range: &Range<usize>) -> (i32, i32) {
    let step = traffic.contacts.grid.step_seconds() / 60.0;
    let at = |index: usize| (index as f64 * step).round() as i32;
    (at(range.start), at(range.end))
}

/// The day from its first open interval to its last, with these people; `None` if it is closed.
///
/// People leave when their stretch ends, as named ones do, and others may come in their place. Those
/// there at closing stay until nobody waits; if nobody is, the last who were.
pub(super) fn day(
    traffic: &Traffic,
    overflow: Option<&Overflow>,
    there: &[&Shift],
    range: Range<usize>,
) -> Result<Option<queueing::Day>> {
    let parts = parts(traffic, overflow, there, range);
    let Some(last) = parts.last() else {
        return Ok(None);
    };
    let mut intervals: Vec<Interval> = parts.iter().map(|part| part.interval).collect();
    let stay = intervals.iter().rev().map(|interval| interval.agents);
    if let (0, Some(agents)) = (
        last.interval.agents,
        stay.clone().find(|agents| *agents > 0),
    ) {
        intervals.extend(last.interval.rates.with_arrival(0.0).map(|rates| {
            // They are back for as long as it takes.
            Interval::new(1.0, rates, agents)
        }));
    }
    queueing::Day::new(intervals, Leaving::Named).map(Some)
}

/// A stretch of an interval of the grid in which nobody comes or goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub index: usize,
    pub interval: Interval,
}

/// The day's stretches.
pub(super) fn parts(
    traffic: &Traffic,
    overflow: Option<&Overflow>,
    there: &[&Shift],
    range: Range<usize>,
) -> Vec<Part> {
    let open = |index: &usize| traffic.open.values[*index];
    let (Some(first), Some(last)) = (range.clone().find(open), range.rev().find(open)) else {
        return Vec::new();
    };
    let spans: Vec<(i32, i32)> = there
        .iter()
        .flat_map(|shift| shift.iter().copied())
        .collect();
    let mut parts = Vec::new();
    for index in first..=last {
        let (from, to) = minutes(traffic, &(index..index + 1));
        let inside = |minute: &i32| *minute > from && *minute < to;
        let ends = spans
            .iter()
            .flat_map(|span| [span.0, span.1])
            .filter(inside);
        let cuts: BTreeSet<i32> = ends.chain([from, to]).collect();
        let cuts: Vec<i32> = cuts.into_iter().collect();
        for cut in cuts.windows(2) {
            parts.extend(part(traffic, overflow, &spans, index, (cut[0], cut[1])));
        }
    }
    parts
}

fn part(
    traffic: &Traffic,
    overflow: Option<&Overflow>,
    spans: &[(i32, i32)],
    index: usize,
    (from, to): (i32, i32),
) -> Option<Part> {
    let step = traffic.contacts.grid.step_seconds();
    let contacts = match traffic.open.values[index] {
        true => traffic.contacts.values[index].0.max(0.0),
        false => 0.0,
    };
    let service = 1.0 / traffic.handle_time.values[index].0.max(1e-3);
    let rates = Rates::new(contacts / step, service, 1.0 / traffic.patience.0)?;
    let count = |of: &dyn Fn(&(i32, i32)) -> bool| spans.iter().filter(|span| of(span)).count();
    let agents = count(&|span| span.0 <= from && span.1 > from);
    let relieved = count(&|span| span.1 == from).min(count(&|span| span.0 == from));
    let above = overflow.and_then(|overflow| overflow.wait_above.values[index]);
    Some(Part {
        index,
        interval: Interval {
            relieved: relieved as u32,
            overflow: above.map(|above| queueing::Overflow::predicted_wait(above.0)),
            ..Interval::new(f64::from(to - from) * 60.0, rates, agents as u32)
        },
    })
}
