//! From what a method learnt to a forecast on any grid.

use super::days::Days;
use super::handle_time::HandleTime;
use super::spreads::Spreads;
use super::{Forecast, Options, Spread};
use crate::calendar::Series;
use crate::error::{Note, Phrase};
use crate::units::{Contacts, Share};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What every method learns beside its volume: handle time, spread, and where the past ends.
pub(super) struct Outlook {
    /// Minutes of an interval of the past.
    step: u32,
    /// Last day of the past.
    pub last: NaiveDate,
    spreads: Spreads,
    handle_time: HandleTime,
    level: Share,
    /// What there is to say whatever is forecast.
    pub notes: Vec<Note>,
}

impl Outlook {
    /// Learns handle time and takes the spread as found.
    pub fn new(days: &Days, spreads: Spreads, options: &Options) -> Self {
        let handle_time = HandleTime::learn(days, options.fallback_handle_time);
        let mut notes = handle_time.notes();
        notes.push(said_of_spread(&spreads));
        Self {
            step: days.step,
            last: days.date(days.len().saturating_sub(1)),
            spreads,
            handle_time,
            level: options.level,
            notes,
        }
    }

    /// The forecast on the grid of `open`, from the contacts per interval of the past's clock.
    ///
    /// `unsure` is the relative variance that single dates add to their day.
    pub fn forecast(
        &self,
        open: &Series<bool>,
        rates: impl Fn(NaiveDate) -> Vec<f64>,
        unsure: impl Fn(NaiveDate) -> f64,
    ) -> Forecast {
        let grid = open.grid;
        let by_date: BTreeMap<NaiveDate, Vec<f64>> = grid
            .dates()
            .into_iter()
            .map(|date| (date, rates(date)))
            .collect();
        let mean = |index: usize| {
            if open.values.get(index) != Some(&true) {
                return 0.0;
            }
            let rates = by_date
                .get(&grid.date(index))
                .map_or(&[][..], Vec::as_slice);
            self.spread_over(rates, grid.minute_of_day(index), grid.step)
        };
        let contacts = Series::from_fn(grid, |index| Contacts(mean(index)));
        let handle_time = Series::from_fn(grid, |index| {
            let position = grid.minute_of_day(index) / self.step.max(1);
            self.handle_time.at(grid.date(index), position as usize)
        });
        let mut forecast = Forecast {
            low: contacts.clone(),
            high: contacts.clone(),
            contacts,
            level: self.level,
            handle_time,
            handle_time_error: self.handle_time.error(),
            busyness: 1.0 / self.spreads.on(self.lead(grid.date(grid.len / 2))).day,
            spread: self.spread_of(&grid.dates(), unsure),
            notes: self.notes.clone(),
        };
        let bands = (0..grid.len).map(|index| forecast.interval_law(index).band(self.level.0));
        let (low, high) = bands
            .map(|(low, high)| (Contacts(low), Contacts(high)))
            .unzip();
        (forecast.low.values, forecast.high.values) = (low, high);
        forecast
    }

    /// Contacts in `step` minutes from `minute`, when the past had intervals of another length:
    /// spread evenly within each.
    fn spread_over(&self, rates: &[f64], minute: u32, step: u32) -> f64 {
        let own = self.step.max(1);
        let end = minute + step;
        (minute / own..end.div_ceil(own))
            .map(|position| {
                let overlap = end.min((position + 1) * own) - minute.max(position * own);
                let rate = rates.get(position as usize).copied().unwrap_or(0.0);
                rate * f64::from(overlap) / f64::from(own)
            })
            .sum()
    }

    fn spread_of(&self, dates: &[NaiveDate], unsure: impl Fn(NaiveDate) -> f64) -> Spread {
        let days = dates.iter().map(|date| {
            let mut spread = self.spreads.on(self.lead(*date));
            spread.day += unsure(*date);
            spread
        });
        Spread {
            days: days.collect(),
            correlation: self.spreads.correlation,
        }
    }

    /// How many days after the past a date is, at least 1.
    pub fn lead(&self, date: NaiveDate) -> usize {
        (date - self.last).num_days().max(1) as usize
    }
}

fn said_of_spread(spreads: &Spreads) -> Note {
    let what = match spreads.tested {
        0 => Phrase::new(
            "the history is too short to measure how sure the forecast is: bands are a guess",
            "de geschiedenis is te kort om te meten hoe zeker de verwachting is: de banden zijn een schatting",
        ),
        tested => Phrase::count(tested, ["past day", "past days"], ["dag", "dagen"]).within(
            "bands come from {}, forecast again as if still to come",
            "de banden komen uit {} van de geschiedenis, opnieuw voorspeld alsof die nog moesten komen",
        ),
    };
    Note::new("N302", "forecast", what)
}
