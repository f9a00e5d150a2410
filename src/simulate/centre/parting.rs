//! Contacts that end without an agent: patience, the time-out, the end of the day.

use super::ending::{Ended, Ending};
use super::engine::Imitation;
use super::waiting::Waiting;
use crate::simulate::arrivals::Contact;

impl<F: FnMut(&Contact, Ended)> Imitation<'_, F> {
    /// How long a contact waits at most.
    pub(super) fn limit(&self, index: u32) -> f64 {
        let contact = &self.contacts[index as usize];
        let limits = &self.plan.lines[contact.queue as usize].limits;
        let timeout = limits.get(contact.interval as usize).map(|l| l.timeout);
        contact.patience.min(timeout.unwrap_or(f64::INFINITY))
    }

    pub(super) fn give_up(&mut self, gone: Waiting) {
        let contact = &self.contacts[gone.contact as usize];
        let limit = self.limit(gone.contact);
        let ended = Ended {
            contact: gone.contact,
            ending: match limit < contact.patience {
                true => Ending::TimedOut,
                false => Ending::Abandoned,
            },
            wait: limit - gone.waited,
            again: gone.again,
            agent: None,
        };
        (self.each)(contact, ended);
    }

    /// Settles all who still wait when nothing more happens.
    pub(super) fn close(&mut self) {
        for queue in 0..self.floor.lines.len() {
            while let Some(left) = self.floor.lines[queue].pop() {
                if left.leaves.is_finite() {
                    self.give_up(left);
                } else {
                    self.strand(left);
                }
            }
            while let Some(promised) = self.floor.lines[queue].callbacks.pop_front() {
                self.strand(promised);
            }
        }
    }

    fn strand(&mut self, left: Waiting) {
        let ended = Ended {
            contact: left.contact,
            ending: Ending::Unanswered,
            wait: (self.plan.horizon - left.since).max(0.0),
            again: left.again,
            agent: None,
        };
        (self.each)(&self.contacts[left.contact as usize], ended);
    }
}
