//! The engine's wait beside the recorded wait.

use super::{Calibration, Expected, FieldDay};
use crate::calendar::Series;
use crate::error::Result;
use crate::history::Queue;
use crate::simulate::{self, Arrivals, Case, Estimate, Options, Staffing, Traffic};
use crate::units::{Agents, Contacts, Seconds, Share};
use chrono::{Days, NaiveDate};
use std::ops::Range;

/// Weeks of the record that are compared.
const WEEKS: u64 = 8;

/// Replications of the compared weeks: each is eight weeks long, so few say enough.
const REPLICATIONS: u32 = 40;

/// The last weeks of a record in which agents and waits are known.
pub(super) struct Window<'a> {
    queue: &'a Queue,
    open: &'a Series<bool>,
    range: Range<usize>,
}

impl<'a> Window<'a> {
    /// The window of what is known, or why there is none.
    pub fn of(expected: &'a Expected) -> std::result::Result<Self, &'static str> {
        let (queue, open) = (&expected.known, &expected.clean.open);
        let grid = queue.offered.grid;
        let Some(last) = grid.dates().last().copied() else {
            return Err("the history is empty");
        };
        let from = last - Days::new(7 * WEEKS - 1);
        let range = grid.day_range(from.max(grid.date(0))).start..grid.len;
        let opened: Vec<usize> = range.clone().filter(|index| open.values[*index]).collect();
        let known = |index: &&usize| {
            queue.agents.values[**index].is_some() && queue.wait.values[**index].is_some()
        };
        let known = opened.iter().filter(known).count();
        if known * 2 < opened.len() || known == 0 {
            return Err("agents or waits are not recorded");
        }
        Ok(Self { queue, open, range })
    }

    /// First and last day.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let grid = self.queue.offered.grid;
        let last = self.range.end.saturating_sub(1);
        (grid.date(self.range.start), grid.date(last))
    }

    /// The recorded average wait over the contacts whose wait is recorded.
    pub fn wait(&self) -> Seconds {
        let offered = self.contacts();
        let waits = self.queue.wait.part(self.range.clone());
        weighted(&offered, &waits, 0..offered.grid.len).unwrap_or_default()
    }

    fn contacts(&self) -> Series<Contacts> {
        let offered = self.queue.offered.part(self.range.clone());
        offered.map(|contacts| contacts.unwrap_or(Contacts::ZERO))
    }

    /// The record as traffic: exactly the contacts that came, not their number as an expectation.
    fn traffic(&self, patience: Seconds) -> Traffic {
        let handle_time = self.queue.handle_time.part(self.range.clone());
        let known: Vec<f64> = handle_time.values.iter().flatten().map(|s| s.0).collect();
        let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
        Traffic {
            arrivals: Arrivals::Recorded,
            contacts: self.contacts(),
            handle_time: handle_time.map(|time| time.unwrap_or(Seconds(mean.max(1.0)))),
            open: self.open.part(self.range.clone()),
            patience,
            busyness: f64::INFINITY,
        }
    }

    fn case(&self) -> Case {
        let agents = self.queue.agents.part(self.range.clone());
        Case {
            name: "record".to_owned(),
            staffing: Staffing::Counts(agents.map(|agents| agents.unwrap_or(Agents::ZERO))),
            overflow: None,
        }
    }
}

/// Simulates the last weeks with the contacts, handle times and agents that were recorded, and sets
/// the wait that comes out beside the recorded one.
///
/// Without agent counts or waits there is nothing to compare, and the answer says so.
///
/// # Errors
/// When the simulation cannot run.
pub(super) fn calibrate(
    expected: &Expected,
    patience: Seconds,
    options: &Options,
) -> Result<Calibration> {
    let window = match Window::of(expected) {
        Ok(window) => window,
        Err(reason) => {
            let reason = reason.to_owned();
            return Ok(Calibration::Uncalibrated { reason });
        }
    };
    let traffic = window.traffic(patience);
    let options = Options {
        replications: REPLICATIONS.min(options.replications),
        absence: Share::ZERO,
        ..*options
    };
    let run = simulate::run(&traffic, &[window.case()], &options)?;
    let outcome = &run.outcomes[0];
    let recorded = window.queue.wait.part(window.range.clone());
    let days = by_day(&traffic.contacts, &recorded, &outcome.wait_by_interval);
    let (from, to) = window.days();
    Ok(Calibration::Compared {
        from,
        to,
        recorded: window.wait(),
        predicted: outcome.wait,
        difference: difference(&traffic.contacts, &days),
        days,
    })
}

