//! Experts: each has its own idea of a plain day, one without effects of its date.

mod low_rank;
mod mean;
mod median;
mod regression;
mod smoothing;

pub use low_rank::LowRank;
pub use mean::Mean;
pub use median::Median;
pub use regression::Regression;
pub use smoothing::Smoothing;

use super::base::Base;

/// A way to expect plain days from a [`Base`].
pub trait Expert: Send + Sync {
    /// Learns from what is known; none where there is too little of it.
    fn learn(&self, base: &Base<'_>) -> Option<Box<dyn Plain>>;
}

/// Expected contacts of plain days.
pub trait Plain: Send + Sync {
    /// Contacts per interval of the clock on a day, given as a row of the past or beyond its end.
    fn rates(&self, row: f64, weekday: usize) -> Vec<f64>;
}
