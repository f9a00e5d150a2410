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
    /// Reads the people and their leave, for a week. Where nobody is given any skill, everybody
    /// takes the queue's contacts.
    ///
    /// # Errors
    /// All problems of the files; `P121` where skills are given and nobody has the queue's.
    pub fn read(config: &Config, week: IsoWeek) -> Result<Self> {
        let grid = Grid::days(config.zone, week.monday, 7, config.step);
        let dates = grid.dates();
        let years = DayCalendar::years(week.monday, week.monday);
        let mut people = roster::read_people(&config.people, config.leave.as_deref())?;
        if people.iter().all(|person| person.skills.is_empty()) {
            for person in &mut people {
                person.skills.insert(config.history.queue.clone());
            }
        }
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

    /// The present roster, if one is configured.
    ///
    /// # Errors
    /// All problems of the file.
    pub fn present(&self, config: &Config) -> Result<Option<Roster>> {
        let present = config.present.as_ref();
        let read = present.map(|present| self.roster(config, Some(&present.file)));
        read.transpose()
    }

    /// The roster in a file, or the present one.
    ///
    /// # Errors
    /// All problems of the file; `C192` without a file where no present roster is configured.
    pub fn roster(&self, config: &Config, file: Option<&Path>) -> Result<Roster> {
        let present = config.present.as_ref();
        let Some(file) = file.or(present.map(|present| present.file.as_path())) else {
            let what = "no roster is given, and no present roster is configured";
            let problem = Problem::new("C192", "ROSTER", what);
            return Err(problem
                .hint("give the roster's file as ROSTER, or name the present one under [present]")
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

    fn check_p121_queue_has_people(&self, config: &Config) -> Problems {
        let queue = &config.history.queue;
        let mut skills = self.people.iter().flat_map(|person| &person.skills);
        if skills.clone().any(|skill| skill == queue) {
            return Problems::new();
        }
        let what = format!("nobody has the skill of the queue that is planned: `{queue}`");
        let known: BTreeSet<String> = skills.by_ref().map(|skill| format!("`{skill}`")).collect();
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        let hint = format!(
            "skills there are {known}: add `{queue}` to those who take its contacts, or leave the \
             column out where everybody does"
        );
        let place = config.people.display().to_string();
        Problems::from(vec![Problem::new("P121", place, what).hint(hint)])
    }

    fn problems(&self, config: &Config) -> Problems {
        let mut problems = Problems::new();
        problems.extend(self.check_p121_queue_has_people(config));
        problems.extend(roster::unreachable_contracts(&self.setting(config)));
        problems.extend(roster::unknown_people(&self.setting(config)));
        problems
    }
}
