//! How sure an answer is: the same question for years that may come as well.

use super::ladder::Traffic;
use super::study::{Study, overflow, rules, target};
use super::team::Team;
use super::year::Year;
use crate::config::Scenario;
use crate::error::Result;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// Years that are drawn.
pub const DRAWS: usize = 40;

/// A year that may come, against the one expected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Draw {
    /// Contacts, over those expected.
    pub volume: f64,
    /// Handle time, over that expected.
    pub handle_time: f64,
    /// Sickness, over that expected.
    pub sickness: f64,
}

/// What a year that may come needs and gets.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// Full-time equivalents for the target.
    pub needed: f64,
    /// Average wait with the team that is there.
    pub wait: f64,
}

/// How sure an answer is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// The chance that the target holds with the team that is there.
    pub holds: f64,
    /// Full-time equivalents with which it holds in one, five and nine years of ten.
    pub needed: [f64; 3],
    /// Full-time equivalents with which it holds in eight of ten.
    pub four_of_five: f64,
}

/// Years that may come: Latin hypercube draws of the three, each normal in its logarithm.
///
/// Volume varies as the forecast says that the sum of its year may be off; handle time and sickness by the
/// shares that the scenario states as `uncertain.handle_time` and `uncertain.sickness`.
pub fn draws(year: &Year, scenario: &Scenario, seed: u64) -> Vec<Draw> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let spread = |key: &str| scenario.number(key).unwrap_or(0.0);
    let spreads = [
        year.spread,
        spread("uncertain.handle_time"),
        spread("uncertain.sickness"),
    ];
    let columns = spreads.map(|spread| {
        let mut parts: Vec<usize> = (0..DRAWS).collect();
        parts.shuffle(&mut rng);
        let factor = |part: usize, inside: f64| {
            let share = (part as f64 + inside) / DRAWS as f64;
            let normal = Normal::standard().inverse_cdf(share.clamp(1e-9, 1.0 - 1e-9));
            // its mean is 1
            let sigma = (1.0 + spread * spread).ln().sqrt();
            (sigma * normal - 0.5 * sigma * sigma).exp()
        };
        let draws = parts
            .into_iter()
            .map(|part| factor(part, rng.random::<f64>()));
        draws.collect::<Vec<f64>>()
    });
    let [volume, handle_time, sickness] = columns;
    let rows = volume.into_iter().zip(handle_time).zip(sickness);
    rows.map(|((volume, handle_time), sickness)| Draw {
        volume,
        handle_time,
        sickness,
    })
    .collect()
}

/// What each of these years needs and gets; the same draws for another scenario make the two comparable.
///
/// # Errors
/// As [`Year::shape`].
pub fn drawn(
    year: &Year,
    scenario: &Scenario,
    unchanged: f64,
    draws: &[Draw],
) -> Result<Vec<Drawn>> {
    let expected = Traffic::of(year, scenario);
    let target = target(scenario, unchanged);
    let team = Team::of(year, scenario);
    let worth = Team::mean(year, &team.worth);
    let rules = rules(overflow(year, scenario));
    let one = |draw: &Draw| {
        let traffic = Traffic {
            volume: expected.volume * draw.volume,
            factor: expected.factor * draw.handle_time,
            sickness: (expected.sickness * draw.sickness).min(0.9),
            ..expected
        };
        let (mut study, hours) = Study::needed(year, scenario, traffic, &rules, target)?;
        let (mut there, given) = Study::given(year, scenario, traffic, &rules, worth)?;
        let weights = study.weights(None);
        // One ladder serves both, where the rule is the same.
        let wait = match study.outside_above() == there.outside_above() {
            true => study.met(&weights, given),
            false => there.met(&weights, given),
        };
        Ok(Drawn {
            needed: study.hours.fte(hours),
            wait: wait.wait(),
        })
    };
    draws.par_iter().map(one).collect()
}

impl Chance {
    /// How sure the answer is by these years.
    pub fn of(drawn: &[Drawn], target: f64) -> Self {
        let count = drawn.len().max(1) as f64;
        let holds = drawn.iter().filter(|drawn| drawn.wait <= target).count() as f64 / count;
        let needed: Vec<f64> = drawn.iter().map(|drawn| drawn.needed).collect();
        Self {
            holds,
            needed: [0.1, 0.5, 0.9].map(|share| quantile(&needed, share)),
            four_of_five: quantile(&needed, 0.8),
        }
    }
}

/// The value that a share of them does not pass: straight between two.
///
/// ```
/// use bezet::scenario::quantile;
/// assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
/// assert_eq!(quantile(&[0.0, 10.0], 0.75), 7.5);
/// ```
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = share.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
    let value = |index: usize| sorted.get(index).copied().unwrap_or(0.0);
    let low = at.floor() as usize;
    let high = (low + 1).min(sorted.len().saturating_sub(1));
    value(low) + (at - low as f64) * (value(high) - value(low))
}
