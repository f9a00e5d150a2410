//! Writing a roster as a table: a row per stretch of each shift.

use super::Roster;
use super::text::clock_after;
use crate::calendar::clock;
use std::io::{self, Write};

/// Writes `person,date,activity,from,to`, with local times; those after midnight count on
/// (`25:30`).
///
/// # Errors
/// Those of the writer.
pub fn write_roster_csv(roster: &Roster, out: &mut impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["person", "date", "activity", "from", "to"])?;
    for shift in &roster.shifts {
        let at = |minute| clock(clock_after(&roster.grid, shift.date, minute).unsigned_abs());
        for segment in &shift.segments {
            table.write_record([
                &shift.person,
                &shift.date.to_string(),
                &segment.activity.to_string(),
                &at(segment.span.from),
                &at(segment.span.to),
            ])?;
        }
    }
    table.flush()
}

/// The same as text.
pub fn roster_csv(roster: &Roster) -> String {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let written = write_roster_csv(roster, &mut bytes);
    written.map_or_else(
        |_| String::new(),
        |()| String::from_utf8_lossy(&bytes).into_owned(),
    )
}
