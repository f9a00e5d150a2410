//! The field test: what the queueing models say of days that are past, beside what was recorded.
//!
//! Of each day the contacts, handle times and agents are taken as recorded, so that the test is of
//! the models and not of a forecast. Only patience comes from other months than the day's own.
//!
//! Per-call files give all that is needed: agents are counted from the contacts that they answered
//! ([`crate::history::staffed`]). An interval history must have agents and waits of its own.

mod assumptions;
mod days;
mod methods;
mod patience;
mod score;
mod simulated;
mod single;
mod text;

pub use assumptions::{Assumptions, Cost, SurvivalRow, assumptions};
pub use days::{FieldDay, FieldOptions, Met};
pub use score::{Measure, Score};
pub(super) use single::laws_of;
pub use text::field_text;

use crate::error::{Note, Result};
use crate::history::{self, Source};
use serde::Serialize;

/// A field test: each day, and how far each method is off over all of them.
#[derive(Clone, Debug, Serialize)]
pub struct FieldTest {
    /// The queues whose contacts were pooled.
    pub queues: Vec<String>,
    /// The days compared, in order.
    pub days: Vec<FieldDay>,
    /// A row per method and measure.
    pub scores: Vec<Score>,
    /// Days on which Erlang C is infinite in some interval.
    pub erlang_c_infinite: usize,
    /// Mean seconds of work after a contact, where contacts tell; it is in the handle times.
    pub after_contact_s: Option<f64>,
    /// What the exponential laws leave out, where single contacts tell.
    pub assumptions: Option<Assumptions>,
    /// What was said on the way.
    pub notes: Vec<Note>,
}

/// Runs the field test on a record of single calls or of intervals.
///
/// # Errors
/// All problems of the files; `F101` where no day can be compared; `F102` where a history of
/// intervals has several queues and none is named.
pub fn field_test(source: &Source, options: &FieldOptions) -> Result<FieldTest> {
    let mut source = source.clone();
    source.step = options.step;
    match history::contacts(&source)? {
        Some(record) => single::of_contacts(record, options),
        None => days::of_intervals(&source, options),
    }
}
