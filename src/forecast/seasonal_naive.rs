//! The same interval of the last week that is known: the yardstick for every other method.

use super::band::Spreads;
use super::days::Days;
use super::outlook::Outlook;
use super::{Fitted, Forecast, Method, Past};
use crate::calendar::{DayCalendar, Series};
use crate::error::Result;
use crate::units::{Seconds, Share};
use chrono::NaiveDate;

/// Next week is last week.
///
/// Each interval takes the contacts of the same weekday and clock time in the last week that
/// knows them; holidays and events are not looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeasonalNaive {
    /// Share of intervals that the bands are meant to hold.
    pub level: Share,
    /// Handle time where the history has none.
    pub fallback_handle_time: Seconds,
}

impl Method for SeasonalNaive {
    fn name(&self) -> &'static str {
        "seasonal-naive"
    }

    fn fit(&self, past: &Past<'_>) -> Result<Box<dyn Fitted>> {
        let days = Days::of(past)?;
        let spreads = Spreads::learn(&days, self.level, |end| {
            let days = &days;
            (end >= 7).then_some(move |day: usize| last_week(days, end, days.weekday(day)))
        });
        let outlook = Outlook::new(&days, spreads, self.level, self.fallback_handle_time);
        Ok(Box::new(LastWeek { days, outlook }))
    }
}

struct LastWeek {
    days: Days,
    outlook: Outlook,
}

impl Fitted for LastWeek {
    fn predict(&self, open: &Series<bool>, _: &DayCalendar) -> Forecast {
        let row = |date: NaiveDate| {
            let weekday = super::days::weekday(date);
            last_week(&self.days, self.days.len(), weekday)
        };
        self.outlook.forecast(open, row)
    }
}

/// The latest known contacts of each interval on a weekday, looking back from row `end`.
fn last_week(days: &Days, end: usize, weekday: usize) -> Vec<f64> {
    let mut rates = vec![f64::NAN; days.positions()];
    for day in (0..end).rev().filter(|day| days.weekday(*day) == weekday) {
        for (position, contacts) in days.known(day) {
            if let Some(rate) = rates.get_mut(position).filter(|rate| rate.is_nan()) {
                *rate = contacts;
            }
        }
        if rates.iter().all(|rate| !rate.is_nan()) {
            break;
        }
    }
    rates
        .iter()
        .map(|rate| if rate.is_nan() { 0.0 } else { *rate })
        .collect()
}
