//! The people's side of a week: who there is, under which rules, with which roster at present.

use super::past;
use crate::calendar::{DayCalendar, Grid, IsoWeek, Series};
use crate::config::Config;
use crate::error::{Findings, Note, Problem, Problems, Result};
use crate::roster::{self, Breach, Demand, PastWeek, Person, Roster, Setting, Shift, Work};
use crate::units::Minutes;
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
    /// Other work, with those whose turn it is this week.
    pub work: Vec<Work>,
    /// Open intervals of the week.
    pub open: Series<bool>,
    /// Public holidays of the week on which the centre is closed.
    pub holidays: BTreeSet<NaiveDate>,
    /// Shifts that stand as they are.
    pub locked: Vec<Shift>,
    /// The shifts of the fortnight before, where earlier rosters are known.
    pub before: Vec<Shift>,
    /// How the files of people, leave and roster were read.
    pub notes: Vec<Note>,
}

impl Centre {
    /// Reads the people and their leave, for a week, and the roster in a file, or the present one.
    /// Where nobody is given any skill, everybody takes the queue's contacts.
    ///
    /// # Errors
    /// All problems of the files; `P121` where skills are given and nobody has the queue's; `C192`
    /// without a file where no present roster is configured.
    pub fn read(config: &Config, week: IsoWeek, roster: Option<&Path>) -> Result<(Self, Roster)> {
        let mut findings = Findings::default();
        let (mut centre, roster) = Self::collect(config, week, roster, &mut findings)?;
        let roster = required(roster, centre.grid, &mut findings);
        centre.notes = findings.notes;
        findings.problems.or_ok((centre, roster))
    }

    /// The same, with problems and notes kept; there may be no roster.
    pub(super) fn collect(
        config: &Config,
        week: IsoWeek,
        roster: Option<&Path>,
        findings: &mut Findings,
    ) -> Result<(Self, Option<Roster>)> {
        let grid = Grid::days(config.zone, week.monday, 7, config.step);
        let dates = grid.dates();
        let years = DayCalendar::years(week.monday, week.monday);
        let mut people = roster::collect_people(&config.people, config.leave.as_deref(), findings)?;
        let sound = findings.problems.is_empty();
        if let Some(wishes) = &config.wishes {
            roster::collect_wishes(wishes, config.prices.wish, &mut people, findings)?;
        }
        let weeks = past::weeks(config, week, &people, findings)?;
        roster::remember(&mut people, &config.rules, &weeks, config.balance_from);
        if people.iter().all(|person| person.skills.is_empty()) {
            for person in &mut people {
                person.skills.insert(config.history.queue.clone());
            }
        }
        let centre = Self {
            work: work(config, &people, &dates, &weeks),
            people,
            grid,
            open: config.opening_with_holidays(years).mask(&grid),
            holidays: config.closed_holidays(&dates),
            locked: Vec::new(),
            before: roster::shifts_before(&grid, &weeks),
            notes: Vec::new(),
        };
        findings.problems.extend(centre.problems(config, sound));
        let roster = centre.roster(config, roster, findings)?;
        Ok((centre, roster))
    }

    /// Does the present roster show days of a week?
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn has_present(config: &Config, week: IsoWeek) -> Result<bool> {
        let mut findings = Findings::default();
        let (_, roster) = Self::collect(config, week, None, &mut findings)?;
        let other_week = |problem: &Problem| problem.code == "P115";
        Ok(roster.is_some() && !findings.problems.iter().any(other_week))
    }

    /// What a roster of this week is made and checked against.
    pub fn setting<'a>(&'a self, config: &'a Config) -> Setting<'a> {
        Setting {
            people: &self.people,
            queue: &config.history.queue,
            rules: &config.rules,
            shifts: &config.shifts,
            work: &self.work,
            open: &self.open,
            holidays: &self.holidays,
            seats: &config.seats,
            locked: &self.locked,
            before: &self.before,
        }
    }

