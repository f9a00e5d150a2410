//! The terminal's tables.

use super::kpi::{Step, bridge_rows, key_rows, verdicts};
use super::words::{Language, Word};
use crate::plan::Plan;

/// The planner's question answered in some ten lines: present against planned.
///
/// Waits are over all offered contacts; figures of the simulation have their 95 % confidence
/// interval. In the plan's language.
pub fn text(plan: &Plan) -> String {
    let language = Language::from(plan.language);
    let mut lines = vec![title(plan, language), known(plan, language), String::new()];
    lines.extend(aligned(key_table(plan, language)));
    lines.push(String::new());
    let verdicts = verdicts(plan, language);
    let width = verdicts.iter().map(|(label, _)| length(label)).max();
    for (label, verdict) in verdicts {
        lines.push(format!("{}  {verdict}", padded(label, width.unwrap_or(0))));
    }
    finished(lines)
}

/// The hours bridge: what is paid and where it goes, present against planned.
///
/// In hours and minutes; every line with a minus is taken off, and the totals add up.
pub fn bridge_text(plan: &Plan) -> String {
    let language = Language::from(plan.language);
    let mut table = vec![heads(language, Word::Hours)];
    table.extend(bridge_rows(plan, language).into_iter().map(|row| {
        let label = match row.step {
            Step::Less => format!("  {}", row.label),
            Step::Total => format!("= {}", row.label),
            Step::Aside => row.label.clone(),
        };
        let (present, planned) = (row.write(row.present), row.write(row.planned));
        [label, present, planned, row.difference()]
    }));
    finished(aligned(table))
}

/// `Klantenservice: weekrooster 2021-W15`.
pub(super) fn title(plan: &Plan, language: Language) -> String {
    language.fill(Word::Title, &[&plan.name, &plan.week.to_string()])
}

/// Queue, days and what was known.
pub(super) fn known(plan: &Plan, language: Language) -> String {
    let monday = plan.week.monday;
    let sunday = monday + chrono::Days::new(6);
    language.fill(
        Word::Known,
        &[
            &plan.queue,
            &language.day(monday),
            &language.day(sunday),
            &language.date(plan.known_until),
        ],
    )
}

fn key_table(plan: &Plan, language: Language) -> Vec<[String; 4]> {
    let mut table = vec![heads(language, Word::Measure)];
    table.extend(key_rows(plan, language).into_iter().map(|row| {
        let (present, planned) = (
            row.full(language, row.present),
            row.full(language, row.planned),
        );
        [
            row.label.clone(),
            present,
            planned,
            row.difference(language),
        ]
    }));
    table
}

fn heads(language: Language, first: Word) -> [String; 4] {
    [first, Word::Present, Word::Planned, Word::Difference]
        .map(|word| language.say(word).to_owned())
}

/// Rows as lines: the first column to the left, the others to the right.
fn aligned(table: Vec<[String; 4]>) -> Vec<String> {
    let width = |column: usize| {
        table
            .iter()
            .map(|row| length(&row[column]))
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; 4] = std::array::from_fn(width);
    let line = |row: &[String; 4]| {
        let mut line = padded(&row[0], widths[0]);
        for column in 1..4 {
            let room = widths[column] - length(&row[column]);
            line.push_str(&format!("  {}{}", " ".repeat(room), row[column]));
        }
        line
    };
    table.iter().map(line).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(length(text))))
}

fn finished(lines: Vec<String>) -> String {
    let mut text: String = lines.join("\n");
    text.push('\n');
    text
}
