//! The engine's wait beside the recorded wait.

use super::Calibration;
use crate::calendar::Series;
use crate::error::Result;
use crate::history::Queue;
use crate::simulate::{self, Case, Estimate, Options, Staffing, Traffic};
use crate::units::{Agents, Contacts, Seconds, Share};
use chrono::{Days, NaiveDate};

/// Weeks of the record that are compared.
const WEEKS: u64 = 8;

/// Replications of the compared weeks: each is eight weeks long, so few say enough.
const REPLICATIONS: u32 = 40;

/// Simulates the last weeks from recorded contacts and agents, and sets the wait that comes out
/// beside the recorded one.
///
/// Recorded contacts serve as the expected ones, recorded handle times as their means. Without
/// agent counts or waits there is nothing to compare, and the answer says so.
///
/// # Errors
/// When the simulation cannot run.
pub fn calibrate(
    queue: &Queue,
    open: &Series<bool>,
    patience: Seconds,
    options: &Options,
) -> Result<Calibration> {
    let Some(last) = queue.offered.grid.dates().last().copied() else {
        return Ok(uncalibrated("the history is empty"));
    };
    let from = last - Days::new(7 * WEEKS - 1);
    let grid = queue.offered.grid;
    let range = grid.day_range(from.max(grid.date(0))).start..grid.len;
    let known = |index: &usize| {
        open.values[*index]
            && queue.agents.values[*index].is_some()
            && queue.wait.values[*index].is_some()
    };
    let compared: Vec<usize> = range.clone().filter(known).collect();
    let opened = range.clone().filter(|index| open.values[*index]).count();
    if compared.len() * 2 < opened || compared.is_empty() {
        return Ok(uncalibrated("agents or waits are not recorded"));
    }
    compare(queue, open, range, patience, options)
}

fn uncalibrated(reason: &str) -> Calibration {
    Calibration::Uncalibrated {
        reason: reason.to_owned(),
    }
}

fn compare(
    queue: &Queue,
    open: &Series<bool>,
    range: std::ops::Range<usize>,
    patience: Seconds,
    options: &Options,
) -> Result<Calibration> {
    let traffic = recorded_traffic(queue, open, range.clone(), patience);
    let agents = queue.agents.part(range.clone());
    let case = Case {
        name: "record".to_owned(),
        staffing: Staffing::Counts(agents.map(|agents| agents.unwrap_or(Agents::ZERO))),
        overflow: None,
    };
    let options = Options {
        replications: REPLICATIONS.min(options.replications),
        absence: Share::ZERO,
        ..*options
    };
    let run = simulate::run(&traffic, &[case], &options)?;
    let outcome = &run.outcomes[0];
    let recorded = queue.wait.part(range);
    let days = by_day(&traffic.contacts, &recorded, &outcome.wait_by_interval);
    Ok(Calibration::Compared {
        from: traffic.contacts.grid.date(0),
        to: traffic.contacts.grid.date(traffic.contacts.grid.len - 1),
        recorded: weighted(&traffic.contacts, &recorded, 0..traffic.contacts.grid.len)
            .unwrap_or_default(),
        predicted: Estimate { ..outcome.wait },
        days,
    })
}

fn recorded_traffic(
    queue: &Queue,
    open: &Series<bool>,
    range: std::ops::Range<usize>,
    patience: Seconds,
) -> Traffic {
    let offered = queue.offered.part(range.clone());
    let handle_time = queue.handle_time.part(range.clone());
    let known: Vec<f64> = handle_time.values.iter().flatten().map(|s| s.0).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    Traffic {
        contacts: offered.map(|contacts| contacts.unwrap_or(Contacts::ZERO)),
        handle_time: handle_time.map(|time| time.unwrap_or(Seconds(mean.max(1.0)))),
        open: open.part(range),
        patience,
        busyness: f64::INFINITY,
    }
}

fn by_day(
    contacts: &Series<Contacts>,
    recorded: &Series<Option<Seconds>>,
    predicted: &Series<Option<Seconds>>,
) -> Vec<(NaiveDate, Seconds, Seconds)> {
    let grid = contacts.grid;
    let dates = grid.dates().into_iter();
    let rows = dates.filter_map(|date| {
        let day = grid.day_range(date);
        let recorded = weighted(contacts, recorded, day.clone())?;
        Some((date, recorded, weighted(contacts, predicted, day)?))
    });
    rows.collect()
}

/// Mean wait over the contacts of some intervals; `None` without contacts.
fn weighted(
    contacts: &Series<Contacts>,
    waits: &Series<Option<Seconds>>,
    range: std::ops::Range<usize>,
) -> Option<Seconds> {
    let known = range.filter_map(|index| Some((contacts.values[index].0, waits.values[index]?.0)));
    let (count, total) = known.fold((0.0, 0.0), |(count, total), (contacts, wait)| {
        (count + contacts, total + contacts * wait)
    });
    (count > 0.0).then(|| Seconds(total / count))
}
