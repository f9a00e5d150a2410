//! `bezet edit`, `bezet suggest` and `bezet publish`.

mod flags;
mod place;

use super::talk::Talk;
use super::{Answer, data, json};
use crate::config::Config;
use crate::error::Result;
use crate::plan::{self, Centre, Editor};
use crate::report;
use crate::roster::roster_csv;
use crate::units::Euros;
use chrono::NaiveDate;
use clap::Args;
use flags::EditFlags;
use place::{Around, Opened, Place};
use std::path::{Path, PathBuf};

/// Change a planned week: what breaks, what it does to the wait and the cost
///
/// Several edits are applied in the order in which they are typed. The answer has the breaches, new
/// ones first; the week's average wait, exactly and with the overflow contract, before and after; the
/// cost; who works differently; and how it differs from the latest published version.
///
/// With `--repair` the days that the edits change (or those of `--around`) are re-planned step by step
/// around the locks: breaches first, then cost, waiting at its price, and a price per changed shift.
///
/// Nothing is written without `--write`, which puts the edited roster, its locks, the workbook and the
/// calendars of those whose shifts change in the plan's folder; plan.json and report.html stay those of
/// the plan. A locked shift that an edit changes is a breach (R30).
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
    /// Re-plan the days around the locks, with as few changed shifts as possible
    #[arg(long)]
    repair: bool,
    /// What a changed shift must be worth in waiting, cost and mended breaches, in euros
    #[arg(
        long,
        value_name = "EUROS",
        default_value_t = 15.0,
        requires = "repair"
    )]
    change_price: f64,
    #[command(flatten)]
    around: Around,
    /// The day on which it is asked: published shifts that change less than `notice_days` later are
    /// noted; default is today
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// Write roster.csv, locks.csv, roster.xlsx and the calendars in the plan's folder
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
    #[command(flatten)]
    around: Around,
    /// The day on which it is asked, for the notice of changes; default is today
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
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

impl Edit {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.place.which.config)?;
        let folder = self.place.folder(&config);
        let asked = (&self.edits, self.today);
        let mut opened = self.place.open(&config, &folder, asked, talk)?;
        let answered = self.answered(&opened);
        let answer = opened.told(answered)?;
        talk.notes(&answer.notes);
        let (editor, roster) = (&opened.editor, &answer.edited.roster);
        keep(editor, &answer, &folder);
        if let Some(file) = &self.out {
            report::put(file, roster_csv(roster).as_bytes())?;
        }
        if self.write {
            let week = self.place.which.week;
            report::write_edited(&config, (editor, week), &answer, &folder)?;
        }
        match self.json {
            true => json(&answer)?,
            false => data(&report::answer_text(&answer, &roster.grid))?,
        }
        Ok(said(answer.breaches.is_empty()))
    }

    fn answered(&self, opened: &Opened) -> Result<plan::Answer> {
        let (editor, edits) = (&opened.editor, &opened.edits);
        let days = self.around.days(&editor.start().roster)?;
        match self.repair {
            true => editor.mend(edits, &days, Euros(self.change_price)),
            false => editor.answer(edits),
        }
    }
}

/// Spares the next edit the days that were followed; it goes without them where they cannot be written.
fn keep(editor: &Editor, answer: &plan::Answer, folder: &Path) {
    let (file, text) = editor.kept_days(folder, answer);
    report::put(&file, text.as_bytes()).ok();
}

impl Suggest {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let config = Config::read(&self.place.which.config)?;
        let folder = self.place.folder(&config);
        let mut opened = self
            .place
            .open(&config, &folder, (&self.edits, self.today), talk)?;
        let (editor, edits) = (&opened.editor, &opened.edits);
        let days = self.around.days(&editor.start().roster);
        let repairs = days.and_then(|days| editor.suggest(edits, &days, self.top));
        let repairs = opened.told(repairs)?;
        talk.notes(&repairs.answer.notes);
        keep(&opened.editor, &repairs.answer, &folder);
        if self.json {
            json(&repairs)?;
        } else {
            let grid = &opened.editor.start().roster.grid;
            if !opened.edits.is_empty() {
                data(&report::answer_text(&repairs.answer, grid))?;
            }
            data(&report::repairs_text(&repairs))?;
        }
        Ok(said(!repairs.repairs.is_empty()))
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
