//! The rows of one queue, and the series that they make.

use super::Queue;
use super::layout::MEASURES;
use super::wall::instant;
use crate::calendar::{Grid, Series};
use crate::error::Problem;
use crate::table::Faults;
use crate::units::{Agents, Contacts, Seconds};
use chrono::Offset;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Where a row was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub file: u16,
    pub row: u32,
}

/// All rows of a queue, as columns: a measure that no row has takes no memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// Starts, in minutes since 1970.
    pub minutes: Vec<i32>,
    /// Minutes to the second instant of the same local time; zero where there is one.
    repeats: Vec<u8>,
    places: Vec<Place>,
    values: [Vec<f64>; 6],
    pub unordered: bool,
}

/// What was odd about the rows of a queue, for notes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Oddities {
    pub identical: usize,
    pub repeated_hours: usize,
}

impl Record {
    /// One more row; not a number is unknown.
    pub fn push(&mut self, minute: i32, repeat: u8, place: Place, values: [f64; 6]) {
        let length = self.minutes.len();
        self.unordered |= repeat == 0 && self.minutes.last().is_some_and(|last| *last > minute);
        self.minutes.push(minute);
        self.repeats.push(repeat);
        self.places.push(place);
        for (column, value) in self.values.iter_mut().zip(values) {
            if !column.is_empty() || !value.is_nan() {
                column.resize(length, f64::NAN);
                column.push(value);
            }
        }
    }

    /// The rows of another file after these.
    pub fn join(&mut self, other: Self) {
        if self.minutes.is_empty() {
            *self = other;
            return;
        }
        let length = self.minutes.len();
        self.unordered |= other.unordered || self.minutes.last() > other.minutes.first();
        self.minutes.extend(other.minutes);
        self.repeats.extend(other.repeats);
        self.places.extend(other.places);
        for (column, more) in self.values.iter_mut().zip(other.values) {
            if !more.is_empty() {
                column.resize(length, f64::NAN);
                column.extend(more);
            }
        }
    }

    fn row(&self, index: usize) -> [f64; 6] {
        let value = |column: &Vec<f64>| column.get(index).copied().unwrap_or(f64::NAN);
        std::array::from_fn(|measure| self.values.get(measure).map_or(f64::NAN, value))
    }

