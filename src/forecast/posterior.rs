//! What counts say of a factor that multiplied all that was expected of them.

/// A count beside what was expected of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// Contacts that came.
    pub count: f64,
    /// Contacts expected.
    pub expected: f64,
}

/// What is known of a factor: its mean and variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Factor {
    pub mean: f64,
    pub variance: f64,
}

/// Variances below this are none.
const NONE: f64 = 1e-9;

impl Factor {
    /// The factor after the counts, of which beforehand a gamma law of mean 1 and this variance was
    /// known.
    ///
    /// # Formula
    /// Counts are Poisson around `expected x factor x noise`, the noise gamma of mean 1 by count,
    /// so that each is negative binomial given the factor `b`. With shape `a = 1 / variance` and
    /// `k = 1 / noise`, and u = ln b, the log posterior is, up to a constant,
    ///
    /// ```text
    /// a u - a e^u + sum over counts of n u - (n + k) ln(1 + m e^u / k)
    /// ```
    ///
    /// which is concave; its moments are sums at equal steps of u about the mode, which converge
    /// geometrically (Trefethen and Weideman 2014). Without noise the law stays gamma, of shape
    /// `a + sum n` and rate `a + sum m`.
    pub fn after(variance: f64, noise: f64, counts: &[Counted]) -> Self {
        let told = |c: &&Counted| c.expected > 0.0 && c.count >= 0.0 && c.count.is_finite();
        let counts: Vec<Counted> = counts.iter().filter(told).copied().collect();
        if !variance.is_finite() || variance < NONE || counts.is_empty() {
            let variance = if variance > 0.0 { variance } else { 0.0 };
            return Self {
                mean: 1.0,
                variance,
            };
        }
        let shape = 1.0 / variance;
        let (came, expected) = counts.iter().fold((0.0, 0.0), |sums, counted| {
            (sums.0 + counted.count, sums.1 + counted.expected)
        });
        let mean = (shape + came) / (shape + expected);
        if !noise.is_finite() || noise < NONE {
            let variance = mean / (shape + expected);
            return Self { mean, variance };
        }
        let likelihood = Likelihood {
            shape,
            noise: 1.0 / noise,
            counts,
        };
        likelihood.moments(mean.ln())
    }
}

/// The log posterior of the logarithm of a factor.
struct Likelihood {
    shape: f64,
    noise: f64,
    counts: Vec<Counted>,
}

impl Likelihood {
    fn log(&self, u: f64) -> f64 {
        let factor = u.exp();
        let of = |c: &Counted| {
            c.count * u - (c.count + self.noise) * (c.expected * factor / self.noise).ln_1p()
        };
        self.shape * (u - factor) + self.counts.iter().map(of).sum::<f64>()
    }

    /// First derivative, and the second with its sign changed.
    fn slopes(&self, u: f64) -> (f64, f64) {
        let factor = u.exp();
        let prior = (self.shape * (1.0 - factor), self.shape * factor);
        self.counts.iter().fold(prior, |sums, c| {
            let part = c.expected * factor / (self.noise + c.expected * factor);
            let weight = (c.count + self.noise) * part;
            (sums.0 + c.count - weight, sums.1 + weight * (1.0 - part))
        })
    }

    /// Newton's steps on a concave function, none longer than 1.
    fn mode(&self, guess: f64) -> f64 {
        let mut u = guess;
        for _ in 0..100 {
            let (slope, bend) = self.slopes(u);
            let step = (slope / bend.max(f64::MIN_POSITIVE)).clamp(-1.0, 1.0);
            u += step;
            if step.abs() < 1e-10 {
                break;
            }
        }
        u
    }

    fn moments(&self, guess: f64) -> Factor {
        let mode = self.mode(guess);
        let (top, bend) = (self.log(mode), self.slopes(mode).1);
        let step = (1.0 / (8.0 * bend.sqrt())).min(0.1);
        let mut sums = [1.0, 0.0, 0.0];
        for side in [-step, step] {
            for nth in 1..MOST_STEPS {
                let away = side * f64::from(nth);
                let weight = (self.log(mode + away) - top).exp();
                if weight.is_nan() || weight < 1e-18 {
                    break;
                }
                let beyond = away.exp_m1();
                sums[0] += weight;
                sums[1] += weight * beyond;
                sums[2] += weight * beyond * beyond;
            }
        }
        let [total, first, second] = sums;
        let (first, scale) = (first / total, mode.exp());
        Factor {
            mean: scale * (1.0 + first),
            variance: scale * scale * (second / total - first * first).max(0.0),
        }
    }
}

