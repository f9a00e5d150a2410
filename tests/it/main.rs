//! Integration tests: one binary, a module per subject.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // these are tests

mod brute;
mod centre;
mod cli;
mod config;
mod erlang;
mod errors;
mod evaluate;
mod forecast;
mod history;
mod imports;
mod refusals;
mod report;
mod roster;
mod rosters;
mod rules;
mod sample;
mod simulate;
mod support;
mod timeout;
mod transient;
mod week;
mod without_present;
