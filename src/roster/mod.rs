//! Who works when: people, rules, shifts and other work in; a roster with its bound out.
//!
//! Times inside a week are whole minutes after the first instant of the week's grid ([`Span`]),
//! so that rest and length are plain differences, on the days of the clock change too.

mod check;
mod people;
mod reach;
mod read;
pub mod rules;
mod shift;
mod solution;
mod text;
mod work;
mod write;

pub use check::check;
pub use people::{Leave, Person};
pub use reach::{unknown_people, unreachable_contracts};
pub use read::{Code, read_people, read_roster};
pub use rules::{Breach, Rules, Setting, ShiftOptions};
pub use shift::{Activity, Roster, Segment, Shift, Span};
pub use solution::{Shortage, Solution, Status, Terms, Waits, mean_wait};
pub use text::{parse_shift_text, shift_text};
pub use work::{Demand, Work};
pub use write::{roster_csv, write_roster_csv};