/// The flattest law, of variance 4 and no contacts, needs some thousands.
const MOST_STEPS: u32 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(pairs: &[(f64, f64)]) -> Vec<Counted> {
        let of = |(count, expected): &(f64, f64)| Counted {
            count: *count,
            expected: *expected,
        };
        pairs.iter().map(of).collect()
    }

    /// Without noise the gamma law is conjugate: shape 25 + 60, rate 25 + 45.
    #[test]
    fn without_noise_it_is_the_closed_form() {
        let counts = counted(&[(20.0, 15.0), (40.0, 30.0), (3.0, 0.0)]);
        let factor = Factor::after(0.04, 0.0, &counts);
        assert!((factor.mean - 85.0 / 70.0).abs() < 1e-12);
        assert!((factor.variance - 85.0 / 4900.0).abs() < 1e-12);
    }

    /// The sums agree with the closed form where the noise vanishes.
    #[test]
    fn the_sums_reach_the_closed_form() {
        for (variance, pairs) in [
            (0.04, vec![(20.0, 15.0), (40.0, 30.0)]),
            (4.0, vec![(0.0, 2.0)]),
            (4.0, vec![(0.0, 900.0), (0.0, 900.0)]),
            (1e-4, vec![(900.0, 300.0)]),
            (0.5, vec![(40_000.0, 3_000.0)]),
        ] {
            let counts = counted(&pairs);
            let exact = Factor::after(variance, 0.0, &counts);
            let summed = Factor::after(variance, 1e-8, &counts);
            assert!(
                (summed.mean / exact.mean - 1.0).abs() < 1e-3,
                "{summed:?} {exact:?}"
            );
            let ratio = summed.variance / exact.variance;
            assert!((ratio - 1.0).abs() < 2e-3, "{ratio}");
        }
    }

    /// By brute force: the integral of the gamma density times negative binomial chances, on a fine
    /// grid of the factor's fourth root, which takes the pole of flat laws at zero away.
    #[test]
    fn with_noise_it_is_the_integral() {
        for (variance, noise, pairs) in [
            (0.04, 0.02, vec![(20.0, 15.0), (40.0, 30.0), (12.0, 14.0)]),
            (0.3, 0.5, vec![(0.0, 1.5), (7.0, 2.0), (1.0, 0.2)]),
            (0.01, 0.1, vec![(130.0, 80.0), (150.0, 90.0), (70.0, 95.0)]),
            (1.5, 0.05, vec![(0.0, 3.0), (0.0, 4.0)]),
        ] {
            let counts = counted(&pairs);
            let found = Factor::after(variance, noise, &counts);
            let (mean, spread) = brute(variance, noise, &counts);
            assert!((found.mean - mean).abs() < 1e-6, "{found:?} {mean}");
            assert!((found.variance - spread).abs() < 1e-6, "{found:?} {spread}");
        }
    }

    fn brute(variance: f64, noise: f64, counts: &[Counted]) -> (f64, f64) {
        use statrs::distribution::{Discrete, NegativeBinomial};
        let prior = |b: f64| ((b.ln() - b + 1.0) / variance - b.ln()).exp();
        let (steps, end) = (200_000, 20.0_f64.sqrt().sqrt());
        let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
        for step in 0..steps {
            let root = (f64::from(step) + 0.5) * end / f64::from(steps);
            let b = root.powi(4);
            let chance = |c: &Counted| {
                // Not quite 1, of which the library makes no number.
                let share = (1.0 / (1.0 + noise * c.expected * b)).min(1.0 - 1e-15);
                let law = NegativeBinomial::new(1.0 / noise, share).unwrap();
                law.pmf(c.count as u64)
            };
            let weight = root.powi(3) * prior(b) * counts.iter().map(chance).product::<f64>();
            total += weight;
            first += weight * b;
            second += weight * b * b;
        }
        let mean = first / total;
        (mean, second / total - mean * mean)
    }

    /// Noise makes counts tell less.
    #[test]
    fn noisy_counts_move_less() {
        let counts = counted(&[(30.0, 20.0), (45.0, 30.0)]);
        let sure = Factor::after(0.05, 0.0, &counts);
        let noisy = Factor::after(0.05, 0.1, &counts);
        assert!(sure.mean > noisy.mean && noisy.mean > 1.0);
        assert!(noisy.variance > sure.variance);
    }

    #[test]
    fn nothing_told_nothing_changes() {
        let counts = counted(&[(3.0, 0.0), (f64::NAN, 4.0), (-1.0, 2.0)]);
        let factor = Factor::after(0.05, 0.1, &counts);
        assert_eq!((factor.mean, factor.variance), (1.0, 0.05));
        let sure = Factor::after(0.0, 0.1, &counted(&[(9.0, 4.0)]));
        assert_eq!((sure.mean, sure.variance), (1.0, 0.0));
    }
}
