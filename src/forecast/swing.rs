//! How the busyness of a day wanders while the day goes on.

use super::posterior::Counted;
use serde::Serialize;

/// What moves a part of a day: a heavy morning says less of the afternoon than of the next hour.
///
/// # Formula
/// On top of the day's busyness, a factor of mean 1 whose covariance between two moments `t` hours
/// apart is `variance x exp(-t / hours)`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Swing {
    /// Variance of the factor at any moment.
    pub variance: f64,
    /// Hours in which its correlation falls to 1 / e.
    pub hours: f64,
}

/// A day that was forecast again: start of the interval in hours, what came and what was expected.
pub type TestedDay = Vec<(f64, Counted)>;

/// Hours that are tried.
const HOURS: [f64; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
/// Days without which nothing is learnt.
const FEWEST: usize = 10;

impl Swing {
    /// A day that is heavy from its first minute to its last.
    pub const NONE: Self = Self {
        variance: 0.0,
        hours: 1.0,
    };

    /// Learns from days that were forecast as if still to come; none from fewer than ten.
    ///
    /// # Formula
    /// For two different intervals of a day, `(n - m)(n' - m') / (m m')` has the expectation `b +
    /// variance x exp(-t / hours)`, since Poisson noise is independent; `b` is the busyness of whole
    /// days. Products at the same distance are averaged with weights `m m'`, and both terms fitted by
    /// weighted least squares, neither below 0, for each of six lengths of hours; the best is taken.
    pub fn learn(days: &[TestedDay]) -> Self {
        if days.len() < FEWEST {
            return Self::NONE;
        }
        let lags = lags(days);
        let fits = HOURS.iter().filter_map(|hours| fit(&lags, *hours));
        let best = fits.min_by(|one, other| one.0.total_cmp(&other.0));
        best.map_or(Self::NONE, |(_, swing)| swing)
    }

    /// Covariance of two moments so many hours apart.
    pub(super) fn between(&self, hours: f64) -> f64 {
        self.variance * (-hours.abs() / self.hours.max(1e-6)).exp()
    }

    /// Covariance of the means of two sets of moments with weights.
    pub(super) fn covariance(&self, one: &[(f64, f64)], other: &[(f64, f64)]) -> f64 {
        if self.variance <= 0.0 {
            return 0.0;
        }
        let (mut sum, mut weights) = (0.0, 0.0);
        for (hour, weight) in one {
            for (at, other) in other {
                sum += weight * other * self.between(hour - at);
                weights += weight * other;
            }
        }
        if weights > 0.0 { sum / weights } else { 0.0 }
    }
}

/// Products of errors at one distance.
#[derive(Clone, Copy, Default)]
struct Lag {
    hours: f64,
    products: f64,
    weight: f64,
}

/// Distances are told apart by the quarter of an hour.
const PER_HOUR: f64 = 4.0;

fn lags(days: &[TestedDay]) -> Vec<Lag> {
    let mut lags = vec![Lag::default(); 30 * PER_HOUR as usize];
    for day in days {
        for (nth, (hour, one)) in day.iter().enumerate() {
            for (at, other) in day.iter().skip(nth + 1) {
                let hours = (at - hour).abs();
                if let Some(lag) = lags.get_mut((hours * PER_HOUR).round() as usize) {
                    lag.hours = hours;
                    lag.products += (one.count - one.expected) * (other.count - other.expected);
                    lag.weight += one.expected * other.expected;
                }
            }
        }
    }
    lags.retain(|lag| lag.weight > 0.0);
    lags
}

/// The error of the best fit with this length, and its swing.
fn fit(lags: &[Lag], hours: f64) -> Option<(f64, Swing)> {
    let term = |lag: &Lag| (-lag.hours / hours).exp();
    let sum = |of: &dyn Fn(&Lag) -> f64| lags.iter().map(of).sum::<f64>();
    let (ones, first) = (sum(&|l| l.weight), sum(&|l| l.weight * term(l)));
    let second = sum(&|l| l.weight * term(l).powi(2));
    let (level, tied) = (sum(&|l| l.products), sum(&|l| l.products * term(l)));
    let determinant = ones * second - first * first;
    if determinant <= 1e-9 * ones * second {
        return None;
    }
    let mut base = (second * level - first * tied) / determinant;
    let mut variance = (ones * tied - first * level) / determinant;
    if base < 0.0 {
        (base, variance) = (0.0, tied / second);
    }
    if variance < 0.0 {
        (base, variance) = (level / ones, 0.0);
    }
    let error = sum(&|lag| {
        let found = lag.products / lag.weight;
        lag.weight * (found - base - variance * term(lag)).powi(2)
    });
    Some((error, Swing { variance, hours }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};
    use rand_pcg::Pcg64Mcg;

    /// Drawn days: busyness of variance 0.02 and a swing of 0.03 over 2 hours, as an
    /// autoregression of its logarithm.
    fn drawn(days: usize, variance: f64) -> Vec<TestedDay> {
        let mut random = Pcg64Mcg::seed_from_u64(5);
        let busyness = Gamma::new(50.0, 0.02).unwrap();
        let keep = (-0.5_f64 / 2.0).exp();
        let spread = f64::ln_1p(variance).sqrt();
        let day = |_| {
            let busy = busyness.sample(&mut random);
            let mut at: f64 = StandardNormal.sample(&mut random);
            let interval = |index: usize| {
                let fresh: f64 = StandardNormal.sample(&mut random);
                at = keep * at + (1.0 - keep * keep).sqrt() * fresh;
                let swing = (spread * at - spread * spread / 2.0).exp();
                let rate = 40.0 * busy * swing;
                let count = Poisson::new(rate).unwrap().sample(&mut random);
                let expected = 40.0;
                (index as f64 / 2.0, Counted { count, expected })
            };
            (0..20).map(interval).collect()
        };
        (0..days).map(day).collect()
    }

    /// Over 25 halves of two hours, 400 days leave some 6 % in the variance; three times that.
    #[test]
    fn a_swing_is_found() {
        let swing = Swing::learn(&drawn(400, 0.03));
        assert_eq!(swing.hours, 2.0);
        assert!((swing.variance - 0.03).abs() < 0.006, "{swing:?}");
    }

    #[test]
    fn without_a_swing_next_to_none_is_found() {
        let swing = Swing::learn(&drawn(400, 0.0));
        assert!(swing.variance < 0.002, "{swing:?}");
        assert_eq!(Swing::learn(&drawn(9, 0.03)), Swing::NONE);
    }
}
