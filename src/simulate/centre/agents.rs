//! The agents of one replication: who is away, idle or on which contact.

use super::plan::{CrewRank, Plan};
use std::collections::VecDeque;

/// What an agent is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Away,
    Idle,
    Busy,
    /// On a last contact, the stretch being over.
    Leaving,
}

/// A contact with an agent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub contact: u32,
    pub queue: u32,
    /// Seconds that it has waited in all.
    pub waited: f64,
    pub is_callback: bool,
}

/// One agent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Agent {
    pub crew: u32,
    pub state: State,
    /// The contact, of an agent who is on one.
    pub held: Held,
    /// The contact began.
    pub started: f64,
    /// Idle since, or leaving since.
    pub since: f64,
    /// Planned now, and not only staying on.
    pub planned: bool,
}

/// All agents, and what their crews did.
#[derive(Debug, Default)]
pub(super) struct Agents {
    pub all: Vec<Agent>,
    /// Of each crew those who are idle, the longest first.
    idle: Vec<VecDeque<u32>>,
    pub crews: Vec<CrewTime>,
}

/// A crew's agents now, and their time so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct CrewTime {
    /// Agents planned now.
    pub there: u32,
    /// Agent-seconds on contacts within the day and the agents' stretches.
    pub busy: f64,
    /// Agent-seconds on contacts after stretches had ended.
    pub overtime: f64,
}

impl Agents {
    /// Nobody is there.
    pub(super) fn reset(&mut self, plan: &Plan) {
        self.all.clear();
        self.all
            .extend(plan.people.iter().map(|&crew| Agent::away(crew)));
        self.idle.iter_mut().for_each(VecDeque::clear);
        self.idle.resize_with(plan.crews.len(), VecDeque::new);
        self.crews.clear();
        self.crews.resize(plan.crews.len(), CrewTime::default());
    }

    /// One who is away, of a crew that is counted; a new one if there is none from `from` on.
    pub(super) fn hire(&mut self, crew: u32, from: usize) -> u32 {
        let away = |agent: &Agent| agent.crew == crew && agent.state == State::Away;
        match self.all.iter().skip(from).position(away) {
            Some(place) => (from + place) as u32,
            None => {
                self.all.push(Agent::away(crew));
                (self.all.len() - 1) as u32
            }
        }
    }

    /// Whoever of these crews takes a contact: the fewest skills first, then idle longest.
    pub(super) fn take_idle(&mut self, crews: &[CrewRank]) -> Option<u32> {
        let best = match crews {
            [only] => only.crew,
            _ => self.longest_idle(crews)?,
        };
        self.idle[best as usize].pop_front()
    }

    fn longest_idle(&self, crews: &[CrewRank]) -> Option<u32> {
        let mut best: Option<(CrewRank, f64)> = None;
        for &rank in crews {
            if best.is_some_and(|(found, _)| found.skills < rank.skills) {
                break;
            }
            let Some(&first) = self.idle[rank.crew as usize].front() else {
                continue;
            };
            let since = self.all[first as usize].since;
            if best.is_none_or(|(_, longest)| since < longest) {
                best = Some((rank, since));
            }
        }
        best.map(|(rank, _)| rank.crew)
    }

    /// The agent has nothing to do from now on.
    pub(super) fn rest(&mut self, agent: u32, now: f64) {
        let one = &mut self.all[agent as usize];
        (one.state, one.since) = (State::Idle, now);
        self.idle[one.crew as usize].push_back(agent);
    }

    /// The one of a crew who has been idle longest.
    pub(super) fn longest_idle_of(&self, crew: u32) -> Option<u32> {
        self.idle[crew as usize].front().copied()
    }

    /// The agent is no longer among the idle.
    pub(super) fn remove_idle(&mut self, agent: u32) {
        let crew = self.all[agent as usize].crew as usize;
        self.idle[crew].retain(|&idle| idle != agent);
    }

    /// Counts the time of a contact that ends now, or is handed back.
    pub(super) fn book(&mut self, agent: u32, now: f64, horizon: f64) {
        let one = &self.all[agent as usize];
        let crew = &mut self.crews[one.crew as usize];
        let until = match one.state {
            State::Leaving => {
                crew.overtime += now - one.since.max(one.started);
                now.min(one.since)
            }
            _ => now,
        };
        crew.busy += (until.min(horizon) - one.started.min(horizon)).max(0.0);
    }

    /// One who was leaving is there again, still on the same contact.
    pub(super) fn book_return(&mut self, agent: u32, now: f64, horizon: f64) {
        self.book(agent, now, horizon);
        let one = &mut self.all[agent as usize];
        (one.state, one.started) = (State::Busy, now);
    }

    /// Agents planned now in these crews.
    pub(super) fn there(&self, crews: &[CrewRank]) -> u32 {
        let there = |rank: &CrewRank| self.crews[rank.crew as usize].there;
        crews.iter().map(there).sum()
    }

    /// Those of a crew who are there and would go when it shrinks, in order of number.
    pub(super) fn present(&self, crew: u32) -> impl DoubleEndedIterator<Item = u32> {
        let here = move |(_, agent): &(usize, &Agent)| {
            agent.crew == crew && matches!(agent.state, State::Idle | State::Busy)
        };
        let all = self.all.iter().enumerate();
        all.filter(here).map(|(number, _)| number as u32)
    }
}

impl Agent {
    fn away(crew: u32) -> Self {
        Self {
            crew,
            state: State::Away,
            held: Held {
                contact: 0,
                queue: 0,
                waited: 0.0,
                is_callback: false,
            },
            started: 0.0,
            since: 0.0,
            planned: false,
        }
    }
}
