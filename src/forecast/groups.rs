//! Handle time by group of people, as a factor on that of the queue.

mod present;
mod said;

pub use present::{GroupPast, GroupShift, GroupTime, GroupTimes};

/// Variance of true factors around their mean, of ratios and the variance of each one's noise.
///
/// By the method of moments (R. DerSimonian and N. Laird, *Controlled Clinical Trials* 7 (1986)
/// 177-188).
fn between(own: &[(f64, f64)]) -> f64 {
    let weight: f64 = own.iter().map(|(_, noise)| 1.0 / noise).sum();
    let squares: f64 = own.iter().map(|(_, noise)| noise.powi(-2)).sum();
    let mean = own.iter().map(|(ratio, noise)| ratio / noise).sum::<f64>() / weight;
    let shown: f64 = own
        .iter()
        .map(|(r, noise)| (r - mean).powi(2) / noise)
        .sum();
    let free = weight - squares / weight;
    if own.len() < 2 || free <= 0.0 {
        return 0.0;
    }
    ((shown - (own.len() - 1) as f64) / free).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: weights 1, 1 and 1/2, mean 1, `Q` = 2 x 4 = 8, less 2, over 2.5 - 2.25 / 2.5.
    #[test]
    fn the_variance_between_groups_is_that_of_the_paper() {
        let found = between(&[(-1.0, 1.0), (3.0, 1.0), (1.0, 2.0)]);
        assert!((found - 6.0 / 1.6).abs() < 1e-12, "{found}");
    }

    #[test]
    fn one_group_or_equal_ones_do_not_differ() {
        assert_eq!(between(&[(1.3, 0.01)]), 0.0);
        assert_eq!(between(&[(1.1, 0.01), (1.1, 0.04)]), 0.0);
    }
}
