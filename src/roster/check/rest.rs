//! Rules about rest: between days, in the week, in the shift, from the screen.

use super::{Case, DAY, WorkingDay};
use crate::roster::rules::{
    BREAK_LEAST, CONSECUTIVE_DAYS, DAILY_REST, SCREEN_STRETCH, WEEKLY_REST,
};
use crate::roster::{Activity, Breach, Segment, Shift, Span};
use crate::units::Minutes;

/// Length of a week's rolling window.
const WEEK: i32 = 7 * DAY;

/// Between working days; a short rest is allowed when the one before began 7 x 24 hours earlier.
/// Days that overlap have no rest to measure: `one_shift` names them.
pub fn daily_rest(case: &Case) -> Vec<Breach> {
    let days = case.days.iter();
    days.flat_map(|(person, days)| daily_rest_of(case, person, days))
        .collect()
}

fn daily_rest_of(case: &Case, person: &str, days: &[WorkingDay]) -> Vec<Breach> {
    let (full, once) = (
        case.setting.rules.daily_rest,
        case.setting.rules.daily_rest_once,
    );
    let mut breaches = Vec::new();
    let mut shortened: Option<i32> = None;
    let short = |rest: &Span| (Minutes::ZERO..full).contains(&rest.minutes());
    for rest in rests(days).filter(short) {
        let again = shortened.is_some_and(|earlier| rest.from - earlier < WEEK);
        if again || rest.minutes() < once {
            let allowed = if again { full } else { once };
            breaches.push(DAILY_REST.breach_minutes(person, rest, rest.minutes(), allowed));
        }
        if !again {
            shortened = Some(rest.from);
        }
    }
    breaches.retain(|breach| breach.to >= 0);
    breaches
}

/// The rests between working days.
fn rests(days: &[WorkingDay]) -> impl Iterator<Item = Span> {
    days.windows(2).filter_map(|pair| match pair {
        [first, second] => Some(Span {
            from: first.span.to,
            to: second.span.from,
        }),
        _ => None,
    })
}

/// In the 7 x 24 hours from the first work after each weekly rest, or in 14 x 24 hours in parts.
///
/// Windows that begin at any later work hold the same rest, so these windows are all that matter.
/// The fortnight counts only as far as the roster shows it.
pub fn weekly_rest(case: &Case) -> Vec<Breach> {
    let days = case.days.iter();
    days.flat_map(|(person, days)| weekly_rest_of(case, person, days))
        .collect()
}

fn weekly_rest_of(case: &Case, person: &str, days: &[WorkingDay]) -> Vec<Breach> {
    let least = case.setting.rules.weekly_rest;
    let spans: Vec<Span> = days.iter().map(|day| day.span).collect();
    let starts = spans.iter().enumerate().filter(|(index, span)| {
        let before = index.checked_sub(1).and_then(|before| spans.get(before));
        before.is_none_or(|before| span.from - before.to >= least.0)
    });
    let windows = starts.map(|(index, span)| {
        let window = Span {
            from: span.from,
            to: span.from.saturating_add(WEEK),
        };
        (
            window,
            rests_within(spans.get(index..).unwrap_or_default(), window),
        )
    });
    let rested = |window: Span, rests: &[i32]| {
        rests.iter().any(|rest| *rest >= least.0) || fortnight_rest(case, &spans, window)
    };
    windows
        .filter(|(window, rests)| window.to > 0 && !rested(*window, rests))
        .map(|(window, rests)| {
            let longest = rests.into_iter().max().unwrap_or(0);
            WEEKLY_REST.breach(person, window, longest, least.0)
        })
        .collect()
}

/// Does the fortnight that begins with the window hold its rest, as far as it is known?
fn fortnight_rest(case: &Case, spans: &[Span], window: Span) -> bool {
    let rules = case.setting.rules;
    let fortnight = Span {
        from: window.from,
        to: window.from.saturating_add(2 * WEEK).min(case.end()),
    };
    let parts = rests_within(spans, fortnight).into_iter();
    let counted = parts.filter(|part| *part >= rules.weekly_rest_part.0);
    counted.sum::<i32>() >= rules.fortnight_rest.0
}

