//! Curves made fit for a linear model: falling, with falling returns.

/// The curve straightened to the left of its steepest step.
///
/// With overflow, few agents can mean less waiting than some: nearly everybody goes outside, where
/// the wait is short, and each agent more lets contacts wait here. A model that read this curve
/// would empty the room. Left of its steepest step the curve therefore goes straight on, above the
/// truth; from that step on, where rosters live, it is the truth.
pub(super) fn straighten(values: &mut [f64]) {
    let step = |n: usize, values: &[f64]| values[n] - values[n + 1];
    let steps = 0..values.len().saturating_sub(1);
    // The first of equally steep steps: rounding must not move it.
    let Some(steepest) = steps.reduce(|best, n| {
        let more = step(n, values) - step(best, values);
        if more > 1e-12 * values[best].abs() {
            n
        } else {
            best
        }
    }) else {
        return;
    };
    let slope = step(steepest, values).max(0.0);
    for n in (0..steepest).rev() {
        values[n] = values[n + 1] + slope;
    }
}

/// The largest falling convex curve below the values.
pub(super) fn lower_hull(values: &mut [f64]) {
    let mut least = f64::INFINITY;
    for value in values.iter_mut() {
        least = least.min(*value);
        *value = least;
    }
    let mut corners: Vec<usize> = Vec::with_capacity(values.len());
    for n in 0..values.len() {
        while let [.., before, last] = corners[..] {
            let falls = (values[before] - values[last]) / (last - before) as f64;
            if falls > (values[last] - values[n]) / (n - last) as f64 {
                break;
            }
            corners.pop();
        }
        corners.push(n);
    }
    for pair in corners.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let slope = (values[to] - values[from]) / (to - from) as f64;
        for n in from + 1..to {
            values[n] = values[from] + slope * (n - from) as f64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rise_before_the_fall_is_straightened() {
        let mut values = [2.0, 7.0, 9.0, 5.0, 2.0, 1.0];
        straighten(&mut values);
        assert_eq!(values, [17.0, 13.0, 9.0, 5.0, 2.0, 1.0]);
    }

    #[test]
    fn the_hull_is_below_and_convex() {
        let mut values = [9.0, 6.0, 5.0, 2.0, 1.9, 2.5];
        lower_hull(&mut values);
        assert_eq!(values[..2], [9.0, 6.0]);
        assert_eq!(values[3..], [2.0, 1.9, 1.9]);
        assert_eq!(values[2], 4.0);
    }

    #[test]
    fn a_convex_falling_curve_stays_as_it_is() {
        let curve = [8.0, 4.0, 2.0, 1.0, 0.5, 0.5];
        let mut values = curve;
        straighten(&mut values);
        lower_hull(&mut values);
        assert_eq!(values, curve);
    }
}
