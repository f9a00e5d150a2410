//! Sheets of workbooks as rows of text.

use super::Row;
use crate::error::{Error, Problem, Result, nearest};
use calamine::{Data, ExcelDateTime, Reader, open_workbook_auto_from_rs};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use csv::ByteRecord;
use std::io::Cursor;

/// The rows of a sheet, and its name with how many there are.
pub(super) struct Sheet {
    pub rows: Vec<Row>,
    pub name: String,
    pub sheets: usize,
}

/// Reads the named sheet of a workbook, else its first.
pub(super) fn read(place: &str, bytes: Vec<u8>, name: Option<&str>) -> Result<Sheet> {
    let unreadable = |reason: String| {
        let what = format!("is no readable workbook: `{reason}`");
        let hint = "open it in a spreadsheet and save it as .xlsx or .csv";
        Error::from(Problem::new("T108", place, what).hint(hint))
    };
    let mut workbook =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| unreadable(e.to_string()))?;
    let names = workbook.sheet_names();
    let wanted = match name {
        Some(name) => names.iter().find(|sheet| *sheet == name),
        None => names.first(),
    };
    let Some(wanted) = wanted else {
        return Err(no_sheet(place, name.unwrap_or_default(), &names).into());
    };
    let range = workbook
        .worksheet_range(wanted)
        .map_err(|e| unreadable(e.to_string()))?;
    let first = range.start().map_or(0, |(row, _)| u64::from(row)) + 1;
    let rows = range.rows().zip(first..).map(|(cells, number)| Row {
        number,
        record: cells.iter().map(text).collect::<ByteRecord>(),
    });
    Ok(Sheet {
        rows: rows.collect(),
        name: wanted.clone(),
        sheets: names.len(),
    })
}

fn no_sheet(place: &str, name: &str, names: &[String]) -> Problem {
    let mut hint = format!("its sheets are {}", names.join(", "));
    if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
        hint.push_str(&format!("; did you mean `{near}`?"));
    }
    Problem::new("T109", place, format!("has no sheet `{name}`")).hint(hint)
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => value.to_string(),
        Data::Bool(value) => u8::from(*value).to_string(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => moment_text(moment),
    }
}

/// A date as `2021-04-12`, a moment as `2021-04-12 08:00:00`, a time or duration as `08:00:00`.
fn moment_text(moment: &ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&serial) {
        let seconds = (serial * 86_400.0).round() as i64;
        let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        return format!("{sign}{:02}:{:02}:{seconds:02}", minutes / 60, minutes % 60);
    }
    match civil(moment) {
        Some(local) if local.time() == chrono::NaiveTime::MIN => local.date().to_string(),
        Some(local) => local.format("%Y-%m-%d %H:%M:%S").to_string(),
        None => serial.to_string(),
    }
}

/// To the nearest second: a serial number is a fraction of a day and never exact.
fn civil(moment: &ExcelDateTime) -> Option<NaiveDateTime> {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())?;
    let local = date.and_hms_opt(hour.into(), minute.into(), second.into())?;
    Some(local + TimeDelta::seconds(i64::from(milli >= 500)))
}
