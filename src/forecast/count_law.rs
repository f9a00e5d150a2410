//! The law of a number of contacts that is still to come.

use statrs::distribution::{
    ContinuousCDF, Discrete as _, DiscreteCDF, NegativeBinomial, Normal, Poisson,
};

/// A negative binomial law: Poisson counts around a rate that a gamma law multiplies; or two of
/// them with the same mean, one for ordinary days and a wider one for odd days.
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
    /// Chance and shape of either part.
    parts: [(f64, f64); 2],
}

/// Counts above this mean are taken as continuous.
const MANY: f64 = 1000.0;
/// Shapes above this are Poisson's.
const CERTAIN: f64 = 1e5;
/// Variance of the busyness of odd days over that of ordinary ones.
const ODD: f64 = 8.0;

impl CountLaw {
    /// The law of this mean, and of this shape of the gamma law that multiplies it.
    ///
    /// A mean that is not a positive number is taken as 0, a shape that is none as infinite.
    pub fn new(mean: f64, shape: f64) -> Self {
        let shape = if shape > 0.0 { shape } else { f64::INFINITY };
        Self {
            mean: if mean.is_finite() { mean.max(0.0) } else { 0.0 },
            parts: [(1.0, shape), (0.0, shape)],
        }
    }

    /// The law of this mean whose variance is `mean + excess`.
    pub fn with_excess(mean: f64, excess: f64) -> Self {
        Self::new(mean, mean * mean / excess.max(0.0))
    }

    /// The law of this mean whose variance is `mean + own + shared` on ordinary days, `shared` being
    /// the share of whole days; with this chance a day is `odd`, and `shared` eight times as large.
    /// Of `days` together, odd ones average out.
    pub fn with_odd_days(mean: f64, own: f64, shared: f64, odd: f64, days: f64) -> Self {
        let shape = |factor: f64| match own + shared * factor {
            excess if excess > 0.0 => mean * mean / excess,
            _ => f64::INFINITY,
        };
        let all: f64 = odd_days(odd).iter().map(|(chance, f)| chance * f).sum();
        let averaged = |factor: f64| all + (factor - all) / days.max(1.0).sqrt();
        let parts = odd_days(odd).map(|(chance, factor)| (chance, shape(averaged(factor))));
        Self {
            parts,
            ..Self::new(mean, f64::INFINITY)
        }
    }

    /// The expected count.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance of the count.
    pub fn variance(&self) -> f64 {
        let relative: f64 = self.parts.iter().map(|(share, shape)| share / shape).sum();
        self.mean + self.mean * self.mean * relative
    }

    /// The chance of at most so many; 0 below 0.
    pub fn at_most(&self, count: f64) -> f64 {
        if count < 0.0 {
            return 0.0;
        }
        if self.mean <= 0.0 {
            return 1.0;
        }
        let parts = self.parts.iter().filter(|(share, _)| *share > 0.0);
        parts
            .map(|(share, shape)| share * Part::new(self.mean, *shape).at_most(count))
            .sum()
    }

    /// The smallest count that is not exceeded with at least this chance.
    pub fn quantile(&self, share: f64) -> f64 {
        if self.mean <= 0.0 {
            return 0.0;
        }
        let share = share.clamp(0.0, 1.0 - 1e-12);
        let [first, second] = match self.parts {
            [only, (0.0, _)] => [only, only],
            parts => parts,
        };
        let [first, second] = [first, second].map(|(_, shape)| Part::new(self.mean, shape));
        let (low, high) = (first.wilson_hilferty(share), second.wilson_hilferty(share));
        let (low, high) = (low.min(high), low.max(high));
        match self.mean > MANY {
            true if self.at_most(0.0) >= share => 0.0,
            true => self.between(low, high, share).round(),
            false => self.walk(((low + high) / 2.0).round(), share),
        }
    }

    /// The band that is meant to hold this share of counts, as much left out below as above.
    pub fn band(&self, level: f64) -> (f64, f64) {
        let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
        (self.quantile(tail), self.quantile(1.0 - tail))
    }

