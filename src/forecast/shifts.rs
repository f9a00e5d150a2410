//! Lasting shifts of level in a daily series: when, how large, and how sure that is.
//!
//! A queue doubles when a letter changes its number; calls grow by a minute when a system does.
//! What came before such a day says little of the level after it, so it must be found.

mod dating;
mod fit;
mod search;
mod weeks;

use super::robust::Weighted;
use weeks::Weeks;

/// A lasting change of level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shift {
    /// First day of the new level.
    pub row: usize,
    /// New level less the old, in the units of the values, trend and season taken off.
    pub size: f64,
    /// Standard error of the size.
    pub error: f64,
    /// How many days the first day may be off, root mean square.
    pub date_error: f64,
}

/// The lasting shifts of a series of days, in order; none where unknown or weighing nothing.
///
/// Take weekdays and the effects of single dates off before, and take logs where effects multiply.
/// Weights are inverse variances up to a constant. A drift that bends once a year and, from two
/// years on, a yearly season are allowed for here. Linear in the number of days and in that of
/// years and shifts.
///
/// # Rule
/// Weekly means are fitted by a piecewise linear drift, two yearly harmonics and steps, by Huber's
/// M-estimate. Steps are added one by one, or two at once, where they fit best, and stay if their
/// size exceeds [`search::threshold`] standard errors, inflated for the correlation of weeks that
/// follow each other. That threshold holds false alarms below 5 % a series (by simulation, see the
/// tests). A new level must hold in four weeks on either side: a surge of three weeks that goes
/// back is none. At the end of the series two weeks are enough for a shift of ten times the noise
/// of a week. The first day is the likeliest one near that week, under a loss that no single odd
/// day can dominate.
///
/// # References
/// P. J. Huber, *Robust Statistics* (1981), section 7.8, for the M-estimate and its errors; steps
/// one by one as in J. Bai and P. Perron, *Journal of Applied Econometrics* 18 (2003) 1-22.
pub(super) fn shifts(values: &[Option<Weighted>]) -> Vec<Shift> {
    let weeks = Weeks::of(values);
    let found = search::search(&weeks);
    if found.steps.is_empty() {
        return Vec::new();
    }
    dating::date(values, &weeks, found)
}

#[cfg(test)]
mod tests;
