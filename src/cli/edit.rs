//! `bezet edit`, `bezet suggest` and `bezet publish`.

mod flags;

use super::talk::Talk;
use super::{Answer, Which, data, json};
use crate::config::Config;
use crate::error::{Problem, Problems, Result};
use crate::plan::{self, Centre, Editor};
use crate::report;
use crate::roster::{Roster, roster_csv};
use clap::Args;
use flags::EditFlags;
use std::path::{Path, PathBuf};

/// Change a planned week: what breaks, what it does to the wait and the cost
///
/// Several edits are applied in the order in which they are typed. The answer has the breaches, new
/// ones first; the week's average wait, exactly and with the overflow contract, before and after; the
/// cost; who works differently; and how it differs from the latest published version.
///
/// Nothing is written without `--write`, which puts the edited roster and the locks in the plan's
/// folder. A locked shift that an edit changes is a breach (R30).
///
/// "Can p07 have that Friday off?" is `bezet edit CONFIG --week WEEK --off p07=2021-04-16`.
///
/// Exit code 1: the edited roster breaks a rule.
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    edits: EditFlags,
    /// Write roster.csv and locks.csv in the plan's folder
    #[arg(long)]
    write: bool,
    /// Write the edited roster to FILE
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// List the best repairs of a week, after edits or of the week as it is
///
/// Takes the edits of `bezet edit`. A repair moves breaks, lunch, other work or the start of a
/// shift, has lost work taken over, or asks somebody in on a free day. None breaks a rule that is not
/// broken already. The best come first: fewest breaches left, then the shortest exact wait (to the
/// second), then the fewest changed shifts, then the lowest cost.
///
/// Exit code 1: no repair helps.
#[derive(Debug, Args)]
pub struct Suggest {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    edits: EditFlags,
    /// The day to look at, as 2021-04-13, or a person's days; default are the days that the edits
    /// change, or the whole week
    #[arg(long, value_name = "DATE|PERSON")]
    around: Option<String>,
    /// So many at most
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Print the repairs as JSON
    #[arg(long)]
    json: bool,
}

/// Publish the roster of a week: frozen as the next version
///
/// The roster becomes `published/v1.csv` (v2, ...) in the plan's folder; a version is never written
/// again. From then on `bezet edit` and `bezet suggest` show each person's difference from the latest
/// version.
///
/// Exit code 1: the roster breaks a rule; nothing is published then, unless `--anyway`.
#[derive(Debug, Args)]
pub struct Publish {
    #[command(flatten)]
    place: Place,
    /// Publish a roster that breaks rules too
    #[arg(long)]
    anyway: bool,
}

/// The week, its roster and its folder.
#[derive(Debug, Args)]
struct Place {
    #[command(flatten)]
    which: Which,
    /// The roster; default is roster.csv in the plan's folder
    roster: Option<PathBuf>,
    /// The plan's folder, with locks and published versions; default is the configured folder, and
    /// in it the one named after the week
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Place {
    fn folder(&self, config: &Config) -> PathBuf {
        let folder = self.folder.clone();
        folder.unwrap_or_else(|| config.output.join(self.which.week.to_string()))
    }

    /// The roster's file, which is there.
    fn roster(&self, folder: &Path) -> Result<PathBuf> {
        let file = self.roster.clone();
        let file = file.unwrap_or_else(|| folder.join("roster.csv"));
        if file.exists() {
            return Ok(file);
        }
        let what = format!("there is no roster `{}`", file.display());
        let hint = "plan the week first (bezet plan), or give ROSTER or --folder";
        Err(Problem::new("P144", "ROSTER", what).hint(hint).into())
    }

    fn editor<'a>(&self, config: &'a Config, folder: &Path, talk: &Talk) -> Result<Editor<'a>> {
        let roster = self.roster(folder)?;
        talk.stage("reading the week");
        let editor = Editor::read(config, self.which.week, &roster, folder)?;
        talk.done();
        talk.notes(&editor.notes);
        Ok(editor)
    }
}

impl Edit {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.place.which.config)?;
        let folder = self.place.folder(&config);
        let edits = self.edits.read()?;
        let editor = self.place.editor(&config, &folder, talk)?;
        let answer = editor.answer(&edits)?;
        let (roster, locked) = (&answer.edited.roster, &answer.edited.locked);
        if let Some(file) = &self.out {
            report::put(file, roster_csv(roster).as_bytes())?;
        }
        if self.write {
            report::prepare(&folder)?;
            report::put(&folder.join("roster.csv"), roster_csv(roster).as_bytes())?;
            let locks = Roster {
                grid: roster.grid,
                shifts: locked.clone(),
            };
            report::put(&folder.join("locks.csv"), roster_csv(&locks).as_bytes())?;
        }
        match self.json {
            true => json(&answer)?,
            false => data(&report::answer_text(&answer, &roster.grid))?,
        }
        Ok(said(answer.breaches.is_empty()))
    }
}

impl Suggest {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.place.which.config)?;
        let folder = self.place.folder(&config);
        let edits = self.edits.read()?;
        let editor = self.place.editor(&config, &folder, talk)?;
        let days = self.days(&editor.start().roster)?;
        let repairs = editor.suggest(&edits, &days, self.top)?;
        if self.json {
            json(&repairs)?;
        } else {
            let grid = &editor.start().roster.grid;
            if !edits.is_empty() {
                data(&report::answer_text(&repairs.answer, grid))?;
            }
            data(&report::repairs_text(&repairs))?;
        }
        Ok(said(!repairs.repairs.is_empty()))
    }

    /// The days asked about; none: as the edits say.
    fn days(&self, roster: &Roster) -> Result<Vec<chrono::NaiveDate>> {
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

impl Publish {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.place.which.config)?;
        let folder = self.place.folder(&config);
        let file = self.place.roster(&folder)?;
        let (centre, roster) = Centre::read(&config, self.place.which.week, Some(&file))?;
        talk.notes(&centre.notes);
        let breaches = centre.check(&config, &roster);
        if !breaches.is_empty() {
            data(&report::breaches_text(&breaches, &roster.grid))?;
            if !self.anyway {
                talk.say("not published: --anyway publishes it with its breaches");
                return Ok(Answer::No);
            }
        }
        report::prepare(&folder.join("published"))?;
        let mut version = plan::latest(&folder).unwrap_or(0) + 1;
        // Somebody else may publish at the same moment.
        while plan::version_file(&folder, version).exists() {
            version += 1;
        }
        let path = plan::version_file(&folder, version);
        report::put(&path, roster_csv(&roster).as_bytes())?;
        data(&format!(
            "published as version {version}: {}\n",
            path.display()
        ))?;
        Ok(said(breaches.is_empty()))
    }
}

fn said(good: bool) -> Answer {
    if good { Answer::Yes } else { Answer::No }
}
