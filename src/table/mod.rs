//! Rows of text out of files: what telephone systems and spreadsheets really export.
//!
//! [`Table::open`] finds out how a file is written (delimiter, byte order mark, line ends, text
//! encoding, gzip, workbook) and says so once in [`Table::notes`]. Rows stream by, so a file may
//! be larger than memory; workbooks, which cannot be that large, are read whole. What a cell
//! means is decided by [`number`], [`Stamp`] and their kin: a convention that a file leaves open
//! (`1,234`, `03/04/2021`) is settled by the file's own evidence or refused, never guessed.

mod choice;
mod clock;
mod columns;
mod date;
mod duration;
mod faults;
mod number;
mod open;
mod time;
mod workbook;

pub use choice::{Choice, Verdict};
pub use clock::{Clock, time_of_day};
pub use columns::{Columns, Wanted};
pub use date::{DateOrder, date};
pub use duration::duration;
pub use faults::Faults;
pub use number::{Decimal, Number, is_unknown, number, read_number};
pub use open::Table;
pub use time::{Moment, Stamp, stamp};

use csv::ByteRecord;

/// One row of a table, with its place in the file.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Line of the file (or row of the sheet), counted from one.
    pub number: u64,
    record: ByteRecord,
}

impl Row {
    /// The text of a cell without surrounding blanks; empty where the row is too short.
    pub fn cell(&self, column: usize) -> &str {
        let bytes = self.record.get(column).unwrap_or_default();
        std::str::from_utf8(bytes)
            .unwrap_or_default()
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
    }

    /// All cells, trimmed.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.record.len()).map(|column| self.cell(column))
    }

    /// Has no cell any text?
    pub fn is_blank(&self) -> bool {
        self.cells().all(str::is_empty)
    }
}