/// The lengths of the rests inside a window, the one at its end too.
fn rests_within(spans: &[Span], window: Span) -> Vec<i32> {
    let mut rests = Vec::new();
    let mut free = window.from;
    for span in spans.iter().filter(|span| span.overlap(window) > 0) {
        rests.push(span.from.max(window.from) - free);
        free = free.max(span.to);
    }
    rests.push(window.to - free);
    rests
}

/// Pauses of at least `break_part` count where they interrupt the work; the rest of the shift is
/// work, but for absence.
pub fn break_least(case: &Case) -> Vec<Breach> {
    let shifts = case.roster.shifts.iter();
    shifts
        .filter_map(|shift| break_least_of(case, shift))
        .collect()
}

fn break_least_of(case: &Case, shift: &Shift) -> Option<Breach> {
    let rules = case.setting.rules;
    let paused = pauses(shift)
        .into_iter()
        .filter(|pause| *pause >= rules.break_part.0)
        .sum();
    let absent = shift.minutes_of(&Activity::Absent).0;
    let work = shift.span().minutes().0 - paused - absent;
    let least = if work > rules.break_after_long.0 {
        rules.break_least_long
    } else if work > rules.break_after.0 {
        rules.break_least
    } else {
        return None;
    };
    let short = paused < least.0;
    short.then(|| BREAK_LEAST.breach(&shift.person, shift.span(), paused, least.0))
}

fn is_pause(segment: &Segment) -> bool {
    matches!(segment.activity, Activity::Break | Activity::Lunch)
}

/// Lengths of the pauses between work, breaks and lunch that touch taken together.
fn pauses(shift: &Shift) -> Vec<i32> {
    let segments = &shift.segments;
    let first = segments.iter().position(|segment| !is_pause(segment));
    let last = segments.iter().rposition(|segment| !is_pause(segment));
    let inner = first
        .zip(last)
        .and_then(|(first, last)| segments.get(first..last));
    let runs = inner
        .unwrap_or_default()
        .chunk_by(|a, b| is_pause(a) == is_pause(b));
    let pauses = runs.filter(|run| run.first().is_some_and(is_pause));
    pauses
        .map(|run| run.iter().map(|segment| segment.span.minutes().0).sum())
        .collect()
}

/// A break, lunch or work off the screen of any length ends a stretch; unknown work does not.
pub fn screen_stretch(case: &Case) -> Vec<Breach> {
    let most = case.setting.rules.screen_stretch;
    let mut breaches = Vec::new();
    for shift in &case.roster.shifts {
        let stretches = screen_stretches(case, shift).into_iter();
        let long = stretches.filter(|span| span.minutes() > most);
        breaches.extend(
            long.map(|s| SCREEN_STRETCH.breach_minutes(&shift.person, s, s.minutes(), most)),
        );
    }
    breaches
}

fn screen_stretches(case: &Case, shift: &Shift) -> Vec<Span> {
    let mut stretches: Vec<Span> = Vec::new();
    for segment in shift
        .segments
        .iter()
        .filter(|s| on_screen(case, &s.activity))
    {
        match stretches.last_mut() {
            Some(last) if last.to == segment.span.from => last.to = segment.span.to,
            _ => stretches.push(segment.span),
        }
    }
    stretches
}

fn on_screen(case: &Case, activity: &Activity) -> bool {
    match activity {
        Activity::Contacts => true,
        Activity::Break | Activity::Lunch | Activity::Absent => false,
        Activity::Work(name) => case.work.get(name.as_str()).is_none_or(|work| work.screen),
    }
}

/// Days in a row, those before the roster too.
pub fn consecutive_days(case: &Case) -> Vec<Breach> {
    let most = case.setting.rules.consecutive_days as usize;
    let mut breaches = Vec::new();
    for (person, days) in &case.days {
        let runs = days.chunk_by(|a, b| a.date.succ_opt() == Some(b.date));
        for run in runs.filter(|run| run.len() > most) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let span = Span {
                from: first.span.from,
                to: last.span.to,
            };
            if span.to > 0 {
                breaches.push(CONSECUTIVE_DAYS.breach(
                    *person,
                    span,
                    run.len() as i32,
                    most as i32,
                ));
            }
        }
    }
    breaches
}
