//! One pass over one file, row by row.

mod numbers;
mod refusals;
mod single;

use super::Source;
use super::calls::Tally;
use super::contacts::Kept;
use super::layout::{Body, Layout, When, measure};
use super::parts::Split;
use super::record::{Place, Record};
use super::wall::{Wall, WallClock};
use crate::table::{Choice, Clock, DateOrder, Decimal, Faults, Moment, Row, Stamp};
use crate::table::{date, stamp, time_of_day};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use refusals::{is_total, off_minute};
use std::collections::{BTreeMap, BTreeSet};

/// What rows said beside their numbers, for notes.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub rows: u64,
    pub totals: u64,
    pub blank: u64,
    pub skipped_hour: u64,
    pub ignored: u64,
    pub odd_unknown: u64,
    pub more_topics: u64,
    pub more_groups: u64,
    pub serial: bool,
    pub instants: bool,
    pub span: Option<u32>,
}

/// What a queue's name in a row stands for.
#[derive(Clone, Copy, Debug)]
enum Named {
    Queue(usize),
    Unwanted,
    Total,
}

/// A pass over one file: the conventions it shows, the rows it holds, the problems in it.
pub(super) struct Pass<'a> {
    source: &'a Source,
    pub layout: &'a Layout,
    name: &'a str,
    file: u16,
    pub decimals: Choice<Decimal>,
    pub dates: Choice<DateOrder>,
    clock: WallClock,
    named: BTreeMap<String, Named>,
    last: Option<(String, Named)>,
    /// By queue, or by part of a queue where topics or groups are told.
    pub queues: Vec<(String, Record, Tally)>,
    /// Of each queue where the rows of each of its parts are kept.
    pub parts: BTreeMap<usize, Split>,
    /// Days on which a queue that is not kept had a call.
    pub days_elsewhere: BTreeSet<NaiveDate>,
    /// Single contacts, where they are asked for.
    pub kept: Option<Kept>,
    pub faults: Faults,
    pub counts: Counts,
}

impl<'a> Pass<'a> {
    pub fn new(source: &'a Source, layout: &'a Layout, name: &'a str, file: u16) -> Self {
        Self {
            source,
            layout,
            name,
            file,
            decimals: Choice::new(source.decimal),
            dates: Choice::new(source.dates),
            clock: WallClock::new(source.zone),
            named: BTreeMap::new(),
            last: None,
            queues: Vec::new(),
            parts: BTreeMap::new(),
            days_elsewhere: BTreeSet::new(),
            kept: None,
            faults: Faults::default(),
            counts: Counts::default(),
        }
    }

