//! Sums over replications of two quantities and their products: a ratio with its interval.

use crate::simulate::Estimate;
use crate::simulate::outcome::{interval, quantile};

/// Sums of a quantity above a fraction line, one below it, and their products.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Moments {
    above: f64,
    below: f64,
    above_above: f64,
    above_below: f64,
    below_below: f64,
}

impl Moments {
    /// One replication more.
    pub(super) fn add(&mut self, (above, below): (f64, f64)) {
        self.above += above;
        self.below += below;
        self.above_above += above * above;
        self.above_below += above * below;
        self.below_below += below * below;
    }

    /// Other replications more.
    pub(super) fn append(&mut self, other: &Self) {
        self.above += other.above;
        self.below += other.below;
        self.above_above += other.above_above;
        self.above_below += other.above_below;
        self.below_below += other.below_below;
    }

    /// The ratio of the sums; nothing over nothing is 0.
    ///
    /// # Formula
    /// That of [`Estimate::of_ratio`], with `sum (a - R b)^2 = sum a^2 - 2 R sum a b + R^2 sum b^2`
    /// so that no replication need be kept.
    pub(super) fn estimate(&self, replications: u32) -> Estimate {
        if self.below == 0.0 {
            return interval(
                0.0,
                0.0,
                replications as usize,
                quantile(replications as usize),
            );
        }
        let ratio = self.above / self.below;
        let squares =
            self.above_above - ratio * (2.0 * self.above_below - ratio * self.below_below);
        let squares = squares.max(0.0) / (self.below * self.below);
        interval(
            ratio,
            squares,
            replications as usize,
            quantile(replications as usize),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_say_what_all_pairs_say() {
        let pairs = [(3.0, 2.0), (10.0, 5.0), (0.0, 1.0), (7.5, 2.5)];
        let (mut first, mut rest) = (Moments::default(), Moments::default());
        first.add(pairs[0]);
        pairs[1..].iter().for_each(|pair| rest.add(*pair));
        first.append(&rest);
        let (found, all) = (first.estimate(4), Estimate::of_ratio(pairs));
        assert!((found.mean - all.mean).abs() < 1e-14);
        assert!((found.high / all.high - 1.0).abs() < 1e-13);
    }

    #[test]
    fn nothing_over_nothing_is_nothing() {
        let mut none = Moments::default();
        none.add((0.0, 0.0));
        none.add((0.0, 0.0));
        let estimate = none.estimate(2);
        assert_eq!((estimate.low, estimate.high), (0.0, 0.0));
    }
}
