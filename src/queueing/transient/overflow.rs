//! Which contacts go outside when they come.

use crate::error::Problem;

/// Some of the contacts go to an external centre at once, by a rule that looks at the queue.
///
/// A rule with a threshold is asked only when all agents are busy. A rule for each interval makes
/// a window: where there is none, everybody stays.
///
/// ```
/// use bezet::queueing::Overflow;
/// // 7 agents who take 330 s a contact answer one in 47 s: six wait less than 300 s, the seventh more
/// assert_eq!(Overflow::predicted_wait(300.0).waiting(7, 1.0 / 330.0), Some(6));
/// assert_eq!(Overflow::waiting_places(8).waiting(7, 1.0 / 330.0), Some(8));
/// assert_eq!(Overflow::percentage(0.1).waiting(7, 1.0 / 330.0), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overflow {
    /// When the rule holds.
    pub when: When,
    /// The share of contacts that goes outside where it holds, 0 to 1.
    pub share: f64,
}

/// When contacts go outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// Always.
    Always,
    /// All agents are busy and so many contacts wait.
    Waiting(u32),
    /// All agents are busy and the predicted wait is longer than this: with q waiting and c agents,
    /// (q + 1) / (c μ). That is so many waiting for each number of agents, and so still exact.
    PredictedWait(f64),
}

impl Overflow {
    /// All who find so many waiting.
    pub fn waiting_places(places: u32) -> Self {
        Self {
            when: When::Waiting(places),
            share: 1.0,
        }
    }

    /// All whose predicted wait is longer than this, in the unit of time of the rates.
    pub fn predicted_wait(longest: f64) -> Self {
        Self {
            when: When::PredictedWait(longest),
            share: 1.0,
        }
    }

    /// This share of all contacts, whoever is idle.
    pub fn percentage(share: f64) -> Self {
        Self {
            when: When::Always,
            share,
        }
    }

    /// With so many waiting the rule holds, all of these agents busy; `None`: it always holds.
    pub fn waiting(&self, agents: u32, service: f64) -> Option<usize> {
        match self.when {
            When::Always => None,
            When::Waiting(places) => Some(places as usize),
            // A whole number of places must not be lost to rounding.
            When::PredictedWait(longest) => {
                let places = longest * f64::from(agents) * service * (1.0 + 1e-12);
                Some(places.floor() as usize)
            }
        }
    }

    /// The number present from which on the rule holds.
    pub(super) fn from(&self, agents: u32, service: f64) -> usize {
        let waiting = self.waiting(agents, service);
        waiting.map_or(0, |waiting| waiting.saturating_add(agents as usize))
    }

    /// What is wrong with the rule, if anything.
    pub(super) fn problem(&self, place: &str) -> Option<Problem> {
        if !(0.0..=1.0).contains(&self.share) {
            let what = format!("a share of `{}` goes outside", self.share);
            return Some(Problem::new("Q104", place, what).hint("from 0 to 1"));
        }
        match self.when {
            When::PredictedWait(longest) if longest.is_nan() || longest < 0.0 => {
                let what = format!("a predicted wait of `{longest}`");
                Some(Problem::new("Q104", place, what).hint("0 or more"))
            }
            _ => None,
        }
    }
}
