//! The people's side of a week: who there is, under which rules, with which roster at present.

use crate::calendar::{DayCalendar, Grid, IsoWeek, Series};
use crate::config::Config;
use crate::error::{Problem, Problems, Result};
use crate::roster::{self, Breach, Person, Roster, Setting};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::path::Path;

/// People, opening hours and the present roster of a week.
#[derive(Clone, Debug)]
pub struct Centre {
    /// The people with their leave.
    pub people: Vec<Person>,
    /// The week.
    pub grid: Grid,
    /// Open intervals of the week.
    pub open: Series<bool>,
    /// Public holidays of the week on which the centre is closed.
    pub holidays: BTreeSet<NaiveDate>,
}

impl Centre {
    /// Reads the people and their leave, for a week.
    ///
    /// # Errors
    /// All problems of the files.
    pub fn read(config: &Config, week: IsoWeek) -> Result<Self> {
        let grid = Grid::days(config.zone, week.monday, 7, config.step);
        let dates = grid.dates();
        let years = DayCalendar::years(week.monday, week.monday);
        let people = roster::read_people(&config.people, config.leave.as_deref())?;
        let centre = Self {
            people,
            grid,
            open: config.opening_with_holidays(years).mask(&grid),
            holidays: config.closed_holidays(&dates),
        };
        centre.problems(config).or_ok(centre)
    }

    /// What a roster of this week is made and checked against.
    pub fn setting<'a>(&'a self, config: &'a Config) -> Setting<'a> {
        Setting {
            people: &self.people,
            queue: &config.history.queue,
            rules: &config.rules,
            shifts: &config.shifts,
            work: &config.work,
            open: &self.open,
            holidays: &self.holidays,
            seats: &config.seats,
            locked: &[],
            before: &[],
        }
    }

    /// The roster in a file, or the present one.
    ///
    /// # Errors
    /// All problems of the file; no file where the configuration names no present roster.
    pub fn roster(&self, config: &Config, file: Option<&Path>) -> Result<Roster> {
        let present = config.present.as_ref();
        let Some(file) = file.or(present.map(|present| present.file.as_path())) else {
            let problem = Problem::new("C190", "present.file", "no present roster is configured");
            return Err(problem
                .hint("name the file under [present], or give a roster")
                .into());
        };
        let codes = present
            .map(|present| present.codes.clone())
            .unwrap_or_default();
        roster::read_roster(file, &codes, &self.grid, &self.people)
    }

    /// The rules that a roster breaks.
    pub fn check(&self, config: &Config, roster: &Roster) -> Vec<Breach> {
        roster::check(&self.setting(config), roster)
    }

    fn problems(&self, config: &Config) -> Problems {
        let mut problems = Problems::new();
        problems.extend(roster::unreachable_contracts(&self.setting(config)));
        problems.extend(roster::unknown_people(&self.setting(config)));
        problems
    }
}
