//! Least squares with a penalty on each coefficient.

use super::cholesky::Cholesky;

/// Normal equations of a weighted ridge regression, gathered point by point.
pub(super) struct Ridge {
    size: usize,
    /// Moments of the features, row by row.
    moments: Vec<f64>,
    products: Vec<f64>,
}

impl Ridge {
    /// No points yet, so many coefficients.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            moments: vec![0.0; size * size],
            products: vec![0.0; size],
        }
    }

    /// A point: what explains it, its value and how much it counts.
    pub fn add(&mut self, features: &[f64], value: f64, weight: f64) {
        let rows = self.moments.chunks_exact_mut(self.size);
        for ((row, product), feature) in rows.zip(&mut self.products).zip(features) {
            *product += weight * feature * value;
            for (moment, other) in row.iter_mut().zip(features) {
                *moment += weight * feature * other;
            }
        }
    }

    /// The coefficients that minimise `sum of w (y - x b)^2 + sum of penalty b^2`.
    ///
    /// None where points and penalties do not determine them.
    pub fn solve(self, penalties: &[f64]) -> Option<Vec<f64>> {
        let moment = |row: usize, column: usize| {
            let moment = self.moments.get(row * self.size + column);
            let penalty = penalties.get(row).filter(|_| row == column);
            moment.copied().unwrap_or_default() + penalty.copied().unwrap_or_default()
        };
        let solution = Cholesky::of(self.size, moment)?.solve(&self.products);
        solution.iter().all(|b| b.is_finite()).then_some(solution)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: moments (4 2; 2 3), products (10, 8), so b = (1.75, 1.5).
    #[test]
    fn two_coefficients_as_by_hand() {
        let mut ridge = Ridge::new(2);
        ridge.add(&[1.0, 0.0], 4.0, 2.0);
        ridge.add(&[1.0, 1.0], 1.0, 2.0);
        ridge.add(&[0.0, 1.0], 6.0, 1.0);
        let solution = ridge.solve(&[0.0, 0.0]).unwrap();
        assert!((solution[0] - 1.75).abs() < 1e-12 && (solution[1] - 1.5).abs() < 1e-12);
    }

    #[test]
    fn penalties_draw_to_zero_and_determine() {
        let mut ridge = Ridge::new(1);
        ridge.add(&[1.0], 3.0, 1.0);
        assert!(
            ridge
                .solve(&[2.0])
                .is_some_and(|b| (b[0] - 1.0).abs() < 1e-12)
        );
        assert_eq!(Ridge::new(2).solve(&[0.0, 1.0]), None);
        assert_eq!(Ridge::new(2).solve(&[1.0, 1.0]), Some(vec![0.0, 0.0]));
    }
}