    /// The roster in a file, or the present one, if there is any.
    pub(super) fn roster(
        &self,
        config: &Config,
        file: Option<&Path>,
        findings: &mut Findings,
    ) -> Result<Option<Roster>> {
        let present = config.present.as_ref();
        let Some(file) = file.or(present.map(|present| present.file.as_path())) else {
            return Ok(None);
        };
        if self.people.is_empty() {
            // Everybody in it would be a stranger; that there are no people was said.
            return Ok(Some(nobody(self.grid)));
        }
        let codes = present
            .map(|present| present.codes.clone())
            .unwrap_or_default();
        roster::collect_roster(file, &codes, &self.grid, &self.people, findings).map(Some)
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
            problems.extend(self.check_p121_queue_has_people(config));
            let file = config.people.display();
            for problem in roster::unreachable_contracts(&setting).iter().cloned() {
                let hint = self.explained(config, &problem);
                let place = format!("{file}: {}", problem.place);
                problems.push(Problem {
                    place,
                    hint,
                    ..problem
                });
            }
        }
        if !self.people.is_empty() {
            problems.extend(roster::unknown_people(&setting));
        }
        problems
    }

    /// The hint of a contract out of reach, with what contradicts and what would do instead.
    fn explained(&self, config: &Config, problem: &Problem) -> String {
        let theirs = |person: &Person| problem.place.starts_with(&format!("person {},", person.id));
        let person = self.people.iter().position(theirs);
        let costs = costs(config);
        let found = person.map(|one| roster::why_person(&self.setting(config), one, &costs));
        let found = found.unwrap_or_default();
        let hints = found.iter().map(roster::Contradiction::hint);
        let all: Vec<String> = std::iter::once(problem.hint.clone()).chain(hints).collect();
        all.join("; ")
    }

    fn check_p121_queue_has_people(&self, config: &Config) -> Problems {
        let queue = &config.history.queue;
        let mut skills = self.people.iter().flat_map(|person| &person.skills);
        if self.people.is_empty() || skills.clone().any(|skill| skill == queue) {
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
}

/// Other work of a week: sessions in turns name those whose turn it is.
fn work(config: &Config, people: &[Person], dates: &[NaiveDate], weeks: &[PastWeek]) -> Vec<Work> {
    let there = |person: &Person| {
        let works =
            |date: &NaiveDate| person.available_on(*date).is_some() && !person.on_leave(*date);
        person.contract > Minutes::ZERO && dates.iter().any(works)
    };
    let mut all = config.work.clone();
    for work in &mut all {
        let (Some(every), Demand::Session { people: named, .. }) =
            (config.turns.get(&work.name), &mut work.demand)
        else {
            continue;
        };
        let known = |id: &String| people.iter().any(|person| person.id == *id);
        let strangers: Vec<String> = named.iter().filter(|id| !known(id)).cloned().collect();
        let takes_part = |person: &&Person| named.is_empty() || named.contains(&person.id);
        let there: Vec<&str> = people
            .iter()
            .filter(takes_part)
            .filter(|person| there(person))
            .map(|person| person.id.as_str())
            .collect();
        let mut turns = roster::session_turns(&there, weeks, &work.name, *every);
        turns.extend(strangers);
        *named = turns;
    }
    all
}

/// What changes cost by the configured prices.
fn costs(config: &Config) -> roster::Costs {
    roster::Costs {
        contract_hour: config.prices.contract_hour,
        shortage_hour: config.prices.shortage_hour,
    }
}

/// Every contradiction of a configured week, and the centre that it is of: why there is no roster,
/// or why work is short, and what would do instead.
///
/// # Errors
/// All problems of the files, but contracts out of reach: they are what is explained.
pub fn why_week(config: &Config, week: IsoWeek) -> Result<(Centre, Vec<roster::Contradiction>)> {
    let mut findings = Findings::default();
    // The roster as it is explains nothing, and need not show this week.
    let config = &Config {
        present: None,
        ..config.clone()
    };
    let (mut centre, _) = Centre::collect(config, week, None, &mut findings)?;
    centre.notes = findings.notes;
    let asked = |problem: &&Problem| problem.code == "P117";
    let others = findings.problems.iter().filter(|problem| !asked(problem));
    Problems::from(others.cloned().collect::<Vec<_>>()).or_ok(())?;
    let found = roster::why(&centre.setting(config), &costs(config));
    Ok((centre, found))
}

/// The roster, or the problem that there is none.
pub(super) fn required(roster: Option<Roster>, grid: Grid, findings: &mut Findings) -> Roster {
    roster.unwrap_or_else(|| {
        let what = "no roster is given, and no present roster is configured";
        let problem = Problem::new("C192", "ROSTER", what);
        let hint = "give the roster's file as ROSTER, or name the present one under [present]";
        findings.problems.push(problem.hint(hint));
        nobody(grid)
    })
}

fn nobody(grid: Grid) -> Roster {
    Roster {
        grid,
        shifts: Vec::new(),
    }
}
