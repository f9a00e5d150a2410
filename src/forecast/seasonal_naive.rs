//! The same interval of the last week that is known: the yardstick for every other method.

use super::days::Days;
use super::outlook::Outlook;
use super::set_aside;
use super::spreads::{Spreads, Tested};
use super::{Fitted, Forecast, Method, Options, Past};
use crate::calendar::{DayCalendar, Series};
use crate::error::Result;
use chrono::NaiveDate;

/// Next week is last week.
///
/// Each interval takes the contacts of the same weekday and clock time in the last week that
/// knows them; holidays and events are not looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeasonalNaive {
    /// Level of the bands, fall-backs.
    pub options: Options,
}

/// Weeks back from which the past is forecast again, and days ahead that are looked at.
const TRIALS: (usize, usize) = (13, 56);

impl Method for SeasonalNaive {
    fn name(&self) -> &'static str {
        "seasonal-naive"
    }

    fn fit(&self, past: &Past<'_>) -> Result<Box<dyn Fitted>> {
        let days = Days::of(past)?;
        let spreads = Spreads::learn(&tested(&days), 1, set_aside::share(past));
        let outlook = Outlook::new(&days, spreads, &self.options);
        Ok(Box::new(LastWeek { days, outlook }))
    }
}

fn tested(days: &Days) -> Vec<Tested> {
    let ends = (1..=TRIALS.0).filter_map(|week| days.len().checked_sub(7 * week));
    let from = |end: usize| {
        let weeks: Vec<Vec<f64>> = (0..7)
            .map(|weekday| last_week(days, end, weekday))
            .collect();
        let ahead = (end..days.len())
            .take(TRIALS.1)
            .filter(|day| days.is_known(*day));
        let test = move |day: usize| Tested {
            day,
            lead: day + 1 - end,
            effect: 0.0,
            cells: days
                .known(day)
                .filter_map(|(position, count)| {
                    Some((count, *weeks.get(days.weekday(day))?.get(position)?))
                })
                .collect(),
        };
        ahead.map(test).collect::<Vec<Tested>>()
    };
    ends.filter(|end| *end >= 7).flat_map(from).collect()
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
        self.outlook.forecast(open, row, |_| 0.0)
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
