//! Integrals of a smooth hump, to the last digits.

/// w - ln(1 + w), with all its digits near 0.
pub(super) fn log_gap(w: f64) -> f64 {
    if w.abs() > 0.05 {
        return w - w.ln_1p();
    }
    // Σ_{k≥2} (-w)^k / k; the first term left out is below 1e-17 of the sum.
    let series = (2..=14)
        .rev()
        .fold(0.0, |sum, k| sum * -w + 1.0 / f64::from(k));
    w * w * series
}

/// e^{-x} - 1 + x, with all its digits near 0.
pub(super) fn exp_gap(x: f64) -> f64 {
    if x.abs() > 0.1 {
        return (-x).exp_m1() + x;
    }
    // x²/2 - x³/6 + x⁴/24 ...; the first term left out is below 1e-17 of the sum.
    let series = (3..=12)
        .rev()
        .fold(1.0, |sum, k| 1.0 - sum * x / f64::from(k));
    0.5 * x * x * series
}

/// Where a density of e^{-60} of its top ends.
const VANISHED: f64 = 60.0;

/// A distance from `start` outward at which the growing `exponent` has passed 60.
pub(super) fn reach(start: f64, exponent: impl Fn(f64) -> f64) -> f64 {
    let mut end = start.clamp(1e-300, 1e300);
    while end < 1e300 && exponent(end) < VANISHED {
        end *= 2.0;
    }
    end
}

/// The integrals of all components of `density` between two points.
///
/// Bisects adaptively on the difference of the Gauss rule of 7 points and Kronrod's of 15, which
/// overstates the error of the latter by orders of magnitude: asked 1e-11, some 1e-15 is had. The
/// range must be one that [`reach`] gives: a hump between the first points would not be seen.
pub(super) fn integrate<const N: usize>(
    from: f64,
    to: f64,
    density: impl Fn(f64) -> [f64; N],
) -> [f64; N] {
    panels(from, to, FEWEST_PANELS, density)
}

/// The integrals of `density` over 0 to `end`, seen at every scale from `step` upwards.
///
/// By u = step (e^y - 1): a part that is over within a few steps is found in a range that is a
/// million times as long.
pub(super) fn graded<const N: usize>(
    end: f64,
    step: f64,
    density: impl Fn(f64) -> [f64; N],
) -> [f64; N] {
    let to = (end / step).min(1e300).ln_1p();
    let count = ((to / GRADE) as usize).max(FEWEST_PANELS);
    panels(0.0, to, count, |y| {
        let slope = step * y.exp();
        density(step * y.exp_m1()).map(|value| value * slope)
    })
}

/// A part of the range, its integrals and their errors.
struct Panel<const N: usize> {
    left: f64,
    right: f64,
    depth: u32,
    area: [f64; N],
    error: [f64; N],
}

impl<const N: usize> Panel<N> {
    fn new(left: f64, right: f64, depth: u32, density: &impl Fn(f64) -> [f64; N]) -> Self {
        let (area, error) = kronrod(left, right, density);
        Self {
            left,
            right,
            depth,
            area,
            error,
        }
    }

    /// Its halves, unless it is as small as it gets.
    fn halves(&self, density: &impl Fn(f64) -> [f64; N]) -> Option<[Self; 2]> {
        let middle = 0.5 * (self.left + self.right);
        let divisible = self.depth < DEEPEST && self.left < middle && middle < self.right;
        divisible.then(|| {
            [
                Self::new(self.left, middle, self.depth + 1, density),
                Self::new(middle, self.right, self.depth + 1, density),
            ]
        })
    }
}

fn panels<const N: usize>(
    from: f64,
    to: f64,
    count: usize,
    density: impl Fn(f64) -> [f64; N],
) -> [f64; N] {
    let mut total = [0.0; N];
    if to <= from {
        return total;
    }
    let edge = |i: usize| from + (to - from) * i as f64 / count as f64;
    let first = (0..count).rev();
    let mut open: Vec<Panel<N>> = first
        .map(|i| Panel::new(edge(i), edge(i + 1), 0, &density))
        .collect();
    let mut coarse = [0.0; N];
    for panel in &open {
        add(&mut coarse, &panel.area);
    }
    let mut left = MOST_HALVINGS;
    while let Some(panel) = open.pop() {
        let fine = (0..N).all(|i| panel.error[i] <= 1e-11 * coarse[i].max(total[i]));
        let halves = if fine || left == 0 {
            None
        } else {
            left -= 1;
            panel.halves(&density)
        };
        match halves {
            Some([left, right]) => open.extend([right, left]),
            None => add(&mut total, &panel.area),
        }
    }
    total
}

