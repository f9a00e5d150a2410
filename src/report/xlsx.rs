//! The workbook: the roster to edit, the coverage, the summary.

use super::external;
use super::kpi::{columns, key_rows, verdicts};
use super::paper::{Member, Paper};
use super::text::{known, title};
use super::words::{Language, Word};
use crate::calendar::Series;
use crate::error::{Error, Result};
use crate::plan::{Plan, Side};
use crate::roster::{Activity, shift_text_in};
use crate::units::{Agents, Minutes};
use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// Paper of A4.
const A4: u8 = 9;

/// The workbook's bytes; the same for the same plan.
///
/// # Errors
/// When the library refuses a name or a size.
pub(super) fn workbook(plan: &Plan) -> Result<Vec<u8>> {
    composed(plan).map_err(|reason| Error::Compose {
        what: "roster.xlsx",
        reason: reason.to_string(),
    })
}

fn composed(plan: &Plan) -> std::result::Result<Vec<u8>, XlsxError> {
    let language = Language::from(plan.language);
    let mut book = Workbook::new();
    let known = plan.known_until;
    let year = known.year().clamp(1900, 9999) as u16;
    let date = ExcelDateTime::from_ymd(year, known.month() as u8, known.day() as u8)?;
    let properties = DocProperties::new()
        .set_title(title(plan, language))
        .set_author(format!("bezet {}", plan.version))
        .set_creation_datetime(&date);
    book.set_properties(&properties);
    roster(book.add_worksheet(), &Paper::of(plan))?;
    coverage(book.add_worksheet(), plan, language)?;
    summary(book.add_worksheet(), plan, language)?;
    book.save_to_buffer()
}

pub(super) fn head() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Medium)
        .set_align(FormatAlign::Top)
}

fn text() -> Format {
    Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Hair)
}

pub(super) fn number(form: &str) -> Format {
    Format::new()
        .set_num_format(form)
        .set_align(FormatAlign::Top)
}

/// Common to all sheets: name, paper, frozen panes.
pub(super) fn dress(
    sheet: &mut Worksheet,
    name: &str,
    panes: (u32, u16),
) -> std::result::Result<(), XlsxError> {
    sheet
        .set_name(name)?
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0);
    sheet
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&L&F  &A&R&P / &N");
    if panes.0 > 0 {
        sheet.set_repeat_rows(0, panes.0 - 1)?;
    }
    sheet.set_freeze_panes(panes.0, panes.1)?;
    Ok(())
}

/// Person by day, a cell as [`shift_text_in`] writes it; what is empty is off.
pub(super) fn roster(sheet: &mut Worksheet, paper: &Paper) -> std::result::Result<(), XlsxError> {
    dress(sheet, "roster", (1, 2))?;
    let language = paper.language;
    let dates = &paper.dates;
    let heads = [Word::Person, Word::Name].map(|word| language.say(word).to_owned());
    let totals = [Word::Contract, Word::Rostered].map(|word| language.say(word).to_owned());
    let names = dates.iter().map(|date| language.column(*date));
    for (column, name) in heads.into_iter().chain(names).chain(totals).enumerate() {
        sheet.write_string_with_format(0, column as u16, name, &head())?;
    }
    sheet.set_column_width(0, 6)?.set_column_width(1, 20)?;
    for column in 0..dates.len() {
        sheet.set_column_width(column as u16 + 2, 25)?;
    }
    let after = dates.len() as u16 + 2;
    sheet
        .set_column_width(after, 9)?
        .set_column_width(after + 1, 12)?;
    for (position, member) in paper.people.iter().enumerate() {
        person(sheet, paper, position as u32 + 1, member)?;
    }
    Ok(())
}

fn person(
    sheet: &mut Worksheet,
    paper: &Paper,
    row: u32,
    member: &Member,
) -> std::result::Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, member.id, &text())?;
    sheet.write_string_with_format(row, 1, member.name, &text())?;
    let named = |activity: &Activity| paper.language.activity(&activity.to_string());
    for (column, date) in paper.dates.iter().enumerate() {
        let shift = paper.roster.of(member.id).find(|shift| shift.date == *date);
        let words = shift.map_or_else(String::new, |shift| {
            shift_text_in(shift, &paper.roster.grid, named)
        });
        sheet.write_string_with_format(row, column as u16 + 2, words, &text())?;
    }
    let after = paper.dates.len() as u16 + 2;
    if let Some(contract) = member.contract {
        sheet.write_number_with_format(row, after, contract.hours().0, &number("0.0"))?;
    }
    let paid: Minutes = paper.roster.of(member.id).map(|shift| shift.paid()).sum();
    sheet.write_number_with_format(row, after + 1, paid.hours().0, &number("0.0"))?;
    Ok(())
}

