//! The workbook of scenarios: a sheet of each with every figure, sums and products as live formulas,
//! and an overview that points into them.

use super::explain::source;
use super::tables::{side_by_side, tables};
use super::words::{self, say, told, unit};
use crate::error::{Error, Result};
use crate::report::words::Language;
use crate::report::xlsx::{dress, head, number};
use crate::scenario::{Column, Comparison, Figure, Source, Unit};
use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Formula, Workbook, Worksheet, XlsxError};

type Written = std::result::Result<(), XlsxError>;

/// First row of figures on a sheet.
const FIRST: u32 = 1;

/// The column of values on a scenario's sheet.
const VALUES: u16 = 2;

/// The workbook's bytes; the same for the same comparison.
///
/// # Errors
/// When the library refuses a name or a size.
pub(super) fn workbook(comparison: &Comparison) -> Result<Vec<u8>> {
    composed(comparison).map_err(|reason| Error::Compose {
        what: "scenarios.xlsx",
        reason: reason.to_string(),
    })
}

fn composed(comparison: &Comparison) -> std::result::Result<Vec<u8>, XlsxError> {
    let language = Language::from(comparison.language);
    let mut book = Workbook::new();
    let known = comparison.known_until;
    let year = known.year().clamp(1900, 9999) as u16;
    let date = ExcelDateTime::from_ymd(year, known.month() as u8, known.day() as u8)?;
    let properties = DocProperties::new()
        .set_title(say(language, words::TITLE))
        .set_author(format!("bezet {}", comparison.version))
        .set_creation_datetime(&date);
    book.set_properties(&properties);
    let names: Vec<String> = comparison
        .columns
        .iter()
        .enumerate()
        .map(|(nth, column)| sheet_name(nth, &column.answer.id))
        .collect();
    overview(book.add_worksheet(), comparison, &names, language)?;
    for (column, name) in comparison.columns.iter().zip(&names) {
        figures(book.add_worksheet(), column, name, language)?;
    }
    for (nth, table) in tables(comparison, language).into_iter().skip(1).enumerate() {
        let sheet = book.add_worksheet();
        dress(
            sheet,
            &format!("{} {}", say(language, ("tabel", "table")), nth + 1),
            (2, 1),
        )?;
        sheet.write_string_with_format(0, 0, &table.title, &head())?;
        for (row, cells) in table.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write_string(row as u32 + 1, column as u16, cell)?;
            }
        }
        sheet.set_column_width(0, 32)?;
    }
    book.save_to_buffer()
}

/// A sheet's name: thirty letters at most and none that a workbook forbids, apart by its number.
fn sheet_name(nth: usize, id: &str) -> String {
    let kept = id
        .chars()
        .filter(|letter| letter.is_alphanumeric() || "-_ ".contains(*letter));
    let name: String = kept.take(26).collect();
    format!("{} {name}", nth + 1)
}

/// A figure of each scenario in a line of the overview.
const LINES: [&str; 10] = [
    "contacts",
    "handle_time",
    "given.fte",
    "given.wait",
    "needed.fte",
    "needed.wait",
    "needed.outside_week",
    "needed.structural",
    "needed.incidental",
    "needed.total",
];

fn overview(
    sheet: &mut Worksheet,
    comparison: &Comparison,
    names: &[String],
    language: Language,
) -> Written {
    dress(sheet, say(language, ("overzicht", "overview")), (1, 1))?;
    sheet.set_column_width(0, 42)?;
    for (nth, column) in comparison.columns.iter().enumerate() {
        let at = nth as u16 + 1;
        sheet.set_column_width(at, 16)?;
        sheet.write_string_with_format(0, at, told(language, &column.answer.name), &head())?;
    }
    for (line, name) in LINES.into_iter().enumerate() {
        let row = line as u32 + 1;
        for (nth, (column, tab)) in comparison.columns.iter().zip(names).enumerate() {
            let (Some(figure), Some(place)) =
                (column.ledger.figure(name), column.ledger.place(name))
            else {
                continue;
            };
            if nth == 0 {
                sheet.write_string(row, 0, told(language, &figure.words))?;
            }
            let formula = format!("='{tab}'!{}", cell(place));
            let formula = Formula::new(formula).set_result(figure.value.to_string());
            sheet.write_formula_with_format(row, nth as u16 + 1, formula, &number(form(figure)))?;
        }
    }
    let row = LINES.len() as u32 + 1;
    sheet.write_string(row, 0, say(language, words::STEP))?;
    let needed = LINES
        .iter()
        .position(|name| *name == "needed.fte")
        .unwrap_or(0) as u32
        + 2;
    for (nth, column) in comparison.columns.iter().enumerate() {
        let letter = rust_xlsxwriter::utility::column_number_to_name(nth as u16 + 1);
        let formula = format!("={letter}{needed}-B{needed}");
        let formula = Formula::new(formula).set_result(column.step.fte.to_string());
        sheet.write_formula_with_format(row, nth as u16 + 1, formula, &number("0.00"))?;
    }
    let help = side_by_side(comparison, language).help;
    sheet.write_string(row + 2, 0, help.unwrap_or_default())?;
    Ok(())
}

fn figures(sheet: &mut Worksheet, column: &Column, name: &str, language: Language) -> Written {
    dress(sheet, name, (1, 2))?;
    let heads = [
        words::NAME,
        words::FIGURE,
        words::VALUE,
        words::UNIT,
        words::HOW,
    ];
    for (at, pair) in heads.into_iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, say(language, pair), &head())?;
    }
    for (at, wide) in [24, 46, 16, 10, 90].into_iter().enumerate() {
        sheet.set_column_width(at as u16, wide)?;
    }
    for (place, figure) in column.ledger.figures.iter().enumerate() {
        let row = FIRST + place as u32;
        sheet.write_string(row, 0, &figure.name)?;
        sheet.write_string(row, 1, told(language, &figure.words))?;
        let form = number(form(figure));
        match &figure.source {
            Source::Formula(formula) => {
                let at = |name: &str| {
                    column
                        .ledger
                        .place(name)
                        .map_or_else(|| "0".to_owned(), cell)
                };
                let formula = format!("={}", formula.in_cells(&at));
                let formula = Formula::new(formula).set_result(figure.value.to_string());
                sheet.write_formula_with_format(row, VALUES, formula, &form)?;
            }
            _ => {
                sheet.write_number_with_format(row, VALUES, figure.value, &form)?;
            }
        }
        sheet.write_string(row, 3, unit(language, figure.unit))?;
        sheet.write_string(row, 4, source(figure, language))?;
    }
    Ok(())
}

/// The cell of the figure at a place.
fn cell(place: usize) -> String {
    let letter = rust_xlsxwriter::utility::column_number_to_name(VALUES);
    format!("{letter}{}", FIRST as usize + place + 1)
}

fn form(figure: &Figure) -> &'static str {
    match figure.unit {
        Unit::Fte | Unit::Hours => "#,##0.00",
        Unit::Contacts | Unit::Minutes => "#,##0",
        Unit::Seconds => "#,##0.0",
        Unit::Euros => "€ #,##0.00",
        Unit::Share => "0.0%",
        Unit::Number => "0.0000",
    }
}
