//! Linear prediction from correlated errors.

use super::cholesky::{Cholesky, dot};

/// The best linear prediction of something from errors `y` of covariance `A`.
pub(super) struct Regression {
    root: Cholesky,
    /// `A^-1 y`.
    gain: Vec<f64>,
}

impl Regression {
    /// Regression on errors with this covariance; one that is not positive definite tells nothing.
    pub fn on(errors: &[f64], covariance: impl Fn(usize, usize) -> f64) -> Self {
        let root = Cholesky::of(errors.len(), covariance).unwrap_or_default();
        let gain = root.solve(errors);
        Self { root, gain }
    }

    /// What is predicted of something with these covariances with the errors.
    pub fn shift(&self, ties: &[f64]) -> f64 {
        dot(&self.gain, ties)
    }

    /// How much of its variance is told.
    pub fn told(&self, ties: &[f64]) -> f64 {
        let part = self.root.forth(ties);
        dot(&part, &part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, with the matrix of the test of [`Cholesky`]: A^-1 (1, 2, 3) = (15, 0, 30) / 60.
    #[test]
    fn three_errors_by_hand() {
        let matrix = [[4.0, 2.0, 0.0], [2.0, 5.0, 3.0], [0.0, 3.0, 6.0]];
        let regression = Regression::on(&[1.0, 2.0, 3.0], |i, j| matrix[i][j]);
        assert!((regression.shift(&[1.0, 0.0, 2.0]) - 75.0 / 60.0).abs() < 1e-12);
        assert!((regression.told(&[1.0, 0.0, 2.0]) - 109.0 / 60.0).abs() < 1e-12);
        let nothing = Regression::on(&[1.0, 2.0], |_, _| 1.0);
        assert_eq!(
            (nothing.shift(&[1.0, 1.0]), nothing.told(&[1.0, 1.0])),
            (0.0, 0.0)
        );
    }
}
