//! Shifts without a person: start, length, lunch, and breaks spread over where they may lie.

use crate::calendar::ClockSpan;
use crate::roster::Setting;

/// A shift that anybody of a kind may have.
pub(super) struct Pattern {
    /// Stretches of work with the share of it that is not a short break, minutes after midnight.
    parts: Vec<Part>,
    /// Minutes of short breaks.
    pub breaks: f64,
}

struct Part {
    from: f64,
    to: f64,
    /// Where a short break may lie, and its length.
    rest: Option<(f64, f64, f64)>,
}

impl Pattern {
    /// Minutes at work from one minute to another.
    pub fn there(&self, from: f64, to: f64) -> f64 {
        let overlap = |low: f64, high: f64| (to.min(high) - from.max(low)).max(0.0);
        let of_part = |part: &Part| {
            let rest = part.rest.map_or(0.0, |(low, high, minutes)| {
                overlap(low, high) * minutes / (high - low)
            });
            overlap(part.from, part.to) - rest
        };
        self.parts.iter().map(of_part).sum()
    }
}

/// The shifts of a paid length that lie within the hours of a kind of people.
pub(super) fn patterns(setting: &Setting<'_>, span: ClockSpan, length: usize) -> Vec<Pattern> {
    let shifts = setting.shifts;
    let paid = shifts.paid[length];
    let lunch = match paid > setting.rules.break_after {
        true => shifts.lunch.0.unsigned_abs(),
        false => 0,
    };
    let long = paid.0.unsigned_abs() + lunch;
    let earliest = span.from.max(shifts.earliest);
    let latest = span.to.min(shifts.latest);
    let step = shifts.start_step.max(1);
    let starts = (earliest.div_ceil(step) * step..)
        .step_by(step as usize)
        .take_while(|start| start + long <= latest);
    starts
        .flat_map(|start| halves(setting, start, start + long, lunch))
        .map(|parts| pattern(setting, &parts))
        .collect()
}

/// The stretches of work of a shift, for each lunch that it may have.
fn halves(setting: &Setting<'_>, start: u32, end: u32, lunch: u32) -> Vec<Vec<(u32, u32)>> {
    if lunch == 0 {
        return vec![vec![(start, end)]];
    }
    let window = setting.shifts.lunch_window;
    let edge = setting.shifts.break_edge.0.unsigned_abs();
    let first = window.from.max(start + edge);
    let last = window.to.min(end.saturating_sub(edge));
    let at = |lunch_at: u32| vec![(start, lunch_at), (lunch_at + lunch, end)];
    let step = setting.shifts.start_step.max(1);
    (first.div_ceil(step) * step..)
        .step_by(step as usize)
        .take_while(|lunch_at| lunch_at + lunch <= last)
        .map(at)
        .collect()
}

fn pattern(setting: &Setting<'_>, parts: &[(u32, u32)]) -> Pattern {
    let shifts = setting.shifts;
    let minutes = f64::from(shifts.short_break.0);
    let edge = f64::from(shifts.break_edge.0);
    let part = |(from, to): &(u32, u32)| {
        let (from, to) = (f64::from(*from), f64::from(*to));
        let due = shifts
            .break_due
            .is_some_and(|due| to - from > f64::from(due.0));
        let rest = (from + edge, to - edge, minutes);
        let rest = (due && rest.1 - rest.0 >= minutes).then_some(rest);
        Part { from, to, rest }
    };
    let parts: Vec<Part> = parts.iter().map(part).collect();
    let breaks = parts.iter().filter(|part| part.rest.is_some()).count() as f64 * minutes;
    Pattern { parts, breaks }
}
