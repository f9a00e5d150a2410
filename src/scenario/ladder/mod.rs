//! What callers meet in each kind of week, whatever the hours on the phone: a rung for every so
//! many hours, exactly, and a smooth curve between the rungs.

mod chain;
mod form;

pub use form::Form;

use chain::{Chain, chain};

use super::year::Year;
use crate::config::{Overflow, Scenario};
use crate::error::{Error, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rungs lie so far apart: a share of the hours that the contacts take in an average week.
const RUNG: f64 = 0.16;

/// No queue is as short as this, in contact-seconds a week: a logarithm needs something.
const NOTHING: f64 = 1e-6;

/// Sums over the open days of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Sums {
    /// Contacts that came.
    pub offered: f64,
    /// Their waiting, the wait at the external centre of those who went there included, in
    /// contact-seconds.
    pub waiting: f64,
    /// Contacts that hung up.
    pub abandoned: f64,
    /// Contacts that went outside.
    pub outside: f64,
    /// Seconds that our agents spend on contacts.
    pub handling: f64,
}

impl Sums {
    /// Adds so many times another.
    pub(super) fn add(&mut self, other: &Self, times: f64) {
        self.offered += times * other.offered;
        self.waiting += times * other.waiting;
        self.abandoned += times * other.abandoned;
        self.outside += times * other.outside;
        self.handling += times * other.handling;
    }

    /// Average wait of all offered contacts in seconds.
    pub fn wait(&self) -> f64 {
        self.waiting / self.offered.max(f64::MIN_POSITIVE)
    }
}

/// How contacts differ from the year's forecast.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Traffic {
    /// Contacts over those of the forecast.
    pub volume: f64,
    /// Handle time over that of the forecast.
    pub factor: f64,
    /// Seconds on top of that.
    pub longer: f64,
    /// Share of rostered hours lost to sickness.
    pub sickness: f64,
}

impl Traffic {
    /// The traffic of a scenario.
    pub fn of(year: &Year, scenario: &Scenario) -> Self {
        let number = |key: &str| scenario.number(key).unwrap_or(0.0);
        let stays = ["volume.deflected", "volume.business", "volume.callbacks"];
        let stays: f64 = stays.iter().map(|key| 1.0 - number(key)).product();
        Self {
            volume: (1.0 + number("volume.growth")) * stays,
            factor: number("handle_time.factor"),
            longer: number("handle_time.longer_s") - number("knowledge.shorter_s"),
            sickness: scenario
                .number("shrinkage.sickness")
                .unwrap_or(year.config.absence.0),
        }
    }

    /// A handle time of the forecast as it is here; a second at least.
    pub fn handle_time(&self, forecast: f64) -> f64 {
        (forecast * self.factor + self.longer).max(1.0)
    }
}

/// What callers meet at any number of hours on the phone.
///
/// # Formula
/// Agents of an interval are its share of the hours that are rostered, less the absent. Of 6.4 agents six
/// are there throughout and one for 0.4 of the interval, on the side where more are there. Who is absent
/// varies: with n people the capacity has variance a (1 - a) / n relative to itself, which is added to
/// that of the busyness.
///
/// The chain is solved at rungs, which lie at the same hours whatever the traffic. Between two of them the
/// logarithm of the waiting bends as that of the year's own forecast does, on top of a straight line. So
/// more traffic, which waits longer at each rung, waits longer everywhere between.
pub struct Ladder<'a> {
    chain: Chain<'a>,
    form: Arc<Form>,
    /// Hours between rungs.
    rung: f64,
    /// By rung and kind of week.
    rungs: BTreeMap<(u32, usize), Sums>,
}

impl<'a> Ladder<'a> {
    /// The ladder of a scenario in its year.
    ///
    /// # Errors
    /// As [`Year::shape`].
    pub fn new(
        year: &'a Year,
        scenario: &Scenario,
        traffic: Traffic,
        overflow: Option<&'a Overflow>,
    ) -> Result<Self> {
        let (shape, form) = year.shape(scenario)?;
        // A busyness that is no shape is no busyness, so there always is a chain.
        let chain = chain(year, shape, traffic, overflow).ok_or(Error::Stopped)?;
        Ok(Self {
            rung: (RUNG * form.load).max(1e-3),
            chain,
            form,
            rungs: BTreeMap::new(),
        })
    }

