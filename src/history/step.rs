//! How long the intervals of a history are.

use super::record::Record;
use crate::error::{Error, Problem, Result};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Intervals that a history may have.
pub(super) const STEPS: &str =
    "intervals are 5, 6, 10, 12, 15, 20, 30 or 60 minutes, or whole days";

/// May a history have intervals of so many minutes?
pub(super) fn is_step(step: u32) -> bool {
    (5..=60).contains(&step) && 60_u32.is_multiple_of(step)
}

/// Minutes of a day: a record may also have a row per date.
pub(super) const DAY: u32 = 1440;

/// Minutes in which calls are counted for intervals of `step`: days are added up from shorter ones, as
/// the days of a clock change are not equally long.
pub(super) fn of_calls(step: u32) -> u32 {
    if step == DAY { 15 } else { step }
}

/// The share of starts that must lie on a step for it to be the step of the file; the others are
/// problems.
const ON_STEP: f64 = 0.99;

/// Minutes between rows of following days, at the least: a day of the spring change. Where all
/// rows stand at midnight (an hour off in the other half of the year), they are days.
const DAILY: i32 = 23 * 60;

/// The longest step that (nearly) all starts lie on.
pub(super) fn step(
    records: &BTreeMap<String, Record>,
    zone: Tz,
    place: &str,
    spans: &BTreeSet<u32>,
) -> Result<u32> {
    let mut hour = [0_u64; 60];
    let mut gap = i32::MAX;
    let mut midnight = true;
    for record in records.values() {
        let shift = record.shift(zone);
        for minute in &record.minutes {
            midnight &= matches!((minute + shift).rem_euclid(1440), 0 | 60 | 1380);
            if let Some(count) = hour.get_mut((minute + shift).rem_euclid(60) as usize) {
                *count += 1;
            }
        }
        let pairs = record.minutes.iter().zip(record.minutes.iter().skip(1));
        let gaps = pairs.map(|(a, b)| (a - b).abs()).filter(|gap| *gap > 0);
        gap = gap.min(gaps.min().unwrap_or(i32::MAX));
    }
    let total: u64 = hour.iter().sum();
    let on = |step: u32| -> u64 { hour.iter().step_by(step as usize).sum() };
    let steps = [60, 30, 20, 15, 12, 10, 6, 5];
    let found = steps
        .into_iter()
        .find(|step| on(*step) as f64 >= ON_STEP * total as f64);
    match (spans.first(), found) {
        _ if spans.len() > 1 => Err(bad_step(place, &format!("{spans:?}"))),
        (Some(span), _) if is_step(*span) || *span == DAY => Ok(*span),
        (Some(span), _) => Err(bad_step(place, &span.to_string())),
        (None, Some(_)) if (61..DAILY).contains(&gap) => Err(bad_step(place, &gap.to_string())),
        (None, Some(_)) if midnight && (DAILY..i32::MAX).contains(&gap) => Ok(DAY),
        (None, Some(step)) => Ok(step),
        (None, None) => Err(bad_step(place, &gap.to_string())),
    }
}

fn bad_step(place: &str, step: &str) -> Error {
    let what = format!("its intervals are `{step}` minutes long");
    Problem::new("H106", place, what)
        .hint(format!("{STEPS}; for single calls set kind = \"calls\""))
        .into()
}
