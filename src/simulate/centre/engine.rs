//! One replication, event by event.
//!
//! Three sources of events are merged: arrivals and changes of agents, both known beforehand and
//! in order, and the ends of handling in the [`Calendar`]. At one moment a change comes before an
//! end, and an end before an arrival.

use super::agents::{Agents, Held, State};
use super::calendar::{Calendar, End};
use super::changes::Change;
use super::ending::{Ended, Ending};
use super::plan::{Limits, LinePlan, Plan};
use super::waiting::{Line, Waiting};
use crate::simulate::arrivals::{Contact, mix, uniform};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;

/// What moves while a replication runs; kept from one to the next for its memory.
#[derive(Debug)]
pub(super) struct Floor {
    pub agents: Agents,
    pub ends: Calendar,
    pub lines: Vec<Line>,
}

impl Floor {
    pub(super) fn new() -> Self {
        Self {
            agents: Agents::default(),
            ends: Calendar::new(),
            lines: Vec::new(),
        }
    }
}

/// The chance that is not drawn with the contacts.
#[derive(Debug)]
pub(super) struct Chance {
    /// Scrambled from seed and replication.
    pub key: u64,
    /// Draws who leaves.
    pub leavers: Pcg64Mcg,
}

/// The keys of the two choices that a contact may make.
const OUTSIDE: u64 = 0x0075_1de5;
const CALLBACK: u64 = 0x00ca_11ba;

/// Runs one replication: `each` hears of every contact how it ends.
pub(super) fn imitate(
    plan: &Plan,
    changes: &[Change],
    contacts: &[Contact],
    floor: &mut Floor,
    chance: Chance,
    each: impl FnMut(&Contact, Ended),
) {
    floor.agents.reset(plan);
    floor.ends.reserve(plan.people.len());
    floor.lines.resize_with(plan.lines.len(), Line::default);
    for (line, plan) in floor.lines.iter_mut().zip(&plan.lines) {
        line.reset(plan.asks());
    }
    let mut imitation = Imitation {
        plan,
        contacts,
        floor,
        chance,
        each,
    };
    imitation.run(changes);
    imitation.close();
}

pub(super) struct Imitation<'a, F> {
    pub(super) plan: &'a Plan,
    pub(super) contacts: &'a [Contact],
    pub(super) floor: &'a mut Floor,
    pub(super) chance: Chance,
    pub(super) each: F,
}

