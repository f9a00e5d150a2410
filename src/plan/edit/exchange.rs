//! Changes of whole shifts: another length, or another's.

use super::candidates::{Candidate, can_change, later, one};
use crate::roster::{Activity, Roster, Shift};
use crate::units::Minutes;
use chrono::NaiveDate;

/// Every shift of the day with another of the paid lengths, longer or shorter by contacts at its end
/// or its start.
pub(super) fn resized(roster: &Roster, date: NaiveDate, paid: &[Minutes]) -> Vec<Candidate> {
    let shifts = roster.shifts.iter().filter(|shift| can_change(shift, date));
    let all = shifts.flat_map(|shift| {
        let others = paid.iter().map(|paid| paid.0 - shift.paid().0);
        let by = others.filter(|by| *by != 0);
        by.flat_map(|by| [at_end(shift, by), at_start(shift, by)])
    });
    all.flatten().collect()
}

fn at_end(shift: &Shift, by: i32) -> Option<Candidate> {
    let mut segments = shift.joined();
    let last = segments.last_mut()?;
    last.span.to += by;
    let sound = last.activity == Activity::Contacts && last.span.from < last.span.to;
    sound.then(|| {
        one(
            format!("{}: ends {}", shift.person, later(by)),
            shift,
            segments,
        )
    })
}

fn at_start(shift: &Shift, by: i32) -> Option<Candidate> {
    let mut segments = shift.joined();
    let first = segments.first_mut()?;
    first.span.from -= by;
    let sound = first.activity == Activity::Contacts && first.span.from < first.span.to;
    sound.then(|| {
        one(
            format!("{}: starts {}", shift.person, later(-by)),
            shift,
            segments,
        )
    })
}

/// Every two people's shifts of the day, one in the other's place.
pub(super) fn swaps(roster: &Roster, date: NaiveDate) -> Vec<Candidate> {
    let of_day = roster.shifts.iter().filter(|shift| can_change(shift, date));
    let of_day: Vec<&Shift> = of_day.collect();
    let mut found = Vec::new();
    for (place, a) in of_day.iter().enumerate() {
        for b in &of_day[place + 1..] {
            if a.segments == b.segments || a.person == b.person {
                continue;
            }
            let given = |shift: &Shift, person: &str| Shift {
                person: person.to_owned(),
                ..shift.clone()
            };
            found.push(Candidate {
                what: format!("{} and {}: swap shifts", a.person, b.person),
                shifts: vec![given(a, &b.person), given(b, &a.person)],
            });
        }
    }
    found
}
