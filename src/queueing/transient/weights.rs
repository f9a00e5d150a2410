//! Poisson weights of a uniformised stretch of time.

/// A weight below this share of the largest is left out.
const NEGLIGIBLE: f64 = 1e-18;

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
}

impl Weights {
    /// The weights for a rate of jumps and a time, in place of the former ones.
    pub fn set(&mut self, rate: f64, time: f64) {
        let mean = rate * time;
        let mode = mean.floor();
        self.at.clear();
        let (mut weight, mut n) = (1.0, mode);
        while n > 0.0 && weight > NEGLIGIBLE {
            weight *= n / mean;
            n -= 1.0;
            self.at.push(weight);
        }
        self.first = n as usize;
        self.at.reverse();
        self.at.push(1.0);
        let (mut weight, mut n) = (1.0, mode);
        while weight > NEGLIGIBLE {
            n += 1.0;
            weight *= mean / n;
            self.at.push(weight);
        }
        let sum: f64 = self.at.iter().sum();
        self.at.iter_mut().for_each(|weight| *weight /= sum);
        self.over.clear();
        self.over.resize(self.first + self.at.len(), rate.recip());
        let mut beyond = 0.0;
        for (offset, weight) in self.at.iter().enumerate().rev() {
            self.over[self.first + offset] = beyond / rate;
            beyond += weight;
        }
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
