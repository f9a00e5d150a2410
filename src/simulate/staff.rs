//! Who can take the next contact, and when.
//!
//! Contacts are served in order of arrival, so it suffices to know for each of them the earliest
//! moment at which an agent is free and not yet promised to an earlier contact (the recursion of
//! Kiefer and Wolfowitz, with agents who come and go). A contact that hangs up before that
//! moment promises nothing.

mod counted;
mod named;

pub(super) use counted::{Counted, CountedPlan};
pub(super) use named::{Named, NamedPlan};

use std::cmp::Reverse;

/// The agents of one replication of one case.
pub(super) trait Staff {
    /// The earliest moment at which a contact that arrives now can be answered; infinite if never.
    /// Arrivals must come in order.
    fn earliest(&mut self, arrival: f64) -> f64;

    /// Lets the agent found by `earliest` work from `start` for `service` seconds.
    fn take(&mut self, start: f64, service: f64);

    /// Agents there at a moment; moments must come in order.
    fn present(&mut self, moment: f64) -> u32;

    /// Agent time available so far drawn up, for the whole grid, in seconds.
    fn available(&self) -> f64;

    /// Agent time spent on contacts after stretches had ended, in seconds.
    fn overtime(&self) -> f64;
}

/// A moment from which an agent is free, and the agent; the earliest is on top of a heap.
///
/// Moments are not negative, so their bits order as they do.
type Free = Reverse<(u64, u32)>;

fn free(moment: f64, agent: u32) -> Free {
    Reverse((moment.max(0.0).to_bits(), agent))
}

fn moment(free: &Free) -> f64 {
    f64::from_bits(free.0.0)
}
