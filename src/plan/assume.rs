//! What the exponential laws leave out, on the record that is known when the week is planned.

use super::field::{Assumptions, FieldDay, FieldOptions, laws_of};
use super::{Expected, expect};
use crate::config::Config;
use crate::error::Result;
use crate::history;
use chrono::{DateTime, Days};

/// Days of the record on which the record's own laws are simulated beside the exponential ones.
const COMPARED: u64 = 56;

/// Simulated repetitions of each: a difference between two laws needs few.
const REPLICATIONS: u32 = 20;

/// The laws of the last half year, from single contacts where these are recorded, else from counts;
/// of single contacts the last weeks' days too, as recorded and as predicted.
///
/// # Errors
/// All problems of the files.
pub(super) fn assume(config: &Config, expected: &Expected) -> Result<(Assumptions, Vec<FieldDay>)> {
    let last = expected.known_until;
    let from = last - Days::new(7 * expect::PATIENCE_WEEKS);
    let mut source = config.source().clone();
    source.only = vec![config.history.queue.clone()];
    let Some(mut record) = history::contacts(&source)? else {
        let (abandoned, waited) = history::impatience(&expected.known, from, last);
        return Ok((Assumptions::of_counts(abandoned, waited), Vec::new()));
    };
    let zone = record.zone;
    record.contacts.retain(|contact| {
        let moment = DateTime::from_timestamp(contact.at as i64, 0).unwrap_or_default();
        (from..=last).contains(&moment.with_timezone(&zone).date_naive())
    });
    let options = FieldOptions {
        days: Some((last - Days::new(COMPARED - 1), last)),
        replications: REPLICATIONS,
        seed: config.simulate_seed,
        ..FieldOptions::default()
    };
    Ok(laws_of(record, &options))
}
