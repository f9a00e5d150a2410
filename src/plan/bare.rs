//! A forecast without configuration: from a history file alone.

use super::dates::Holidays;
use super::expect::Expected;
use super::ready::{Ready, Record};
use super::record_file::{Read, RecordFile};
use crate::calendar::{ClockSpan, OpeningHours, WEEKDAYS, clock};
use crate::config::Like;
use crate::error::{Note, Phrase, Result};
use crate::forecast::{self, Options};
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use std::path::{Path, PathBuf};

/// A forecast asked of a bare history file, without configuration.
#[derive(Clone, Debug)]
pub struct Bare {
    /// The file.
    pub file: PathBuf,
    /// The queue; may be left out where the file has one.
    pub queue: Option<String>,
    /// First day; the Monday after the record if left out.
    pub first: Option<NaiveDate>,
    /// Days to forecast.
    pub days: u32,
    /// Days between the last known one and the first forecast one.
    pub lead_days: u32,
    /// Interval in minutes; as recorded if left out.
    pub step: Option<u32>,
    /// Time zone of the file's local times.
    pub zone: Tz,
    /// A file of holidays.
    pub calendar: Option<PathBuf>,
    /// The country whose holidays count; the one that the record shows if left out.
    pub country: Option<String>,
    /// The queue that a new one is like.
    pub like: Option<Like>,
}

/// Forecasts from a bare file: opening hours, the queue and the holidays on which the line is closed
/// are learnt from it; no events are known. Without a calendar file the holidays are those of the
/// Netherlands that the record keeps, where its clock is Dutch.
///
/// # Errors
/// All problems of the files; several queues and none named.
pub fn expect_bare(bare: &Bare) -> Result<Expected> {
    prepare_bare(bare)?.expect()
}

/// Reads a bare file; hours, queue and holidays as for [`expect_bare`].
///
/// # Errors
/// All problems of the files; several queues and none named.
pub fn prepare_bare(bare: &Bare) -> Result<Ready> {
    Record::read_bare(bare)?.ready_bare(bare)
}

impl Record {
    /// Reads a bare file.
    ///
    /// # Errors
    /// All problems of the file; several queues and none named.
    pub fn read_bare(bare: &Bare) -> Result<Self> {
        let Read {
            record, new, notes, ..
        } = bare.file().read_with(bare.like.as_ref())?;
        Ok(Self {
            queue: record,
            new,
            notes,
            files: vec![bare.file.clone()],
        })
    }

    /// Makes ready to forecast what is asked of the bare file that this record was read from.
    ///
    /// # Errors
    /// All problems of the file of holidays.
    pub fn ready_bare(self, bare: &Bare) -> Result<Ready> {
        let Self {
            queue: record,
            new,
            mut notes,
            files,
        } = self;
        let (holidays, said) = bare.holidays()?;
        notes.extend(said);
        let grid = record.offered.grid;
        let dates = grid.dates();
        let last = dates.last().copied().unwrap_or_default();
        let monday = last + Days::new(7 - u64::from(last.weekday().num_days_from_monday()));
        let first = bare.first.unwrap_or(monday);
        let known_until = first - Days::new(u64::from(bare.lead_days) + 1);
        let known = record.until(known_until);
        let until = first + Days::new(u64::from(bare.days));
        let learnt = holidays.learnt(&known, known_until, until);
        notes.push(hours_note(&bare.file, &learnt.opening));
        notes.extend(learnt.notes);
        Ok(Ready {
            record,
            new,
            notes,
            files,
            opening: learnt.opening,
            calendar: learnt.calendar,
            method: forecast::default_method(Options::default()),
            first,
            days: bare.days,
            known_until,
        })
    }
}

impl Bare {
    fn file(&self) -> RecordFile<'_> {
        RecordFile {
            file: &self.file,
            queue: self.queue.as_deref(),
            step: self.step,
            zone: self.zone,
        }
    }

    fn holidays(&self) -> Result<(Holidays, Vec<Note>)> {
        match &self.calendar {
            Some(file) => Holidays::read(file, self.country.as_deref()),
            None => Ok((Holidays::unlisted(self.zone), Vec::new())),
        }
    }
}

pub(super) fn hours_note(file: &Path, opening: &OpeningHours) -> Note {
    let day = |([english, dutch, ..], spans): ([&str; 4], &Vec<ClockSpan>)| {
        let spans = spans
            .iter()
            .map(|span| format!("{}-{}", clock(span.from), clock(span.to)));
        let spans = spans.collect::<Vec<_>>().join(" ");
        Phrase::new(format!("{english} {spans}"), format!("{dutch} {spans}"))
    };
    let open = WEEKDAYS
        .into_iter()
        .zip(&opening.week)
        .filter(|(_, spans)| !spans.is_empty());
    let what = Phrase::list(&open.map(day).collect::<Vec<_>>()).within(
        "opening hours learnt from the record: {}",
        "openingstijden geleerd uit de geschiedenis: {}",
    );
    Note::new("N402", file.display().to_string(), what)
}
