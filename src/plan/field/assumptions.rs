//! What the exponential laws leave out, on one record.

use super::days::{Day, FieldDay, FieldOptions, Met};
use super::simulated::{Laws, simulated};
use crate::history::Contact;
use crate::law::Law;
use crate::law::fit::{
    Hazard, Observed, Spread, Survival, WeibullFit, handle_time_fits, hazard, spread, weibull,
};
use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// The record's own laws of handle time and patience beside the exponential ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Assumptions {
    /// Handle times of answered contacts, without work after the contact.
    pub handle_time: Option<Spread>,
    /// The law that describes them best, by Akaike's criterion, of exponential, Erlang, Weibull and
    /// lognormal.
    pub handle_time_law: Option<String>,
    /// Share of answered contacts under 10 s: hardly contacts at all. 0 where contacts are only
    /// counted.
    pub under_10_s: f64,
    /// Callers' rate of hanging up: abandonments over total waiting.
    pub patience: Option<Hazard>,
    /// Shape of the Weibull law of patience: below 1 the hurried go first.
    pub patience_shape: Option<f64>,
    /// Share of all that hangs up before waiting a second. 0 where contacts are only counted.
    pub at_once: f64,
    /// Share still willing to wait, by Kaplan and Meier and by the exponential law; empty where
    /// contacts are only counted.
    pub survival: Vec<SurvivalRow>,
    /// What the laws change on the days compared; `None` where not simulated.
    pub cost: Option<Cost>,
}

/// Share of callers still willing to wait after a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SurvivalRow {
    /// Seconds waited.
    pub at_s: f64,
    /// Kaplan and Meier's estimate.
    pub kaplan_meier: f64,
    /// Its standard error.
    pub error: f64,
    /// The exponential law's.
    pub exponential: f64,
}

/// The same days simulated with exponential laws and with the record's own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// Days simulated.
    pub days: usize,
    /// Mean over the days, everything exponential.
    pub exponential: Met,
    /// With handle times as recorded.
    pub handle_time: Met,
    /// With handle times as recorded and patience as Kaplan and Meier estimate it.
    pub both: Met,
}

/// Seconds at which willingness to wait is shown.
const SHOWN: [f64; 9] = [5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0];

/// Fits the laws of handle time and patience to single contacts.
///
/// ```
/// use bezet::history::Contact;
/// use bezet::plan::assumptions;
/// let contact = |wait: f64, answered| Contact {
///     at: 0.0, wait, answered, handle_time: 200.0, queue: 0, agent: None,
/// };
/// let laws = assumptions(&[contact(30.0, true), contact(50.0, false), contact(20.0, true)]);
/// // one hung up in 100 s of waiting
/// assert_eq!(laws.patience.map(|found| found.rate), Some(0.01));
/// assert_eq!(laws.survival[4].kaplan_meier, 0.0);
/// ```
pub fn assumptions(contacts: &[Contact]) -> Assumptions {
    let waits = patience_observed(contacts);
    let handle_times = handle_times(contacts);
    let patience = hazard(&waits);
    let lasts = Survival::of(&waits);
    let short = handle_times.iter().filter(|time| **time < 10.0).count();
    let best = handle_time_fits(&handle_times).into_iter().next();
    Assumptions {
        handle_time: spread(&handle_times),
        handle_time_law: best.map(|fit| in_words(&fit.law)),
        under_10_s: short as f64 / handle_times.len().max(1) as f64,
        patience,
        patience_shape: weibull(&waits).map(|WeibullFit { shape, .. }| shape),
        at_once: lasts.atom(),
        survival: SHOWN.map(|at| row(&lasts, patience, at)).to_vec(),
        cost: None,
    }
}

impl Assumptions {
    /// What counts by the interval tell: the rate of hanging up, and no law.
    ///
    /// ```
    /// use bezet::plan::Assumptions;
    /// let laws = Assumptions::of_counts(2.0, 600.0);
    /// assert_eq!(laws.patience.map(|found| found.mean()), Some(300.0));
    /// ```
    pub fn of_counts(abandoned: f64, waited: f64) -> Self {
        Self {
            patience: Hazard::new(abandoned.round() as u64, waited),
            ..Self::default()
        }
    }
}

/// Simulates the days compared again with the record's own laws, of the same means: handle times of
/// the whole record scaled to the day's mean, patience by Kaplan and Meier.
pub(super) fn cost(
    contacts: &[Contact],
    after_contact: f64,
    days: &[Day],
    compared: &[FieldDay],
    options: &FieldOptions,
) -> Option<Cost> {
    let waits = patience_observed(contacts);
    let patience = Survival::of(&waits).law(hazard(&waits)?.rate);
    let times = handle_times(contacts).into_iter();
    let handle_time = Law::Recorded(times.map(|time| time + after_contact).collect());
    let days: BTreeMap<NaiveDate, &Day> = days.iter().map(|day| (day.date, day)).collect();
    let each = compared.par_iter().filter_map(|met| {
        let day = days.get(&met.date)?;
        let mut laws = Laws::exponential(day, met.patience_s);
        laws.handle_time = handle_time.clone();
        let first = simulated(day, &laws, options);
        laws.patience = patience.clone();
        Some([met.simulated, first, simulated(day, &laws, options)])
    });
    let each: Vec<[Met; 3]> = each.collect();
    let [exponential, handle_time, both] = [0, 1, 2].map(|kind| mean(each.iter().map(|m| m[kind])));
    (!each.is_empty()).then_some(Cost {
        days: each.len(),
        exponential,
        handle_time,
        both,
    })
}

fn mean(met: impl ExactSizeIterator<Item = Met>) -> Met {
    let count = met.len() as f64;
    met.fold(Met::default(), |sum, met| Met {
        wait_s: sum.wait_s + met.wait_s / count,
        abandoned: sum.abandoned + met.abandoned / count,
    })
}

fn row(lasts: &Survival, patience: Option<Hazard>, at_s: f64) -> SurvivalRow {
    let rate = patience.map_or(0.0, |found| found.rate);
    SurvivalRow {
        at_s,
        kaplan_meier: lasts.at(at_s),
        error: lasts.step_at(at_s).map_or(0.0, |step| step.error),
        exponential: (-rate * at_s).exp(),
    }
}

/// Waits as observations of patience: an answer cuts them short.
pub(super) fn patience_observed(contacts: &[Contact]) -> Vec<Observed> {
    let seen = |contact: &Contact| Observed {
        duration: contact.wait,
        ended: !contact.answered,
    };
    contacts.iter().map(seen).collect()
}

/// Handle times of answered contacts.
pub(super) fn handle_times(contacts: &[Contact]) -> Vec<f64> {
    let answered = contacts.iter().filter(|contact| contact.answered);
    answered.map(|contact| contact.handle_time).collect()
}

fn in_words(law: &Law) -> String {
    let (mean, cv) = (law.mean(), law.cv());
    match law {
        Law::Exponential { .. } => format!("exponential, mean {mean:.0} s"),
        Law::Erlang { phases, .. } => format!("Erlang of {phases} phases, mean {mean:.0} s"),
        Law::Weibull { shape, .. } => format!("Weibull of shape {shape:.2}, mean {mean:.0} s"),
        Law::Lognormal { .. } => format!("lognormal, mean {mean:.0} s, cv {cv:.2}"),
        Law::Fixed { .. } | Law::Recorded(_) => format!("as recorded, mean {mean:.0} s"),
    }
}