impl<F: FnMut(&Contact, Ended)> Imitation<'_, F> {
    fn run(&mut self, changes: &[Change]) {
        let mut changes = changes.iter().peekable();
        let mut moved = changes.peek().map_or(f64::INFINITY, |change| change.at);
        let mut next = 0;
        loop {
            let arrival = self.contacts.get(next).map_or(f64::INFINITY, |c| c.arrival);
            let end = self.floor.ends.first();
            if moved <= end.at && moved <= arrival {
                let Some(change) = changes.next() else {
                    return;
                };
                self.change(change);
                moved = changes.peek().map_or(f64::INFINITY, |change| change.at);
            } else if end.at <= arrival {
                self.finish(end);
            } else {
                self.arrive(next as u32);
                next += 1;
            }
        }
    }

    fn arrive(&mut self, index: u32) {
        let plan = self.plan;
        let contact = &self.contacts[index as usize];
        let line = &plan.lines[contact.queue as usize];
        let limits = line.limits.get(contact.interval as usize);
        let mut limit = contact.patience;
        if let Some(limits) = limits {
            if limits.share > 0.0 && uniform(self.chance.key ^ OUTSIDE, index) < limits.share {
                return self.tell(index, Ending::Outside, 0.0, None);
            }
            limit = limit.min(limits.timeout);
        }
        if let Some(agent) = self.floor.agents.take_idle(&line.crews) {
            self.begin(
                agent,
                held(index, contact.queue),
                contact.service,
                contact.arrival,
            );
            return self.tell(index, Ending::Answered, 0.0, Some(agent));
        }
        if (limits.is_some() || line.callback.is_some()) && self.turns_away(line, index) {
            return;
        }
        let waiting = Waiting::new(index, contact, contact.arrival + limit);
        self.floor.lines[contact.queue as usize].join(waiting);
    }

    /// Does a contact that finds no agent idle go outside, or accept a callback?
    fn turns_away(&mut self, line: &LinePlan, index: u32) -> bool {
        let contact = &self.contacts[index as usize];
        let (queue, interval) = (contact.queue as usize, contact.interval as usize);
        let agents = f64::from(self.floor.agents.there(&line.crews));
        let handle_time = line.handle_time[interval];
        let waiting = self.floor.lines[queue].count(contact.arrival);
        let predicted = (f64::from(waiting) + 1.0) / agents * handle_time;
        let is_full = |limits: &Limits| waiting >= limits.cap || predicted > limits.wait_above;
        if line.limits.get(interval).is_some_and(is_full) {
            self.tell(index, Ending::Outside, 0.0, None);
            return true;
        }
        let accepts = line.callback.is_some_and(|offer| {
            predicted > offer.wait_above
                && uniform(self.chance.key ^ CALLBACK, index) < offer.accepts
        });
        if accepts {
            let promised = Waiting::new(index, contact, f64::INFINITY);
            self.floor.lines[queue].callbacks.push_back(promised);
        }
        accepts
    }

    pub(super) fn begin(&mut self, agent: u32, held: Held, work: f64, now: f64) {
        let one = &mut self.floor.agents.all[agent as usize];
        (one.state, one.held, one.started) = (State::Busy, held, now);
        self.floor.ends.set(agent, now + work);
    }

    fn finish(&mut self, end: End) {
        let agents = &mut self.floor.agents;
        agents.book(end.agent, end.at, self.plan.horizon);
        let one = &mut agents.all[end.agent as usize];
        if one.state == State::Leaving {
            one.state = State::Away;
            return self.floor.ends.set(end.agent, f64::INFINITY);
        }
        self.free(end.agent, end.at);
    }

    /// An agent takes the next contact, or rests.
    pub(super) fn free(&mut self, agent: u32, now: f64) {
        let crew = self.floor.agents.all[agent as usize].crew;
        if let Some((queue, is_callback)) = self.next_for(crew, now) {
            let line = &mut self.floor.lines[queue as usize];
            let next = match is_callback {
                true => line.callbacks.pop_front(),
                false => line.pop(),
            };
            if let Some(next) = next {
                return self.take(agent, queue, next, is_callback, now);
            }
        }
        self.floor.ends.set(agent, f64::INFINITY);
        self.floor.agents.rest(agent, now);
    }

    fn take(&mut self, agent: u32, queue: u32, next: Waiting, is_callback: bool, now: f64) {
        let wait = now - next.since;
        let held = Held {
            contact: next.contact,
            queue,
            waited: next.waited + if is_callback { 0.0 } else { wait },
            is_callback,
        };
        self.begin(agent, held, next.work, now);
        let ending = match is_callback {
            true => Ending::CalledBack,
            false => Ending::Answered,
        };
        let ended = Ended {
            contact: next.contact,
            ending,
            wait,
            again: next.again,
            agent: Some(agent),
        };
        (self.each)(&self.contacts[next.contact as usize], ended);
    }

    fn tell(&mut self, contact: u32, ending: Ending, wait: f64, agent: Option<u32>) {
        let ended = Ended {
            contact,
            ending,
            wait,
            again: false,
            agent,
        };
        (self.each)(&self.contacts[contact as usize], ended);
    }
}

fn held(contact: u32, queue: u32) -> Held {
    Held {
        contact,
        queue,
        waited: 0.0,
        is_callback: false,
    }
}

impl Chance {
    /// The chance of a replication, apart from that of its contacts.
    pub(super) fn new(seed: u64, replication: u32) -> Self {
        let key = mix(mix(seed, u64::from(replication)), 0x0f_f1ce);
        Self {
            key,
            leavers: Pcg64Mcg::seed_from_u64(key),
        }
    }
}
