//! The handle time of one group of people, by the pattern of their queue.

use super::cells::{self, Daily, cells};
use super::level::Level;
use super::{HandleTime, VARIATION, changes};
use crate::forecast::days::Days;
use crate::forecast::shifts::Shift;
use chrono::NaiveDate;

/// Weeks with contacts from which on a group has shifts of its own.
const WEEKS: usize = 12;
/// Contacts from which on it has; their mean is known within a twentieth.
const CONTACTS: f64 = 400.0;
/// Weeks after which contacts count for half in a group's present share.
const HALF: f64 = 8.0;

/// What a group's own contacts say.
#[derive(Clone, Debug)]
pub(in crate::forecast) struct Own {
    /// Seconds now, by the pattern of the queue, and the standard error; none without contacts
    /// since the level began.
    pub level: Option<(f64, f64)>,
    /// Contacts since the level began.
    pub contacts: f64,
    /// Contacts of late, older ones at less weight.
    pub recent: f64,
    /// Is there enough for shifts of its own?
    pub long: bool,
    /// Its own shifts in order: first day, size, and seconds after it.
    pub shifts: Vec<(NaiveDate, Shift, f64)>,
}

impl HandleTime {
    /// The present level.
    pub fn now(&self) -> f64 {
        self.level.now
    }

    /// The level of a group on days like those of the queue.
    ///
    /// Long histories have shifts of their own; short ones begin where the queue last shifted, since
    /// they cannot tell whether they shifted too.
    pub fn of_group(&self, days: &Days) -> Own {
        let daily = cells::daily(days, &cells(days), &self.pattern);
        let all: f64 = daily.iter().map(|day| day.contacts).sum();
        let weeks = daily.chunk_by(|a, b| a.row / 7 == b.row / 7).count();
        let long = weeks >= WEEKS && all >= CONTACTS;
        let own = if long {
            changes(days, &daily)
        } else {
            Vec::new()
        };
        let shifted = if long { &own } else { &self.changes };
        let since = shifted.last().map_or(days.first, |change| change.date);
        let since = (since - days.first).num_days().max(0) as usize;
        let kept: Vec<Daily> = daily.iter().copied().filter(|d| d.row >= since).collect();
        let last = (self.last - days.first).num_days().max(0) as usize;
        let recent = |day: &Daily| {
            let weeks = last.saturating_sub(day.row) as f64 / 7.0;
            day.contacts * 0.5_f64.powf(weeks / HALF)
        };
        let contacts: f64 = kept.iter().map(|day| day.contacts).sum();
        // A few short contacts are no sure sign of a fast group: their own mean understates the noise.
        let least = match long {
            true => 0.0,
            false => self.level.now * (VARIATION / contacts).sqrt(),
        };
        Own {
            level: Level::learn(&kept).map(|level| (level.now, level.error.max(least))),
            contacts,
            recent: daily.iter().map(recent).sum(),
            long,
            shifts: own.iter().map(|c| (c.date, c.shift, c.after)).collect(),
        }
    }
}
