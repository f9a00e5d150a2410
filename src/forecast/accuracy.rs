//! How good a method would have been: rolling origins, nothing of the future seen.

use super::band::poisson_error;
use super::{Forecast, Method, Past};
use crate::calendar::{Grid, Series};
use crate::error::Result;
use crate::units::Share;
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// The errors of one method over all origins, as shares of the volume that came.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// The method.
    pub method: &'static str,
    /// Origins that could be forecast.
    pub origins: usize,
    /// Intervals scored: open, usable, known.
    pub intervals: usize,
    /// Sum of absolute errors per interval over the volume (WAPE).
    pub interval_error: Share,
    /// Sum of absolute errors of day totals over the volume.
    pub day_error: Share,
    /// Sum of errors over the volume; positive is forecast too high.
    pub bias: Share,
    /// Share of intervals within the band, edges included.
    pub coverage: Share,
    /// Share that the band was meant to hold.
    pub level: Share,
    /// Interval error that remains when every rate is known: pure chance of Poisson counts.
    pub interval_floor: Share,
    /// The same for day totals.
    pub day_floor: Share,
}

/// Forecasts again from each origin, the last known day, as if nothing later had happened.
///
/// Scored are `days` days from the `lead_days + 1`th after the origin on: lead 0 and 7 days are
/// next week, lead 7 and 7 days the week after. Intervals that are closed or unusable are left
/// out. Origins with too little history before them, or nothing to score after them, are skipped.
///
/// # Errors
/// When the past's series lie on different grids, or no origin at all could be forecast: then
/// with the first method problem met.
pub fn backtest(
    past: &Past<'_>,
    method: &dyn Method,
    origins: &[NaiveDate],
    lead_days: u32,
    days: u32,
) -> Result<Accuracy> {
    let mut tally = Tally::default();
    let mut first_error = None;
    for origin in origins {
        match again(past, method, *origin, lead_days, days) {
            Ok(forecast) => tally.add(past, &forecast),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    match first_error {
        Some(error) if tally.origins == 0 => Err(error),
        _ => Ok(tally.accuracy(method.name())),
    }
}

/// The forecast that the method would have made on the evening of the origin.
///
/// # Errors
/// As [`Method::fit`] on what was known then.
pub fn again(
    past: &Past<'_>,
    method: &dyn Method,
    origin: NaiveDate,
    lead_days: u32,
    days: u32,
) -> Result<Forecast> {
    let grid = past.contacts.grid;
    let known = 0..grid.day_range(origin).end;
    let (contacts, handle_time) = (
        past.contacts.part(known.clone()),
        past.handle_time.part(known.clone()),
    );
    let (open, usable) = (past.open.part(known.clone()), past.usable.part(known));
    let before = Past {
        contacts: &contacts,
        handle_time: &handle_time,
        open: &open,
        usable: &usable,
        calendar: past.calendar,
    };
    let first = origin + Days::new(u64::from(lead_days) + 1);
    let target = range(&grid, first, days);
    let fitted = method.fit(&before)?;
    Ok(fitted.predict(&past.open.part(target), past.calendar))
}

fn range(grid: &Grid, first: NaiveDate, days: u32) -> std::ops::Range<usize> {
    let start = grid.day_range(first).start;
    start
        ..grid
            .day_range(first + Days::new(u64::from(days)))
            .start
            .max(start)
}

/// Running sums over everything scored.
#[derive(Default)]
struct Tally {
    origins: usize,
    intervals: usize,
    inside: usize,
    volume: f64,
    error: f64,
    absolute: f64,
    day_absolute: f64,
    floor: f64,
    day_floor: f64,
    level: Share,
}

impl Tally {
    fn add(&mut self, past: &Past<'_>, forecast: &Forecast) {
        let Some(first) = past.contacts.grid.index_of(forecast.contacts.grid.start) else {
            return;
        };
        let before = self.intervals;
        let grid = forecast.contacts.grid;
        for date in grid.dates() {
            let (mut came, mut expected) = (0.0, 0.0);
            for index in grid.day_range(date) {
                if let Some((count, mean)) = self.add_interval(past, forecast, first, index) {
                    came += count;
                    expected += mean;
                }
            }
            self.day_absolute += (expected - came).abs();
            self.day_floor += if expected > 0.0 {
                poisson_error(expected)
            } else {
                0.0
            };
        }
        self.level = forecast.level;
        self.origins += usize::from(self.intervals > before);
    }

    fn add_interval(
        &mut self,
        past: &Past<'_>,
        forecast: &Forecast,
        first: usize,
        index: usize,
    ) -> Option<(f64, f64)> {
        let scored = |mask: &Series<bool>| mask.values.get(first + index) == Some(&true);
        if !scored(past.open) || !scored(past.usable) {
            return None;
        }
        let count = past.contacts.values.get(first + index)?.0;
        let mean = forecast.contacts.values.get(index)?.0;
        let (low, high) = (
            forecast.low.values.get(index)?,
            forecast.high.values.get(index)?,
        );
        self.intervals += 1;
        self.inside += usize::from(low.0 <= count && count <= high.0);
        self.volume += count;
        self.error += mean - count;
        self.absolute += (mean - count).abs();
        self.floor += if mean > 0.0 { poisson_error(mean) } else { 0.0 };
        Some((count, mean))
    }

    fn accuracy(&self, method: &'static str) -> Accuracy {
        let share = |sum: f64| {
            Share(if self.volume > 0.0 {
                sum / self.volume
            } else {
                0.0
            })
        };
        Accuracy {
            method,
            origins: self.origins,
            intervals: self.intervals,
            interval_error: share(self.absolute),
            day_error: share(self.day_absolute),
            bias: share(self.error),
            coverage: Share(self.inside as f64 / self.intervals.max(1) as f64),
            level: self.level,
            interval_floor: share(self.floor),
            day_floor: share(self.day_floor),
        }
    }
}

/// Several methods side by side on the same origins.
///
/// # Errors
/// As [`backtest`], of the first method that fails.
pub fn compare(
    past: &Past<'_>,
    methods: &[Box<dyn Method>],
    origins: &[NaiveDate],
    lead_days: u32,
    days: u32,
) -> Result<Vec<Accuracy>> {
    let scored = methods.iter();
    scored
        .map(|method| backtest(past, method.as_ref(), origins, lead_days, days))
        .collect()
}
