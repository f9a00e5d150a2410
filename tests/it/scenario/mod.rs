//! Scenarios: files and their mistakes, hours and people, callers against simulation, figures against
//! their own formulas.

pub mod centre;
mod crowd;
mod explained;
mod files;
mod simulated;
mod world;
