//! Laws of durations: how handle times and patience scatter about their mean.
//!
//! A [`Law`] is drawn from by the simulation and fitted to records by the estimators; it knows no
//! queue. Durations are in seconds.

pub mod fit;

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1, StandardNormal};
use statrs::function::gamma::ln_gamma;
use std::sync::Arc;

/// How a duration is distributed.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Exponential: without memory. A mean without end is a duration without end.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// Lognormal: few very long ones; what handle times look like in most records.
    Lognormal {
        /// Mean.
        mean: f64,
        /// Standard deviation over mean.
        cv: f64,
    },
    /// Weibull: below a shape of 1 the impatient go first, above it people give up after a while.
    Weibull {
        /// Mean.
        mean: f64,
        /// Shape; 1 is exponential.
        shape: f64,
    },
    /// Erlang: the sum of so many equal exponential phases.
    Erlang {
        /// Mean.
        mean: f64,
        /// Phases, 1 or more; 1 is exponential.
        phases: u32,
    },
    /// Always the same.
    Fixed {
        /// The duration.
        mean: f64,
    },
    /// As recorded: each of these durations is as likely as the others.
    Recorded(Arc<[f64]>),
}

impl Law {
    /// Mean of the duration; nothing recorded is 0.
    ///
    /// ```
    /// use bezet::law::Law;
    /// assert_eq!(Law::Erlang { mean: 330.0, phases: 4 }.mean(), 330.0);
    /// assert_eq!(Law::Recorded([10.0, 20.0].into()).mean(), 15.0);
    /// ```
    pub fn mean(&self) -> f64 {
        match self {
            Self::Exponential { mean }
            | Self::Lognormal { mean, .. }
            | Self::Weibull { mean, .. }
            | Self::Erlang { mean, .. }
            | Self::Fixed { mean } => *mean,
            Self::Recorded(durations) => {
                durations.iter().sum::<f64>() / durations.len().max(1) as f64
            }
        }
    }

    /// Standard deviation over mean: 1 for the exponential law.
    ///
    /// # Formula
    /// Weibull of shape k: `sqrt(Γ(1 + 2/k) / Γ(1 + 1/k)² - 1)`; Erlang of k phases: `1 / sqrt(k)`.
    ///
    /// ```
    /// use bezet::law::Law;
    /// assert_eq!(Law::Erlang { mean: 330.0, phases: 4 }.cv(), 0.5);
    /// // Γ(3) = 2, Γ(5) = 24: sqrt(24 / 4 - 1)
    /// let impatient = Law::Weibull { mean: 600.0, shape: 0.5 };
    /// assert!((impatient.cv() - 5.0_f64.sqrt()).abs() < 1e-12);
    /// ```
    pub fn cv(&self) -> f64 {
        match self {
            Self::Exponential { .. } => 1.0,
            Self::Lognormal { cv, .. } => *cv,
            Self::Weibull { shape, .. } => {
                let ln_ratio = ln_gamma(1.0 + 2.0 / shape) - 2.0 * ln_gamma(1.0 + 1.0 / shape);
                ln_ratio.exp_m1().max(0.0).sqrt()
            }
            Self::Erlang { phases, .. } => f64::from((*phases).max(1)).sqrt().recip(),
            Self::Fixed { .. } => 0.0,
            Self::Recorded(durations) => {
                let mean = self.mean();
                let squares: f64 = durations.iter().map(|d| (d - mean) * (d - mean)).sum();
                match mean {
                    0.0 => 0.0,
                    mean => (squares / durations.len().max(1) as f64).sqrt() / mean,
                }
            }
        }
    }

    /// Draws a duration.
    ///
    /// ```
    /// use bezet::law::Law;
    /// use rand::SeedableRng;
    /// let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(7);
    /// let law = Law::Lognormal { mean: 330.0, cv: 1.2 };
    /// let sum: f64 = (0..100_000).map(|_| law.draw(&mut random)).sum();
    /// // five standard errors: 5 * 330 * 1.2 / sqrt(100,000)
    /// assert!((sum / 1e5 - 330.0).abs() < 6.3);
    /// ```
    pub fn draw(&self, random: &mut impl Rng) -> f64 {
        match self {
            Self::Exponential { mean } => mean * exponential(random),
            Self::Lognormal { mean, cv } => {
                let variance = (cv * cv).ln_1p();
                let normal: f64 = StandardNormal.sample(random);
                mean * (variance.sqrt() * normal - 0.5 * variance).exp()
            }
            Self::Weibull { mean, shape } => {
                let scale = mean / ln_gamma(1.0 + 1.0 / shape).exp();
                scale * exponential(random).powf(1.0 / shape)
            }
            Self::Erlang { mean, phases } => {
                let phases = (*phases).max(1);
                let sum: f64 = (0..phases).map(|_| exponential(random)).sum();
                mean * sum / f64::from(phases)
            }
            Self::Fixed { mean } => *mean,
            Self::Recorded(durations) => match durations.len() {
                0 => 0.0,
                count => durations[random.random_range(0..count)],
            },
        }
    }
}

fn exponential(random: &mut impl Rng) -> f64 {
    Exp1.sample(random)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn draws_have_the_mean_and_the_spread_of_their_law() {
        let laws = [
            Law::Exponential { mean: 300.0 },
            Law::Lognormal {
                mean: 300.0,
                cv: 0.8,
            },
            Law::Weibull {
                mean: 300.0,
                shape: 0.7,
            },
            Law::Weibull {
                mean: 300.0,
                shape: 2.0,
            },
            Law::Erlang {
                mean: 300.0,
                phases: 3,
            },
            Law::Fixed { mean: 300.0 },
            Law::Recorded([100.0, 200.0, 600.0].into()),
        ];
        let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(1);
        let n = 200_000;
        for law in laws {
            let drawn: Vec<f64> = (0..n).map(|_| law.draw(&mut random)).collect();
            let drawn = Law::Recorded(drawn.into());
            // Five standard errors of a mean; spreads of heavy tails converge more slowly.
            let error = 5.0 * 300.0 * law.cv() / f64::from(n).sqrt();
            assert!((drawn.mean() - law.mean()).abs() <= error + 1e-9, "{law:?}");
            assert!((drawn.cv() - law.cv()).abs() <= 0.03, "{law:?}");
        }
    }
}
