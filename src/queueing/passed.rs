//! How many contacts ahead have left the queue within a time.

use super::erlang_b::{deviance_of, stirling_error};

/// The law of the number of departures from ahead within a threshold, N: negative binomial, or
/// Poisson where nobody hangs up.
///
/// Departures come at the rate `first` at the start and `theta` faster after each: seen backwards,
/// the queue ahead of a caller empties like that.
pub(super) struct Passed {
    /// Number of the first chance kept; lower ones are below 1e-300.
    lowest: usize,
    /// P(N < n) for n = lowest, lowest + 1, ...
    fewer: Vec<f64>,
    /// P(N >= n) for the same.
    at_least: Vec<f64>,
    /// Whether N lies within what is kept; else nearly all of it lies beyond.
    within: bool,
}

/// A chance that is not worth keeping.
const VANISHED: f64 = 1e-300;

/// A term of this share of its sum changes no digit.
const NEGLIGIBLE: f64 = 1e-18;

/// Terms of a tail's sum that may be waited for.
const PATIENCE: usize = 200_000;

/// The process of departures over a time.
struct Departures {
    first: f64,
    theta: f64,
    threshold: f64,
    /// (1 - e^{-θ T}) / θ.
    span: f64,
    /// e^{-θ T}.
    patient: f64,
}

impl Departures {
    fn new(first: f64, theta: f64, threshold: f64) -> Self {
        let span = match theta {
            0.0 => threshold,
            _ => -(-theta * threshold).exp_m1() / theta,
        };
        Self {
            first,
            theta,
            threshold,
            span,
            patient: (-theta * threshold).exp(),
        }
    }

    /// P(N = n + 1) / P(N = n).
    fn ratio(&self, n: usize) -> f64 {
        (self.first + n as f64 * self.theta) * self.span / (n as f64 + 1.0)
    }

    /// The likeliest number, or `longest` if that is less.
    fn mode(&self, longest: usize) -> usize {
        ((self.first - self.theta) * self.span / self.patient).min(longest as f64) as usize
    }

    /// P(N = n), by Stirling's series about its saddle point.
    ///
    /// # References
    /// C. Loader, Fast and accurate computation of binomial probabilities (2000).
    fn chance(&self, n: usize) -> f64 {
        if n == 0 {
            return (-self.first * self.threshold).exp();
        }
        let n = n as f64;
        let size = self.first / self.theta;
        if size > 1e30 {
            let mean = self.first * self.span;
            let apart = deviance_of(n, (n / mean).ln(), mean - n);
            return (-stirling_error(n) - apart).exp() / (std::f64::consts::TAU * n).sqrt();
        }
        let all = n + size;
        let over = self.first * self.span - n * self.patient;
        let gone = deviance_of(n, (n / (all * self.theta * self.span)).ln(), over);
        let lag = (size / all).ln() + self.theta * self.threshold;
        let left = deviance_of(size, lag, -over);
        let ln = stirling_error(all) - stirling_error(n) - stirling_error(size) - gone - left;
        ln.exp() * (size / all / n / std::f64::consts::TAU).sqrt()
    }

    /// P(N > n) by its terms, given P(N = n); `None` if that takes too many.
    fn tail(&self, n: usize, chance: f64) -> Option<f64> {
        let (mut term, mut sum) = (chance, 0.0);
        for i in n..n + PATIENCE {
            term *= self.ratio(i);
            sum += term;
            if term <= NEGLIGIBLE * sum {
                return Some(sum);
            }
        }
        None
    }
}

impl Passed {
    /// For numbers up to `longest`.
    pub(super) fn new(first: f64, theta: f64, threshold: f64, longest: usize) -> Self {
        let departures = Departures::new(first, theta, threshold);
        let anchor = departures.mode(longest);
        let mut chances = vec![departures.chance(anchor)];
        let (mut lowest, mut chance) = (anchor, chances[0]);
        while lowest > 0 && chance > VANISHED {
            lowest -= 1;
            chance /= departures.ratio(lowest);
            chances.push(chance);
        }
        chances.reverse();
        let (mut highest, mut chance) = (anchor, departures.chance(anchor));
        while highest < longest && chance > VANISHED {
            chance *= departures.ratio(highest);
            highest += 1;
            chances.push(chance);
        }
        let fewer = sums_before(&chances);
        let all = fewer.last().copied().unwrap_or(0.0);
        // Where most of the law lies beyond, the rest is what remains of 1.
        let tail = (all >= 0.5).then(|| departures.tail(highest, chance));
        let beyond = tail.flatten().unwrap_or_else(|| (1.0 - all).max(0.0));
        Self {
            lowest,
            fewer,
            at_least: sums_after(&chances, beyond),
            within: all >= 0.5,
        }
    }

