//! Integration tests.
mod simulate;
