//! Where the edited week is, and which of its days are looked at.

use super::flags::EditFlags;
use crate::cli::Which;
use crate::cli::talk::Talk;
use crate::config::Config;
use crate::error::{Findings, Problem, Result};
use crate::plan::{Edit, Editor};
use crate::roster::Roster;
use chrono::NaiveDate;
use clap::Args;
use std::path::{Path, PathBuf};

/// The week, its roster and its folder.
#[derive(Debug, Args)]
pub(super) struct Place {
    #[command(flatten)]
    pub which: Which,
    /// The roster; default is roster.csv in the plan's folder
    roster: Option<PathBuf>,
    /// The plan's folder, with locks and published versions; default is the configured folder, and
    /// in it the one named after the week
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Place {
    pub fn folder(&self, config: &Config) -> PathBuf {
        let folder = self.folder.clone();
        folder.unwrap_or_else(|| config.output.join(self.which.week.to_string()))
    }

    /// The roster's file, which is there.
    pub fn roster(&self, folder: &Path) -> Result<PathBuf> {
        let file = self.roster.clone();
        let file = file.unwrap_or_else(|| folder.join("roster.csv"));
        if file.exists() {
            return Ok(file);
        }
        let what = format!("there is no roster `{}`", file.display());
        let hint = "plan the week first (bezet plan), or give ROSTER or --folder";
        Err(Problem::new("P144", "ROSTER", what).hint(hint).into())
    }

    /// The editor of the week and the edits as typed, with what is wrong with them.
    ///
    /// # Errors
    /// The problems of all files, and those of the edits with them.
    pub fn open<'a>(
        &self,
        config: &'a Config,
        folder: &Path,
        (flags, today): (&EditFlags, Option<NaiveDate>),
        talk: &Talk,
    ) -> Result<Opened<'a>> {
        let (edits, problems) = flags.read();
        let mut findings = Findings {
            problems,
            notes: Vec::new(),
        };
        talk.stage("reading the week");
        let read = || Editor::read(config, self.which.week, &self.roster(folder)?, folder);
        let Some(mut editor) = findings.keep(read())? else {
            return Err(findings.problems.into());
        };
        let now = || chrono::Utc::now().with_timezone(&config.zone).date_naive();
        editor.today = Some(today.unwrap_or_else(now));
        talk.done();
        talk.notes(&editor.notes);
        Ok(Opened {
            editor,
            edits,
            findings,
        })
    }
}

/// A week to edit.
pub(super) struct Opened<'a> {
    pub editor: Editor<'a>,
    pub edits: Vec<Edit>,
    findings: Findings,
}

impl Opened<'_> {
    /// What was asked of the editor; not where an edit could not be read.
    ///
    /// # Errors
    /// All problems of the edits at once.
    pub fn told<T>(&mut self, asked: Result<T>) -> Result<T> {
        let value = self.findings.keep(asked)?;
        match (value, self.findings.problems.is_empty()) {
            (Some(value), true) => Ok(value),
            _ => Err(std::mem::take(&mut self.findings.problems).into()),
        }
    }
}

/// Which days to look at.
#[derive(Debug, Args)]
pub(super) struct Around {
    /// The day to look at, as 2021-04-13, or a person's days; default are the days that the edits
    /// change, or the whole week
    #[arg(long, value_name = "DATE|PERSON")]
    around: Option<String>,
}

impl Around {
    /// The days asked about; none: as the edits say.
    ///
    /// # Errors
    /// `P145` where it is no day of the week and nobody.
    pub fn days(&self, roster: &Roster) -> Result<Vec<NaiveDate>> {
        let Some(around) = &self.around else {
            return Ok(Vec::new());
        };
        let by_date = around.parse().ok();
        let by_date = by_date.filter(|date| roster.grid.dates().contains(date));
        let days: Vec<_> = match by_date {
            Some(date) => vec![date],
            None => roster.of(around).map(|shift| shift.date).collect(),
        };
        if !days.is_empty() {
            return Ok(days);
        }
        let what = format!("is neither a day of the week nor somebody who works in it: `{around}`");
        let hint = "write a date as 2021-04-13, or an id of people.csv";
        Err(Problem::new("P145", "--around", what).hint(hint).into())
    }
}
