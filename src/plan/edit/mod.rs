//! A planned week edited: what a change breaks, and what it does to the wait and the cost.
//!
//! An edit is applied to a roster and nothing else; what is asked of the result is asked of the same
//! checker and the same exact wait as of any roster. Only days that a change touches are followed
//! again.

mod answer;
mod apply;
mod candidates;
mod changes;
mod exchange;
mod found;
mod look;
mod mend;
mod notice;
mod suggest;
mod text;
mod wider;

pub use answer::{Answer, Editor, Figures, latest, published, version_file};
pub use apply::Edited;
pub use changes::{CoverageChange, ShiftChange, changes_between};
pub use suggest::{Repair, Repairs};
pub use text::EditKind;

use chrono::{NaiveDate, NaiveDateTime};

/// A change that a planner makes to a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Somebody is away from a moment on: what is rostered from then is absence, paid, but for lunch.
    Sick {
        /// Id of the person.
        person: String,
        /// From this local time.
        from: NaiveDateTime,
        /// The last day; the last of the week if not said.
        until: Option<NaiveDate>,
    },
    /// Somebody has a day off: as [`Sick`](Self::Sick) all day.
    Off {
        /// Id of the person.
        person: String,
        /// The day.
        date: NaiveDate,
    },
    /// Two people swap what they do on a day; who was free works, and the other is free then.
    Swap {
        /// Ids of the two.
        people: [String; 2],
        /// The day.
        date: NaiveDate,
    },
    /// A shift begins at another time, with all that is in it.
    Move {
        /// Id of the person.
        person: String,
        /// The day.
        date: NaiveDate,
        /// Its new start, minutes after midnight.
        start: u32,
    },
    /// Somebody has this shift on a day in place of any other.
    Assign {
        /// Id of the person.
        person: String,
        /// The day.
        date: NaiveDate,
        /// As [`shift_text`](crate::roster::shift_text) writes it; empty: none.
        shift: String,
    },
    /// Shifts stand as they are from here on.
    Lock {
        /// Id of the person.
        person: String,
        /// One day, or every day with a shift.
        date: Option<NaiveDate>,
    },
    /// Shifts may change again.
    Unlock {
        /// Id of the person.
        person: String,
        /// One day, or every day.
        date: Option<NaiveDate>,
    },
}