impl Calibration {
    /// Of days that were recorded contact by contact, their agents counted; `None` without any.
    pub(super) fn of_days(days: &[FieldDay]) -> Option<Self> {
        let (from, to) = (days.first()?.date, days.last()?.date);
        let mean = |of: &dyn Fn(&FieldDay) -> f64| {
            let pairs = days.iter().map(|day| (day.offered * of(day), day.offered));
            Estimate::of_ratio(pairs)
        };
        let predicted = mean(&|day| day.simulated.wait_s).mean;
        let row = |day: &FieldDay| {
            let (recorded, predicted) = (day.recorded.wait_s, day.simulated.wait_s);
            (day.date, Seconds(recorded), Seconds(predicted))
        };
        Some(Self::Compared {
            from,
            to,
            recorded: Seconds(mean(&|day| day.recorded.wait_s).mean),
            // What repetitions leave open is little beside what sets the days apart.
            predicted: Estimate {
                mean: predicted,
                low: predicted,
                high: predicted,
            },
            difference: mean(&|day| day.simulated.wait_s - day.recorded.wait_s),
            days: days.iter().map(row).collect(),
        })
    }
}

/// Predicted less recorded wait over all contacts, the days as independent pairs.
fn difference(contacts: &Series<Contacts>, days: &[(NaiveDate, Seconds, Seconds)]) -> Estimate {
    let pairs = days.iter().map(|(date, recorded, predicted)| {
        let day = &contacts.values[contacts.grid.day_range(*date)];
        let came: f64 = day.iter().map(|contacts| contacts.0).sum();
        (came * (predicted.0 - recorded.0), came)
    });
    Estimate::of_ratio(pairs)
}

/// Per day on which both are known: date, recorded and predicted wait of the same intervals.
fn by_day(
    contacts: &Series<Contacts>,
    recorded: &Series<Option<Seconds>>,
    predicted: &Series<Option<Seconds>>,
) -> Vec<(NaiveDate, Seconds, Seconds)> {
    let grid = contacts.grid;
    let both =
        |index: &usize| recorded.values[*index].is_some() && predicted.values[*index].is_some();
    let rows = grid.dates().into_iter().filter_map(|date| {
        let known = || grid.day_range(date).filter(both);
        let recorded = weighted(contacts, recorded, known())?;
        Some((date, recorded, weighted(contacts, predicted, known())?))
    });
    rows.collect()
}

/// Mean wait over the contacts of some intervals; `None` without contacts.
fn weighted(
    contacts: &Series<Contacts>,
    waits: &Series<Option<Seconds>>,
    range: impl Iterator<Item = usize>,
) -> Option<Seconds> {
    let known = range.filter_map(|index| Some((contacts.values[index].0, waits.values[index]?.0)));
    let (count, total) = known.fold((0.0, 0.0), |(count, total), (contacts, wait)| {
        (count + contacts, total + contacts * wait)
    });
    (count > 0.0).then(|| Seconds(total / count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Met;

    #[test]
    fn days_of_single_contacts_are_weighed_by_their_contacts() {
        let day = |day, offered, recorded, simulated| {
            let met = |wait_s| Met {
                wait_s,
                abandoned: 0.1,
            };
            FieldDay {
                date: NaiveDate::from_ymd_opt(2021, 4, day).unwrap(),
                offered,
                handle_time_s: 330.0,
                patience_s: 2400.0,
                agent_hours: 50.0,
                recorded: met(recorded),
                exact: None,
                simulated: met(simulated),
                erlang_a: met(0.0),
                erlang_c_wait_s: None,
            }
        };
        let days = [day(12, 300.0, 60.0, 70.0), day(13, 100.0, 100.0, 90.0)];
        let Some(Calibration::Compared {
            recorded,
            predicted,
            difference,
            ..
        }) = Calibration::of_days(&days)
        else {
            panic!("two days are compared");
        };
        assert_eq!(
            (recorded.0, predicted.mean, difference.mean),
            (70.0, 75.0, 5.0)
        );
        assert!(difference.low < 0.0 && difference.high > 10.0);
        assert!(Calibration::of_days(&[]).is_none());
    }
}
