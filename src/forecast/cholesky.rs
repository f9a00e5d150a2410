//! The triangular root of a covariance, and equations solved by it.

/// The lower triangle `L` of `A = L L'`, row by row, each as long as it is filled.
#[derive(Clone, Debug, Default)]
pub(super) struct Cholesky(Vec<Vec<f64>>);

impl Cholesky {
    /// Of the symmetric matrix with these elements, asked for on and below the diagonal; none
    /// unless it is positive definite.
    pub fn of(size: usize, element: impl Fn(usize, usize) -> f64) -> Option<Self> {
        let mut lower: Vec<Vec<f64>> = Vec::with_capacity(size);
        for row in 0..size {
            let mut filled = Vec::with_capacity(row + 1);
            for (column, above) in lower.iter().enumerate() {
                let rest = element(row, column) - dot(&filled, above);
                filled.push(rest / above.last()?);
            }
            let rest = element(row, row) - dot(&filled, &filled);
            if rest.is_nan() || rest <= 0.0 {
                return None;
            }
            filled.push(rest.sqrt());
            lower.push(filled);
        }
        Some(Self(lower))
    }

    /// `A^-1 v`.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let mut solved = self.forth(vector);
        for (column, row) in self.0.iter().enumerate().rev() {
            let Some((own, before)) = row.split_last() else {
                continue;
            };
            let (earlier, later) = solved.split_at_mut(column);
            if let Some(value) = later.first_mut() {
                *value /= own;
                for (earlier, part) in earlier.iter_mut().zip(before) {
                    *earlier -= part * *value;
                }
            }
        }
        solved
    }

    /// `L^-1 v`, whose square is the quadratic form `v' A^-1 v`.
    pub fn forth(&self, vector: &[f64]) -> Vec<f64> {
        let mut solved: Vec<f64> = Vec::with_capacity(vector.len());
        for (row, value) in self.0.iter().zip(vector) {
            let own = row.last().copied().unwrap_or(1.0);
            solved.push((value - dot(&solved, row)) / own);
        }
        solved
    }
}

/// The inner product, as far as both reach.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: A = [[4, 2, 0], [2, 5, 3], [0, 3, 6]] has the determinant 60 and the adjugate
    /// [[21, -12, 6], [-12, 24, -12], [6, -12, 16]]; so A^-1 (1, 2, 3) = (15, 0, 30) / 60, and the
    /// quadratic form of (1, 0, 2) is (21 + 4 x 6 + 4 x 16) / 60.
    #[test]
    fn three_by_three_by_hand() {
        let matrix = [[4.0, 2.0, 0.0], [2.0, 5.0, 3.0], [0.0, 3.0, 6.0]];
        let root = Cholesky::of(3, |i, j| matrix[i][j]).unwrap();
        for (found, wanted) in root.solve(&[1.0, 2.0, 3.0]).iter().zip([15.0, 0.0, 30.0]) {
            assert!((found - wanted / 60.0).abs() < 1e-12, "{found}");
        }
        let part = root.forth(&[1.0, 0.0, 2.0]);
        assert!((dot(&part, &part) - 109.0 / 60.0).abs() < 1e-12);
    }

    #[test]
    fn a_matrix_without_a_root_has_none() {
        let singular = [[1.0, 2.0], [2.0, 4.0]];
        assert!(Cholesky::of(2, |i, j| singular[i][j]).is_none());
        assert!(Cholesky::of(1, |_, _| f64::NAN).is_none());
    }
}
