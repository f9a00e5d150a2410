//! The chance that the next caller who stays would be answered in each step to come.

use super::lattice::Lattice;
use super::tally::{Tally, Wait};
use crate::queueing::transient::day::Day;

/// When the next caller who stays would be answered, unless an agent is idle.
///
/// A caller who will be answered moves it: to the next moment at which an agent comes free.
pub(super) struct Offered {
    /// Moments, and chances of the steps that follow; known up to `end`.
    pub moments: Vec<f64>,
    pub mass: Vec<f64>,
    /// Half the agents that come free in a step on average, when all are busy.
    pub half_free: Vec<f64>,
    /// Agents that come free on average up to each moment.
    free: Vec<f64>,
    /// Starts of work in the steps that are known.
    pub starts: Vec<Start>,
    /// Chance of what lies further; it falls by the agents' rate.
    pub beyond: f64,
}

/// Agents who start work at a moment.
pub(super) struct Start {
    pub step: usize,
    /// Agents at work before.
    pub agents: usize,
    /// Chance that the next caller gets the first of them, the second, ...
    pub chances: Vec<f64>,
}

impl Start {
    /// Passes the agents who start; callers of one step have waited `wait` in its middle.
    pub(super) fn pass(&mut self, flow: &mut Flow, wait: &Wait) {
        let before = flow.tally.served;
        let taken = flow.half * wait.stay;
        for chance in &mut self.chances {
            let come = (flow.flying - 2.0 * taken * *chance) / (1.0 + taken);
            flow.tally.add(*chance + 0.5 * come, wait);
            flow.flying -= come;
            *chance += come;
        }
        flow.started += flow.tally.served - before;
    }
}

/// Chances below this are not followed further.
const CUT: f64 = 1e-13;

/// So many agents come free on average before a caller has missed all but by a chance of `CUT`.
const ALL: f64 = 30.0;

/// What passes over the steps to come while callers come in one.
pub(super) struct Flow {
    /// Chance of having missed every agent so far.
    pub flying: f64,
    /// Half the callers of the step.
    pub half: f64,
    /// The wait until the middle of the step at hand.
    pub wait: Wait,
    pub tally: Tally,
    /// Part of those answered who are by agents that start work.
    pub started: f64,
}

impl Flow {
    /// Passes a step in which agents come free; its chance afterwards.
    fn pass(&mut self, mass: f64, free: f64) -> f64 {
        let taken = self.half * self.wait.stay;
        let come = 2.0 * (free * self.flying - taken * mass) / (1.0 + taken + free);
        self.flying -= come;
        self.tally.add(mass + 0.5 * come, &self.wait);
        mass + come
    }
}

impl Offered {
    pub(super) fn new() -> Self {
        Self {
            moments: vec![0.0],
            mass: Vec::new(),
            half_free: Vec::new(),
            free: vec![0.0],
            starts: Vec::new(),
            beyond: 0.0,
        }
    }

    pub(super) fn end(&self) -> usize {
        self.mass.len()
    }

    /// Tells steps apart up to `far`, or as far as there is anything to tell.
    pub(super) fn look_ahead(&mut self, day: &Day, lattice: &Lattice, now: usize, far: usize) {
        while self.end() <= far && self.may_wait_longer(now) {
            let step = self.end();
            let part = lattice.part(step);
            let agents = day.intervals[part].agents;
            let before = day.intervals[part.saturating_sub(1)].agents;
            if step == lattice.bounds[part] && agents > before && step > now {
                let mut chances = vec![0.0; (agents - before) as usize];
                chances[0] = std::mem::take(&mut self.beyond);
                self.starts.push(Start {
                    step,
                    agents: before as usize,
                    chances,
                });
            }
            let free = f64::from(agents) * day.intervals[part].rates.service;
            let half_free = 0.5 * free * lattice.step(step);
            let stopped = self.beyond * -(-2.0 * half_free).exp_m1();
            self.half_free.push(half_free);
            self.free.push(self.free[step] + 2.0 * half_free);
            self.mass.push(stopped);
            self.moments.push(lattice.moment(step + 1));
            self.beyond -= stopped;
        }
    }

    /// Whether callers of a step may be answered beyond what is told apart.
    fn may_wait_longer(&self, now: usize) -> bool {
        self.beyond > CUT
            || self.end() <= now + 1
            || self.free[self.end()] - self.free[now + 1] < ALL
    }

    /// The next caller waits from a moment on for an agent to come free.
    pub(super) fn fly(&mut self, from: usize, chance: f64) {
        let mut flying = chance;
        for step in from..self.end() {
            if let Some(start) = self.starts.iter_mut().find(|start| start.step == step) {
                start.chances[0] += flying;
                return;
            }
            let stopped = flying * -(-2.0 * self.half_free[step]).exp_m1();
            self.mass[step] += stopped;
            flying -= stopped;
        }
        self.beyond += flying;
    }

    /// Passes steps in which callers stay whose patience lasts; `paces` are the waits from the
    /// middle of a step to that of the next, and repeat. What is answered up to each step goes
    /// to `answered`.
    pub(super) fn pass(
        &mut self,
        steps: std::ops::Range<usize>,
        flow: &mut Flow,
        paces: &[Wait],
        answered: &mut [f64],
    ) {
        let mut place = steps.start % paces.len();
        for step in steps {
            self.mass[step] = flow.pass(self.mass[step], self.half_free[step]);
            answered[step] = flow.tally.served - flow.started;
            flow.wait = flow.wait.then(&paces[place]);
            place = if place + 1 == paces.len() {
                0
            } else {
                place + 1
            };
        }
    }

    /// Passes the step in which the time-out ends: only those in the triangle before it stay.
    pub(super) fn pass_last(&mut self, step: usize, flow: &mut Flow, wait: Wait) {
        let (mass, free) = (self.mass[step], self.half_free[step]);
        let taken = 0.5 * flow.half * wait.stay;
        let come = 2.0 * (free * flow.flying - taken * mass) / (1.0 + taken + free);
        let present = 0.5 * (mass + 0.5 * come);
        flow.tally.add(present, &wait);
        flow.tally.beyond += present;
        flow.flying -= come;
        self.mass[step] = mass + come;
    }

    /// Passes what lies beyond the time-out, where nobody stays.
    pub(super) fn pass_beyond(&mut self, from: usize, flow: &mut Flow) {
        for step in from..self.end() {
            if let Some(start) = self.starts.iter_mut().find(|start| start.step == step) {
                flow.tally.beyond += start.chances.iter().sum::<f64>() + 0.5 * flow.flying;
                start.chances[0] += std::mem::take(&mut flow.flying);
            }
            let (mass, free) = (self.mass[step], self.half_free[step]);
            let come = 2.0 * free * flow.flying / (1.0 + free);
            flow.tally.beyond += mass + 0.5 * come;
            flow.flying -= come;
            self.mass[step] = mass + come;
        }
        flow.tally.beyond += self.beyond + 0.5 * flow.flying;
        self.beyond += std::mem::take(&mut flow.flying);
    }
}
