//! Series of contacts and handle times as rates per interval, checked once.

use crate::calendar::Series;
use crate::error::{Problem, Problems, Result};
use crate::queueing::Rates;
use crate::units::{Contacts, Seconds};

/// Rates per second in each interval; `None` where it is closed or nothing is expected.
///
/// # Errors
/// When the grids differ; `H180` for contacts and `H181` for handle times that are no such thing,
/// each with its interval; `C182` for a patience that is not above 0.
pub(super) fn rates(
    contacts: &Series<Contacts>,
    handle_time: &Series<Seconds>,
    open: &Series<bool>,
    patience: Option<Seconds>,
) -> Result<Vec<Option<Rates>>> {
    let pairs = contacts.zip(handle_time, |contacts, handle_time| {
        (*contacts, *handle_time)
    })?;
    let expected = pairs.zip(open, |pair, open| {
        (*open && pair.0 != Contacts::ZERO).then_some(*pair)
    })?;
    let abandonment = patience.map_or(0.0, |patience| patience.0.recip());
    let step = contacts.grid.step_seconds();
    let mut problems = Problems::new();
    if !(abandonment.is_finite() && abandonment >= 0.0) {
        problems.push(c182_patience(patience.unwrap_or_default()));
    }
    let mut rates = Vec::with_capacity(expected.values.len());
    for (interval, pair) in expected.values.iter().enumerate() {
        let found = pair.and_then(|(contacts, handle_time)| {
            Rates::new(
                contacts.0 / step,
                handle_time.0.recip(),
                abandonment.max(0.0),
            )
        });
        if let (Some((contacts, handle_time)), None) = (pair, &found) {
            let place = contacts_place(open, interval);
            problems.push(match contacts.0 {
                volume if volume.is_finite() && volume > 0.0 => {
                    h181_handle_time(place, *handle_time)
                }
                volume => h180_contacts(place, volume),
            });
        }
        rates.push(found);
    }
    problems.or_ok(rates)
}

/// The interval as a place in the input.
pub(super) fn contacts_place(open: &Series<bool>, interval: usize) -> String {
    format!(
        "expected contacts: {}",
        open.grid.local(interval).format("%Y-%m-%d %H:%M")
    )
}

fn h180_contacts(place: String, volume: f64) -> Problem {
    let what = format!("is no number of contacts: `{volume}`");
    Problem::new("H180", place, what).hint("give 0 or more contacts for every open interval")
}

fn h181_handle_time(place: String, handle_time: Seconds) -> Problem {
    let what = format!("is no handle time: `{}` seconds", handle_time.0);
    Problem::new("H181", place, what)
        .hint("give a mean handle time above 0 where contacts are expected")
}

fn c182_patience(patience: Seconds) -> Problem {
    let what = format!("is no mean patience: `{}` seconds", patience.0);
    Problem::new("C182", "staffing: patience", what)
        .hint("give seconds above 0 (total waiting over abandoned contacts), or leave it out")
}
