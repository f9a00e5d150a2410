//! Which law handle times follow.

use crate::law::Law;
use crate::law::fit::{Observed, weibull};
use serde::Serialize;
use statrs::function::gamma::ln_gamma;

/// How durations scatter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Durations counted.
    pub count: u64,
    /// Mean in seconds.
    pub mean: f64,
    /// Standard deviation in seconds, with n - 1; 0 of fewer than two.
    pub sd: f64,
    /// Standard deviation over mean: 1 for the exponential law; 0 of a mean of 0.
    pub cv: f64,
}

/// A law with the likelihood that it gives a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The law of greatest likelihood of its kind.
    pub law: Law,
    /// Logarithm of that likelihood.
    pub ln_likelihood: f64,
    /// Parameters that were estimated.
    pub parameters: u32,
}

impl Fit {
    /// Akaike's criterion: the lower, the better.
    ///
    /// # Formula
    /// 2 parameters - 2 ln likelihood
    pub fn aic(&self) -> f64 {
        2.0 * f64::from(self.parameters) - 2.0 * self.ln_likelihood
    }
}

/// Mean and spread of durations; what is no duration is left aside. `None` where none is left.
///
/// ```
/// use bezet::law::fit::spread;
/// let found = spread(&[100.0, 200.0, 300.0]).expect("durations");
/// assert!((found.mean - 200.0).abs() < 1e-12 && (found.sd - 100.0).abs() < 1e-12);
/// ```
pub fn spread(durations: &[f64]) -> Option<Spread> {
    let usable: Vec<f64> = durations.iter().copied().filter(|&t| usable(t)).collect();
    let largest = usable.iter().copied().fold(0.0, f64::max);
    let count = usable.len() as f64;
    // In parts of the largest, so that no square overflows.
    let unit = if largest > 0.0 { largest } else { 1.0 };
    let mean = usable.iter().map(|t| t / unit).sum::<f64>() / count;
    let squares: f64 = usable.iter().map(|t| (t / unit - mean).powi(2)).sum();
    let sd = (squares / (count - 1.0).max(1.0)).sqrt();
    (!usable.is_empty()).then_some(Spread {
        count: usable.len() as u64,
        mean: mean * unit,
        sd: sd * unit,
        cv: if mean > 0.0 { sd / mean } else { 0.0 },
    })
}

fn usable(duration: f64) -> bool {
    duration.is_finite() && duration >= 0.0
}

/// Exponential, Erlang, Weibull and lognormal laws of greatest likelihood, the best by Akaike's
/// criterion first.
///
/// Durations of 0 are left aside, as no law here has a likelihood for them. Empty unless two
/// different durations are left.
///
/// # Formula
/// Exponential and Erlang: the mean is the record's; Erlang's phases k by the greatest
/// k ln(k / m) - ln Γ(k) - k + (k - 1) mean(ln t), concave in k. Lognormal: mean and variance
/// of ln t. Weibull: [`weibull`].
///
/// # Example
/// ```
/// use bezet::law::{Law, fit::handle_time_fits};
/// let best = &handle_time_fits(&[95.0, 100.0, 105.0, 101.0, 99.0])[0];
/// assert!(best.law.cv() < 0.05);
/// assert!(handle_time_fits(&[60.0, 60.0]).is_empty());
/// ```
///
/// # References
/// For handle times as lognormal: L. Brown and others, Statistical analysis of a telephone call
/// center (2005), section 4.3.
pub fn handle_time_fits(durations: &[f64]) -> Vec<Fit> {
    let positive: Vec<f64> = durations
        .iter()
        .copied()
        .filter(|&t| usable(t) && t > 0.0)
        .collect();
    let differ = positive.iter().any(|t| *t != positive[0]);
    let Some(record) = Logs::of(&positive).filter(|_| differ) else {
        return Vec::new();
    };
    let kinds = [
        record.erlang(1),
        record.erlang(record.phases()),
        weibull_fit(&positive),
        record.lognormal(),
    ];
    let sound = |fit: &Fit| fit.law.mean().is_finite() && fit.ln_likelihood.is_finite();
    let mut fits: Vec<Fit> = kinds.into_iter().flatten().filter(sound).collect();
    fits.dedup_by(|later, earlier| later.law == earlier.law);
    fits.sort_by(|a, b| a.aic().total_cmp(&b.aic()));
    fits
}