    /// Row numbers in order of time; rows of one time stay in the order of the file.
    fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.minutes.len() as u32).collect();
        let minute = |index: &u32| self.minutes.get(*index as usize).copied();
        if !self.minutes.is_sorted() {
            order.sort_by_key(minute);
        }
        order
    }

    /// Minutes that the local clock is ahead of UTC at the first row.
    pub fn shift(&self, zone: Tz) -> i32 {
        let first = instant(self.minutes.first().copied().unwrap_or_default());
        let offset = first.with_timezone(&zone).offset().fix();
        offset.local_minus_utc() / 60
    }

    /// Tells of each row that does not start on the grid of `step` minutes.
    pub fn off_grid(&self, zone: Tz, step: u32, mut found: impl FnMut(i32, Place)) {
        let shift = self.shift(zone);
        for (minute, place) in self.minutes.iter().zip(&self.places) {
            if (minute + shift).rem_euclid(step as i32) != 0 {
                found(*minute, *place);
            }
        }
    }

    /// The series of this record on a grid of whole days, duplicates resolved.
    pub fn assemble(
        self,
        grid: Grid,
        files: &[String],
        faults: &mut Faults,
        oddities: &mut Oddities,
    ) -> Queue {
        let mut queue = unknown(grid);
        self.merge(files, faults, oddities, |minute, held| {
            if let Some(index) = grid.index_of(instant(minute)) {
                set(&mut queue, index, held.values);
            }
        });
        queue
    }

    /// Tells of rows that contradict each other.
    pub fn contradictions(&self, files: &[String], faults: &mut Faults) {
        self.merge(files, faults, &mut Oddities::default(), |_, _| {});
    }

    /// The rows of each minute as one, duplicates resolved.
    fn merge(
        &self,
        files: &[String],
        faults: &mut Faults,
        oddities: &mut Oddities,
        mut merged: impl FnMut(i32, Held),
    ) {
        let order = self.order();
        let minute = |at: &u32| self.minutes.get(*at as usize).copied().unwrap_or_default();
        for group in order.chunk_by(|a, b| minute(a) == minute(b)) {
            let mut merge = Merge::default();
            for index in group {
                merge.take(self, *index as usize, files, faults, oddities);
            }
            let start = group.first().map(minute).unwrap_or_default();
            let repeat = i32::from(merge.repeat);
            for (minute, held) in [(start, merge.first), (start + repeat, merge.second)] {
                if let Some(held) = held {
                    merged(minute, held);
                }
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Held {
    values: [f64; 6],
    place: Place,
}

/// The rows of one local time: one interval, or two in the hour that autumn repeats.
#[derive(Clone, Copy, Debug, Default)]
struct Merge {
    first: Option<Held>,
    second: Option<Held>,
    repeat: u8,
}

impl Merge {
    fn take(
        &mut self,
        record: &Record,
        index: usize,
        files: &[String],
        faults: &mut Faults,
        oddities: &mut Oddities,
    ) {
        let new = Held {
            values: record.row(index),
            place: record.places.get(index).copied().unwrap_or_default(),
        };
        self.repeat = record.repeats.get(index).copied().unwrap_or_default();
        let Some(first) = &mut self.first else {
            self.first = Some(new);
            return;
        };
        if !first.overlaps(&new) {
            first.fill(&new);
            return;
        }
        if self.repeat > 0 && first.place.file == new.place.file {
            match &mut self.second {
                None => {
                    oddities.repeated_hours += 1;
                    self.second = Some(new);
                    return;
                }
                Some(second) if !second.overlaps(&new) => return second.fill(&new),
                Some(_) => {}
            }
        }
        let known = [self.first, self.second];
        if known.iter().flatten().any(|held| held.agrees(&new)) {
            oddities.identical += 1;
        } else if let Some(first) = self.first {
            faults.push("H104", || contradiction(&first, &new, files));
        }
    }
}

impl Held {
    fn overlaps(&self, other: &Self) -> bool {
        let both = |(a, b): (&f64, &f64)| !a.is_nan() && !b.is_nan();
        self.values.iter().zip(&other.values).any(both)
    }

    fn agrees(&self, other: &Self) -> bool {
        let same = |(a, b): (&f64, &f64)| a == b || a.is_nan() || b.is_nan();
        self.values.iter().zip(&other.values).all(same)
    }

    fn fill(&mut self, other: &Self) {
        for (value, new) in self.values.iter_mut().zip(other.values) {
            if value.is_nan() {
                *value = new;
            }
        }
    }
}

fn contradiction(first: &Held, new: &Held, files: &[String]) -> Problem {
    let name = |place: Place| {
        files
            .get(usize::from(place.file))
            .cloned()
            .unwrap_or_default()
    };
    let pairs = first.values.iter().zip(&new.values);
    let differing = MEASURES
        .iter()
        .zip(pairs)
        .find(|(_, (a, b))| a != b && !a.is_nan());
    let (measure, (a, b)) = differing.unwrap_or((&"offered", (&f64::NAN, &f64::NAN)));
    let place = format!(
        "{}: row {}, column {measure}",
        name(new.place),
        new.place.row
    );
    let what = format!(
        "`{b}` contradicts `{a}` of the same interval in {} row {}",
        name(first.place),
        first.place.row
    );
    Problem::new("H104", place, what).hint("keep the row that is right; identical rows may stay")
}

pub(super) fn unknown(grid: Grid) -> Queue {
    Queue {
        offered: Series::filled(grid, None),
        answered: Series::filled(grid, None),
        abandoned: Series::filled(grid, None),
        handle_time: Series::filled(grid, None),
        wait: Series::filled(grid, None),
        agents: Series::filled(grid, None),
        topics: BTreeMap::new(),
        groups: BTreeMap::new(),
    }
}

fn set(queue: &mut Queue, index: usize, values: [f64; 6]) {
    let [offered, answered, abandoned, handle_time, wait, agents] = values.map(known);
    put(&mut queue.offered, index, offered.map(Contacts));
    put(&mut queue.answered, index, answered.map(Contacts));
    put(&mut queue.abandoned, index, abandoned.map(Contacts));
    put(&mut queue.handle_time, index, handle_time.map(Seconds));
    put(&mut queue.wait, index, wait.map(Seconds));
    put(&mut queue.agents, index, agents.map(Agents));
}

fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

fn put<U>(series: &mut Series<Option<U>>, index: usize, value: Option<U>) {
    if let Some(held) = series.values.get_mut(index) {
        *held = value;
    }
}
