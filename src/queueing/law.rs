//! How a wait is distributed, whatever the formula.

use super::{ahead, offered};

/// How the wait is distributed.
#[derive(Clone, Debug)]
pub(super) enum Law {
    /// Nobody waits; with so many agents at this load, of whom some may be refused.
    Immediate { agents: f64, load: f64 },
    /// Nobody is ever answered.
    Never,
    /// Answered at once with this chance, else after an exponential wait with this rate.
    Exponential { at_once: f64, rate: f64 },
    /// By the integral over the wait of a caller who never hangs up.
    Offered(Box<offered::Offered>),
    /// By the number of contacts ahead.
    Ahead(ahead::Ahead),
}

/// Whose wait it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// One who is answered.
    Answered,
    /// One who would never hang up.
    Patient,
}

/// Which waits are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// At most the threshold.
    Within,
    /// More than the threshold.
    Beyond,
}

/// A threshold as the formulas take it: no NaN, not negative, finite.
pub(super) fn bounded(threshold: f64) -> f64 {
    if threshold > 0.0 {
        threshold.min(1e150)
    } else {
        0.0
    }
}
