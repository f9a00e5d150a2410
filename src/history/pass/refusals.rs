//! Rows that cannot be read, and why.

use super::Pass;
use crate::error::Problem;
use crate::history::layout::{Body, MEASURES, When};
use crate::table::Row;

impl Pass<'_> {
    pub(super) fn place(&self, row: &Row, column: usize) -> String {
        let title = self.layout.titles.get(column).map_or("?", String::as_str);
        format!("{}: row {}, column {title}", self.name, row.number)
    }

    /// Says so, with what is wrong with the row's numbers; not of a row of totals.
    pub(super) fn not_a_time(&mut self, row: &Row) {
        if row.cells().take(4).any(is_total) {
            self.counts.totals += 1;
            return;
        }
        let layout = self.layout;
        if let Body::Long { measures } = &layout.body {
            self.measured(row, measures);
        }
        let column = self.layout.when.column();
        let place = self.place(row, column);
        self.faults.push("T106", || {
            let text = match self.layout.when {
                When::Start(column) => row.cell(column).to_owned(),
                When::Split { date, time } => format!("{} {}", row.cell(date), row.cell(time)),
            };
            Problem::new("T106", place, format!("`{text}` is no date and time"))
                .hint("write it as 2021-04-12 08:30; remove rows of text")
        });
    }

    pub(super) fn no_such_time(&mut self, row: &Row, column: usize) {
        let place = self.place(row, column);
        let zone = self.source.zone;
        self.faults.push("H108", || {
            let what = format!(
                "`{}` is skipped by the clock change of {zone}",
                row.cell(column)
            );
            Problem::new("H108", place, what).hint("is the time zone of the file another one?")
        });
    }

    pub(super) fn no_queue(&mut self, row: &Row) {
        let place = self.place(row, self.layout.queue.unwrap_or_default());
        self.faults.push("H114", || {
            Problem::new("H114", place, "`` names no queue").hint("fill in the queue of the row")
        });
    }

    pub(super) fn unknown_measure(&mut self, row: &Row, column: usize) {
        let place = self.place(row, column);
        self.faults.push("H111", || {
            let what = format!("`{}` is no quantity of an interval", row.cell(column));
            Problem::new("H111", place, what).hint(format!("it is one of {}", MEASURES.join(", ")))
        });
    }
}

pub(super) fn off_minute(place: String, cell: &str) -> Problem {
    Problem::new(
        "H107",
        place,
        format!("`{cell}` starts no interval: it has odd seconds"),
    )
    .hint("is this a file of single calls? then set kind = \"calls\"")
}

/// Does a cell title a row of sums or means?
pub(super) fn is_total(cell: &str) -> bool {
    const WORDS: [&str; 11] = [
        "totaal",
        "total",
        "totalen",
        "totals",
        "subtotaal",
        "subtotal",
        "eindtotaal",
        "som",
        "sum",
        "gemiddelde",
        "average",
    ];
    let first = cell
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(first))
        || cell.to_lowercase().starts_with("grand total")
}
