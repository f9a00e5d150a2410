//! The figures that a scenario may state.

use super::Stated;
use std::collections::BTreeMap;

/// A figure: its key, its limits, and what stands for it where nothing is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Table and key: `volume.growth`.
    pub key: &'static str,
    /// The least that may be written.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// What holds where it is not written; `None`: something else decides.
    pub default: Option<f64>,
}

const fn number(key: &'static str, least: f64, most: f64, default: Option<f64>) -> Number {
    Number {
        key,
        least,
        most,
        default,
    }
}

/// All figures, by table.
pub const NUMBERS: [Number; 34] = [
    number("volume.growth", -0.95, 9.0, Some(0.0)),
    number("volume.deflected", 0.0, 0.95, Some(0.0)),
    number("volume.business", 0.0, 0.95, Some(0.0)),
    number("volume.callbacks", 0.0, 0.95, Some(0.0)),
    number("handle_time.longer_s", -1800.0, 1800.0, Some(0.0)),
    number("handle_time.factor", 0.2, 5.0, Some(1.0)),
    number("handle_time.callback_s", 1.0, 7200.0, Some(300.0)),
    number("knowledge.hours_per_week", 0.0, 10_000.0, Some(0.0)),
    number("knowledge.shorter_s", 0.0, 1800.0, Some(0.0)),
    number("people.fte", 0.1, 100_000.0, None),
    number("people.full_week_hours", 8.0, 60.0, Some(36.0)),
    number("people.lead_weeks", 0.0, 104.0, Some(12.0)),
    number("people.ramp_weeks", 0.0, 104.0, Some(8.0)),
    number("people.ramp_share", 0.0, 1.0, Some(0.5)),
    number("shrinkage.leave", 0.0, 0.9, Some(0.10)),
    number("shrinkage.sickness", 0.0, 0.9, None),
    number("shrinkage.other", 0.0, 0.9, Some(0.0)),
    number("target.wait_reduction", 0.0, 0.99, None),
    number("target.average_wait_s", 1.0, 14_400.0, None),
    number("prices.hour", 0.0, 1e6, None),
    number("prices.salary_year", 0.0, 1e9, None),
    number("prices.choice_budget", 0.0, 2.0, Some(0.1705)),
    number("prices.pension", 0.0, 2.0, Some(0.18)),
    number("prices.on_costs", 0.0, 2.0, Some(0.12)),
    number("prices.wage_index", -0.5, 2.0, Some(0.0)),
    number("prices.temporary_hour", 0.0, 1e6, Some(48.0)),
    number("prices.line_minute", 0.0, 1e3, Some(0.05)),
    number("prices.seat_year", 0.0, 1e6, Some(0.0)),
    number("prices.recruit", 0.0, 1e6, Some(2500.0)),
    number("prices.train", 0.0, 1e6, Some(1500.0)),
    number("prices.vat", 0.0, 1.0, Some(0.21)),
    number("prices.vat_recovered", 0.0, 1.0, Some(1.0)),
    number("uncertain.handle_time", 0.0, 1.0, Some(0.03)),
    number("uncertain.sickness", 0.0, 1.0, Some(0.2)),
];

/// Two ways of saying one thing.
pub(super) const RIVALS: [(&str, &str); 2] = [
    ("prices.hour", "prices.salary_year"),
    ("target.wait_reduction", "target.average_wait_s"),
];

/// Takes out the other way of saying what a key says.
pub(super) fn forget_rival(numbers: &mut BTreeMap<&'static str, Stated<f64>>, key: &str) {
    for (one, other) in RIVALS {
        if key == one {
            numbers.remove(other);
        } else if key == other {
            numbers.remove(one);
        }
    }
}
