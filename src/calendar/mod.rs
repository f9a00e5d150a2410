//! Time as contact centres know it: grids of instants, opening hours, holidays and events.
//!
//! A [`Grid`] is a run of equal intervals between instants in a time zone; a [`Series`] has one
//! value for each of them. Local clock times are questions to the grid, so the days of the clock
//! change have 92 or 100 quarters of an hour and nothing else needs to know.

mod events;
mod grid;
mod holidays;
mod hours;
mod series;

pub use events::{DayCalendar, Event, EventKind};
pub use grid::{Grid, IsoWeek, local_instant};
pub use holidays::{Holiday, dutch_holidays, easter};
pub use hours::{ClockSpan, OpeningHours, WEEKDAYS, clock, parse_clock, parse_weekdays, weekday};
pub use series::Series;
