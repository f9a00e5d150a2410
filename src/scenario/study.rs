//! A scenario's ladder with the hours that lead up to it, and the rules of overflow to choose from.

use super::hours::Hours;
use super::ladder::{Ladder, Sums, Traffic};
use super::year::Year;
use crate::config::{Overflow, Scenario};
use crate::error::{Error, Result};

/// Multiples of the contract's own threshold that are tried where too many contacts would go outside.
const LATER: [f64; 6] = [1.0, 1.5, 2.0, 3.0, 5.0, 8.0];

/// The rules of overflow to choose from, the earliest first: of a contract that takes any number, its own.
pub(super) fn rules(contract: Option<&Overflow>) -> Vec<Option<Overflow>> {
    let Some(contract) = contract else {
        return vec![None];
    };
    let own = contract.wait_above.first().copied().unwrap_or_default();
    let later = LATER.iter().map(|times| Overflow {
        wait_above: vec![own * *times],
        ..contract.clone()
    });
    match contract.contract.most() {
        Some(_) => later.map(Some).collect(),
        None => later.take(1).map(Some).collect(),
    }
}

/// The overflow contract that is in force.
pub(super) fn overflow<'a>(year: &'a Year, scenario: &'a Scenario) -> Option<&'a Overflow> {
    let own = scenario.overflow.as_ref().map(|stated| &stated.value);
    let asked = scenario
        .outside
        .as_ref()
        .map_or(own.is_some(), |stated| stated.value);
    own.or(year.config.overflow.as_ref()).filter(|_| asked)
}

/// The average wait that a scenario asks.
pub(super) fn target(scenario: &Scenario, unchanged: f64) -> f64 {
    let reduction = scenario.number("target.wait_reduction").unwrap_or(0.0);
    let absolute = scenario.number("target.average_wait_s");
    absolute.unwrap_or(unchanged * (1.0 - reduction))
}

/// A ladder with the hours that lead up to it.
pub(super) struct Study<'a> {
    year: &'a Year,
    pub ladder: Ladder<'a>,
    pub hours: Hours,
    outside: Option<&'a Overflow>,
    /// The external centre takes no more contacts a week.
    pub outside_most: Option<f64>,
}

impl<'a> Study<'a> {
    pub fn new(
        year: &'a Year,
        scenario: &Scenario,
        traffic: Traffic,
        outside: Option<&'a Overflow>,
    ) -> Result<Self> {
        let (shape, _) = year.shape(scenario)?;
        Ok(Self {
            year,
            ladder: Ladder::new(year, scenario, traffic, outside)?,
            hours: Hours::of(year, scenario, &shape, &traffic),
            outside,
            outside_most: outside.and_then(|overflow| overflow.contract.most()),
        })
    }

    /// The first of these rules, or the one that takes the fewest hours, under which what is asked is
    /// not bound by the number of contacts that go outside; with the hours that the question gives.
    fn within(
        year: &'a Year,
        scenario: &Scenario,
        traffic: Traffic,
        rules: &'a [Option<Overflow>],
        ask: impl Fn(&mut Self, &[f64]) -> (bool, f64),
    ) -> Result<(Self, f64)> {
        let mut best: Option<(Self, f64)> = None;
        for rule in rules {
            let mut study = Self::new(year, scenario, traffic, rule.as_ref())?;
            let weights = study.weights(None);
            let (bound, hours) = ask(&mut study, &weights);
            // Of rules that take the same hours the last one binds least.
            if best.as_ref().is_none_or(|(_, least)| hours <= *least) {
                best = Some((study, hours));
            }
            if !bound {
                break;
            }
        }
        best.ok_or(Error::Stopped)
    }

    /// The study under the rule with which the target takes the fewest hours, and those hours.
    pub fn needed(
        year: &'a Year,
        scenario: &Scenario,
        traffic: Traffic,
        rules: &'a [Option<Overflow>],
        target: f64,
    ) -> Result<(Self, f64)> {
        Self::within(year, scenario, traffic, rules, |study, weights| {
            let (hours, bound) = study.hours_for(weights, target);
            (bound, hours)
        })
    }

    /// The study under the earliest rule that a team of so many full-time equivalents can hold, and its
    /// hours on the phone.
    pub fn given(
        year: &'a Year,
        scenario: &Scenario,
        traffic: Traffic,
        rules: &'a [Option<Overflow>],
        fte: f64,
    ) -> Result<(Self, f64)> {
        Self::within(year, scenario, traffic, rules, |study, weights| {
            let hours = study.hours.on_phone(fte);
            (study.over(weights, hours), hours)
        })
    }

    /// Would more contacts go outside with these hours than are taken there?
    pub fn over(&mut self, weights: &[f64], hours: f64) -> bool {
        let Some(most) = self.outside_most else {
            return false;
        };
        let weeks: f64 = weights.iter().sum();
        self.met(weights, hours).outside > most * weeks
    }

    /// After how many seconds of waiting contacts go outside.
    pub fn outside_above(&self) -> Option<f64> {
        let overflow = self.outside?;
        overflow.wait_above.first().map(|above| above.0)
    }

    /// How often each kind's week is in a month, or in the year.
    pub fn weights(&self, month: Option<usize>) -> Vec<f64> {
        let days = |kind: &super::KindOfWeek| match month {
            Some(month) => kind.by_month[month],
            None => kind.open_days(),
        };
        let kinds = self.year.kinds.iter();
        kinds
            .map(|kind| days(kind) / kind.days.len().max(1) as f64)
            .collect()
    }

    /// What so many weeks of each kind meet with these hours on the phone.
    pub fn met(&mut self, weights: &[f64], hours: f64) -> Sums {
        self.ladder.met(weights, hours)
    }

    /// The fewest hours on the phone with which the average wait is at most this, and no more contacts go
    /// outside than are taken there; and whether it is the latter that takes them.
    pub fn hours_for(&mut self, weights: &[f64], target: f64) -> (f64, bool) {
        let weeks: f64 = weights.iter().sum();
        let few = |study: &mut Self, hours: f64| {
            let met = study.met(weights, hours);
            let over = study
                .outside_most
                .is_some_and(|most| met.outside > most * weeks);
            over || met.wait() > target
        };
        let rung = self.ladder.rung();
        // Whole rungs around the guess, so that no more of them are climbed than are needed.
        let guess = self.ladder.guess(weights, target) * self.ladder.load() / rung;
        let (mut low, mut high) = (guess.floor(), guess.floor() + 1.0);
        let mut stride = 1.0;
        while high < HIGHEST && few(self, high * rung) {
            low = high;
            high += stride;
            stride *= 2.0;
        }
        while low > 0.0 && !few(self, low * rung) {
            high = low;
            low = (low - stride).max(0.0);
            stride *= 2.0;
        }
        if low <= 0.0 && !few(self, 0.0) {
            return (0.0, false);
        }
        while high - low > 1e-7 * high {
            let middle = 0.5 * (low + high);
            match few(self, middle * rung) {
                true => low = middle,
                false => high = middle,
            }
        }
        let bound = self.over(weights, low * rung);
        (high * rung, bound)
    }
}

/// No search goes above so many rungs.
const HIGHEST: f64 = 1e4;
