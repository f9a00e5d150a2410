//! A number of agents without names: of a record, or a curve under study.

use super::{Free, Staff, free, moment};
use crate::calendar::Series;
use crate::simulate::sessions::Session;
use crate::units::Agents;
use std::collections::BinaryHeap;

/// The number of agents from a moment on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    at: f64,
    agents: u32,
    /// Closing of the session that the moment lies in.
    closing: f64,
}

/// The counts of a case, drawn up once for all replications.
#[derive(Debug)]
pub(crate) struct CountedPlan {
    steps: Vec<Step>,
    available: f64,
}

impl CountedPlan {
    pub(crate) fn new(counts: &Series<Agents>, sessions: &[Session]) -> Self {
        let steps = sessions
            .iter()
            .flat_map(|session| of_session(counts, session));
        let mut steps: Vec<Step> = steps.collect();
        steps.dedup_by(|later, earlier| {
            later.agents == earlier.agents && later.closing == earlier.closing
        });
        let ends = steps
            .iter()
            .skip(1)
            .map(|step| step.at)
            .chain([f64::INFINITY]);
        let hours = steps.iter().zip(ends).map(|(step, end)| {
            let end = end.min(step.closing);
            f64::from(step.agents) * (end - step.at).max(0.0)
        });
        Self {
            available: hours.sum(),
            steps,
        }
    }
}

impl CountedPlan {
    /// From which moment on how many agents are there.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (f64, u32)> {
        self.steps.iter().map(|step| (step.at, step.agents))
    }
}

/// The steps up to closing; whoever is there then stays until the session ends.
fn of_session(counts: &Series<Agents>, session: &Session) -> Vec<Step> {
    let step = counts.grid.step_seconds();
    let closing = session.closing;
    let first = (session.from / step).round() as usize;
    let last = (closing / step).round() as usize;
    let mut steps = Vec::with_capacity(last.saturating_sub(first) + 2);
    for interval in first..last {
        let start = interval as f64 * step;
        for (share, agents) in parts(counts, interval) {
            let at = start + share * step;
            steps.push(Step {
                at,
                agents,
                closing,
            });
        }
    }
    let staying = steps
        .iter()
        .rev()
        .map(|step| step.agents)
        .find(|&agents| agents > 0);
    let end = |at, agents| Step {
        at,
        agents,
        closing,
    };
    steps.push(end(closing, staying.unwrap_or(0)));
    if session.to.is_finite() {
        steps.push(end(session.to, 0));
    }
    steps
}

/// From which share of the interval on how many agents are there.
fn parts(counts: &Series<Agents>, interval: usize) -> Vec<(f64, u32)> {
    let count = |index: usize| {
        counts
            .values
            .get(index)
            .map_or(0.0, |agents| agents.0.max(0.0))
    };
    let whole = count(interval).floor();
    let share = count(interval) - whole;
    let whole = whole as u32;
    let before = interval.checked_sub(1).map_or(0.0, count);
    match () {
        () if share < 1e-9 => vec![(0.0, whole)],
        () if before >= count(interval + 1) => vec![(0.0, whole + 1), (share, whole)],
        () => vec![(0.0, whole), (1.0 - share, whole + 1)],
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Away,
    There,
    /// At the last contact.
    Leaving,
}

/// The counted agents of one replication.
#[derive(Debug)]
pub(crate) struct Counted<'a> {
    plan: &'a CountedPlan,
    agents: Vec<State>,
    free: BinaryHeap<Free>,
    there: u32,
    /// The next step for those who serve.
    step: usize,
    /// The next step for those who ask how many are there.
    asked: usize,
    closing: f64,
    overtime: f64,
}

impl<'a> Counted<'a> {
    pub(crate) fn new(plan: &'a CountedPlan) -> Self {
        Self {
            plan,
            agents: Vec::new(),
            free: BinaryHeap::new(),
            there: 0,
            step: 0,
            asked: 0,
            closing: 0.0,
            overtime: 0.0,
        }
    }

    fn apply(&mut self, step: Step) {
        while self.there < step.agents {
            self.come(step.at);
        }
        while self.there > step.agents && self.leave_idle(step.at) {}
        while self.there > step.agents {
            self.leave_busy(step.at);
        }
        self.closing = step.closing;
    }

    fn come(&mut self, at: f64) {
        let away = self.agents.iter().position(|agent| *agent == State::Away);
        let agent = away.unwrap_or(self.agents.len());
        match self.agents.get_mut(agent) {
            Some(state) => *state = State::There,
            None => self.agents.push(State::There),
        }
        self.free.push(free(at, agent as u32));
        self.there += 1;
    }

    /// One who is idle goes, if there is one.
    fn leave_idle(&mut self, at: f64) -> bool {
        self.drop_leavers();
        match self.free.peek() {
            Some(top) if moment(top) <= at => {
                self.agents[top.0.1 as usize] = State::Away;
                self.free.pop();
                self.there -= 1;
                true
            }
            _ => false,
        }
    }

    /// One who is busy will go: by number, as a choice by the time left would not be fair.
    fn leave_busy(&mut self, at: f64) {
        let last = self.agents.iter().rposition(|agent| *agent == State::There);
        if let Some(agent) = last {
            self.agents[agent] = State::Leaving;
            let leaver = self.free.iter().find(|free| free.0.1 as usize == agent);
            let finish = leaver.map_or(at, moment);
            self.overtime += (finish.min(self.closing) - at).max(0.0);
        }
        self.there -= 1;
    }

    fn drop_leavers(&mut self) {
        while let Some(top) = self.free.peek() {
            let agent = top.0.1 as usize;
            if self.agents[agent] != State::Leaving {
                break;
            }
            self.agents[agent] = State::Away;
            self.free.pop();
        }
    }
}

impl Staff for Counted<'_> {
    fn earliest(&mut self, arrival: f64) -> f64 {
        loop {
            self.drop_leavers();
            let top = self.free.peek().map_or(f64::INFINITY, moment);
            let start = top.max(arrival);
            match self.plan.steps.get(self.step) {
                Some(&step) if step.at <= start => {
                    self.step += 1;
                    self.apply(step);
                }
                _ => return start,
            }
        }
    }

    fn take(&mut self, start: f64, service: f64) {
        let finish = start + service;
        if let Some(mut top) = self.free.peek_mut() {
            *top = free(finish, top.0.1);
        }
        self.overtime += (finish - start.max(self.closing)).max(0.0);
    }

    fn present(&mut self, moment: f64) -> u32 {
        let steps = self.plan.steps.iter().skip(self.asked);
        self.asked += steps.take_while(|step| step.at <= moment).count();
        let last = self
            .asked
            .checked_sub(1)
            .and_then(|i| self.plan.steps.get(i));
        last.map_or(0, |step| step.agents)
    }

    fn available(&self) -> f64 {
        self.plan.available
    }

    fn overtime(&self) -> f64 {
        self.overtime
    }
}