    /// The quantile of the continuous law, which lies between those of its parts.
    fn between(&self, mut low: f64, mut high: f64, share: f64) -> f64 {
        for _ in 0..60 {
            if high - low < 0.25 {
                break;
            }
            let middle = (low + high) / 2.0;
            if self.at_most(middle - 0.5) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low + high) / 2.0
    }

    /// Walks from a guess to the quantile, the chance of each count from that of its neighbour.
    fn walk(&self, guess: f64, share: f64) -> f64 {
        let mut count = guess.max(0.0);
        let mut below = self.at_most(count);
        let mut chances = self
            .parts
            .map(|(part, shape)| part * Part::new(self.mean, shape).chance(count));
        let up = |chances: &mut [f64; 2], count: f64| {
            for (chance, (_, shape)) in chances.iter_mut().zip(&self.parts) {
                *chance *= ratio(self.mean, *shape, count);
            }
        };
        while below < share && chances.iter().any(|chance| *chance > 0.0) {
            up(&mut chances, count);
            count += 1.0;
            below += chances.iter().sum::<f64>();
        }
        while count > 0.0 && below - chances.iter().sum::<f64>() >= share {
            below -= chances.iter().sum::<f64>();
            count -= 1.0;
            for (chance, (_, shape)) in chances.iter_mut().zip(&self.parts) {
                *chance /= ratio(self.mean, *shape, count);
            }
        }
        count
    }
}

/// Chance and variance, over that of ordinary days, of ordinary days and of odd ones.
pub(super) fn odd_days(odd: f64) -> [(f64, f64); 2] {
    let odd = odd.clamp(0.0, 0.5);
    [(1.0 - odd, 1.0), (odd, ODD)]
}

/// The chance of one count more over that of `count`.
fn ratio(mean: f64, shape: f64, count: f64) -> f64 {
    mean * (1.0 + count / shape) / (1.0 + mean / shape) / (count + 1.0)
}

/// One negative binomial law.
struct Part {
    mean: f64,
    shape: f64,
}

impl Part {
    fn new(mean: f64, shape: f64) -> Self {
        Self { mean, shape }
    }

    fn at_most(&self, count: f64) -> f64 {
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

    fn chance(&self, count: f64) -> f64 {
        let count = count as u64;
        match self.discrete() {
            Some(Discrete::Poisson(law)) => law.pmf(count),
            Some(Discrete::Negative(law)) => law.pmf(count),
            None => 0.0,
        }
    }

    /// Shape of the gamma law of this mean and variance.
    fn gamma(&self) -> f64 {
        1.0 / (1.0 / self.mean + 1.0 / self.shape)
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

    /// Both parts, by the definition: chances of the parts add up, and so do their variances.
    #[test]
    fn odd_days_widen_the_tails_only() {
        for mean in [3.0, 80.0, 700.0, 20_000.0] {
            let shared = 0.04 * mean * mean;
            let law = CountLaw::with_odd_days(mean, 0.0, shared, 0.1, 1.0);
            // Nine ordinary days and one of eight times the variance: 1.7 times it in the mean.
            let plain = CountLaw::with_excess(mean, 1.7 * shared);
            assert!((law.variance() / plain.variance() - 1.0).abs() < 1e-12);
            let ordinary = CountLaw::with_excess(mean, shared);
            let odd = CountLaw::with_excess(mean, shared * 8.0);
            for share in [0.025, 0.2, 0.9, 0.975] {
                let count = law.quantile(share);
                let chance = 0.9 * ordinary.at_most(count) + 0.1 * odd.at_most(count);
                assert!((law.at_most(count) - chance).abs() < 1e-12);
                assert!(law.at_most(count + 0.5) >= share);
                assert!(count == 0.0 || law.at_most(count - 1.0) < share);
            }
            assert!(mean < 10.0 || law.quantile(0.999) > plain.quantile(0.999));
            // Over very many days odd ones average out.
            let many = CountLaw::with_odd_days(mean, 0.0, shared, 0.1, 1e12);
            assert_eq!(many.quantile(0.975), plain.quantile(0.975));
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
