//! Do locked shifts obey the rules, before any other shift is added? The model takes them as they
//! are, and the checker is asked for nothing here, so that it can judge what is told.

use super::week::PersonWeek;
use crate::roster::{Activity, Demand, Segment, Shift, Span, Work};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// Minutes of the week over which one short rest is allowed.
const WEEK: i32 = 7 * 24 * 60;

/// Do the locked shifts obey each rule alone and together?
pub(super) fn fit(week: &PersonWeek) -> bool {
    week.locked.is_empty() || (each_fits(week) && rest(week) && in_a_row(week) && hours_fit(week))
}

/// Does a locked shift do this work?
pub(super) fn does(week: &PersonWeek, name: &str) -> bool {
    let segments = week.locked.iter().flat_map(|shift| &shift.segments);
    segments
        .into_iter()
        .any(|segment| matches!(&segment.activity, Activity::Work(work) if work == name))
}

/// Does a locked shift take contacts?
pub(super) fn takes_contacts(week: &PersonWeek) -> bool {
    let mut segments = week.locked.iter().flat_map(|shift| &shift.segments);
    segments.any(|segment| segment.activity == Activity::Contacts)
}

fn each_fits(week: &PersonWeek) -> bool {
    week.locked.iter().all(|shift| {
        length_fits(week, shift)
            && day_fits(week, shift)
            && pauses_fit(week, shift)
            && able(week, shift)
            && meets(week, shift)
    })
}

fn length_fits(week: &PersonWeek, shift: &Shift) -> bool {
    let shifts = &week.shifts;
    let day = clocks(week, shift.date, shifts.earliest, shifts.latest);
    let span = shift.span();
    let start = span.from - clocks(week, shift.date, 0, 0).from;
    shifts.paid.contains(&shift.paid())
        && start % (shifts.start_step.max(1) as i32) == 0
        && inside(span, day)
        && span.minutes() <= week.rules.shift_max
}

fn day_fits(week: &PersonWeek, shift: &Shift) -> bool {
    let person = week.person();
    let hours = person.available_on(shift.date);
    let hours = hours.map(|hours| clocks(week, shift.date, hours.from, hours.to));
    let contacts = shift.minutes_of(&Activity::Contacts).0 > 0;
    hours.is_some_and(|hours| inside(shift.span(), hours))
        && !person.on_leave(shift.date)
        && !week.holidays.contains(&shift.date)
        && (week.opens_on(shift.date) || !contacts)
}

/// Lunch, the breaks of the law, and the stretch of screen work.
fn pauses_fit(week: &PersonWeek, shift: &Shift) -> bool {
    let segments = shift.joined();
    let lunches: Vec<&Segment> = segments
        .iter()
        .filter(|segment| segment.activity == Activity::Lunch)
        .collect();
    let due = shift.paid() > week.rules.break_after && week.shifts.lunch.0 > 0;
    let window = week.shifts.lunch_window;
    let window = clocks(week, shift.date, window.from, window.to);
    let lunch_fits =
        |lunch: &&Segment| lunch.span.minutes() == week.shifts.lunch && inside(lunch.span, window);
    let mut stretch = 0;
    let mut end = i32::MIN;
    let stretches = segments.iter().all(|segment| {
        let on = on_screen(week, &segment.activity);
        let before = if segment.span.from == end { stretch } else { 0 };
        stretch = if on {
            before + segment.span.minutes().0
        } else {
            0
        };
        end = segment.span.to;
        stretch <= week.rules.screen_stretch.0
    });
    lunches.len() == usize::from(due)
        && lunches.iter().all(lunch_fits)
        && stretches
        && rested(week, &segments)
}

fn on_screen(week: &PersonWeek, activity: &Activity) -> bool {
    match activity {
        Activity::Contacts => true,
        Activity::Break | Activity::Lunch | Activity::Absent => false,
        Activity::Work(name) => named(week, name).is_none_or(|work| work.screen),
    }
}

