//! How much errors vary beyond what is known of them.

use super::count_law::odd_days;

/// An error with the part of its variance that is known, and the square that the unknown
/// variance multiplies.
#[derive(Clone, Copy)]
pub(super) struct Error {
    pub square: f64,
    pub known: f64,
    pub times: f64,
}

/// An unknown variance under one of several assumptions, and how well errors agree with it.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    pub variance: f64,
    /// Log of the evidence, up to what all assumptions share.
    log: f64,
}

/// The same day is tried from several evenings, and evenings of one week err together: this part
/// of the errors is news.
const NEWS: f64 = 0.35;
/// Deviation of the logs of such variances from queue to queue.
const UNSURE: f64 = 1.0;
/// Logs of the variances between which one is looked for: deviations of 0.3 % and of 150 %.
const RANGE: (f64, f64) = (-11.5, 0.8);
/// Steps in which that range is looked through first.
const PLACES: u32 = 12;
/// How closely the log of the most likely one is found.
const CLOSE: f64 = 0.05;
/// Over how much of the log its likelihood is seen to bend.
const BEND: f64 = 0.2;
/// Deviations between two values of which the posterior is summed.
const STEP: f64 = 0.75;

impl Fit {
    /// The expected variance, given errors and what is usual, where this share of the errors has
    /// eight times the variance.
    ///
    /// # Formula
    /// Errors are normal with variance `known + v times`, or `known + 8 v times`; the prior of
    /// `ln v` is normal around the usual one with deviation 1, and the log-likelihood counts for 0.35
    /// of the errors, since they overlap. The mean of `v` and the evidence are sums over nine values of
    /// `ln v` about its mode, three deviations either way.
    pub fn of(errors: &[Error], usual: f64, odd: f64) -> Self {
        let factors = odd_days(odd);
        // Where nothing was seen before, it was said to be none.
        let usual = usual.ln().max(RANGE.0);
        let posterior = |log: f64| {
            let variance = log.exp();
            let all = errors.iter().map(|e| e.log_density(variance, factors));
            let prior = -((log - usual) / UNSURE).powi(2) / 2.0;
            prior + NEWS * all.sum::<f64>()
        };
        let mode = highest(posterior, RANGE);
        let fall = 2.0 * posterior(mode) - posterior(mode - BEND) - posterior(mode + BEND);
        // No likelihood is flatter than the prior.
        let width = UNSURE.min(BEND / fall.max(0.0).sqrt());
        let places = (-4..=4).map(|nth| mode + STEP * width * f64::from(nth));
        let heights: Vec<(f64, f64)> = places.map(|log| (log, posterior(log))).collect();
        let top = heights.iter().map(|(_, height)| *height);
        let top = top.fold(f64::MIN, f64::max);
        let (all, sum) = heights
            .iter()
            .fold((0.0, 0.0), |(all, sum), (log, height)| {
                let weight = (height - top).exp();
                (all + weight, sum + weight * log.exp())
            });
        Self {
            variance: sum / all,
            log: top + (width * all).ln(),
        }
    }

    /// Means of the variance and of what was assumed, by how well errors agree with each.
    pub fn mean(fits: &[(f64, Self)]) -> (f64, f64) {
        let best = fits.iter().map(|(_, fit)| fit.log).fold(f64::MIN, f64::max);
        let sums = fits.iter().fold([0.0; 3], |[all, variance, assumed], fit| {
            let weight = (fit.1.log - best).exp();
            [
                all + weight,
                variance + weight * fit.1.variance,
                assumed + weight * fit.0,
            ]
        });
        let [all, variance, assumed] = sums;
        (variance / all, assumed / all)
    }
}

impl Error {
    fn log_density(&self, variance: f64, factors: [(f64, f64); 2]) -> f64 {
        let density = |(chance, factor): (f64, f64)| {
            let variance = self.known + variance * factor * self.times;
            chance * (-0.5 * self.square / variance).exp() / variance.sqrt()
        };
        let possible = factors.into_iter().filter(|(chance, _)| *chance > 0.0);
        let total: f64 = possible.map(density).sum();
        // Beyond fifteen deviations of the widest law nothing is told apart.
        total.max(1e-50).ln()
    }
}

/// Where a function is highest: the best of some places, and from there by the golden section.
fn highest(height: impl Fn(f64) -> f64, range: (f64, f64)) -> f64 {
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    let step = (range.1 - range.0) / f64::from(PLACES);
    let places = (0..=PLACES).map(|nth| range.0 + step * f64::from(nth));
    let best = places.map(|place| (place, height(place)));
    let best = best.max_by(|one, other| one.1.total_cmp(&other.1));
    let best = best.map_or(range.0, |(place, _)| place);
    let (mut low, mut high) = (best - step, best + step);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (height(left), height(right));
    while high - low > CLOSE {
        if at_left > at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = height(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = height(right);
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests;
