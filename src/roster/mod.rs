//! Who works when: people, rules, shifts and other work in; a roster with its bound out.
//!
//! Times inside a week are whole minutes after the first instant of the week's grid ([`Span`]),
//! so that rest and length are plain differences, on the days of the clock change too.

mod people;
mod rules;
mod shift;
mod solution;
mod work;

pub use people::{Leave, Person};
pub use rules::{Breach, Rules, Setting, ShiftOptions};
pub use shift::{Activity, Roster, Segment, Shift, Span};
pub use solution::{Shortage, Solution, Status, Terms, Waits, mean_wait};
pub use work::{Demand, Work};
