//! Known handle times, by interval and by day.

use super::pattern::Pattern;
use crate::forecast::days::Days;

/// A known handle time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub day: usize,
    pub position: usize,
    pub seconds: f64,
    pub contacts: f64,
}

/// Mean handle time of a day as if it had the pattern of an average one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Daily {
    pub row: usize,
    pub seconds: f64,
    pub contacts: f64,
}

/// All known handle times, in order.
pub(super) fn cells(days: &Days) -> Vec<Cell> {
    let known = days.handle_time.indexed_iter();
    let known = known.filter(|(_, seconds)| seconds.is_finite());
    known
        .filter_map(|((day, position), seconds)| {
            let contacts = *days.contacts.get([day, position])?;
            (contacts > 0.0).then_some(Cell {
                day,
                position,
                seconds: *seconds,
                contacts,
            })
        })
        .collect()
}

/// Each day's mean over what its weekday and intervals explain.
pub(super) fn daily(days: &Days, cells: &[Cell], pattern: &Pattern) -> Vec<Daily> {
    let of_day = |day: &[Cell]| -> Option<Daily> {
        let row = day.first()?.day;
        let weekday = days.weekday(row);
        let (mut seconds, mut usual, mut contacts) = (0.0, 0.0, 0.0);
        for cell in day {
            seconds += cell.seconds * cell.contacts;
            usual += pattern.at(weekday, cell.position) * cell.contacts;
            contacts += cell.contacts;
        }
        Some(Daily {
            row,
            seconds: seconds / usual,
            contacts,
        })
    };
    cells
        .chunk_by(|a, b| a.day == b.day)
        .filter_map(of_day)
        .collect()
}

/// Mean weighted by contacts.
pub(super) fn mean<'a>(days: impl Iterator<Item = &'a Daily>) -> Option<f64> {
    let (seconds, contacts) = days.fold((0.0, 0.0), |(seconds, contacts), day| {
        (
            seconds + day.seconds * day.contacts,
            contacts + day.contacts,
        )
    });
    (contacts > 0.0).then(|| seconds / contacts)
}
