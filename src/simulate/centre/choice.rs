//! Which contact an agent takes who comes free.

use super::ending::Ended;
use super::engine::Imitation;
use super::waiting::Waiting;
use crate::simulate::arrivals::Contact;

impl<F: FnMut(&Contact, Ended)> Imitation<'_, F> {
    /// The queue that an agent of a crew takes from next, and whether it is a callback.
    pub(super) fn next_for(&mut self, crew: u32, now: f64) -> Option<(u32, bool)> {
        let ranks = &self.plan.crews[crew as usize].ranks;
        ranks
            .iter()
            .find_map(|equal| self.first_of(equal, now))
            .or_else(|| ranks.iter().find_map(|equal| self.oldest_callback(equal)))
    }

    /// Of queues that rank equally the one of the first priority, then whose first came first.
    fn first_of(&mut self, queues: &[u32], now: f64) -> Option<(u32, bool)> {
        let mut best: Option<((u8, f64), (u32, bool))> = None;
        for &queue in queues {
            while let Some(gone) = self.floor.lines[queue as usize].pop_gone(now) {
                self.give_up(gone);
            }
            let plan = &self.plan.lines[queue as usize];
            let line = &self.floor.lines[queue as usize];
            let arrival = |waiting: &Waiting| self.contacts[waiting.contact as usize].arrival;
            let due = line.callbacks.front().map(arrival).filter(|came| {
                plan.callback
                    .is_some_and(|offer| came + offer.within <= now)
            });
            let here = line.first().map(arrival);
            let is_callback = due.is_some_and(|due| here.is_none_or(|here| due < here));
            let Some(came) = (if is_callback { due } else { here }) else {
                continue;
            };
            let key = (plan.priority, came);
            if best.is_none_or(|(first, _)| key < first) {
                best = Some((key, (queue, is_callback)));
            }
        }
        best.map(|(_, found)| found)
    }

    fn oldest_callback(&self, queues: &[u32]) -> Option<(u32, bool)> {
        let promised = queues.iter().filter_map(|&queue| {
            let first = self.floor.lines[queue as usize].callbacks.front()?;
            Some((first.contact, queue))
        });
        promised.min().map(|(_, queue)| (queue, true))
    }
}