    /// What a week of each kind meets with so many hours on the phone.
    pub fn weeks(&mut self, hours: f64) -> Vec<Sums> {
        (0..self.chain.kinds.len())
            .map(|kind| self.week(kind, hours))
            .collect()
    }

    /// What so many weeks of each kind meet together; a kind of which there is none is not asked.
    pub fn met(&mut self, weights: &[f64], hours: f64) -> Sums {
        let there = |kind: &usize| weights[*kind] > 0.0;
        let kinds: Vec<usize> = (0..weights.len()).filter(there).collect();
        // Side by side, as far as they are not known.
        self.climb(&kinds, hours);
        let mut sums = Sums::default();
        for kind in kinds {
            sums.add(&self.week(kind, hours), weights[kind]);
        }
        sums
    }

    fn week(&mut self, kind: usize, hours: f64) -> Sums {
        self.climb(&[kind], hours);
        let at = (hours / self.rung).max(0.0);
        let low = at.floor() as u32;
        let rung = |rung: u32| self.rungs.get(&(rung, kind)).copied().unwrap_or_default();
        let (first, second, share) = (rung(low), rung(low + 1), at - f64::from(low));
        let form = |rung: f64| self.form.at(kind, rung * RUNG);
        let own = |sums: &Sums| sums.waiting.max(NOTHING).ln();
        let from = own(&first) - form(f64::from(low));
        let to = own(&second) - form(f64::from(low + 1));
        let mut sums = Sums::default();
        sums.add(&first, 1.0 - share);
        sums.add(&second, share);
        let straight = sums.waiting.max(NOTHING);
        sums.waiting = (form(at) + from + share * (to - from)).exp();
        sums.abandoned *= sums.waiting / straight;
        sums
    }

    /// Hours between rungs.
    pub fn rung(&self) -> f64 {
        self.rung
    }

    /// Hours that the contacts of an average week take.
    pub fn load(&self) -> f64 {
        self.chain.load()
    }

    /// The hours on the phone, per hour of work, at which the year's own forecast has this wait: where to
    /// begin to look.
    pub fn guess(&self, weights: &[f64], wait: f64) -> f64 {
        let total: f64 = weights.iter().sum();
        let mean = |hours: f64| {
            let kinds = weights.iter().enumerate();
            let sum: f64 = kinds
                .map(|(kind, weight)| weight * self.form.at(kind, hours).exp())
                .sum();
            sum / total.max(f64::MIN_POSITIVE)
        };
        let (mut low, mut high) = (0.0, 4.0);
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            match mean(middle) > wait {
                true => low = middle,
                false => high = middle,
            }
        }
        high
    }

    /// The exact sums at so many hours, without the ladder.
    pub fn exact(&self, hours: f64) -> Vec<Sums> {
        let kinds = 0..self.chain.kinds.len();
        self.chain
            .weeks(&kinds.map(|kind| (kind, hours)).collect::<Vec<_>>())
    }

    /// Solves the chain at the rungs below and above these hours, for those kinds for which it was not.
    fn climb(&mut self, kinds: &[usize], hours: f64) {
        let low = (hours / self.rung).max(0.0).floor() as u32;
        let rungs = kinds
            .iter()
            .flat_map(|kind| [(low, *kind), (low + 1, *kind)]);
        let missing: Vec<(u32, usize)> = rungs
            .filter(|rung| !self.rungs.contains_key(rung))
            .collect();
        let asked: Vec<(usize, f64)> = missing
            .iter()
            .map(|(rung, kind)| (*kind, f64::from(*rung) * self.rung))
            .collect();
        self.rungs
            .extend(missing.into_iter().zip(self.chain.weeks(&asked)));
    }
}
