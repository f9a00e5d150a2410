//! Numbers of a row: read, and whether they can be true.

use super::{Pass, seen};
use crate::error::Problem;
use crate::history::layout::{Body, is_duration};
use crate::table::{Row, duration, is_unknown, read_number};

/// More contacts than this in one interval are no count.
const MOST: f64 = 1e6;

impl Pass<'_> {
    /// The number in a cell; not a number where unknown, `None` (and a problem) where unreadable.
    pub(super) fn number(&mut self, row: &Row, column: usize, measure: usize) -> Option<f64> {
        let cell = row.cell(column);
        if is_unknown(cell) {
            self.counts.odd_unknown += u64::from(!cell.is_empty());
            return Some(f64::NAN);
        }
        let decimals = &mut self.decimals;
        let read = match is_duration(measure) {
            true => duration(cell, decimals, || seen(row, cell)),
            false => read_number(cell, decimals, || seen(row, cell)),
        };
        if read.is_none() {
            let place = self.place(row, column);
            let kind = if is_duration(measure) {
                "duration"
            } else {
                "number"
            };
            self.faults.push("T105", || {
                Problem::new("T105", place, format!("`{cell}` is no {kind}"))
                    .hint("put a number there, or leave the cell empty if it is not known")
            });
        }
        read
    }

    /// Whether the numbers of an interval can be true; problems where not.
    pub(super) fn credible(&mut self, row: &Row, values: &[f64; 6]) -> bool {
        let mut credible = true;
        for (measure, value) in values.iter().enumerate() {
            let place = || self.place(row, self.column_of(measure));
            if *value < 0.0 {
                credible = false;
                let place = place();
                self.faults.push("H101", || {
                    Problem::new("H101", place, format!("`{value}` is negative"))
                        .hint("counts and durations are zero or more; leave unknown ones empty")
                });
            } else if *value > MOST && !is_duration(measure) {
                credible = false;
                let place = place();
                self.faults.push("H102", || {
                    Problem::new(
                        "H102",
                        place,
                        format!("`{value}` is no count of one interval"),
                    )
                    .hint("at most 1000000; is another column meant, or the decimal sign?")
                });
            }
        }
        let [offered, answered, ..] = *values;
        if credible && answered > offered {
            credible = false;
            let place = self.place(row, self.column_of(1));
            self.faults.push("H103", || {
                let what = format!("answered `{answered}` is above offered `{offered}`");
                Problem::new("H103", place, what)
                    .hint("count both by the interval in which the contact arrived")
            });
        }
        credible
    }

    fn column_of(&self, measure: usize) -> usize {
        match &self.layout.body {
            Body::Long { measures } => measures.get(measure).copied().flatten(),
            Body::Wide { measure, .. } => *measure,
            Body::Calls { handle, wait, .. } => [*handle, *wait]
                .get(measure.wrapping_sub(3))
                .copied()
                .flatten(),
        }
        .unwrap_or(self.layout.when.column())
    }
}
