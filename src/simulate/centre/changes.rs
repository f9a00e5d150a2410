//! Agents coming and going, in order of time.

use super::{Centre, Present};

/// What changes among the agents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Move {
    /// From now on a crew counts so many.
    Count {
        /// The crew.
        crew: u32,
        /// Its agents.
        agents: u32,
    },
    /// An agent's stretch begins.
    Comes(u32),
    /// An agent's stretch ends.
    Goes(u32),
    /// An agent's stretch ends, and the agent stays: at work, but no longer planned.
    Stays(u32),
}

/// A change at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Change {
    pub at: f64,
    pub what: Move,
}

/// All changes of a centre's day, in order; people are numbered through all crews.
pub(super) fn changes(centre: &Centre) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut agent = 0;
    for (crew, one) in (0..).zip(&centre.crews) {
        match &one.present {
            Present::Counts(counts) => counted(crew, counts, centre.interval, &mut changes),
            Present::Spans(people) => {
                for spans in people {
                    person(agent, spans, None, &mut changes);
                    agent += 1;
                }
            }
        }
    }
    in_order(&mut changes);
    changes
}

/// Sorts by time; who goes before who comes at the same moment.
pub(super) fn in_order(changes: &mut [Change]) {
    let comes = |change: &Change| !matches!(change.what, Move::Goes(_));
    changes.sort_by(|a, b| a.at.total_cmp(&b.at).then(comes(a).cmp(&comes(b))));
}

fn counted(crew: u32, counts: &[u32], interval: f64, changes: &mut Vec<Change>) {
    let mut there = 0;
    for (index, &agents) in counts.iter().enumerate() {
        if agents != there {
            changes.push(Change {
                at: index as f64 * interval,
                what: Move::Count { crew, agents },
            });
            there = agents;
        }
    }
}

/// The stretches of a person, of which two that touch are one; after the last the person may stay
/// until a later moment.
pub(super) fn person(
    agent: u32,
    spans: &[(f64, f64)],
    until: Option<f64>,
    changes: &mut Vec<Change>,
) {
    let mut end = f64::NEG_INFINITY;
    for &(from, to) in spans.iter().filter(|(from, to)| from < to) {
        if from == end {
            changes.pop();
        } else {
            let what = Move::Comes(agent);
            changes.push(Change { at: from, what });
        }
        let what = Move::Goes(agent);
        changes.push(Change { at: to, what });
        end = to;
    }
    if let (Some(until), Some(last)) = (until.filter(|until| *until > end), changes.last_mut()) {
        last.what = Move::Stays(agent);
        if until.is_finite() {
            let what = Move::Goes(agent);
            changes.push(Change { at: until, what });
        }
    }
}
