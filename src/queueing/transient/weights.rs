//! Poisson weights of a uniformised stretch of time.

/// A weight below this share of the largest is left out.
const NEGLIGIBLE: f64 = 1e-16;

/// How often a chain that jumps at rate Λ has jumped after a time Δ.
///
/// e^{MΔ} = Σ_n w_n P^n and ∫_0^Δ e^{Mt} dt = Σ_n v_n P^n, with P = I + M / Λ, w_n the Poisson
/// chance of n at mean ΛΔ and v_n = P(N > n) / Λ (A. Jensen, 1953; uniformisation).
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    /// Number of the first weight in `at`.
    first: usize,
    /// w_n from `first` on.
    at: Vec<f64>,
    /// v_n from 0 on.
    over: Vec<f64>,
    /// 1 / n, to multiply with: a division takes several times as long.
    inverse: Vec<f64>,
}

impl Weights {
    /// The weights for a rate of jumps and a time, in place of the former ones.
    pub fn set(&mut self, rate: f64, time: f64) {
        let mean = rate * time;
        let (mode, per) = (mean.floor() as usize, mean.recip());
        self.inverses(mode + 1);
        self.at.clear();
        let (mut weight, mut n) = (1.0, mode);
        while n > 0 && weight > NEGLIGIBLE {
            weight *= n as f64 * per;
            n -= 1;
            self.at.push(weight);
        }
        self.first = n;
        self.at.reverse();
        self.at.push(1.0);
        let (mut weight, mut n) = (1.0, mode);
        while weight > NEGLIGIBLE {
            n += 1;
            if n >= self.inverse.len() {
                self.inverses(2 * n);
            }
            weight *= mean * self.inverse[n];
            self.at.push(weight);
        }
        self.sum_up(rate.recip());
    }

    /// The integrals, what is beyond each number of jumps; and of all weights a sum of 1.
    fn sum_up(&mut self, time: f64) {
        self.over.clear();
        self.over.resize(self.first + self.at.len(), time);
        let mut beyond = 0.0;
        for (over, at) in self.over[self.first..].iter_mut().zip(&self.at).rev() {
            *over = beyond;
            beyond += at;
        }
        let scale = f64::recip(beyond);
        for (over, at) in self.over[self.first..].iter_mut().zip(&mut self.at) {
            *over *= scale * time;
            *at *= scale;
        }
    }

    fn inverses(&mut self, most: usize) {
        let known = self.inverse.len();
        self.inverse
            .extend((known..=most).map(|n| (n as f64).recip()));
    }

    /// w_n and v_n for n = 0, 1, ...
    pub fn iter(&self) -> impl Iterator<Item = (f64, f64)> {
        let none = std::iter::repeat_n(&0.0, self.first);
        none.chain(&self.at).copied().zip(self.over.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_poisson_law() {
        for mean in [1e-9, 0.3, 7.0, 900.5, 40_000.0] {
            let mut weights = Weights::default();
            weights.set(0.25 * mean, 4.0);
            let sum = |value: &dyn Fn(f64, f64, f64) -> f64| -> f64 {
                let each = weights.iter().enumerate();
                each.map(|(n, (at, over))| value(n as f64, at, over)).sum()
            };
            let near = |value: f64, wanted: f64| (value - wanted).abs() <= 1e-12 * wanted;
            assert!(near(sum(&|_, at, _| at), 1.0));
            assert!(near(sum(&|n, at, _| n * at), mean), "{mean}");
            // The integrals of all jumps add up to the time.
            assert!(near(sum(&|_, _, over| over), 4.0), "{mean}");
        }
    }
}