    /// The names of queues that the file holds, kept or not.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let queues = self
            .named
            .iter()
            .filter(|(_, named)| !matches!(named, Named::Total));
        queues.map(|(name, _)| name.as_str())
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row) {
        if row.is_blank() {
            self.counts.blank += 1;
            return;
        }
        let queue = match self.named(row) {
            Some(Named::Queue(queue)) => Some(queue),
            Some(Named::Unwanted) => {
                self.call_elsewhere(row);
                return;
            }
            Some(Named::Total) => {
                self.counts.totals += 1;
                return;
            }
            None => None,
        };
        let Some(stamp) = self.when(row) else {
            self.not_a_time(row);
            return;
        };
        let Some(queue) = queue else {
            self.no_queue(row);
            return;
        };
        let queue = self.part(row, queue);
        self.counts.rows += 1;
        self.counts.serial |= stamp.serial;
        self.counts.span = self.counts.span.or(stamp.minutes);
        self.counts.instants |= matches!(stamp.moment, Moment::Instant(_));
        let layout = self.layout;
        match &layout.body {
            Body::Long { measures } => self.interval(row, queue, stamp.moment, measures),
            Body::Wide { measure, hours } => self.day(row, queue, stamp.moment, *measure, hours),
            Body::Calls { .. } => self.call(row, queue, stamp.moment),
        }
    }

    /// The queue of a row; `None` where its cell is empty.
    fn named(&mut self, row: &Row) -> Option<Named> {
        let cell = match self.layout.queue {
            Some(column) => row.cell(column),
            None => self.source.queue.as_deref().unwrap_or("all"),
        };
        if cell.is_empty() {
            return None;
        }
        if let Some((name, named)) = &self.last
            && name == cell
        {
            return Some(*named);
        }
        let named = match self.named.get(cell) {
            Some(named) => *named,
            None => self.meet(cell),
        };
        self.last = Some((cell.to_owned(), named));
        Some(named)
    }

    fn meet(&mut self, cell: &str) -> Named {
        let wanted = self.source.only.is_empty() || self.source.only.iter().any(|q| q == cell);
        let named = if is_total(cell) && !cell.contains(' ') {
            Named::Total
        } else if wanted {
            let queue = (cell.to_owned(), Record::default(), Tally::default());
            self.queues.push(queue);
            Named::Queue(self.queues.len() - 1)
        } else {
            Named::Unwanted
        };
        self.named.insert(cell.to_owned(), named);
        named
    }

    fn when(&mut self, row: &Row) -> Option<Stamp> {
        let order = &mut self.dates;
        match self.layout.when {
            When::Start(column) => {
                let cell = row.cell(column);
                stamp(cell, order, || seen(row, cell))
            }
            When::Split { date: day, time } => {
                let (day, time) = (row.cell(day), row.cell(time));
                let date = match date(day, order, || seen(row, day)) {
                    Some(date) => date,
                    None => local_part(stamp(day, order, || seen(row, day))?)?.date(),
                };
                let clock = match time_of_day(time) {
                    Some(clock) => clock,
                    None => clock_of(local_part(stamp(time, order, || seen(row, time))?)?),
                };
                Stamp::of(date, clock)
            }
        }
    }

    fn interval(&mut self, row: &Row, queue: usize, at: Moment, measures: &[Option<usize>; 6]) {
        if let Some(values) = self.measured(row, measures) {
            self.keep(row, self.layout.when.column(), queue, at, values);
        }
    }

    /// The numbers of an interval; `None` (and problems) where one cannot be read or be true.
    fn measured(&mut self, row: &Row, measures: &[Option<usize>; 6]) -> Option<[f64; 6]> {
        let mut values = [f64::NAN; 6];
        let mut whole = true;
        for (measure, column) in measures.iter().enumerate() {
            let Some(column) = *column else { continue };
            match self.number(row, column, measure) {
                Some(value) => set(&mut values, measure, value),
                None => whole = false,
            }
        }
        (whole && self.credible(row, &values)).then_some(values)
    }

    fn day(
        &mut self,
        row: &Row,
        queue: usize,
        at: Moment,
        column: Option<usize>,
        hours: &[(usize, Clock)],
    ) {
        let Some(day) = local_of(at) else {
            self.not_a_time(row);
            return;
        };
        let kind = match column {
            None => Some(0),
            Some(column) => measure(row.cell(column)),
        };
        let Some(kind) = kind else {
            self.unknown_measure(row, column.unwrap_or_default());
            return;
        };
        for (column, clock) in hours {
            self.counts.serial |= clock.serial;
            self.counts.span = self.counts.span.or(clock.minutes);
            let mut values = [f64::NAN; 6];
            let Some(value) = self.number(row, *column, kind) else {
                continue;
            };
            if value.is_nan() {
                continue;
            }
            set(&mut values, kind, value);
            let Some(stamp) = Stamp::of(day.date(), *clock) else {
                continue;
            };
            if self.credible(row, &values) {
                self.keep(row, *column, queue, stamp.moment, values);
            }
        }
    }

    fn keep(&mut self, row: &Row, column: usize, queue: usize, at: Moment, values: [f64; 6]) {
        let Some((minute, repeat)) = self.minute(row, column, at, &values) else {
            return;
        };
        let place = Place {
            file: self.file,
            row: row.number.min(u64::from(u32::MAX)) as u32,
        };
        if let Some((_, record, _)) = self.queues.get_mut(queue) {
            record.push(minute, repeat, place, values);
        }
    }

    /// The minute at which an interval starts, and the minutes to its repetition in autumn.
    fn minute(
        &mut self,
        row: &Row,
        column: usize,
        at: Moment,
        values: &[f64; 6],
    ) -> Option<(i32, u8)> {
        let second = match at {
            Moment::Local(local) => local.second(),
            Moment::Instant(instant) => instant.second(),
        };
        if second != 0 {
            let place = self.place(row, column);
            self.faults
                .push("H107", || off_minute(place, row.cell(column)));
            return None;
        }
        match self.wall(at) {
            Wall::Once(minute) => Some((minute, 0)),
            Wall::Twice(minute, repeat) => Some((minute, repeat)),
            Wall::Never if values.iter().all(|value| value.is_nan() || *value == 0.0) => {
                self.counts.skipped_hour += 1;
                None
            }
            Wall::Never => {
                self.no_such_time(row, column);
                None
            }
        }
    }

    fn wall(&mut self, at: Moment) -> Wall {
        match at {
            Moment::Local(local) => self.clock.read(local),
            Moment::Instant(instant) => Wall::Once(instant.timestamp().div_euclid(60) as i32),
        }
    }
}

fn set(values: &mut [f64; 6], measure: usize, value: f64) {
    if let Some(held) = values.get_mut(measure) {
        *held = value;
    }
}

/// A row and what it says, as evidence for a convention.
fn seen(row: &Row, cell: &str) -> String {
    format!("`{cell}` in row {}", row.number)
}

fn local_part(stamp: Stamp) -> Option<NaiveDateTime> {
    local_of(stamp.moment)
}

fn local_of(moment: Moment) -> Option<NaiveDateTime> {
    match moment {
        Moment::Local(local) => Some(local),
        Moment::Instant(_) => None,
    }
}

fn clock_of(local: NaiveDateTime) -> Clock {
    Clock {
        second: (local.time() - NaiveTime::MIN).num_seconds() as u32,
        minutes: None,
        offset: None,
        serial: false,
    }
}
