//! Those who wait in a queue, and those who will be called back.

use crate::simulate::arrivals::Contact;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

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

impl Waiting {
    /// One who has just arrived.
    pub(super) fn new(index: u32, contact: &Contact, leaves: f64) -> Self {
        Self {
            contact: index,
            again: false,
            since: contact.arrival,
            leaves,
            waited: 0.0,
            work: contact.service,
        }
    }
}

/// The waiting of one queue, first come first served.
#[derive(Debug, Default)]
pub(super) struct Line {
    waiting: VecDeque<Waiting>,
    /// Callbacks promised, in order of arrival.
    pub callbacks: VecDeque<Waiting>,
    count: Option<Count>,
}

impl Line {
    /// Nobody waits; `asks`: will anybody ask how many do?
    pub(super) fn reset(&mut self, asks: bool) {
        self.waiting.clear();
        self.callbacks.clear();
        self.count = asks.then(Count::default);
    }

    pub(super) fn join(&mut self, waiting: Waiting) {
        self.waiting.push_back(waiting);
        if let Some(count) = &mut self.count {
            count.join(waiting.leaves);
        }
    }

    /// Goes to the head, being handed back.
    pub(super) fn rejoin(&mut self, waiting: Waiting) {
        self.waiting.push_front(waiting);
        if let Some(count) = &mut self.count {
            count.join(waiting.leaves);
        }
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

    /// Takes out the first, who is still there.
    pub(super) fn pop(&mut self) -> Option<Waiting> {
        let first = self.waiting.pop_front();
        if let (Some(first), Some(count)) = (first, &mut self.count) {
            count.answer(first.leaves);
        }
        first
    }

    /// How many still wait at a moment; 0 where nobody was to ask. Moments come in order.
    pub(super) fn count(&mut self, now: f64) -> u32 {
        self.count.as_mut().map_or(0, |count| count.at(now))
    }
}

/// How many wait, though those who hang up say nothing.
///
/// Of all who joined, and of those answered, the moments at which they would leave or would have
/// left lie in a heap each: whoever passes that moment unanswered has left.
#[derive(Debug, Default)]
struct Count {
    here: u32,
    joined: BinaryHeap<Reverse<u64>>,
    answered: BinaryHeap<Reverse<u64>>,
}

impl Count {
    fn join(&mut self, leaves: f64) {
        self.here += 1;
        self.joined.push(Reverse(leaves.to_bits()));
    }

    fn answer(&mut self, leaves: f64) {
        self.here = self.here.saturating_sub(1);
        self.answered.push(Reverse(leaves.to_bits()));
    }

    /// Moments are not negative, so their bits order as they do.
    fn at(&mut self, now: f64) -> u32 {
        let answered = passed(&mut self.answered, now);
        let left = passed(&mut self.joined, now);
        self.here = (self.here + answered).saturating_sub(left);
        self.here
    }
}

/// Takes out the moments up to now, and says how many they were.
fn passed(moments: &mut BinaryHeap<Reverse<u64>>, now: f64) -> u32 {
    let mut passed = 0;
    while moments.peek().is_some_and(|at| f64::from_bits(at.0) <= now) {
        moments.pop();
        passed += 1;
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    /// What a search through the whole line finds, whoever joins, is answered or leaves.
    #[test]
    fn those_who_wait_are_counted_without_looking() {
        let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(3);
        let mut line = Line::default();
        line.reset(true);
        let mut most = 0;
        for step in 0..5000 {
            let now = f64::from(step);
            while line.pop_gone(now).is_some() {}
            if step % 3 == 0 {
                line.pop();
            }
            if step % 50 != 0 {
                let leaves = match random.random_range(0..4) {
                    0 => f64::INFINITY,
                    _ => now + f64::from(random.random_range(0..60)),
                };
                let contact = Contact {
                    arrival: now,
                    service: 1.0,
                    patience: 1.0,
                    interval: 0,
                    queue: 0,
                };
                line.join(Waiting::new(0, &contact, leaves));
            }
            let here = line.waiting.iter().filter(|one| one.leaves > now).count();
            assert_eq!(line.count(now) as usize, here, "{step}");
            most = most.max(here);
        }
        assert!(most > 20);
    }
}
