//! What a planner hears of an edit.

use super::changes::coverage_between;
use super::{CoverageChange, Edit, Edited, ShiftChange, changes_between, notice};
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::error::{Findings, Note, Problems, Result};
use crate::plan::exact::{self, ExactDays, Kept};
use crate::plan::{Centre, Desk, ExactWait, Inputs, bridge};
use crate::roster::{Breach, Roster, allowance_hours, concessions, read_roster};
use crate::simulate::Traffic;
use crate::units::{Euros, Hours};
use chrono::NaiveDate;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A week being edited: its roster, its locks, and what is expected of it.
pub struct Editor<'a> {
    pub(super) config: &'a Config,
    pub(super) centre: Centre,
    pub(super) desk: Desk,
    start: Edited,
    days: Option<ExactDays>,
    pub(super) kept: Kept,
    published: Option<(u32, Roster)>,
    /// The last day whose history was known.
    pub known_until: NaiveDate,
    /// The day on which the edits are made; `None`: nothing is said of notice.
    pub today: Option<NaiveDate>,
    /// What was said while reading.
    pub notes: Vec<Note>,
}

/// What a roster comes to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// The exact wait, with the overflow contract if there is one; `None` where a day is too large
    /// to be followed.
    pub exact: Option<ExactWait>,
    /// Paid hours, leave and absence included.
    pub paid: Hours,
    /// Paid hours, with allowances, and the exact number of contacts outside, at their prices.
    pub cost: Euros,
    /// Wishes that are not kept and agreed rules that are set aside, at theirs.
    pub not_given: Euros,
}

/// What edits do to a week.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The edits, in order.
    pub edits: Vec<String>,
    /// The roster as it was.
    pub before: Figures,
    /// The roster as edited.
    pub after: Figures,
    /// Rules broken now that were not before, or not so.
    pub new_breaches: Vec<Breach>,
    /// Rules no longer broken, or not so.
    pub gone_breaches: Vec<Breach>,
    /// Every rule broken now.
    pub breaches: Vec<Breach>,
    /// The days that differ from the roster as it was.
    pub changes: Vec<ShiftChange>,
    /// Where more or fewer people are available for contacts.
    pub coverage: Vec<CoverageChange>,
    /// The latest published version, if any, and the days that differ from it.
    pub published: Option<(u32, Vec<ShiftChange>)>,
    /// Per person, published shifts that change at short notice.
    pub notes: Vec<Note>,
    /// The roster as edited, with its locks.
    #[serde(skip)]
    pub edited: Edited,
    #[serde(skip)]
    pub(super) days: Option<ExactDays>,
}

impl<'a> Editor<'a> {
    /// Reads people, history and the roster of a week, the locks in `locks.csv` of a folder, if
    /// any, and the latest version published there.
    ///
    /// # Errors
    /// All problems of the files.
    pub fn read(config: &'a Config, week: IsoWeek, roster: &Path, folder: &Path) -> Result<Self> {
        let (inputs, roster) = Inputs::with_roster(config, week, Some(roster))?;
        let Inputs {
            centre, expected, ..
        } = inputs;
        let mut findings = Findings::default();
        let locks = folder.join("locks.csv");
        let locked = match locks.exists() {
            true => findings
                .keep(read_kept(config, &centre, &locks))?
                .map(|roster| roster.shifts),
            false => None,
        };
        let published = findings.keep(published(config, &centre, folder))?.flatten();
        let locked = findings.problems.or_ok(locked.unwrap_or_default())?;
        let mut desk = Desk::new(config, &centre, &expected)?;
        desk.decide_windows(config, &centre, &expected, &roster)?;
        let notes = [&centre.notes, &expected.notes, &desk.notes];
        let notes = notes.into_iter().flatten().cloned().collect();
        let mut kept = Kept::read(folder);
        let days = desk.exact_days(&centre, &roster, desk.overflow.as_ref(), &kept);
        days.iter().for_each(|days| days.keep(&mut kept));
        Ok(Self {
            config,
            centre,
            desk,
            start: Edited { roster, locked },
            days,
            kept,
            published,
            known_until: expected.known_until,
            today: None,
            notes,
        })
    }

    /// The roster as it was read.
    pub fn start(&self) -> &Edited {
        &self.start
    }

    /// The people of the week.
    pub fn people(&self) -> &[crate::roster::Person] {
        &self.centre.people
    }

    /// What arrives in the week.
    pub fn traffic(&self) -> &Traffic {
        &self.desk.traffic
    }

    /// The file of a plan's folder that spares following the days of the roster as it was and as
    /// edited again, and its text. It may go at any time.
    pub fn kept_days(&self, folder: &Path, answer: &Answer) -> (PathBuf, String) {
        let mut kept = Kept::default();
        let days = [&self.days, &answer.days].into_iter().flatten();
        days.for_each(|days| days.keep(&mut kept));
        (folder.join(exact::FILE), kept.text())
    }

