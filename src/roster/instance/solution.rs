//! A benchmark week's roster as it is written.

use super::week::AgentShift;
use crate::error::{Error, Result};
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    agent: usize,
    day: usize,
    start: usize,
    len: usize,
    b1: usize,
    lunch: usize,
    b2: usize,
}

/// The shifts as a JSON list of `{"agent", "day", "start", "len", "b1", "lunch", "b2"}`, the last
/// three as offsets from the shift's start; `tours` has an agent's shifts for each agent.
///
/// # Errors
/// [`Error::Compose`] where the list cannot be written as JSON.
///
/// ```
/// use bezet::roster::{AgentShift, solution_json};
/// let shift = AgentShift { day: 1, start: 4, len: 16, first_break: 3, lunch: 6, second_break: 11 };
/// let text = solution_json(&[vec![], vec![shift]]).expect("a document");
/// let row = r#"{"agent":1,"day":1,"start":4,"len":16,"b1":3,"lunch":6,"b2":11}"#;
/// assert_eq!(text, format!("[\n{row}\n]\n"));
/// ```
pub fn solution_json(tours: &[Vec<AgentShift>]) -> Result<String> {
    let rows = tours.iter().enumerate();
    let rows = rows.flat_map(|(agent, shifts)| {
        shifts.iter().map(move |shift| Row {
            agent,
            day: shift.day,
            start: shift.start,
            len: shift.len,
            b1: shift.first_break,
            lunch: shift.lunch,
            b2: shift.second_break,
        })
    });
    let failed = |reason: serde_json::Error| Error::Compose {
        what: "the solution",
        reason: reason.to_string(),
    };
    let lines: Vec<String> = rows
        .map(|row| serde_json::to_string(&row).map_err(failed))
        .collect::<Result<_>>()?;
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}
