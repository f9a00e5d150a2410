//! The law of a number of contacts that is still to come.

use statrs::distribution::{ContinuousCDF, DiscreteCDF, NegativeBinomial, Normal, Poisson};

/// A negative binomial law: Poisson counts around a rate that a gamma law multiplies.
///
/// # Formula
/// Variance `mean + mean^2 / shape`; Poisson at an infinite shape. Where more than 1000 contacts
/// are expected, the gamma law of the same mean and variance, by Wilson and Hilferty (1931), which
/// is within 0.1 % there.
///
/// ```
/// use bezet::forecast::CountLaw;
/// let law = CountLaw::new(10.0, f64::INFINITY);
/// // Poisson of mean 10: P(N <= 12) = 0.7916, P(N <= 13) = 0.8645.
/// assert!((law.at_most(12.0) - 0.7915565).abs() < 1e-6);
/// assert_eq!(law.quantile(0.8), 13.0);
/// // With a shape of 4 the variance is 10 + 100 / 4.
/// assert_eq!(CountLaw::new(10.0, 4.0).variance(), 35.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountLaw {
    mean: f64,
    shape: f64,
}

/// Counts above this mean are taken as continuous.
const MANY: f64 = 1000.0;
/// Shapes above this are Poisson's.
const CERTAIN: f64 = 1e5;

impl CountLaw {
    /// The law of this mean, and of this shape of the gamma law that multiplies it.
    ///
    /// A mean that is not a positive number is taken as 0, a shape that is none as infinite.
    pub fn new(mean: f64, shape: f64) -> Self {
        Self {
            mean: if mean.is_finite() { mean.max(0.0) } else { 0.0 },
            shape: if shape > 0.0 { shape } else { f64::INFINITY },
        }
    }

    /// The law of this mean whose variance is `mean + excess`.
    pub fn with_excess(mean: f64, excess: f64) -> Self {
        Self::new(mean, mean * mean / excess.max(0.0))
    }

    /// The expected count.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance of the count.
    pub fn variance(&self) -> f64 {
        self.mean + self.mean * self.mean / self.shape
    }

    /// The chance of at most so many; 0 below 0.
    pub fn at_most(&self, count: f64) -> f64 {
        if count < 0.0 {
            return 0.0;
        }
        if self.mean <= 0.0 {
            return 1.0;
        }
        if self.mean > MANY {
            return self.continuous(count + 0.5);
        }
        let count = count.floor() as u64;
        match self.discrete() {
            Some(Discrete::Poisson(law)) => law.cdf(count),
            Some(Discrete::Negative(law)) => law.cdf(count),
            None => 1.0,
        }
    }

    /// The smallest count that is not exceeded with at least this chance.
    pub fn quantile(&self, share: f64) -> f64 {
        if self.mean <= 0.0 {
            return 0.0;
        }
        let share = share.clamp(0.0, 1.0 - 1e-12);
        let guess = self.wilson_hilferty(share);
        if self.mean > MANY {
            return guess.round();
        }
        self.search(guess.round().max(0.0), share)
    }

    /// The band that is meant to hold this share of counts, as much left out below as above.
    pub fn band(&self, level: f64) -> (f64, f64) {
        let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
        (self.quantile(tail), self.quantile(1.0 - tail))
    }

    /// Steps from a guess to the smallest count that reaches, in strides that double.
    fn search(&self, guess: f64, share: f64) -> f64 {
        let reaches = |count: f64| self.at_most(count) >= share;
        let (mut low, mut high, mut stride) = (guess, guess, 1.0);
        while low >= 0.0 && reaches(low) {
            (high, low) = (low, low - stride);
            stride *= 2.0;
        }
        while !reaches(high) {
            (low, high) = (high, high + stride);
            stride *= 2.0;
        }
        low = low.max(-1.0);
        while high - low > 1.0 {
            let middle = ((low + high) / 2.0).floor();
            if reaches(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }

    /// Shape of the gamma law of this mean and variance.
    fn gamma(&self) -> f64 {
        self.mean * self.mean / self.variance()
    }

    fn wilson_hilferty(&self, share: f64) -> f64 {
        let (gamma, z) = (self.gamma(), Normal::standard().inverse_cdf(share));
        let root = 1.0 - 1.0 / (9.0 * gamma) + z / (3.0 * gamma.sqrt());
        self.mean * root.max(0.0).powi(3)
    }

    fn continuous(&self, count: f64) -> f64 {
        let gamma = self.gamma();
        let root = (count / self.mean).cbrt() - 1.0 + 1.0 / (9.0 * gamma);
        Normal::standard().cdf(root * 3.0 * gamma.sqrt())
    }

    fn discrete(&self) -> Option<Discrete> {
        if self.shape > CERTAIN {
            return Poisson::new(self.mean).ok().map(Discrete::Poisson);
        }
        let law = NegativeBinomial::new(self.shape, self.shape / (self.shape + self.mean));
        law.ok().map(Discrete::Negative)
    }
}

enum Discrete {
    Poisson(Poisson),
    Negative(NegativeBinomial),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_published_laws() {
        // By summation of the probabilities, in double precision.
        assert_eq!(CountLaw::new(40.0, 25.0).quantile(0.1), 27.0);
        assert_eq!(CountLaw::new(40.0, 25.0).quantile(0.9), 53.0);
        assert_eq!(CountLaw::new(40.0, 1e9).quantile(0.1), 32.0);
        assert_eq!(CountLaw::new(40.0, 1e9).quantile(0.9), 48.0);
        // By the same summation; the continuous form is within 0.1 %.
        assert!((CountLaw::new(2000.0, 100.0).quantile(0.9) / 2267.0 - 1.0).abs() < 0.001);
    }

    #[test]
    fn quantiles_are_the_smallest_that_reach() {
        for mean in [0.05, 0.7, 3.0, 20.0, 120.0, 900.0] {
            for shape in [0.3, 2.0, 50.0, f64::INFINITY] {
                let law = CountLaw::new(mean, shape);
                for share in [0.025, 0.1, 0.5, 0.9, 0.975] {
                    let count = law.quantile(share);
                    assert!(law.at_most(count) >= share);
                    assert!(count == 0.0 || law.at_most(count - 1.0) < share);
                }
            }
        }
    }

    /// Where the continuous law takes over, the discrete one agrees.
    #[test]
    fn many_contacts_are_continuous() {
        for shape in [20.0, 100.0, f64::INFINITY] {
            let discrete = CountLaw::new(999.0, shape);
            let continuous = CountLaw::new(1001.0, shape);
            for share in [0.025, 0.1, 0.5, 0.9, 0.975] {
                let ratio = continuous.quantile(share) / discrete.quantile(share);
                assert!((ratio - 1001.0 / 999.0).abs() < 0.002);
            }
        }
    }

    #[test]
    fn nothing_expected_nothing_comes() {
        for mean in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let law = CountLaw::new(mean, 3.0);
            assert_eq!((law.quantile(0.99), law.at_most(0.0)), (0.0, 1.0));
        }
    }
}
