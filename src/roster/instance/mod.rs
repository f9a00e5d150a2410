//! Benchmark weeks: named agents, contract hours, a requirement by interval, and breaks.
//!
//! A week is a JSON document: `required[day][interval]` agents; `shifts`, the catalogue, with
//! `start` and `len` in intervals of `interval_min`; `agents` with `contract_h` and the `days` they
//! may work; `rules` and `weights`. A shift of `n` intervals holds a break of one interval, a lunch
//! of two, unpaid, and another break, in this order. A roster costs `under` for each interval an
//! agent is short, `over` for each too many, and `contract_dev_per_h` for each hour off a contract.
//!
//! [`read_instance`] reads and checks the document, [`Instance`] is the week as the search sees it
//! ([`Tours`](super::Tours)), and [`solution_json`] writes a roster.

mod day;
mod document;
mod read;
mod room;
mod solution;
mod week;

pub use read::read_instance;
pub use solution::solution_json;
pub use week::{AgentShift, Instance};
