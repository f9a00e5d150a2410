//! An instance as it is written.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    #[serde(default)]
    pub name: String,
    pub interval_min: u32,
    pub open_min: u32,
    pub close_min: u32,
    pub intervals: usize,
    pub days: usize,
    pub required: Vec<Vec<u32>>,
    pub shifts: Vec<Offer>,
    pub agents: Vec<Agent>,
    pub rules: Rules,
    pub weights: Weights,
}

/// A shift of the catalogue.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Offer {
    pub start: usize,
    pub len: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agent {
    pub id: String,
    pub contract_h: f64,
    pub days: Vec<usize>,
}

/// The figures that differ from week to week, and in words those that are the same in all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    pub max_days_per_week: usize,
    pub min_rest_min: u32,
    pub contract_dev_hard_h: f64,
    pub one_shift_per_day: bool,
    pub lunch_intervals: usize,
    pub break_intervals: usize,
    pub breaks_per_shift: usize,
    pub work_stretch_min: String,
    pub work_stretch_max: usize,
    pub lunch_window: String,
    pub order: String,
    pub paid_intervals: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    pub under: f64,
    pub over: f64,
    pub contract_dev_per_h: f64,
}
