//! bezet: forecast, staffing, rosters and the proof of the wait.

pub mod calendar;
pub mod cli;
pub mod config;
pub mod error;
pub mod forecast;
pub mod history;
pub mod plan;
pub mod queueing;
pub mod report;
pub mod roster;
pub mod sample;
pub mod simulate;
pub mod staffing;
pub mod table;
pub mod units;
