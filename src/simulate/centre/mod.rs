//! A contact centre event by event: several queues, skills, priorities, callbacks and overflow.
//!
//! What is imitated:
//!
//! - Each queue's contacts come as a Poisson stream at each interval's rate, times one gamma factor
//!   for the whole day. Handle time and patience follow any [`Law`], scaled to the interval's mean.
//!   All is drawn beforehand, from a stream of its own for each queue, so that two centres with the
//!   same traffic see the same contacts (common random numbers).
//! - A contact goes to an idle agent of the crew with the fewest skills that has the queue's, and
//!   among those to whoever has been idle longest: who can do everything is kept for what only they
//!   can do.
//! - An agent who comes free takes the contact of the queue that ranks first for the crew, then of
//!   the queue of the first priority, then the one that came first. Callbacks that are not due come
//!   after everybody who waits; a due one takes its place by the moment at which it called.
//! - Patience and time-outs count the time spent waiting. Nothing follows from a hang-up but a
//!   shorter queue, so one is settled when somebody next looks at the queue, not by an event.
//! - Agents come and go as [`Present`] says, and finish their contact or hand it back as
//!   [`Leaving`] says. What is handed back keeps the rest of its handle time and of its patience:
//!   with exponential laws that is the same, in law, as drawing them anew.
//! - The day starts empty. A count of agents stays after the last interval until all contacts are
//!   gone; people leave when their last stretch ends.

mod agents;
mod bridge;
mod calendar;
mod changes;
mod check;
mod choice;
mod draw;
mod ending;
mod engine;
mod figures;
mod log;
mod moments;
mod moves;
mod outcome;
mod parting;
mod plan;
mod rules;
mod tally;
mod waiting;

pub use ending::Ending;
pub use figures::Figures;
pub use log::{ContactRecord, case_log, log, write_log};
pub use outcome::{CentreOutcome, CrewOutcome, QueueOutcome, Trials, imitate};
pub use rules::{Callback, Rules};

use crate::law::Law;

/// A contact centre on one day; times in seconds after the first interval's start.
#[derive(Clone, Debug)]
pub struct Centre {
    /// Length of an interval.
    pub interval: f64,
    /// Where contacts come from and wait.
    pub queues: Vec<Queue>,
    /// Who takes them.
    pub crews: Vec<Crew>,
    /// What agents do with a contact when they have to go.
    pub leaving: Leaving,
    /// Shape of the gamma law of the day's busyness; infinite for certain days.
    pub busyness: f64,
}

/// A queue: what comes, how long it takes, how long it waits.
///
/// ```
/// use bezet::law::Law;
/// use bezet::simulate::Queue;
/// let handle_time = Law::Lognormal { mean: 330.0, cv: 1.1 };
/// let patience = Law::Exponential { mean: 1200.0 };
/// let phone = Queue::new("phone", vec![24.0, 30.0], handle_time, patience);
/// assert_eq!(phone.handle_time, [330.0, 330.0]);
/// ```
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Expected contacts in each interval.
    pub contacts: Vec<f64>,
    /// Mean handle time in each interval.
    pub handle_time: Vec<f64>,
    /// Mean patience in each interval; infinite where nobody hangs up.
    pub patience: Vec<f64>,
    /// How handle times scatter; its mean is scaled to the interval's.
    pub handle_law: Law,
    /// How patience scatters; its mean is scaled to the interval's.
    pub patience_law: Law,
    /// The lower goes first, of queues that rank equally for an agent.
    pub priority: u8,
    /// When contacts go outside, in each interval; none for never.
    pub rules: Vec<Rules>,
    /// The offer of a callback, if any.
    pub callback: Option<Callback>,
}

impl Queue {
    /// A queue whose laws hold all day, without overflow or callbacks.
    pub fn new(
        name: impl Into<String>,
        contacts: Vec<f64>,
        handle_law: Law,
        patience_law: Law,
    ) -> Self {
        Self {
            name: name.into(),
            handle_time: vec![handle_law.mean(); contacts.len()],
            patience: vec![patience_law.mean(); contacts.len()],
            contacts,
            handle_law,
            patience_law,
            priority: 0,
            rules: Vec::new(),
            callback: None,
        }
    }
}

/// Agents with the same skills.
#[derive(Clone, Debug)]
pub struct Crew {
    /// What they take, and in which order.
    pub skills: Vec<Skill>,
    /// When they are there.
    pub present: Present,
}

/// A queue that a crew takes contacts of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skill {
    /// The queue, by its place in [`Centre::queues`].
    pub queue: usize,
    /// The lower is taken first by an agent who comes free.
    pub rank: u8,
}

/// When the agents of a crew are there.
#[derive(Clone, Debug)]
pub enum Present {
    /// So many in each interval.
    Counts(Vec<u32>),
    /// Each person's stretches, from and to, in order; breaks are the gaps between them.
    Spans(Vec<Vec<(f64, f64)>>),
}

/// What happens to contacts when agents leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Of a count idle agents go first; who is on a contact finishes it and goes.
    Exhaustive,
    /// Who of a count goes is drawn without regard to what they do; a contact is finished.
    Named,
    /// Of a count idle agents go first; a contact goes back to the head of its queue.
    Preemptive,
}
