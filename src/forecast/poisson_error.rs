//! The error that no forecast can avoid.

use statrs::distribution::{Discrete, Poisson};

/// Expected absolute error of a Poisson count with this mean: what no forecast can avoid.
///
/// # Formula
/// `2 m P(N = floor(m))`, Crow 1958.
pub(in crate::forecast) fn poisson_error(mean: f64) -> f64 {
    match Poisson::new(mean) {
        Ok(law) => 2.0 * mean * law.pmf(mean.floor() as u64),
        Err(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn poisson_error_is_the_mean_deviation() {
        // By summation over the law: mean 4, E|N - 4| = 8 P(4) = 1.562935.
        assert!((poisson_error(4.0) - 1.562_935).abs() < 1e-6);
    }
}
