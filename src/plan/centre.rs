//! The people's side of a week: who there is, under which rules, with which roster at present.

use crate::calendar::{DayCalendar, Grid, IsoWeek, Series};
use crate::config::Config;
use crate::error::{Findings, Note, Problem, Problems, Result};
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
    /// How the files of people, leave and roster were read.
    pub notes: Vec<Note>,
}

impl Centre {
    /// Reads the people and their leave, for a week, and the roster in a file, or the present one.
    ///
    /// # Errors
    /// All problems of the files; no file where the configuration names no present roster.
    pub fn read(config: &Config, week: IsoWeek, roster: Option<&Path>) -> Result<(Self, Roster)> {
        let mut findings = Findings::default();
        let (mut centre, roster) = Self::collect(config, week, roster, &mut findings)?;
        centre.notes = findings.notes;
        findings.problems.or_ok((centre, roster))
    }

    /// The same, with problems and notes kept.
    pub(super) fn collect(
        config: &Config,
        week: IsoWeek,
        roster: Option<&Path>,
        findings: &mut Findings,
    ) -> Result<(Self, Roster)> {
        let grid = Grid::days(config.zone, week.monday, 7, config.step);
        let dates = grid.dates();
        let years = DayCalendar::years(week.monday, week.monday);
        let people = roster::collect_people(&config.people, config.leave.as_deref(), findings)?;
        let sound = findings.problems.is_empty();
        let centre = Self {
            people,
            grid,
            open: config.opening_with_holidays(years).mask(&grid),
            holidays: config.closed_holidays(&dates),
            notes: Vec::new(),
        };
        findings.problems.extend(centre.problems(config, sound));
        let roster = centre.roster(config, roster, findings)?;
        Ok((centre, roster))
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

    fn roster(
        &self,
        config: &Config,
        file: Option<&Path>,
        findings: &mut Findings,
    ) -> Result<Roster> {
        let present = config.present.as_ref();
        let nobody = Roster {
            grid: self.grid,
            shifts: Vec::new(),
        };
        let Some(file) = file.or(present.map(|present| present.file.as_path())) else {
            let problem = Problem::new("C190", "present.file", "no present roster is configured");
            let hint = "name the file under [present], or give a roster";
            findings.problems.push(problem.hint(hint));
            return Ok(nobody);
        };
        if self.people.is_empty() {
            // Everybody in it would be a stranger; that there are no people was said.
            return Ok(nobody);
        }
        let codes = present
            .map(|present| present.codes.clone())
            .unwrap_or_default();
        roster::collect_roster(file, &codes, &self.grid, &self.people, findings)
    }

    /// The rules that a roster breaks.
    pub fn check(&self, config: &Config, roster: &Roster) -> Vec<Breach> {
        roster::check(&self.setting(config), roster)
    }

    /// What people, work and shifts have wrong together; contracts only where all that was read
    /// of the people is right.
    fn problems(&self, config: &Config, sound: bool) -> Problems {
        let setting = self.setting(config);
        let mut problems = Problems::new();
        if sound {
            let file = config.people.display();
            for problem in roster::unreachable_contracts(&setting).iter().cloned() {
                let place = format!("{file}: {}", problem.place);
                problems.push(Problem { place, ..problem });
            }
        }
        if !self.people.is_empty() {
            problems.extend(roster::unknown_people(&setting));
        }
        problems
    }
}
