//! Means that one odd day cannot move.

/// A value and how much it counts.
pub(super) type Weighted = (f64, f64);

/// The median; none of nothing.
pub(super) fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The quantile by linear interpolation between order statistics; none of nothing.
pub(super) fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    let (low, high) = (sorted.get(below)?, sorted.get(above)?);
    Some(low + (high - low) * (place - below as f64))
}

/// The standard deviation of a normal law with this median absolute deviation; zero of nothing.
pub(super) fn spread(values: &[f64]) -> f64 {
    let centre = median(values).unwrap_or(0.0);
    let distances: Vec<f64> = values.iter().map(|value| (value - centre).abs()).collect();
    1.4826 * median(&distances).unwrap_or(0.0)
}

/// The weighted mean, with values beyond 2.5 robust deviations of the median pulled in to there.
///
/// With fewer than four values, or more than half of them alike, nothing is pulled in: there is
/// no ground to call the others odd.
pub(super) fn mean(values: &[Weighted]) -> Option<f64> {
    let plain: Vec<f64> = values.iter().map(|(value, _)| *value).collect();
    let reach = 2.5 * spread(&plain);
    let centre = median(&plain)?;
    let pull = |value: f64| {
        if plain.len() < 4 || reach <= 0.0 {
            return value;
        }
        value.clamp(centre - reach, centre + reach)
    };
    let weight: f64 = values.iter().map(|(_, weight)| weight).sum();
    let total: f64 = values.iter().map(|(value, w)| pull(*value) * w).sum();
    (weight > 0.0).then(|| total / weight)
}

/// An estimate drawn towards another by what each is worth: noise is the variance of the estimate
/// around its truth, between the variance of truths around `toward`.
pub(super) fn shrink(estimate: f64, toward: f64, noise: f64, between: f64) -> f64 {
    if noise <= 0.0 {
        return estimate;
    }
    let trust = between / (between + noise);
    toward + trust * (estimate - toward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_day_hardly_moves_the_mean() {
        let calm: Vec<Weighted> = (0..9).map(|i| (100.0 + f64::from(i), 1.0)).collect();
        let mut odd = calm.clone();
        odd.push((1000.0, 1.0));
        assert_eq!(mean(&calm), Some(104.0));
        // Pulled in to 2.5 deviations of about 3.7 above a median of 104.5.
        assert!(mean(&odd).is_some_and(|mean| (104.0..106.0).contains(&mean)));
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