    /// What edits do, applied in order.
    ///
    /// # Errors
    /// The problems of all edits at once.
    pub fn answer(&self, edits: &[Edit]) -> Result<Answer> {
        let mut problems = Problems::new();
        let mut edited = self.start.clone();
        for edit in edits {
            match edited.apply(edit, &self.centre.people) {
                Ok(next) => edited = next,
                Err(problem) => problems.push(problem),
            }
        }
        let mut answer = problems.or_ok(()).map(|()| {
            let days = self.follow(&edited.roster, &self.kept);
            self.compare(edited, days)
        })?;
        answer.edits = edits.iter().map(Edit::to_string).collect();
        answer.notes = self.notice(edits, &answer.edited.roster);
        Ok(answer)
    }

    /// What is said of short notice.
    pub(super) fn notice(&self, edits: &[Edit], roster: &Roster) -> Vec<Note> {
        let Some((today, (_, published))) = self.today.zip(self.published.as_ref()) else {
            return Vec::new();
        };
        let rosters = [published, &self.start.roster, roster];
        notice::notes(edits, rosters, (today, self.config.rules.notice_days))
    }

    /// Takes the roster of an answer as the one to edit on.
    pub fn accept(&mut self, answer: Answer) {
        answer
            .days
            .iter()
            .for_each(|days| days.keep(&mut self.kept));
        self.days = answer.days;
        self.start = answer.edited;
    }

    pub(super) fn compare(&self, edited: Edited, days: Option<ExactDays>) -> Answer {
        let was = self.breaches(&self.start);
        let breaches = self.breaches(&edited);
        let (from, to) = (&self.start.roster, &edited.roster);
        let published = self.published.as_ref();
        Answer {
            edits: Vec::new(),
            before: self.figures(from, self.days.as_ref()),
            after: self.figures(to, days.as_ref()),
            new_breaches: less(&breaches, &was),
            gone_breaches: less(&was, &breaches),
            breaches,
            changes: changes_between(from, to),
            coverage: coverage_between(from, to),
            published: published.map(|(version, roster)| (*version, changes_between(roster, to))),
            notes: Vec::new(),
            days,
            edited,
        }
    }

    /// The exact wait of a roster with the overflow contract, by day.
    pub(super) fn follow(&self, roster: &Roster, kept: &Kept) -> Option<ExactDays> {
        let overflow = self.desk.overflow.as_ref();
        self.desk.exact_days(&self.centre, roster, overflow, kept)
    }

    /// Every rule that a roster breaks, its locks among them.
    pub(super) fn breaches(&self, edited: &Edited) -> Vec<Breach> {
        let mut setting = self.centre.setting(self.config);
        setting.locked = &edited.locked;
        crate::roster::check(&setting, &edited.roster)
    }

    pub(super) fn figures(&self, roster: &Roster, days: Option<&ExactDays>) -> Figures {
        let (people, holidays) = (&self.centre.people, &self.centre.holidays);
        let paid = bridge(roster, people, holidays, self.config.absence).paid;
        let setting = self.centre.setting(self.config);
        let allowed = allowance_hours(&setting, roster);
        let not_given = concessions(&setting, roster);
        let exact = days.map(ExactDays::wait);
        let outside = exact.map_or(0.0, |exact| exact.overflowed.0);
        let contract = self.config.overflow.as_ref();
        let bill = contract.map(|overflow| overflow.contract.bill(outside).total());
        Figures {
            exact,
            paid,
            cost: self.config.prices.hour * (paid.0 + allowed.0) + bill.unwrap_or_default(),
            not_given: Euros(not_given.iter().map(|one| one.price.0).sum()),
        }
    }
}

fn codes(config: &Config) -> std::collections::BTreeMap<String, crate::roster::Code> {
    let present = config.present.as_ref();
    present
        .map(|present| present.codes.clone())
        .unwrap_or_default()
}

/// Breaches that are not among others, each counted as often as it is there.
pub(super) fn less(breaches: &[Breach], others: &[Breach]) -> Vec<Breach> {
    let mut left: Vec<&Breach> = others.iter().collect();
    let mut fresh = |breach: &&Breach| match left.iter().position(|other| other == breach) {
        Some(found) => {
            left.swap_remove(found);
            false
        }
        None => true,
    };
    breaches.iter().filter(|b| fresh(b)).cloned().collect()
}

fn read_kept(config: &Config, centre: &Centre, file: &Path) -> Result<Roster> {
    read_roster(file, &codes(config), &centre.grid, &centre.people)
}

/// The latest roster published in a folder, with its version; `None` where there is none.
///
/// # Errors
/// All problems of its file.
pub fn published(config: &Config, centre: &Centre, folder: &Path) -> Result<Option<(u32, Roster)>> {
    let Some(version) = latest(folder) else {
        return Ok(None);
    };
    let roster = read_kept(config, centre, &version_file(folder, version))?;
    Ok(Some((version, roster)))
}

/// The latest version published in a folder.
pub fn latest(folder: &Path) -> Option<u32> {
    let files = std::fs::read_dir(folder.join("published")).ok()?;
    let version = |name: &str| name.strip_prefix('v')?.strip_suffix(".csv")?.parse().ok();
    let names = files.flatten().map(|file| file.file_name());
    names
        .filter_map(|name| version(&name.to_string_lossy()))
        .max()
}

/// Where a published version is kept.
pub fn version_file(folder: &Path, version: u32) -> std::path::PathBuf {
    folder.join("published").join(format!("v{version}.csv"))
}
