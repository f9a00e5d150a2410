//! A scenario: what differs from the configuration, and where that is written.
//!
//! A scenario file holds only what differs. It may inherit from others, which are read first; what
//! the file itself says comes on top. Two that are inherited may not say different things of one
//! figure unless the file settles it.

mod inherit;
mod numbers;
mod read;

pub use numbers::{NUMBERS, Number};

use crate::calendar::OpeningHours;
use crate::config::{Overflow, Overrides};
use crate::error::Result;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A value with the place where it is written: `growth.toml: volume.growth (line 3)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated<T> {
    /// What is said.
    pub value: T,
    /// Where.
    pub place: String,
}

/// Somebody who comes, for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hire {
    /// First working day.
    pub on: NaiveDate,
    /// Full-time equivalents.
    pub fte: f64,
}

/// Somebody who goes: to another employer, or with a pension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaver {
    /// First day on which the person is no longer there.
    pub on: NaiveDate,
    /// Full-time equivalents.
    pub fte: f64,
}

/// Somebody who is there for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Temporary {
    /// First working day.
    pub from: NaiveDate,
    /// Last working day.
    pub to: NaiveDate,
    /// Full-time equivalents.
    pub fte: f64,
}

/// How the hours are rostered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As in the present roster: by habit.
    Present,
    /// As well as law, contracts and shifts allow.
    Best,
}

/// What differs from the configuration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Its name for machines: the file's, without its ending.
    pub id: String,
    /// Its name on paper, English and Dutch.
    pub name: [String; 2],
    /// Files it was read from, those inherited first.
    pub files: Vec<String>,
    /// Figures by key: `volume.growth`.
    pub numbers: BTreeMap<&'static str, Stated<f64>>,
    /// How the hours are rostered.
    pub shape: Option<Stated<Shape>>,
    /// Contracts of whole weeks in place of those that there are.
    pub whole_weeks: Option<Stated<bool>>,
    /// Is the overflow contract in force?
    pub outside: Option<Stated<bool>>,
    /// Other opening hours, by weekday.
    pub opening: Option<Stated<OpeningHours>>,
    /// Another overflow contract.
    pub overflow: Option<Stated<Overflow>>,
    /// First day of the first month of the year that is looked at.
    pub from: Option<Stated<NaiveDate>>,
    /// Who comes.
    pub hires: Vec<Stated<Hire>>,
    /// Who goes.
    pub leavers: Vec<Stated<Leaver>>,
    /// Who is there for a while.
    pub temporary: Vec<Stated<Temporary>>,
}

impl Scenario {
    /// Reads a scenario file and those that it inherits from; `step` is the configuration's
    /// interval in minutes.
    ///
    /// # Errors
    /// All problems of all files at once: unknown keys (`C102`), figures out of range (`C105`), a
    /// circle of inheritance (`C171`), two files that contradict each other (`C172`), two prices of
    /// one thing (`C173`), dates the wrong way round (`C174`).
    pub fn read(path: &Path, step: u32) -> Result<Self> {
        inherit::read(path, step)
    }

    /// Several scenario files as one that inherits from all of them, with values of its own on top, by
    /// dotted key: `volume.growth`.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn together(paths: &[PathBuf], step: u32, set: &Overrides) -> Result<Self> {
        inherit::together(paths, step, set)
    }

    /// A figure that is stated, or what stands for it.
    ///
    /// # Example
    /// ```
    /// use bezet::config::Scenario;
    /// let today = Scenario::default();
    /// assert_eq!(today.number("volume.growth"), Some(0.0));
    /// assert_eq!(today.number("people.fte"), None);
    /// ```
    pub fn number(&self, key: &str) -> Option<f64> {
        let stated = self.numbers.get(key).map(|stated| stated.value);
        let known = NUMBERS.iter().find(|number| number.key == key);
        stated.or(known.and_then(|number| number.default))
    }

    /// The scenario with one figure changed, and no other way of saying it left; `None` for a key that there
    /// is not.
    #[must_use]
    pub fn with(&self, key: &str, value: f64, place: &str) -> Option<Self> {
        let number = NUMBERS.iter().find(|number| number.key == key)?;
        let mut changed = self.clone();
        let place = place.to_owned();
        numbers::forget_rival(&mut changed.numbers, number.key);
        changed.numbers.insert(number.key, Stated { value, place });
        Some(changed)
    }
}
