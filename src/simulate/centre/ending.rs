//! How contacts end.

use serde::Serialize;

/// How a contact ends; each has exactly one ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// An agent took it.
    Answered,
    /// Its patience ran out.
    Abandoned,
    /// It went outside on arrival.
    Outside,
    /// It waited until the time-out, and went elsewhere.
    TimedOut,
    /// It accepted a callback, and was called.
    CalledBack,
    /// Nobody came for it, and it has no end of patience; its wait is up to the day's end.
    Unanswered,
}

impl Ending {
    /// The word for it in files.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Abandoned => "abandoned",
            Self::Outside => "outside",
            Self::TimedOut => "timed_out",
            Self::CalledBack => "called_back",
            Self::Unanswered => "unanswered",
        }
    }
}

/// What became of a contact, or of one that was handed back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    /// Its place among the day's contacts.
    pub contact: u32,
    pub ending: Ending,
    /// Wait in seconds; of one handed back, only the wait since then.
    pub wait: f64,
    /// Had it been answered before, and handed back?
    pub again: bool,
    pub agent: Option<u32>,
}
