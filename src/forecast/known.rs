//! Which days of the past are ordinary, and what bears on the others.

use super::days::Days;
use super::effects::{self, Effect, Workdays};
use crate::calendar::DayCalendar;

/// The past with what bears on each of its days.
pub(super) struct Known<'a> {
    /// The matrix.
    pub days: &'a Days,
    /// Effects by row.
    pub effects: Vec<Vec<Effect>>,
    ordinary: Vec<bool>,
    /// Weekdays that usually open.
    pub workdays: Workdays,
}

impl<'a> Known<'a> {
    /// Finds what bears on each day of the past.
    pub fn of(days: &'a Days, calendar: &DayCalendar) -> Self {
        let workdays = workdays(days);
        let on = |day| effects::effects_on(days.date(day), calendar, &workdays);
        let effects: Vec<Vec<Effect>> = (0..days.len()).map(on).collect();
        Self {
            ordinary: ordinary(days, &effects),
            effects,
            days,
            workdays,
        }
    }

    /// May the day set the level?
    pub fn is_ordinary(&self, day: usize) -> bool {
        self.ordinary.get(day) == Some(&true)
    }
}

/// Days that may set the level: known, and not bent by an event or a holiday.
///
/// A past that is nearly all event has no other days to learn from: then all of it counts.
fn ordinary(days: &Days, effects: &[Vec<Effect>]) -> Vec<bool> {
    let known: Vec<bool> = (0..days.len()).map(|day| days.is_known(day)).collect();
    let plain =
        |(known, effects): (&bool, &Vec<Effect>)| *known && !effects.iter().any(Effect::keeps_out);
    let ordinary: Vec<bool> = known.iter().zip(effects).map(plain).collect();
    let count = ordinary.iter().filter(|ordinary| **ordinary).count();
    if count < FEWEST { known } else { ordinary }
}

/// Ordinary days without which a past is taken as it is.
const FEWEST: usize = 5;

/// A weekday opens usually when at least a third as many of its dates are known as of the most
/// frequent weekday.
fn workdays(days: &Days) -> Workdays {
    let mut counts = [0_usize; 7];
    for day in (0..days.len()).filter(|day| days.is_known(*day)) {
        if let Some(count) = counts.get_mut(days.weekday(day)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.map(|count| count > 0 && 3 * count >= most)
}
