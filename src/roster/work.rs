//! Work off the contacts: it takes people off the phone, and has hours of its own.

use crate::calendar::ClockSpan;
use crate::units::Minutes;
use serde::Serialize;

/// A kind of other work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Work {
    /// Its name: `counter`.
    pub name: String,
    /// The skill it needs; `None`: anyone can do it.
    pub skill: Option<String>,
    /// Does it take a seat of the site?
    pub seat: bool,
    /// Is it screen work? If not, it breaks a stretch of screen work.
    pub screen: bool,
    /// Shortest and longest time at a stretch.
    pub block: (Minutes, Minutes),
    /// How much of it there is, and when.
    pub demand: Demand,
}

/// How much of a kind of other work there is, and when.
///
/// Windows are per weekday, Monday first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Demand {
    /// So many people throughout the windows.
    Staffed {
        /// People at every minute of the windows.
        people: u32,
        /// The windows.
        windows: [Vec<ClockSpan>; 7],
    },
    /// So much time a day, anywhere in the windows.
    Hours {
        /// Time on each weekday that has a window and is open.
        per_day: Minutes,
        /// The windows.
        windows: [Vec<ClockSpan>; 7],
    },
    /// Each of these people once in the week, anywhere in the windows.
    Session {
        /// Ids of the people.
        people: Vec<String>,
        /// How long it takes.
        minutes: Minutes,
        /// The windows.
        windows: [Vec<ClockSpan>; 7],
    },
    /// A whole team at a fixed time; those who are away or off that day are excused.
    Meeting {
        /// The team.
        team: String,
        /// Weekday, 0 is Monday.
        weekday: usize,
        /// When.
        at: ClockSpan,
    },
}