/// Each open interval: expected contacts, agents required and rostered, expected wait.
fn coverage(
    sheet: &mut Worksheet,
    plan: &Plan,
    language: Language,
) -> std::result::Result<(), XlsxError> {
    dress(sheet, language.say(Word::SheetCoverage), (1, 2))?;
    let shown = |word: &Word| match word {
        Word::PresentAgents | Word::PresentWait => plan.present.is_some(),
        _ => true,
    };
    let heads = [
        Word::Date,
        Word::Time,
        Word::Expected,
        Word::Required,
        Word::PresentAgents,
        Word::PlannedAgents,
        Word::PresentWait,
        Word::PlannedWait,
    ];
    let heads = heads.into_iter().filter(shown);
    for (column, word) in heads.enumerate() {
        sheet.write_string_with_format(0, column as u16, language.say(word), &head())?;
        sheet.set_column_width(column as u16, if column == 1 { 8 } else { 13 })?;
    }
    let grid = plan.open.grid;
    let open = plan
        .open
        .values
        .iter()
        .enumerate()
        .filter(|(_, open)| **open);
    for (row, (index, _)) in open.enumerate() {
        let row = row as u32 + 1;
        let local = grid.local(index);
        sheet.write_string(row, 0, local.date().to_string())?;
        sheet.write_string(row, 1, local.format("%H:%M").to_string())?;
        for (column, (value, form)) in interval(plan, index).into_iter().enumerate() {
            if let Some(value) = value {
                sheet.write_number_with_format(row, column as u16 + 2, value, &number(form))?;
            }
        }
    }
    Ok(())
}

/// The figures of an interval with the form they are written in.
fn interval(plan: &Plan, index: usize) -> Vec<(Option<f64>, &'static str)> {
    let agents = |series: &Series<Agents>| {
        let agents = series.values.get(index).map(|agents| agents.0);
        (agents, "0.0")
    };
    let wait = |side: &Side| {
        let wait = side.outcome.wait_by_interval.values.get(index).copied();
        (wait.flatten().map(|wait| wait.0), "0")
    };
    let contacts = plan.forecast.contacts.values.get(index);
    let mut figures = vec![
        (contacts.map(|contacts| contacts.0), "0.0"),
        agents(&plan.required),
    ];
    figures.extend(plan.sides().map(|side| agents(&side.coverage)));
    figures.extend(plan.sides().map(wait));
    figures
}

/// What was decided about the external centre, from a row on.
fn outside(
    sheet: &mut Worksheet,
    plan: &Plan,
    language: Language,
    mut below: u32,
) -> std::result::Result<(), XlsxError> {
    let Some(rows) = external::rows(plan, language) else {
        return Ok(());
    };
    let bill = [Word::ExternalBill, Word::Bill];
    for (words, rows) in [
        (&external::DAYS[..], rows.days),
        (&bill[..], rows.bill),
        (&external::ALTERNATIVES[..], rows.alternatives),
    ] {
        for (column, name) in external::heads(words, language).into_iter().enumerate() {
            sheet.write_string_with_format(below, column as u16, name, &head())?;
        }
        for row in rows {
            below += 1;
            for (column, cell) in row.into_iter().enumerate() {
                sheet.write_string(below, column as u16, cell)?;
            }
        }
        below += 2;
    }
    Ok(())
}

/// What the terminal shows.
fn summary(
    sheet: &mut Worksheet,
    plan: &Plan,
    language: Language,
) -> std::result::Result<(), XlsxError> {
    dress(sheet, language.say(Word::SheetSummary), (0, 0))?;
    for (column, width) in [44, 24, 24, 22].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.write_string_with_format(
        0,
        0,
        title(plan, language),
        &Format::new().set_bold().set_font_size(14),
    )?;
    sheet.write_string(1, 0, known(plan, language))?;
    let heads = columns(plan, Word::Measure, language);
    for (column, name) in heads.into_iter().enumerate() {
        sheet.write_string_with_format(3, column as u16, name, &head())?;
    }
    let rows = key_rows(plan, language);
    for (position, row) in rows.iter().enumerate() {
        for (column, cell) in row.cells(language).into_iter().enumerate() {
            sheet.write_string(position as u32 + 4, column as u16, cell)?;
        }
    }
    let below = rows.len() as u32 + 5;
    for (position, (label, verdict)) in verdicts(plan, language).into_iter().enumerate() {
        sheet.write_string_with_format(
            below + position as u32,
            0,
            label,
            &Format::new().set_bold(),
        )?;
        sheet.write_string(below + position as u32, 1, verdict)?;
    }
    outside(sheet, plan, language, below + 7)
}
