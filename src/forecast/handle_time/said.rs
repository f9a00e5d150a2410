//! What is said of the handle time.

use super::Change;
use super::level::Level;
use crate::error::{Note, Phrase};

/// Shifts that are told, the latest ones.
const TOLD: usize = 3;

/// Where the level comes from, its last shifts, and its trend.
pub(super) fn notes(level: &Level, changes: &[Change]) -> Vec<Note> {
    let mut notes = vec![said_of_level(level)];
    let first = changes.len().saturating_sub(TOLD);
    notes.extend(changes.iter().skip(first).map(said_of_change));
    notes.extend(said_of_trend(level));
    notes
}

fn said_of_level(level: &Level) -> Note {
    let (seconds, error, contacts) = (level.now, level.error, level.contacts);
    let what = if contacts > 0.0 {
        Phrase::new(
            format!(
                "handle time is {seconds:.0} s, standard error {error:.1} s, from the last `{contacts:.0}` contacts of the history"
            ),
            format!(
                "de afhandeltijd is {seconds:.0} s, standaardfout {} s, uit de laatste `{contacts:.0}` contacten van de geschiedenis",
                dutch(error)
            ),
        )
    } else {
        Phrase::new(
            format!("the history holds no handle time: `{seconds:.0}` s is assumed"),
            format!("de geschiedenis heeft geen afhandeltijd: `{seconds:.0}` s is aangenomen"),
        )
    };
    Note::new("N301", "forecast", what)
}

fn said_of_change(change: &Change) -> Note {
    let (after, size, error) = (change.after, change.shift.size, change.shift.error);
    let (before, days) = (after - size, change.shift.date_error.round().max(1.0));
    let date = change.date;
    let what = Phrase::new(
        format!(
            "the handle time shifted by {size:+.0} s (standard error {error:.1} s) on {date}, give or take {days:.0} d: from {before:.0} to {after:.0} s; the level is learnt from what came after"
        ),
        format!(
            "de afhandeltijd verschoof {size:+.0} s (standaardfout {} s) op {date}, op {days:.0} d na: van {before:.0} naar {after:.0} s; het niveau komt uit wat daarna kwam",
            dutch(error)
        ),
    );
    Note::new("N312", date.to_string(), what)
}

/// A trend that adds up to a hundredth of the level in the end is told.
fn said_of_trend(level: &Level) -> Option<Note> {
    let year = 365.0 * level.slope;
    let matters = (level.at(1e6) - level.now).abs() >= 0.01 * level.now;
    let what = Phrase::new(
        format!(
            "the handle time changes by {year:+.0} s a year; half a year on, little of it is left"
        ),
        format!(
            "de afhandeltijd verandert {year:+.0} s per jaar; na een half jaar telt dat nauwelijks verder door"
        ),
    );
    matters.then(|| Note::new("N313", "forecast", what))
}

fn dutch(value: f64) -> String {
    format!("{value:.1}").replace('.', ",")
}
