//! Every legal week of a tiny person, written down and judged by the checker: what explanations
//! are held against. Nothing of what explains is used but the week that it took facts from.

use bezet::roster::{Activity, Demand, PersonWeek, Roster, Segment, Setting, Shift, Span, check};
use bezet::units::Minutes;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Is there a week that breaks no rule?
pub fn legal(week: &PersonWeek) -> bool {
    let setting = week.setting();
    let days: Vec<Vec<Shift>> = setting
        .open
        .grid
        .dates()
        .iter()
        .map(|date| ways(&setting, *date))
        .collect();
    let mut shifts = setting.locked.to_vec();
    extend(&setting, &days, &mut shifts)
}

/// Goes on from some shifts to the end of the week, leaving what more shifts cannot mend.
fn extend(setting: &Setting, days: &[Vec<Shift>], shifts: &mut Vec<Shift>) -> bool {
    let breaches = breaches(setting, shifts);
    if breaches.iter().any(|rule| !MENDABLE.contains(rule)) {
        return false;
    }
    let Some((day, rest)) = days.split_first() else {
        return breaches.is_empty();
    };
    let paid: Minutes = shifts.iter().map(Shift::paid).sum();
    let dates = setting.open.grid.dates();
    let person = &setting.people[0];
    let counted = paid + person.credit(&dates, setting.holidays);
    let longest = |day: &Vec<Shift>| day.iter().map(|shift| shift.paid().0).max();
    let most = counted.0 + days.iter().filter_map(longest).sum::<i32>();
    let tolerance = setting.rules.contract_tolerance.0;
    if counted.0 > person.contract.0 + tolerance || most < person.contract.0 - tolerance {
        return false;
    }
    for shift in day {
        shifts.push(shift.clone());
        let found = extend(setting, rest, shifts);
        shifts.pop();
        if found {
            return true;
        }
    }
    extend(setting, rest, shifts)
}

/// Rules that more shifts may still obey.
const MENDABLE: [&str; 2] = ["contract", "session"];

fn breaches(setting: &Setting, shifts: &[Shift]) -> Vec<&'static str> {
    let roster = Roster {
        grid: setting.open.grid,
        shifts: shifts.to_vec(),
    };
    let breaches = check(setting, &roster.sorted());
    let others = breaches.iter().map(|breach| breach.rule);
    others.filter(|rule| *rule != "staffed").collect()
}

/// Every way to work on a date that breaks no rule alone; of those alike in length, work held and
/// (where rest matters) start, the first. None where a locked shift stands.
fn ways(setting: &Setting, date: NaiveDate) -> Vec<Shift> {
    let person = &setting.people[0];
    let Some(hours) = person.available_on(date).filter(|_| !person.on_leave(date)) else {
        return Vec::new();
    };
    if setting.locked.iter().any(|shift| shift.date == date) {
        return Vec::new();
    }
    let alone = Setting {
        locked: &[],
        before: &[],
        ..*setting
    };
    let rests = setting.rules.daily_rest.0 + setting.rules.weekly_rest.0 > 0;
    let mut ways: BTreeMap<(i32, i32, Vec<String>), Shift> = BTreeMap::new();
    let options = setting.shifts;
    for start in (options.earliest..options.latest).step_by(options.start_step.max(120) as usize) {
        for paid in options.paid.iter().rev().map(|paid| paid.0) {
            let end = hours.to.min(options.latest) as i32;
            if start < hours.from || start as i32 + paid > end {
                continue;
            }
            for shift in days(&alone, date, start as i32, paid) {
                let held = held(&shift);
                let key = (if rests { start as i32 } else { 0 }, -paid, held);
                if ways.contains_key(&key) {
                    continue;
                }
                let found = breaches(&alone, std::slice::from_ref(&shift));
                if found.iter().all(|rule| MENDABLE.contains(rule)) {
                    ways.insert(key, shift);
                }
            }
        }
    }
    ways.into_values().collect()
}

fn held(shift: &Shift) -> Vec<String> {
    let works = shift.segments.iter().filter_map(|s| match &s.activity {
        Activity::Work(name) => Some(name.clone()),
        _ => None,
    });
    works.collect()
}

/// Shifts of a length from a start: lunch anywhere on the half hour, meetings at their time, and
/// each session nowhere or anywhere on the hour.
fn days(setting: &Setting, date: NaiveDate, start: i32, paid: i32) -> Vec<Shift> {
    let grid = setting.open.grid;
    let midnight = Span::local(&grid, date, 0, 0).from;
    let lunch = if paid > setting.rules.break_after.0 {
        setting.shifts.lunch.0
    } else {
        0
    };
    let span = Span {
        from: midnight + start,
        to: midnight + start + paid + lunch,
    };
    let mut sets: Vec<Vec<Segment>> = vec![Vec::new()];
    if lunch > 0 {
        let starts = (span.from + 30..span.to - lunch).step_by(30);
        sets = starts
            .map(|from| vec![segment(Activity::Lunch, from, lunch)])
            .collect();
    }
    for work in setting.work {
        let activity = Activity::Work(work.name.clone());
        match &work.demand {
            Demand::Meeting { weekday, at, .. }
                if *weekday == date.weekday().num_days_from_monday() as usize =>
            {
                let from = midnight + at.from as i32;
                let meeting = segment(activity, from, at.minutes() as i32);
                sets.iter_mut().for_each(|set| set.push(meeting.clone()));
            }
            Demand::Session { minutes, .. } => {
                let starts: Vec<i32> = (span.from..=span.to - minutes.0).step_by(60).collect();
                let with = |set: &Vec<Segment>| {
                    let session = |from: &i32| segment(activity.clone(), *from, minutes.0);
                    let more = starts
                        .iter()
                        .map(|from| [set.as_slice(), &[session(from)]].concat());
                    more.collect::<Vec<_>>()
                };
                let more: Vec<Vec<Segment>> = sets.iter().flat_map(with).collect();
                sets.extend(more);
            }
            _ => {}
        }
    }
    let shifts = sets.into_iter().filter_map(|set| filled(span, set));
    let person = &setting.people[0].id;
    shifts
        .map(|segments| Shift {
            person: person.clone(),
            date,
            segments,
        })
        .collect()
}

fn segment(activity: Activity, from: i32, minutes: i32) -> Segment {
    let to = from + minutes;
    Segment {
        activity,
        span: Span { from, to },
    }
}

/// The span with contacts wherever nothing else is; `None` where things collide.
pub fn filled(span: Span, mut other: Vec<Segment>) -> Option<Vec<Segment>> {
    other.sort_by_key(|segment| segment.span);
    let mut segments = Vec::new();
    let mut at = span.from;
    for next in other {
        if next.span.from < at || next.span.to > span.to {
            return None;
        }
        if next.span.from > at {
            segments.push(segment(Activity::Contacts, at, next.span.from - at));
        }
        at = next.span.to;
        segments.push(next);
    }
    if at < span.to {
        segments.push(segment(Activity::Contacts, at, span.to - at));
    }
    Some(segments)
}
