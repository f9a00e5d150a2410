//! The roster of a day as bars: who does what when.

use super::figure::{hour_labels, px};
use super::week::{Day, hours};
use super::words::{Language, Word};
use crate::plan::Plan;
use crate::roster::{Activity, Segment, Shift};
use maud::{Markup, html};
use std::collections::BTreeSet;

const WIDTH: f64 = 980.0;
const NAMES: f64 = 150.0;
const PAID: f64 = 46.0;
const ROW: f64 = 17.0;
const HEAD: f64 = 24.0;
const FOOT: f64 = 24.0;

/// Colours that other work can have before they repeat.
const COLOURS: usize = 12;

/// Kinds of other work in any roster, in order; their place is their colour.
pub(super) fn kinds(plan: &Plan) -> Vec<String> {
    let shifts = plan.sides().flat_map(|side| &side.roster.shifts);
    let activities = shifts
        .flat_map(|shift| &shift.segments)
        .map(|segment| &segment.activity);
    let names: BTreeSet<&String> = activities
        .filter_map(|activity| match activity {
            Activity::Work(name) => Some(name),
            _ => None,
        })
        .collect();
    names.into_iter().cloned().collect()
}

/// The class that colours an activity.
pub(super) fn class(activity: &Activity, kinds: &[String]) -> String {
    match activity {
        Activity::Contacts => "phone".to_owned(),
        Activity::Break => "break".to_owned(),
        Activity::Lunch | Activity::Absent => "lunch".to_owned(),
        Activity::Work(name) => work_class(name, kinds),
    }
}

/// The class that colours a kind of other work.
pub(super) fn work_class(name: &str, kinds: &[String]) -> String {
    let place = kinds.iter().position(|kind| kind == name).unwrap_or(0);
    format!("work{}", place % COLOURS)
}

/// What the colours mean.
pub(super) fn legend(kinds: &[String], language: Language) -> Markup {
    let fixed = [Activity::Contacts, Activity::Break, Activity::Lunch];
    let work = kinds.iter().cloned().map(Activity::Work);
    html! {
        p class="legend" {
            @for activity in fixed.into_iter().chain(work) {
                span class="key" {
                    svg class="swatch" viewBox="0 0 26 14" aria-hidden="true" {
                        rect class=(class(&activity, kinds)) x="1" y="1" width="24" height="12" {}
                    }
                    (language.activity(&activity.to_string()))
                }
            }
        }
    }
}

/// Everybody's day of the planned roster.
pub(super) fn day(
    plan: &Plan,
    day: &Day,
    window: (i32, i32),
    kinds: &[String],
    language: Language,
) -> Markup {
    let grid = &plan.planned.roster.grid;
    let title = language.long_day(day.date);
    let bottom = HEAD + ROW * plan.people.len() as f64 + 2.0;
    let hours = hours(grid, day, window);
    let x = |minute: i32| {
        let share = f64::from(minute - window.0) / f64::from(window.1 - window.0);
        NAMES + share.clamp(0.0, 1.0) * (WIDTH - NAMES - PAID)
    };
    html! {
        svg class="gantt" viewBox=(format!("0 0 {WIDTH} {:.0}", bottom + FOOT)) role="img" aria-label=(title) {
            text class="day" x="0" y="15" { (title) }
            @for (minute, _) in &hours {
                line class="grid" x1=(px(x(*minute))) x2=(px(x(*minute))) y1=(px(HEAD)) y2=(px(bottom)) {}
            }
            @for (position, (id, name)) in plan.people.iter().enumerate() {
                (person(plan, day, (id, name), HEAD + ROW * position as f64, &x, kinds, language))
            }
            line class="axis" x1=(px(NAMES)) x2=(px(WIDTH - PAID)) y1=(px(bottom)) y2=(px(bottom)) {}
            (hour_labels(&hours, bottom, x))
        }
    }
}

fn person(
    plan: &Plan,
    day: &Day,
    (id, name): (&str, &str),
    top: f64,
    x: &impl Fn(i32) -> f64,
    kinds: &[String],
    language: Language,
) -> Markup {
    let roster = &plan.planned.roster;
    let start = day.start(&roster.grid);
    let shifts: Vec<&Shift> = roster
        .of(id)
        .filter(|shift| shift.date == day.date)
        .collect();
    let paid: i32 = shifts.iter().map(|shift| shift.paid().0).sum();
    let base = px(top + 12.5);
    html! {
        text class=(if shifts.is_empty() { "name off" } else { "name" }) x="0" y=(base) { (shortened(name, 24)) }
        @for shift in &shifts {
            @for segment in &shift.segments {
                (bar(segment, (x(segment.span.from - start), x(segment.span.to - start)), top, kinds))
            }
        }
        @if shifts.is_empty() {
            text class="tick off" x=(px(NAMES + 6.0)) y=(base) { (language.say(Word::Off)) }
        } @else {
            text class="tick" text-anchor="end" x=(px(WIDTH)) y=(base) { (crate::units::Minutes(paid)) }
        }
    }
}

/// A stretch as a bar, with the name of the other work where it fits.
fn bar(segment: &Segment, (from, to): (f64, f64), top: f64, kinds: &[String]) -> Markup {
    let class = class(&segment.activity, kinds);
    let width = to - from;
    let name = match &segment.activity {
        Activity::Work(name) if width > 7.0 + 6.3 * name.chars().count() as f64 => name.as_str(),
        _ => "",
    };
    html! {
        rect class=(class) x=(px(from)) y=(px(top + 1.5)) width=(px(width)) height=(px(ROW - 3.0)) {}
        @if !name.is_empty() {
            text class="inside" x=(px(from + 4.0)) y=(px(top + 12.5)) { (name) }
        }
    }
}

/// At most so many letters, the last a full stop where some were left out.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most - 1).collect();
    format!("{kept}.")
}
