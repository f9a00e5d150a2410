//! What may be set of every method.

use crate::units::{Seconds, Share};

/// Options of the methods; each takes of them what it needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Usable weeks that count as recent: means look back as far or half as far, shapes of the
    /// week twice as far.
    pub weeks: usize,
    /// Share of intervals that the bands are meant to hold.
    pub level: Share,
    /// Handle time where the history has none.
    pub fallback_handle_time: Seconds,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            weeks: 8,
            level: Share(0.8),
            fallback_handle_time: Seconds(300.0),
        }
    }
}
