//! What the contacts of a queue meet, with certainty.

use super::moments::Moments;
use super::tally::Sums;
use crate::simulate::Estimate;
use serde::Serialize;

/// What the contacts of a queue meet: of a day, or of those who arrive in an interval.
///
/// A wait ends when an agent first answers. Those who are handed back count once as answered; the
/// day's waits and hang-ups include what they do after that, an interval's do not. Who accepts a
/// callback leaves the queue at once, without a wait.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Contacts offered.
    pub offered: Estimate,
    /// Contact-seconds of waiting.
    pub queue_time: Estimate,
    /// Mean wait of accepted contacts: offered, less those who go outside or will be called back.
    pub wait: Estimate,
    /// Mean wait over all offered contacts.
    pub wait_offered: Estimate,
    /// Mean wait of answered contacts.
    pub wait_answered: Estimate,
    /// Share of offered contacts answered by an agent.
    pub answered: Estimate,
    /// Share that hangs up.
    pub abandoned: Estimate,
    /// Share that goes outside on arrival.
    pub outside: Estimate,
    /// Share that leaves at the time-out.
    pub timed_out: Estimate,
    /// Share that is called back.
    pub called_back: Estimate,
    /// Share for which nobody came.
    pub unanswered: Estimate,
    /// Mean time from arrival to callback.
    pub callback_delay: Estimate,
    /// Share of callbacks that are on time.
    pub callback_on_time: Estimate,
    /// Share of offered contacts answered within each threshold.
    pub within: Vec<Estimate>,
}

/// Figures without those by threshold.
pub(super) const PLAIN: usize = 13;

/// Each figure as a ratio, in one replication; `again`: with what follows a handing back.
pub(super) fn pairs(sums: &Sums, again: bool) -> [(f64, f64); PLAIN] {
    let also = |first: f64, later: f64| if again { first + later } else { first };
    let offered = sums.offered();
    let accepted = offered - sums.outside - sums.called_back;
    let wait = also(sums.wait(), sums.again_wait);
    [
        (offered, 1.0),
        (wait, 1.0),
        (wait, accepted),
        (wait, offered),
        (sums.answered_wait, sums.answered),
        (sums.answered, offered),
        (also(sums.abandoned, sums.again_abandoned), offered),
        (sums.outside, offered),
        (also(sums.timed_out, sums.again_timed_out), offered),
        (sums.called_back, offered),
        (sums.unanswered, offered),
        (sums.delay, sums.called_back),
        (sums.on_time, sums.called_back),
    ]
}

impl Figures {
    pub(super) fn of(moments: &[Moments], replications: u32) -> Self {
        let figure = |index: usize| moments[index].estimate(replications);
        Self {
            offered: figure(0),
            queue_time: figure(1),
            wait: figure(2),
            wait_offered: figure(3),
            wait_answered: figure(4),
            answered: figure(5),
            abandoned: figure(6),
            outside: figure(7),
            timed_out: figure(8),
            called_back: figure(9),
            unanswered: figure(10),
            callback_delay: figure(11),
            callback_on_time: figure(12),
            within: (PLAIN..moments.len()).map(figure).collect(),
        }
    }
}
