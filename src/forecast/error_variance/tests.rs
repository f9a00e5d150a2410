use super::*;

/// Errors whose squares lie as those of a normal law of this variance, beside a known part.
fn errors(variance: f64, known: f64, count: usize) -> Vec<Error> {
    use statrs::distribution::{ContinuousCDF, Normal};
    let error = |nth: usize| {
        let share = (nth as f64 + 0.5) / count as f64;
        let square = (variance + known) * Normal::standard().inverse_cdf(share).powi(2);
        Error {
            square,
            known,
            times: 1.0,
        }
    };
    (0..count).map(error).collect()
}

/// By brute force: the mean over a fine grid of the posterior of the log of the variance.
fn brute(errors: &[Error], usual: f64, odd: f64) -> f64 {
    let factors = odd_days(odd);
    let grid = (0..20_000).map(|step| -13.0 + 16.0 * f64::from(step) / 20_000.0);
    let of = |log: f64| {
        let density = |e: &Error| {
            let [usual, wide] = factors.map(|(chance, factor)| {
                let variance = e.known + factor * log.exp() * e.times;
                chance / variance.sqrt() * (-e.square / (2.0 * variance)).exp()
            });
            (usual + wide).ln()
        };
        let told: f64 = errors.iter().map(density).sum();
        (log, 0.35 * told - (log - usual.ln()).powi(2) / 2.0)
    };
    let all: Vec<(f64, f64)> = grid.map(of).collect();
    let top = all
        .iter()
        .map(|(_, height)| *height)
        .fold(f64::MIN, f64::max);
    let sums = all.iter().fold((0.0, 0.0), |sums, (log, height)| {
        let weight = (height - top).exp();
        (sums.0 + weight * log.exp(), sums.1 + weight)
    });
    sums.0 / sums.1
}

/// Nine values are enough, from a handful of errors to hundreds.
#[test]
fn the_mean_is_that_of_the_posterior() {
    for (variance, known, count, odd) in [
        (0.01, 0.0, 4, 0.0),
        (0.01, 0.002, 30, 0.0),
        (0.04, 0.01, 300, 0.1),
        (0.001, 0.004, 60, 0.2),
    ] {
        let errors = errors(variance, known, count);
        let found = Fit::of(&errors, 0.0064, odd).variance;
        let exact = brute(&errors, 0.0064, odd);
        assert!((found / exact - 1.0).abs() < 0.02, "{found} {exact}");
    }
}

/// Many errors drown what is usual, and say which assumption holds: of 400 errors of which one in
/// ten is 2.8 times as large, ordinary ones are told apart from odd ones.
#[test]
fn odd_errors_do_not_widen_the_others() {
    let [many, few] = [(0.01, 360), (0.08, 40)].map(|(v, count)| errors(v, 0.0, count));
    let all = [many, few].concat();
    let fits = [0.0, 0.1].map(|odd| (odd, Fit::of(&all, 0.0064, odd)));
    let (variance, odd) = Fit::mean(&fits);
    assert!(odd > 0.095, "{odd}");
    assert!((variance / 0.01 - 1.0).abs() < 0.1, "{variance}");
    let all_alike = fits[0].1.variance;
    assert!(all_alike > 1.5 * variance, "{all_alike}");
}

#[test]
fn nothing_seen_is_the_usual() {
    let fit = Fit::of(&[], 0.0064, 0.0);
    // The mean of a log-normal law of deviation 1 is e^0.5 times its median.
    assert!((fit.variance / (0.0064 * 0.5_f64.exp()) - 1.0).abs() < 0.02);
}

/// Errors a million times what is usual, beside none at all: a number comes out.
#[test]
fn wild_errors_have_a_variance() {
    let wild = [1e-9, 1e3, 1e12].map(|square| Error {
        square,
        known: 1e-6,
        times: 1.0,
    });
    for usual in [0.0, 0.0064] {
        let fit = Fit::of(&wild.repeat(200), usual, 0.1);
        assert!(fit.variance > 0.0 && fit.variance < 1e3, "{}", fit.variance);
        assert!(Fit::mean(&[(0.0, fit), (1.0, fit)]).1 == 0.5);
    }
}
