//! Integration tests.
mod config;
mod simulate;
