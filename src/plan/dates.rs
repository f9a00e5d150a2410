//! Which holidays are known to a forecast.

use crate::calendar::{DayCalendar, Event, Holiday};
use crate::error::{Note, Result};
use crate::history::{HolidayList, Queue, holidays_kept, read_holidays};
use chrono::NaiveDate;
use std::path::Path;

/// Holidays from a file, of a country that is named or seen from the record.
#[derive(Clone, Debug)]
pub(super) enum Holidays {
    /// These.
    Known(Vec<Holiday>),
    /// Those of the country that the record shows.
    Seen(HolidayList),
}

impl Holidays {
    /// None at all.
    pub fn none() -> Self {
        Self::Known(Vec::new())
    }

    /// Those of a file, with what was said while reading it.
    ///
    /// # Errors
    /// All problems of the file; a country that it does not have.
    pub fn read(file: &Path, country: Option<&str>) -> Result<(Self, Vec<Note>)> {
        let mut list = read_holidays(file)?;
        let notes = std::mem::take(&mut list.notes);
        match country {
            Some(country) => Ok((Self::Known(list.of(country)?.to_vec()), notes)),
            None => Ok((Self::Seen(list), notes)),
        }
    }

    /// The holidays that count for a record as it was known, with a note where they were chosen.
    pub fn of(&self, known: &Queue, until: NaiveDate) -> (Vec<Holiday>, Option<Note>) {
        match self {
            Self::Known(days) => (days.clone(), None),
            Self::Seen(list) if known.offered.grid.len > 0 => holidays_kept(list, known, until),
            Self::Seen(_) => (Vec::new(), None),
        }
    }

    /// The calendar of these holidays and events, as known on the last day of the record.
    pub fn calendar(
        &self,
        events: &[Event],
        known: &Queue,
        evening: NaiveDate,
        until: NaiveDate,
    ) -> (DayCalendar, Option<Note>) {
        let (days, note) = self.of(known, until);
        (
            DayCalendar::listed(days, events.to_vec()).known_on(evening),
            note,
        )
    }
}
