//! What could be done about a day: changes of one or more of its shifts.

use crate::roster::{Activity, Person, Roster, Segment, Shift, Span};
use chrono::NaiveDate;

/// Minutes by which something in a shift, or a shift, is moved at most.
const FARTHEST: i32 = 120;

/// Shifts in place of those that the same people have on a day.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub what: String,
    pub shifts: Vec<Shift>,
}

impl Candidate {
    /// The roster with it.
    pub fn on(&self, roster: &Roster) -> Roster {
        let mut changed = roster.clone();
        let replaced = |shift: &Shift| {
            let mut own = self.shifts.iter();
            own.any(|new| new.person == shift.person && new.date == shift.date)
        };
        changed.shifts.retain(|shift| !replaced(shift));
        changed.shifts.extend(self.shifts.iter().cloned());
        changed.sorted()
    }
}

/// Every move of something in one shift of the day, and of a whole shift.
pub(super) fn moves(roster: &Roster, date: NaiveDate, step: u32) -> Vec<Candidate> {
    let step = step.max(1) as i32;
    let by: Vec<i32> = (1..=FARTHEST / step)
        .flat_map(|n| [n * step, -n * step])
        .collect();
    let mut found = Vec::new();
    for shift in roster.shifts.iter().filter(|shift| can_change(shift, date)) {
        let segments = shift.joined();
        for (place, segment) in segments.iter().enumerate() {
            if segment.activity == Activity::Contacts {
                continue;
            }
            let moved = by.iter().filter_map(|by| {
                let what = format!("{}: {} {}", shift.person, segment.activity, later(*by));
                Some(one(what, shift, within(&segments, place, *by)?))
            });
            found.extend(moved);
        }
        found.extend(by.iter().map(|by| {
            let whole = segments.iter().map(|segment| shifted(segment, *by));
            one(
                format!("{}: shift {}", shift.person, later(*by)),
                shift,
                whole.collect(),
            )
        }));
    }
    found
}

/// Each way to have a lost stretch of other work done by somebody who is on contacts then.
pub(super) fn takeovers(roster: &Roster, date: NaiveDate, lost: &Segment) -> Vec<Candidate> {
    let shifts = roster.shifts.iter().filter(|shift| can_change(shift, date));
    let taken = shifts.filter_map(|shift| {
        let what = format!("{}: takes over {}", shift.person, lost.activity);
        Some(one(what, shift, instead(&shift.joined(), lost)?))
    });
    taken.collect()
}

/// Somebody who is free that day works a shift of another's.
pub(super) fn calls(roster: &Roster, date: NaiveDate, people: &[Person]) -> Vec<Candidate> {
    let mut patterns: Vec<&Shift> = Vec::new();
    for shift in roster.shifts.iter().filter(|shift| can_change(shift, date)) {
        if !patterns
            .iter()
            .any(|pattern| pattern.span() == shift.span())
        {
            patterns.push(shift);
        }
    }
    let here = |person: &&Person| {
        let busy = roster.of(&person.id).any(|shift| shift.date == date);
        !busy && person.available_on(date).is_some() && !person.on_leave(date)
    };
    let mut found = Vec::new();
    for person in people.iter().filter(here) {
        found.extend(patterns.iter().map(|pattern| {
            let what = format!("{}: comes in", person.id);
            let own = Shift {
                person: person.id.clone(),
                ..(*pattern).clone()
            };
            let segments = on_contacts(&pattern.joined());
            one(what, &own, segments)
        }));
    }
    found
}

pub(super) fn can_change(shift: &Shift, date: NaiveDate) -> bool {
    shift.date == date && shift.minutes_of(&Activity::Absent).0 == 0
}

pub(super) fn one(what: String, shift: &Shift, segments: Vec<Segment>) -> Candidate {
    let shift = Shift {
        segments,
        ..shift.clone()
    };
    let shift = Shift {
        segments: shift.joined(),
        ..shift
    };
    Candidate {
        what,
        shifts: vec![shift],
    }
}

pub(super) fn later(by: i32) -> String {
    let word = if by > 0 { "later" } else { "earlier" };
    format!("{} min {word}", by.abs())
}

fn shifted(segment: &Segment, by: i32) -> Segment {
    let Span { from, to } = segment.span;
    Segment {
        activity: segment.activity.clone(),
        span: Span {
            from: from + by,
            to: to + by,
        },
    }
}

/// Contacts in place of other work.
fn on_contacts(segments: &[Segment]) -> Vec<Segment> {
    let plain = |segment: &Segment| match segment.activity {
        Activity::Work(_) => Segment {
            activity: Activity::Contacts,
            span: segment.span,
        },
        _ => segment.clone(),
    };
    segments.iter().map(plain).collect()
}

/// The stretches with one of them moved; what it passes takes its place. `None` outside the shift.
fn within(segments: &[Segment], place: usize, by: i32) -> Option<Vec<Segment>> {
    let moved = segments.get(place)?;
    let (first, last) = (segments.first()?.span.from, segments.last()?.span.to);
    let to = shifted(moved, by);
    if to.span.from < first || last < to.span.to {
        return None;
    }
    let length = moved.span.minutes().0;
    let (passed, back) = match by > 0 {
        true => ((moved.span.to, to.span.to), -length),
        false => ((to.span.from, moved.span.from), length),
    };
    let mut all = vec![to];
    for (other, segment) in segments.iter().enumerate() {
        if other == place {
            continue;
        }
        let Span { from, to } = segment.span;
        let cut = |minute: i32| minute.clamp(from, to);
        let pieces = [
            (from, cut(passed.0), 0),
            (cut(passed.0), cut(passed.1), back),
            (cut(passed.1), to, 0),
        ];
        let pieces = pieces.into_iter().filter(|(from, to, _)| from < to);
        all.extend(pieces.map(|(from, to, by)| Segment {
            activity: segment.activity.clone(),
            span: Span {
                from: from + by,
                to: to + by,
            },
        }));
    }
    all.sort_by_key(|segment| segment.span);
    Some(all)
}

/// The stretches with this one in place of contacts; `None` where there are none all the time.
fn instead(segments: &[Segment], lost: &Segment) -> Option<Vec<Segment>> {
    let covers = |segment: &&Segment| {
        segment.activity == Activity::Contacts
            && segment.span.overlap(lost.span) == lost.span.minutes().0
    };
    let host = segments.iter().find(covers)?.span;
    let contacts = |from, to| Segment {
        activity: Activity::Contacts,
        span: Span { from, to },
    };
    let mut all: Vec<Segment> = segments
        .iter()
        .filter(|s| s.span != host)
        .cloned()
        .collect();
    all.extend([
        contacts(host.from, lost.span.from),
        lost.clone(),
        contacts(lost.span.to, host.to),
    ]);
    all.retain(|segment| segment.span.from < segment.span.to);
    all.sort_by_key(|segment| segment.span);
    Some(all)
}

/// Other work that a day had before and has no more, stretch by stretch.
pub(super) fn lost_work(before: &Roster, after: &Roster, date: NaiveDate) -> Vec<Segment> {
    let work = |roster: &Roster| -> Vec<Segment> {
        let shifts = roster.shifts.iter().filter(|shift| shift.date == date);
        let segments = shifts.flat_map(Shift::joined);
        segments
            .filter(|segment| matches!(segment.activity, Activity::Work(_)))
            .collect()
    };
    let mut left = work(after);
    let mut lost = Vec::new();
    for segment in work(before) {
        match left.iter().position(|other| *other == segment) {
            Some(found) => drop(left.swap_remove(found)),
            None => lost.push(segment),
        }
    }
    lost
}
