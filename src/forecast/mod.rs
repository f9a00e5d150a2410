//! What will come: past contacts in, expected contacts with their uncertainty out.
//!
//! A [`Method`] is fitted to a [`Past`] and gives a [`Fitted`], which predicts any later grid; an
//! unfitted method has no `predict`. Volumes are contacts per interval, handle times seconds.
//! Days, not intervals, carry most of what is unsure: take [`Forecast::busyness`] for anything that
//! adds intervals up, and the band only for one interval at a time.
//!
//! ```
//! use bezet::calendar::{DayCalendar, Grid, Series};
//! use bezet::forecast::{NAMES, Past, Options, method};
//! use bezet::units::{Contacts, Seconds};
//! let day = |day| chrono::NaiveDate::from_ymd_opt(2021, 2, day).expect("a date");
//! let grid = Grid::days(chrono_tz::Europe::Amsterdam, day(1), 21, 60);
//! let always = Series::filled(grid, true);
//! let past = Past {
//!     contacts: &Series::filled(grid, Contacts(12.0)),
//!     handle_time: &Series::filled(grid, Some(Seconds(330.0))),
//!     open: &always,
//!     usable: &always,
//!     calendar: &DayCalendar::plain(Vec::new()),
//! };
//! let default = method(NAMES[0], Options::default()).expect("a known name");
//! let next = Grid::days(grid.zone, day(22), 7, 60);
//! let forecast = default.fit(&past)?.predict(&Series::filled(next, true), past.calendar);
//! assert!((forecast.contacts.values[9].0 - 12.0).abs() < 1e-9);
//! assert!((forecast.handle_time.values[9].0 - 330.0).abs() < 1e-9);
//! # Ok::<(), bezet::error::Error>(())
//! ```

mod accuracy;
mod analogy;
mod base;
mod blend;
mod cholesky;
mod count_law;
mod days;
mod effect;
mod effects;
mod error_variance;
mod experts;
mod groups;
mod handle_time;
mod intraday;
mod known;
mod late;
mod level;
mod methods;
mod month;
mod options;
mod outlook;
mod poisson_error;
mod posterior;
mod prediction;
mod profile;
mod ridge;
mod robust;
mod said;
mod scenario;
mod seasonal_naive;
mod set_aside;
mod shifts;
mod spread;
mod spreads;
mod swing;
mod ties;
mod told;
mod topics;
mod totals;
mod trials;
mod weights;

pub use accuracy::{
    Calibration, Coverage, Floor, LEVELS, MethodScore, PerSpan, QUANTILES, Score, Sums, Transform,
    again, naive_scale,
};
pub use analogy::{Likened, Stated};
pub use count_law::CountLaw;
pub use groups::{GroupPast, GroupShift, GroupTime, GroupTimes};
pub use intraday::Intraday;
pub use methods::{NAMES, default_method, in_dutch, method};
pub use options::Options;
pub use posterior::Counted;
pub use seasonal_naive::SeasonalNaive;
pub use spread::{DaySpread, Spread};
pub use swing::{Swing, TestedDay};
pub use topics::{TopicForecast, TopicShares};
pub use totals::{Period, Total};

use crate::calendar::{DayCalendar, Series};
use crate::error::{Note, Result};
use crate::units::{Contacts, Seconds, Share};
use serde::Serialize;

/// What is known of the past, on one grid, closed and unusable intervals masked.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// Contacts offered; only meaningful where `usable`.
    pub contacts: &'a Series<Contacts>,
    /// Mean handle time, where any contact was answered.
    pub handle_time: &'a Series<Option<Seconds>>,
    /// Open intervals.
    pub open: &'a Series<bool>,
    /// Open intervals whose contacts may be learnt from: no shock, gap or outage.
    pub usable: &'a Series<bool>,
    /// Holidays and events.
    pub calendar: &'a DayCalendar,
}

/// A way to forecast.
pub trait Method: Sync {
    /// Its name, as in configuration and tables.
    fn name(&self) -> &'static str;

    /// Learns from the past.
    ///
    /// # Errors
    /// When the past is too short or empty for this method (a problem with its place and hint).
    fn fit(&self, past: &Past<'_>) -> Result<Box<dyn Fitted>>;
}

/// A method that has learnt.
pub trait Fitted: Send + Sync {
    /// The forecast on the grid of `open`; nothing is expected where it is closed.
    fn predict(&self, open: &Series<bool>, calendar: &DayCalendar) -> Forecast;
}

/// Expected contacts and handle time per interval, and how sure they are.
#[derive(Clone, Debug, Serialize)]
pub struct Forecast {
    /// Expected contacts; zero where closed.
    pub contacts: Series<Contacts>,
    /// Lower edge of the band per interval.
    pub low: Series<Contacts>,
    /// Upper edge of the band per interval.
    pub high: Series<Contacts>,
    /// Share of intervals that the band is meant to hold.
    pub level: Share,
    /// Expected mean handle time.
    pub handle_time: Series<Seconds>,
    /// Standard error of its level: how far all handle times may be off together.
    pub handle_time_error: Seconds,
    /// Shape of the gamma law (mean 1) of a day's busyness, which multiplies the whole day;
    /// its variance is `1 / shape`.
    pub busyness: f64,
    /// How far days and intervals will lie from what is expected; see [`Forecast::law`].
    pub spread: Spread,
    /// What was found on the way: trend, events, fall-backs.
    pub notes: Vec<Note>,
}
