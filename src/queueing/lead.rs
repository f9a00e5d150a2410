//! How far a threshold lies before the likeliest wait, where both are a million times as long as
//! their distance.

use super::steady::Rates;

/// ln(λ / c μ) - θ v: the time from a wait v to the likeliest one, in mean patiences.
///
/// In long overload a hump that is narrow beside its distance from 0 is cut by a threshold; the
/// logarithm and the product are taken to 30 digits, so that what is left has all of its own.
///
/// # References
/// T. J. Dekker, A floating-point technique for extending the available precision (1971).
pub(super) fn lead(agents: f64, rates: &Rates, v: f64) -> f64 {
    let ratio = Double::from(rates.arrival).over(Double::product(agents, rates.service));
    let rough = ratio.high.ln();
    // Newton's step for e^y = ratio, from a y that is right to a rounding.
    let rest = ratio.times(Double::exp(-rough)).plus(Double::from(-1.0));
    let patience = Double::product(rates.abandonment, v);
    let apart = Double::sum(rough, -patience.high);
    apart.high + (apart.low + (rest.high - patience.low))
}

/// A number as the sum of two, the second less than a rounding of the first.
#[derive(Clone, Copy)]
struct Double {
    high: f64,
    low: f64,
}

/// ln 2.
const LN_2: Double = Double {
    high: std::f64::consts::LN_2,
    low: 2.319_046_813_846_299_6e-17,
};

/// e^x is the 64th power of e^{x / 64}.
const SQUARINGS: i32 = 6;

/// Terms of the exponential's series: 0.006^13 / 13! is below 1e-38.
const TERMS: u32 = 12;

impl Double {
    fn from(number: f64) -> Self {
        Self {
            high: number,
            low: 0.0,
        }
    }

    fn sum(left: f64, right: f64) -> Self {
        let high = left + right;
        let part = high - left;
        let low = (left - (high - part)) + (right - part);
        Self { high, low }
    }

    fn product(left: f64, right: f64) -> Self {
        let high = left * right;
        let low = left.mul_add(right, -high);
        Self { high, low }
    }

    fn plus(self, other: Self) -> Self {
        let sum = Self::sum(self.high, other.high);
        Self::sum(sum.high, sum.low + (self.low + other.low))
    }

    fn times(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        let low = product.low + (self.high * other.low + self.low * other.high);
        Self::sum(product.high, low)
    }

    fn over(self, other: Self) -> Self {
        let high = self.high / other.high;
        let rest = (-high).mul_add(other.high, self.high) + (self.low - high * other.low);
        Self::sum(high, rest / other.high)
    }

    fn scaled(self, power: i32) -> Self {
        let factor = 2.0_f64.powi(power);
        Self {
            high: self.high * factor,
            low: self.low * factor,
        }
    }

    fn exp(x: f64) -> Self {
        let twos = (x / LN_2.high).round();
        let rest = Self::from(x).plus(LN_2.times(Self::from(-twos)));
        let small = rest.scaled(-SQUARINGS);
        let one = Self::from(1.0);
        let series = (1..=TERMS).rev().fold(one, |sum, k| {
            let part = small.over(Self::from(f64::from(k)));
            one.plus(part.times(sum))
        });
        let power = (0..SQUARINGS).fold(series, |power, _| power.times(power));
        power.scaled(twos as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the double nearest to the likeliest wait all that is left is its rounding (mpmath, 50
    /// digits).
    #[test]
    fn what_is_left_of_a_logarithm_has_its_digits() {
        for (arrival, agents, service, theta, v, left) in [
            (
                3.0,
                1.0,
                1.0,
                1.0,
                1.0986122886681098,
                -9.071_297_235_001_53e-17,
            ),
            (
                1e100,
                7.0,
                1e-100,
                1e-3,
                458571.10844975384,
                -2.557_412_505_123_954e-14,
            ),
            (
                2.27e6,
                1e5,
                1.1,
                3e-9,
                1009018248.2276773,
                3.451_060_481_296_254e-17,
            ),
            (
                1.0000001,
                1.0,
                1.0,
                1e-12,
                99999.99505838705,
                -5.078_938_603_332_752e-24,
            ),
        ] {
            let rates = Rates::new(arrival, service, theta).unwrap();
            let found = lead(agents, &rates, v);
            // The last one has 24 digits before its first.
            assert!((found / left - 1.0).abs() < 1e-7, "{found:e} {left:e}");
        }
    }

    #[test]
    fn far_from_the_likeliest_it_is_the_plain_difference() {
        for v in [0.0, 0.3, 2.0, 90.0] {
            let found = lead(4.0, &Rates::new(30.0, 2.0, 0.5).unwrap(), v);
            assert!((found - ((3.75_f64).ln() - 0.5 * v)).abs() < 1e-14);
        }
    }
}
