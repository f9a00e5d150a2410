//! How good a method would have been: rolling origins, nothing of the future seen.

mod floor;
mod score;
mod table;

pub use floor::{Floor, naive_scale};
pub use score::{LEVELS, QUANTILES, Score, Sums};
pub use table::{Calibration, Coverage, MethodScore, PerSpan, Transform};

use super::{Forecast, Method, Past};
use crate::calendar::Grid;
use crate::error::Result;
use chrono::{Days, NaiveDate};

/// The forecast that the method would have made on the evening of the origin, the last known day.
///
/// It is of `days` days from the `lead_days + 1`th after the origin on: lead 0 and 7 days are next
/// week, lead 7 and 7 days the week after. Beyond the end of the past it ends sooner.
///
/// # Errors
/// As [`Method::fit`] on what was known then.
pub fn again(
    past: &Past<'_>,
    method: &dyn Method,
    origin: NaiveDate,
    lead_days: u32,
    days: u32,
) -> Result<Forecast> {
    let grid = past.contacts.grid;
    let known = 0..grid.day_range(origin).end;
    let (contacts, handle_time) = (
        past.contacts.part(known.clone()),
        past.handle_time.part(known.clone()),
    );
    let (open, usable) = (past.open.part(known.clone()), past.usable.part(known));
    let before = Past {
        contacts: &contacts,
        handle_time: &handle_time,
        open: &open,
        usable: &usable,
        calendar: past.calendar,
    };
    let first = origin + Days::new(u64::from(lead_days) + 1);
    let target = range(&grid, first, days);
    let fitted = method.fit(&before)?;
    Ok(fitted.predict(&past.open.part(target), past.calendar))
}

fn range(grid: &Grid, first: NaiveDate, days: u32) -> std::ops::Range<usize> {
    let start = grid.day_range(first).start;
    start
        ..grid
            .day_range(first + Days::new(u64::from(days)))
            .start
            .max(start)
}
