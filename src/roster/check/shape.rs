//! Rules about one shift: its shape, length and hours of the day.

use super::Case;
use crate::roster::rules::{
    BREAK_DUE, DAY_WINDOW, LUNCH, LUNCH_WINDOW, ONE_SHIFT, PAID, SHAPE, SHIFT_MAX, SHORT_BREAK,
    START_STEP,
};
use crate::roster::{Activity, Breach, Segment, Shift, Span};
use crate::units::Minutes;

pub fn shift_max(case: &Case) -> Vec<Breach> {
    let most = case.setting.rules.shift_max;
    let shifts = case.roster.shifts.iter().map(|shift| (shift, shift.span()));
    let long = shifts.filter(|(_, span)| span.minutes() > most);
    long.map(|(shift, span)| SHIFT_MAX.breach_minutes(&shift.person, span, span.minutes(), most))
        .collect()
}

pub fn one_shift(case: &Case) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut ordered: Vec<&Shift> = case.roster.shifts.iter().collect();
    ordered.sort_by_key(|shift| (&shift.person, shift.span()));
    for pair in ordered.windows(2) {
        let [first, second] = pair else { continue };
        let same_day = first.date == second.date;
        let overlap = first.span().to > second.span().from;
        if first.person == second.person && (same_day || overlap) {
            breaches.push(ONE_SHIFT.breach(&second.person, second.span(), 2, 1));
        }
    }
    breaches
}

pub fn shape(case: &Case) -> Vec<Breach> {
    let shifts = case.roster.shifts.iter();
    shifts.flat_map(|shift| shape_of(case, shift)).collect()
}

fn shape_of(case: &Case, shift: &Shift) -> Vec<Breach> {
    let breach =
        |span, measured: i32, allowed| SHAPE.breach(&shift.person, span, measured, allowed);
    let mut breaches = Vec::new();
    let span = shift.span();
    let day = case.day_span(shift.date);
    let outside = !case.dates.contains(&shift.date);
    if shift.segments.is_empty() || outside || span.from < day.from || day.to <= span.from {
        breaches.push(breach(span, case.clock(shift.date, span.from), 0));
    }
    let empty = shift.segments.iter().filter(|s| s.span.to <= s.span.from);
    breaches.extend(empty.map(|s| breach(s.span, s.span.minutes().0, 1)));
    for pair in shift.segments.windows(2) {
        let [first, second] = pair else { continue };
        let gap = Span {
            from: first.span.to,
            to: second.span.from,
        };
        if gap.from != gap.to {
            breaches.push(breach(gap, gap.minutes().0, 0));
        }
    }
    breaches
}

pub fn paid(case: &Case) -> Vec<Breach> {
    let lengths = &case.setting.shifts.paid;
    let shifts = case.roster.shifts.iter();
    let odd = shifts.filter(|shift| !lengths.contains(&shift.paid()));
    odd.map(|shift| {
        let paid = shift.paid();
        let nearest = lengths
            .iter()
            .min_by_key(|length| (length.0 - paid.0).abs());
        let allowed = nearest.copied().unwrap_or_default();
        PAID.breach_minutes(&shift.person, shift.span(), paid, allowed)
    })
    .collect()
}

pub fn start_step(case: &Case) -> Vec<Breach> {
    let step = case.setting.shifts.start_step.max(1) as i32;
    let shifts = case.roster.shifts.iter();
    let starts = shifts.map(|shift| (shift, case.clock(shift.date, shift.span().from)));
    let off = starts.filter(|(_, start)| start % step != 0);
    off.map(|(shift, start)| {
        START_STEP.breach(&shift.person, shift.span(), start, start - start % step)
    })
    .collect()
}

pub fn day_window(case: &Case) -> Vec<Breach> {
    let earliest = case.setting.shifts.earliest as i32;
    let latest = case.setting.shifts.latest as i32;
    let mut breaches = Vec::new();
    for shift in &case.roster.shifts {
        let span = shift.span();
        let start = case.clock(shift.date, span.from);
        let end = case.clock(shift.date, span.to);
        if start < earliest {
            breaches.push(DAY_WINDOW.breach(&shift.person, span, start, earliest));
        }
        if end > latest {
            breaches.push(DAY_WINDOW.breach(&shift.person, span, end, latest));
        }
    }
    breaches
}

/// The lunches of a shift.
fn lunches(shift: &Shift) -> impl Iterator<Item = Segment> {
    let joined = shift.joined().into_iter();
    joined.filter(|segment| segment.activity == Activity::Lunch)
}

pub fn lunch(case: &Case) -> Vec<Breach> {
    let shifts = case.roster.shifts.iter();
    shifts.filter_map(|shift| lunch_of(case, shift)).collect()
}

fn lunch_of(case: &Case, shift: &Shift) -> Option<Breach> {
    let allowed = if shift.paid() > case.setting.rules.break_after {
        case.setting.shifts.lunch
    } else {
        Minutes::ZERO
    };
    let measured: Minutes = lunches(shift).map(|lunch| lunch.span.minutes()).sum();
    let pieces = lunches(shift).count();
    let due = usize::from(allowed > Minutes::ZERO);
    if measured == allowed && pieces == due {
        return None;
    }
    Some(LUNCH.breach_minutes(&shift.person, shift.span(), measured, allowed))
}

pub fn lunch_window(case: &Case) -> Vec<Breach> {
    let window = case.setting.shifts.lunch_window;
    let mut breaches = Vec::new();
    for shift in &case.roster.shifts {
        let inside = Span::local(case.grid, shift.date, window.from, window.to);
        for lunch in lunches(shift) {
            let outside = lunch.span.minutes().0 - lunch.span.overlap(inside);
            if outside > 0 {
                breaches.push(LUNCH_WINDOW.breach(&shift.person, lunch.span, outside, 0));
            }
        }
    }
    breaches
}

pub fn short_break(case: &Case) -> Vec<Breach> {
    let length = case.setting.shifts.short_break;
    let breaks = case.stretches().filter(|s| s.activity == Activity::Break);
    let odd = breaks.filter(|stretch| stretch.span.minutes() != length);
    odd.map(|s| SHORT_BREAK.breach_minutes(&s.shift.person, s.span, s.span.minutes(), length))
        .collect()
}

pub fn break_due(case: &Case) -> Vec<Breach> {
    let Some(due) = case.setting.shifts.break_due else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    for shift in &case.roster.shifts {
        let segments = shift.joined();
        for part in segments.split(|segment| segment.activity == Activity::Lunch) {
            let (Some(first), Some(last)) = (part.first(), part.last()) else {
                continue;
            };
            let span = Span {
                from: first.span.from,
                to: last.span.to,
            };
            let within = |pause: &Segment| {
                let edge = case.setting.shifts.break_edge.0.max(1);
                pause.span.from - span.from >= edge && span.to - pause.span.to >= edge
            };
            let away = part.iter().any(|s| s.activity == Activity::Absent);
            // Who goes absent has no break due any more.
            let rested = away || part.iter().filter(|s| is_break(s)).any(within);
            if span.minutes() > due && !rested {
                breaches.push(BREAK_DUE.breach_minutes(&shift.person, span, span.minutes(), due));
            }
        }
    }
    breaches
}

fn is_break(segment: &Segment) -> bool {
    segment.activity == Activity::Break
}