fn weibull_fit(positive: &[f64]) -> Option<Fit> {
    let ended = |&duration: &f64| Observed {
        duration,
        ended: true,
    };
    let found = weibull(&positive.iter().map(ended).collect::<Vec<_>>())?;
    Some(Fit {
        law: found.law(),
        ln_likelihood: found.ln_likelihood,
        parameters: 2,
    })
}

/// What the likelihoods need of the record.
struct Logs {
    count: f64,
    mean: f64,
    mean_ln: f64,
    variance_ln: f64,
}

/// More phases than this are as good as no spread.
const MOST_PHASES: u32 = 10_000;

impl Logs {
    fn of(positive: &[f64]) -> Option<Self> {
        let count = positive.len() as f64;
        let mean = positive.iter().map(|t| t / count).sum::<f64>();
        let mean_ln = positive.iter().map(|t| t.ln()).sum::<f64>() / count;
        let squares: f64 = positive.iter().map(|t| (t.ln() - mean_ln).powi(2)).sum();
        (mean > 0.0 && mean.is_finite()).then_some(Self {
            count,
            mean,
            mean_ln,
            variance_ln: squares / count,
        })
    }

    fn erlang_likelihood(&self, phases: u32) -> f64 {
        let k = f64::from(phases);
        let scaled = k * (k / self.mean).ln() - ln_gamma(k) - k;
        self.count * (scaled + (k - 1.0) * self.mean_ln)
    }

    fn phases(&self) -> u32 {
        let falls = |k: &u32| self.erlang_likelihood(k + 1) <= self.erlang_likelihood(*k);
        (1..MOST_PHASES).find(falls).unwrap_or(MOST_PHASES)
    }

    fn erlang(&self, phases: u32) -> Option<Fit> {
        let law = match phases {
            1 => Law::Exponential { mean: self.mean },
            phases => Law::Erlang {
                mean: self.mean,
                phases,
            },
        };
        Some(Fit {
            law,
            ln_likelihood: self.erlang_likelihood(phases),
            parameters: if phases == 1 { 1 } else { 2 },
        })
    }

    fn lognormal(&self) -> Option<Fit> {
        let variance = self.variance_ln;
        let each = self.mean_ln + 0.5 * (std::f64::consts::TAU * variance).ln() + 0.5;
        Some(Fit {
            law: Law::Lognormal {
                mean: (self.mean_ln + 0.5 * variance).exp(),
                cv: variance.exp_m1().sqrt(),
            },
            ln_likelihood: -self.count * each,
            parameters: 2,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn the_law_that_was_drawn_from_is_chosen() {
        let mut random = rand_pcg::Pcg64Mcg::seed_from_u64(4);
        let laws = [
            Law::Exponential { mean: 300.0 },
            Law::Erlang {
                mean: 300.0,
                phases: 3,
            },
            Law::Weibull {
                mean: 300.0,
                shape: 0.6,
            },
            Law::Lognormal {
                mean: 300.0,
                cv: 1.5,
            },
        ];
        for law in laws {
            let drawn: Vec<f64> = (0..20_000).map(|_| law.draw(&mut random)).collect();
            let best = &handle_time_fits(&drawn)[0].law;
            // Exponential is also Weibull of shape near 1, which may win by a hair.
            let near = (best.mean() / law.mean() - 1.0).abs() < 0.05
                && (best.cv() / law.cv() - 1.0).abs() < 0.05;
            assert!(near, "{law:?}: {best:?}");
        }
    }

    #[test]
    fn strange_durations_are_left_aside() {
        assert_eq!(spread(&[f64::NAN, -3.0, f64::INFINITY]), None);
        assert_eq!(spread(&[0.0]).map(|s| (s.sd, s.cv)), Some((0.0, 0.0)));
        assert!(spread(&[1e308, 1e308]).is_some_and(|s| s.cv == 0.0));
        for odd in [
            vec![],
            vec![0.0; 5],
            vec![1e-300, 1e300],
            vec![f64::NAN, 4.0],
        ] {
            for fit in handle_time_fits(&odd) {
                assert!(
                    fit.aic().is_finite() && fit.law.cv() >= 0.0,
                    "{odd:?} {fit:?}"
                );
            }
        }
    }
}
