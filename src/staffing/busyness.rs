//! The spread of a day's busyness, and of how many of the rostered agents come.

use statrs::distribution::{ContinuousCDF, Gamma};

/// How many days, from quiet to heavy, stand for all.
pub(super) const DAYS: usize = 7;

/// From here on the gamma law is as narrow as makes no difference.
const CERTAIN: f64 = 1e6;

/// Factors on the volume of equally likely days.
///
/// The gamma law of mean 1 is cut in equally likely parts; each factor is the mean of its part,
/// spread so that the variance is the law's too, `1 / shape`, as far as no factor falls below 0 (for
/// shapes above 1 none does). An infinite shape gives one day.
pub(super) fn factors(shape: f64) -> Vec<f64> {
    let laws = (Gamma::new(shape, shape), Gamma::new(shape + 1.0, shape));
    let (Ok(law), Ok(weighted)) = laws else {
        return vec![1.0];
    };
    if shape >= CERTAIN {
        return vec![1.0];
    }
    // The mean below x is the chance below x under the law weighted by its own value.
    let below = |part: usize| match part {
        0 => 0.0,
        DAYS => 1.0,
        part => weighted.cdf(law.inverse_cdf(part as f64 / DAYS as f64)),
    };
    let means = (0..DAYS).map(|part| DAYS as f64 * (below(part + 1) - below(part)));
    spread(means.collect(), shape.recip())
}

/// The factors spread about 1 until their variance is as asked, none of them below 0.
fn spread(factors: Vec<f64>, variance: f64) -> Vec<f64> {
    let square = |factor: &f64| (factor - 1.0) * (factor - 1.0);
    let had = factors.iter().map(square).sum::<f64>() / factors.len() as f64;
    let least = factors.iter().copied().fold(1.0, f64::min);
    let wider = (variance / had).sqrt().min((1.0 - least).recip());
    factors
        .iter()
        .map(|factor| 1.0 + (factor - 1.0) * wider)
        .collect()
}

/// The mean of `values[present]` over how many of the rostered agents come, each of whom stays away
/// with chance `absent`; one result per number rostered.
pub(super) fn over_absence(values: &[f64], absent: f64) -> Vec<f64> {
    let mut chances = vec![1.0];
    let mut means = Vec::with_capacity(values.len());
    for _ in values {
        means.push(
            chances
                .iter()
                .zip(values)
                .map(|(chance, value)| chance * value)
                .sum(),
        );
        let mut next = vec![0.0; chances.len() + 1];
        for (present, chance) in chances.iter().enumerate() {
            next[present] += chance * absent;
            next[present + 1] += chance * (1.0 - absent);
        }
        chances = next;
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_keep_mean_and_variance() {
        for shape in [1.5, 4.0, 30.0, 1000.0] {
            let factors = factors(shape);
            let mean = factors.iter().sum::<f64>() / DAYS as f64;
            let square = factors.iter().map(|factor| factor * factor).sum::<f64>() / DAYS as f64;
            // The law's quantiles are found by search, to about 1e-9.
            assert!((mean - 1.0).abs() < 1e-12, "{shape}: {mean}");
            assert!(
                (square - 1.0 - shape.recip()).abs() < 1e-9,
                "{shape}: {square}"
            );
            assert!(factors.is_sorted() && factors[0] > 0.0);
        }
        assert_eq!(factors(f64::INFINITY), [1.0]);
    }

    #[test]
    fn absence_is_binomial() {
        let means = over_absence(&[4.0, 2.0, 1.0], 0.1);
        assert_eq!(means[0], 4.0);
        assert!((means[1] - (0.1 * 4.0 + 0.9 * 2.0)).abs() < 1e-15);
        assert!((means[2] - (0.01 * 4.0 + 0.18 * 2.0 + 0.81)).abs() < 1e-15);
    }
}
