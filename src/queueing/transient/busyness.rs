//! The law of how busy a day is, and the few days that stand for all.

use super::lanes::LANES;
use statrs::distribution::Gamma;

/// How busy a day is: a gamma factor of mean 1 on all its arrivals.
///
/// # Formula
/// F ~ gamma(α, α), of standard deviation 1/√α: with N contacts expected the count of a day has
/// variance N + N²/α. α without end is a day as expected.
///
/// # References
/// G. Jongbloed and G. Koole, Managing uncertainty in call centres using Poisson mixtures (2001).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busyness {
    shape: f64,
}

/// Factors by whose waits all others are judged: to 1e-4 of an overloaded day's wait at a standard
/// deviation of a fifth, to 1e-6 at a tenth (measured against twenty of them).
const NODES: usize = 2 * LANES;

/// From here on the gamma law is as narrow as makes no difference.
const CERTAIN: f64 = 1e6;

impl Busyness {
    /// Busyness of this shape α, above 0; `None` for what is no shape. Below 0.1 (a spread of three
    /// times the mean) it counts as 0.1.
    ///
    /// ```
    /// use bezet::queueing::Busyness;
    /// let busy = Busyness::new(25.0).expect("above 0");
    /// assert_eq!(busy.spread(), 0.2);
    /// assert!(Busyness::new(-1.0).is_none());
    /// ```
    pub fn new(shape: f64) -> Option<Self> {
        (shape > 0.0).then_some(Self {
            shape: shape.max(0.1),
        })
    }

    /// Standard deviation of the factor.
    pub fn spread(&self) -> f64 {
        self.shape.sqrt().recip()
    }

    /// Factors and their weights, which add up to 1: Gauss and Laguerre's rule.
    ///
    /// # Formula
    /// The nodes are the eigenvalues of the tridiagonal matrix of the recurrence of the polynomials
    /// that are orthogonal under the law, with diagonal 2k + α and squares k (k + α - 1) beside it; the
    /// weights are 1 / Σ p_k², p_k the orthonormal ones (G. H. Golub and J. H. Welsch, 1969).
    pub(super) fn nodes(&self) -> Vec<(f64, f64)> {
        self.factors(NODES)
    }

    /// So many factors that stand for all, with their weights: sums of powers up to twice their number
    /// less one are right.
    ///
    /// ```
    /// use bezet::queueing::Busyness;
    /// // F ~ gamma(25, 25): its mean is 1, its variance 1 / 25
    /// let three = Busyness::new(25.0).expect("above 0").factors(3);
    /// let power = |k| three.iter().map(|(x, weight)| weight * f64::powi(*x, k)).sum::<f64>();
    /// assert!((power(1) - 1.0).abs() < 1e-12 && (power(2) - 1.04).abs() < 1e-12);
    /// ```
    pub fn factors(&self, count: usize) -> Vec<(f64, f64)> {
        if self.shape >= CERTAIN {
            return vec![(1.0, 1.0)];
        }
        let node = |index| {
            let x = eigenvalue(self.shape, index, count);
            (x / self.shape, weight(self.shape, x, count))
        };
        let nodes: Vec<(f64, f64)> = (0..count).map(node).collect();
        let sum: f64 = nodes.iter().map(|(_, weight)| weight).sum();
        nodes
            .into_iter()
            .map(|(x, weight)| (x, weight / sum))
            .collect()
    }

    /// The law of the factor; `None` where it is certain.
    pub(super) fn law(&self) -> Option<Gamma> {
        let law = Gamma::new(self.shape, self.shape);
        law.ok().filter(|_| self.shape < CERTAIN)
    }
}

/// Diagonal and square of the entry before it.
fn recurrence(shape: f64, k: usize) -> (f64, f64) {
    let k = k as f64;
    (2.0 * k + shape, k * (k + shape - 1.0))
}

/// The eigenvalue with so many below it: halving, by Sturm's count of those below a number.
fn eigenvalue(shape: f64, index: usize, count: usize) -> f64 {
    let below = |x: f64| {
        let mut pivot = 1.0;
        let negative = (0..count).filter(|k| {
            let (diagonal, square) = recurrence(shape, *k);
            pivot = diagonal - x - square / pivot;
            if pivot == 0.0 {
                pivot = f64::MIN_POSITIVE;
            }
            pivot < 0.0
        });
        negative.count()
    };
    let (mut low, mut high) = (0.0, 4.0 * count as f64 + 2.0 * shape);
    while high - low > 4.0 * f64::EPSILON * high {
        let middle = 0.5 * (low + high);
        if below(middle) > index {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}

fn weight(shape: f64, x: f64, count: usize) -> f64 {
    let (mut before, mut now, mut squares) = (0.0, 1.0, 1.0);
    for k in 0..count.saturating_sub(1) {
        let (diagonal, square) = recurrence(shape, k);
        let beside = recurrence(shape, k + 1).1.sqrt();
        let next = ((x - diagonal) * now - square.sqrt() * before) / beside;
        (before, now) = (now, next);
        squares += now * now;
    }
    squares.recip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_have_the_moments_of_the_law() {
        for shape in [0.5, 4.0, 25.0, 400.0] {
            let nodes = Busyness::new(shape).unwrap().nodes();
            // E F^k = (α)(α + 1) ... (α + k - 1) / α^k, exact up to twice the nodes less one.
            let mut wanted = 1.0;
            for k in 0..2 * NODES {
                let found: f64 = nodes
                    .iter()
                    .map(|(x, weight)| weight * x.powi(k as i32))
                    .sum();
                assert!(
                    (found / wanted - 1.0).abs() < 1e-10,
                    "{shape} {k}: {found} {wanted}"
                );
                wanted *= (shape + k as f64) / shape;
            }
        }
        assert_eq!(Busyness::new(f64::INFINITY).unwrap().nodes(), [(1.0, 1.0)]);
    }
}