    /// P(N >= n).
    pub(super) fn at_least(&self, n: usize) -> f64 {
        let beyond = if self.within { 0.0 } else { 1.0 };
        match n.checked_sub(self.lowest) {
            None => 1.0,
            Some(i) => self.at_least.get(i).copied().unwrap_or(beyond),
        }
    }

    /// P(N < n).
    pub(super) fn fewer(&self, n: usize) -> f64 {
        let beyond = if self.within { 0.0 } else { 1.0 };
        match n.checked_sub(self.lowest) {
            None => 0.0,
            Some(i) => self.fewer.get(i).copied().unwrap_or(1.0 - beyond),
        }
    }
}

/// Sums of what comes before each position, and of all.
fn sums_before(chances: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums = vec![0.0];
    sums.extend(chances.iter().map(|chance| {
        sum += chance;
        sum
    }));
    sums
}

/// Sums from each position on, with `beyond` after the last.
fn sums_after(chances: &[f64], beyond: f64) -> Vec<f64> {
    let mut sum = beyond;
    let mut sums = vec![beyond];
    sums.extend(chances.iter().rev().map(|chance| {
        sum += chance;
        sum
    }));
    sums.reverse();
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P(N = n) as products from n = 0.
    fn plain(first: f64, theta: f64, time: f64, n: usize) -> f64 {
        let span = -(-theta * time).exp_m1() / theta;
        let factors = (0..n).map(|i| (first + i as f64 * theta) * span / (i as f64 + 1.0));
        factors.product::<f64>() * (-first * time).exp()
    }

    #[test]
    fn chances_are_the_products() {
        for (first, theta, time) in [(12.0, 0.5, 1.3), (0.01, 3.0, 2.0), (7.0, 1e-3, 9.0)] {
            let departures = Departures::new(first, theta, time);
            for n in [0, 1, 2, 5, 30, 120] {
                let (found, truth) = (departures.chance(n), plain(first, theta, time, n));
                assert!((found / truth - 1.0).abs() < 1e-12, "{first} {theta} {n}");
            }
        }
    }

    #[test]
    fn both_tails_are_sums_of_chances() {
        for (first, theta, time, longest) in [
            (12.0, 0.5, 1.3, 400),
            (12.0, 0.5, 1.3, 5),
            (0.02, 3.0, 2.0, 9),
            (3.0, 20.0, 0.2, 50),
        ] {
            let passed = Passed::new(first, theta, time, longest);
            for n in [1, 2, 5] {
                let below: f64 = (0..n).map(|i| plain(first, theta, time, i)).sum();
                let above: f64 = (n..60_000)
                    .map(|i| Departures::new(first, theta, time).chance(i))
                    .sum();
                assert!((passed.fewer(n) / below - 1.0).abs() < 1e-12);
                assert!((passed.at_least(n) / above - 1.0).abs() < 1e-11);
            }
        }
    }

    #[test]
    fn after_a_very_long_time_all_are_gone() {
        // No departure in e^{-700}, and hardly more often one, two, ... thousands.
        for time in [100.0, 138.0, 200.0, 1e150] {
            let passed = Passed::new(5.0, 14.0, time, 50);
            for n in [1, 3, 51] {
                assert!((passed.at_least(n) - 1.0).abs() < 1e-15, "{time} {n}");
                assert!(passed.fewer(n) < 1e-200, "{time} {n}");
            }
        }
    }

    #[test]
    fn without_hanging_up_it_is_poisson() {
        // mean 2: none e^{-2}, one 2 e^{-2}
        let passed = Passed::new(4.0, 0.0, 0.5, 10);
        assert!((passed.fewer(2) - 3.0 * (-2.0_f64).exp()).abs() < 1e-15);
        assert!((passed.at_least(1) + (-2.0_f64).exp() - 1.0).abs() < 1e-15);
    }
}
