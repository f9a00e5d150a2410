//! What is said of the handle times of groups.

use super::present::{GroupShift, GroupTime};
use crate::error::{Note, Phrase};

/// Shifts of a group that are told, the latest ones.
const TOLD: usize = 3;

/// The last shifts of each group, and the groups that are too small for any of their own.
pub(super) fn notes(groups: &[GroupTime], long: impl Iterator<Item = bool>) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut small = Vec::new();
    for (group, long) in groups.iter().zip(long) {
        let first = group.shifts.len().saturating_sub(TOLD);
        let told = group.shifts.iter().skip(first);
        notes.extend(told.map(|shift| said_of_shift(&group.group, shift)));
        if !long {
            small.push(format!("`{}`", group.group));
        }
    }
    notes.extend(said_of_small(&small));
    notes
}

fn said_of_shift(group: &str, shift: &GroupShift) -> Note {
    let (size, error, after) = (shift.size.0, shift.error.0, shift.after.0);
    let (before, days) = (after - size, shift.date_error.round().max(1.0));
    let date = shift.date;
    let what = Phrase::new(
        format!(
            "the handle time of group `{group}` shifted by {size:+.0} s (standard error {error:.1} s) on {date}, give or take {days:.0} d: from {before:.0} to {after:.0} s; its level is learnt from what came after"
        ),
        format!(
            "de afhandeltijd van groep `{group}` verschoof {size:+.0} s (standaardfout {} s) op {date}, op {days:.0} d na: van {before:.0} naar {after:.0} s; het niveau van de groep komt uit wat daarna kwam",
            format!("{error:.1}").replace('.', ",")
        ),
    );
    Note::new("N332", date.to_string(), what)
}

fn said_of_small(small: &[String]) -> Option<Note> {
    let names = small.join(", ");
    let what = Phrase::new(
        format!(
            "groups with too few contacts to look for shifts of their own, drawn to the queue by their noise: {names}"
        ),
        format!(
            "groepen met te weinig contacten om naar eigen verschuivingen te zoeken, door hun ruis naar de wachtrij getrokken: {names}"
        ),
    );
    (!small.is_empty()).then(|| Note::new("N333", "forecast", what))
}