const FEWEST_PANELS: usize = 4;

/// Halvings in all: where the density is only noise (rates of 1e9 times an agent's), enough is enough.
const MOST_HALVINGS: u32 = 10_000;

/// Width of a first panel of a graded range, in units of e.
const GRADE: f64 = 2.0;

/// Halvings of a first panel: its hump may be this power of two times narrower.
const DEEPEST: u32 = 50;

fn add<const N: usize>(total: &mut [f64; N], part: &[f64; N]) {
    for (sum, value) in total.iter_mut().zip(part) {
        *sum += value;
    }
}

/// Kronrod's estimate, and its distance from Gauss's.
fn kronrod<const N: usize>(
    left: f64,
    right: f64,
    density: &impl Fn(f64) -> [f64; N],
) -> ([f64; N], [f64; N]) {
    let (centre, half) = (0.5 * (left + right), 0.5 * (right - left));
    let (mut fine, mut rough) = ([0.0; N], [0.0; N]);
    for &(node, kronrod, gauss) in &NODES {
        let ends = [centre - half * node, centre + half * node];
        // The last node is the centre, and counts once.
        for point in ends.into_iter().take(if node == 0.0 { 1 } else { 2 }) {
            let value = density(point);
            for i in 0..N {
                fine[i] += half * kronrod * value[i];
                rough[i] += half * gauss * value[i];
            }
        }
    }
    let error = std::array::from_fn(|i| (fine[i] - rough[i]).abs());
    (fine, error)
}

/// Node, weight of Kronrod's rule of 15 points, weight of Gauss's of 7 (QUADPACK, qk15).
const NODES: [(f64, f64, f64); 8] = [
    (0.991_455_371_120_812_6, 0.022_935_322_010_529_224, 0.0),
    (
        0.949_107_912_342_758_5,
        0.063_092_092_629_978_56,
        0.129_484_966_168_869_7,
    ),
    (0.864_864_423_359_769_1, 0.104_790_010_322_250_18, 0.0),
    (
        0.741_531_185_599_394_4,
        0.140_653_259_715_525_92,
        0.279_705_391_489_276_64,
    ),
    (0.586_087_235_467_691_1, 0.169_004_726_639_267_9, 0.0),
    (
        0.405_845_151_377_397_2,
        0.190_350_578_064_785_4,
        0.381_830_050_505_118_9,
    ),
    (0.207_784_955_007_898_47, 0.204_432_940_075_298_9, 0.0),
    (0.0, 0.209_482_141_084_727_82, 0.417_959_183_673_469_4),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_rules_are_exact_for_polynomials() {
        // Kronrod's rule up to degree 22, Gauss's up to 13.
        let (fine, _) = kronrod(0.0, 1.0, &|x: f64| [x.powi(22), x.powi(13)]);
        assert!((fine[0] * 23.0 - 1.0).abs() < 1e-14 && (fine[1] * 14.0 - 1.0).abs() < 1e-14);
        let (_, error) = kronrod(0.0, 1.0, &|x: f64| [x.powi(13)]);
        assert!(error[0] < 1e-15);
    }

    #[test]
    fn a_hump_in_its_reach_is_integrated() {
        let end = reach(1e-3, |x| x);
        let [area] = integrate(0.0, end, |x| [(-x).exp()]);
        assert!((area - 1.0).abs() < 1e-13);
    }

    #[test]
    fn a_graded_range_shows_what_is_over_at_once() {
        // Scales of 1 and of 1e-9 in one range: 1 and 1e-9 are their integrals.
        let end = reach(1e-9, |x| x);
        let [long, short] = graded(end, 1e-9, |x: f64| [(-x).exp(), (-x * 1e9).exp()]);
        assert!((long - 1.0).abs() < 1e-13 && (short * 1e9 - 1.0).abs() < 1e-13);
    }

    #[test]
    fn gaps_agree_with_their_definition_where_both_are_good() {
        for x in [-0.1_f64, -0.0501, 0.0499, 0.05, 0.0999, 0.1] {
            assert!((log_gap(x) - (x - x.ln_1p())).abs() < 1e-16);
            assert!((exp_gap(x) - ((-x).exp_m1() + x)).abs() < 1e-16);
        }
    }
}
