//! Which holidays are known to a forecast.

use crate::calendar::{DayCalendar, Holiday, OpeningHours};
use crate::error::{Note, Result};
use crate::history::{self, HolidayList, Queue};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::path::Path;

/// Holidays from a file, of a country that is named or seen from the record.
#[derive(Clone, Debug)]
pub(super) enum Holidays {
    /// These.
    Known(Vec<Holiday>),
    /// Those of the country that the record shows.
    Seen(HolidayList),
    /// Those of the Netherlands that the record keeps.
    Dutch,
}

impl Holidays {
    /// Without any list: those of the Netherlands that a record from there keeps, else none.
    pub fn unlisted(zone: Tz) -> Self {
        match zone {
            Tz::Europe__Amsterdam => Self::Dutch,
            _ => Self::Known(Vec::new()),
        }
    }

    /// Those of a file, with what was said while reading it.
    ///
    /// # Errors
    /// All problems of the file; a country that it does not have.
    pub fn read(file: &Path, country: Option<&str>) -> Result<(Self, Vec<Note>)> {
        let mut list = history::read_holidays(file)?;
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
            _ if known.offered.grid.len == 0 => (Vec::new(), None),
            Self::Seen(list) => history::holidays_kept(list, known, until),
            Self::Dutch => history::dutch_holidays_kept(known, until),
        }
    }

    /// Hours and calendar learnt from a record as it was known one evening, for days until `until`.
    pub fn learnt(&self, known: &Queue, evening: NaiveDate, until: NaiveDate) -> Learnt {
        let (days, note) = self.of(known, until);
        let mut opening = history::learn_hours(known);
        let found = history::closed_holidays(known, &days).until(until);
        let closed = found.closed.iter().map(|day| (day.date, Vec::new()));
        opening.exceptions.extend(closed);
        Learnt {
            opening,
            calendar: DayCalendar::listed(days, Vec::new()).known_on(evening),
            notes: note.into_iter().chain(found.notes()).collect(),
        }
    }
}

/// What a bare record shows of its dates.
pub(super) struct Learnt {
    pub opening: OpeningHours,
    pub calendar: DayCalendar,
    pub notes: Vec<Note>,
}
