//! Codes of a roster's cells: `D+B1`.

use super::super::text::{Clocks, Draft};
use crate::calendar::ClockSpan;
use crate::error::Problem;
use crate::roster::Activity;
use crate::roster::reach::meant;
use std::collections::BTreeMap;

/// What a code in a roster's cell stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// A shift.
    Shift {
        /// From the first minute to the last.
        span: ClockSpan,
        /// Lunch.
        lunch: Option<ClockSpan>,
        /// Short breaks.
        breaks: Vec<ClockSpan>,
    },
    /// Other work within the shift; it gives way to the shift's lunch and breaks.
    Work {
        /// Name of the work.
        name: String,
        /// When.
        at: ClockSpan,
    },
    /// Away and paid.
    Leave,
    /// Not working.
    Off,
}

/// Reads codes joined by `+`: a shift by the clock, or nothing where nobody works.
///
/// Work without a shift is a shift of its own.
pub fn draft(
    cell: &str,
    codes: &BTreeMap<String, Code>,
    place: &str,
) -> Result<Option<Draft>, Problem> {
    let mut shift = None;
    let mut work: Vec<(Activity, Clocks)> = Vec::new();
    for word in cell.split('+').map(str::trim) {
        match known(word, codes, place)? {
            Code::Leave | Code::Off => {}
            Code::Work { name, at } => work.push((Activity::Work(name.clone()), (*at).into())),
            Code::Shift { .. } if shift.is_some() => {
                let what = format!("has two shifts on one day: `{cell}`");
                let hint = "keep one, and add work to it with `+`";
                return Err(Problem::new("P113", place, what).hint(hint));
            }
            Code::Shift {
                span,
                lunch,
                breaks,
            } => shift = Some((*span, *lunch, breaks)),
        }
    }
    let Some((span, lunch, breaks)) = shift else {
        return alone(cell, work, place);
    };
    let lunch = lunch.iter().map(|at| (Activity::Lunch, Clocks::from(*at)));
    let breaks = breaks.iter().map(|at| (Activity::Break, Clocks::from(*at)));
    let pauses: Vec<(Activity, Clocks)> = lunch.chain(breaks).collect();
    let mut parts: Vec<(Activity, Clocks)> = work
        .iter()
        .flat_map(|(activity, at)| without(*at, &pauses).map(|piece| (activity.clone(), piece)))
        .collect();
    parts.extend(pauses.iter().cloned());
    Ok(Some(Draft {
        whole: span.into(),
        parts,
    }))
}

fn known<'a>(
    word: &str,
    codes: &'a BTreeMap<String, Code>,
    place: &str,
) -> Result<&'a Code, Problem> {
    codes.get(word).ok_or_else(|| {
        let hint = meant(word, codes.keys().map(String::as_str));
        Problem::new(
            "P110",
            place,
            format!("is a code that nobody explained: `{word}`"),
        )
        .hint(format!("{hint}; codes are explained under [present.codes]"))
    })
}

/// Work without a shift.
fn alone(cell: &str, work: Vec<(Activity, Clocks)>, place: &str) -> Result<Option<Draft>, Problem> {
    match work.as_slice() {
        [] => Ok(None),
        [(_, at)] => Ok(Some(Draft {
            whole: *at,
            parts: work,
        })),
        _ => {
            let what = format!("has work without a shift: `{cell}`");
            Err(Problem::new("P112", place, what).hint("add the code of a shift"))
        }
    }
}

/// What pauses leave of a stretch.
fn without(at: Clocks, pauses: &[(Activity, Clocks)]) -> impl Iterator<Item = Clocks> {
    let mut left = vec![at];
    for (_, pause) in pauses {
        left = left
            .into_iter()
            .flat_map(|piece| {
                let before = Clocks {
                    from: piece.from,
                    to: piece.to.min(pause.from),
                };
                let after = Clocks {
                    from: piece.from.max(pause.to),
                    to: piece.to,
                };
                [before, after]
                    .into_iter()
                    .filter(|piece| piece.from < piece.to)
            })
            .collect();
    }
    left.into_iter()
}
