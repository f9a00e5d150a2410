//! The terminal's tables.

use super::kpi::{Figure, Step, Unit, bridge_rows, in_hours, key_rows, verdicts};
use super::tables::{breach_heads, breach_row};
use super::words::{Language, Word};
use crate::calendar::Grid;
use crate::plan::Plan;
use crate::roster::Breach;
use crate::simulate::Outcome;

/// The planner's question answered in some ten lines: present against planned.
///
/// Waits are over all offered contacts; figures of the simulation have their 95 % confidence
/// interval. In the plan's language.
pub fn text(plan: &Plan) -> String {
    let language = Language::from(plan.language);
    let mut lines = vec![title(plan, language), known(plan, language), String::new()];
    lines.extend(aligned(&key_table(plan, language), 1));
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
    finished(aligned(&table, 1))
}

/// The breaches of a roster, a line each, in English: code, rule, who, when, found and allowed.
///
/// Lengths are in hours and minutes. People are named as in the roster, by id.
pub fn breaches_text(breaches: &[Breach], grid: &Grid) -> String {
    let language = Language::English;
    if breaches.is_empty() {
        return finished(vec![language.say(Word::NoBreaches).to_owned()]);
    }
    let mut table = vec![breach_heads(language).map(str::to_owned)];
    let rows = breaches
        .iter()
        .map(|breach| breach_row(breach, grid, language));
    table.extend(rows);
    finished(aligned(&table, 4))
}

/// A figure of an outcome, its name and its unit.
type Measure = (Word, Unit, fn(&Outcome) -> Figure);

/// What callers met under one or more rosters, one after the other, in English, with 95 % confidence
/// intervals.
pub fn outcome_text(outcomes: &[Outcome]) -> String {
    let language = Language::English;
    let measures: [Measure; 8] = [
        (Word::AverageWait, Unit::Wait, |o| o.wait.into()),
        (Word::LongWaitShare, Unit::Share, |o| o.long_waits.into()),
        (Word::Answered, Unit::Share, |o| o.service_level.into()),
        (Word::Abandoned, Unit::Share, |o| o.abandoned.into()),
        (Word::Outside, Unit::Count, |o| o.overflowed.into()),
        (Word::Offered, Unit::Count, |o| o.offered.into()),
        (Word::Occupancy, Unit::Share, |o| o.occupancy.into()),
        (Word::Overtime, Unit::Hours, |o| in_hours(o.overtime)),
    ];
    let mut lines = Vec::new();
    for outcome in outcomes {
        let mut table = vec![[language.say(Word::Measure).to_owned(), outcome.name.clone()]];
        table.extend(measures.iter().map(|(word, unit, figure)| {
            [
                language.say(*word).to_owned(),
                unit.full(language, figure(outcome)),
            ]
        }));
        lines.extend(aligned(&table, 1));
    }
    finished(lines)
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
        let full = |figure| row.unit.full(language, figure);
        let (present, planned) = (full(row.present), full(row.planned));
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

/// Rows as lines: so many columns to the left, the others to the right.
fn aligned<const N: usize>(table: &[[String; N]], to_left: usize) -> Vec<String> {
    let widest = |column: usize| table.iter().map(|row| length(&row[column])).max();
    let widths: [usize; N] = std::array::from_fn(|column| widest(column).unwrap_or(0));
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).enumerate();
        let cells = cells.map(|(column, (cell, width))| match column < to_left {
            true => padded(cell, width),
            false => format!("{}{cell}", " ".repeat(width - length(cell))),
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        line.trim_end().to_owned()
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
