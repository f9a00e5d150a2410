//! Those who wait in a queue, and those who will be called back.

use std::collections::VecDeque;

/// One who waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    /// Its place among the day's contacts.
    pub contact: u32,
    /// Has it been answered before, and handed back?
    pub again: bool,
    /// It arrived, or was handed back.
    pub since: f64,
    /// It leaves on its own.
    pub leaves: f64,
    /// Seconds that it waited before it was handed back.
    pub waited: f64,
    /// Handle time still to come.
    pub work: f64,
}

/// The waiting of one queue, first come first served.
#[derive(Debug, Default)]
pub(super) struct Line {
    waiting: VecDeque<Waiting>,
    /// Callbacks promised, in order of arrival.
    pub callbacks: VecDeque<Waiting>,
}

impl Line {
    pub(super) fn join(&mut self, waiting: Waiting) {
        self.waiting.push_back(waiting);
    }

    /// Goes to the head, being handed back.
    pub(super) fn rejoin(&mut self, waiting: Waiting) {
        self.waiting.push_front(waiting);
    }

    /// Takes out the first if it has left by now.
    pub(super) fn pop_gone(&mut self, now: f64) -> Option<Waiting> {
        match self.waiting.front() {
            Some(first) if first.leaves <= now => self.waiting.pop_front(),
            _ => None,
        }
    }

    pub(super) fn first(&self) -> Option<&Waiting> {
        self.waiting.front()
    }

    pub(super) fn pop(&mut self) -> Option<Waiting> {
        self.waiting.pop_front()
    }

    /// How many still wait at a moment.
    pub(super) fn count(&self, now: f64) -> usize {
        let here = |waiting: &&Waiting| waiting.leaves > now;
        self.waiting.iter().filter(here).count()
    }
}
