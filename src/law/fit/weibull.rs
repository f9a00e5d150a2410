//! The Weibull law, of durations that may be cut short.

use super::{Group, Observed, grouped};
use crate::law::Law;
use statrs::function::gamma::ln_gamma;

/// A Weibull law fitted to a record: S(t) = exp(-(t / scale)^shape).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeibullFit {
    /// Below 1 the hazard falls with time, above 1 it rises; 1 is exponential.
    pub shape: f64,
    /// The time that a share of 1/e outlasts, in seconds.
    pub scale: f64,
    /// Logarithm of the likelihood, to compare with other laws of the same record.
    pub ln_likelihood: f64,
}

/// Shapes outside these are no law of a duration but of a record without spread.
const SHAPES: (f64, f64) = (1e-2, 1e3);

/// The Weibull law of greatest likelihood; `None` where nothing ended or all ended alike.
///
/// Durations of 0 are left aside: they belong to the atom at 0, where the law has no density.
///
/// # Formula
/// The shape k is the root of Σ t^k ln t / Σ t^k - 1/k - (Σ ln t of those that ended) / n, which rises
/// with k; scale (Σ t^k / n)^(1/k). Sums over all durations, n of which ended by themselves.
///
/// # Example
/// ```
/// use bezet::law::fit::{Observed, weibull};
/// // evenly spread quantiles of a Weibull law of shape 2 and scale 100
/// let quantile = |i: i32| 100.0 * (-(1.0 - (f64::from(i) + 0.5) / 1000.0).ln()).sqrt();
/// let record: Vec<Observed> =
///     (0..1000).map(|i| Observed { duration: quantile(i), ended: true }).collect();
/// let found = weibull(&record).expect("a law");
/// assert!((found.shape - 2.0).abs() < 0.01 && (found.scale - 100.0).abs() < 0.1);
/// ```
///
/// # References
/// J. F. Lawless, Statistical Models and Methods for Lifetime Data (2003), section 5.2.
pub fn weibull(observed: &[Observed]) -> Option<WeibullFit> {
    let record = Sums::of(grouped(observed))?;
    let (mut low, mut high) = SHAPES;
    if record.slope(low) > 0.0 || record.slope(high) < 0.0 {
        return None;
    }
    // Halving on the scale of the logarithm: 17 decades of relative width in 60 steps.
    for _ in 0..60 {
        let middle = (low * high).sqrt();
        match record.slope(middle) > 0.0 {
            true => high = middle,
            false => low = middle,
        }
    }
    let fit = record.fit((low * high).sqrt());
    let all = [fit.shape, fit.scale, fit.ln_likelihood];
    let law = fit.law().mean();
    (law.is_finite() && all.iter().all(|value| value.is_finite())).then_some(fit)
}

impl WeibullFit {
    /// The law to draw from.
    pub fn law(&self) -> Law {
        Law::Weibull {
            mean: self.scale * ln_gamma(1.0 + 1.0 / self.shape).exp(),
            shape: self.shape,
        }
    }
}

/// The record with its longest duration as unit of time, so that no power of it overflows.
struct Sums {
    groups: Vec<Group>,
    unit: f64,
    events: f64,
    /// Mean of ln t of those that ended.
    mean_ln: f64,
}

impl Sums {
    fn of(groups: Vec<Group>) -> Option<Self> {
        let unit = groups.last().map(|group| group.duration)?;
        let positive = groups.into_iter().filter(|group| group.duration > 0.0);
        let groups: Vec<Group> = positive
            .map(|group| Group {
                duration: group.duration / unit,
                ..group
            })
            .filter(|group| group.duration > 0.0)
            .collect();
        let events: u64 = groups.iter().map(|group| group.events).sum();
        let logs = groups
            .iter()
            .map(|group| group.events as f64 * group.duration.ln());
        let ln: f64 = logs.sum();
        let events = events as f64;
        (events > 0.0).then(|| Self {
            unit,
            events,
            mean_ln: ln / events,
            groups,
        })
    }

    /// Σ t^k, and Σ t^k ln t.
    fn powers(&self, shape: f64) -> (f64, f64) {
        self.groups.iter().fold((0.0, 0.0), |(sum, logs), group| {
            let ln = group.duration.ln();
            let power = group.all as f64 * (shape * ln).exp();
            (sum + power, logs + power * ln)
        })
    }

    /// Falls to 0 at the shape of greatest likelihood, from below.
    fn slope(&self, shape: f64) -> f64 {
        let (sum, logs) = self.powers(shape);
        logs / sum - shape.recip() - self.mean_ln
    }

    /// The scale of greatest likelihood for a shape.
    fn fit(&self, shape: f64) -> WeibullFit {
        let (sum, _) = self.powers(shape);
        let scale = (sum / self.events).powf(shape.recip());
        // Σ over events of ln k - k ln scale + (k - 1) ln t, less Σ (t / scale)^k = n over all.
        let each = shape.ln() - shape * scale.ln() + (shape - 1.0) * self.mean_ln - 1.0;
        WeibullFit {
            shape,
            scale: scale * self.unit,
            ln_likelihood: self.events * (each - self.unit.ln()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(pairs: &[(f64, bool)]) -> Vec<Observed> {
        let seen = |&(duration, ended): &(f64, bool)| Observed { duration, ended };
        pairs.iter().map(seen).collect()
    }

    #[test]
    fn no_spread_is_no_law() {
        for pairs in [
            vec![],
            vec![(0.0, true); 3],
            vec![(5.0, false); 9],
            vec![(7.0, true); 9],
            vec![(5e-324, true), (1e308, true)],
        ] {
            assert_eq!(weibull(&record(&pairs)), None, "{pairs:?}");
        }
    }

    #[test]
    fn the_likelihood_is_greatest_where_a_scan_finds_it() {
        let pairs = [
            (3.0, true),
            (11.0, false),
            (14.0, true),
            (40.0, true),
            (90.0, false),
        ];
        let found = weibull(&record(&pairs)).unwrap();
        let likelihood = |shape: f64, scale: f64| -> f64 {
            let each = pairs.iter().map(|&(t, ended)| {
                let x = t / scale;
                let density = (shape / scale).ln() + (shape - 1.0) * x.ln();
                if ended {
                    density - x.powf(shape)
                } else {
                    -x.powf(shape)
                }
            });
            each.sum()
        };
        let best = likelihood(found.shape, found.scale);
        assert!((best - found.ln_likelihood).abs() < 1e-10);
        for i in 1..200 {
            for j in 1..200 {
                let other = likelihood(f64::from(i) * 0.02, f64::from(j) * 1.5);
                assert!(other <= best + 1e-12, "{i} {j}");
            }
        }
    }

    #[test]
    fn the_unit_of_time_changes_nothing() {
        let pairs = [(3.0, true), (11.0, false), (14.0, true), (40.0, true)];
        let found = weibull(&record(&pairs)).unwrap();
        let huge = weibull(&record(&pairs.map(|(t, ended)| (t * 1e200, ended)))).unwrap();
        // Logarithms of 1e200 leave 1e-13 of a shape.
        assert!((found.shape / huge.shape - 1.0).abs() < 1e-12);
    }
}
