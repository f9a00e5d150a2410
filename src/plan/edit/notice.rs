//! Shifts of a published roster that change at short notice.

use super::{Edit, changes_between};
use crate::error::{Note, Phrase};
use crate::roster::{Activity, Roster, Shift};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A note per person whose shifts, of the rosters published, before and after the edits, change less than
/// so many days ahead to what was not published. Who calls in sick is told of no notice.
pub(super) fn notes(
    edits: &[Edit],
    [published, before, after]: [&Roster; 3],
    (today, days): (NaiveDate, u32),
) -> Vec<Note> {
    let mut soon: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
    let news = changes_between(published, after);
    for change in changes_between(before, after) {
        let ahead = (change.date - today).num_days();
        let new = news
            .iter()
            .any(|n| (&n.person, n.date) == (&change.person, change.date));
        let late = (0..i64::from(days)).contains(&ahead);
        let off = edits.iter().any(|edit| match edit {
            Edit::Off { person, date } => (person, date) == (&change.person, &change.date),
            _ => false,
        });
        let of_day = |roster: &Roster| -> Vec<Shift> {
            let shifts = roster.of(&change.person);
            shifts
                .filter(|shift| shift.date == change.date)
                .cloned()
                .collect()
        };
        let sick = !off && only_absence(&of_day(before), &of_day(after));
        if late && new && !sick {
            soon.entry(change.person).or_default().push(change.date);
        }
    }
    soon.into_iter()
        .map(|(person, dates)| note(&person, &dates, (today, days)))
        .collect()
}

/// Is absence the only thing new?
fn only_absence(before: &[Shift], after: &[Shift]) -> bool {
    let spans = |shifts: &[Shift]| shifts.iter().map(Shift::span).collect::<Vec<_>>();
    let rest = |shifts: &[Shift]| -> i32 {
        let segments = shifts.iter().flat_map(Shift::joined);
        let there = segments.filter(|segment| segment.activity != Activity::Absent);
        there.map(|segment| segment.span.minutes().0).sum()
    };
    let known = |shift: &Shift| {
        let mut there = shift
            .segments
            .iter()
            .filter(|s| s.activity != Activity::Absent);
        there.all(|segment| {
            let mut old = before.iter().flat_map(|shift| &shift.segments);
            old.any(|old| {
                old.activity == segment.activity
                    && old.span.overlap(segment.span) == segment.span.minutes().0
            })
        })
    };
    spans(before) == spans(after) && rest(after) < rest(before) && after.iter().all(known)
}

fn note(person: &str, dates: &[NaiveDate], (today, days): (NaiveDate, u32)) -> Note {
    let list: Vec<String> = dates.iter().map(NaiveDate::to_string).collect();
    let first = dates.first().map_or(0, |date| (*date - today).num_days());
    let ahead = Phrase::count(first as usize, ["day", "days"], ["dag", "dagen"]);
    let words = ahead.within(
        &format!(
            "the published shift of {} changes {{}} ahead; less than {days} is short notice (ATW 4:2)",
            list.join(", ")
        ),
        &format!(
            "de gepubliceerde dienst van {} verandert {{}} vooruit; minder dan {days} is kort (ATW 4:2)",
            list.join(", ")
        ),
    );
    Note::new("N405", format!("person {person}"), words)
}
