//! The exact wait of a day whose rates and agents change by the interval: M(t)/M/c(t)+M.
//!
//! The number of contacts present is a birth-and-death chain with constant rates inside an
//! interval. It is carried through the day by uniformisation, to the last digits; when agents
//! leave, the chain jumps ([`Leaving`]). Nothing is assumed to be in balance: the morning's queue
//! is there at noon.

mod backward;
mod band;
mod boundary;
mod busy;
mod busyness;
mod carry;
mod chain;
mod day;
mod forward;
mod intervals;
mod lanes;
mod levels;
mod overflow;
mod quantiles;
mod reach;
mod slopes;
mod tail;
mod timeout;
mod to_come;
mod weights;

pub use busy::{busy_day_wait, chance_of_wait, wait_of_share};
pub use busyness::Busyness;
pub use day::{Day, Interval, Leaving};
pub use forward::{DayWait, day_wait};
pub use intervals::{IntervalWait, interval_waits};
pub use overflow::{Overflow, When};
pub use quantiles::wait_quantile;
pub use slopes::{Slopes, slopes};
pub use timeout::{TimeoutWait, timeout_waits, timeout_waits_by_interval};
