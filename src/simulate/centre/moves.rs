//! Agents coming and going, and what becomes of their contacts.

use super::Leaving;
use super::agents::State;
use super::changes::{Change, Move};
use super::ending::Ended;
use super::engine::Imitation;
use super::waiting::Waiting;
use crate::simulate::arrivals::Contact;
use rand::RngExt;

impl<F: FnMut(&Contact, Ended)> Imitation<'_, F> {
    pub(super) fn change(&mut self, change: &Change) {
        match change.what {
            Move::Count { crew, agents } => self.count(crew, agents, change.at),
            Move::Comes(agent) => self.come(agent, change.at),
            Move::Goes(agent) => self.go(agent, change.at),
            Move::Stays(agent) => self.unplan(agent),
        }
    }

    fn count(&mut self, crew: u32, agents: u32, now: f64) {
        let mut from = self.plan.people.len();
        while self.floor.agents.crews[crew as usize].there < agents {
            let agent = self.floor.agents.hire(crew, from);
            from = agent as usize + 1;
            self.floor.ends.reserve(from);
            self.come(agent, now);
        }
        while self.floor.agents.crews[crew as usize].there > agents {
            let Some(leaver) = self.leaver(crew) else {
                return;
            };
            self.go(leaver, now);
        }
    }

    /// Who goes when a count falls: drawn, or an idle agent, or else by number, as a choice by the
    /// time left would not be fair.
    fn leaver(&mut self, crew: u32) -> Option<u32> {
        let agents = &self.floor.agents;
        if self.plan.leaving == Leaving::Named {
            let there = agents.crews[crew as usize].there as usize;
            let drawn = self.chance.leavers.random_range(0..there.max(1));
            return agents.present(crew).nth(drawn);
        }
        let idle = agents.longest_idle_of(crew);
        idle.or_else(|| self.floor.agents.present(crew).next_back())
    }

    fn come(&mut self, agent: u32, now: f64) {
        let agents = &mut self.floor.agents;
        let one = &mut agents.all[agent as usize];
        one.planned = true;
        agents.crews[one.crew as usize].there += 1;
        match one.state {
            // Back from a break before the contact from before it is over.
            State::Leaving => {
                agents.book_return(agent, now, self.plan.horizon);
            }
            State::Away => self.free(agent, now),
            State::Idle | State::Busy => {}
        }
    }

    fn unplan(&mut self, agent: u32) {
        let agents = &mut self.floor.agents;
        let one = &mut agents.all[agent as usize];
        if std::mem::take(&mut one.planned) {
            agents.crews[one.crew as usize].there -= 1;
        }
    }

    fn go(&mut self, agent: u32, now: f64) {
        self.unplan(agent);
        let agents = &mut self.floor.agents;
        let one = &mut agents.all[agent as usize];
        match one.state {
            State::Idle => {
                one.state = State::Away;
                agents.remove_idle(agent);
            }
            State::Busy if self.plan.leaving == Leaving::Preemptive => self.hand_back(agent, now),
            State::Busy => (one.state, one.since) = (State::Leaving, now),
            State::Away | State::Leaving => {}
        }
    }

    /// The contact goes on with an idle agent, or to the head of its queue.
    fn hand_back(&mut self, agent: u32, now: f64) {
        let work = self.floor.ends.at(agent) - now;
        self.floor.agents.book(agent, now, self.plan.horizon);
        self.floor.ends.set(agent, f64::INFINITY);
        let one = &mut self.floor.agents.all[agent as usize];
        one.state = State::Away;
        let held = one.held;
        let plan = self.plan;
        let crews = &plan.lines[held.queue as usize].crews;
        if let Some(other) = self.floor.agents.take_idle(crews) {
            return self.begin(other, held, work, now);
        }
        let limit = self.limit(held.contact);
        let waiting = Waiting {
            contact: held.contact,
            again: true,
            since: now,
            leaves: now + (limit - held.waited),
            waited: held.waited,
            work,
        };
        let line = &mut self.floor.lines[held.queue as usize];
        match held.is_callback {
            true => line.callbacks.push_front(waiting),
            false => line.rejoin(waiting),
        }
    }
}
