//! A bound on every roster: the linear programme over all tours, found as they are needed.

use super::Tours;
use super::columns::Columns;
use crate::error::Result;

/// A proven bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// No roster costs less.
    pub value: f64,
    /// Programmes solved.
    pub rounds: usize,
    /// Did it come as near to the programme's value as it should? No when time was up.
    pub settled: bool,
}

/// Proves that no roster costs less than so much; `seeds`, a tour for each person, is where the
/// programme begins, and it ends at the latest when `ends` says so.
///
/// # Formula
/// For any prices `p` of the cells with `-surplus <= p <= short`, a roster costs at least
/// `sum of p x required + sum over people of the least (price of a tour - p of its cells)`:
/// each cell's cost is the greatest of `p (required - people)` over those prices. The programme's
/// own prices make this its value (P. C. Gilmore and R. E. Gomory, *Operations Research* 9 (1961)
/// 849-859). The bound is computed here from the prices and not taken from the solver; it is
/// rounded up to the grain of the costs.
///
/// # Errors
/// [`crate::error::Error::Solver`] where a programme cannot be solved.
pub fn bound<W: Tours>(week: &W, seeds: &[W::Tour], ends: &dyn Fn() -> bool) -> Result<Bound> {
    let mut columns = Columns::new(week);
    let whole = columns.open(seeds, |_| true);
    let relaxed = columns.relax(&whole, &columns.guess(seeds), ends)?;
    Ok(Bound {
        value: rounded(week, relaxed.bound),
        rounds: relaxed.rounds,
        settled: relaxed.settled,
    })
}

/// The least multiple of the grain that is not below, but for rounding errors.
pub(super) fn rounded<W: Tours>(week: &W, value: f64) -> f64 {
    let grain = week.grain();
    let slack = 1e-7 * (1.0 + value.abs());
    match grain > 0.0 {
        true => ((value - slack) / grain).ceil() * grain,
        false => value - slack,
    }
}
