//! Rosters of earlier weeks, found in a folder of plans.

use super::{latest, version_file};
use crate::calendar::{Grid, IsoWeek};
use crate::config::Config;
use crate::error::{Findings, Note, Phrase, Problem, Problems, Result};
use crate::roster::{self, PastWeek, Person};
use chrono::Days;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// So many weeks back: as far as the longest average of the law reaches, the week itself included.
const WEEKS: u64 = 15;

/// The rosters of the weeks before, the latest first: of each the last version published, or the
/// roster as it was planned. People in them who are no longer among the people are left out.
///
/// # Errors
/// When a file cannot be read; its problems go to the findings.
pub(super) fn weeks(
    config: &Config,
    week: IsoWeek,
    people: &[Person],
    findings: &mut Findings,
) -> Result<Vec<PastWeek>> {
    let Some(folder) = &config.rosters else {
        return Ok(Vec::new());
    };
    let mut weeks = Vec::new();
    for weeks_ago in 1..=WEEKS {
        let monday = week.monday - Days::new(7 * weeks_ago);
        let folder = folder.join(IsoWeek { monday }.to_string());
        let Some(file) = file(&folder) else { continue };
        let grid = Grid::days(config.zone, monday, 7, config.step);
        let mut own = Findings::default();
        let codes = BTreeMap::new();
        let roster = roster::collect_roster(&file, &codes, &grid, people, &mut own)?;
        // Who has left is in old rosters and nowhere else.
        let problems = own.problems.iter().filter(|problem| problem.code != "P106");
        let problems: Vec<Problem> = problems.cloned().collect();
        findings.problems.extend(Problems::from(problems));
        weeks.push(PastWeek {
            weeks_ago: weeks_ago as usize,
            holidays: config.closed_holidays(&grid.dates()),
            roster,
        });
    }
    if weeks.is_empty() {
        let place = folder.display().to_string();
        let what = Phrase::new(
            format!("no roster of the {WEEKS} weeks before is there: they are taken to be free"),
            format!("van de {WEEKS} weken ervoor is er geen rooster: ze gelden als vrij"),
        );
        findings.notes.push(Note::new("N404", place, what));
    }
    Ok(weeks)
}

/// The roster that holds in the folder of a week.
fn file(folder: &Path) -> Option<PathBuf> {
    let published = latest(folder).map(|version| version_file(folder, version));
    let planned = || Some(folder.join("roster.csv")).filter(|file| file.is_file());
    published.or_else(planned)
}
