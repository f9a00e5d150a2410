//! Which files hold the history, and what is known of them beforehand.

use crate::error::{Problem, Result, nearest};
use crate::table::{DateOrder, Decimal};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How intervals lie in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Seen from the header.
    #[default]
    Auto,
    /// A row per interval.
    Long,
    /// A row per day, a column per interval.
    Wide,
}

/// What a row records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Seen from the header.
    #[default]
    Auto,
    /// Intervals, with counts and means.
    Intervals,
    /// Single calls.
    Calls,
}

/// How a single call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An agent answered.
    Answered,
    /// The caller hung up while waiting.
    Abandoned,
    /// No call at all, or one that never reached the queue.
    Ignored,
}

/// Files with history and what is known of them; the rest is seen from the files and noted.
#[derive(Clone, Debug)]
pub struct Source {
    /// The files; together they are one history.
    pub files: Vec<PathBuf>,
    /// Long or wide.
    pub shape: Shape,
    /// Intervals or single calls.
    pub kind: Kind,
    /// bezet's name of a column to the file's own, where they differ.
    pub columns: BTreeMap<String, String>,
    /// Words in the outcome column of single calls, beyond the usual ones.
    pub outcomes: BTreeMap<String, Outcome>,
    /// Time zone of local times.
    pub zone: Tz,
    /// Name of the queue in files without a queue column.
    pub queue: Option<String>,
    /// Queues to keep; all where empty. The rest is skipped, which saves time and memory.
    pub only: Vec<String>,
    /// One of them that is new, and need not be in the files yet.
    pub new: Option<String>,
    /// Minutes of the intervals in which single calls are counted.
    pub step: u32,
    /// The decimal sign, where the file does not show it.
    pub decimal: Option<Decimal>,
    /// The order of day and month in dates with slashes, where the file does not show it.
    pub dates: Option<DateOrder>,
}

impl Source {
    /// These files, with nothing known beforehand, in this time zone.
    pub fn new(files: Vec<PathBuf>, zone: Tz) -> Self {
        Self {
            files,
            shape: Shape::Auto,
            kind: Kind::Auto,
            columns: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            zone,
            queue: None,
            only: Vec::new(),
            new: None,
            step: 15,
            decimal: None,
            dates: None,
        }
    }
}

/// The problem of a queue that the history does not hold (`H105`), naming those that it does.
pub(super) fn no_such_queue(place: &str, queue: &str, known: &[&str]) -> Problem {
    let mut hint = format!("queues with history are {}", known.join(", "));
    if let Some(near) = nearest(queue, known.iter().copied()) {
        hint.push_str(&format!("; did you mean `{near}`?"));
    }
    Problem::new("H105", place, format!("has no history of queue `{queue}`")).hint(hint)
}

impl super::History {
    /// The queue of this name.
    ///
    /// # Errors
    /// `H105` when there is none, with the names that there are.
    pub fn queue(&self, name: &str) -> Result<&super::Queue> {
        self.queues.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.queues.keys().map(String::as_str).collect();
            no_such_queue("history", name, &known).into()
        })
    }
}
