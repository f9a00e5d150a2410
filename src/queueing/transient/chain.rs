//! The chain of an interval: how many contacts are present.

use super::day::Interval;
use super::lanes::LANES;
use super::reach::reach;

/// Chances below this at the top are cut off.
const CUT: f64 = 1e-17;

/// The rates of an interval's chain, by contacts present, up to a number that is not passed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain {
    pub arrival: f64,
    pub service: f64,
    pub abandonment: f64,
    pub agents: usize,
    /// Contacts from which on others go outside, and the share that does.
    pub full: usize,
    pub share: f64,
    pub length: f64,
    /// Rate of jumps: no state is left faster.
    pub rate: f64,
    /// Mean time from jump to jump, to multiply with.
    pub pause: f64,
    /// Contacts at most.
    pub top: usize,
}

impl Chain {
    /// The chain of an interval that begins with these chances.
    pub fn new(interval: &Interval, start: &[f64]) -> Self {
        let chain = Self::up_to(interval, 0);
        let most = match chain.share {
            1.0 => chain.full.max(start.len() - 1),
            _ => usize::MAX,
        };
        Self::up_to(interval, reach(interval, start).min(most))
    }

    /// The chain of an interval with so many contacts at most.
    pub fn up_to(interval: &Interval, top: usize) -> Self {
        let rates = &interval.rates;
        let from = |rule: super::Overflow| rule.from(interval.agents, rates.service);
        let chain = Self {
            arrival: rates.arrival,
            service: rates.service,
            abandonment: rates.abandonment,
            agents: interval.agents as usize,
            full: interval.overflow.map_or(usize::MAX, from),
            share: interval.overflow.map_or(0.0, |rule| rule.share),
            length: interval.length,
            rate: 0.0,
            pause: 0.0,
            top,
        };
        let leave = chain.arrival + chain.death(top) + chain.abandonment;
        // A chain without any rate jumps at some rate, and stays where it is.
        chain.at_rate(leave.max(1e-3 / interval.length))
    }

    fn at_rate(self, rate: f64) -> Self {
        Self {
            rate,
            pause: rate.recip(),
            ..self
        }
    }

    /// Lets four chains jump at one rate.
    pub fn abreast(chains: [Self; LANES]) -> [Self; LANES] {
        let rate = chains.iter().map(|chain| chain.rate).fold(0.0, f64::max);
        chains.map(|chain| chain.at_rate(rate))
    }

    /// Contacts that wait when so many are present.
    pub fn waiting(&self, present: usize) -> f64 {
        present.saturating_sub(self.agents) as f64
    }

    /// Rate at which the number present falls.
    pub fn death(&self, present: usize) -> f64 {
        present.min(self.agents) as f64 * self.service + self.waiting(present) * self.abandonment
    }

    /// The share of those who come that goes outside.
    pub fn outside(&self, present: usize) -> f64 {
        if present < self.full { 0.0 } else { self.share }
    }

    /// The share of those who come that stays.
    pub fn admitted(&self, present: usize) -> f64 {
        1.0 - self.outside(present)
    }

    /// Rate at which contacts enter.
    fn birth(&self, present: usize) -> f64 {
        self.arrival * self.admitted(present)
    }

    /// Rate at which one with so many ahead gets a place further, or is answered.
    pub fn advance(&self, ahead: usize) -> f64 {
        self.agents as f64 * self.service + ahead as f64 * self.abandonment
    }

    /// Chances of a jump up, of staying and of a jump down; none beyond the top.
    pub fn jump(&self, present: usize) -> (f64, f64, f64) {
        if present > self.top {
            return (0.0, 0.0, 0.0);
        }
        let up = match present {
            m if m < self.top => self.birth(m) * self.pause,
            _ => 0.0,
        };
        let down = self.death(present) * self.pause;
        (up, 1.0 - up - down, down)
    }
}

/// Chances without those at the top that do not count.
pub(super) fn trimmed(chances: &mut Vec<f64>) {
    while chances.len() > 1 && chances.last().is_some_and(|chance| *chance < CUT) {
        chances.pop();
    }
}

/// Chances of a number that may be passed are those of the number.
pub(super) fn folded(chances: &[f64], top: usize) -> Vec<f64> {
    let (kept, beyond) = chances.split_at(chances.len().min(top + 1));
    let mut kept = kept.to_vec();
    if let Some(last) = kept.last_mut() {
        *last += beyond.iter().sum::<f64>();
    }
    kept
}
