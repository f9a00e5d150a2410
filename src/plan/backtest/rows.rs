//! Forecasts as rows, for other programs to score.

use crate::forecast::{Forecast, QUANTILES};
use chrono::NaiveDate;
use std::fmt::Write;

/// The first row.
pub(super) const HEADER: &str = "origin,start,mean,q10,q50,q90\n";

/// A row per interval, closed ones too, by local time.
///
/// Of an hour that the clock repeats the first is written, so that a time stands there once. What
/// was recorded later decides nothing here.
pub(super) fn rows(origin: NaiveDate, forecast: &Forecast) -> String {
    let grid = forecast.contacts.grid;
    let mut text = String::new();
    let mut last = None;
    for (index, mean) in forecast.contacts.values.iter().enumerate() {
        let local = grid.local(index);
        if last.is_some_and(|last| local <= last) {
            continue;
        }
        last = Some(local);
        let law = forecast.interval_law(index);
        let [low, middle, high] = QUANTILES.map(|share| law.quantile(share));
        let start = local.format("%Y-%m-%d %H:%M:%S");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{origin},{start},{:.4},{low},{middle},{high}", mean.0);
    }
    text
}