/// The law's break: pauses within the shift of `break_part` and more, against the work.
fn rested(week: &PersonWeek, segments: &[Segment]) -> bool {
    let rules = &week.rules;
    let pause = |segment: &&Segment| {
        matches!(segment.activity, Activity::Break | Activity::Lunch)
            && segment.span.minutes() >= rules.break_part
    };
    let paused: i32 = segments
        .iter()
        .filter(pause)
        .map(|segment| segment.span.minutes().0)
        .sum();
    let all: i32 = segments.iter().map(|s| s.span.minutes().0).sum();
    let least = match all - paused {
        work if work > rules.break_after_long.0 => rules.break_least_long,
        work if work > rules.break_after.0 => rules.break_least,
        _ => return true,
    };
    paused >= least.0
}

/// Has the person the skills of what the shift makes them do?
fn able(week: &PersonWeek, shift: &Shift) -> bool {
    let skills = &week.person().skills;
    shift
        .segments
        .iter()
        .all(|segment| match &segment.activity {
            Activity::Contacts => skills.contains(&week.queue),
            Activity::Work(name) => {
                let skill = named(week, name).and_then(|work| work.skill.as_ref());
                skill.is_none_or(|skill| skills.contains(skill))
            }
            _ => true,
        })
}

/// Is the shift in each meeting of its team that the person's hours allow?
fn meets(week: &PersonWeek, shift: &Shift) -> bool {
    let today = shift.date.weekday().num_days_from_monday() as usize;
    week.work.iter().all(|work| {
        let Demand::Meeting { team, weekday, at } = &work.demand else {
            return true;
        };
        let hours = week.person().available_on(shift.date);
        let can = hours.is_some_and(|hours| hours.from <= at.from && at.to <= hours.to);
        let due = *weekday == today && can && *team == week.person().team;
        let time = clocks(week, shift.date, at.from, at.to);
        let there = |segment: &&Segment| match &segment.activity {
            Activity::Work(name) => *name == work.name,
            activity => *activity == Activity::Absent,
        };
        let there = shift.segments.iter().filter(there);
        let minutes: i32 = there.map(|segment| segment.span.overlap(time)).sum();
        !due || !week.opens_on(shift.date) || minutes >= time.minutes().0
    })
}

/// Rest between the days that stand, those before the week too; one short rest in seven days.
fn rest(week: &PersonWeek) -> bool {
    let mut spans: Vec<(Span, NaiveDate)> = week
        .before
        .iter()
        .chain(&week.locked)
        .map(|shift| (shift.span(), shift.date))
        .collect();
    spans.sort();
    let mut short: Option<i32> = None;
    spans.windows(2).all(|pair| {
        let [(first, date), (second, next)] = pair else {
            return true;
        };
        let rest = second.from - first.to;
        if second.from < 0 {
            return true;
        }
        if rest < 0 || date == next {
            return false;
        }
        if rest >= week.rules.daily_rest.0 {
            return true;
        }
        let again = short.is_some_and(|earlier| first.to - earlier < WEEK);
        short = Some(first.to);
        !again && rest >= week.rules.daily_rest_once.0
    })
}

fn in_a_row(week: &PersonWeek) -> bool {
    let days = week.before.iter().chain(&week.locked);
    let days: BTreeSet<NaiveDate> = days.map(|shift| shift.date).collect();
    let days: Vec<NaiveDate> = days.into_iter().collect();
    let first = week.dates().first().copied();
    days.chunk_by(|a, b| a.succ_opt() == Some(*b))
        .filter(|run| run.last().copied() >= first)
        .all(|run| run.len() <= week.rules.consecutive_days as usize)
}

/// Do the locked hours alone stay within the contract?
fn hours_fit(week: &PersonWeek) -> bool {
    let paid: i32 = week.locked.iter().map(|shift| shift.paid().0).sum();
    let credit = week.person().credit(&week.dates(), &week.holidays).0;
    paid + credit <= week.person().contract.0 + week.rules.contract_tolerance.0
}

fn named<'a>(week: &'a PersonWeek, name: &str) -> Option<&'a Work> {
    week.work.iter().find(|work| work.name == name)
}

fn clocks(week: &PersonWeek, date: NaiveDate, from: u32, to: u32) -> Span {
    Span::local(&week.open.grid, date, from, to)
}

fn inside(span: Span, within: Span) -> bool {
    within.from <= span.from && span.to <= within.to
}
