//! From what a method learnt to a forecast on any grid.

use super::band::Spreads;
use super::days::Days;
use super::handle_time::HandleTime;
use super::{Forecast, Spread};
use crate::calendar::Series;
use crate::error::{Note, Phrase};
use crate::units::{Contacts, Seconds, Share};
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
    pub fn new(days: &Days, spreads: Spreads, level: Share, fallback: Seconds) -> Self {
        let handle_time = HandleTime::learn(days, fallback);
        let notes = vec![said_of_handle_time(&handle_time), said_of_spread(&spreads)];
        Self {
            step: days.step,
            last: days.date(days.len().saturating_sub(1)),
            spreads,
            handle_time,
            level,
            notes,
        }
    }

    /// The forecast on the grid of `open`, from the contacts per interval of the past's clock.
    pub fn forecast(&self, open: &Series<bool>, rates: impl Fn(NaiveDate) -> Vec<f64>) -> Forecast {
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
        let edges = Series::from_fn(grid, |index| {
            let mean = contacts
                .values
                .get(index)
                .map_or(0.0, |contacts| contacts.0);
            self.spreads.band(mean, self.lead(grid.date(index)))
        });
        let handle_time = Series::from_fn(grid, |index| {
            let position = grid.minute_of_day(index) / self.step.max(1);
            self.handle_time.at(grid.date(index), position as usize)
        });
        Forecast {
            low: edges.map(|(low, _)| Contacts(*low)),
            high: edges.map(|(_, high)| Contacts(*high)),
            contacts,
            level: self.level,
            handle_time,
            busyness: self.spreads.busyness(self.lead(grid.date(grid.len / 2))),
            spread: self.spread_of(&grid.dates()),
            notes: self.notes.clone(),
        }
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

    fn spread_of(&self, dates: &[NaiveDate]) -> Spread {
        let days = dates.iter().map(|date| self.spreads.on(self.lead(*date)));
        Spread {
            days: days.collect(),
            correlation: 0.0,
        }
    }

    fn lead(&self, date: NaiveDate) -> usize {
        (date - self.last).num_days().max(1) as usize
    }
}

fn said_of_handle_time(handle_time: &HandleTime) -> Note {
    let what = if handle_time.contacts > 0.0 {
        let (level, contacts) = (handle_time.level().0, handle_time.contacts);
        Phrase::new(
            format!(
                "handle time is {level:.0} s, from the last `{contacts:.0}` contacts of the history"
            ),
            format!(
                "de afhandeltijd is {level:.0} s, uit de laatste `{contacts:.0}` contacten van de geschiedenis"
            ),
        )
    } else {
        let level = handle_time.level().0;
        Phrase::new(
            format!("the history holds no handle time: `{level:.0}` s is assumed"),
            format!("de geschiedenis heeft geen afhandeltijd: `{level:.0}` s is aangenomen"),
        )
    };
    Note::new("N301", "forecast", what)
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
