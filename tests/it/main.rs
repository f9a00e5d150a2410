//! Integration tests: one binary, a module per subject.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // these are tests

mod any_past;
mod backtest;
mod brute;
mod centre;
mod cli;
mod config;
mod edit;
mod erlang;
mod errors;
mod evaluate;
mod field;
mod forecast;
mod forecast_cli;
mod forecast_groups;
mod handle_time;
mod history;
mod imports;
mod instances;
mod intraday;
mod laws;
mod recovered;
mod refusals;
mod report;
mod roster;
mod rosters;
mod rules;
mod sample;
mod simulate;
mod support;
mod timeout;
mod totals;
mod transient;
mod week;
mod without_present;
