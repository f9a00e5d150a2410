//! The files of a plan's folder that show its roster, written anew after edits.

use super::folder::{plain, prepare, put};
use super::paper::Paper;
use super::words::Word;
use super::xlsx::{dress, head, number, roster};
use super::{ics, number as numbers};
use crate::calendar::IsoWeek;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::plan::{Answer, Editor};
use crate::roster::{Activity, Roster, roster_csv};
use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// Writes an edited roster and its locks to a plan's folder: `roster.csv`, `locks.csv`, `roster.xlsx`, and
/// in `ics/` the calendars that it changes, each with a higher sequence than before. The same edits of
/// the same folder give the same bytes.
///
/// The workbook's coverage and summary are of the edited roster, by the exact wait; nothing is simulated.
///
/// # Errors
/// When the folder cannot be made or a file not be composed or written.
pub fn write_edited(
    config: &Config,
    (editor, week): (&Editor, IsoWeek),
    answer: &Answer,
    folder: &Path,
) -> Result<()> {
    let paper = Paper::edited(config, editor, week, &answer.edited.roster);
    let book = workbook(&paper, editor, answer).map_err(|reason| Error::Compose {
        what: "roster.xlsx",
        reason: reason.to_string(),
    })?;
    prepare(folder)?;
    put(&folder.join("roster.xlsx"), &book)?;
    let locks = Roster {
        grid: paper.roster.grid,
        shifts: answer.edited.locked.clone(),
    };
    put(&folder.join("locks.csv"), roster_csv(&locks).as_bytes())?;
    let calendars = folder.join("ics");
    prepare(&calendars)?;
    for member in &paper.people {
        let file = calendars.join(format!("{}.ics", plain(member.id)));
        let old = std::fs::read_to_string(&file).unwrap_or_default();
        let sequence = ics::sequence(&old);
        if ics::calendar(&paper, member.id, sequence) != old {
            let next = if old.is_empty() { 0 } else { sequence + 1 };
            put(&file, ics::calendar(&paper, member.id, next).as_bytes())?;
        }
    }
    put(
        &folder.join("roster.csv"),
        roster_csv(paper.roster).as_bytes(),
    )
}

fn workbook(
    paper: &Paper,
    editor: &Editor,
    answer: &Answer,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let known = paper.known_until;
    let year = known.year().clamp(1900, 9999) as u16;
    let date = ExcelDateTime::from_ymd(year, known.month() as u8, known.day() as u8)?;
    let version = env!("CARGO_PKG_VERSION");
    let properties = DocProperties::new()
        .set_title(title(paper))
        .set_author(format!("bezet {version}"))
        .set_creation_datetime(&date);
    book.set_properties(&properties);
    roster(book.add_worksheet(), paper)?;
    coverage(book.add_worksheet(), paper, editor)?;
    summary(book.add_worksheet(), paper, answer)?;
    book.save_to_buffer()
}

fn title(paper: &Paper) -> String {
    let week = paper.week.to_string();
    paper.language.fill(Word::Title, &[paper.centre, &week])
}

/// Each open interval: expected contacts and rostered agents.
fn coverage(
    sheet: &mut Worksheet,
    paper: &Paper,
    editor: &Editor,
) -> std::result::Result<(), XlsxError> {
    dress(sheet, paper.language.say(Word::SheetCoverage), (1, 2))?;
    let heads = [Word::Date, Word::Time, Word::Expected, Word::PlannedAgents];
    for (column, word) in heads.into_iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, paper.language.say(word), &head())?;
        sheet.set_column_width(column as u16, if column == 1 { 8 } else { 13 })?;
    }
    let agents = paper.roster.people_at(&Activity::Contacts);
    let traffic = editor.traffic();
    let open = traffic.open.values.iter().enumerate();
    let open = open.filter(|(_, open)| **open);
    for (row, (index, _)) in open.enumerate() {
        let row = row as u32 + 1;
        let local = traffic.open.grid.local(index);
        sheet.write_string(row, 0, local.date().to_string())?;
        sheet.write_string(row, 1, local.format("%H:%M").to_string())?;
        let values = [traffic.contacts.values[index].0, agents.values[index].0];
        for (column, value) in values.into_iter().enumerate() {
            sheet.write_number_with_format(row, column as u16 + 2, value, &number("0.0"))?;
        }
    }
    Ok(())
}

/// What the week comes to before and after.
fn summary(
    sheet: &mut Worksheet,
    paper: &Paper,
    answer: &Answer,
) -> std::result::Result<(), XlsxError> {
    let language = paper.language;
    dress(sheet, language.say(Word::SheetSummary), (0, 0))?;
    for (column, width) in [44, 24].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.write_string_with_format(0, 0, title(paper), &head())?;
    let figures = &answer.after;
    let exact = figures.exact;
    let none = || "–".to_owned();
    let rows = [
        (Word::Measure, language.say(Word::Exact).to_owned()),
        (
            Word::AverageWait,
            exact.map_or_else(none, |exact| numbers::wait(exact.wait.0)),
        ),
        (
            Word::Abandoned,
            exact.map_or_else(none, |exact| language.percent(exact.abandoned.0, 1)),
        ),
        (
            Word::Outside,
            exact.map_or_else(none, |exact| language.number(exact.overflowed.0, 0)),
        ),
        (Word::PaidHours, language.number(figures.paid.0, 1)),
        (Word::Cost, language.euros(figures.cost.0)),
        (Word::Breaches, answer.breaches.len().to_string()),
    ];
    for (place, (word, value)) in rows.into_iter().enumerate() {
        let row = place as u32 + 2;
        sheet.write_string(row, 0, language.say(word))?;
        sheet.write_string(row, 1, value)?;
    }
    Ok(())
}
