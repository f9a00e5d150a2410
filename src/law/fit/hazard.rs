//! The exponential law: events over exposure.

use super::Observed;
use serde::Serialize;

/// A constant rate at which durations end, with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hazard {
    /// Per second; patience has the mean 1 / rate where it is exponential.
    pub rate: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Durations that ended by themselves.
    pub events: u64,
    /// All durations together, in seconds.
    pub exposure: f64,
}

/// The normal law's 97.5 % quantile.
const QUANTILE: f64 = 1.959_963_984_540_054;

/// The rate of ending by itself, of durations that may be cut short; `None` where no time passed.
///
/// # Formula
/// θ = n / T, the maximum-likelihood estimate of an exponential law: n events in a total exposure
/// T, cut short or not. Interval θ exp(±1.96 / √n), normal on the logarithm's scale; without any
/// event 0 to -ln(0.025) / T, the rate under which none is a chance of 2.5 %.
///
/// # Example
/// ```
/// use bezet::law::fit::{Observed, hazard};
/// // three calls: hung up after 60 s, answered after 120 s and after 20 s
/// let calls = [(60.0, true), (120.0, false), (20.0, false)];
/// let found = hazard(&calls.map(|(duration, ended)| Observed { duration, ended }));
/// assert_eq!(found.map(|found| found.rate), Some(1.0 / 200.0));
/// ```
///
/// # References
/// D. R. Cox and D. Oakes, Analysis of Survival Data (1984), chapter 3; for patience L. Brown and
/// others, Statistical analysis of a telephone call center (2005), section 5.
pub fn hazard(observed: &[Observed]) -> Option<Hazard> {
    let usable = |seen: &&Observed| seen.duration.is_finite() && seen.duration >= 0.0;
    let usable = observed.iter().filter(usable);
    let (events, exposure) = usable.fold((0, 0.0), |(events, exposure), seen| {
        (events + u64::from(seen.ended), exposure + seen.duration)
    });
    Hazard::new(events, exposure)
}

impl Hazard {
    /// From a count of events and an exposure in seconds; `None` unless some time passed.
    ///
    /// Counts by the interval are enough: those who hung up, and the mean wait times the offered.
    ///
    /// ```
    /// use bezet::law::fit::Hazard;
    /// // remission of leukaemia under 6-MP: 9 relapses in 359 weeks (Freireich and others, 1963)
    /// let found = Hazard::new(9, 359.0).expect("time passed");
    /// assert!((found.rate - 0.02507).abs() < 5e-6);
    /// assert!((found.low - 0.01304).abs() < 1e-5 && (found.high - 0.04818).abs() < 1e-5);
    /// ```
    pub fn new(events: u64, exposure: f64) -> Option<Self> {
        if !(exposure > 0.0 && exposure.is_finite()) {
            return None;
        }
        let rate = events as f64 / exposure;
        let width = (QUANTILE / (events as f64).sqrt()).exp();
        let (low, high) = match events {
            0 => (0.0, -(0.025_f64.ln()) / exposure),
            _ => (rate / width, rate * width),
        };
        [rate, high]
            .iter()
            .all(|value| value.is_finite())
            .then_some(Self {
                rate,
                low,
                high,
                events,
                exposure,
            })
    }

    /// The mean of the exponential law: 1 / rate; infinite without any event.
    pub fn mean(&self) -> f64 {
        self.rate.recip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_no_rate() {
        assert_eq!(hazard(&[]), None);
        let at_once = [Observed {
            duration: 0.0,
            ended: true,
        }];
        assert_eq!(hazard(&at_once), None);
        assert_eq!(Hazard::new(3, f64::NAN), None);
        assert_eq!(Hazard::new(3, 1e-320), None);
    }

    #[test]
    fn nobody_who_ends_leaves_an_upper_limit() {
        let none = Hazard::new(0, 100.0).unwrap();
        // Poisson: exp(-3.689) = 0.025
        assert_eq!((none.rate, none.low), (0.0, 0.0));
        assert!((none.high - 0.036_889).abs() < 1e-6);
        assert_eq!(none.mean(), f64::INFINITY);
    }
}
