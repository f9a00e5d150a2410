//! The hours bridge: where paid time goes, line by line.

use super::number::{sixtieths, whole_minutes};
use super::words::{Language, Word};
use crate::plan::{HoursBridge, Plan};
use std::collections::BTreeSet;

/// What a line of the hours bridge does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Stands beside the bridge.
    Aside,
    /// What is left here.
    Total,
    /// Taken off.
    Less,
}

/// A line of the hours bridge, in whole minutes so that what is printed adds up.
#[derive(Clone, Debug)]
pub(super) struct BridgeRow {
    pub(super) label: String,
    pub(super) step: Step,
    pub(super) present: Option<i64>,
    pub(super) planned: i64,
}

impl BridgeRow {
    /// The cells below [`columns`].
    pub(super) fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.label.clone()];
        cells.extend(self.present.map(|minutes| self.write(minutes)));
        cells.push(self.write(self.planned));
        cells.extend(self.present.map(|present| self.difference(present)));
        cells
    }

    /// Minutes as hours and minutes, with a minus where the line is taken off.
    fn write(&self, minutes: i64) -> String {
        match self.step {
            Step::Less if minutes != 0 => sixtieths(-minutes),
            _ => sixtieths(minutes),
        }
    }

    /// Planned less present of what is written, so that the differences add up too.
    fn difference(&self, present: i64) -> String {
        let change = match self.step {
            Step::Less => present - self.planned,
            _ => self.planned - present,
        };
        let text = sixtieths(change);
        if change > 0 { format!("+{text}") } else { text }
    }
}

/// The hours bridge of the rosters, line by line.
pub(super) fn bridge_rows(plan: &Plan, language: Language) -> Vec<BridgeRow> {
    let sides = plan.sides().map(|side| &side.bridge);
    let line = |label: &str, step, minutes: &dyn Fn(&HoursBridge) -> i64| BridgeRow {
        label: label.to_owned(),
        step,
        present: plan.present.as_ref().map(|side| minutes(&side.bridge)),
        planned: minutes(&plan.planned.bridge),
    };
    let say = |word| language.say(word);
    let mut rows = vec![
        line(say(Word::Contract), Step::Aside, &|b| {
            whole_minutes(b.contract)
        }),
        line(say(Word::Paid), Step::Total, &|b| whole_minutes(b.paid)),
        line(say(Word::Leave), Step::Less, &|b| whole_minutes(b.leave)),
        line(say(Word::Breaks), Step::Less, &|b| whole_minutes(b.breaks)),
    ];
    let kinds: BTreeSet<&String> = sides
        .clone()
        .flat_map(|bridge| bridge.work.keys())
        .collect();
    rows.extend(kinds.into_iter().map(|kind| {
        line(kind, Step::Less, &|b| {
            b.work.get(kind).map_or(0, |hours| whole_minutes(*hours))
        })
    }));
    if sides.clone().any(|bridge| unexplained(bridge) != 0) {
        rows.push(line(say(Word::Unexplained), Step::Less, &unexplained));
    }
    let on_phone = |b: &HoursBridge| whole_minutes(b.phone) - whole_minutes(b.sickness);
    rows.extend([
        line(say(Word::RosteredPhone), Step::Total, &|b| {
            whole_minutes(b.phone)
        }),
        line(say(Word::Sickness), Step::Less, &|b| {
            whole_minutes(b.sickness)
        }),
        line(say(Word::OnPhone), Step::Total, &on_phone),
    ]);
    rows
}

/// Paid minutes that the bridge does not account for; none, or the bridge does not close.
fn unexplained(bridge: &HoursBridge) -> i64 {
    let work: i64 = bridge
        .work
        .values()
        .map(|hours| whole_minutes(*hours))
        .sum();
    let spent = [bridge.leave, bridge.breaks, bridge.phone].map(whole_minutes);
    whole_minutes(bridge.paid) - work - spent.iter().sum::<i64>()
}
