//! The rows of a small table, found by the names of its columns.

use crate::error::{Error, Findings, Result};
use crate::table::{Row, Table};
use chrono::{Datelike, NaiveDate};
use std::path::{Path, PathBuf};

/// A table read whole.
pub struct Rows {
    /// The file, for places.
    pub file: String,
    /// Names of the columns, in lower case.
    pub header: Vec<String>,
    /// The rows that are not blank.
    pub rows: Vec<Row>,
}

impl Rows {
    /// Reads a file; of a workbook the sheet of that name, else the first. How the file is
    /// written goes to the findings, and so does the problem of a file that is no table.
    pub fn read(path: &Path, sheet: &str, findings: &mut Findings) -> Result<Option<Self>> {
        let Some(mut table) = findings.keep(open(path, sheet))? else {
            return Ok(None);
        };
        let rows = table.rows()?;
        findings.notes.extend(table.notes());
        Ok(Some(Self {
            file: table.name.clone(),
            header: table
                .header
                .iter()
                .map(|name| name.to_lowercase())
                .collect(),
            rows,
        }))
    }

    /// The column that has one of the names.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.header
            .iter()
            .position(|name| names.contains(&name.as_str()))
    }

    /// The text of a row under a name; empty where there is no such column.
    pub fn text<'a>(&self, row: &'a Row, name: &str) -> &'a str {
        self.column(&[name]).map_or("", |column| row.cell(column))
    }

    /// Where a cell is.
    pub fn place(&self, row: &Row, column: &str) -> String {
        format!("{}: row {}, column {column}", self.file, row.number)
    }
}

fn open(path: &Path, sheet: &str) -> Result<Table> {
    let mut named = path.as_os_str().to_owned();
    named.push("#");
    named.push(sheet);
    match Table::open(PathBuf::from(named)) {
        Err(Error::Problems(problems)) if problems.iter().any(|p| p.code == "T109") => {
            Table::open(path)
        }
        other => other,
    }
}

/// Reads `2021-04-12`, `12-04-2021` or `12/04/2021`, after a weekday if there is one.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let word = text.split_whitespace().last()?;
    let formats = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"];
    let dates = formats
        .iter()
        .filter_map(|form| NaiveDate::parse_from_str(word, form).ok());
    dates
        .into_iter()
        .find(|date| (1900..2200).contains(&date.year()))
}
